/* portal.h - the outside: a server of its own kind. */
#ifndef APP_PORTAL_H
#define APP_PORTAL_H

#include "app/app.h"
#include "area/admin/admin.h"
#include "area/portal/portal.h"

int portal_main(int argc, char **argv);         /* xiezhi portal --data DIR [--listen ADDR:PORT|PATH] */
/* portal_found - a directory DIR/portal for an outside beside this inside. Errors: IN_USE, DENIED, FULL, VAULT. */
MUST_USE enum err portal_found(struct app *app, struct ctx *c, const struct organ *o);
/* portal_make - the directory with its keys, configuration and database. portal_pairs_new - fresh pairs for acknowledgements and bundles, not certified yet. */
MUST_USE enum err portal_make(struct app *app, struct arena *a, const char *dir, const struct portal_keys *k);
void portal_pairs_new(struct portal_keys *k, struct date from);

#endif
