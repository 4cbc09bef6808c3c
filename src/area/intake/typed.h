/* typed.h - what every form about reported persons reads in the same way: the registration of a letter, and of a report from outside. */
#ifndef AREA_INTAKE_TYPED_H
#define AREA_INTAKE_TYPED_H

#include "area/intake/petition.h"

struct form_values;
/* petition_persons_read - of a form with the field persons: rank before all else, and initials where they mean one person.
 * petition_parts_typed - its persons, class, conduct, topics, subject and place, into n. */
MUST_USE enum err petition_persons_read(struct ctx *c, struct form_values *v);
void petition_parts_typed(const struct form_values *v, struct petition_new *n);

#endif
