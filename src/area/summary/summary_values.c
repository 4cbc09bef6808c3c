/* summary_values.c - answers the tags of def/doc/summary.md: figures from the computation, texts of the report, the two free parts. */
#include "area/summary/summary_values.h"

#include "base/buf.h"

static const char digits[10][4] = { "〇", "一", "二", "三", "四", "五", "六", "七", "八", "九" };

static struct doc_value known(struct str text) { return (struct doc_value){ .known = true, .text = text, .value = text,
    .state = text.n > 0 ? VALUE_OK : VALUE_NONE }; }

static struct str number(struct arena *a, const struct figure *g)
{
    if (!g->has_value)
        return STR("");
    if (g->is_text)
        return g->words;
    if (g->decimals == 0)
        return str_int(a, g->value);
    return str_fmt(a, "%s%lld.%lld", g->value < 0 ? "-" : "", (long long)((g->value < 0 ? -g->value : g->value) / 10),
        (long long)((g->value < 0 ? -g->value : g->value) % 10));
}

static struct doc_value of_figure(struct arena *a, const struct figure *g, struct str text)
{
    struct doc_value v = { .known = true, .text = text, .value = number(a, g), .id = g->id };

    v.state = g->state == FIG_UNREGISTERED ? VALUE_UNREGISTERED : g->state == FIG_NONE ? VALUE_NONE : VALUE_OK;
    return v;
}

/* The figure that says the change of another: F26 -> F26p, F29 -> IMP01. */
static const struct figure *change_of(const struct stats *s, struct str id)
{
    for (int i = 0; i < s->n_figures; i++)
        if (str_eq(node_str(s->figures[i].row, "made"), STR("yoy")) && str_eq(node_str(s->figures[i].row, "of"), id))
            return &s->figures[i];
    return NULL;
}

static struct doc_value change(struct arena *a, const struct stats *s, struct str id)
{
    const struct figure *base = stats_figure(s, id), *g = change_of(s, id);

    if (base == NULL || g == NULL)
        return (struct doc_value){ 0 };
    struct doc_value v = of_figure(a, g, g->text);
    if (g->state == FIG_PREV_UNREGISTERED || g->state == FIG_PREV_ZERO || (g->has_value && base->value == base->prev))
        v.phrase = true;
    if (v.phrase && base->has_prev && base->value == base->prev)
        v.text = STR("与去年同期持平");
    if (g->state == FIG_PREV_ZERO || g->state == FIG_PREV_UNREGISTERED)
        v.state = VALUE_OK;
    return v;
}

/* Ordinals print as Chinese numerals: 9 -> 九, 12 -> 十二. */
struct str ordinal_text(struct arena *a, int64_t n)
{
    if (n < 10 && n >= 0)
        return str_z(digits[n]);
    if (n < 20)
        return str_fmt(a, "十%s", n == 10 ? "" : digits[n % 10]);
    if (n < 100)
        return str_fmt(a, "%s十%s", digits[n / 10], n % 10 == 0 ? "" : digits[n % 10]);
    return str_int(a, n);
}

static struct doc_value figure(struct arena *a, const struct stats *s, enum doc_ask ask, struct str id)
{
    const struct figure *g = stats_figure(s, id);

    if (g == NULL)
        return (struct doc_value){ 0 };
    struct doc_value v = of_figure(a, g, g->text);
    if (ask == ASK_OVER && g->has_value)
        v.text = over_text(a, g->value, str_eq(id, STR("F71")) ? STR("多") : STR("余"));
    if (str_eq(g->kind, STR("ordinal")) && g->has_value && !g->is_text)
        v.text = ordinal_text(a, g->value);
    v.yes = str_eq(g->claim, STR("supported"));
    return v;
}

static struct str failed_checks(struct arena *a, const struct stats *s)
{
    struct buf b = buf_new(a, 4096);

    for (int i = 0; i < s->n_checks; i++)
        if (!s->checks[i].ok)
            buf_fmt(&b, "%s%.*s（%lld，%lld）", b.n > 0 ? "；" : "", PF(s->checks[i].zh), (long long)s->checks[i].left,
                (long long)s->checks[i].right);
    return buf_str(&b);
}

static struct str day_words(struct arena *a, struct date d)
{
    int y, m, day;

    if (!date_is_set(d))
        return STR("");
    date_split(d, &y, &m, &day);
    return str_fmt(a, "%d年%d月%d日", y, m, day);
}

static struct str next_period(struct arena *a, struct window w)
{
    struct str name = period_name(a, w);

    return str_ends(name, STR("H1")) ? STR("下半年") : name.n == 4 || str_ends(name, STR("H2")) ? STR("下一年") : STR("下一步");
}

static bool text_value(const struct summary_self *x, struct arena *a, struct str id, struct str *out)
{
    const struct { const char *id; struct str text; } rows[] = {
        { "organ.name", x->s->organ_name }, { "organ.mark", str_join(a, x->s->organ_name, STR("文件")) },
        { "organ.office", str_join(a, x->s->organ_name, STR("办公室")) }, { "today", day_words(a, x->today) },
        { "report.number", x->r->no }, { "report.next", next_period(a, x->r->w) }, { "report.as_of", day_words(a, x->s->ask.as_of) },
        { "report.window", str_fmt(a, "%.*s至%.*s", PF(day_words(a, x->r->w.from)), PF(day_words(a, x->r->w.to))) },
        { "report.date", day_words(a, x->dated) }, { "report.issued", str_join(a, day_words(a, x->dated), STR("印发")) },
        { "report.copy_to", STR("") }, { "report.epidemic", x->epidemic ? STR("1") : STR("") }, { "report.documents", STR("") },
        { "report.failed_checks", failed_checks(a, x->s) }, { "report.despite", x->r->despite },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (str_eq(id, str_z(rows[i].id))) {
            *out = rows[i].text;
            return true;
        }
    return false;
}

struct doc_value summary_value(void *self, struct arena *a, enum doc_ask ask, struct str id, struct doc_row row)
{
    const struct summary_self *x = self;
    struct str text;

    (void)row;
    if (ask == ASK_FREE)
        return known(str_eq(id, STR("problems")) ? x->r->problems : x->r->plans);
    if (text_value(x, a, id, &text))
        return known(text);
    if (ask == ASK_YOY)
        return change(a, x->s, id);
    return figure(a, x->s, ask, id);
}

int summary_rows(void *self, struct str list)
{
    (void)self; (void)list;
    return -1;
}
