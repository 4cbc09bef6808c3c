#include "page/values.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/utf8.h"
#include "page/html.h"
#include "page/values_int.h"

#define SHOWN_MAX_BYTES ((size_t)64 << 10)      /* twenty persons with unit and post, written out */

static void *bug(const char *what, struct str form, const char *name)
{
    log_line(LOG_ERROR, "form %.*s: %s %s", PF(form), what, name);
    abort();
}

static struct form_value *find(const struct form_values *v, struct str name)
{
    for (int i = 0; i < v->n; i++)
        if (str_eq(v->v[i].field->name, name))
            return &v->v[i];
    return NULL;
}

struct form_value *value_of(const struct form_values *v, const char *name)
{
    struct form_value *found = find(v, str_z(name));

    return found != NULL ? found : bug("no field", v->form->name, name);
}

bool value_has_field(const struct form_values *v, const char *name) { return find(v, str_z(name)) != NULL; }

bool field_is(const struct def_field *f, const char *type) { return str_eq(f->type, str_z(type)); }

struct str field_list(const struct def_field *f)
{
    if (f->list.n > 0)
        return f->list;
    return field_is(f, "topics") ? STR("topics") : field_is(f, "persons") || field_is(f, "person") ? STR("rank") : STR("");
}

struct str value_str(const struct form_values *v, const char *name) { return value_of(v, name)->text; }
struct date value_date(const struct form_values *v, const char *name) { return value_of(v, name)->date; }
int64_t value_int(const struct form_values *v, const char *name) { return value_of(v, name)->number; }

int value_yes(const struct form_values *v, const char *name)
{
    const struct form_value *x = value_of(v, name);

    return x->set ? (int)x->number : -1;
}

int value_codes(const struct form_values *v, const char *name, struct str *out, int max)
{
    const struct form_value *x = value_of(v, name);
    int n = x->n_codes < max ? x->n_codes : max;

    for (int i = 0; i < n; i++)
        out[i] = x->codes[i];
    return n;
}

int value_persons(const struct form_values *v, const char *name, struct value_person *out, int max)
{
    const struct form_value *x = value_of(v, name);
    int n = x->n_persons < max ? x->n_persons : max;

    for (int i = 0; i < n; i++)
        out[i] = x->persons[i];
    return n;
}

int value_files(const struct form_values *v, const char *name, const struct upload **out, int max)
{
    const struct form_value *x = value_of(v, name);
    int n = x->n_files < max ? x->n_files : max;

    for (int i = 0; i < n; i++)
        out[i] = x->files[i];
    return n;
}

/* ---- filling a form */
static struct str token(struct ctx *c)
{
    unsigned char r[16];

    rand_secret(r, sizeof r);
    return str_hex(c->a, r, sizeof r);
}

void values_start(struct ctx *c, const struct def_form *f, struct form_values *out)
{
    *out = (struct form_values){ .form = f, .n = f->n, .v = NEWS(c->a, struct form_value, (size_t)f->n), .once = token(c) };
    for (int i = 0; i < f->n; i++)
        out->v[i] = (struct form_value){ .field = &f->fields[i], .date = DATE_NONE };
}

void form_blank(struct ctx *c, const struct def_form *f, const struct form_values *keep, struct form_values *out)
{
    values_start(c, f, out);
    for (int i = 0; keep != NULL && i < f->n; i++) {
        const struct form_value *old = find(keep, f->fields[i].name);
        if (!f->fields[i].remember || old == NULL || old->error.n > 0)
            continue;
        out->v[i] = *old;
        out->v[i].field = &f->fields[i];
    }
}

void value_set_str(struct ctx *c, struct form_values *v, const char *name, struct str s)
{
    struct form_value *x = value_of(v, name);

    value_take(c, x, s);
    x->error = STR("");         /* what the record holds is shown, even where a rule became stricter since */
    if (x->text.n == 0)
        x->text = s;
}

void value_set_date(struct ctx *c, struct form_values *v, const char *name, struct date d)
{
    struct form_value *x = value_of(v, name);

    x->typed = x->text = date_str(c->a, d);
    x->date = d;
    x->set = date_is_set(d);
}

