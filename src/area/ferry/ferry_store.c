#include "area/ferry/ferry_store.h"

#include "db/db.h"
#include "gate/gate.h"

static struct stmt *of_organ(struct ctx *c, enum sql_id id)
{
    struct stmt *q = db_get(c->db, id);

    db_bind_int(q, ":organ_id", c->who->organ_id);
    return q;
}

static void bind_some(struct stmt *q, const char *name, struct str v)
{
    if (v.n > 0)
        db_bind_blob(q, name, v);
    else
        db_bind_null(q, name);
}

/* ---- the outside's keys */
enum err site_load(struct ctx *c, int64_t organ_id, struct ferry_site *s)
{
    struct stmt *q = db_get(c->db, SQL_FERRY_SITE);
    bool found;

    *s = (struct ferry_site){ .asked_by = 0 };
    db_bind_int(q, ":organ_id", organ_id);
    found = db_next(q);
    if (found)
        *s = (struct ferry_site){ .article15 = db_str(q, 0, c->a), .ferry_public = db_str(q, 1, c->a), .next_public = db_str(q, 2, c->a),
            .ack_public = db_str(q, 3, c->a), .ack_from = db_date(q, 4), .ack_to = db_date(q, 5), .ack_certificate = db_str(q, 6, c->a),
            .asked = db_str(q, 7, c->a), .asked_by = db_int(q, 8), .asked_anew = db_int(q, 9) != 0 };
    TRY(db_end(q));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

enum err site_save(struct ctx *c, int64_t organ_id, const struct ferry_site *s)
{
    struct stmt *q = db_get(c->db, SQL_FERRY_SITE_SET);

    db_bind_int(q, ":organ_id", organ_id);
    db_bind_blob(q, ":article15", s->article15);
    bind_some(q, ":ferry_public", s->ferry_public);
    bind_some(q, ":next_public", s->next_public);
    bind_some(q, ":ack_public", s->ack_public);
    db_bind_date(q, ":ack_from", s->ack_from);
    db_bind_date(q, ":ack_to", s->ack_to);
    bind_some(q, ":ack_certificate", s->ack_certificate);
    bind_some(q, ":asked", s->asked);
    db_bind_id(q, ":asked_by", s->asked_by);
    db_bind_int(q, ":asked_anew", s->asked_anew ? 1 : 0);
    db_bind_id(q, ":confirmed_by", s->confirmed_by);
    return db_one(q);
}

/* ---- bundles */
enum err ferry_last(struct ctx *c, bool outward, int64_t *no)
{
    struct stmt *q = of_organ(c, SQL_FERRY_LAST);

    db_bind_int(q, ":outward", outward ? 1 : 0);
    *no = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}

enum err ferry_bundle_add(struct ctx *c, const struct ferry_bundle *b)
{
    struct stmt *q = of_organ(c, SQL_FERRY_BUNDLE_ADD);

    db_bind_int(q, ":outward", b->outward ? 1 : 0);
    db_bind_int(q, ":no", b->no);
    db_bind_str(q, ":day", b->day);
    db_bind_str(q, ":hash", b->hash);
    db_bind_int(q, ":entries", b->entries);
    db_bind_int(q, ":made_by", b->made_by);
    db_bind_opt(q, ":reason", b->reason);
    return db_one(q);
}

enum err ferry_bundle_drop_asked(struct ctx *c, int64_t no)
{
    struct stmt *q = of_organ(c, SQL_FERRY_BUNDLE_DROP_ASKED);

    db_bind_int(q, ":no", no);
    return db_run(q, NULL);
}

static struct ferry_bundle row(struct stmt *q, struct arena *a)
{
    return (struct ferry_bundle){ .outward = db_int(q, 0) != 0, .no = db_int(q, 1), .day = db_str(q, 2, a), .hash = db_str(q, 3, a), .entries = db_int(q, 4),
        .made_by = db_int(q, 5), .confirmed_on = db_str(q, 6, a), .anew = db_int(q, 7) != 0, .reason = db_str(q, 8, a), .confirmed_by = db_int(q, 9) };
}

enum err ferry_bundle_of(struct ctx *c, bool outward, int64_t no, struct ferry_bundle *out)
{
    struct stmt *q = of_organ(c, SQL_FERRY_BUNDLE);

    db_bind_int(q, ":outward", outward ? 1 : 0);
    db_bind_int(q, ":no", no);
    bool found = db_next(q);
    *out = found ? row(q, c->a) : (struct ferry_bundle){ .no = 0 };
    TRY(db_end(q));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

static enum err rows(struct ctx *c, struct stmt *q, struct ferry_bundle *out, int max, int *n)
{
    *n = 0;
    db_bind_int(q, ":most", max);
    while (*n < max && db_next(q))
        out[(*n)++] = row(q, c->a);
    return db_end(q);
}

enum err ferry_bundles(struct ctx *c, struct ferry_bundle *out, int max, int *n) { return rows(c, of_organ(c, SQL_FERRY_BUNDLES), out, max, n); }

enum err ferry_open(struct ctx *c, bool anew, struct ferry_bundle *out, int max, int *n)
{
    struct stmt *q = of_organ(c, SQL_FERRY_OPEN);

