/* identity_slice.h - the doors of who reported. */
#ifndef AREA_IDENTITY_IDENTITY_SLICE_H
#define AREA_IDENTITY_IDENTITY_SLICE_H

#include "gate/route.h"

extern const struct slice identity_slice, identity_keep_slice, notice_slice, identity_cli_slice;

#endif
