/* stats_cli.c - xiezhi figures: the same computation as the page, as a table or as JSON. */
#include "area/stats/ask.h"
#include "area/stats/stats_slice.h"
#include "area/stats/stats_web.h"
#include "gen/text.h"

/* One figure to a line, tab-separated: id, name, number with its unit, last year's number, change. */
static void figure_line(FILE *out, const struct figure *g)
{
    bool bare = g->state != FIG_OK || g->is_text || !g->has_value || str_eq(g->unit, STR("%"));      /* a percent says its own sign */

    fprintf(out, "%.*s\t%.*s\t%.*s%.*s", PF(g->id), PF(g->zh), PF(g->text), PF(bare ? STR("") : g->unit));
    if (figure_compares(g))
        fprintf(out, "\t%lld\t%.*s", (long long)g->prev, PF(g->change));
    fputc('\n', out);
}

static enum err figures_read(struct ctx *c, struct args *a)
{
    struct ask_words w = { arg_opt(a, "--period"), arg_opt(a, "--as-of"), arg_opt(a, "--organ"), arg_opt(a, "--scope") };
    struct asked asked;
    struct stats s;

    if (w.period.n == 0)
        TRY(ask_latest(c, c->who->organ_id, &w.period));
    TRY(ask_read(c, &w, &asked));
    TRY(ask_compute(c, &asked, &s));
    if (str_eq(arg_opt(a, "--format"), STR("json"))) {
        struct str json = stats_json(c, &s);
        fwrite(json.p, 1, json.n, a->out);
        return ERR_OK;
    }
    if (asked.ask.viewer != 0)
        fprintf(a->out, "# %.*s\n", PF(text_of(c->lang, T_stats_in_scope)));
    for (int i = 0; i < s.n_figures; i++)
        figure_line(a->out, &s.figures[i]);
    for (int i = 0; i < s.n_checks; i++)
        if (!s.checks[i].ok)
            fprintf(a->out, "! %.*s: %lld / %lld\n", PF(s.checks[i].zh), (long long)s.checks[i].left, (long long)s.checks[i].right);
    return ERR_OK;
}

static const struct command commands[] = {
    { "figures", PERM_FIGURE_READ, figures_read, NULL, "--period P [--as-of DATE] [--organ CODE] [--scope tree|own] [--format table|json]" },
};

const struct slice stats_slice = { stats_routes, STATS_ROUTES, commands, COUNT(commands) };
