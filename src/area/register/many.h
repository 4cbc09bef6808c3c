/* many.h - one move for all ticked rows of a list: its form is asked once, and either every row is moved or none.
 *
 * Driven by   `many` of def/lists.yaml (which moves), def/workflow.yaml (who may, and the form).
 * Example     static const struct many many = { "petition", HERE_PETITION, many_flow, many_act };
 *             { POST, "/petition/many/:move",    PERM_PETITION_HANDLE, 0, many_page_of, NULL }      -- before "/petition/:ref/…"
 *             { POST, "/petition/many/:move/do", PERM_PETITION_HANDLE, 0, NULL, many_post_of }
 */
#ifndef AREA_REGISTER_MANY_H
#define AREA_REGISTER_MANY_H

#include "area/register/register.h"

struct many {
    const char *list;           /* row of def/lists.yaml; also the path and the kind */
    enum here here;
    enum err (*flow)(struct ctx *c, int64_t ref, struct flow_record *f, struct str *name);      /* what is moved, and how it is called here */
    enum err (*act)(struct ctx *c, int64_t ref, struct str move, const struct form_values *v);  /* the domain's own call, with its audit touch */
};

#define MANY_MAX 200
struct many_row { int64_t ref; struct str name, why; };         /* why: cannot be moved */
struct many_view { struct page page; struct form_view form; struct many_row *rows, *left_out; int n, n_left_out; struct str list_path; };

/* many_page - the form of the move with what it is for; rows that cannot are named with the reason and left out. */
MUST_USE enum err many_page(struct ctx *c, struct request *q, const struct many *m, struct reply *out);
/* many_post - moves them all in this transaction, an audit row for each. Errors: INVALID shows the form again; else nothing is done. */
MUST_USE enum err many_post(struct ctx *c, struct request *q, const struct many *m, struct reply *out);
/* many_actions - the buttons below a list for what this user may do to many. */
void many_actions(struct ctx *c, struct str list, const struct node *row, struct list_view *out);
void many_html(struct html *h, struct ctx *c, const struct many_view *v);

#endif
