/* envelope_page.h - what the pages of envelopes show: views filled by envelope_web.c, drawn by envelope.html. */
#ifndef AREA_ENVELOPE_ENVELOPE_PAGE_H
#define AREA_ENVELOPE_ENVELOPE_PAGE_H

#include "area/envelope/screening.h"
#include "gate/route.h"
#include "page/form.h"
#include "page/record.h"

struct envelope_view {
    struct page page;
    struct record_view record;
    struct form_view form;              /* of the petition that it becomes */
    struct str note;                    /* why it stays closed, or what is wrong with it */
    bool opened;
};
void envelope_html(struct html *h, struct ctx *c, const struct envelope_view *v);

#endif
