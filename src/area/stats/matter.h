/* matter.h - a matter is a connected set of leads over live cases and merges as they stand (definitions.md G6). Only what the window's results
 * touch is walked: the cost does not grow with the years kept. Private to stats. */
#ifndef AREA_STATS_MATTER_H
#define AREA_STATS_MATTER_H

#include "area/stats/facts.h"

struct ids { int64_t *v; int n; };
struct matter_case { int64_t case_id, person; struct date filed_on; };
struct matter_flag { int64_t person; bool umbrella, gang_related, party_member; };
/* first_case, first_flag: at a root, where the chain of its matter begins; index + 1, 0 = none. */
struct lead_node { int64_t lead, root, origin; bool voided; struct str *tags; int n_tags, first_case, first_flag; };

struct graph {
    struct lead_node *nodes; int n, cap;
    int64_t *slots; int n_slots;                    /* open addressing: lead id -> index + 1 */
    struct { int next; struct matter_case k; } *cases; int n_cases, cap_cases;
    struct { int next; struct matter_flag f; } *flags; int n_flags, cap_flags;
};

void graph_open(struct ctx *c, struct graph *g);
/* matter_of_lead - walks the matter of a lead if it is not known yet. root: a stable name inside this graph. */
MUST_USE enum err matter_of_lead(struct ctx *c, struct graph *g, int64_t lead, int64_t *root);
MUST_USE enum err matter_of_case(struct ctx *c, struct graph *g, int64_t case_id, int64_t *root);
const struct lead_node *graph_lead(const struct graph *g, int64_t lead);
/* matter_filed - the earliest filing of a case of this person in the matter, unset when there is none. */
struct date matter_filed(const struct graph *g, int64_t root, int64_t person);
struct matter_flag matter_flag(const struct graph *g, int64_t root, int64_t person);

#endif
