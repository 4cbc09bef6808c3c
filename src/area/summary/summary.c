#include "area/summary/summary.h"

#include <sodium.h>
#include <stdlib.h>

#include "area/admin/admin.h"
#include "area/summary/summary_store.h"
#include "area/summary/summary_values.h"
#include "base/utf8.h"
#include "gate/gate.h"
#include "gen/text.h"

#define KIND      STR("report")
#define PART_MAX  20000             /* code points of one free part */

enum err report_start(struct ctx *c, struct window w, struct date as_of, struct report *out)
{
    struct report r = { .organ_id = c->who->organ_id, .w = w, .as_of = date_is_set(as_of) ? as_of : w.to };

    TRY(gate(c, PERM_SUMMARY_EDIT));
    r.id = rand_id(c->rand, c->now_ms);
    r.ref = rand_ref(c->rand);
    TRY(report_store_add(c, &r));
    return report_of_period(c, w, out);
}

enum err report_edit(struct ctx *c, struct report *r, struct str problems, struct str plans)
{
    TRY(gate(c, PERM_SUMMARY_EDIT));
    if (r->published)
        return refuse(c, ERR_MOVE, T_summary_is_published);
    if (utf8_count(problems) > PART_MAX || utf8_count(plans) > PART_MAX)
        return refuse(c, ERR_TOO_LARGE, T_input_too_long, str_int(c->a, PART_MAX));
    struct str fault;
    TRY(report_fault(c, r, problems, plans, &fault));
    if (fault.n > 0)
        return refuse_field(c, STR("problems"), ERR_INVALID, T_summary_bad_tag, fault);
    TRY(report_store_edit(c, r, problems, plans));
    r->problems = problems;
    r->plans = plans;
    r->rev++;
    ctx_touch(c, KIND, r->id, STR("problems plans"));
    return ERR_OK;
}

/* ---- rendering */
static bool epidemic_in(struct ctx *c, struct window w)
{
    const struct def_code *row = def_code(c->def, "campaigns", STR("epidemic"));

    return row != NULL && date_is_set(row->from) && date_cmp(w.to, row->from) >= 0
        && (!date_is_set(row->to) || date_cmp(w.from, row->to) <= 0);
}

/* Live official figures are not for everybody (decisions.md 3); whoever may write the text alone sees it with the figures left out. */
static bool sees_figures(const struct ctx *c) { return c->who->official; }

enum err report_tree(struct ctx *c, const struct report *r, struct stats *s, struct doc **out)
{
    bool masked = !sees_figures(c);
    struct stat_ask ask = { .w = r->w, .as_of = r->as_of, .organ_id = r->organ_id, .masked = masked };
    struct organ o;
    struct str why = STR("");

    TRY(organ_by_id(c, r->organ_id, &o));
    TRY(stats_compute(c, &ask, s));
    s->organ_name = o.name;
    s->organ_code = o.code;
    struct summary_self self = { .s = s, .r = r, .today = date_of_ms(c->now_ms), .epidemic = epidemic_in(c, r->w),
        .dated = r->published ? r->published_on : date_of_ms(c->now_ms) };
    struct doc_values v = { .self = &self, .value = summary_value, .rows = summary_rows,
        .unregistered = masked ? STATS_MASKED : STATS_UNREGISTERED, .author = o.name, .date = self.dated };
    enum err e = template_fill(c->a, def_doc(c->def, "summary"), &v, out, &why);
    return e == ERR_DEF ? refuse(c, ERR_DEF, T_summary_template, why) : e;
}

enum err report_fault(struct ctx *c, const struct report *r, struct str problems, struct str plans, struct str *fault)
{
    struct stats s;
    struct stat_ask ask = { .w = r->w, .as_of = r->as_of, .organ_id = r->organ_id, .masked = true };

    TRY(stats_compute(c, &ask, &s));
    struct summary_self self = { .s = &s, .r = r };
    struct doc_values v = { .self = &self, .value = summary_value, .rows = summary_rows, .unregistered = STATS_UNREGISTERED };
    *fault = template_free_fault(c->a, problems, &v);
    if (fault->n == 0)
        *fault = template_free_fault(c->a, plans, &v);
    return ERR_OK;
}

/* ---- the rows behind */
static int by_id(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;

    return a < b ? -1 : a > b;
}

enum err behind_now(struct ctx *c, const struct stats *s, struct str figure, struct behind *out)
{
    const struct figure *g = stats_figure(s, figure);
    struct member *m;
    int n, kept = 0;

