/* docs.h - what the slice gives to app/slices.c, and its one page. The domain's face is paper.h. */
#ifndef AREA_DOCS_DOCS_H
#define AREA_DOCS_DOCS_H

#include "gate/route.h"
#include "page/layout.h"

extern const struct slice docs_slice;
struct letter_view { struct page page; struct str template, action, back, due_on; bool needs_summary; };
void letter_html(struct html *h, struct ctx *c, const struct letter_view *v);

#endif
