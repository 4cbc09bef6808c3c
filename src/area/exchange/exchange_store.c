#include "area/exchange/exchange_store.h"

#include "db/db.h"
#include "gate/work.h"
#include "gen/text.h"

enum err exchange_key_known(struct ctx *c, const struct sheet_kind *k, struct str key, bool *known, struct str *no)
{
    static const struct { const char *kind; enum sql_id id; } table[] = {
        { "petition", SQL_EXCHANGE_PETITION_KEY }, { "lead", SQL_EXCHANGE_LEAD_KEY }, { "case", SQL_EXCHANGE_CASE_KEY },
        { "result", SQL_EXCHANGE_RESULT_KEY }, { "proposal", SQL_EXCHANGE_PROPOSAL_KEY },
    };

    *known = false;
    *no = STR("");
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (!str_eq(k->name, str_z(table[i].kind)))
            continue;
        struct stmt *q = db_get(c->db, table[i].id);
        db_bind_int(q, ":viewer", c->who->id);
        db_bind_int(q, ":organ_id", c->who->organ_id);
        db_bind_str(q, ":imported_key", key);
        if ((*known = db_next(q)))
            *no = db_str(q, 0, c->a);
        return db_end(q);
    }
    return ERR_BUG;
}

static enum err ref_by_no(struct ctx *c, enum sql_id id, struct str no, const char *field, int64_t *ref)
{
    int n = 0;

    *ref = 0;
    if (no.n == 0)
        return ERR_OK;
    struct stmt *q = db_get(c->db, id);
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":organ_id", c->who->organ_id);
    db_bind_str(q, ":no", no);
    while (db_next(q)) {
        *ref = db_int(q, 0);
        n++;
    }
    TRY(db_end(q));
    if (n == 1)
        return ERR_OK;
    return refuse_field(c, str_z(field), ERR_INVALID, n == 0 ? T_exchange_no_such_no : T_exchange_two_such_no, no);
}

enum err exchange_lead_by_no(struct ctx *c, struct str no, int64_t *ref) { return ref_by_no(c, SQL_EXCHANGE_LEAD_BY_NO, no, "lead_no", ref); }
enum err exchange_case_by_no(struct ctx *c, struct str no, int64_t *ref) { return ref_by_no(c, SQL_EXCHANGE_CASE_BY_NO, no, "case_no", ref); }

enum err exchange_same_text(struct ctx *c, struct str fold, struct str *no)
{
    struct stmt *q = db_get(c->db, SQL_EXCHANGE_SAME_TEXT);

    *no = STR("");
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_str(q, ":body_fold", fold);
    if (db_next(q))
        *no = db_str(q, 0, c->a);
    return db_end(q);
}

enum err exchange_save(struct ctx *c) { return db_save(c->db); }
void exchange_save_release(struct ctx *c) { db_save_release(c->db); }
void exchange_save_rollback(struct ctx *c) { db_save_rollback(c->db); }

/* ---- jobs */
static struct str job_key(struct ctx *c, const struct import *m)
{
    return str_fmt(c->a, "import %lld %.*s %.*s", (long long)c->who->organ_id, PF(m->kind->name), PF(m->hash));
}

static bool job_next(struct stmt *q, struct arena *a, struct import_job *j)
{
    if (!db_next(q))
        return false;
    *j = (struct import_job){ db_int(q, 0), db_int(q, 1), db_int(q, 2), db_str(q, 3, a), db_str(q, 4, a), db_str(q, 5, a), db_str(q, 6, a) };
    return true;
}

enum err import_job_known(struct ctx *c, const struct import *m, bool *known, struct import_job *out)
{
    struct stmt *q = db_get(c->db, SQL_EXCHANGE_JOB_BY_KEY);

    db_bind_str(q, ":result_key", job_key(c, m));
    *known = job_next(q, c->a, out);
    return db_end(q);
}

#define SAME_KEPT 200

/* "12 第 7 行": which rows repeat a text, for the page that says what came of the import. */
static struct str same_lines(struct ctx *c, const struct import *m)
{
    struct buf b = buf_new(c->a, (size_t)64 << 10);

    for (int i = 0; i < m->n_same && i < SAME_KEPT; i++)
        buf_fmt(&b, "%d %.*s\n", m->same[i].number, PF(m->same[i].as));
    return buf_str(&b);
}

/* Taken again on purpose, the same file has a key of its own; the first one stays the one that is named. */
enum err import_job_add(struct ctx *c, const struct import *m)
{
    struct str key = job_key(c, m), args = str_fmt(c->a, "kind=%.*s\nrows=%d\nleft=%d\nsame=%d\nfile=%.*s\nnumbers=%.*s%s%.*s\n",
        PF(m->kind->name), m->n_taken, m->n_bad_rows, m->n_same, PF(work_line(c->a, m->file_name)), PF(m->first_no),
        m->first_no.n > 0 ? " — " : "", PF(m->last_no));
    int64_t added = 0;
    struct stmt *q = db_get(c->db, SQL_JOB_ADD);

    db_bind_str(q, ":kind", STR("import"));
    db_bind_int(q, ":id", rand_id(c->rand, c->now_ms));
    db_bind_int(q, ":ref", m->job_ref);
    db_bind_str(q, ":args", args);
    db_bind_str(q, ":result_key", m->again ? str_fmt(c->a, "%.*s %016llx", PF(key), (unsigned long long)m->job_ref) : key);
    db_bind_int(q, ":user_id", c->who->id);
    db_bind_str(q, ":message", same_lines(c, m));
    db_bind_int(q, ":at_ms", c->now_ms);
    TRY(db_run(q, &added));
    return added == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_exchange_file_again_now);
}

enum err exchange_sight(struct ctx *c, struct str *sight)
{
    struct stmt *q = db_get(c->db, SQL_EXCHANGE_SIGHT);
    struct buf b = buf_new(c->a, 128);

    db_bind_int(q, ":viewer", c->who->id);
    if (db_next(q))
        for (int i = 0; i < 5; i++)
            buf_fmt(&b, "%lld ", (long long)db_int(q, i));
    *sight = str_trim(buf_str(&b));
    return db_end(q);
}

enum err import_jobs(struct ctx *c, struct import_job *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_EXCHANGE_JOBS);

    *n = 0;
    db_bind_int(q, ":organ_id", c->who->organ_id);
    db_bind_int(q, ":max", max);
    while (*n < max && job_next(q, c->a, &out[*n]))
        (*n)++;
    return db_end(q);
}

enum err import_job_load(struct ctx *c, int64_t ref, struct import_job *out)
{
    struct stmt *q = db_get(c->db, SQL_EXCHANGE_JOB_BY_REF);

    db_bind_int(q, ":organ_id", c->who->organ_id);
    db_bind_int(q, ":ref", ref);
    bool found = job_next(q, c->a, out);
    TRY(db_end(q));
    return found ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

struct str import_job_arg(const struct import_job *j, const char *name) { return work_value(j->args, name); }
