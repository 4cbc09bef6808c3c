#include "app/home.h"

#include "db/db.h"
#include "gen/text.h"

/* One line per kind of work that waits; shown to whoever may do it. */
static const struct { enum sql_id sql; enum perm perm; enum here here; int text; const char *path; } waits[] = {
    { SQL_HOME_PETITIONS, PERM_PETITION_HANDLE,  HERE_PETITION, T_home_petitions, "/petition?state=registered" },
    { SQL_HOME_LEADS,     PERM_DISPOSAL_PROPOSE, HERE_LEAD,     T_home_leads,     "/lead?state=registered" },
    { SQL_HOME_DISPOSALS, PERM_DISPOSAL_APPROVE, HERE_LEAD,     T_home_disposals, "/lead?waits=approval" },
    { SQL_HOME_CASES,     PERM_CASE_APPROVE,     HERE_CASE,     T_home_cases,     "/case?state=proposed" },
    { SQL_HOME_RESULTS,   PERM_RESULT_APPROVE,   HERE_RESULT,   T_home_results,   "/result?state=proposed" },
};

static enum err count(struct ctx *c, enum sql_id sql, int64_t *n)
{
    struct stmt *q = db_get(c->db, sql);

    db_bind_int(q, ":viewer", c->who->id);
    *n = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}

void home_counts(struct ctx *c, int64_t counts[HERE__MAX])
{
    for (int i = 0; i < HERE__MAX; i++)
        counts[i] = -1;
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        int64_t n = 0;
        if (!may(c, waits[i].perm) || count(c, waits[i].sql, &n) != ERR_OK || n == 0)
            continue;
        int64_t *slot = &counts[waits[i].here];
        *slot = *slot < 0 ? n : *slot + n;
    }
}

enum err home_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct home_view v = { .page = page_new(c, q, HERE_HOME, text_of(c->lang, T_home_title)) };

    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        int64_t n = 0;
        if (!may(c, waits[i].perm))
            continue;
        TRY(count(c, waits[i].sql, &n));
        v.waits[v.n_waits++] = (struct home_wait){ text_of(c->lang, waits[i].text), str_z(waits[i].path), n };
    }
    home_html(&out->body, c, &v);
    return ERR_OK;
}
