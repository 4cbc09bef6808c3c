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

#define EXCHANGE_ROUTES 12
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
    struct list_view bad;
};
struct import_done_view { struct page page; const struct import_job *job; struct str path; struct list_view same; };
struct export_page_view { struct page page; struct str rows, name, path, back, once; };       /* path: where the file comes from, or is asked for */
void import_home_html(struct html *h, struct ctx *c, const struct import_home_view *v);
void import_page_html(struct html *h, struct ctx *c, const struct import_page_view *v);
void import_done_html(struct html *h, struct ctx *c, const struct import_done_view *v);
void export_ready_html(struct html *h, struct ctx *c, const struct export_page_view *v);
void export_long_html(struct html *h, struct ctx *c, const struct export_page_view *v);

/* export_web.c */
enum err export_get(struct ctx *c, struct request *q, struct reply *out);
enum err export_ask_read(struct ctx *c, struct request *q, struct reply *out);
enum err export_ask_post(struct ctx *c, struct request *q, struct reply *out);
enum err export_ready(struct ctx *c, struct request *q, struct reply *out);
enum err export_kept(struct ctx *c, struct request *q, struct reply *out);

#endif
