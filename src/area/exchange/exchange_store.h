/* exchange_store.h - what an import asks of the registers, and its own job rows. Scope: the viewer's organ, and rows he may see. */
#ifndef AREA_EXCHANGE_EXCHANGE_STORE_H
#define AREA_EXCHANGE_EXCHANGE_STORE_H

#include "area/exchange/import.h"

/* exchange_key_known - the record of an imported row: its number (or "" where it has none yet). */
MUST_USE enum err exchange_key_known(struct ctx *c, const struct sheet_kind *k, struct str key, bool *known, struct str *no);
/* By this program's number or the old register's; no "" leaves ref 0. Errors: INVALID (none, or more than one). */
MUST_USE enum err exchange_lead_by_no(struct ctx *c, struct str no, int64_t *ref);
MUST_USE enum err exchange_case_by_no(struct ctx *c, struct str no, int64_t *ref);

MUST_USE enum err exchange_same_text(struct ctx *c, struct str fold, struct str *no);   /* the first petition of that text, "" = none */

/* A savepoint inside the writer's own: rows that only taking can judge. */
MUST_USE enum err exchange_save(struct ctx *c);
void exchange_save_release(struct ctx *c);
void exchange_save_rollback(struct ctx *c);

/* A file that was taken: decisions.md 17, one row per organ, kind and hash. */
struct import_job { int64_t ref, user_id, at_ms; struct str user, args, state, message; };
MUST_USE enum err import_job_known(struct ctx *c, const struct import *m, bool *known, struct import_job *out);
MUST_USE enum err import_job_add(struct ctx *c, const struct import *m);        /* Errors: CONFLICT (somebody was quicker) */
MUST_USE enum err import_jobs(struct ctx *c, struct import_job *out, int max, int *n);      /* newest first, of the viewer's organ */
MUST_USE enum err import_job_load(struct ctx *c, int64_t ref, struct import_job *out);         /* Errors: NOT_FOUND */
struct str import_job_arg(const struct import_job *j, const char *name);        /* kind rows left file numbers same */

/* exchange_sight - what stands for all that the viewer may see: another text once a row is hidden from him or an office given or taken. */
MUST_USE enum err exchange_sight(struct ctx *c, struct str *sight);

#endif
