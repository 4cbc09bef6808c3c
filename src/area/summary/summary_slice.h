/* summary_slice.h - what the slice gives to app/slices.c, and its pages. */
#ifndef AREA_SUMMARY_SUMMARY_SLICE_H
#define AREA_SUMMARY_SUMMARY_SLICE_H

#include "area/summary/summary.h"
#include "gate/route.h"
#include "page/layout.h"
#include "page/list.h"

#define SUMMARY_ROUTES 12
extern const struct slice summary_slice;
extern const struct route summary_routes[SUMMARY_ROUTES];

struct summary_list_view { struct page page; struct list_view list; const struct report *all; int n; bool may_edit; struct str period, latest; };
struct changed_figure { struct str id, name, frozen, now; int added, gone; };
struct typed_number { struct str context, part; };
struct summary_view {
    struct page page;
    struct report r;
    struct str ref, inside;             /* the document as html, already escaped by doc_html */
    struct doc *doc;
    bool may_edit, may_publish, official, conflict;
    struct str typed_problems, typed_plans;             /* what stands in the boxes: stored, or typed and not taken */
    struct str said_fault;                              /* why it was not taken */
    int n_failed, n_unregistered, n_pages;
    const struct stats *s;
    const struct report *others; int n_others;          /* published, to compare with */
};
struct frozen_view {
    struct page page;
    struct report r, b;                 /* b: the other side of a comparison */
    struct str ref, id;
    struct changed_figure *rows; int n;
    struct list_view list; int unseen;
    int n_added, n_gone;
    struct str which;                   /* "", "added", "gone" */
    bool full_scope;
};
struct str figure_tag(struct ctx *c, struct str id);         /* as it is typed into a free part */
void summary_list_html(struct html *h, struct ctx *c, const struct summary_list_view *v);
void summary_html(struct html *h, struct ctx *c, const struct summary_view *v);
void summary_publish_html(struct html *h, struct ctx *c, const struct summary_view *v);
void summary_pages_html(struct html *h, struct ctx *c, const struct summary_view *v);
void summary_checks_html(struct html *h, struct ctx *c, const struct summary_view *v);
void formats_html(struct html *h, struct ctx *c, const struct summary_view *v);
void summary_frozen_html(struct html *h, struct ctx *c, const struct summary_view *v);
void summary_editor_html(struct html *h, struct ctx *c, const struct summary_view *v);
void changes_html(struct html *h, struct ctx *c, const struct frozen_view *v);
void compare_html(struct html *h, struct ctx *c, const struct frozen_view *v);
void frozen_rows_html(struct html *h, struct ctx *c, const struct frozen_view *v);

/* Between summary_web.c, publish_web.c and frozen_web.c. */
MUST_USE enum err report_arg(struct ctx *c, const struct request *q, struct report *r);
struct str report_path(struct ctx *c, const struct report *r, const char *tail);
struct str report_title(struct ctx *c, const struct report *r);
void summary_open(struct ctx *c, const struct request *q, struct summary_view *v);
MUST_USE enum err draft_inside(struct ctx *c, struct summary_view *v, struct stats *s);
enum err publish_page(struct ctx *c, struct request *q, struct reply *out);
enum err publish_read(struct ctx *c, struct request *q, struct reply *out);
enum err publish_post(struct ctx *c, struct request *q, struct reply *out);
enum err changes_page(struct ctx *c, struct request *q, struct reply *out);
enum err compare_page(struct ctx *c, struct request *q, struct reply *out);
enum err frozen_rows_page(struct ctx *c, struct request *q, struct reply *out);

#endif
