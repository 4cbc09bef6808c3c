/* lead_store.h - rows of lead, its parts and its disposals. Knows columns, nothing else. */
#ifndef AREA_CASEWORK_LEAD_STORE_H
#define AREA_CASEWORK_LEAD_STORE_H

#include "area/casework/lead.h"

MUST_USE enum err lead_store_add(struct ctx *c, const struct lead_new *n, const struct lead *l);
MUST_USE enum err lead_store_person(struct ctx *c, int64_t lead_id, const struct person *p, struct str rank);
MUST_USE enum err lead_store_tags(struct ctx *c, int64_t lead_id, const struct str *topics, int n);     /* replaces */
MUST_USE enum err lead_store_load(struct ctx *c, int64_t ref, struct lead *out);
MUST_USE enum err lead_store_freeze(struct ctx *c, int64_t lead_id, struct date on);
MUST_USE enum err lead_store_flag(struct ctx *c, int64_t lead_id, int64_t person_id, bool umbrella, bool gang_related);
MUST_USE enum err lead_store_merge(struct ctx *c, int64_t lead_a, int64_t lead_b);
MUST_USE enum err lead_store_unmerge(struct ctx *c, int64_t lead_a, int64_t lead_b);
MUST_USE enum err lead_store_void(struct ctx *c, const struct lead *l, struct str reason);
MUST_USE enum err lead_store_key_known(struct ctx *c, int64_t organ_id, struct str key, struct str *no);
/* lead_store_load_new - the lead just written, without asking the scope: its maker may see it or not. */
MUST_USE enum err lead_store_load_new(struct ctx *c, int64_t id, const struct lead *made, struct lead *out);
MUST_USE enum err lead_store_flow(struct ctx *c, int64_t id, struct flow_record *out);
MUST_USE enum err disposal_store_add(struct ctx *c, const struct disposal *d);
MUST_USE enum err disposal_store_approve(struct ctx *c, const struct disposal *d);
MUST_USE enum err disposal_store_end(struct ctx *c, const struct disposal *d);

/* Disposals of a lead that are proposed or under way, and those ever approved. */
MUST_USE enum err lead_store_disposals(struct ctx *c, int64_t lead_id, int64_t *waiting, int64_t *approved);
MUST_USE enum err lead_store_ref_by_no(struct ctx *c, struct str no, int64_t *ref);
/* lead_store_ties - the cases of a lead, then the leads merged with it, that the viewer may see. no "" = not filed yet. */
struct lead_tie { int64_t ref; struct str no, subject; bool is_case; };
#define LEAD_TIES_MAX 32
MUST_USE enum err lead_store_ties(struct ctx *c, int64_t lead_id, struct lead_tie *out, int *n);
MUST_USE enum err disposal_store_void(struct ctx *c, const struct disposal *d, struct str reason);
#endif
