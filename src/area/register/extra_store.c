#include "area/register/extra_store.h"

#include "db/db.h"

static void bind_record(struct stmt *q, struct str kind, int64_t id)
{
    db_bind_str(q, ":kind", kind);
    db_bind_int(q, ":record_id", id);
}

enum err extra_store_clear(struct ctx *c, struct str kind, int64_t id, struct str field)
{
    struct stmt *q = db_get(c->db, SQL_EXTRA_CLEAR);

    bind_record(q, kind, id);
    db_bind_str(q, ":field", field);
    return db_run(q, NULL);
}

enum err extra_store_add(struct ctx *c, struct str kind, int64_t id, const struct def_field *f, int ord, struct str word)
{
    struct stmt *q = db_get(c->db, SQL_EXTRA_ADD);
    bool counted = str_eq(f->type, STR("int")) || str_eq(f->type, STR("money")) || str_eq(f->type, STR("yesno"));
    struct date on = DATE_NONE;
    int64_t number = 0;

    bind_record(q, kind, id);
    db_bind_str(q, ":field", f->name);
    db_bind_int(q, ":ord", ord);
    bool dated = str_eq(f->type, STR("date")) && date_parse_iso(word, &on);
    counted = counted && str_to_int(word, &number);
    db_bind_date(q, ":as_date", on);
    if (counted)
        db_bind_int(q, ":as_number", number);
    else
        db_bind_null(q, ":as_number");
    db_bind_opt(q, ":as_text", dated || counted ? STR("") : word);
    return db_run(q, NULL);
}

/* The values of one field follow each other, in their order. */
enum err extra_store_load(struct ctx *c, struct str kind, int64_t id, struct extras *out)
{
    struct stmt *q = db_get(c->db, SQL_EXTRA_LOAD);

    bind_record(q, kind, id);
    while (db_next(q)) {
        struct str field = db_str(q, 0, c->a), word = !db_null(q, 2) ? str_int(c->a, db_int(q, 2)) : db_str(q, db_null(q, 3) ? 1 : 3, c->a);
        for (int i = 0; i < out->n; i++)
            if (str_eq(out->v[i].field->name, field))
                out->v[i].word = out->v[i].word.n == 0 ? word : str_fmt(c->a, "%.*s %.*s", PF(out->v[i].word), PF(word));
    }
    return db_end(q);
}
