#include "area/stats/facts.h"

#include "area/stats/stats_store.h"

#define POOL_MAX   4096         /* code words; what lies beyond is simply copied */
#define POOL_SLOTS 8192         /* where a word is looked for first: never more than half full */

static unsigned slot_of(struct str s)
{
    uint32_t h = 2166136261U;   /* FNV-1a */

    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (unsigned char)s.p[i]) * 16777619U;
    return h % POOL_SLOTS;
}

struct str facts_word(struct ctx *c, struct facts *f, struct str borrowed)
{
    unsigned at = slot_of(borrowed);

    for (; f->slots[at] != 0; at = (at + 1) % POOL_SLOTS)
        if (str_eq(f->pool[f->slots[at] - 1], borrowed))
            return f->pool[f->slots[at] - 1];
    struct str own = str_copy(c->a, borrowed);
    if (f->n_pool < POOL_MAX) {
        f->pool[f->n_pool++] = own;
        f->slots[at] = (uint16_t)f->n_pool;
    }
    return own;
}

bool facts_has_organ(const struct facts *f, int64_t organ_id)
{
    int lo = 0, hi = f->n_organs - 1;

    while (lo <= hi) {
        int mid = (lo + hi) / 2;
        if (f->organs[mid] == organ_id)
            return true;
        if (f->organs[mid] < organ_id)
            lo = mid + 1;
        else
            hi = mid - 1;
    }
    return false;
}

/* The form that a result bears (F40-F44): by its code; expulsion after a conviction and a transfer after filing are the fourth. */
static int form_of(struct ctx *c, const struct facts *f, const struct fact *x)
{
    const struct def_code *row = def_code(c->def, "results", x->code);
    struct str after = row != NULL ? node_str(row->row, "form_after_conviction") : STR("");
    int64_t form = 0;

    if (row == NULL || x->r->matter == 0 || x->is_organisation)
        return 0;
    if (str_eq(x->r->basis, STR("after_conviction")) && str_to_int(after, &form))
        return (int)form;
    if (str_eq(x->r->family, STR("judicial"))) {
        struct date filed = matter_filed(f->graph, x->r->matter, x->r->person);
        return date_is_set(filed) && date_cmp(x->on, filed) >= 0 ? 4 : 0;
    }
    return str_to_int(node_str(row->row, "form"), &form) ? (int)form : 0;
}

static void tags_join(struct ctx *c, struct fact *x, const struct lead_node *l)
{
    if (l == NULL || l->voided || l->n_tags == 0)
        return;
    struct str *all = NEWS(c->a, struct str, (size_t)(x->n_tags + l->n_tags));
    for (int i = 0; i < x->n_tags; i++)
        all[i] = x->tags[i];
    for (int i = 0; i < l->n_tags; i++)
        all[x->n_tags + i] = l->tags[i];
    x->tags = all;
    x->n_tags += l->n_tags;
}

/* A result carries the topics of its case's leads, or of its own lead (G13). */
static enum err result_tags(struct ctx *c, struct facts *f, struct fact *x)
{
    struct ids leads = { &x->r->lead_id, x->r->lead_id != 0 };

    if (x->r->case_id != 0)
        TRY(stat_case_leads(c, x->r->case_id, &leads));
    for (int i = 0; i < leads.n; i++)
        tags_join(c, x, graph_lead(f->graph, leads.v[i]));
    return ERR_OK;
}

static enum err results_place(struct ctx *c, struct facts *f)
{
    struct fact_list *l = &f->of[FACT_RESULT];

    for (int i = 0; i < l->n; i++) {
        struct fact *x = &l->v[i];
        if (x->r->case_id != 0)
            TRY(matter_of_case(c, f->graph, x->r->case_id, &x->r->matter));
        else if (x->r->lead_id != 0)
            TRY(matter_of_lead(c, f->graph, x->r->lead_id, &x->r->matter));
        TRY(result_tags(c, f, x));
    }
    for (int i = 0; i < l->n; i++) {        /* forms and flags need the whole graph */
        struct fact *x = &l->v[i];
        struct matter_flag flag = matter_flag(f->graph, x->r->matter, x->r->person);
        x->r->umbrella = flag.umbrella;
        x->r->gang_related = flag.gang_related;
        x->r->party_member = x->r->case_id != 0 ? x->r->party_member : flag.party_member;
        x->r->form = form_of(c, f, x);
    }
    return ERR_OK;
}

static enum err facts_open(struct ctx *c, const struct stat_ask *ask, struct window w, struct facts *out)
{
    *out = (struct facts){ .w = w, .graph = NEW(c->a, struct graph), .viewer = ask->viewer, .scratch = out->scratch,
        .no_result = NEW(c->a, struct result_part), .pool = NEWS(c->a, struct str, POOL_MAX),
        .slots = NEWS(c->a, uint16_t, POOL_SLOTS) };
    graph_open(c, out->graph);
    if (ask->own) {
        out->organs = NEW(c->a, int64_t);
        out->organs[0] = ask->organ_id;
        out->n_organs = 1;
    } else {
        TRY(stat_tree(c, ask->organ_id, w.to, &out->organs, &out->n_organs));
    }
    TRY(stat_registers(c, ask->organ_id, w.from, &out->registers, &out->n_registers));
    return stat_name(c, ask->organ_id, w.to, &out->district, &out->account);
}

static enum err petitions(struct ctx *c, struct facts *out)
{
    for (int i = 0; i < out->n_organs; i++)
        TRY(stat_petitions(c, out, out->organs[i]));
    return stat_petitions_fold(c, out);
}

enum err facts_petitions(struct ctx *c, const struct stat_ask *ask, struct window w, struct facts *out)
{
    TRY(facts_open(c, ask, w, out));
    return petitions(c, out);
}

enum err facts_load(struct ctx *c, const struct stat_ask *ask, struct window w, struct facts *out)
{
    TRY(facts_open(c, ask, w, out));
    if (ask->masked)
        return ERR_OK;
    TRY(petitions(c, out));
    for (int i = 0; i < out->n_organs; i++) {
        TRY(stat_petition_parts(c, out, out->organs[i]));
        TRY(stat_disposals(c, out, out->organs[i]));
        TRY(stat_cases(c, out, out->organs[i]));
        TRY(stat_results(c, out, out->organs[i]));
        TRY(stat_proposals(c, out, out->organs[i]));
    }
    return results_place(c, out);
}
