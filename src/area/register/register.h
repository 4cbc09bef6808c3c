/* register.h - what every register's pages share: the list of def/lists.yaml, the moves of def/workflow.yaml as buttons and forms.
 *
 * Driven by   def/lists.yaml, def/workflow.yaml, def/forms.yaml.      Used by: the x_web.c of every slice.
 * Owns table saved_filter.      Scope: rows visible to c->who (db/query.h query_scope).      Memory c->a.
 */
#ifndef AREA_REGISTER_REGISTER_H
#define AREA_REGISTER_REGISTER_H

#include "flow/flow.h"
#include "page/form.h"
#include "page/list.h"
#include "page/record.h"

/* register_list - fills a list page from the row `name` of def/lists.yaml and the request: filters, sort, keyset paging, count. */
MUST_USE enum err register_list(struct ctx *c, struct request *q, const char *name, struct list_view *out);
/* register_flow - moves, refused moves, history, recusal and voiding of a record, into its page. */
MUST_USE enum err register_flow(struct ctx *c, const struct flow_record *f, bool voided, struct str path, struct record_view *out);

/* A move that asks something: its page (also again with the faults in v), and its values. */
MUST_USE enum err move_form_page(struct ctx *c, struct request *q, const struct flow_record *f, struct str path, struct str move,
    enum here here, struct str title, struct form_values *v, struct reply *out);
MUST_USE enum err move_form_read(struct ctx *c, struct request *q, const struct flow_record *f, struct str move, struct form_values *v);
struct str move_str(const struct form_values *v, const char *name);     /* "" when the move's form has no such field */
struct date move_date(const struct form_values *v, const char *name);

struct move_form_view { struct page page; struct form_view form; };
void move_form_html(struct html *h, struct ctx *c, const struct move_form_view *v);

bool ref_read(struct str text, int64_t *ref);       /* 16 hex digits of an address */

#endif
