/* portal_slice.h - what the reporting site gives to app/portal.c, and its pages. No session, no cookie, no user. */
#ifndef AREA_PORTAL_PORTAL_SLICE_H
#define AREA_PORTAL_PORTAL_SLICE_H

#include "area/portal/incoming_web.h"
#include "gate/route.h"
#include "page/html.h"

/* What a handler of the outside works with; set by app/portal for every request. */
struct portal_call { const struct portal_keys *keys; struct upload_gate *gate; struct incoming *incoming; bool json; };
const struct portal_call *portal_call_of(const struct request *q);
extern const struct slice portal_slice;
bool portal_takes_body(struct str path);        /* its form may bring files: read as it arrives */
void portal_refused(struct ctx *c, struct request *q, enum err e, struct reply *out);      /* a page, or json, that says what to do */

struct portal_frame { struct str title, organ, path; };
struct portal_form_view { struct portal_frame frame; const struct portal_report *r; struct str error, field; };
struct portal_taken_view { struct portal_frame frame; struct str receipt, acknowledgement; bool real; };
struct portal_follow_view { struct portal_frame frame; struct str error, typed; };
struct portal_matter_view { struct portal_frame frame; const struct portal_matter *m; struct str receipt, said; };
struct portal_error_view { struct portal_frame frame; struct str sentence, back; };
void portal_home_html(struct html *h, struct ctx *c, const struct portal_frame *f);
void portal_form_html(struct html *h, struct ctx *c, const struct portal_form_view *v);
void portal_taken_html(struct html *h, struct ctx *c, const struct portal_taken_view *v);
void portal_follow_html(struct html *h, struct ctx *c, const struct portal_follow_view *v);
void portal_matter_html(struct html *h, struct ctx *c, const struct portal_matter_view *v);
void portal_error_html(struct html *h, struct ctx *c, const struct portal_error_view *v);
void portal_away_html(struct html *h, struct ctx *c);

#endif
