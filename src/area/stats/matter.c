#include "area/stats/matter.h"

#include <string.h>

#include "area/stats/stats_store.h"

void graph_open(struct ctx *c, struct graph *g)
{
    *g = (struct graph){ .n_slots = 1024 };
    g->slots = NEWS(c->a, int64_t, (size_t)g->n_slots);
}

static size_t slot_of(const struct graph *g, int64_t lead)
{
    uint64_t h = (uint64_t)lead * 0x9E3779B97F4A7C15u;
    size_t at = (size_t)(h >> 20) % (size_t)g->n_slots;

    while (g->slots[at] != 0 && g->nodes[g->slots[at] - 1].lead != lead)
        at = (at + 1) % (size_t)g->n_slots;
    return at;
}

static struct lead_node *node_of(const struct graph *g, int64_t lead)
{
    size_t at = slot_of(g, lead);

    return g->slots[at] == 0 ? NULL : &g->nodes[g->slots[at] - 1];
}

static void *grown(struct ctx *c, void *old, int n, int *cap, size_t size)
{
    if (n < *cap)
        return old;
    int more = *cap == 0 ? 256 : *cap * 2;
    char *p = arena_alloc(c->a, mul_size((size_t)more, size), 16);
    if (n > 0)
        memcpy(p, old, (size_t)n * size);
    *cap = more;
    return p;
}

static void rehash(struct ctx *c, struct graph *g)
{
    g->n_slots *= 4;
    g->slots = NEWS(c->a, int64_t, (size_t)g->n_slots);
    for (int i = 0; i < g->n; i++)
        g->slots[slot_of(g, g->nodes[i].lead)] = i + 1;
}

const struct lead_node *graph_lead(const struct graph *g, int64_t lead) { return node_of(g, lead); }

static bool node_add(struct ctx *c, struct graph *g, int64_t lead, int64_t root)
{
    if (graph_lead(g, lead) != NULL)
        return false;
    if (g->n * 2 > g->n_slots)
        rehash(c, g);
    g->nodes = grown(c, g->nodes, g->n, &g->cap, sizeof *g->nodes);
    g->nodes[g->n] = (struct lead_node){ .lead = lead, .root = root };
    g->slots[slot_of(g, lead)] = ++g->n;
    return true;
}

static bool case_known(const struct graph *g, int64_t root, int64_t case_id)
{
    for (int i = node_of(g, root)->first_case; i != 0; i = g->cases[i - 1].next)
        if (g->cases[i - 1].k.case_id == case_id)
            return true;
    return false;
}

static enum err case_add(struct ctx *c, struct graph *g, int64_t root, const struct matter_case *k)
{
    struct ids leads;

    if (case_known(g, root, k->case_id))
        return ERR_OK;
    g->cases = grown(c, g->cases, g->n_cases, &g->cap_cases, sizeof *g->cases);
    g->cases[g->n_cases].next = node_of(g, root)->first_case;
    g->cases[g->n_cases].k = *k;
    node_of(g, root)->first_case = ++g->n_cases;
    TRY(stat_case_leads(c, k->case_id, &leads));
    for (int i = 0; i < leads.n; i++)
        node_add(c, g, leads.v[i], root);
    return ERR_OK;
}

static void flag_add(struct ctx *c, struct graph *g, int64_t root, const struct matter_flag *f)
{
    g->flags = grown(c, g->flags, g->n_flags, &g->cap_flags, sizeof *g->flags);
    g->flags[g->n_flags].next = node_of(g, root)->first_flag;
    g->flags[g->n_flags].f = *f;
    node_of(g, root)->first_flag = ++g->n_flags;
}

/* Everything beside one lead: the other leads of its live cases, the leads it was merged with, the flags of its persons. */
static enum err visit(struct ctx *c, struct graph *g, int index)
{
    int64_t lead = g->nodes[index].lead, root = g->nodes[index].root;
    struct ids near;
    struct matter_case *cases;
    struct matter_flag *flags;
    int n;

    TRY(stat_lead(c, &g->nodes[index]));
    if (g->nodes[index].voided)
        return ERR_OK;                  /* what is voided joins nothing and lends nothing (G3) */
    TRY(stat_origin_tags(c, g->nodes[index].origin, &g->nodes[index].tags, &g->nodes[index].n_tags));
    TRY(stat_lead_flags(c, lead, &flags, &n));
    for (int i = 0; i < n; i++)
        flag_add(c, g, root, &flags[i]);
    TRY(stat_lead_beside(c, &g->nodes[index], &near));
    for (int i = 0; i < near.n; i++)
        node_add(c, g, near.v[i], root);
    TRY(stat_lead_cases(c, lead, &cases, &n));
    for (int i = 0; i < n; i++)
        TRY(case_add(c, g, root, &cases[i]));
    return ERR_OK;
}

enum err matter_of_lead(struct ctx *c, struct graph *g, int64_t lead, int64_t *root)
{
    const struct lead_node *known = graph_lead(g, lead);

    if (known != NULL) {
        *root = known->root;
        return ERR_OK;
    }
    *root = lead;
    int at = g->n;
    node_add(c, g, lead, lead);
    for (; at < g->n; at++)             /* breadth first: new nodes stand behind */
        TRY(visit(c, g, at));
    return ERR_OK;
}

enum err matter_of_case(struct ctx *c, struct graph *g, int64_t case_id, int64_t *root)
{
    struct ids leads;

    *root = 0;
    TRY(stat_case_leads(c, case_id, &leads));
    return leads.n > 0 ? matter_of_lead(c, g, leads.v[0], root) : ERR_OK;
}

struct date matter_filed(const struct graph *g, int64_t root, int64_t person)
{
    struct date first = DATE_NONE;
    const struct lead_node *top = node_of(g, root);

    for (int i = top != NULL ? top->first_case : 0; i != 0; i = g->cases[i - 1].next) {
        const struct matter_case *k = &g->cases[i - 1].k;
        if (k->person == person && date_is_set(k->filed_on) && (!date_is_set(first) || date_cmp(k->filed_on, first) < 0))
            first = k->filed_on;
    }
    return first;
}

struct matter_flag matter_flag(const struct graph *g, int64_t root, int64_t person)
{
    struct matter_flag all = { .person = person };
    const struct lead_node *top = node_of(g, root);

    for (int i = top != NULL ? top->first_flag : 0; i != 0; i = g->flags[i - 1].next) {
        const struct matter_flag *f = &g->flags[i - 1].f;
        if (f->person != person)
            continue;
        all.umbrella = all.umbrella || f->umbrella;
        all.gang_related = all.gang_related || f->gang_related;
        all.party_member = all.party_member || f->party_member;
    }
    return all;
}
