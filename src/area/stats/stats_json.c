/* stats_json.c - figures as JSON, in the shape of decisions.md section 2: ids at top level, tables beside them, _meta, _checks. */
#include "area/stats/assemble.h"

static void number(struct buf *b, int64_t v, int decimals)
{
    int64_t unit = decimals == 2 ? 100 : decimals == 1 ? 10 : 1, abs = v < 0 ? -v : v;

    if (decimals == 0)
        buf_int(b, v);
    else
        buf_fmt(b, "%s%lld.%0*lld", v < 0 ? "-" : "", (long long)(abs / unit), decimals, (long long)(abs % unit));
}

static bool is_share(const struct figure *g) { return str_eq(node_str(g->row, "made"), STR("share")); }

static void figure_json(struct buf *b, const struct figure *g)
{
    buf_json(b, g->id);
    buf_lit(b, ": {\"kind\": ");
    buf_json(b, g->kind);
    buf_lit(b, ", \"value\": ");
    if (!g->has_value)
        buf_lit(b, "null");
    else if (g->is_text)
        buf_json(b, g->words);
    else
        number(b, g->value, g->decimals);
    buf_lit(b, ", \"unit\": ");
    buf_json(b, g->unit);
    buf_lit(b, ", \"text\": ");
    buf_json(b, g->text);
    buf_lit(b, ", \"prev\": ");
    if (!g->has_prev)
        buf_lit(b, "null");
    else if (is_share(g))
        number(b, g->prev % 10 == 0 ? g->prev / 10 : g->prev, g->prev % 10 == 0 ? 0 : 1);
    else
        buf_int(b, g->prev);
    buf_lit(b, ", \"state\": ");
    buf_json(b, g->claim.n > 0 ? g->claim : str_z(figure_state_name(g->state)));
}

static void tables_json(struct buf *b, const struct stats *s, struct str figure)
{
    for (int i = 0; i < s->n_tables; i++) {
        const struct table *t = &s->tables[i];
        if (!str_eq(t->figure, figure))
            continue;
        buf_fmt(b, ", \"by_%.*s\": {", PF(t->by));
        for (int k = 0; k < t->n; k++) {
            if (k > 0)
                buf_lit(b, ", ");
            buf_json(b, t->rows[k].code);
            buf_lit(b, ": ");
            buf_int(b, t->rows[k].n);
        }
        buf_char(b, '}');
    }
}

static void checks_json(struct buf *b, const struct stats *s)
{
    buf_lit(b, "  \"_checks\": [");
    for (int i = 0; i < s->n_checks; i++) {
        const struct check *k = &s->checks[i];
        buf_add(b, i > 0 ? STR(", {\"id\": ") : STR("{\"id\": "));
        buf_json(b, k->id);
        if (k->skipped) {               /* an operand is not registered: there is nothing to compare */
            buf_lit(b, ", \"ok\": null, \"left\": null, \"right\": null}");
            continue;
        }
        buf_fmt(b, ", \"ok\": %s, \"left\": %lld, \"right\": %lld}", k->ok ? "true" : "false", (long long)k->left, (long long)k->right);
    }
    buf_lit(b, "]\n");
}

struct str stats_json(struct ctx *c, const struct stats *s)
{
    struct buf b = buf_new(c->a, (size_t)1 << 20);

    buf_lit(&b, "{\n  \"_meta\": {\"from\": ");
    buf_json(&b, date_str(c->a, s->ask.w.from));
    buf_lit(&b, ", \"to\": ");
    buf_json(&b, date_str(c->a, s->ask.period.to));
    buf_lit(&b, ", \"as_of\": ");
    buf_json(&b, date_str(c->a, s->ask.as_of));
    buf_lit(&b, ", \"organ\": ");
    buf_json(&b, s->organ_code);
    buf_fmt(&b, ", \"scope\": \"%s\", \"def\": ", s->ask.own ? "own" : "tree");
    buf_json(&b, c->def->hash);
    buf_lit(&b, "},\n");
    for (int i = 0; i < s->n_figures; i++) {
        buf_lit(&b, "  ");
        figure_json(&b, &s->figures[i]);
        tables_json(&b, s, s->figures[i].id);
        buf_lit(&b, "},\n");
    }
    checks_json(&b, s);
    buf_lit(&b, "}\n");
    return buf_str(&b);
}
