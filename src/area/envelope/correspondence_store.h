/* correspondence_store.h - rows of notes, questions, clean copies, and of what reporters were told. */
#ifndef AREA_ENVELOPE_CORRESPONDENCE_STORE_H
#define AREA_ENVELOPE_CORRESPONDENCE_STORE_H

#include "area/envelope/correspondence.h"

MUST_USE enum err corr_store_there(struct ctx *c, int64_t petition_id, int64_t *envelope_id);
MUST_USE enum err corr_store_load(struct ctx *c, int64_t petition_id, struct correspondence *out, bool *found);
MUST_USE enum err corr_store_notes(struct ctx *c, struct correspondence *x);
MUST_USE enum err corr_store_questions(struct ctx *c, struct correspondence *x);
MUST_USE enum err corr_store_files(struct ctx *c, struct correspondence *x);
MUST_USE enum err corr_store_opened(struct ctx *c, const struct corr_opened *o);
MUST_USE enum err corr_store_ask(struct ctx *c, int64_t envelope_id, struct str text, const unsigned char box_public[32]);
MUST_USE enum err corr_store_release(struct ctx *c, int64_t id, int64_t message_id);
MUST_USE enum err corr_store_withdraw(struct ctx *c, int64_t id);

MUST_USE enum err corr_store_copy(struct ctx *c, int64_t envelope_id, const struct corr_file *f);

struct progress { int64_t id, asked_ms; struct str said, envelope, petition, lead, casefile, answered_on; };
MUST_USE enum err progress_store_page(struct ctx *c, int64_t after, struct progress *out, int max, int *n);     /* by id */
MUST_USE enum err progress_store_said(struct ctx *c, const struct progress_told *t, bool *still);       /* false: told something else meanwhile */
MUST_USE enum err progress_store_asked(struct ctx *c, int64_t id);

#endif
