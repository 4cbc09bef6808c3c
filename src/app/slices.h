/* slices.h - the list of slices; a new slice adds one line here and is part of web, command line and golden files. */
#ifndef APP_SLICES_H
#define APP_SLICES_H

#include "gate/route.h"

extern const struct slice *const slices[];
extern const size_t slices_n;
const char *routes_fault(void);     /* NULL, or the path of a door that is declared wrongly */

#endif
