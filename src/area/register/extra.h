/* extra.h - the fields that def/forms.yaml adds to a record without a column (store: extra).
 *
 * A slice treats all of them as one more column: typed into its x_new, kept in its own transaction, loaded with the record, shown, put
 * back by undo. Which there are, their labels, checks and lists is def's alone; the loader says which forms may have them.
 * Owns table extra.      Scope: part of a record that the caller loaded through its own.      Memory c->a.      Errors: the database's.
 * Example
 *     n.extra = extra_typed(c, &v);  …  TRY(extra_keep(c, KIND, id, &n.extra));         a record is made or changed
 *     TRY(extra_load(c, KIND, id, &p.extra));  extra_facts(c, &p.extra, &view.record);  it is shown
 */
#ifndef AREA_REGISTER_EXTRA_H
#define AREA_REGISTER_EXTRA_H

#include "def/def.h"
#include "gate/gate.h"

struct form_values;
struct record_view;

/* word: one text for every type: the text, a code, codes with a blank between them, an ISO date, digits (money: fen; yesno: 1 0); "" = empty */
struct extra { const struct def_field *field; struct str word; };
struct extras { struct extra *v; int n; };              /* in the order of the form; all its extra fields, empty ones too */

struct extras extra_blank(struct ctx *c, struct str kind);
struct extras extra_typed(struct ctx *c, const struct form_values *v);                  /* of a form that was read without faults */
void extra_set(struct extras *e, struct str field, struct str word);                    /* a name it has not is passed over */
/* extra_keep - what is there of these fields becomes this. A field that def no longer has keeps what it held. */
MUST_USE enum err extra_keep(struct ctx *c, struct str kind, int64_t id, const struct extras *e);
MUST_USE enum err extra_load(struct ctx *c, struct str kind, int64_t id, struct extras *out);
void extra_fill(struct ctx *c, const struct extras *e, struct form_values *v);          /* a form with what the record holds */
struct str extra_shown(struct ctx *c, const struct extra *x);                           /* labels, not codes */
void extra_facts(struct ctx *c, const struct extras *e, struct record_view *r);
/* extra_record - loaded and shown at once, for a page that needs them for nothing else. */
MUST_USE enum err extra_record(struct ctx *c, struct str kind, int64_t id, struct record_view *r);

#endif
