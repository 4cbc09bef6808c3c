#include "area/stats/assemble.h"

#include <stdlib.h>
#include <string.h>

#include "area/stats/stats_store.h"
#include "gen/text.h"

/* ---- predicates */
static bool tagged(struct ctx *c, const struct fact *x, const char *top)
{
    for (int i = 0; i < x->n_tags; i++)
        if (def_under(c->def, "topics", x->tags[i], str_z(top)))
            return true;
    return false;
}

static bool is_family(const struct fact *x, const char *family) { return str_eq(x->r->family, str_z(family)); }

#define PREDICATE(name, body) \
    static bool name(struct ctx *c, const struct facts *f, const struct fact *x) { (void)c; (void)f; (void)x; return (body); }

PREDICATE(p_any, true)
PREDICATE(p_from_above, str_eq(x->source, STR("upper")) && !facts_has_organ(f, x->beside))
PREDICATE(p_own_part, !p_from_above(c, f, x))
PREDICATE(p_inquiry, str_eq(x->code, STR("inquiry")))
PREDICATE(p_verify, str_eq(x->code, STR("verify")))
PREDICATE(p_sanction, is_family(x, "party") || is_family(x, "gov"))
PREDICATE(p_party, is_family(x, "party"))
PREDICATE(p_gov, is_family(x, "gov"))
PREDICATE(p_org_handling, is_family(x, "org_handling"))
PREDICATE(p_accountability, is_family(x, "accountability"))
PREDICATE(p_dealt_with, p_sanction(c, f, x) || is_family(x, "org_handling") || is_family(x, "judicial"))
PREDICATE(p_person, !x->is_organisation)
PREDICATE(p_gang, tagged(c, x, "gang"))
PREDICATE(p_poverty, tagged(c, x, "poverty"))
PREDICATE(p_poverty_own, tagged(c, x, "poverty") || def_under(c->def, "topics", x->r->topic, STR("poverty")))
PREDICATE(p_well_heating, str_eq(x->r->campaign, STR("well_metering")) || str_eq(x->r->campaign, STR("electric_kang")))
PREDICATE(p_umbrella, x->r->matter != 0 && x->r->umbrella)
PREDICATE(p_gang_member, x->r->matter != 0 && x->r->gang_related && x->r->party_member)
PREDICATE(p_bears_form, x->r->form > 0)
PREDICATE(p_dic, str_eq(x->code, STR("dic")))
PREDICATE(p_sc, str_eq(x->code, STR("sc")))
PREDICATE(p_joint, str_eq(x->code, STR("joint")))
PREDICATE(p_rural, tagged(c, x, "rural"))

static const struct { const char *word; predicate_fn *fn; } predicates[] = {
    { "any", p_any }, { "from_above", p_from_above }, { "own_part", p_own_part }, { "inquiry", p_inquiry }, { "verify", p_verify },
    { "sanction", p_sanction }, { "party", p_party }, { "gov", p_gov }, { "org_handling", p_org_handling },
    { "accountability", p_accountability }, { "dealt_with", p_dealt_with }, { "person", p_person }, { "gang", p_gang },
    { "poverty", p_poverty }, { "poverty_own", p_poverty_own }, { "well_heating", p_well_heating }, { "umbrella", p_umbrella },
    { "gang_member", p_gang_member }, { "bears_form", p_bears_form }, { "dic", p_dic }, { "sc", p_sc }, { "joint", p_joint },
    { "rural", p_rural },
};

static predicate_fn *predicate_of(struct str word)
{
    for (size_t i = 0; i < COUNT_OF(predicates); i++)
        if (str_eq(str_z(predicates[i].word), word))
            return predicates[i].fn;
    return NULL;
}

/* ---- rules */
static bool word_index(const char *const *words, size_t n, struct str w, int *out)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(str_z(words[i]), w)) {
            *out = (int)i;
            return true;
        }
    return false;
}

static enum err where_read(struct ctx *c, struct str list, struct rule *out)
{
    while (list.n > 0) {
        struct str w = str_trim(str_cut(&list, ' '));
        predicate_fn *is = predicate_of(w);
        if (w.n == 0)
            continue;
        if (is == NULL || out->n_where == WHERE_MAX)
            return refuse(c, ERR_DEF, T_stats_no_word, w);
        out->where[out->n_where++] = is;
    }
    return ERR_OK;
}

