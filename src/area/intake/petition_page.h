/* petition_page.h - what the petition's pages show: views filled by petition_web.c, drawn by petition.html. */
#ifndef AREA_INTAKE_PETITION_PAGE_H
#define AREA_INTAKE_PETITION_PAGE_H

#include "area/intake/petition.h"
#include "gate/route.h"
#include "page/form.h"
#include "page/list.h"
#include "page/record.h"

struct petition_form_view { struct page page; struct form_view form; const struct repeat *repeats; int n_repeats; bool restored, looked; };
struct petition_record_view {
    struct page page;
    struct record_view record;
    const struct repeat *repeats; int n_repeats;
    struct str ref;
    bool may_join, may_handle;
};

void repeats_html(struct html *h, struct ctx *c, const struct repeat *r, int n, struct str ref, bool may_join);
void petition_form_html(struct html *h, struct ctx *c, const struct petition_form_view *v);
void petition_record_html(struct html *h, struct ctx *c, const struct petition_record_view *v);
void petition_article15_html(struct html *h, struct ctx *c, const struct page *v);

/* The doors of the registration form (petition_form.c). */
handler petition_new_page, petition_new_read, petition_new_post, petition_edit_page, petition_edit_read, petition_edit_post, petition_draft_read,
    petition_draft_post, petition_drop_post, petition_repeats_read, petition_article15_page;

#endif
