#include "area/stats/ask.h"

#include "area/admin/admin.h"
#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

enum err ask_read(struct ctx *c, const struct ask_words *w, struct stat_ask *out, struct str *organ_code, struct str *organ_name)
{
    struct organ o;

    *out = (struct stat_ask){ .as_of = DATE_NONE, .own = str_eq(w->scope, STR("own")) };
    if (!period_read(w->period, &out->w))
        return refuse_field(c, STR("period"), ERR_INVALID, T_stats_no_period, w->period);
    if (w->as_of.n > 0 && date_read(w->as_of, date_of_ms(c->now_ms), &out->as_of) != DATE_OK)
        return refuse_field(c, STR("as_of"), ERR_INVALID, T_stats_as_of, w->as_of);
    if (w->organ.n > 0)
        TRY(organ_by_code(c, w->organ, &o));
    else
        TRY(organ_by_id(c, c->who->organ_id, &o));
    out->organ_id = o.id;
    *organ_code = o.code;
    *organ_name = o.name;
    return ERR_OK;
}

enum err ask_latest(struct ctx *c, int64_t organ_id, struct str *period)
{
    struct stmt *q = db_get(c->db, SQL_STAT_LATEST);
    struct date last = DATE_NONE;
    int y, m, d;

    db_bind_int(q, ":organ_id", organ_id);
    if (db_next(q))
        last = db_date(q, 0);
    TRY(db_end(q));
    date_split(date_is_set(last) ? last : date_of_ms(c->now_ms), &y, &m, &d);
    *period = str_fmt(c->a, "%dH%d", y, m <= 6 ? 1 : 2);
    return ERR_OK;
}