    *out = (struct behind){ .figure = figure };
    if (g == NULL || node_str(g->row, "from").n == 0 || g->state != FIG_OK)
        return ERR_OK;
    TRY(stats_members(c, s, figure, STR(""), STR(""), &m, &n));
    out->ids = NEWS(c->a, int64_t, (size_t)n + 1);
    for (int i = 0; i < n; i++)
        out->ids[i] = m[i].id;
    qsort(out->ids, (size_t)n, sizeof *out->ids, by_id);
    for (int i = 0; i < n; i++)
        if (kept == 0 || out->ids[kept - 1] != out->ids[i])
            out->ids[kept++] = out->ids[i];
    out->n = kept;
    out->kind = n > 0 ? m[0].kind : STR("");
    return ERR_OK;
}

static int failed(const struct stats *s)
{
    int n = 0;

    for (int i = 0; i < s->n_checks; i++)
        n += !s->checks[i].ok;
    return n;
}

#define TICK_FIGURES 20         /* of 1000 */
#define TICK_CHECKS  350
#define TICK_FORMATS 400
#define TICK_FORMAT  90         /* each of five */
#define TICK_ROWS    860
#define TICK_FREEZE  970

static enum err tick(struct ctx *c, const struct rendering *r, int progress, struct str at)
{
    return r->tick == NULL || r->tick(c, r->tick_arg, progress, at) ? ERR_OK : refuse(c, ERR_MOVE, T_work_stopped);
}

static enum err all_formats(struct ctx *c, struct rendering *out)
{
    crypto_hash_sha256_state h;
    unsigned char sum[crypto_hash_sha256_BYTES];

    crypto_hash_sha256_init(&h);
    for (int i = 0; i < DOC_FORMAT__MAX; i++) {
        TRY(tick(c, out, TICK_FORMATS + i * TICK_FORMAT, str_fmt(c->a, "summary.at_format %s", doc_format_name((enum doc_format)i))));
        TRY(doc_print(out->doc, (enum doc_format)i, &out->bytes[i]));
        crypto_hash_sha256_update(&h, (const unsigned char *)out->bytes[i].p, out->bytes[i].n);
    }
    crypto_hash_sha256_final(&h, sum);
    out->sha256 = str_hex(c->a, sum, sizeof sum);
    return ERR_OK;
}

static enum err rows_behind(struct ctx *c, struct rendering *out)
{
    TRY(tick(c, out, TICK_ROWS, STR("summary.at_rows")));
    out->behind = NEWS(c->a, struct behind, (size_t)out->stats->n_figures + 1);
    for (int i = 0; i < out->stats->n_figures; i++) {
        TRY(behind_now(c, out->stats, out->stats->figures[i].id, &out->behind[out->n_behind]));
        out->n_behind += out->behind[out->n_behind].n > 0;
    }
    return tick(c, out, TICK_FREEZE, STR("summary.at_freeze"));
}

/* Checked before the long part: what cannot be published without a reason is not printed five times. */
static enum err checks_hold(struct ctx *c, const struct report *r, const struct rendering *made)
{
    if (made->n_failed > 0 && r->despite.n == 0)
        return refuse_field(c, STR("despite"), ERR_INVALID, T_summary_check_failed, str_int(c->a, made->n_failed));
    return ERR_OK;
}

enum err report_render(struct ctx *c, const struct report *r, struct rendering *out)
{
    *out = (struct rendering){ .stats = NEW(c->a, struct stats), .tick = out->tick, .tick_arg = out->tick_arg };
    if (!sees_figures(c))
        return refuse(c, ERR_FORBIDDEN, T_summary_not_official);
    TRY(tick(c, out, TICK_FIGURES, STR("summary.at_figures")));
    TRY(report_tree(c, r, out->stats, &out->doc));
    out->n_failed = failed(out->stats);
    TRY(tick(c, out, TICK_CHECKS, STR("summary.at_checks")));
    TRY(checks_hold(c, r, out));
    TRY(all_formats(c, out));
    out->figures_json = stats_json(c, out->stats);
    return rows_behind(c, out);
}

enum err report_publish(struct ctx *c, struct report *r, const struct rendering *made)
{
    TRY(gate(c, PERM_SUMMARY_PUBLISH));
    if (!sees_figures(c))
        return refuse(c, ERR_FORBIDDEN, T_summary_not_official);
    if (r->published)
        return refuse(c, ERR_MOVE, T_summary_is_published);
    TRY(checks_hold(c, r, made));
    if (made->n_failed == 0)
        r->despite = STR("");
    TRY(report_store_publish(c, r, made));
    for (int i = 0; i < made->n_behind; i++)
        TRY(report_store_behind(c, r->id, &made->behind[i]));
    ctx_touch(c, KIND, r->id, made->sha256);
    return ERR_OK;
}
