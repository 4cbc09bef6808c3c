/* envelope_store.c - rows of closed envelopes. */
#include "area/envelope/envelope.h"

#include "base/date.h"
#include "db/db.h"
#include "def/calendar.h"

static enum err added(struct stmt *q, bool *was_there)
{
    int64_t changed = 0;
    enum err e = db_run(q, &changed);

    *was_there = changed == 0;
    return e;
}

static enum err there(struct ctx *c, int64_t id)
{
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_THERE);

    db_bind_int(q, ":id", id);
    bool found = db_next(q);
    TRY(db_end(q));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

/* When its screening must be over; DATE_NONE where the calendar of the year is not known yet. */
static struct date due(struct ctx *c, struct str day)
{
    const struct def_code *k = def_code(c->def, "screening_limit", STR("article15"));
    struct date from, out = DATE_NONE;
    int64_t n = 0;

    if (k == NULL || !str_to_int(node_str(k->row, "days"), &n) || !date_parse_iso(day, &from) || !calendar_add(c->def, from, (int)n, &out))
        return DATE_NONE;
    return out;
}

enum err envelope_take(struct ctx *c, int64_t organ_id, const struct envelope_in *e, bool *was_there)
{
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_ADD);

    db_bind_int(q, ":id", e->id);
    db_bind_int(q, ":organ_id", organ_id);
    db_bind_str(q, ":day", e->day);
    db_bind_date(q, ":due_on", due(c, e->day));
    db_bind_blob(q, ":box_public", e->box_public);
    db_bind_blob(q, ":note_public", e->note_public);
    db_bind_blob(q, ":screen", e->screen);
    db_bind_blob(q, ":matter", e->matter);
    db_bind_blob(q, ":identity", e->identity);
    db_bind_int(q, ":bundle_no", e->bundle_no);
    return added(q, was_there);
}

enum err envelope_note_take(struct ctx *c, const struct envelope_note_in *n, bool *was_there)
{
    TRY(there(c, n->envelope_id));
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_NOTE_ADD);

    db_bind_int(q, ":id", n->id);
    db_bind_int(q, ":envelope_id", n->envelope_id);
    db_bind_str(q, ":day", n->day);
    db_bind_blob(q, ":sealed", n->sealed);
    db_bind_int(q, ":bundle_no", n->bundle_no);
    return added(q, was_there);
}

enum err envelope_file_take(struct ctx *c, const struct envelope_file_in *f, bool *was_there)
{
    TRY(there(c, f->envelope_id));
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_FILE_ADD);

    db_bind_str(q, ":file", f->file);
    db_bind_int(q, ":envelope_id", f->envelope_id);
    db_bind_id(q, ":note_id", f->note_id);
    db_bind_int(q, ":bytes", f->bytes);
    db_bind_str(q, ":sha256", f->sha256);
    db_bind_int(q, ":bundle_no", f->bundle_no);
    return added(q, was_there);
}

enum err envelope_say(struct ctx *c, struct envelope_out *m)
{
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_SAY);

    m->id = rand_id(c->rand, c->now_ms);
    db_bind_int(q, ":id", m->id);
    db_bind_int(q, ":envelope_id", m->envelope_id);
    db_bind_str(q, ":state", m->state);
    db_bind_str(q, ":day", m->day);
    db_bind_blob(q, ":sealed", m->sealed);
    db_bind_str(q, ":acknowledgement", m->acknowledgement);
    return db_one(q);
}

enum err envelope_to_carry(struct ctx *c, int64_t organ_id, struct envelope_out **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_TO_CARRY);
    int room = 64;
    struct envelope_out *rows = NEWS(c->a, struct envelope_out, (size_t)room);

    *n = 0;
    db_bind_int(q, ":organ_id", organ_id);
    while (db_next(q)) {
        if (*n == room) {
            struct envelope_out *more = NEWS(c->a, struct envelope_out, 2 * (size_t)room);
            for (int i = 0; i < room; i++)
                more[i] = rows[i];
            rows = more;
            room *= 2;
        }
        rows[(*n)++] = (struct envelope_out){ db_int(q, 0), db_int(q, 1), db_str(q, 2, c->a), db_str(q, 3, c->a), db_str(q, 4, c->a),
            db_str(q, 5, c->a) };
    }
    *out = rows;
    return db_end(q);
}

enum err envelope_carried(struct ctx *c, const int64_t *ids, int n, int64_t bundle_no)
{
    for (int i = 0; i < n; i++) {
        struct stmt *q = db_get(c->db, SQL_ENVELOPE_CARRIED);
        db_bind_int(q, ":id", ids[i]);
        db_bind_int(q, ":bundle_no", bundle_no);
        TRY(db_one(q));
    }
    return ERR_OK;
}

enum err envelope_counts(struct ctx *c, int64_t organ_id, struct envelope_count *out)
{
    struct stmt *q = db_get(c->db, SQL_ENVELOPE_COUNTS);

    *out = (struct envelope_count){ 0 };
    db_bind_int(q, ":organ_id", organ_id);
    if (db_next(q))
        *out = (struct envelope_count){ db_int(q, 0), db_int(q, 1), db_int(q, 2), db_int(q, 3) };
    return db_end(q);
}
