/* stats_cli.c - xiezhi figures: the same computation as the page, as a table or as JSON. */
#include "area/stats/ask.h"
#include "area/stats/stats_slice.h"
#include "area/stats/stats_web.h"
#include "gen/text.h"

static enum err figures_read(struct ctx *c, struct args *a)
{
    struct ask_words w = { arg_opt(a, "--period"), arg_opt(a, "--as-of"), arg_opt(a, "--organ"), arg_opt(a, "--scope") };
    struct stat_ask ask;
    struct stats s;
    struct str code, name;

    if (w.period.n == 0)
        TRY(ask_latest(c, c->who->organ_id, &w.period));
    TRY(ask_read(c, &w, &ask, &code, &name));
    TRY(stats_compute(c, &ask, &s));
    s.organ_code = code;
    s.organ_name = name;
    ctx_touch(c, STR("figures"), ask.organ_id, w.period);
    if (str_eq(arg_opt(a, "--format"), STR("json"))) {
        struct str json = stats_json(c, &s);
        fwrite(json.p, 1, json.n, a->out);
        return ERR_OK;
    }
    for (int i = 0; i < s.n_figures; i++) {
        const struct figure *g = &s.figures[i];
        fprintf(a->out, "%-6.*s %.*s\t%.*s%.*s\n", PF(g->id), PF(g->zh), PF(g->text), PF(g->state == FIG_OK ? g->unit : STR("")));
    }
    for (int i = 0; i < s.n_checks; i++)
        if (!s.checks[i].ok)
            fprintf(a->out, "! %.*s: %lld / %lld\n", PF(s.checks[i].zh), (long long)s.checks[i].left, (long long)s.checks[i].right);
    return ERR_OK;
}

static const struct command commands[] = {
    { "figures", PERM_FIGURE_READ, figures_read, NULL, "--period P [--as-of DATE] [--organ CODE] [--scope tree|own] [--format table|json]" },
};

const struct slice stats_slice = { stats_routes, STATS_ROUTES, commands, COUNT(commands) };
