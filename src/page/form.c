#include "page/form.h"

#include "page/parts.h"

#define RADIOS_MAX 7                    /* more codes than this are typed or picked from a list, not shown all at once */
#define TICKS_MAX  24

/* ---- words of a field */
struct str field_label(enum lang l, const struct def_field *f) { return l == LANG_EN && f->en.n > 0 ? f->en : f->zh; }
struct str field_hint(enum lang l, const struct def_field *f) { return l == LANG_EN && f->hint_en.n > 0 ? f->hint_en : f->hint_zh; }
struct str code_label(struct ctx *c, const struct def_code *k) { return c->lang == LANG_EN && k->en.n > 0 ? k->en : k->zh; }

struct str field_group_label(struct ctx *c, struct str group)
{
    return group.n == 0 ? STR("") : def_label(c->def, c->lang, "form_group", group);
}

bool field_sealed(const struct def_field *f) { return str_eq(f->group, STR("reporter")) || str_starts(f->store, STR("sealed")); }

const char *field_len(const struct def_field *f)
{
    int w = f->width > 0 ? f->width : field_is(f, "date") || field_is(f, "money") ? 10 : field_is(f, "int") ? 4 : field_is(f, "code") ? 20 : 40;

    return w <= 4 ? "len-4" : w <= 10 ? "len-10" : w <= 20 ? "len-20" : "len-40";
}

int field_rows(const struct def_field *f) { return f->max > 0 && f->max <= 200 ? 2 : f->max > 0 && f->max <= 1000 ? 4 : 8; }

struct str field_typed(struct ctx *c, const struct form_value *x)
{
    if (field_is(x->field, "code") && x->text.n > 0 && x->error.n == 0)
        return def_label(c->def, c->lang, list_name(c->a, field_list(x->field)), x->text);
    return x->typed.n > 0 ? x->typed : x->text;
}

/* ---- codes */
const struct def_list *field_codes(struct ctx *c, const struct form_value *x)
{
    return def_list(c->def, list_name(c->a, field_list(x->field)));
}

bool code_open(struct ctx *c, const struct def_code *k)
{
    struct date today = date_of_ms(c->now_ms);

    return (!date_is_set(k->from) || date_cmp(k->from, today) <= 0) && (!date_is_set(k->to) || date_cmp(today, k->to) <= 0);
}

bool code_chosen(const struct form_value *x, struct str code)
{
    if (x->n_codes == 0)
        return str_eq(x->text, code);
    for (int i = 0; i < x->n_codes; i++)
        if (str_eq(x->codes[i], code))
            return true;
    return false;
}

static int codes_shown(struct ctx *c, const struct form_value *x)
{
    const struct def_list *l = field_codes(c, x);
    int n = 0;

    for (int i = 0; i < l->n; i++)
        n += code_open(c, &l->items[i]) || code_chosen(x, l->items[i].code);
    return n;
}

static bool many_of(const struct def_field *f) { return field_is(f, "codes") || field_is(f, "topics"); }

bool field_grouped(struct ctx *c, const struct form_value *x)
{
    const struct def_field *f = x->field;

    return field_is(f, "yesno") || field_is(f, "persons") || field_is(f, "person") || many_of(f)
        || (field_is(f, "code") && codes_shown(c, x) <= RADIOS_MAX);
}

struct value_person person_row(const struct form_value *x, int row)
{
    return row < x->n_persons ? x->persons[row] : (struct value_person){ .person_id = 0 };
}

/* ---- where a field stands on the page */
struct form_place form_place(struct ctx *c, const struct form_values *v, const struct form_value *x)
{
    struct str name = x->field->name;
    struct buf about = buf_new(c->a, 512);

    if (x->error.n > 0)
        buf_fmt(&about, "%.*s-say ", PF(name));
    if (field_hint(c->lang, x->field).n > 0)
        buf_fmt(&about, "%.*s-hint", PF(name));
    return (struct form_place){ .v = v, .x = x, .id = str_fmt(c->a, "f-%.*s", PF(name)), .about = str_trim(buf_str(&about)) };
}

