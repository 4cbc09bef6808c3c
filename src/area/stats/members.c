/* members.c - the rows behind a figure. */
#include "area/stats/assemble.h"
#include "gen/text.h"

static struct member member_of(const struct rule *r, const struct fact *x)
{
    static const char *const kinds[] = { "petition", "lead", "case", "result", "proposal" };

    return (struct member){ str_z(kinds[r->from]), x->code, r->from == FACT_DISPOSAL ? x->beside : x->id, x->ref, x->on };
}

enum err stats_members(struct ctx *c, const struct stats *s, struct str id, struct str by, struct str code, struct member **out, int *n)
{
    const struct figure *g = stats_figure(s, id);
    struct rule r;
    struct counted_list l;

    *n = 0;
    if (g == NULL || node_str(g->row, "from").n == 0 || g->state == FIG_UNREGISTERED)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(rule_read(c, g->row, &r));
    TRY(count_run(c, s->cur, &r, &l));
    *out = NEWS(c->a, struct member, (size_t)l.n_facts + 1);
    for (int i = 0, at = 0; i < l.n; i++) {
        int from = at;
        const struct fact *place = table_place(c, &l, i, &at, by, &r);
        if (by.n > 0 && !table_holds(c, &r, place, by, code))
            continue;
        for (int k = from; k < at; k++)
            if (r.by != COUNT_LEAD || l.facts[k] == l.v[i].first)       /* a lead stands once, by its first decision */
                (*out)[(*n)++] = member_of(&r, l.facts[k]);
    }
    return ERR_OK;
}
