/* envelope_page.h - what the pages of envelopes show: views filled by envelope_web.c, drawn by envelope.html. */
#ifndef AREA_ENVELOPE_ENVELOPE_PAGE_H
#define AREA_ENVELOPE_ENVELOPE_PAGE_H

#include "area/envelope/passing.h"
#include "gate/route.h"
#include "page/form.h"
#include "page/record.h"

struct envelope_view {
    struct page page;
    struct record_view record;
    struct form_view form;              /* of the petition that it becomes */
    struct str note;                    /* why it stays closed, or what is wrong with it */
    bool opened;
    struct handover *handed; int n_handed;      /* files made for the next higher organ */
    bool passed, passphrase, more;      /* went on sealed; the vault may ask for its passphrase; something came after the last file */
};
/* The page of the move pass_on, which asks the vault besides. */
struct envelope_pass_view { struct page page; struct form_view form; bool passphrase; struct str passphrase_fault; };
void envelope_pass_html(struct html *h, struct ctx *c, const struct envelope_pass_view *v);
void envelope_html(struct html *h, struct ctx *c, const struct envelope_view *v);

#endif
