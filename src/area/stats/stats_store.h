/* stats_store.h - the statements behind facts and matters. Knows columns, nothing else. */
#ifndef AREA_STATS_STATS_STORE_H
#define AREA_STATS_STATS_STORE_H

#include "area/stats/matter.h"

MUST_USE enum err stat_tree(struct ctx *c, int64_t root, struct date on, int64_t **out, int *n);
MUST_USE enum err stat_registers(struct ctx *c, int64_t organ_id, struct date opened_by, struct str **out, int *n);
MUST_USE enum err stat_name(struct ctx *c, int64_t organ_id, struct date on, struct str *district, struct str *account);
MUST_USE enum err stat_petitions(struct ctx *c, struct facts *f, int64_t organ_id);
MUST_USE enum err stat_petition_parts(struct ctx *c, struct facts *f, int64_t organ_id);
MUST_USE enum err stat_disposals(struct ctx *c, struct facts *f, int64_t organ_id);
MUST_USE enum err stat_cases(struct ctx *c, struct facts *f, int64_t organ_id);
MUST_USE enum err stat_results(struct ctx *c, struct facts *f, int64_t organ_id);
MUST_USE enum err stat_proposals(struct ctx *c, struct facts *f, int64_t organ_id);
MUST_USE enum err stat_origin_tags(struct ctx *c, int64_t origin, struct str **out, int *n);
MUST_USE enum err stat_lead(struct ctx *c, struct lead_node *l);
MUST_USE enum err stat_lead_cases(struct ctx *c, int64_t lead, struct matter_case *out, int max, int *n);
MUST_USE enum err stat_case_leads(struct ctx *c, int64_t case_id, int64_t *out, int max, int *n);
MUST_USE enum err stat_lead_merges(struct ctx *c, int64_t lead, int64_t *out, int max, int *n);
MUST_USE enum err stat_lead_flags(struct ctx *c, int64_t lead, struct matter_flag *out, int max, int *n);
MUST_USE enum err stat_person_sanctions(struct ctx *c, int64_t person, struct date to, int64_t (*pairs)[2], int max, int *n);
struct fact *fact_add(struct ctx *c, struct fact_list *l);

#endif
