/* stats_slice.h - what the slice gives to app/slices.c. */
#ifndef AREA_STATS_STATS_SLICE_H
#define AREA_STATS_STATS_SLICE_H

#include "gate/route.h"

extern const struct slice stats_slice;

#endif
