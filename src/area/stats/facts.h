/* facts.h - the source rows of one window, each once, with the columns that figures read. Private to stats. */
#ifndef AREA_STATS_FACTS_H
#define AREA_STATS_FACTS_H

#include "area/stats/stats.h"

enum fact_kind { FACT_PETITION, FACT_DISPOSAL, FACT_CASE, FACT_RESULT, FACT_PROPOSAL, FACT__MAX };

struct fact {
    int64_t id, ref;            /* of the row; a disposal's ref is its lead's, where the list leads to */
    int64_t lead;               /* disposal: origin id of the lead */
    int64_t person;             /* result: canonical person */
    int64_t matter;             /* result: root of its matter, 0 = tied to no lead */
    int64_t source_organ, case_id, lead_id;
    struct date on;             /* the one counting date (G4) */
    struct str code;            /* disposal: method; result: code; proposal: type; petition: class */
    struct str family, basis, channel, source, rank, topic, campaign;
    struct str *tags; int n_tags;       /* topics: petition's own; disposal and result: of the lead(s), G13 */
    struct str *conduct; int n_conduct;
    bool is_organisation, party_member, umbrella, gang_related;
    int form;                   /* result: 1..4 as counted here, 0 = none */
};
struct fact_list { struct fact *v; int n, cap; };

struct facts {
    struct window w;
    int64_t *organs; int n_organs;
    struct str *registers; int n_registers;     /* opened on or before w.from, for the reporting organ */
    struct str district, account;
    struct fact_list of[FACT__MAX];
    struct graph *graph;        /* matter.h */
};

MUST_USE enum err facts_load(struct ctx *c, const struct stat_ask *ask, struct window w, struct facts *out);
bool facts_has_organ(const struct facts *f, int64_t organ_id);

#endif
