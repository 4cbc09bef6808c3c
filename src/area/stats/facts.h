/* facts.h - the source rows of one window, each once, with the columns that figures read. Private to stats. */
#ifndef AREA_STATS_FACTS_H
#define AREA_STATS_FACTS_H

#include "area/stats/stats.h"

enum fact_kind { FACT_PETITION, FACT_DISPOSAL, FACT_CASE, FACT_RESULT, FACT_PROPOSAL, FACT__MAX };

/* What only a result has; every other fact points to an empty one, so that predicates need not ask. */
struct result_part {
    int64_t person, matter;     /* canonical person; root of its matter, 0 = tied to no lead */
    int64_t case_id, lead_id;
    struct str family, basis, topic, campaign;
    int form;                   /* 1..4 as counted here, 0 = none */
    bool party_member, umbrella, gang_related;
};

struct fact {
    int64_t id, ref;            /* of the row; a disposal's ref is its lead's, where the list leads to */
    int64_t lead;               /* disposal: origin id of the lead, petition: its origin */
    int64_t beside;             /* petition: sending organ; disposal: its lead's own id */
    struct date on;             /* the one counting date (G4) */
    bool is_organisation, handed;
    struct str code;            /* disposal: method; result: code; proposal: type; petition: class */
    struct str channel, source, rank;
    struct str *tags; int n_tags;       /* topics: petition's own; disposal and result: of the lead(s), G13 */
    struct str *conduct; int n_conduct;
    struct result_part *r;
};
struct fact_list { struct fact *v; int n, cap; };

struct facts {
    struct window w;
    int64_t *organs; int n_organs;
    struct str *registers; int n_registers;     /* opened on or before w.from, for the reporting organ */
    struct str district, account;
    struct fact_list of[FACT__MAX];
    struct graph *graph;        /* matter.h */
    struct result_part *no_result;      /* of facts that are no results: all empty */
    int64_t viewer;             /* 0 = official: every row of the organs */
    struct str *pool; int n_pool;       /* texts that repeat from row to row, each once */
    uint16_t *slots;            /* by the hash of a text: its place in the pool, from 1 */
    struct scratch *scratch;    /* count.h: one figure's work at a time, shared by both windows */
};

/* facts_load - `out->scratch` may have been set before; it is kept. */
MUST_USE enum err facts_load(struct ctx *c, const struct stat_ask *ask, struct window w, struct facts *out);
/* facts_petitions - petitions of a window alone, without their parts. */
MUST_USE enum err facts_petitions(struct ctx *c, const struct stat_ask *ask, struct window w, struct facts *out);
struct str facts_word(struct ctx *c, struct facts *f, struct str borrowed);     /* the pool's copy */
bool facts_has_organ(const struct facts *f, int64_t organ_id);

#endif
