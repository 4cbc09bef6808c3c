#include "area/envelope/correspondence_store.h"

#include <stddef.h>
#include <string.h>

#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

#define ROWS_FIRST 64

enum err corr_store_there(struct ctx *c, int64_t petition_id, int64_t *envelope_id)
{
    struct stmt *q = db_get(c->db, SQL_CORRESPONDENCE_THERE);

    db_bind_int(q, ":petition_id", petition_id);
    *envelope_id = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}

enum err corr_store_load(struct ctx *c, int64_t petition_id, struct correspondence *out, bool *found)
{
    struct stmt *q = db_get(c->db, SQL_CORRESPONDENCE);

    db_bind_int(q, ":petition_id", petition_id);
    *found = db_next(q);
    *out = (struct correspondence){ 0 };
    if (*found) {
        out->envelope_id = db_int(q, 0);
        out->matter = db_str(q, 1, c->a);
    }
    return db_end(q);
}

/* Room for one row more, whatever a row is: nothing of a correspondence is left out, however long it is. Doubles at 64, 128, 256 … rows. */
static void *room(struct ctx *c, void *rows, int n, size_t each)
{
    bool full = n == 0 || (n >= ROWS_FIRST && (n & (n - 1)) == 0);

    if (!full)
        return rows;
    size_t cap = n == 0 ? ROWS_FIRST : (size_t)n * 2;
    void *more = arena_alloc(c->a, mul_size(cap, each), _Alignof(max_align_t));
    if (n > 0)
        memcpy(more, rows, (size_t)n * each);
    return more;
}

enum err corr_store_notes(struct ctx *c, struct correspondence *x)
{
    struct stmt *q = db_get(c->db, SQL_CORRESPONDENCE_NOTES);

    db_bind_int(q, ":envelope_id", x->envelope_id);
    while (db_next(q)) {
        x->notes = room(c, x->notes, x->n_notes, sizeof *x->notes);
        x->notes[x->n_notes++] = (struct corr_note){ .id = db_int(q, 0), .day = db_str(q, 1, c->a), .text = db_str(q, 2, c->a),
            .opened_at_ms = db_int(q, 3), .sealed = db_str(q, 4, c->a), .opener = db_str(q, 5, c->a) };
    }
    return db_end(q);
}

enum err corr_store_questions(struct ctx *c, struct correspondence *x)
{
    struct stmt *q = db_get(c->db, SQL_CORRESPONDENCE_QUESTIONS);

    db_bind_int(q, ":envelope_id", x->envelope_id);
    while (db_next(q)) {
        x->questions = room(c, x->questions, x->n_questions, sizeof *x->questions);
        x->questions[x->n_questions++] = (struct corr_question){ .id = db_int(q, 0), .ref = db_int(q, 1), .text = db_str(q, 2, c->a),
            .box_public = db_str(q, 3, c->a), .asked_by = db_int(q, 4), .asked_at_ms = db_int(q, 5), .released_by = db_int(q, 6),
            .released_at_ms = db_int(q, 7), .withdrawn_at_ms = db_int(q, 8), .asker = db_str(q, 9, c->a), .releaser = db_str(q, 10, c->a),
            .carried_in = db_int(q, 11) };
    }
    return db_end(q);
}

enum err corr_store_files(struct ctx *c, struct correspondence *x)
{
    struct stmt *q = db_get(c->db, SQL_CORRESPONDENCE_COPIES);

    db_bind_int(q, ":envelope_id", x->envelope_id);
    while (db_next(q)) {
        x->files = room(c, x->files, x->n_files, sizeof *x->files);
        x->files[x->n_files++] = (struct corr_file){ .file = db_str(q, 0, c->a), .note_id = db_int(q, 1), .closed_bytes = db_int(q, 2),
            .ref = db_int(q, 3), .outcome = db_str(q, 4, c->a), .why = db_str(q, 5, c->a), .scan = db_str(q, 6, c->a), .kind = db_str(q, 7, c->a),
            .copy_kind = db_str(q, 8, c->a), .bytes = db_int(q, 9), .sha256 = db_str(q, 10, c->a), .copy_bytes = db_int(q, 11),
            .copy_sha256 = db_str(q, 12, c->a), .copy_file = db_str(q, 13, c->a), .copy_key = db_str(q, 14, c->a), .text = db_str(q, 15, c->a),
            .made_at_ms = db_int(q, 16) };
    }
    return db_end(q);
}

enum err corr_store_opened(struct ctx *c, const struct corr_opened *o)
{
    struct stmt *q = db_get(c->db, SQL_CORRESPONDENCE_NOTE_OPENED);

