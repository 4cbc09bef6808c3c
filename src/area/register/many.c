#include "area/register/many.h"

#include "gate/audit.h"
#include "gen/text.h"

static struct str label_of(const struct ctx *c, const struct def_move *m) { return c->lang == LANG_EN ? m->en : m->zh; }

/* The move by its name alone, with a form that can be asked before any row is looked at. */
static const struct def_move *move_named(struct ctx *c, struct str kind, struct str name)
{
    const struct def_workflow *w = def_workflow(c->def, kind, date_of_ms(c->now_ms));

    for (int i = 0; w != NULL && i < w->n_moves; i++)
        if (str_eq(w->moves[i].name, name) && w->moves[i].form.n > 0)
            return &w->moves[i];
    return NULL;
}

void many_actions(struct ctx *c, struct str list, const struct node *row, struct list_view *out)
{
    struct str names = node_str(row, "many");

    while (names.n > 0) {
        struct str name = str_cut(&names, ' ');
        const struct def_move *m = move_named(c, node_str(row, "kind"), name);
        enum perm p;
        if (m != NULL && perm_find(m->perm, &p) && may(c, p))
            list_action(out, label_of(c, m), str_fmt(c->a, "/%.*s/many/%.*s", PF(list), PF(name)), STR(""), STR(""), false);
    }
}

static enum err why_not(struct ctx *c, const struct flow_record *f, struct str move, struct str *why)
{
    struct flow_choice *all;
    int n;

    TRY(flow_choices(c, f, &all, &n));
    for (int i = 0; i < n; i++)
        if (str_eq(all[i].move->name, move)) {
            *why = all[i].open ? STR("") : all[i].reason;
            return ERR_OK;
        }
    const struct str args[] = { move, flow_state_label(c, f) };
    *why = text_args(c->a, c->lang, T_register_many_not_now, args, 2);
    return ERR_OK;
}

/* Every ticked row: to be moved, or left out and why. A row that this user may not see is refused as everywhere. */
static enum err rows_read(struct ctx *c, const struct request *q, const struct many *m, struct many_view *v)
{
    struct str refs[MANY_MAX];
    int n = req_all(q, "ref", refs, MANY_MAX);

    v->rows = NEWS(c->a, struct many_row, (size_t)n + 1);
    v->left_out = NEWS(c->a, struct many_row, (size_t)n + 1);
    for (int i = 0; i < n; i++) {
        struct many_row r = { 0 };
        struct flow_record f;
        if (!ref_read(refs[i], &r.ref))
            return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
        TRY(m->flow(c, r.ref, &f, &r.name));
        TRY(why_not(c, &f, q->path_args[0], &r.why));
        if (r.why.n == 0)
            v->rows[v->n++] = r;
        else
            v->left_out[v->n_left_out++] = r;
    }
    return ERR_OK;
}

static void along(struct ctx *c, struct many_view *v)
{
    struct field *also = NEWS(c->a, struct field, (size_t)v->n + 1);

    for (int i = 0; i < v->n; i++)
        also[i] = (struct field){ STR("ref"), ref_text(c->a, v->rows[i].ref) };
    v->form.also = also;
    v->form.n_also = v->n;
}

static enum err page_of(struct ctx *c, struct request *q, const struct many *m, struct form_values *values, struct many_view *v,
    struct reply *out)
{
    const struct def_move *move = move_named(c, str_z(m->list), q->path_args[0]);
    struct form_values blank;

    if (values == NULL)
        form_blank(c, def_form(c->def, str_copy(c->a, move->form).p), NULL, &blank);
    struct str args[] = { label_of(c, move), str_int(c->a, v->n) };
    v->page = page_new(c, q, m->here, text_args(c->a, c->lang, T_register_many_title, args, 2));
    v->page.path = v->list_path;
    page_crumb(&v->page, label_of(c, move), STR(""));
    v->form = (struct form_view){ .values = values != NULL ? values : &blank, .cancel = v->list_path, .first_focus = true,
        .action = str_fmt(c->a, "%.*s/many/%.*s/do", PF(v->list_path), PF(move->name)) };
    form_button(&v->form, STR("go"), v->page.title, true);
    along(c, v);
    many_html(&out->body, c, v);
    return ERR_OK;
}

enum err many_page(struct ctx *c, struct request *q, const struct many *m, struct reply *out)
{
    struct many_view v = { .list_path = str_fmt(c->a, "/%s", m->list) };

    if (move_named(c, str_z(m->list), q->path_args[0]) == NULL)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(rows_read(c, q, m, &v));
    if (v.n == 0 && v.n_left_out == 0)
        return refuse(c, ERR_INVALID, T_register_many_none);
    return page_of(c, q, m, NULL, &v, out);
}

static enum err audit_one(struct ctx *c, const struct def_move *move)
{
    struct audit_event e = { .verb = move->perm, .kind = c->touched.kind, .record_id = c->touched.id, .detail = c->touched.detail };

    return audit_append(c, &e);
}

/* The reason comes with the row it is about: the whole lot is given up, and someone must find it. */
static enum err named(struct ctx *c, enum err e, struct str name)
{
    struct str why = refusal_text(c, e);

    c->why_id = 0;
    return refuse(c, e, T_register_many_failed, name, why);
}

enum err many_post(struct ctx *c, struct request *q, const struct many *m, struct reply *out)
{
    const struct def_move *move = move_named(c, str_z(m->list), q->path_args[0]);
    struct many_view v = { .list_path = str_fmt(c->a, "/%s", m->list) };
    struct form_values values;

    if (move == NULL)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(rows_read(c, q, m, &v));
    if (v.n_left_out > 0)
        return refuse(c, ERR_MOVE, T_register_many_failed, v.left_out[0].name, v.left_out[0].why);
    if (v.n == 0)
        return refuse(c, ERR_INVALID, T_register_many_none);
    enum err e = form_read(c, def_form(c->def, str_copy(c->a, move->form).p), q, &values);
    for (int i = 0; i < v.n && e == ERR_OK; i++) {
        e = m->act(c, v.rows[i].ref, move->name, &values);
        if (e != ERR_OK && (e != ERR_INVALID || i > 0))
            return named(c, e, v.rows[i].name);
        if (e == ERR_OK && i + 1 < v.n)         /* the last one's row is the dispatcher's */
            e = audit_one(c, move);
    }
    if (e == ERR_INVALID) {                     /* found on the first row, so nothing was written yet */
        form_refused(c, &values, ERR_INVALID);
        out->status = err_http(ERR_INVALID);
        return page_of(c, q, m, &values, &v, out);
    }
    out->location = said_path(c->a, v.list_path, "register.said_many", str_int(c->a, v.n));
    return e;
}
