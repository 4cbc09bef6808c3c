/* checks.c - sums that must hold (IMP10), run after every computation; what fails is printed with both sides. */
#include "area/stats/assemble.h"
#include "area/stats/stats_store.h"
#include "gen/text.h"

struct side { int64_t n; bool known; };

static struct side one(const struct stats *s, const char *id)
{
    const struct figure *g = stats_figure(s, str_z(id));

    return g == NULL || g->state == FIG_UNREGISTERED || !g->has_value ? (struct side){ 0, false } : (struct side){ g->value, true };
}

/* "F27+F28a", "F33+F34-F35x": figures with signs between. */
static struct side sum(struct ctx *c, const struct stats *s, struct str text)
{
    struct side all = { 0, true };
    int sign = 1;

    while (text.n > 0) {
        size_t n = 0;
        while (n < text.n && text.p[n] != '+' && text.p[n] != '-')
            n++;
        struct side x = one(s, str_copy(c->a, str_trim(str_head(text, n))).p);
        all.known = all.known && x.known;
        all.n += sign * x.n;
        sign = n < text.n && text.p[n] == '-' ? -1 : 1;
        text = str_from(text, n < text.n ? n + 1 : n);
    }
    return all;
}

/* "F26.by_class": the sum of a table. */
static struct side table_sum(const struct stats *s, struct str figure, struct str by)
{
    struct side all = { 0, false };

    for (int i = 0; i < s->n_tables; i++) {
        if (!str_eq(s->tables[i].figure, figure) || !str_eq(s->tables[i].by, by))
            continue;
        all.known = true;
        for (int k = 0; k < s->tables[i].n; k++)
            all.n += s->tables[i].rows[k].n;
    }
    return all;
}

static struct side side_of(struct ctx *c, const struct stats *s, struct str text)
{
    ptrdiff_t at = str_find(text, STR(".by_"));

    if (at < 0)
        return sum(c, s, text);
    return table_sum(s, str_head(text, (size_t)at), str_from(text, (size_t)at + 4));
}

struct str check_fault(const struct node *row)
{
    const struct str sides[] = { node_str(row, "left"), node_str(row, "right") };

    for (size_t i = 0; i < COUNT_OF(sides); i++) {
        ptrdiff_t at = str_find(sides[i], STR(".by_"));
        if (at >= 0 && !table_cut_known(str_from(sides[i], (size_t)at + 4)))
            return sides[i];
    }
    return STR("");
}

static void compare(struct ctx *c, const struct stats *s, const struct node *row, struct check *k)
{
    struct str left = node_str(row, "left"), right = node_str(row, "right"), op = node_str(row, "op");
    struct side a = side_of(c, s, left), b = side_of(c, s, right);

    k->left = a.n;
    k->right = b.n;
    k->left_text = left;
    k->right_text = right;
    k->skipped = !a.known || !b.known;          /* an unregistered operand skips its check */
    k->ok = k->skipped || (str_eq(op, STR("<=")) ? a.n <= b.n : a.n == b.n);
}

static void same_name(const struct stats *s, struct check *k)
{
    const struct figure *a = stats_figure(s, STR("N01")), *b = stats_figure(s, STR("N03"));

    k->left_text = a != NULL ? a->words : STR("");
    k->right_text = b != NULL ? b->words : STR("");
    k->ok = a != NULL && b != NULL && str_eq(a->words, b->words);
}

static void share_sum(const struct stats *s, struct check *k)
{
    static const char *const ids[] = { "F41p", "F42p", "F43p", "F44p" };

    k->right = 1000;
    for (int i = 0; i < 4; i++) {
        const struct figure *g = stats_figure(s, str_z(ids[i]));
        if (g == NULL || !g->has_value) {
            k->skipped = k->ok = true;
            return;
        }
        k->left += g->decimals == 0 ? g->value * 10 : g->value;
    }
    k->ok = k->left == k->right;
}

enum err checks_run(struct ctx *c, struct stats *s)
{
    const struct node *rows = &c->def->checks;
    int64_t failed = 0;

    s->checks = NEWS(c->a, struct check, (size_t)rows->n + 1);
    for (int i = 0; i < rows->n; i++) {
        const struct node *row = &rows->items[i];
        struct check *k = &s->checks[s->n_checks++];
        *k = (struct check){ .id = rows->kind == NODE_MAP ? rows->keys[i] : node_str(row, "id"), .zh = node_str(row, "zh"),
            .en = node_str(row, "en") };
        if (str_eq(node_str(row, "op"), STR("same_name")))
            same_name(s, k);
        else if (str_eq(node_str(row, "op"), STR("shares")))
            share_sum(s, k);
        else
            compare(c, s, row, k);
        failed += !k->ok;
    }
    for (int i = 0; i < s->n_figures; i++)
        if (str_eq(node_str(s->figures[i].row, "made"), STR("failed_checks"))) {
            s->figures[i].value = failed;
            s->figures[i].text = str_int(c->a, failed);
        }
    return ERR_OK;
}

/* ---- what is counted from the report's own text */
static int64_t lines_of(struct str text)
{
    int64_t n = 0;

    while (text.n > 0)
        n += str_trim(str_cut(&text, '\n')).n > 0;
    return n;
}

enum err report_items(struct ctx *c, const struct stats *s, struct figure *g, bool problems)
{
    struct str first, second;
    bool found;

    TRY(stat_report_text(c, &s->ask, &first, &second, &found));
    g->state = found ? FIG_OK : FIG_NONE;
    g->has_value = found;
    g->value = found ? lines_of(problems ? first : second) : 0;
    return ERR_OK;
}

struct str period_words(struct ctx *c, struct window w)
{
    struct str name = period_name(c->a, w), year = str_head(name, 4), rest = str_from(name, 4);

    if (str_eq(rest, STR("H1")))
        return str_join(c->a, year, STR("年上半年"));
    if (str_eq(rest, STR("H2")))
        return str_join(c->a, year, STR("年下半年"));
    if (rest.n == 0)
        return str_join(c->a, year, STR("年"));
    if (rest.n == 2 && rest.p[0] == 'Q')
        return str_fmt(c->a, "%.*s年第%c季度", PF(year), rest.p[1]);
    if (rest.n == 3 && rest.p[0] == '-')
        return str_fmt(c->a, "%.*s年%.*s月", PF(year), PF(rest.p[1] == '0' ? str_from(rest, 2) : str_from(rest, 1)));
    return str_fmt(c->a, "%.*s至%.*s", PF(date_str(c->a, w.from)), PF(date_str(c->a, w.to)));
}