    db_bind_int(q, ":id", o->id);
    db_bind_str(q, ":text", o->text);
    db_bind_int(q, ":user_id", c->who->id);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_run(q, NULL);                     /* somebody else may have opened it meanwhile: the same text */
}

enum err corr_store_ask(struct ctx *c, int64_t envelope_id, struct str text, const unsigned char box_public[32])
{
    struct stmt *q = db_get(c->db, SQL_CORRESPONDENCE_ASK);

    db_bind_int(q, ":id", rand_id(c->rand, c->now_ms));
    db_bind_int(q, ":ref", rand_ref(c->rand));
    db_bind_int(q, ":envelope_id", envelope_id);
    db_bind_str(q, ":text", text);
    db_bind_blob(q, ":box_public", (struct str){ (const char *)box_public, 32 });
    db_bind_int(q, ":user_id", c->who->id);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_one(q);
}

enum err corr_store_release(struct ctx *c, int64_t id, int64_t message_id)
{
    struct stmt *q = db_get(c->db, SQL_CORRESPONDENCE_RELEASE);

    db_bind_int(q, ":id", id);
    db_bind_int(q, ":user_id", c->who->id);
    db_bind_int(q, ":at_ms", c->now_ms);
    db_bind_int(q, ":message_id", message_id);
    return db_one(q);
}

enum err corr_store_withdraw(struct ctx *c, int64_t id)
{
    struct stmt *q = db_get(c->db, SQL_CORRESPONDENCE_WITHDRAW);

    db_bind_int(q, ":id", id);
    db_bind_int(q, ":user_id", c->who->id);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_one(q);
}

/* ---- the job of clean copies */
enum err copy_due(struct ctx *c, struct str after, struct copy_due *out, bool *found)
{
    struct stmt *q = db_get(c->db, SQL_COPY_DUE);

    db_bind_str(q, ":after", after);
    *found = db_next(q);
    if (*found)
        *out = (struct copy_due){ .file = db_str(q, 0, c->a), .envelope_id = db_int(q, 1), .matter = db_str(q, 2, c->a), .note_id = db_int(q, 3),
            .note = db_str(q, 4, c->a), .petition_id = db_int(q, 5) };
    return db_end(q);
}

enum err corr_store_copy(struct ctx *c, int64_t envelope_id, const struct corr_file *f)
{
    struct stmt *q = db_get(c->db, SQL_COPY_ADD);
    const struct { const char *name; struct str value; } texts[] = { { ":file", f->file }, { ":outcome", f->outcome }, { ":why", f->why },
        { ":scan", f->scan }, { ":kind", f->kind }, { ":copy_kind", f->copy_kind }, { ":sha256", f->sha256 }, { ":copy_sha256", f->copy_sha256 },
        { ":copy_file", f->copy_file }, { ":text", f->text } };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        db_bind_str(q, texts[i].name, texts[i].value);
    db_bind_int(q, ":envelope_id", envelope_id);
    db_bind_int(q, ":ref", rand_ref(c->rand));
    db_bind_int(q, ":bytes", f->bytes);
    db_bind_int(q, ":copy_bytes", f->copy_bytes);
    db_bind_blob(q, ":copy_key", f->copy_key);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_run(q, NULL);
}

/* ---- what reporters are told */
enum err progress_store_page(struct ctx *c, int64_t after, struct progress *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PROGRESS_PAGE);

    *n = 0;
    db_bind_int(q, ":after", after);
    db_bind_int(q, ":top", max);
    while (*n < max && db_next(q))
        out[(*n)++] = (struct progress){ .id = db_int(q, 0), .said = db_str(q, 1, c->a), .envelope = db_str(q, 2, c->a),
            .petition = db_str(q, 3, c->a), .lead = db_str(q, 4, c->a), .casefile = db_str(q, 5, c->a), .asked_ms = db_int(q, 6),
            .answered_on = db_str(q, 7, c->a) };
    return db_end(q);
}

enum err progress_store_said(struct ctx *c, const struct progress_told *t, bool *still)
{
    struct stmt *q = db_get(c->db, SQL_PROGRESS_SAID);
    int64_t changed = 0;

    db_bind_int(q, ":id", t->id);
    db_bind_str(q, ":was", t->was);
    db_bind_str(q, ":said", t->now);
    TRY(db_run(q, &changed));
    *still = changed == 1;
    return ERR_OK;
}

enum err progress_store_asked(struct ctx *c, int64_t id)
{
    struct stmt *q = db_get(c->db, SQL_PROGRESS_ASKED);

    db_bind_int(q, ":id", id);
    return db_one(q);
}
