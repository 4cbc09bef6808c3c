/* scan_store.h - the rows of answer_scan. Used by: scan.c. */
#ifndef AREA_CASEWORK_SCAN_STORE_H
#define AREA_CASEWORK_SCAN_STORE_H

#include "area/casework/scan.h"

MUST_USE enum err scan_store_add(struct ctx *c, int64_t result_id, const struct scan *s);
MUST_USE enum err scan_store_of(struct ctx *c, int64_t result_id, struct scan **out, int *n);
MUST_USE enum err scan_store_load(struct ctx *c, int64_t result_id, int64_t ref, struct scan *out);

#endif