void value_set_int(struct ctx *c, struct form_values *v, const char *name, int64_t n)
{
    struct form_value *x = value_of(v, name);

    x->number = n;
    x->set = true;
    x->typed = x->text = field_is(x->field, "money") ? money_text(c->a, n) : str_int(c->a, n);
}

void value_set_yes(struct ctx *c, struct form_values *v, const char *name, int yes)
{
    struct form_value *x = value_of(v, name);

    (void)c;
    x->set = yes >= 0;
    x->number = yes;
    x->typed = x->text = yes < 0 ? STR("") : yes > 0 ? STR("1") : STR("0");
}

void value_set_codes(struct ctx *c, struct form_values *v, const char *name, const struct str *codes, int n)
{
    struct form_value *x = value_of(v, name);

    x->codes = NEWS(c->a, struct str, (size_t)n + 1);
    for (int i = 0; i < n; i++)
        x->codes[i] = codes[i];
    x->n_codes = n;
    x->set = n > 0;
}

void value_set_persons(struct ctx *c, struct form_values *v, const char *name, const struct value_person *p, int n)
{
    struct form_value *x = value_of(v, name);

    x->persons = NEWS(c->a, struct value_person, (size_t)n + 1);
    for (int i = 0; i < n; i++)
        x->persons[i] = p[i];
    x->n_persons = n;
    x->set = n > 0;
}

/* ---- faults */
void form_fault(struct ctx *c, struct form_values *v, struct str field, struct str sentence)
{
    struct form_value *x = field.n > 0 ? find(v, field) : NULL;

    v->was_sent = true;
    v->n_errors++;
    if (x == NULL)
        v->refused = str_copy(c->a, sentence);
    else if (x->error.n == 0)
        x->error = str_copy(c->a, sentence);
    else
        v->n_errors--;          /* one sentence per field: the first is the nearest */
}

enum err form_refused(struct ctx *c, struct form_values *v, enum err e)
{
    struct str field = c->why_field;

    if (e == ERR_OK || (c->why_id == 0 && v->n_errors > 0))
        return e;               /* nothing more is said than the fields say */
    form_fault(c, v, field, refusal_text(c, e));
    c->why_id = 0;
    c->why_field = STR("");
    return e;
}

/* ---- as a record shows it */
static struct str joined(struct ctx *c, const struct form_value *v)
{
    struct buf b = buf_new(c->a, SHOWN_MAX_BYTES);
    const char *list = list_name(c->a, field_list(v->field));

    for (int i = 0; i < v->n_codes; i++) {
        if (i > 0)
            buf_add(&b, text_of(c->lang, T_page_list_comma));
        buf_add(&b, *list != '\0' ? def_label(c->def, c->lang, list, v->codes[i]) : v->codes[i]);
    }
    return buf_str(&b);
}

static struct str persons_shown(struct ctx *c, const struct form_value *v)
{
    struct buf b = buf_new(c->a, SHOWN_MAX_BYTES);

    for (int i = 0; i < v->n_persons; i++) {
        const struct value_person *p = &v->persons[i];
        if (i > 0)
            buf_add(&b, text_of(c->lang, T_page_list_semicolon));
        buf_add(&b, p->name);
        if (p->unit.n + p->post.n > 0 && p->name.n > 0)
            buf_lit(&b, "　");
        buf_add(&b, p->unit);
        buf_add(&b, p->post);
    }
    return buf_str(&b);
}

struct str value_shown(struct ctx *c, const struct form_value *v)
{
    const struct def_field *f = v->field;

    if (field_is(f, "persons") || field_is(f, "person"))
        return persons_shown(c, v);
    if (field_is(f, "codes") || field_is(f, "topics") || field_is(f, "file"))
        return joined(c, v);
    if (field_is(f, "yesno"))
        return !v->set ? STR("") : text_of(c->lang, v->number > 0 ? T_page_yes : T_page_no);
    if (field_is(f, "code") && v->text.n > 0) {
        struct form_value one = *v;
        one.codes = &one.text;
        one.n_codes = 1;
        return joined(c, &one);
    }
    if (field_is(f, "money") && v->text.n > 0)
        return text_args(c->a, c->lang, T_page_money, &v->text, 1);
    return v->text;
}