struct str error_target(struct ctx *c, const struct form_values *v, const struct form_value *x)
{
    (void)v;
    return str_fmt(c->a, field_grouped(c, x) ? "#f-%.*s-all" : "#f-%.*s", PF(x->field->name));
}

bool form_has_files(const struct form_values *v)
{
    for (int i = 0; i < v->n; i++)
        if (field_is(v->v[i].field, "file"))
            return true;
    return false;
}

bool group_shown(const struct form_view *f, int at)
{
    const struct form_values *v = f->values;

    if (f->only.n > 0 && !str_eq(f->only, v->v[at].field->group))
        return false;
    for (int i = 0; i < at; i++)
        if (str_eq(v->v[i].field->group, v->v[at].field->group))
            return false;
    return true;
}

bool group_sealed(const struct form_view *f, struct str group)
{
    for (int i = 0; i < f->values->n; i++)
        if (str_eq(f->values->v[i].field->group, group) && field_sealed(f->values->v[i].field))
            return true;
    return false;
}

/* The cursor waits in the first field; after a refusal the summary takes it. */
bool focus_here(const struct form_place *p)
{
    return p->f != NULL && p->f->first_focus && p->x == &p->v->v[0] && p->v->n_errors == 0 && p->v->refused.n == 0;
}

/* ---- drawing */
static void code_control(struct html *h, struct ctx *c, const struct form_place *p)
{
    bool few = codes_shown(c, p->x) <= (many_of(p->x->field) ? TICKS_MAX : RADIOS_MAX);

    if (many_of(p->x->field))
        (few ? ticks_html : picks_html)(h, c, p);
    else
        (few ? radios_html : pick_html)(h, c, p);
}

void field_control(struct html *h, struct ctx *c, const struct form_place *p)
{
    const struct def_field *f = p->x->field;

    if (field_is(f, "text"))
        area_html(h, c, p);
    else if (field_is(f, "code") || many_of(f))
        code_control(h, c, p);
    else if (field_is(f, "persons") || field_is(f, "person"))
        persons_html(h, c, p);
    else if (field_is(f, "yesno"))
        yesno_html(h, c, p);
    else if (field_is(f, "file"))
        file_html(h, c, p);
    else
        input_html(h, c, p, field_is(f, "int") || field_is(f, "date") ? "numeric" : field_is(f, "money") ? "decimal" : "");
}

static void draw(struct html *h, struct ctx *c, const struct form_view *f, const struct form_values *v, const struct form_value *x)
{
    struct form_place p = form_place(c, v, x);

    p.f = f;
    field_frame_html(h, c, &p);
}

void field_html(struct html *h, struct ctx *c, const struct form_values *v, const char *name)
{
    draw(h, c, NULL, v, value_of(v, name));
}

void form_fields(struct html *h, struct ctx *c, const struct form_view *f, struct str group)
{
    form_group_html(h, c, f, group);
}

void group_fields(struct html *h, struct ctx *c, const struct form_view *f, struct str group)
{
    for (int i = 0; i < f->values->n; i++)
        if (str_eq(f->values->v[i].field->group, group))
            draw(h, c, f, f->values, &f->values->v[i]);
}

void form_open(struct html *h, struct ctx *c, const struct form_view *f)
{
    form_open_html(h, c, f);
    form_errors(h, c, f);
}

void form_close(struct html *h, struct ctx *c, const struct form_view *f)
{
    form_ends_html(h, c, f);
}

void form_button(struct form_view *f, struct str value, struct str label, bool main)
{
    if (f->n_buttons < FORM_BUTTONS_MAX)
        f->buttons[f->n_buttons++] = (struct form_button){ value, label, main, false };
}

void form_html(struct html *h, struct ctx *c, const struct form_view *f)
{
    form_open(h, c, f);
    for (int i = 0; i < f->values->n; i++)
        if (group_shown(f, i))
            form_fields(h, c, f, f->values->v[i].field->group);
    form_close(h, c, f);
}
