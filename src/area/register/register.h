/* register.h - what every register's pages share: the list of def/lists.yaml, the moves of def/workflow.yaml as buttons and forms.
 *
 * Driven by   def/lists.yaml, def/workflow.yaml, def/forms.yaml.      Used by: the x_web.c of every slice.
 * Owns table saved_filter.      Scope: rows visible to c->who (db/query.h query_scope).      Memory c->a.
 */
#ifndef AREA_REGISTER_REGISTER_H
#define AREA_REGISTER_REGISTER_H

#include "flow/flow.h"
#include "gate/gate.h"
#include "page/form.h"
#include "page/list.h"
#include "page/record.h"

/* register_list - fills a list page from the row `name` of def/lists.yaml and the request: filters, sort, keyset paging, count. */
MUST_USE enum err register_list(struct ctx *c, struct request *q, const char *name, struct list_view *out);
/* register_columns - the columns of a list, without rows. register_walk - every row that the list of this request would show over all its pages,
 * in its order; each() must not keep what it is given: a page of rows is given back before the next. */
#define WALK_COLS_MAX 24
struct walk_row { int64_t id, ref; struct str cells[WALK_COLS_MAX]; int n; };
struct walk { enum err (*each)(struct ctx *c, struct walk *w, const struct walk_row *r); void *arg; };
MUST_USE enum err register_columns(struct ctx *c, const char *name, struct list_view *out);
MUST_USE enum err register_walk(struct ctx *c, const struct request *q, const char *name, struct walk *w);
/* register_count - how many rows the walk would meet, counted no further than `top`. */
MUST_USE enum err register_count(struct ctx *c, const struct request *q, const char *name, int top, int64_t *n);
/* register_recusal - the way to who is kept away from the matter, for whoever may ask for it (area/recusal). */
void register_recusal(struct ctx *c, int64_t assignee_id, struct str path, struct record_view *out);
/* register_flow - moves, refused moves, history, recusal and voiding of a record, into its page. */
MUST_USE enum err register_flow(struct ctx *c, const struct flow_record *f, bool voided, struct str path, struct record_view *out);

/* register_history - the history alone, for a record that has no moves. */
MUST_USE enum err register_history(struct ctx *c, const struct flow_record *f, struct record_view *out);

/* A move that asks something: its page (also again with the faults in v), and its values. */
MUST_USE enum err move_form_page(struct ctx *c, struct request *q, const struct flow_record *f, struct str path, struct str move,
    enum here here, struct str title, struct form_values *v, struct reply *out);
MUST_USE enum err move_form_read(struct ctx *c, struct request *q, const struct flow_record *f, struct str move, struct form_values *v);
struct str move_str(const struct form_values *v, const char *name);     /* "" when the move's form has no such field */
struct date move_date(const struct form_values *v, const char *name);

struct move_form_view { struct page page; struct form_view form; };
void move_form_html(struct html *h, struct ctx *c, const struct move_form_view *v);

/* The three pages that most registers need no template of their own for. */
struct record_page_view { struct page page; struct record_view record; struct str *warnings; int n_warnings; };
struct list_page_view { struct page page; struct list_view list; };
struct form_page_view { struct page page; struct form_view form; };
void record_page_html(struct html *h, struct ctx *c, const struct record_page_view *v);
void list_page_html(struct html *h, struct ctx *c, const struct list_page_view *v);
void form_page_html(struct html *h, struct ctx *c, const struct form_page_view *v);
/* register_list_page - a whole list page; new_path "" = nothing is registered there. */
MUST_USE enum err register_list_page(struct ctx *c, struct request *q, const char *name, enum here here, int title, const char *new_path,
    int new_label, enum perm new_perm, struct reply *out);
/* register_form_page - a form of def/forms.yaml on a page of its own, with the faults of v when it was sent. */
MUST_USE enum err register_form_page(struct ctx *c, struct request *q, enum here here, struct str title, struct form_values *v,
    struct str action, struct str cancel, struct reply *out);
struct str record_path(struct ctx *c, const char *kind, int64_t ref, const char *tail);     /* /lead/00…/tail */
MUST_USE enum err path_ref(struct ctx *c, const struct request *q, int64_t *ref);           /* of path_args[0]; Errors: NOT_FOUND */
/* label_fact - a fact whose value is a code of a list. */
void label_fact(struct ctx *c, struct record_view *r, int label, const char *list, struct str code);
void text_fact(struct ctx *c, struct record_view *r, int label, struct str value);
void date_fact(struct ctx *c, struct record_view *r, int label, struct date d);

struct slice;
extern const struct slice register_slice;           /* saved filters */

bool ref_read(struct str text, int64_t *ref);       /* 16 hex digits of an address */

#endif
