/* chores.h - the list of what the job thread does, each by its own slice; `every` rounds of a second. */
#ifndef APP_CHORES_H
#define APP_CHORES_H

#include "app/app.h"

/* slow: may take minutes, so it has a thread of its own and keeps no other one waiting. */
struct chore { const char *name; int every; enum err (*run)(struct app *app, struct ctx *c, bool *again); bool slow; };
extern const struct chore chores[];
extern const size_t chores_n;
extern const struct user user_program;
bool jobs_stopping(void);               /* the program ends: a slow chore asks it about once a second */
/* search_catch_up - indexes all that waits; empties c->a. For a command line that searches. */
MUST_USE enum err search_catch_up(struct app *app, struct ctx *c);

#endif
