#include "gate/hide.h"

#include "base/utf8.h"
#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

#define NAMESAKES_MAX 32                /* users of one name */
#define MATTER_MAX    8192              /* records tied together: repeats of a much-reported matter */

static enum err hide_row(struct ctx *c, int64_t user_id, struct str kind, int64_t record_id, struct str reason)
{
    struct stmt *q = db_get(c->db, SQL_HIDE);

    db_bind_int(q, ":user_id", user_id);
    db_bind_str(q, ":kind", kind);
    db_bind_int(q, ":record_id", record_id);
    db_bind_str(q, ":reason", reason);
    db_bind_int(q, ":by_user", str_eq(reason, STR("named")) ? 0 : c->who->id);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_run(q, NULL);
}

/* ---- the whole matter: from record to record along the ties, each met once */
struct met { struct str kind; int64_t id; };
struct matter { struct met met[MATTER_MAX]; int n; };

static void meet(struct ctx *c, struct matter *m, struct str kind, int64_t id)
{
    for (int i = 0; i < m->n; i++)
        if (m->met[i].id == id && str_eq(m->met[i].kind, kind))
            return;
    if (m->n < MATTER_MAX)
        m->met[m->n++] = (struct met){ str_copy(c->a, kind), id };
}

static enum err matter_of(struct ctx *c, struct str kind, int64_t id, struct matter *m)
{
    m->n = 0;
    meet(c, m, kind, id);
    for (int i = 0; i < m->n; i++) {
        struct stmt *q = db_get(c->db, SQL_RECORD_LINKS);
        db_bind_str(q, ":kind", m->met[i].kind);
        db_bind_int(q, ":id", m->met[i].id);
        while (db_next(q))
            meet(c, m, db_str(q, 0, c->a), db_int(q, 1));
        TRY(db_end(q));
    }
    return m->n < MATTER_MAX ? ERR_OK : refuse(c, ERR_TOO_LARGE, T_gate_matter_large);
}

static enum err hidden_copy(struct ctx *c, const struct met *from, const struct met *to)
{
    struct stmt *q = db_get(c->db, SQL_HIDDEN_COPY);

    db_bind_str(q, ":from_kind", from->kind);
    db_bind_int(q, ":from_id", from->id);
    db_bind_str(q, ":to_kind", to->kind);
    db_bind_int(q, ":to_id", to->id);
    return db_run(q, NULL);
}

static enum err any_hidden(struct ctx *c, const struct matter *m, bool *any)
{
    *any = false;
    for (int i = 0; i < m->n && !*any; i++) {
        struct stmt *q = db_get(c->db, SQL_HIDDEN_RECORD);
        db_bind_str(q, ":kind", m->met[i].kind);
        db_bind_int(q, ":id", m->met[i].id);
        *any = db_next(q) && db_int(q, 0) > 0;
        TRY(db_end(q));
    }
    return ERR_OK;
}

enum err hide_matter(struct ctx *c, struct str kind, int64_t record_id)
{
    struct matter *m = NEW(c->a, struct matter);
    bool any;

    TRY(matter_of(c, kind, record_id, m));
    TRY(any_hidden(c, m, &any));
    for (int i = 1; any && i < m->n; i++)
        TRY(hidden_copy(c, &m->met[i], &m->met[0]));    /* all that hides one of them meets in the first … */
    for (int i = 1; any && i < m->n; i++)
        TRY(hidden_copy(c, &m->met[0], &m->met[i]));    /* … and goes out to all */
    return ERR_OK;
}

enum err hide_from(struct ctx *c, int64_t user_id, struct str kind, int64_t record_id, struct str reason)
{
    TRY(hide_row(c, user_id, kind, record_id, reason));
    return hide_matter(c, kind, record_id);
}

/* ---- the way back */
static enum err cleared(struct ctx *c, const struct matter *m, int64_t user_id, bool *out)
{
    *out = false;
    for (int i = 0; i < m->n && !*out; i++) {
        struct stmt *q = db_get(c->db, SQL_HIDE_CLEARED);
        db_bind_int(q, ":user_id", user_id);
        db_bind_str(q, ":kind", m->met[i].kind);
        db_bind_int(q, ":record_id", m->met[i].id);
        *out = db_next(q) && db_int(q, 0) > 0;
        TRY(db_end(q));
    }
    return ERR_OK;
}

static enum err clear_row(struct ctx *c, int64_t user_id, const struct met *m)
{
    struct stmt *q = db_get(c->db, SQL_HIDE_CLEAR);

    db_bind_int(q, ":user_id", user_id);
    db_bind_str(q, ":kind", m->kind);
    db_bind_int(q, ":record_id", m->id);
    db_bind_int(q, ":by_user", c->who->id);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_run(q, NULL);
}

static enum err lift_row(struct ctx *c, int64_t user_id, const struct met *m, struct str reason)
{
    struct stmt *q = db_get(c->db, SQL_HIDE_LIFT);

