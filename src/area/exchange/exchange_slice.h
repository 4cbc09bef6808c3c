/* exchange_slice.h - the parts of the slice: its commands, its pages, and what they show. */
#ifndef AREA_EXCHANGE_EXCHANGE_SLICE_H
#define AREA_EXCHANGE_EXCHANGE_SLICE_H

#include "area/exchange/exchange.h"
#include "area/exchange/exchange_store.h"
#include "area/exchange/import.h"
#include "page/layout.h"
#include "page/list.h"

#define EXCHANGE_COMMANDS 3
extern const struct command exchange_commands[EXCHANGE_COMMANDS];

/* empty_sheet - the right headings, code lists as drop-downs, hints as comments. */
MUST_USE enum err empty_sheet(struct ctx *c, const struct sheet_kind *k, struct str *xlsx);

#define EXCHANGE_ROUTES 11
extern const struct route exchange_routes[EXCHANGE_ROUTES];

struct import_home_view { struct page page; const struct sheet_kind *kinds[8]; int n_kinds; struct list_view jobs; };
struct import_page_view {
    struct page page;
    const struct sheet_kind *kind;
    struct str once, fault;             /* fault: why the file as a whole was not taken */
    bool offer_again, map_open;         /* rows or the file were here before; a map was given or is needed */
    const struct import *m;             /* rows that are wrong, or NULL */
    struct str kept;                    /* reference of the kept file, 16 hex digits, or "" */
    int n_good;
    struct str job, file; int progress;     /* one that goes on behind the page: its reference, per cent */
    struct list_view bad;
};
struct import_done_view { struct page page; const struct import_job *job; struct str path; struct list_view same; };
void import_home_html(struct html *h, struct ctx *c, const struct import_home_view *v);
void import_page_html(struct html *h, struct ctx *c, const struct import_page_view *v);
void import_going_html(struct html *h, struct ctx *c, const struct import_page_view *v);
void import_done_html(struct html *h, struct ctx *c, const struct import_done_view *v);

#endif
