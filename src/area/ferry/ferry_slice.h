/* ferry_slice.h - the ferry's doors inside. */
#ifndef AREA_FERRY_FERRY_SLICE_H
#define AREA_FERRY_FERRY_SLICE_H

#include "gate/route.h"

extern const struct slice ferry_slice, ferry_web_slice;

#endif