static const char *const kinds[] = { "petition", "disposal", "case", "result", "proposal" };
static const char *const counts[] = { "rows", "lead", "person", "person_matter", "both" };

struct str rule_fault(const struct node *row)
{
    struct str from = node_str(row, "from"), count = node_str(row, "count"), where = node_str(row, "where");
    int i;

    if (!word_index(kinds, COUNT_OF(kinds), from, &i))
        return from;
    if (!word_index(counts, COUNT_OF(counts), count, &i))
        return count;
    while (where.n > 0) {
        struct str w = str_trim(str_cut(&where, ' '));
        if (w.n > 0 && predicate_of(w) == NULL)
            return w;
    }
    return STR("");
}

enum err rule_read(struct ctx *c, const struct node *row, struct rule *out)
{
    int from = 0, by = 0;
    int64_t form = 0;

    *out = (struct rule){ 0 };
    if (!word_index(kinds, COUNT_OF(kinds), node_str(row, "from"), &from) || !word_index(counts, COUNT_OF(counts), node_str(row, "count"), &by))
        return refuse(c, ERR_DEF, T_stats_no_word, node_str(row, "count"));
    out->from = (enum fact_kind)from;
    out->by = (enum count_by)by;
    out->rank_part = node_str(row, "rank_part");
    out->left_out = str_eq(node_str(row, "left_out"), STR("yes"));
    if (str_to_int(node_str(row, "form"), &form))
        out->form = (int)form;
    return where_read(c, node_str(row, "where"), out);
}

/* ---- ranks */
static const struct def_code *rank_row(struct ctx *c, struct str rank)
{
    const struct def_code *row = def_code(c->def, "rank", rank);
    struct str to = row != NULL ? node_str(row->row, "map_to") : STR("");

    return to.n > 0 ? def_code(c->def, "rank", to) : row;
}

int rank_weight(struct ctx *c, struct str rank)
{
    const struct def_code *row = rank_row(c, rank);

    return row != NULL ? 1000 - row->ord : -1;      /* the list begins with the highest */
}

bool rank_is_section(struct ctx *c, struct str rank)
{
    const struct def_code *row = rank_row(c, rank);

    return row != NULL && str_eq(node_str(row->row, "section"), STR("yes"));
}

struct str rank_bucket(struct ctx *c, struct str rank, bool is_organisation)
{
    const struct def_code *row = rank_row(c, rank);

    if (is_organisation)
        return STR("ORG");
    return row != NULL ? node_str(row->row, "bucket") : STR("");
}

/* ---- counting */
static bool holds(struct ctx *c, const struct facts *f, const struct rule *r, const struct fact *x)
{
    for (int i = 0; i < r->n_where; i++)
        if (!r->where[i](c, f, x))
            return false;
    return true;
}

static void key_of(const struct rule *r, const struct fact *x, int64_t *key, int64_t *key2)
{
    *key2 = 0;
    switch (r->by) {
    case COUNT_ROWS:          *key = x->id; break;
    case COUNT_LEAD:          *key = x->lead; break;
    case COUNT_PERSON:
    case COUNT_BOTH:          *key = x->r->person; break;
    case COUNT_PERSON_MATTER: *key = x->r->person; *key2 = x->r->matter; break;
    }
}

static int order(const void *x, const void *y)
{
    const struct counted *a = x, *b = y;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->key2 != b->key2)
        return a->key2 < b->key2 ? -1 : 1;
    int d = date_cmp(a->on, b->on);
    return d != 0 ? d : a->first->id < b->first->id ? -1 : a->first->id > b->first->id;
}

/* One person with both kinds of sanction is told by two bits, gathered while his facts are folded into one. */
static int kind_bit(const struct fact *x) { return str_eq(x->r->family, STR("party")) ? 1 : str_eq(x->r->family, STR("gov")) ? 2 : 0; }

static bool kept(struct ctx *c, const struct rule *r, const struct counted *k, int bits, struct str top_rank)
{
    (void)c;
    if (r->by == COUNT_BOTH && bits != 3)
        return false;
    if (r->form != 0 && k->form != r->form)
        return false;
    if (str_eq(r->rank_part, STR("section")))
        return rank_is_section(c, top_rank);
    if (str_eq(r->rank_part, STR("others")))
        return !rank_is_section(c, top_rank);
    return true;
}

