/* list.h - one kind of list for all registers: saved filters, chips, sortable heads, rows, ticks with a bar, paging, export.
 *
 * The slice fills the view from its rows; all links are made with with_param (layout.h), so a list is its address.
 * Example
 *     struct list_view l = list_new(c, q, text_of(c->lang, T_petition_register));
 *     list_col(&l, STR("no"), text_of(c->lang, T_petition_no), COL_NO, 8, true);
 *     list_col(&l, STR("subject"), …, COL_TEXT, 0, false);          -- width 0: takes what is left
 *     struct list_row *r = list_row(c, &l, ref_hex, path);
 *     list_cell(r, no, TONE_NONE); list_cell(r, subject, TONE_NONE);
 *     …  {{do list_html(h, c, &p->list)}}
 */
#ifndef PAGE_LIST_H
#define PAGE_LIST_H

#include "page/layout.h"

#define LIST_COLS_MAX    16
#define LIST_ROWS_SHOWN  50             /* a page; a slice asks for one row more and sets `after` */
#define LIST_COUNT_MAX   1000           /* counted exactly up to here, then "1,000+" */
#define LIST_CHIPS_MAX   24
#define LIST_TABS_MAX    16
#define LIST_FILTERS_MAX 20
#define LIST_ACTIONS_MAX 8

enum col_kind { COL_TEXT, COL_NO, COL_DATE, COL_CODE, COL_PERSON, COL_NUMBER, COL_STATE, COL_CLOCK };

struct list_col { struct str name, label; enum col_kind kind; int width; bool sortable; };  /* width in em; 0 = the rest */
struct list_cell { struct str text, path, whole; enum tone tone; };     /* path "": only the number is linked, to the row's path; whole: its title */
struct list_row { struct str ref, path, token; struct list_cell cells[LIST_COLS_MAX]; int n; bool dim; };  /* dim: void */
struct list_chip { struct str label, value, without; };             /* without: path of the same list lacking it */
struct list_tab { struct str label, path; int64_t count; int count_max; bool here, saved; };   /* count -1 = none; saved: by this user */
struct list_option { struct str value, label; };
enum filter_kind { FILTER_TEXT, FILTER_SELECT, FILTER_DATE };
struct list_filter { struct str name, label, value; enum filter_kind kind; const struct list_option *options; int n_options; };
struct list_action { struct str label, path; struct str name, value; bool asks_reason; };   /* formaction, button name and value */
struct list_export { struct str label, path; bool asked; };     /* asked: by a button, for it may go on behind the page */

struct list_view {
    const struct request *q;
    struct str caption;                 /* for the table: what rows these are */
    struct list_col cols[LIST_COLS_MAX]; int n_cols;
    struct list_row *rows; int n_rows, cap_rows;
    struct list_tab tabs[LIST_TABS_MAX]; int n_tabs;
    struct list_chip chips[LIST_CHIPS_MAX]; int n_chips;
    struct list_filter filters[LIST_FILTERS_MAX]; int n_filters;
    struct list_action actions[LIST_ACTIONS_MAX]; int n_actions;    /* none: no ticks */
    struct list_export exports[4]; int n_exports;
    struct str sort; bool descending;   /* column in force; from ?sort=NAME or ?sort=-NAME */
    struct str after, before;           /* paging tokens of the next and previous page, "" = there is none */
    int64_t count; int count_max;       /* -1 = not counted; above count_max (LIST_COUNT_MAX unless it says less) is shown as "1,000+" */
    struct str unit;                    /* "件", "人": behind the count */
    struct str empty, empty_path, empty_label;  /* why it is empty and what to do; the link is optional */
    struct str save_path;               /* POST that keeps this filter under a name, "" = not offered */
    struct str drop_path, drop_list, drop_name;     /* POST that drops the saved filter looked at, "" = none is */
    struct str id;                      /* of the element that is swapped; "list" */
};

struct list_view list_new(struct ctx *c, const struct request *q, struct str caption);     /* sort read from the request */
void list_col(struct list_view *l, struct str name, struct str label, enum col_kind kind, int width, bool sortable);
struct list_row *list_row(struct ctx *c, struct list_view *l, struct str ref, struct str path);    /* valid until the next call */
void list_cell(struct list_row *r, struct str text, enum tone tone);
void list_cell_link(struct list_row *r, struct str text, struct str path);
void list_cell_whole(struct list_row *r, struct str whole);     /* the title of the last cell, where its text says less */
void list_tab(struct list_view *l, struct str label, struct str path, int64_t count, int count_max, bool here);
/* list_filter - a field of the filter bar; when the request holds a value for it, its chip too (with the option's label). */
void list_filter(struct ctx *c, struct list_view *l, struct str name, struct str label, enum filter_kind kind,
    const struct list_option *options, int n);
/* list_filter_codes - a select over a code list of def/. */
void list_filter_codes(struct ctx *c, struct list_view *l, struct str name, struct str label, const char *code_list);
void list_chip(struct list_view *l, struct str label, struct str value, struct str without);
void list_action(struct list_view *l, struct str label, struct str path, struct str name, struct str value, bool asks_reason);
void list_export(struct list_view *l, struct str label, struct str path, bool asked);
/* list_sort - the sort asked for when the list has such a sortable column, else the given one. */
void list_sort(struct list_view *l, const char *otherwise, bool descending);
/* list_token, list_token_read - the keyset token of a row: sort value and id, in one parameter. */
struct str list_token(struct arena *a, struct str value, int64_t id);
bool list_token_read(struct str token, struct str *value, int64_t *id);

void list_html(struct html *h, struct ctx *c, const struct list_view *l);
struct str count_text(struct ctx *c, int64_t n, struct str unit);          /* "441 件", "1,000+ 件" */
struct str count_text_to(struct ctx *c, int64_t n, int max, struct str unit);       /* counted only to max */
struct str number_text(struct arena *a, int64_t n);                        /* 12,345 */
struct str ref_text(struct arena *a, int64_t ref);                         /* 16 hex digits, as html_id writes them */

#endif
