/* envelope.h - closed envelopes (密封件) inside: taken from the ferry, each once; and what goes back to their reporters.
 *
 * Owns tables envelope, envelope_note, envelope_file, envelope_message; their files lie below DATA/envelopes/ab/.
 * Used by: ferry.      Nothing here opens one.      Memory c->a.
 */
#ifndef AREA_ENVELOPE_ENVELOPE_H
#define AREA_ENVELOPE_ENVELOPE_H

#include "base/ctx.h"

struct envelope_in { int64_t id; struct str day, box_public, note_public, screen, matter, identity; int64_t bundle_no; };
struct envelope_note_in { int64_t id, envelope_id; struct str day, sealed; int64_t bundle_no; };
/* sha256 of the closed bytes, hex; they lie durably in their place already. note_id 0: of the report itself. */
struct envelope_file_in { struct str file; int64_t envelope_id, note_id, bytes; struct str sha256; int64_t bundle_no; };

/* Each is taken once, by its id: a second time changes nothing and says so in *was_there.
 * Notes and files: NOT_FOUND, without a refusal, when their envelope has not come. */
MUST_USE enum err envelope_take(struct ctx *c, int64_t organ_id, const struct envelope_in *e, bool *was_there);
MUST_USE enum err envelope_note_take(struct ctx *c, const struct envelope_note_in *n, bool *was_there);
MUST_USE enum err envelope_file_take(struct ctx *c, const struct envelope_file_in *f, bool *was_there);

/* What goes outside. sealed: an answer or question closed to box_public, "" = only a state or an acknowledgement; state "" = unchanged. */
struct envelope_out { int64_t id, envelope_id; struct str state, day, sealed, acknowledgement; };
MUST_USE enum err envelope_say(struct ctx *c, struct envelope_out *m);                  /* waits for the ferry; gives it an id */
MUST_USE enum err envelope_to_carry(struct ctx *c, int64_t organ_id, struct envelope_out **out, int *n);    /* all that waits, oldest first */
MUST_USE enum err envelope_carried(struct ctx *c, const int64_t *ids, int n, int64_t bundle_no);            /* CONFLICT: one was carried already */
struct envelope_count { int64_t envelopes, notes, files, waiting; };
MUST_USE enum err envelope_counts(struct ctx *c, int64_t organ_id, struct envelope_count *out);

#endif