    db_bind_int(q, ":user_id", user_id);
    db_bind_str(q, ":kind", m->kind);
    db_bind_int(q, ":record_id", m->id);
    db_bind_str(q, ":reason", reason);
    TRY(db_run(q, NULL));
    return str_eq(reason, STR("named")) ? clear_row(c, user_id, m) : ERR_OK;
}

static enum err with_persons(struct ctx *c, struct matter *m)
{
    for (int i = 0, n = m->n; i < n; i++) {
        struct stmt *q = db_get(c->db, SQL_HIDE_PERSONS);
        db_bind_str(q, ":kind", m->met[i].kind);
        db_bind_int(q, ":id", m->met[i].id);
        while (db_next(q))
            meet(c, m, STR("person"), db_int(q, 0));
        TRY(db_end(q));
    }
    return ERR_OK;
}

enum err hide_lift(struct ctx *c, int64_t user_id, struct str kind, int64_t record_id, struct str reason)
{
    struct matter *m = NEW(c->a, struct matter);

    TRY(matter_of(c, kind, record_id, m));
    if (str_eq(reason, STR("named")))
        TRY(with_persons(c, m));
    for (int i = 0; i < m->n; i++)
        TRY(lift_row(c, user_id, &m->met[i], reason));
    return ERR_OK;
}

/* ---- users of a reported name; what is decided in a matter holds for what is written into it later */
static enum err hide_namesake_of(struct ctx *c, int64_t user_id, struct str kind, int64_t record_id)
{
    struct matter *m = NEW(c->a, struct matter);
    bool other;

    TRY(matter_of(c, kind, record_id, m));
    TRY(cleared(c, m, user_id, &other));
    return other ? clear_row(c, user_id, &m->met[0]) : hide_from(c, user_id, kind, record_id, STR("named"));
}

enum err hide_from_named(struct ctx *c, struct str name, struct str kind, int64_t record_id)
{
    int64_t ids[NAMESAKES_MAX];
    int n = 0;

    if (name.n == 0)
        return ERR_OK;
    struct stmt *q = db_get(c->db, SQL_USERS_NAMED);
    db_bind_str(q, ":name", name);
    db_bind_str(q, ":fold", text_fold(c->a, name));
    while (n < NAMESAKES_MAX && db_next(q))
        ids[n++] = db_int(q, 0);
    TRY(db_end(q));
    for (int i = 0; i < n; i++)
        TRY(hide_namesake_of(c, ids[i], kind, record_id));
    return ERR_OK;
}

/* A person's entry hides what the person is written into, but not from whom the name there was found not to mean. */
static enum err inherit_person(struct ctx *c, const struct met *person, const struct met *to)
{
    int64_t users[NAMESAKES_MAX];
    struct str reasons[NAMESAKES_MAX];
    struct matter *m = NEW(c->a, struct matter);
    int n = 0;
    bool other;

    struct stmt *q = db_get(c->db, SQL_HIDDEN_OF);
    db_bind_str(q, ":kind", person->kind);
    db_bind_int(q, ":id", person->id);
    for (; n < NAMESAKES_MAX && db_next(q); n++) {
        users[n] = db_int(q, 0);
        reasons[n] = db_str(q, 1, c->a);
    }
    TRY(db_end(q));
    if (n > 0)
        TRY(matter_of(c, to->kind, to->id, m));
    for (int i = 0; i < n; i++) {
        TRY(cleared(c, m, users[i], &other));
        if (!other || !str_eq(reasons[i], STR("named")))
            TRY(hide_row(c, users[i], to->kind, to->id, reasons[i]));
    }
    return ERR_OK;
}

enum err hide_inherit(struct ctx *c, struct str from_kind, int64_t from_id, struct str to_kind, int64_t to_id)
{
    const struct met from = { from_kind, from_id }, to = { to_kind, to_id };

    TRY(str_eq(from_kind, STR("person")) && !str_eq(to_kind, STR("person")) ? inherit_person(c, &from, &to) : hidden_copy(c, &from, &to));
    return hide_matter(c, to_kind, to_id);
}

/* One at a time: each row that is hidden takes its matter along and out of the next round. */
enum err hide_namesake(struct ctx *c, int64_t user_id, struct str name)
{
    for (;;) {
        struct stmt *q = db_get(c->db, SQL_RECORDS_NAMED);
        db_bind_str(q, ":name", name);
        db_bind_str(q, ":fold", text_fold(c->a, name));
        db_bind_int(q, ":user_id", user_id);
        bool found = db_next(q);
        struct str kind = found ? db_str(q, 0, c->a) : STR("");
        int64_t id = found ? db_int(q, 1) : 0;
        TRY(db_end(q));
        if (!found)
            return ERR_OK;
        TRY(hide_namesake_of(c, user_id, kind, id));
    }
}
