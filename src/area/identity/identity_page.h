/* identity_page.h - what the pages of who reported show: asking and opening on a petition, and the keepers' own. */
#ifndef AREA_IDENTITY_IDENTITY_PAGE_H
#define AREA_IDENTITY_IDENTITY_PAGE_H

#include "area/identity/identity.h"
#include "area/identity/notice.h"
#include "gate/route.h"
#include "page/layout.h"

struct identity_ask_view {
    struct page page;
    struct str path, error, purpose, words;         /* path: /petition/REF/identity; purpose, words: as sent, when it was refused */
    int64_t hours;
    const struct def_list *purposes;
    struct identity_request *rows; int n;
};
void identity_ask_html(struct html *h, struct ctx *c, const struct identity_ask_view *v);

struct identity_shown_view { struct page page; struct str back; struct vault_shown *rows; int n; };
void identity_shown_html(struct html *h, struct ctx *c, const struct identity_shown_view *v);

struct identity_keep_view { struct page page; struct str error; struct identity_page all; };
void identity_decide_html(struct html *h, struct ctx *c, const struct identity_keep_view *v, const struct identity_request *r);
void identity_keep_html(struct html *h, struct ctx *c, const struct identity_keep_view *v);

struct notice_view { struct page page; const struct request *q; struct str error, sort; bool told, descending; struct notice_list all; };
void notice_html(struct html *h, struct ctx *c, const struct notice_view *v);
void notice_row_html(struct html *h, struct ctx *c, const struct notice_view *v, int k);
void notice_head_html(struct html *h, struct ctx *c, const struct notice_view *v, struct str name, struct str label);
void keep_tabs_html(struct html *h, struct ctx *c, int here);       /* 0 requests, 1 notices */
/* What a keeper does: the vault is told in the read half, once; the write half leaves the audit row. keeper_answer - back to the page `path`,
 * saying `said`; or the page again, drawn by `show`, with why not. */
typedef enum err keeper_show_fn(struct ctx *c, struct request *q, struct str error, struct reply *out);
MUST_USE enum err keeper_answer(struct ctx *c, struct request *q, enum err e, const char *path, const char *said, keeper_show_fn *show,
    struct reply *out);
MUST_USE enum err keeper_post(struct ctx *c, struct request *q, struct reply *out);
struct str notice_left(struct ctx *c, const struct notice *x);      /* days left, in words */

#endif
