/* casework_texts.h - private to area/docs: the words that papers of leads, cases, results and proposals take from their records. */
#ifndef AREA_DOCS_CASEWORK_TEXTS_H
#define AREA_DOCS_CASEWORK_TEXTS_H

#include "area/casework/proposal.h"
#include "area/casework/result.h"
#include "area/docs/paper.h"

MUST_USE enum err lead_texts(struct ctx *c, const struct lead *l, struct paper *out);
MUST_USE enum err case_texts(struct ctx *c, const struct casefile *k, const struct document *d, struct paper *out);
MUST_USE enum err result_texts(struct ctx *c, const struct result *r, const struct document *d, struct paper *out);
void proposal_texts(struct ctx *c, const struct proposal *p, const struct document *d, struct paper *out);
struct str result_rules(struct ctx *c, const struct result *r);     /* the rules its kind stood under on the day of the decision */

#endif
