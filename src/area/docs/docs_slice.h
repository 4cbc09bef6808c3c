/* docs_slice.h - what the slice gives to app/slices.c. The domain's face is paper.h. */
#ifndef AREA_DOCS_DOCS_SLICE_H
#define AREA_DOCS_DOCS_SLICE_H

#include "gate/route.h"

extern const struct slice docs_slice, casework_docs_slice;

#endif
