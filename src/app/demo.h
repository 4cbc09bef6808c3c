/* demo.h - the demonstration district, made by the same domain calls as the pages use; the same every time. */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include "app/app.h"
#include "area/admin/admin.h"

/* demo_fill - organs, petitions, leads, cases, results, reports of 2019H1 to 2020H1. Errors: whatever a domain call refuses. */
MUST_USE enum err demo_fill(struct app *app, struct ctx *c, const struct organ *district);

/* demo_portal - reports on the reporting site in every state, both sides played; *receipts: of some, a line each. */
MUST_USE enum err demo_portal(struct app *app, struct ctx *c, const struct organ *district, struct str *receipts);

#endif
