/* admin_slice.h - the doors of the three administrators, and of opening registers. */
#ifndef AREA_ADMIN_ADMIN_SLICE_H
#define AREA_ADMIN_ADMIN_SLICE_H

#include "gate/route.h"

extern const struct slice user_slice, organ_slice, audit_slice, admin_cli_slice;

#endif
