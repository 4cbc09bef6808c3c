/* once.h - a form sent twice is taken once: the hidden token of the page stands in sent_form after the first time. */
#ifndef GATE_ONCE_H
#define GATE_ONCE_H

#include "base/ctx.h"

struct str once_make(struct arena *a);                  /* a fresh token for a form */
/* once_claim - the token is this call's from now on; or taken = true and the first answer's location. Two calls at the same time: the
 * second waits for the first one's commit. "" is never taken. */
MUST_USE enum err once_claim(struct ctx *c, struct str token, struct str *location, bool *taken);
/* once_done - what was done is found again at `location`; "" = nothing was done (the page came back with faults): the token is free. */
MUST_USE enum err once_done(struct ctx *c, struct str token, struct str location);
/* once_was_used - something was done with this page's form already. */
MUST_USE enum err once_was_used(struct ctx *c, struct str token, bool *used);

#endif
