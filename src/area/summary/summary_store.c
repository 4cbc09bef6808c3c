#include "area/summary/summary_store.h"

#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

#define REPORTS_MAX 200

static bool next_report(struct stmt *q, struct arena *a, struct report *r)
{
    if (!db_next(q))
        return false;
    *r = (struct report){ .id = db_int(q, 0), .ref = db_int(q, 1), .organ_id = db_int(q, 2), .w = { db_date(q, 3), db_date(q, 4) },
        .as_of = db_date(q, 5), .problems = db_str(q, 6, a), .plans = db_str(q, 7, a), .state = db_str(q, 8, a),
        .published_on = db_date(q, 9), .no = db_str(q, 10, a), .def_hash = db_str(q, 11, a), .sha256 = db_str(q, 12, a),
        .rev = db_int(q, 13), .publisher = db_str(q, 14, a), .despite = db_str(q, 15, a) };
    r->published = str_eq(r->state, STR("published"));
    return true;
}

static enum err one(struct ctx *c, struct stmt *q, struct report *out)
{
    bool found = next_report(q, c->a, out);

    TRY(db_end(q));
    if (!found)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    ctx_touch(c, STR("report"), out->id, STR("read"));
    return ERR_OK;
}

enum err report_load(struct ctx *c, int64_t ref, struct report *out)
{
    struct stmt *q = db_get(c->db, SQL_REPORT_BY_REF);

    db_bind_int(q, ":organ_id", c->who->organ_id);
    db_bind_int(q, ":ref", ref);
    return one(c, q, out);
}

enum err report_of_period(struct ctx *c, struct window w, struct report *out)
{
    struct stmt *q = db_get(c->db, SQL_REPORT_BY_PERIOD);

    db_bind_int(q, ":organ_id", c->who->organ_id);
    db_bind_date(q, ":from", w.from);
    db_bind_date(q, ":to", w.to);
    return one(c, q, out);
}

enum err report_list(struct ctx *c, struct report **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_REPORT_LIST);

    *out = NEWS(c->a, struct report, REPORTS_MAX);
    *n = 0;
    db_bind_int(q, ":organ_id", c->who->organ_id);
    while (*n < REPORTS_MAX && next_report(q, c->a, &(*out)[*n]))
        (*n)++;
    return db_end(q);
}

enum err report_store_add(struct ctx *c, const struct report *r)
{
    struct stmt *q = db_get(c->db, SQL_REPORT_ADD);

    db_bind_int(q, ":id", r->id);
    db_bind_int(q, ":ref", r->ref);
    db_bind_int(q, ":organ_id", r->organ_id);
    db_bind_date(q, ":from", r->w.from);
    db_bind_date(q, ":to", r->w.to);
    db_bind_date(q, ":as_of", r->as_of);
    return db_run(q, NULL);
}

static enum err swap(struct ctx *c, struct stmt *q)
{
    int64_t changed = 0;

    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_flow_conflict);
}

enum err report_store_edit(struct ctx *c, const struct report *r, struct str problems, struct str plans)
{
    struct stmt *q = db_get(c->db, SQL_REPORT_EDIT);

    db_bind_int(q, ":id", r->id);
    db_bind_int(q, ":rev", r->rev);
    db_bind_str(q, ":problems", problems);
    db_bind_str(q, ":plans", plans);
    return swap(c, q);
}

enum err report_store_publish(struct ctx *c, const struct report *r, const struct rendering *made)
{
    static const char *const columns[DOC_FORMAT__MAX] = { ":docx", ":pdf", ":html", ":md", ":json" };
    struct stmt *q = db_get(c->db, SQL_REPORT_PUBLISH);

    db_bind_int(q, ":id", r->id);
    db_bind_int(q, ":rev", r->rev);
    db_bind_date(q, ":published_on", date_of_ms(c->now_ms));
    db_bind_int(q, ":published_by", c->who->id);
    db_bind_str(q, ":def_hash", c->def->hash);
    db_bind_blob(q, ":figures_json", made->figures_json);
    for (int i = 0; i < DOC_FORMAT__MAX; i++)
        db_bind_blob(q, columns[i], made->bytes[i]);
    db_bind_str(q, ":sha256", made->sha256);
    db_bind_str(q, ":despite", r->despite);
    return swap(c, q);
}

enum err report_store_behind(struct ctx *c, int64_t report_id, const struct behind *b)
{
    struct stmt *q = db_get(c->db, SQL_REPORT_MEMBER_ADD);
    char *bytes = NEWS(c->a, char, (size_t)b->n * 8 + 1);

    for (int i = 0; i < b->n; i++)
        for (int k = 0; k < 8; k++)
            bytes[i * 8 + k] = (char)(uint8_t)((uint64_t)b->ids[i] >> (56 - 8 * k));
    db_bind_int(q, ":report_id", report_id);
    db_bind_str(q, ":figure", b->figure);
    db_bind_str(q, ":kind", b->kind);
    db_bind_int(q, ":n", b->n);
    db_bind_blob(q, ":ids", (struct str){ bytes, (size_t)b->n * 8 });
    return db_run(q, NULL);
}

enum err report_behind(struct ctx *c, const struct report *r, struct str figure, struct behind *out)
{
    struct stmt *q = db_get(c->db, SQL_REPORT_MEMBERS);
    struct str bytes = STR("");

    *out = (struct behind){ .figure = figure };
    db_bind_int(q, ":report_id", r->id);
    db_bind_str(q, ":figure", figure);
    if (db_next(q)) {
        out->kind = db_str(q, 0, c->a);
        bytes = db_str(q, 2, c->a);
    }
    TRY(db_end(q));
    out->n = (int)(bytes.n / 8);
    out->ids = NEWS(c->a, int64_t, (size_t)out->n + 1);
    for (int i = 0; i < out->n; i++) {
        uint64_t id = 0;
        for (int k = 0; k < 8; k++)
            id = id << 8 | (uint8_t)bytes.p[i * 8 + k];
        out->ids[i] = (int64_t)id;
    }
    return ERR_OK;
}

static enum err frozen(struct ctx *c, const struct report *r, int column, struct str *out)
{
    struct stmt *q = db_get(c->db, SQL_REPORT_BYTES);

    *out = STR("");
    db_bind_int(q, ":id", r->id);
    bool found = db_next(q);
    if (found)
        *out = db_str(q, column, c->a);
    TRY(db_end(q));
    return found ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

enum err report_bytes(struct ctx *c, const struct report *r, enum doc_format f, struct str *out) { return frozen(c, r, (int)f, out); }
enum err report_figures(struct ctx *c, const struct report *r, struct str *json) { return frozen(c, r, 5, json); }
