#include "area/stats/ask.h"

#include "area/admin/admin.h"
#include "area/stats/stats_store.h"
#include "gate/gate.h"
#include "gen/text.h"

/* Official numbers of a published report and live numbers in one's own scope, of the same days, would together tell of a hidden
 * record (decisions.md 3): whoever lacks official figures gets the frozen ones there, and no last year over such days. */
static enum err in_scope(struct ctx *c, struct stat_ask *out, struct published *frozen)
{
    struct published before;

    *frozen = (struct published){ 0 };
    if (c->who->official)
        return ERR_OK;
    out->viewer = c->who->id;
    if (!may(c, PERM_SUMMARY_READ))
        return ERR_OK;
    TRY(stat_published_over(c, out->organ_id, window_prev(out->w), &before));
    out->no_prev = before.ref != 0;
    return stat_published_over(c, out->organ_id, out->w, frozen);
}

/* Figures are asked for one's own organ or one below it. */
static enum err is_below(struct ctx *c, const struct stat_ask *ask)
{
    bool found;

    TRY(stat_is_below(c, c->who->organ_id, ask->organ_id, ask->w.to, &found));
    return found ? ERR_OK : refuse_field(c, STR("organ"), ERR_NOT_FOUND, T_stats_no_organ, STR(""));
}

enum err ask_read(struct ctx *c, const struct ask_words *w, struct asked *out)
{
    *out = (struct asked){ .ask = { .as_of = DATE_NONE, .own = str_eq(w->scope, STR("own")) } };
    if (!period_read(str_trim(w->period), &out->ask.w))
        return refuse_field(c, STR("period"), ERR_INVALID, T_stats_no_period, w->period);
    if (w->as_of.n > 0 && date_read(w->as_of, date_of_ms(c->now_ms), &out->ask.as_of) != DATE_OK)
        return refuse_field(c, STR("as_of"), ERR_INVALID, T_stats_bad_date, w->as_of);
    if (w->scope.n > 0 && !out->ask.own && !str_eq(w->scope, STR("tree")))
        return refuse_field(c, STR("scope"), ERR_INVALID, T_input_no_code, w->scope);
    if (w->organ.n > 0)
        TRY(organ_by_code(c, w->organ, &out->organ));
    else
        TRY(organ_by_id(c, c->who->organ_id, &out->organ));
    out->ask.organ_id = out->organ.id;
    out->period = period_name(c->a, out->ask.w);
    TRY(is_below(c, &out->ask));
    return in_scope(c, &out->ask, &out->frozen);
}

enum err ask_compute(struct ctx *c, const struct asked *a, struct stats *out)
{
    if (a->frozen.ref != 0)
        return refuse(c, ERR_FORBIDDEN, T_stats_frozen_instead, period_name(c->a, a->frozen.w));
    TRY(stats_compute(c, &a->ask, out));
    out->organ_code = a->organ.code;
    out->organ_name = a->organ.name;
    ctx_touch(c, STR("figures"), a->organ.id, a->period);
    return ERR_OK;
}

enum err ask_organs(struct ctx *c, const struct organ **out, int *n)
{
    return stat_organs_below(c, c->who->organ_id, date_of_ms(c->now_ms), out, n);
}

enum err ask_latest(struct ctx *c, int64_t organ_id, struct str *period)
{
    struct date last;
    int y, m, d;

    TRY(stat_latest(c, organ_id, &last));
    date_split(date_is_set(last) ? last : date_of_ms(c->now_ms), &y, &m, &d);
    *period = str_fmt(c->a, "%dH%d", y, m <= 6 ? 1 : 2);
    return ERR_OK;
}
