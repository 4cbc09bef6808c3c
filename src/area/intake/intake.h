/* intake.h - what the slice gives to app/slices.c. The domain's face is petition.h. */
#ifndef AREA_INTAKE_INTAKE_H
#define AREA_INTAKE_INTAKE_H

#include "gate/route.h"

extern const struct slice intake_slice;

#endif
