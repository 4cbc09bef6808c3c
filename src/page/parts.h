/* parts.h - private to page/: pieces of html of its widgets, and what they share. Written in page/x.html. */
#ifndef PAGE_PARTS_H
#define PAGE_PARTS_H

#include "page/chart.h"
#include "base/pinyin.h"
#include "gate/once.h"
#include "page/form.h"
#include "page/list.h"
#include "page/record.h"
#include "page/values_int.h"

/* layout */
struct menu_entry { enum here here; int64_t count; struct str label, path, key; };     /* count -1 = none */
int menu_entries(struct ctx *c, const struct page *g, struct menu_entry *out, int max);
struct str crumb_office(struct ctx *c, const struct page *g, struct str *path);     /* the office's own crumb; "" = none */
struct str lang_tag(enum lang l);
const char *shape_class(const struct page *g);
void head_html(struct html *h, struct ctx *c, struct str title, int refresh_s);
void mark_html(struct html *h, struct ctx *c);
void top_html(struct html *h, struct ctx *c, const struct page *g);
void who_html(struct html *h, struct ctx *c, const struct page *g);
void menu_html(struct html *h, struct ctx *c, const struct page *g);
void said_html(struct html *h, struct ctx *c, const struct page *g);
void scripts_html(struct html *h, struct ctx *c);

/* form */
struct form_place { const struct form_view *f; const struct form_values *v; const struct form_value *x; struct str id, about; };
struct form_place form_place(struct ctx *c, const struct form_values *v, const struct form_value *x);
bool field_grouped(struct ctx *c, const struct form_value *x);  /* several controls: a fieldset with a legend */
bool field_sealed(const struct def_field *f);       /* what it holds goes to the vault: no draft, no completion by the browser */
struct str field_hint(enum lang l, const struct def_field *f);
struct str field_typed(struct ctx *c, const struct form_value *x);
const char *field_len(const struct def_field *f);
int field_rows(const struct def_field *f);
const struct def_list *field_codes(struct ctx *c, const struct form_value *x);
bool code_open(struct ctx *c, const struct def_code *k);        /* may still be chosen today */
bool code_chosen(const struct form_value *x, struct str code);
struct str code_label(struct ctx *c, const struct def_code *k);
bool form_has_files(const struct form_values *v);
bool group_shown(const struct form_view *f, int at);            /* does a group begin with field `at`? */
struct str error_target(struct ctx *c, const struct form_values *v, const struct form_value *x);
struct value_person person_row(const struct form_value *x, int row);
bool group_sealed(const struct form_view *f, struct str group);
bool focus_here(const struct form_place *p);
void group_fields(struct html *h, struct ctx *c, const struct form_view *f, struct str group);
void form_open_html(struct html *h, struct ctx *c, const struct form_view *f);
void form_group_html(struct html *h, struct ctx *c, const struct form_view *f, struct str group);
void form_ends_html(struct html *h, struct ctx *c, const struct form_view *f);
void field_frame_html(struct html *h, struct ctx *c, const struct form_place *p);
void field_control(struct html *h, struct ctx *c, const struct form_place *p);
void input_html(struct html *h, struct ctx *c, const struct form_place *p, const char *mode);
void area_html(struct html *h, struct ctx *c, const struct form_place *p);
void file_html(struct html *h, struct ctx *c, const struct form_place *p);
void radios_html(struct html *h, struct ctx *c, const struct form_place *p);
void yesno_html(struct html *h, struct ctx *c, const struct form_place *p);
void pick_html(struct html *h, struct ctx *c, const struct form_place *p);
void ticks_html(struct html *h, struct ctx *c, const struct form_place *p);
void picks_html(struct html *h, struct ctx *c, const struct form_place *p);
void options_html(struct html *h, struct ctx *c, const struct form_value *x, struct str id);
void persons_html(struct html *h, struct ctx *c, const struct form_place *p);
void person_post_html(struct html *h, struct ctx *c, const struct form_place *p, int row);
void person_rank_html(struct html *h, struct ctx *c, const struct form_place *p, int row);
void person_html(struct html *h, struct ctx *c, const struct form_place *p, int row);

/* list */
bool list_many(const struct list_view *l);          /* more columns than fit beside each other */
const char *col_class(enum col_kind k);
struct str col_width(struct ctx *c, const struct list_col *col);
struct str col_sort_path(struct ctx *c, const struct list_view *l, const struct list_col *col);
const char *col_sorted(const struct list_view *l, const struct list_col *col);      /* "ascending", "descending" or "" */
int list_head_col(const struct list_view *l);       /* the column that names the row: its number, else the first */
bool list_keeps(const struct list_view *l, int field);          /* a parameter that the filter form must carry along */
struct str list_unfiltered(struct ctx *c, const struct list_view *l);
bool list_asks_reason(const struct list_view *l);
void quick_html(struct html *h, struct ctx *c, const struct list_view *l);
void list_tabs_html(struct html *h, struct ctx *c, const struct list_view *l);
void list_filters_html(struct html *h, struct ctx *c, const struct list_view *l);
void list_filter_html(struct html *h, struct ctx *c, const struct list_view *l, const struct list_filter *f);
void list_table_html(struct html *h, struct ctx *c, const struct list_view *l);
void list_head_html(struct html *h, struct ctx *c, const struct list_view *l);
void list_row_html(struct html *h, struct ctx *c, const struct list_view *l, const struct list_row *r);
void list_cell_html(struct html *h, struct ctx *c, const struct list_view *l, const struct list_row *r, int i);
void list_bulk_html(struct html *h, struct ctx *c, const struct list_view *l);
void list_paging_html(struct html *h, struct ctx *c, const struct list_view *l);
void list_save_html(struct html *h, struct ctx *c, const struct list_view *l);

/* record */
int record_empty_count(const struct record_view *r);
bool fact_empty(const struct record_fact *f);
void record_fact_html(struct html *h, struct ctx *c, const struct record_fact *f);
void record_persons_html(struct html *h, struct ctx *c, const struct record_view *r);
void record_move_html(struct html *h, struct ctx *c, const struct record_view *r, const struct record_move *m);
void record_links_html(struct html *h, struct ctx *c, const struct record_view *r);

/* chart */
struct chart_frame { int64_t top, step; int slots; };       /* top: value at the upper edge, a multiple of step */
struct chart_frame chart_frame_of(const struct chart_months *m);
int chart_bar(const struct chart_frame *f);
int chart_x(const struct chart_frame *f, int slot);
int chart_y(const struct chart_frame *f, int64_t value);
struct str chart_months_words(struct ctx *c, const struct chart_months *m);
struct str chart_shares_words(struct ctx *c, const struct chart_shares *s);
int64_t shares_whole(const struct chart_shares *s);
int share_x(const struct chart_shares *s, int part);        /* left edge of a part, of 360 */

#endif
