/* passing.h - 密封转送: what article 15 sends higher leaves this organ for good. The vault closes it anew to the next higher organ's key, ours are
 * gone with the same commit, and files are made that the organ gets (area/handover writes them).
 *
 * Owns the columns of sql/0019 in table envelope, and table envelope_handover.      Used by: envelope pages, handover, app (demonstration).
 * Scope: that of the envelope, which the caller loaded.      Memory c->a.      Errors: MOVE (not in this state), CONFLICT, those of vault_pass_on.
 */
#ifndef AREA_ENVELOPE_PASSING_H
#define AREA_ENVELOPE_PASSING_H

#include "area/envelope/screening.h"

struct envelope_passed { struct str organ, number, approver; struct date on; };
/* envelope_pass_read - read half: asks the vault to close it anew; nothing is changed here yet. passphrase: see vault.h, refused as a field. p NULL: of
 * one that was passed on before the vault did this.
 * envelope_pass - write half: the closed texts and the state in one. */
MUST_USE enum err envelope_pass_read(struct ctx *c, const struct envelope *e, const struct envelope_passed *p, struct str passphrase,
    struct vault_passed *out);
MUST_USE enum err envelope_pass(struct ctx *c, struct envelope *e, const struct envelope_passed *p, const struct vault_passed *v);
/* envelope_passphrase - may vault_pass_on ask for the passphrase of the key file? */
MUST_USE enum err envelope_passphrase(struct ctx *c, bool *wanted);

/* handover_arrived - additions and files that are here now: more than were handed over last, and it is to be done again. */
MUST_USE enum err handover_arrived(struct ctx *c, const struct envelope *e, int64_t *notes, int64_t *files);

/* ---- handed over: only what was passed on; again and again, each time a row. */
struct handover {
    int64_t no, notes, files, bytes, at_ms;
    struct str day, recipient, key, sha256, by;
};
MUST_USE enum err handover_list(struct ctx *c, const struct envelope *e, struct handover **out, int *n);        /* newest first */
/* handover_add - write half. v: of an envelope that was passed on before the vault knew to close it anew (envelope.passed_key is ""), else NULL.
 * h: day, notes, files, bytes, sha256; gives it the rest. CONFLICT: its number was taken meanwhile. */
MUST_USE enum err handover_add(struct ctx *c, const struct envelope *e, const struct vault_passed *v, struct handover *h);
MUST_USE enum err handover_next(struct ctx *c, int64_t organ_id, int64_t *no);
/* What goes into the file: the report as it lies there, its later notes one by one in the order in which they came, its closed files. */
struct handover_report { int64_t id; struct str day, box_public, note_public; struct vault_closed closed; };
struct handover_note { int64_t id, bundle_no; struct str day, sealed; };
struct handover_file { struct str file, sha256; int64_t note_id, bytes; };
MUST_USE enum err handover_report(struct ctx *c, const struct envelope *e, struct handover_report *out);
/* handover_note_after - in `a`; the first after *at, which is given the next one. *found false: no more. */
MUST_USE enum err handover_note_after(struct ctx *c, struct arena *a, const struct envelope *e, struct handover_note *at, bool *found);
MUST_USE enum err handover_files(struct ctx *c, const struct envelope *e, struct handover_file **out, int *n);

#endif
