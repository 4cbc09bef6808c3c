/* front.h - what belongs to no slice: signing in and out, the home page, language, embedded assets, error pages. */
#ifndef APP_FRONT_H
#define APP_FRONT_H

#include "gate/route.h"
#include "page/layout.h"

struct error_view { struct page page; int status; struct str sentence, back; };
struct signin_view { struct str login, error, back, resume_path; struct field *kept; int n_kept; };
struct resume_view { struct str path; const struct field *kept; int n_kept, files; };      /* files: could not be kept */

extern const struct slice front_slice;
void error_body_html(struct html *h, struct ctx *c, const struct error_view *v);
void error_page_html(struct html *h, struct ctx *c, const struct error_view *v);
void signin_page_html(struct html *h, struct ctx *c, const struct signin_view *v);
void signin_code_html(struct html *h, struct ctx *c, const struct signin_view *v);
void kept_html(struct html *h, struct ctx *c, const struct signin_view *v);
void signin_password_html(struct html *h, struct ctx *c, struct str error);
void resume_page_html(struct html *h, struct ctx *c, const struct resume_view *v);

struct str safe_back(struct str to);             /* a path of ours, else "/" */
enum err asset_get(struct ctx *c, struct request *q, struct reply *out);        /* /assets/:hash/:name, of the outside too */

#endif
