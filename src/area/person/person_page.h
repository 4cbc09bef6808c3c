/* person_page.h - what the pages of persons and the pickers show: views filled by person_web.c and pick_web.c, drawn by person.html. */
#ifndef AREA_PERSON_PERSON_PAGE_H
#define AREA_PERSON_PERSON_PAGE_H

#include "area/person/person.h"
#include "gate/route.h"
#include "page/form.h"
#include "page/list.h"
#include "page/record.h"

struct alike { const struct person *p; struct str why; };
struct person_view {
    struct page page;
    struct record_view record;
    struct str path;
    const struct alike *alike; int n_alike;             /* may be the same one: joined by a button */
    const struct person *merged; int n_merged;          /* were joined to this one: taken apart by a button */
    bool may_merge;
};
void person_page_html(struct html *h, struct ctx *c, const struct person_view *v);
void pick_persons_html(struct html *h, struct ctx *c, const struct person *p, int n);
void pick_words_html(struct html *h, struct ctx *c, const struct str *w, int n);

handler pick_person, pick_unit, pick_organ;

extern const struct slice person_slice;

#endif
