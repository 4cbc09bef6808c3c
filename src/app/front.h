/* front.h - what belongs to no slice: signing in and out, the home page, language, embedded assets, error pages. */
#ifndef APP_FRONT_H
#define APP_FRONT_H

#include "gate/route.h"
#include "page/html.h"

struct error_view { int status; struct str sentence, back; };
struct signin_view { struct str login, error, back, resume_path; struct field *kept; int n_kept; };
struct resume_view { struct str path; const struct field *kept; int n_kept; };

extern const struct slice front_slice;
void error_page_html(struct html *h, struct ctx *c, const struct error_view *v);
void signin_page_html(struct html *h, struct ctx *c, const struct signin_view *v);
void signin_code_html(struct html *h, struct ctx *c, struct str error);
void signin_password_html(struct html *h, struct ctx *c, struct str error);
void resume_page_html(struct html *h, struct ctx *c, const struct resume_view *v);

#endif
