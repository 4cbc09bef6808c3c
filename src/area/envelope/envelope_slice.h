/* envelope_slice.h - what the slice gives to app/slices.c. The domain's faces are envelope.h and screening.h. */
#ifndef AREA_ENVELOPE_ENVELOPE_SLICE_H
#define AREA_ENVELOPE_ENVELOPE_SLICE_H

#include "gate/route.h"

extern const struct slice envelope_slice;

#endif
