/* portal_store.h - rows of the reporting site. Private to the slice. */
#ifndef AREA_PORTAL_PORTAL_STORE_H
#define AREA_PORTAL_PORTAL_STORE_H

#include "area/portal/portal.h"

MUST_USE enum err portal_store_report(struct ctx *c, const struct portal_taken *t, struct str day);
MUST_USE enum err portal_store_file(struct ctx *c, const char *file, int64_t report_id, int64_t note_id);
MUST_USE enum err portal_store_note(struct ctx *c, int64_t id, int64_t report_id, struct str day, struct str sealed);
MUST_USE enum err portal_store_find(struct ctx *c, const unsigned char id[RECEIPT_ID_BYTES], struct portal_matter *out);     /* NOT_FOUND */
struct portal_closed { struct str day, sealed; bool inward; };
MUST_USE enum err portal_store_notes(struct ctx *c, int64_t report_id, struct portal_closed *out, int max, int *n);

#endif
