/* carry.h - what crosses of the outside: rows that wait, are packed under a number, are delivered; what comes back; the bundles' own rows.
 *
 * Owns, with portal.h, the tables of sql/portal.      Used by: ferry.      Everything in the caller's transaction,
 * which carry_tx or carry_look makes: there is no dispatcher outside.
 * Memory   rows of carry_walk are gone after their call; all else c->a.      Errors: those of the database; CONFLICT.
 */
#ifndef AREA_PORTAL_CARRY_H
#define AREA_PORTAL_CARRY_H

#include "base/ctx.h"

struct carry_report { int64_t id; struct str day, box_public, note_public, screen, matter, identity; };
struct carry_note { int64_t id, report_id; struct str day, sealed; };
struct carry_file { struct str file; int64_t report_id, note_id; };     /* note_id 0: of the report itself */
struct carry_visitor {
    void *arg;
    enum err (*report)(void *arg, const struct carry_report *r);
    enum err (*note)(void *arg, const struct carry_note *n);
    enum err (*file)(void *arg, const struct carry_file *f);
};
struct carry_count { int64_t reports, notes, files; };

/* carry_tx - `run` in one transaction, or nothing of it. carry_look - on one snapshot, nothing written. carry_compact: what was emptied leaves
 * the file and its log. */
MUST_USE enum err carry_tx(struct ctx *c, enum err (*run)(struct ctx *, void *), void *arg);
MUST_USE enum err carry_look(struct ctx *c, enum err (*run)(struct ctx *, void *), void *arg);
MUST_USE enum err carry_compact(struct ctx *c);
MUST_USE enum err carry_waiting(struct ctx *c, int64_t no, struct carry_count *out);    /* packed in `no`; 0 = not packed yet */
MUST_USE enum err carry_mark(struct ctx *c, int64_t no);                                /* all that waits gets this number */
MUST_USE enum err carry_walk(struct ctx *c, int64_t no, const struct carry_visitor *v); /* reports, notes, files, always in the same order */
MUST_USE enum err carry_delivered(struct ctx *c, int64_t no);   /* the inside has it: texts emptied, files marked for removal */
MUST_USE enum err carry_anew(struct ctx *c, int64_t no);        /* the inside passed it over: all of it waits again */
MUST_USE enum err carry_file_next(struct ctx *c, struct str *file);             /* a file marked for removal, "" = none */
MUST_USE enum err carry_file_gone(struct ctx *c, struct str file);              /* it is removed: its row, too */

/* sealed "": only a state. `known` false: the outside has no such report (it came back from an older copy); nothing is written then. */
struct carry_message { int64_t id, report_id; struct str state, day, sealed, acknowledgement; };
MUST_USE enum err carry_message(struct ctx *c, const struct carry_message *m, bool *known);

#define CARRY_BUNDLES_MAX 400
struct carry_bundle { bool outward; int64_t no; struct str day, hash, confirmed_on, skipped, said; };
MUST_USE enum err carry_bundle_add(struct ctx *c, const struct carry_bundle *b);
MUST_USE enum err carry_bundle_hash(struct ctx *c, int64_t no, struct str hash);        /* outward: now it was written whole */
MUST_USE enum err carry_bundle_confirm(struct ctx *c, int64_t no, struct str day);
MUST_USE enum err carry_bundle(struct ctx *c, bool outward, int64_t no, struct carry_bundle *out);      /* no 0 = the last. NOT_FOUND */
MUST_USE enum err carry_bundles(struct ctx *c, bool outward, bool open, struct carry_bundle *out, int max, int *n);
        /* oldest first; open: without a receipt */
MUST_USE enum err carry_skipped(struct ctx *c, int64_t *nos, int max, int *n);          /* inbound numbers passed over, newest first */

#endif
