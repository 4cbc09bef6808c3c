#include "area/docs/paper_store.h"

#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

#define DOCUMENTS_MAX 64

enum err document_store_add(struct ctx *c, const struct document *d)
{
    struct stmt *q = db_get(c->db, SQL_DOCUMENT_ADD);

    db_bind_int(q, ":id", d->id);
    db_bind_int(q, ":ref", d->ref);
    db_bind_str(q, ":kind", d->kind);
    db_bind_int(q, ":record_id", d->record_id);
    db_bind_str(q, ":template", d->template);
    db_bind_opt(q, ":no", d->no);
    db_bind_date(q, ":made_on", d->made_on);
    db_bind_int(q, ":made_by", c->who->id);
    db_bind_int(q, ":organ_id", c->who->organ_id);
    db_bind_str(q, ":fields", d->fields);
    return db_one(q);
}

static bool next_document(struct stmt *q, struct arena *a, struct document *d)
{
    if (!db_next(q))
        return false;
    *d = (struct document){ .id = db_int(q, 0), .ref = db_int(q, 1), .kind = db_str(q, 2, a), .record_id = db_int(q, 3),
        .template = db_str(q, 4, a), .no = db_str(q, 5, a), .made_on = db_date(q, 6), .fields = db_str(q, 7, a), .maker = db_str(q, 8, a) };
    return true;
}

enum err document_load(struct ctx *c, int64_t ref, struct document *out)
{
    struct stmt *q = db_get(c->db, SQL_DOCUMENT_BY_REF);

    db_bind_int(q, ":ref", ref);
    bool found = next_document(q, c->a, out);
    TRY(db_end(q));
    return found ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

enum err documents_of(struct ctx *c, struct str kind, int64_t record_id, struct document **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_DOCUMENTS_OF);

    *out = NEWS(c->a, struct document, DOCUMENTS_MAX);
    *n = 0;
    db_bind_str(q, ":kind", kind);
    db_bind_int(q, ":record_id", record_id);
    while (*n < DOCUMENTS_MAX && next_document(q, c->a, &(*out)[*n]))
        (*n)++;
    return db_end(q);
}
