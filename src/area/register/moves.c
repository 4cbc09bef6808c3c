/* moves.c - the moves of a record on its page: what may be done next as buttons, what may not with the reason, and the form of a move
 * that asks something. */
#include <string.h>

#include "area/register/register.h"
#include "gate/gate.h"
#include "gen/text.h"

bool ref_read(struct str text, int64_t *ref)
{
    unsigned char b[8];
    uint64_t v = 0;

    if (text.n != 16 || !str_unhex(text, b, sizeof b))
        return false;
    for (int i = 0; i < 8; i++)
        v = v << 8 | b[i];
    *ref = (int64_t)v;
    return *ref > 0;
}

static struct str label_of(const struct ctx *c, const struct def_move *m) { return c->lang == LANG_EN ? m->en : m->zh; }

/* What the move stands on, as it stands under the record's version, and how sure we are of its words. */
static struct str basis_of(struct ctx *c, const struct flow_record *f, const struct def_move *m)
{
    const struct def_workflow *w = def_workflow_version(c->def, f->kind, f->workflow);
    struct date on = date_of_ms(c->now_ms);
    int words = 0;

    if (w != NULL && date_is_set(w->to) && date_cmp(w->to, on) < 0)
        on = w->to;
    switch (def_mark_on(c->def, m->source, m->mark, on)) {
    case 'O': return text_of(c->lang, T_register_mark_O);
    case 'P': words = T_register_mark_P; break;
    case 'M': words = T_register_mark_M; break;
    case '?': words = T_register_mark_q; break;
    default: break;
    }
    struct str rules = def_sources_text(c->a, c->lang, c->def, m->source, on), line = text_args(c->a, c->lang, T_register_basis, &rules, 1);
    return words == 0 ? line : str_fmt(c->a, "%.*s %.*s", PF(line), PF(text_of(c->lang, words)));
}

static enum err moves(struct ctx *c, const struct flow_record *f, struct str path, struct record_view *out)
{
    struct flow_choice *all;
    int n;

    TRY(flow_choices(c, f, &all, &n));
    for (int i = 0; i < n; i++) {
        const struct def_move *m = all[i].move;
        if (str_eq(m->perm, STR("system")))
            continue;                   /* follows another record's approved move; nobody presses it */
        struct str to = str_fmt(c->a, "%.*s/do/%.*s", PF(path), PF(m->name));
        if (!all[i].open)
            record_cannot(out, label_of(c, m), all[i].reason);
        else
            record_move(out, label_of(c, m), basis_of(c, f, m), to, m->form.n > 0 ? RECORD_LINK : RECORD_POST);
    }
    return ERR_OK;
}

static enum err history(struct ctx *c, const struct flow_record *f, struct record_view *out, bool *own_last)
{
    struct flow_step *steps = NULL;
    int n;

    TRY(flow_history(c, f->kind, f->id, &steps, &n));
    struct record_step *shown = NEWS(c->a, struct record_step, (size_t)n + 1);
    for (int i = 0; i < n; i++)
        shown[i] = (struct record_step){ time_str(c->a, steps[i].at_ms), steps[i].label, steps[i].user, steps[i].note, steps[i].undone };
    out->steps = shown;
    out->n_steps = n;
    struct flow_last last;
    TRY(flow_last(c, f, &last));
    *own_last = last.undoable;
    return ERR_OK;
}

/* Recusal is from a matter: its petition, lead or case; what hangs on them follows. */
static bool recusable(struct str kind) { return str_eq(kind, STR("petition")) || str_eq(kind, STR("lead")) || str_eq(kind, STR("case")); }

/* What came closed from outside has no number of ours to void: it is registered or passed on. */
static bool voidable(struct str kind) { return !str_eq(kind, STR("envelope")); }

enum err register_history(struct ctx *c, const struct flow_record *f, struct record_view *out)
{
    bool own_last;

    return history(c, f, out, &own_last);
}

enum err register_flow(struct ctx *c, const struct flow_record *f, bool voided, struct str path, struct record_view *out)
{
    bool own_last = false;

