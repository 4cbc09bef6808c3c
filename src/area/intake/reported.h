/* reported.h - a reported person as somebody wrote him down; shared by the petition and the lead that grows from it. */
#ifndef AREA_INTAKE_REPORTED_H
#define AREA_INTAKE_REPORTED_H

#include "def/def.h"

#define REPORTED_MAX 20         /* persons of one petition or lead */
#define TAGS_MAX     16         /* topics, kinds of conduct */

struct reported { struct str name, unit, post, rank; int64_t person_id; };      /* name "" = not named; rank "" = 未填 */

/* rank_article15 - does a report on somebody of this rank belong elsewhere (def/codes.yaml petition_rank)? false for no rank. */
bool rank_article15(const struct def *d, struct str rank);

#endif