/* Folds the sorted facts of equal keys into one counted thing each. */
static void fold(struct ctx *c, const struct rule *r, struct counted *all, int n, struct counted_list *out)
{
    for (int i = 0, end; i < n; i = end) {
        struct counted k = all[i];
        int bits = 0;
        struct str top = STR("");
        for (end = i; end < n && all[end].key == k.key && all[end].key2 == k.key2; end++) {
            const struct fact *x = all[end].first;
            bits |= kind_bit(x);
            k.form = x->r->form > k.form ? x->r->form : k.form;
            if (rank_weight(c, x->rank) > rank_weight(c, top))
                top = x->rank;
        }
        k.rank = rank_weight(c, top);
        if (!kept(c, r, &k, bits, top))
            continue;
        for (int m = i; m < end; m++)
            out->facts[out->n_facts++] = all[m].first;
        out->v[out->n++] = k;
    }
}

/* F14 leaves out whoever was sanctioned in the same matter, by any organ, on or before W.to. */
static enum err was_sanctioned(struct ctx *c, const struct facts *f, const struct fact *x, bool *out)
{
    struct ids leads, cases;

    *out = false;
    TRY(stat_person_sanctions(c, f, x->r->person, &leads, &cases));
    for (int i = 0; i < leads.n && !*out; i++) {
        int64_t root = 0;
        if (cases.v[i] != 0)
            TRY(matter_of_case(c, f->graph, cases.v[i], &root));
        else if (leads.v[i] != 0)
            TRY(matter_of_lead(c, f->graph, leads.v[i], &root));
        *out = root != 0 && root == x->r->matter;
    }
    return ERR_OK;
}

/* F11 leaves out whoever F10 counts. */
static bool is_umbrella_person(struct ctx *c, const struct facts *f, int64_t person)
{
    const struct fact_list *l = &f->of[FACT_RESULT];

    for (int i = 0; i < l->n; i++)
        if (l->v[i].r->person == person && p_umbrella(c, f, &l->v[i]) && p_dealt_with(c, f, &l->v[i]))
            return true;
    return false;
}

static enum err skip(struct ctx *c, const struct facts *f, const struct rule *r, const struct fact *x, bool *out)
{
    bool gang = r->n_where > 0 && r->where[0] == p_gang_member;

    *out = false;
    if (!r->left_out)
        return ERR_OK;
    if (gang) {
        *out = is_umbrella_person(c, f, x->r->person);
        return ERR_OK;
    }
    return x->r->matter != 0 ? was_sanctioned(c, f, x, out) : ERR_OK;
}

static void scratch_fit(struct ctx *c, struct scratch *s, int n)
{
    if (n <= s->cap)
        return;
    s->cap = n + n / 4;
    s->v = NEWS(c->a, struct counted, (size_t)s->cap);
    s->all = NEWS(c->a, struct counted, (size_t)s->cap);
    s->facts = arena_alloc(c->a, mul_size((size_t)s->cap, sizeof *s->facts), 16);
}

enum err count_run(struct ctx *c, const struct facts *f, const struct rule *r, struct counted_list *out)
{
    const struct fact_list *l = &f->of[r->from];
    bool rows = r->by == COUNT_ROWS;
    int n = 0;

    scratch_fit(c, f->scratch, l->n + 1);
    *out = (struct counted_list){ .v = f->scratch->v, .facts = f->scratch->facts };
    for (int i = 0; i < l->n; i++) {
        const struct fact *x = &l->v[i];
        bool skipped = false;
        if (!holds(c, f, r, x))
            continue;
        TRY(skip(c, f, r, x, &skipped));
        if (skipped)
            continue;
        struct counted *k = rows ? &out->v[n] : &f->scratch->all[n];
        *k = (struct counted){ .on = x->on, .first = x, .form = x->r->form };
        key_of(r, x, &k->key, &k->key2);
        out->facts[n++] = x;
    }
    if (rows) {                     /* nothing to fold: each row is one thing */
        out->n = out->n_facts = n;
        return ERR_OK;
    }
    if (n > 1)
        qsort(f->scratch->all, (size_t)n, sizeof *f->scratch->all, order);
    fold(c, r, f->scratch->all, n, out);
    return ERR_OK;
}
