/* correspondence.h - 往来: what goes to and fro between a petition of the web channel and its reporter, whom nobody knows by it.
 *
 * What a reporter adds comes closed and is opened by whoever handles the petition; what is said to him is written by one and released by another, then
 * closed to the key that the report itself named. Owns tables envelope_question, envelope_copy and the opened columns of envelope_note.
 * Used by: correspondence_web, the job of clean copies.      Scope: that of the petition, which the caller loaded.      Memory c->a.
 */
#ifndef AREA_ENVELOPE_CORRESPONDENCE_H
#define AREA_ENVELOPE_CORRESPONDENCE_H

#include "area/envelope/envelope.h"
#include "area/vault/vault.h"

struct corr_note { int64_t id, opened_at_ms; struct str day, text, sealed, opener; };
struct corr_question {
    int64_t id, ref, asked_by, asked_at_ms, released_by, released_at_ms, withdrawn_at_ms, carried_in;
    struct str text, box_public, asker, releaser;
};
/* outcome "": it waits for the cleaner; what clean.h says of it. text: read by a machine. */
struct corr_file {
    int64_t note_id, closed_bytes, ref, bytes, copy_bytes, made_at_ms;
    struct str file, outcome, why, scan, kind, copy_kind, sha256, copy_sha256, copy_file, copy_key, text;
};
struct correspondence {
    int64_t envelope_id;
    struct str matter;                          /* closed */
    struct corr_note *notes; int n_notes;
    struct corr_question *questions; int n_questions;
    struct corr_file *files; int n_files;
};
/* correspondence_there - did this petition come from outside? envelope_id 0 = no. */
MUST_USE enum err correspondence_there(struct ctx *c, int64_t petition_id, int64_t *envelope_id);
/* Errors: NOT_FOUND (it did not). */
MUST_USE enum err correspondence_load(struct ctx *c, int64_t petition_id, struct correspondence *out);

/* correspondence_key - where answers are closed to, from the report itself; the vault logs the opening. */
MUST_USE enum err correspondence_key(struct ctx *c, const struct correspondence *x, unsigned char box_public[32]);
MUST_USE enum err correspondence_ask(struct ctx *c, const struct correspondence *x, struct str text, const unsigned char box_public[32]);
/* correspondence_release - by another person than the asker (FORBIDDEN); it waits for the ferry from then on. */
MUST_USE enum err correspondence_release(struct ctx *c, const struct correspondence *x, int64_t question_ref);
MUST_USE enum err correspondence_withdraw(struct ctx *c, const struct correspondence *x, int64_t question_ref);
/* correspondence_open - all closed notes, by the vault; correspondence_opened keeps their texts. A note that is altered stays closed. */
struct corr_opened { int64_t id; struct str text; };
MUST_USE enum err correspondence_open(struct ctx *c, const struct correspondence *x, struct corr_opened **out, int *n, int *altered);
MUST_USE enum err correspondence_opened(struct ctx *c, int64_t petition_id, const struct corr_opened *all, int n);

/* ---- the job of clean copies: one file after `after` that has none yet; copy_make reads, opens and cleans it, copy_add keeps what came out. */
struct copy_due { struct str file, matter, note; int64_t envelope_id, note_id, petition_id; };
MUST_USE enum err copy_due(struct ctx *c, struct str after, struct copy_due *out, bool *found);
MUST_USE enum err copy_make(struct ctx *c, const struct copy_due *d, bool (*tick)(void *arg, int progress), void *arg, struct corr_file *out);
MUST_USE enum err copy_add(struct ctx *c, const struct copy_due *d, const struct corr_file *f);
/* copy_fetch - the copy, opened into a file that whoever sends it removes. */
MUST_USE enum err copy_fetch(struct ctx *c, const struct corr_file *f, struct str *path);

/* What reporters see changes with what became of their reports (def/codes.yaml progress). progress_due - read half: whom there is something new to
 * tell; progress_tell - write half: it waits for the ferry, unless he was told something else meanwhile. */
struct progress_told { int64_t id; struct str was, now; };
MUST_USE enum err progress_due(struct ctx *c, struct progress_told **out, int *n);
MUST_USE enum err progress_tell(struct ctx *c, const struct progress_told *all, int n);

#endif