    db_bind_int(q, ":anew", anew ? 1 : 0);
    return rows(c, q, out, max, n);
}

enum err ferry_skipped(struct ctx *c, struct seen *s)
{
    struct stmt *q = of_organ(c, SQL_FERRY_SKIPPED);

    s->n = 0;
    db_bind_int(q, ":most", SEEN_MAX);
    while (s->n < SEEN_MAX && db_next(q))
        s->skipped[s->n++] = db_int(q, 0);
    return db_end(q);
}

enum err ferry_confirm(struct ctx *c, int64_t no, struct str day, bool anew)
{
    struct stmt *q = of_organ(c, SQL_FERRY_CONFIRM);

    db_bind_int(q, ":no", no);
    db_bind_str(q, ":day", day);
    db_bind_int(q, ":anew", anew ? 1 : 0);
    return db_run(q, NULL);
}

enum err ferry_anew_done(struct ctx *c, int64_t no)
{
    struct stmt *q = of_organ(c, SQL_FERRY_ANEW_DONE);

    db_bind_int(q, ":no", no);
    return db_one(q);
}

enum err ferry_skip_set(struct ctx *c, int64_t no, int64_t *changed)
{
    struct stmt *q = of_organ(c, SQL_FERRY_SKIP_CONFIRM);

    db_bind_int(q, ":no", no);
    db_bind_int(q, ":user_id", c->who->id);
    return db_run(q, changed);
}

/* ---- what came before its envelope */
enum err ferry_early_add(struct ctx *c, const struct ferry_early *e)
{
    struct stmt *q = of_organ(c, SQL_FERRY_EARLY_ADD);

    db_bind_int(q, ":kind", e->kind);
    db_bind_str(q, ":id", e->id);
    db_bind_blob(q, ":body", e->body);
    db_bind_int(q, ":bytes", e->bytes);
    db_bind_str(q, ":sha256", e->sha256);
    db_bind_int(q, ":bundle_no", e->bundle_no);
    return db_run(q, NULL);
}

enum err ferry_early_all(struct ctx *c, struct ferry_early **out, int *n)
{
    struct stmt *q = of_organ(c, SQL_FERRY_EARLY);
    int room = 0;

    *n = 0;
    *out = NULL;
    while (db_next(q)) {
        if (*n == room) {
            struct ferry_early *more = NEWS(c->a, struct ferry_early, (size_t)(room = 2 * room + 16));
            for (int i = 0; i < *n; i++)
                more[i] = (*out)[i];
            *out = more;
        }
        (*out)[(*n)++] = (struct ferry_early){ db_int(q, 0), db_str(q, 1, c->a), db_str(q, 2, c->a), db_int(q, 3), db_str(q, 4, c->a), db_int(q, 5) };
    }
    return db_end(q);
}

enum err ferry_early_drop(struct ctx *c, const struct ferry_early *e)
{
    struct stmt *q = of_organ(c, SQL_FERRY_EARLY_DROP);

    db_bind_int(q, ":kind", e->kind);
    db_bind_str(q, ":id", e->id);
    return db_run(q, NULL);
}

/* ---- acknowledgements of the organ */
enum err ferry_ack_add(struct ctx *c, const struct ferry_ack *k)
{
    struct stmt *q = of_organ(c, SQL_FERRY_ACK_ADD);

    db_bind_int(q, ":envelope_id", k->envelope_id);
    db_bind_str(q, ":day", k->day);
    db_bind_str(q, ":hash", k->hash);
    return db_run(q, NULL);
}

enum err ferry_acks(struct ctx *c, struct ferry_ack **out, int *n)
{
    struct stmt *q = of_organ(c, SQL_FERRY_ACKS);
    int room = 0;

    *n = 0;
    *out = NULL;
    while (db_next(q)) {
        if (*n == room) {
            struct ferry_ack *more = NEWS(c->a, struct ferry_ack, (size_t)(room = 2 * room + 64));
            for (int i = 0; i < *n; i++)
                more[i] = (*out)[i];
            *out = more;
        }
        (*out)[(*n)++] = (struct ferry_ack){ db_int(q, 0), db_str(q, 1, c->a), db_str(q, 2, c->a) };
    }
    return db_end(q);
}

enum err ferry_acks_wait(struct ctx *c, int64_t *n)
{
    struct stmt *q = of_organ(c, SQL_FERRY_ACKS_WAIT);

    *n = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}

enum err ferry_ack_carried(struct ctx *c, int64_t envelope_id, int64_t no)
{
    struct stmt *q = db_get(c->db, SQL_FERRY_ACK_CARRIED);

    db_bind_int(q, ":envelope_id", envelope_id);
    db_bind_int(q, ":no", no);
    return db_one(q);
}
