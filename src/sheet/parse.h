/* parse.h - sheet_read in a child of its own: no network, no files, bounded memory and time (seccomp, rlimits). */
#ifndef SHEET_PARSE_H
#define SHEET_PARSE_H

#include "sheet/sheet.h"

/* sheet_parse - bytes go in by a memory file, the sheet comes back the same way and is checked. Faults of its own: TIMEOUT, CRASHED. */
struct sheet_error sheet_parse(struct arena *a, struct str bytes, struct str want, struct sheet *out);

#endif
