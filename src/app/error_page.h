/* error_page.h - what a person sees instead of a page: what happened, to what, and what to do. */
#ifndef APP_ERROR_PAGE_H
#define APP_ERROR_PAGE_H

#include "base/ctx.h"
#include "net/reply.h"
#include "net/request.h"

#define PAGE_MAX_BYTES ((size_t)16 << 20)       /* one page; lists are cut and exports stream long before that */

struct str err_sentence(enum lang l, enum err e);       /* the catalogue's sentence of err.def */
void error_page(struct ctx *c, const struct request *q, enum err e, struct reply *out);
/* signin_again_page - the session ended while somebody typed: signs in again and goes on with the same text. */
void signin_again_page(struct ctx *c, const struct request *q, struct reply *out);
/* stale_form_page - a form of an earlier session: one button sends it again. */
void stale_form_page(struct ctx *c, const struct request *q, struct reply *out);
enum err not_a_page(struct ctx *c);

#endif
