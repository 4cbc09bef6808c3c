/* summary_slice.h - what the slice gives to app/slices.c, and its pages. */
#ifndef AREA_SUMMARY_SUMMARY_SLICE_H
#define AREA_SUMMARY_SUMMARY_SLICE_H

#include "area/summary/summary.h"
#include "gate/route.h"
#include "page/layout.h"
#include "page/list.h"

#define SUMMARY_ROUTES 6
extern const struct slice summary_slice;
extern const struct route summary_routes[SUMMARY_ROUTES];

struct summary_list_view { struct page page; struct list_view list; bool may_edit; struct str period; };
struct changed_figure { struct str id, name, frozen, now; };
struct summary_view {
    struct page page;
    struct report r;
    struct str ref, inside;             /* the document as html, already escaped by doc_html */
    struct doc *doc;
    bool may_edit, may_publish;
    struct changed_figure *changed; int n_changed;      /* published: figures that would differ today */
    const struct stats *s;
};
void summary_list_html(struct html *h, struct ctx *c, const struct summary_list_view *v);
void summary_html(struct html *h, struct ctx *c, const struct summary_view *v);

#endif
