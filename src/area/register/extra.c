#include "area/register/extra.h"

#include "area/register/extra_store.h"
#include "base/buf.h"
#include "page/form.h"
#include "page/record.h"

#define WORDS_MAX_BYTES ((size_t)8 << 10)       /* 64 codes of 120 bytes */

static bool is(const struct def_field *f, const char *type) { return str_eq(f->type, str_z(type)); }
static bool many_of(const struct def_field *f) { return is(f, "codes") || is(f, "topics"); }

static struct extras blank_of(struct ctx *c, const struct def_form *f)
{
    struct extras e = { 0 };

    for (int i = 0; i < f->n; i++)
        e.n += def_field_extra(&f->fields[i]);
    e.v = NEWS(c->a, struct extra, (size_t)e.n + 1);
    for (int i = 0, k = 0; i < f->n; i++)
        if (def_field_extra(&f->fields[i]))
            e.v[k++].field = &f->fields[i];
    return e;
}

struct extras extra_blank(struct ctx *c, struct str kind) { return blank_of(c, def_form(c->def, str_copy(c->a, kind).p)); }

static struct str joined(struct ctx *c, const struct str *words, int n)
{
    struct buf b = buf_new(c->a, WORDS_MAX_BYTES);

    for (int i = 0; i < n; i++) {
        if (i > 0)
            buf_char(&b, ' ');
        buf_add(&b, words[i]);
    }
    return buf_str(&b);
}

static struct str word_of(struct ctx *c, const struct form_value *x)
{
    if (many_of(x->field))
        return joined(c, x->codes, x->n_codes);
    if (!x->set)
        return STR("");
    return is(x->field, "int") || is(x->field, "money") ? str_int(c->a, x->number) : x->text;
}

struct extras extra_typed(struct ctx *c, const struct form_values *v)
{
    struct extras e = blank_of(c, v->form);

    for (int i = 0; i < v->n; i++)
        if (def_field_extra(v->v[i].field))
            extra_set(&e, v->v[i].field->name, word_of(c, &v->v[i]));
    return e;
}

void extra_set(struct extras *e, struct str field, struct str word)
{
    for (int i = 0; i < e->n; i++)
        if (str_eq(e->v[i].field->name, field))
            e->v[i].word = word;
}

/* ---- kept, one row per value */
enum err extra_keep(struct ctx *c, struct str kind, int64_t id, const struct extras *e)
{
    for (int i = 0; i < e->n; i++) {
        const struct def_field *f = e->v[i].field;
        struct str rest = e->v[i].word;
        TRY(extra_store_clear(c, kind, id, f->name));
        for (int ord = 0; rest.n > 0; ord++) {
            struct str one = many_of(f) ? str_cut(&rest, ' ') : rest;
            TRY(extra_store_add(c, kind, id, f, ord, one));
            if (!many_of(f))
                break;
        }
    }
    return ERR_OK;
}

enum err extra_load(struct ctx *c, struct str kind, int64_t id, struct extras *out)
{
    *out = extra_blank(c, kind);
    return out->n > 0 ? extra_store_load(c, kind, id, out) : ERR_OK;
}

/* ---- shown */
/* A word that its field no longer fits (def changed the type since) is shown as it is, and typed anew. */
static void fill_one(struct ctx *c, const struct extra *x, struct form_values *v)
{
    const char *name = str_copy(c->a, x->field->name).p;
    struct str codes[VALUE_CODES_MAX], rest = x->word;
    struct date d;
    int64_t number = 0;
    int n = 0;

    if (many_of(x->field)) {
        while (n < VALUE_CODES_MAX && rest.n > 0)
            codes[n++] = str_cut(&rest, ' ');
        value_set_codes(c, v, name, codes, n);
    } else if (is(x->field, "date") && date_parse_iso(x->word, &d))
        value_set_date(c, v, name, d);
    else if ((is(x->field, "int") || is(x->field, "money")) && str_to_int(x->word, &number))
        value_set_int(c, v, name, number);
    else if (is(x->field, "yesno"))
        value_set_yes(c, v, name, str_eq(x->word, STR("1")));
    else
        value_set_str(c, v, name, x->word);
}

void extra_fill(struct ctx *c, const struct extras *e, struct form_values *v)
{
    for (int i = 0; i < e->n; i++)
        if (e->v[i].word.n > 0)
            fill_one(c, &e->v[i], v);
}

struct str extra_shown(struct ctx *c, const struct extra *x)
{
    const struct def_form one = { .name = STR("extra"), .fields = x->field, .n = 1 };
    struct form_values v;

    form_blank(c, &one, NULL, &v);
    if (x->word.n > 0)
        fill_one(c, x, &v);
    return value_shown(c, &v.v[0]);
}

void extra_facts(struct ctx *c, const struct extras *e, struct record_view *r)
{
    for (int i = 0; i < e->n; i++) {
        struct str label = field_label(c->lang, e->v[i].field), value = extra_shown(c, &e->v[i]);
        if (is(e->v[i].field, "text"))
            record_fact_wide(r, label, value);
        else
            record_fact(r, label, value, STR(""));
    }
}

enum err extra_record(struct ctx *c, struct str kind, int64_t id, struct record_view *r)
{
    struct extras e;

    TRY(extra_load(c, kind, id, &e));
    extra_facts(c, &e, r);
    return ERR_OK;
}
