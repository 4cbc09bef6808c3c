/* orphans.h - what was sealed and has no petition: a crash between the vault's commit and the register's (decisions 15). */
#ifndef APP_ORPHANS_H
#define APP_ORPHANS_H

#include "base/ctx.h"

#define ORPHAN_AGE_MS ((int64_t)3600 * 1000)

struct orphans { int64_t *refs; int n; };
/* orphans_find - references that the vault has held for an hour and the register does not know. Read half. */
MUST_USE enum err orphans_find(struct ctx *c, struct orphans *out);
/* orphans_note - looked at once more, and one audit row about all of them, in the open transaction; only then may the vault drop them. */
MUST_USE enum err orphans_note(struct ctx *c, struct orphans *o);

#endif
