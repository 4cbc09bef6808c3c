/* stats_store.h - the statements behind facts and matters. Knows columns, nothing else. */
#ifndef AREA_STATS_STATS_STORE_H
#define AREA_STATS_STATS_STORE_H

#include "area/stats/ask.h"
#include "area/stats/matter.h"

MUST_USE enum err stat_tree(struct ctx *c, int64_t root, struct date on, int64_t **out, int *n);
MUST_USE enum err stat_registers(struct ctx *c, int64_t organ_id, struct date opened_by, struct str **out, int *n);
MUST_USE enum err stat_name(struct ctx *c, int64_t organ_id, struct date on, struct str *district, struct str *account);
MUST_USE enum err stat_petitions(struct ctx *c, struct facts *f, int64_t organ_id);
/* stat_petitions_fold - those handed between organs of the scope are left once; the rest is sorted by id. */
MUST_USE enum err stat_petitions_fold(struct ctx *c, struct facts *f);
MUST_USE enum err stat_petition_parts(struct ctx *c, struct facts *f, int64_t organ_id);
MUST_USE enum err stat_disposals(struct ctx *c, struct facts *f, int64_t organ_id);
MUST_USE enum err stat_cases(struct ctx *c, struct facts *f, int64_t organ_id);
MUST_USE enum err stat_results(struct ctx *c, struct facts *f, int64_t organ_id);
MUST_USE enum err stat_proposals(struct ctx *c, struct facts *f, int64_t organ_id);
MUST_USE enum err stat_origin_tags(struct ctx *c, int64_t origin, struct str **out, int *n);
MUST_USE enum err stat_lead(struct ctx *c, struct lead_node *l);
MUST_USE enum err stat_lead_cases(struct ctx *c, int64_t lead, struct matter_case **out, int *n);
MUST_USE enum err stat_case_leads(struct ctx *c, int64_t case_id, struct ids *out);
/* stat_lead_beside - live leads merged with this one or of the same origin. */
MUST_USE enum err stat_lead_beside(struct ctx *c, const struct lead_node *l, struct ids *out);
MUST_USE enum err stat_lead_flags(struct ctx *c, int64_t lead, struct matter_flag **out, int *n);
/* stat_person_sanctions - of the person, effective on or before W.to, by any organ: the lead and the case of each, 0 = none. */
MUST_USE enum err stat_person_sanctions(struct ctx *c, const struct facts *f, int64_t person, struct ids *leads, struct ids *cases);
MUST_USE enum err stat_published_over(struct ctx *c, int64_t organ_id, struct window w, struct published *out);
MUST_USE enum err stat_is_below(struct ctx *c, int64_t root, int64_t organ_id, struct date on, bool *found);
MUST_USE enum err stat_organs_below(struct ctx *c, int64_t root, struct date on, const struct organ **out, int *n);
MUST_USE enum err stat_latest(struct ctx *c, int64_t organ_id, struct date *last);
MUST_USE enum err stat_report_text(struct ctx *c, const struct stat_ask *ask, struct str *problems, struct str *plans, bool *found);
MUST_USE enum err stat_member(struct ctx *c, const struct member *m, struct member_line *out);

#endif
