/* pages.c - list, form and fact helpers shared by the registers' pages. */
#include "area/register/register.h"
#include "gen/text.h"

enum err register_list_page(struct ctx *c, struct request *q, const char *name, enum here here, int title, const char *new_path,
    int new_label, enum perm new_perm, struct reply *out)
{
    struct list_page_view v = { .page = page_new(c, q, here, text_of(c->lang, title)) };

    v.page.shape = PAGE_ACROSS;
    if (new_path[0] != '\0' && may(c, new_perm)) {
        v.page.act_path = str_z(new_path);
        v.page.act = text_of(c->lang, new_label);
    }
    TRY(register_list(c, q, name, &v.list));
    list_page_html(&out->body, c, &v);
    return ERR_OK;
}

enum err register_form_page(struct ctx *c, struct request *q, enum here here, struct str title, struct form_values *v, struct str action,
    struct str cancel, struct reply *out)
{
    struct form_page_view p = { .page = page_new(c, q, here, title) };

    p.form = (struct form_view){ .values = v, .action = action, .cancel = cancel, .first_focus = true,
        .stays = text_of(c->lang, T_petition_not_saved) };
    if (v->was_sent) {
        form_refused(c, v, ERR_INVALID);
        out->status = err_http(ERR_INVALID);
    }
    form_page_html(&out->body, c, &p);
    return ERR_OK;
}

struct str record_path(struct ctx *c, const char *kind, int64_t ref, const char *tail)
{
    return str_fmt(c->a, "/%s/%.*s%s", kind, PF(ref_text(c->a, ref)), tail);
}

enum err path_ref(struct ctx *c, const struct request *q, int64_t *ref)
{
    return ref_read(q->path_args[0], ref) ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

void label_fact(struct ctx *c, struct record_view *r, int label, const char *list, struct str code)
{
    record_fact(r, text_of(c->lang, label), def_label(c->def, c->lang, list, code), STR(""));
}

void text_fact(struct ctx *c, struct record_view *r, int label, struct str value)
{
    record_fact(r, text_of(c->lang, label), value, STR(""));
}

void date_fact(struct ctx *c, struct record_view *r, int label, struct date d)
{
    record_fact(r, text_of(c->lang, label), date_str(c->a, d), STR(""));
}
