#include "area/summary/summary.h"

#include <sodium.h>

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

enum err report_tree(struct ctx *c, const struct report *r, struct stats *s, struct doc **out)
{
    struct stat_ask ask = { .w = r->w, .as_of = r->as_of, .organ_id = r->organ_id };
    struct organ o;
    struct str why = STR("");

    TRY(organ_by_id(c, r->organ_id, &o));
    TRY(stats_compute(c, &ask, s));
    s->organ_name = o.name;
    s->organ_code = o.code;
    struct summary_self self = { .s = s, .r = r, .today = date_of_ms(c->now_ms), .epidemic = epidemic_in(c, r->w),
        .dated = r->published ? r->published_on : date_of_ms(c->now_ms) };
    struct doc_values v = { .self = &self, .value = summary_value, .rows = summary_rows, .unregistered = STR("〔未登记〕"),
        .author = o.name, .date = self.dated };
    enum err e = template_fill(c->a, def_doc(c->def, "summary"), &v, out, &why);
    return e == ERR_DEF ? refuse(c, ERR_DEF, T_summary_template, why) : e;
}

enum err report_render(struct ctx *c, const struct report *r, struct rendering *out)
{
    crypto_hash_sha256_state h;
    unsigned char sum[crypto_hash_sha256_BYTES];

    *out = (struct rendering){ .stats = NEW(c->a, struct stats) };
    TRY(report_tree(c, r, out->stats, &out->doc));
    crypto_hash_sha256_init(&h);
    for (int i = 0; i < DOC_FORMAT__MAX; i++) {
        TRY(doc_print(out->doc, (enum doc_format)i, &out->bytes[i]));
        crypto_hash_sha256_update(&h, (const unsigned char *)out->bytes[i].p, out->bytes[i].n);
    }
    crypto_hash_sha256_final(&h, sum);
    out->sha256 = str_hex(c->a, sum, sizeof sum);
    out->figures_json = stats_json(c, out->stats);
    return ERR_OK;
}

enum err report_publish(struct ctx *c, struct report *r, const struct rendering *made)
{
    TRY(gate(c, PERM_SUMMARY_PUBLISH));
    if (r->published)
        return refuse(c, ERR_MOVE, T_summary_is_published);
    TRY(report_store_publish(c, r, made));
    for (int i = 0; i < made->stats->n_figures; i++) {
        const struct figure *g = &made->stats->figures[i];
        struct member *m;
        int n;
        if (node_str(g->row, "from").n == 0 || g->state != FIG_OK)
            continue;
        TRY(stats_members(c, made->stats, g->id, STR(""), STR(""), &m, &n));
        for (int k = 0; k < n; k++)
            TRY(report_store_member(c, r->id, g->id, &m[k]));
    }
    ctx_touch(c, KIND, r->id, made->sha256);
    return ERR_OK;
}
