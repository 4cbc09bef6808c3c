/* once.h - a form sent twice is taken once: the hidden token of the page stands in sent_form after the first time. */
#ifndef GATE_ONCE_H
#define GATE_ONCE_H

#include "base/ctx.h"

struct str once_make(struct arena *a);                  /* a fresh token for a form */
/* once_check - taken = true and the first answer's location when this token was used. "" is never taken. */
MUST_USE enum err once_check(struct ctx *c, struct str token, struct str *location, bool *taken);
MUST_USE enum err once_keep(struct ctx *c, struct str token, struct str location);

#endif
