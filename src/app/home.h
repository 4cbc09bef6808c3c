/* home.h - the first page: what waits for me, and how the period stands. */
#ifndef APP_HOME_H
#define APP_HOME_H

#include "gate/route.h"
#include "page/layout.h"

struct home_wait { struct str label, path; int64_t n; };
struct home_view { struct page page; struct home_wait waits[12]; int n_waits; };

enum err home_page(struct ctx *c, struct request *q, struct reply *out);
void home_html(struct html *h, struct ctx *c, const struct home_view *v);
void home_counts(struct ctx *c, int64_t counts[HERE__MAX]);     /* for the menu; see page_counts_by */

#endif
