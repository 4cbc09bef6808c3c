#include "area/envelope/passing_store.h"

#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

#define ROWS_FIRST 16

enum err passing_store_passed(struct ctx *c, int64_t id, const struct vault_passed *v)
{
    struct stmt *q = db_get(c->db, SQL_PASSING_CLOSED);

    db_bind_int(q, ":id", id);
    db_bind_blob(q, ":screen", v->closed.screen);
    db_bind_blob(q, ":matter", v->closed.matter);
    db_bind_blob(q, ":identity", v->closed.identity);
    db_bind_blob(q, ":passed_key", (struct str){ (const char *)v->key, sizeof v->key });
    return db_one(q);
}

enum err passing_store_to(struct ctx *c, int64_t id, struct str organ)
{
    struct stmt *q = db_get(c->db, SQL_PASSING_TO);

    db_bind_int(q, ":id", id);
    db_bind_str(q, ":organ", organ);
    return db_one(q);
}

enum err handover_report(struct ctx *c, const struct envelope *e, struct handover_report *out)
{
    struct stmt *q = db_get(c->db, SQL_HANDOVER_REPORT);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":id", e->id);
    bool found = db_next(q);
    if (found)
        *out = (struct handover_report){ db_int(q, 0), db_str(q, 1, c->a), db_str(q, 2, c->a), db_str(q, 3, c->a),
            { db_str(q, 4, c->a), db_str(q, 5, c->a), db_str(q, 6, c->a) } };
    TRY(db_end(q));
    return found ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

enum err handover_note_after(struct ctx *c, struct arena *a, const struct envelope *e, struct handover_note *at, bool *found)
{
    struct stmt *q = db_get(c->db, SQL_HANDOVER_NOTE_AFTER);

    db_bind_int(q, ":envelope_id", e->id);
    db_bind_str(q, ":day", at->day);
    db_bind_int(q, ":bundle_no", at->bundle_no);
    db_bind_int(q, ":id", at->id);
    *found = db_next(q);
    if (*found)
        *at = (struct handover_note){ db_int(q, 0), db_int(q, 1), db_str(q, 2, a), db_str(q, 3, a) };
    return db_end(q);
}

/* Room for one row more: nothing is left out, however much there is. Doubles at 16, 32, 64 … rows. */
static void *room(struct ctx *c, void *rows, int n, size_t each)
{
    if (n < ROWS_FIRST || (n & (n - 1)) != 0)
        return rows;
    char *more = arena_alloc(c->a, 2 * (size_t)n * each, 8);
    for (size_t i = 0; i < (size_t)n * each; i++)
        more[i] = ((char *)rows)[i];
    return more;
}

enum err handover_files(struct ctx *c, const struct envelope *e, struct handover_file **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_HANDOVER_FILES);

    *n = 0;
    *out = NEWS(c->a, struct handover_file, ROWS_FIRST);
    db_bind_int(q, ":envelope_id", e->id);
    while (db_next(q)) {
        *out = room(c, *out, *n, sizeof **out);
        (*out)[(*n)++] = (struct handover_file){ .file = db_str(q, 0, c->a), .note_id = db_int(q, 1), .bytes = db_int(q, 2), .sha256 = db_str(q, 3, c->a) };
    }
    return db_end(q);
}

enum err handover_arrived(struct ctx *c, const struct envelope *e, int64_t *notes, int64_t *files)
{
    struct stmt *q = db_get(c->db, SQL_HANDOVER_ARRIVED);

    db_bind_int(q, ":envelope_id", e->id);
    bool found = db_next(q);
    *notes = found ? db_int(q, 0) : 0;
    *files = found ? db_int(q, 1) : 0;
    return db_end(q);
}

enum err handover_next(struct ctx *c, int64_t organ_id, int64_t *no)
{
    struct stmt *q = db_get(c->db, SQL_HANDOVER_NEXT);

    db_bind_int(q, ":organ_id", organ_id);
    *no = db_next(q) ? db_int(q, 0) : 1;
    return db_end(q);
}

enum err passing_store_add(struct ctx *c, const struct envelope *e, const struct handover *h)
{
    struct stmt *q = db_get(c->db, SQL_HANDOVER_ADD);

    db_bind_int(q, ":id", rand_id(c->rand, c->now_ms));
    db_bind_int(q, ":organ_id", e->organ_id);
    db_bind_int(q, ":no", h->no);
    db_bind_int(q, ":envelope_id", e->id);
    db_bind_str(q, ":day", h->day);
    db_bind_int(q, ":at_ms", c->now_ms);
    db_bind_int(q, ":user_id", c->who->id);
    db_bind_str(q, ":recipient", h->recipient);
    db_bind_blob(q, ":passed_key", h->key);
    db_bind_int(q, ":notes", h->notes);
    db_bind_int(q, ":files", h->files);
    db_bind_int(q, ":bytes", h->bytes);
    db_bind_str(q, ":sha256", h->sha256);
    return db_one(q);
}

enum err handover_list(struct ctx *c, const struct envelope *e, struct handover **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_HANDOVER_LIST);

    *n = 0;
    *out = NEWS(c->a, struct handover, ROWS_FIRST);
    db_bind_int(q, ":envelope_id", e->id);
    while (db_next(q)) {
        *out = room(c, *out, *n, sizeof **out);
        (*out)[(*n)++] = (struct handover){ .no = db_int(q, 0), .notes = db_int(q, 1), .files = db_int(q, 2), .bytes = db_int(q, 3), .at_ms = db_int(q, 4),
            .day = db_str(q, 5, c->a), .recipient = db_str(q, 6, c->a), .key = db_str(q, 7, c->a), .sha256 = db_str(q, 8, c->a),
            .by = db_str(q, 9, c->a) };
    }
    return db_end(q);
}