    TRY(history(c, f, out, &own_last));
    if (voided)
        return ERR_OK;
    TRY(moves(c, f, path, out));
    if (own_last) {
        out->undo = str_join(c->a, path, STR("/undo"));
        record_move(out, text_of(c->lang, T_register_undo), STR(""), out->undo, RECORD_POST);
    }
    if (may(c, PERM_RECUSE) && recusable(f->kind))
        record_move(out, text_of(c->lang, T_register_recuse), text_of(c->lang, T_register_recuse_hint), str_join(c->a, path, STR("/recuse")),
            RECORD_POST);
    if (may(c, PERM_RECORD_VOID) && voidable(f->kind))
        record_move(out, text_of(c->lang, T_register_void), STR(""), str_join(c->a, path, STR("/void")), RECORD_POST_REASON);
    return ERR_OK;
}

void register_recusal(struct ctx *c, int64_t assignee_id, struct str path, struct record_view *out)
{
    if (may(c, PERM_RECUSE_OTHERS) || may(c, PERM_RECUSE_LIFT) || (may(c, PERM_RECUSE) && assignee_id == c->who->id))
        record_move(out, text_of(c->lang, T_recusal_ask), text_of(c->lang, T_recusal_hint), str_join(c->a, path, STR("/recusal")), RECORD_LINK);
}

/* ---- the form of a move */
static enum err move_of(struct ctx *c, const struct flow_record *f, struct str move, const struct def_move **m)
{
    const struct def_workflow *w = def_workflow_version(c->def, f->kind, f->workflow);

    *m = w != NULL ? def_move(w, f->state, move) : NULL;
    return *m != NULL ? ERR_OK : refuse(c, ERR_MOVE, T_flow_no_move, move, f->state);
}

static const struct def_form *form_of(struct ctx *c, const struct def_move *m)
{
    return m->form.n > 0 ? def_form(c->def, str_copy(c->a, m->form).p) : NULL;
}

enum err move_form_page(struct ctx *c, struct request *q, const struct flow_record *f, struct str path, struct str move, enum here here,
    struct str title, struct form_values *v, struct reply *out)
{
    const struct def_move *m;
    struct form_values blank;
    struct move_form_view view = { .page = page_new(c, q, here, title) };

    TRY(move_of(c, f, move, &m));
    const struct def_form *form = form_of(c, m);
    if (form == NULL)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    if (v == NULL) {
        form_blank(c, form, NULL, &blank);
        if (value_has_field(&blank, "on"))
            value_set_date(c, &blank, "on", date_of_ms(c->now_ms));
        blank.rev = f->rev;
        v = &blank;
    } else {
        form_refused(c, v, ERR_INVALID);
        out->status = err_http(ERR_INVALID);
    }
    page_crumb(&view.page, title, path);
    page_crumb(&view.page, label_of(c, m), STR(""));
    view.page.title = label_of(c, m);
    view.form = (struct form_view){ .values = v, .action = str_fmt(c->a, "%.*s/do/%.*s", PF(path), PF(move)), .cancel = path,
        .first_focus = true };
    form_button(&view.form, STR("go"), label_of(c, m), true);
    move_form_html(&out->body, c, &view);
    return ERR_OK;
}

enum err move_form_read(struct ctx *c, struct request *q, const struct flow_record *f, struct str move, struct form_values *v)
{
    const struct def_move *m;

    memset(v, 0, sizeof *v);
    TRY(move_of(c, f, move, &m));
    const struct def_form *form = form_of(c, m);
    if (form == NULL)
        return ERR_OK;
    TRY(form_read(c, form, q, v));
    return v->rev == 0 || v->rev == f->rev ? ERR_OK : refuse(c, ERR_CONFLICT, T_flow_conflict);
}

struct str move_str(const struct form_values *v, const char *name)
{
    return v->form != NULL && value_has_field(v, name) ? value_str(v, name) : STR("");
}

struct date move_date(const struct form_values *v, const char *name)
{
    return v->form != NULL && value_has_field(v, name) ? value_date(v, name) : DATE_NONE;
}
