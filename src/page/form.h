/* form.h - draws a form of def/forms.yaml: one column, label above, hint below, the sentence of a fault beside the field.
 *
 * Works without JavaScript; xiezhi.js adds pickers, keys, drafts and hides what show_when says. Example
 *     struct form_view f = { .values = &v, .action = STR("/petition/new"), .stays = text_of(c->lang, T_petition_not_registered) };
 *     form_button(&f, STR("next"), text_of(c->lang, T_petition_save_next), true);
 *     form_button(&f, STR("open"), text_of(c->lang, T_petition_save_open), false);
 *     …  {{do form_html(h, c, &p->form)}}
 */
#ifndef PAGE_FORM_H
#define PAGE_FORM_H

#include "page/html.h"
#include "page/values.h"

#define FORM_BUTTONS_MAX 4
struct form_button { struct str value, label; bool main, aside; };       /* aside: its answer opens beside the form, which stays */
struct form_view {
    const struct form_values *values;
    struct str action;          /* path of the POST */
    struct form_button buttons[FORM_BUTTONS_MAX]; int n_buttons;    /* none: one button 保存 */
    const struct field *also; int n_also;       /* hidden fields that go along */
    struct str hint;            /* beside the buttons */
    struct str cancel;          /* path of the link 放弃, or "" */
    struct str stays;           /* head of the error summary: "还没有登记"; "" = a general one */
    struct str draft, drop_draft;   /* POSTs that keep what is typed on the server and forget it, or "": sealed fields are never sent there */
    struct str repeats;         /* POST that answers a fragment: what is there already like this one; shown above the buttons */
    struct str stop_codes, stop_path;   /* codes of a person's rank that end the form at once, and the page that says why */
    struct str only;            /* only the fields of this group, or "" */
    bool rank_first;            /* of a person: rank and post before the name */
    bool first_focus;           /* the cursor waits in the first field */
};

void form_button(struct form_view *f, struct str value, struct str label, bool main);
void form_html(struct html *h, struct ctx *c, const struct form_view *f);      /* everything, <form> to </form> */

/* In pieces, for a slice that arranges its own page. */
void form_open(struct html *h, struct ctx *c, const struct form_view *f);      /* <form>, hidden fields, error summary */
void form_fields(struct html *h, struct ctx *c, const struct form_view *f, struct str group);   /* one group with its head */
void form_close(struct html *h, struct ctx *c, const struct form_view *f);     /* buttons, </form> */
void form_errors(struct html *h, struct ctx *c, const struct form_view *f);    /* the summary alone */
void field_html(struct html *h, struct ctx *c, const struct form_values *v, const char *name);  /* one field with its label */
struct str field_label(enum lang l, const struct def_field *f);
struct str field_group_label(struct ctx *c, struct str group);

/* post_button - a form of one button: for a move that asks nothing. `name`/`value` may be "". */
void post_button(struct html *h, struct ctx *c, struct str path, struct str name, struct str value, struct str label, bool main);

#endif
