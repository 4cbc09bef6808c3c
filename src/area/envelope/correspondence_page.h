/* correspondence_page.h - what the page of a petition's correspondence shows: filled by correspondence_web.c, drawn by correspondence.html. */
#ifndef AREA_ENVELOPE_CORRESPONDENCE_PAGE_H
#define AREA_ENVELOPE_CORRESPONDENCE_PAGE_H

#include "area/envelope/correspondence.h"
#include "gate/route.h"
#include "page/form.h"
#include "page/layout.h"

struct correspondence_view {
    struct page page;
    struct correspondence x;
    struct form_view form;
    struct str path;
    bool may_handle, may_release;
    int closed;                         /* notes that nobody opened yet */
};
void correspondence_html(struct html *h, struct ctx *c, const struct correspondence_view *v);
struct str question_standing(struct ctx *c, const struct corr_question *q);
struct str copy_standing(struct ctx *c, const struct corr_file *f);
struct str copy_label(struct ctx *c, int at, const struct corr_file *f);        /* 附件 2（PDF，1.2 MB）: never the name it came under */

handler correspondence_get, correspondence_read, correspondence_post, correspondence_ask_read, correspondence_ask_post, question_release_post,
    question_withdraw_post, copy_get;

#endif
