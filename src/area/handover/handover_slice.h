/* handover_slice.h - what the slice gives to app/slices.c. */
#ifndef AREA_HANDOVER_HANDOVER_SLICE_H
#define AREA_HANDOVER_HANDOVER_SLICE_H

#include "gate/route.h"

extern const struct slice handover_slice, handover_web_slice;

#endif
