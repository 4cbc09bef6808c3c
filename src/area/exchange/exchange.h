/* exchange.h - what the slice gives to app/slices.c: sheets in and out, by command line and page. Its faces are import.h and export.h. */
#ifndef AREA_EXCHANGE_EXCHANGE_H
#define AREA_EXCHANGE_EXCHANGE_H

#include "gate/route.h"

extern const struct slice exchange_slice;

#endif
