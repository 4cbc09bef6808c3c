#include "area/register/draft.h"
#include "area/register/draft_store.h"

#include <string.h>

#include "page/html.h"

#define DRAFT_MAX_BYTES ((size_t)1 << 20)

static void put(struct html *h, struct str name, struct str value)
{
    if (value.n == 0)
        return;
    if (h->b.n > 0)
        html_lit(h, "&");
    html_url(h, name);
    html_lit(h, "=");
    html_url(h, value);
}

/* "persons.0.name" belongs to the field persons. */
static const struct def_field *field_of(const struct def_form *f, struct str name)
{
    struct str head = str_cut(&name, '.');

    for (int i = 0; i < f->n; i++)
        if (str_eq(f->fields[i].name, head))
            return &f->fields[i];
    return NULL;
}

static bool may_stay(const struct def_field *f)
{
    return f != NULL && !str_eq(f->store, STR("vault")) && !str_eq(f->type, STR("file"));
}

static enum err load(struct ctx *c, struct str form, int64_t ref, struct request *out, bool *found)
{
    struct str body;

    memset(out, 0, sizeof *out);
    TRY(draft_store_load(c, form, ref, &body, found));
    return form_urlencoded(c, body, out);
}

enum err draft_keep(struct ctx *c, const struct def_form *f, const struct request *q, int64_t ref)
{
    struct html h = { buf_new(c->a, DRAFT_MAX_BYTES) };

    for (int i = 0; i < q->n_fields; i++)
        if (may_stay(field_of(f, q->fields[i].name)))
            put(&h, q->fields[i].name, q->fields[i].value);
    return h.b.overflow ? ERR_TOO_LARGE : draft_store_save(c, f->name, ref, buf_str(&h.b));
}

enum err draft_load(struct ctx *c, const struct def_form *f, int64_t ref, struct form_values *v, bool *found)
{
    struct request *q = NEW(c->a, struct request);

    TRY(load(c, f->name, ref, q, found));
    if (!*found)
        return ERR_OK;
    if (form_read(c, f, q, v) != ERR_OK)        /* half-typed fields are no faults yet */
        for (int i = 0; i < v->n; i++)
            v->v[i].error = STR("");
    v->n_errors = 0;
    v->was_sent = false;
    return ERR_OK;
}

enum err draft_drop(struct ctx *c, const struct def_form *f, int64_t ref) { return draft_store_drop(c, f->name, ref); }

static struct str keep_name(struct ctx *c, const struct def_form *f) { return str_join(c->a, f->name, STR(".keep")); }

enum err draft_remember(struct ctx *c, const struct form_values *v)
{
    struct html h = { buf_new(c->a, DRAFT_MAX_BYTES) };

    for (int i = 0; i < v->n; i++)
        if (v->v[i].field->remember && may_stay(v->v[i].field))
            put(&h, v->v[i].field->name, v->v[i].text);
    return draft_store_save(c, keep_name(c, v->form), 0, buf_str(&h.b));
}

enum err draft_remembered(struct ctx *c, const struct def_form *f, struct form_values *v)
{
    struct request *q = NEW(c->a, struct request);
    bool found;

    TRY(load(c, keep_name(c, f), 0, q, &found));
    if (found)
        form_prefill(c, f, q, v);
    return ERR_OK;
}
