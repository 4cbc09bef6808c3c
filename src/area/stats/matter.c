#include "area/stats/matter.h"

#include <string.h>

#include "area/stats/stats_store.h"

#define NEIGHBOURS_MAX 512      /* leads of a case, cases of a lead, persons of a lead */

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

const struct lead_node *graph_lead(const struct graph *g, int64_t lead)
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

static bool case_known(const struct graph *g, int64_t case_id)
{
    for (int i = g->n_cases - 1; i >= 0; i--)
        if (g->cases[i].k.case_id == case_id)
            return true;
    return false;
}

/* Everything beside one lead: the other leads of its live cases, the leads it was merged with, the flags of its persons. */
static enum err visit(struct ctx *c, struct graph *g, int index)
{
    int64_t lead = g->nodes[index].lead, root = g->nodes[index].root, near[NEIGHBOURS_MAX];
    struct matter_case cases[64];
    struct matter_flag flags[64];
    int n, m;

    TRY(stat_lead(c, &g->nodes[index]));
    TRY(stat_origin_tags(c, g->nodes[index].origin, &g->nodes[index].tags, &g->nodes[index].n_tags));
    TRY(stat_lead_flags(c, lead, flags, 64, &n));
    for (int i = 0; i < n; i++) {
        g->flags = grown(c, g->flags, g->n_flags, &g->cap_flags, sizeof *g->flags);
        g->flags[g->n_flags].root = root;
        g->flags[g->n_flags++].f = flags[i];
    }
    TRY(stat_lead_merges(c, lead, near, NEIGHBOURS_MAX, &m));
    for (int i = 0; i < m; i++)
        node_add(c, g, near[i], root);
    TRY(stat_lead_cases(c, lead, cases, 64, &n));
    for (int i = 0; i < n; i++) {
        if (case_known(g, cases[i].case_id))
            continue;
        g->cases = grown(c, g->cases, g->n_cases, &g->cap_cases, sizeof *g->cases);
        g->cases[g->n_cases].root = root;
        g->cases[g->n_cases++].k = cases[i];
        TRY(stat_case_leads(c, cases[i].case_id, near, NEIGHBOURS_MAX, &m));
        for (int k = 0; k < m; k++)
            node_add(c, g, near[k], root);
    }
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
    int64_t leads[NEIGHBOURS_MAX];
    int n;

    *root = 0;
    TRY(stat_case_leads(c, case_id, leads, NEIGHBOURS_MAX, &n));
    return n > 0 ? matter_of_lead(c, g, leads[0], root) : ERR_OK;
}

struct date matter_filed(const struct graph *g, int64_t root, int64_t person)
{
    struct date first = DATE_NONE;

    for (int i = 0; i < g->n_cases; i++) {
        const struct matter_case *k = &g->cases[i].k;
        if (g->cases[i].root == root && k->person == person && date_is_set(k->filed_on)
            && (!date_is_set(first) || date_cmp(k->filed_on, first) < 0))
            first = k->filed_on;
    }
    return first;
}

struct matter_flag matter_flag(const struct graph *g, int64_t root, int64_t person)
{
    struct matter_flag all = { .person = person };

    for (int i = 0; i < g->n_flags; i++)
        if (g->flags[i].root == root && g->flags[i].f.person == person) {
            all.umbrella = all.umbrella || g->flags[i].f.umbrella;
            all.gang_related = all.gang_related || g->flags[i].f.gang_related;
            all.party_member = all.party_member || g->flags[i].f.party_member;
        }
    return all;
}
