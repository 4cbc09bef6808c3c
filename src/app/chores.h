/* chores.h - the list of what the job thread does, each by its own slice; `every` rounds of a second. */
#ifndef APP_CHORES_H
#define APP_CHORES_H

#include "app/app.h"

struct chore { const char *name; int every; enum err (*run)(struct app *app, struct ctx *c, bool *again); };
extern const struct chore chores[];
extern const size_t chores_n;
extern const struct user user_program;

#endif
