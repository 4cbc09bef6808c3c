#include "area/exchange/export.h"

#include <sys/stat.h>
#include <unistd.h>

#include "area/exchange/rows.h"
#include "area/register/register.h"
#include "base/text.h"
#include "gen/text.h"
#include "sheet/stream.h"

#define NAME_MAX_FIELDS SHEET_FIELDS_MAX

static const struct { const char *ending; struct str type; enum sheet_format sheet; } formats[] = {
    [EXPORT_XLSX] = { ".xlsx", STR_INIT("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), SHEET_XLSX },
    [EXPORT_CSV] = { ".csv", STR_INIT("text/csv; charset=utf-8"), SHEET_CSV },
    [EXPORT_JSON] = { ".json", STR_INIT("application/json"), SHEET_JSON },
};

bool export_format_of(struct str file, enum export_format *out)
{
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (str_ends(file, str_z(formats[i].ending))) {
            *out = (enum export_format)i;
            return true;
        }
    return false;
}

const char *export_ending(enum export_format f) { return formats[f].ending; }

struct str export_type(enum export_format f) { return formats[f].type; }

/* Lists that are no kind of sheet go out as they are seen. */
static const struct { struct str list; enum perm read; } seen_only[] = { { STR_INIT("person"), PERM_PERSON_READ }, { STR_INIT("disposal"), PERM_LEAD_READ } };

static enum err source_of(struct ctx *c, const struct export_ask *k, const struct sheet_kind **kind)
{
    *kind = NULL;
    for (size_t i = 0; i < sizeof seen_only / sizeof seen_only[0] && !k->whole; i++)
        if (str_eq(seen_only[i].list, k->kind))
            return gate(c, seen_only[i].read);
    TRY(sheet_kind(c, k->kind, kind));
    return gate(c, (*kind)->read);
}

/* ---- what was asked */
static const struct node *list_of(const struct ctx *c, struct str name)
{
    const struct node *inside = node_get(&c->def->list_pages, "lists");
    char z[64];

    if (name.n >= sizeof z)
        return NULL;
    for (size_t i = 0; i <= name.n; i++)
        z[i] = i < name.n ? name.p[i] : '\0';
    return node_get(inside != NULL ? inside : &c->def->list_pages, z);
}

static struct str filters_named(struct ctx *c, const struct node *filters)
{
    struct buf b = buf_new(c->a, 2048);

    for (int i = 0; filters != NULL && i < filters->n; i++) {
        buf_add(&b, i > 0 ? STR(", ") : STR(""));
        buf_add(&b, node_str(&filters->items[i], "name"));
    }
    return buf_str(&b);
}

enum err export_filter(struct ctx *c, struct export_ask *k, struct str pair)
{
    const struct node *list = list_of(c, k->kind), *filters = list != NULL ? node_get(list, "filters") : NULL;
    struct str value = pair, name = str_trim(str_cut(&value, '='));

    if (k->n_filters == (int)(sizeof k->filters / sizeof k->filters[0]))
        return refuse(c, ERR_TOO_LARGE, T_input_too_many_fields);
    for (int i = 0; filters != NULL && i < filters->n; i++) {
        if (!str_eq(node_str(&filters->items[i], "name"), name))
            continue;
        struct str codes = node_str(&filters->items[i], "list");
        const struct def_code *meant = codes.n > 0 ? def_pick(c->def, str_copy(c->a, codes).p, value) : NULL;
        k->filters[k->n_filters].name = name;
        k->filters[k->n_filters++].value = meant != NULL ? meant->code : str_trim(value);
        return ERR_OK;
    }
    return refuse(c, ERR_INVALID, T_exchange_no_filter, name, filters_named(c, filters));
}

/* A command asks like a page: by fields of a request. Its order is the register's own, oldest first. */
static enum err request_of(struct ctx *c, const struct export_ask *k, struct request *q)
{
    const struct node *list = list_of(c, k->kind);
    struct str order = list != NULL ? node_str(list, "sort") : STR("");

    *q = (struct request){ .method = GET, .fields = NEWS(c->a, struct field, (size_t)k->n_filters + 4) };
    for (int i = 0; i < k->n_filters; i++)
        q->fields[q->n_fields++] = (struct field){ k->filters[i].name, k->filters[i].value };
    order = str_starts(order, STR("-")) ? str_from(order, 1) : order;
    q->fields[q->n_fields++] = (struct field){ STR("sort"), order };
    if (!date_is_set(k->window.from))
        return ERR_OK;
    q->fields[q->n_fields++] = (struct field){ str_join(c->a, order, STR("_from")), date_str(c->a, k->window.from) };
    q->fields[q->n_fields++] = (struct field){ str_join(c->a, order, STR("_to")), date_str(c->a, k->window.to) };
    return ERR_OK;
}

/* ---- writing */
#define TICK_ROWS 500           /* rows between two looks at the job */
#define TICK_FROM 20            /* of 1000: they are counted */
#define TICK_TO   950

struct writing {
    struct walk walk;
    struct sheet_stream *out;
    const struct sheet_kind *kind;
    int used[NAME_MAX_FIELDS]; int n;
    int64_t rows, counted;
    const struct export_ask *k;
};

static enum err tick(struct ctx *c, struct writing *w)
{
    if (w->k->tick == NULL || w->rows % TICK_ROWS != 0)
        return ERR_OK;
    int64_t of = w->counted > w->rows ? w->counted : w->rows + 1;
    return w->k->tick(c, w->k->tick_arg, (int)(TICK_FROM + w->rows * (TICK_TO - TICK_FROM) / of), str_fmt(c->a, "exchange.at_write %lld %lld",
        (long long)w->rows, (long long)w->counted)) ? ERR_OK : refuse(c, ERR_MOVE, T_work_stopped);
}

static enum err each(struct ctx *c, struct walk *walk, const struct walk_row *r)
{
    struct writing *w = walk->arg;
    struct str cells[SHEET_FIELDS_MAX], shown[SHEET_FIELDS_MAX];

    TRY(tick(c, w));
    w->rows++;
    if (w->kind == NULL) {
        sheet_stream_row(w->out, r->cells);
        return ERR_OK;
    }
    TRY(row_load(c, w->kind, r->ref, cells));
    for (int i = 0; i < w->n; i++)
        shown[i] = cells[w->used[i]];
    sheet_stream_row(w->out, shown);
    return ERR_OK;
}

/* Sealed fields have no column: an empty one would look as if nobody had signed. */
static int whole_columns(struct ctx *c, struct writing *w, struct str *names, struct str *labels)
{
    for (int i = 0; i < w->kind->n; i++) {
        if (w->kind->fields[i].sealed)
            continue;
        names[w->n] = w->kind->fields[i].name;
        labels[w->n] = sheet_label(c->lang, &w->kind->fields[i]);
        w->used[w->n++] = i;
    }
    return w->n;
}

static enum err seen_columns(struct ctx *c, struct str list, struct str *names, struct str *labels, int *n)
{
    struct list_view v;

    TRY(register_columns(c, str_copy(c->a, list).p, &v));
    for (*n = 0; *n < v.n_cols; (*n)++) {
        names[*n] = v.cols[*n].name;
        labels[*n] = v.cols[*n].label;
    }
    return ERR_OK;
}

static const char *tmp_dir(struct ctx *c)
{
    struct str dir = str_fmt(c->a, "%s/out", c->data_dir);

    mkdir(dir.p, 0700);
    return dir.p;
}

static enum err refuse_write(struct ctx *c, enum err e, struct str path)
{
    if (c->why_id != 0 || e == ERR_OK)
        return e;
    if (e == ERR_TOO_LARGE)
        return refuse(c, e, T_exchange_too_large_out);
    return e == ERR_NOT_FOUND || e == ERR_DENIED || e == ERR_FULL ? refuse(c, e, T_exchange_cannot_open, path) : e;
}

struct str export_label(struct ctx *c, const struct export_ask *k)
{
    const struct node *list = list_of(c, k->kind);

    return str_fmt(c->a, "%.*s %s", PF(list != NULL ? node_str(list, c->lang == LANG_EN ? "en" : "zh") : k->kind), formats[k->format].ending + 1);
}

enum err export_may(struct ctx *c, const struct export_ask *k)
{
    const struct sheet_kind *kind;

    TRY(gate(c, PERM_EXPORT));
    return source_of(c, k, &kind);
}

#define COUNT_ALL 10000000       /* more than a sheet holds */

enum err export_count(struct ctx *c, const struct export_ask *k, int top, int64_t *n)
{
    const struct sheet_kind *kind;
    struct request own;

    TRY(gate(c, PERM_EXPORT));
    TRY(source_of(c, k, &kind));
    TRY(request_of(c, k, &own));
    return register_count(c, k->q != NULL ? k->q : &own, str_copy(c->a, kind != NULL ? kind->list : k->kind).p, top, n);
}

static enum err columns(struct ctx *c, struct writing *w, const struct sheet_kind *kind, struct str list, struct str *names, struct str *labels, int *n)
{
    if (!w->k->whole)
        return seen_columns(c, list, names, labels, n);
    w->kind = kind;
    *n = whole_columns(c, w, names, labels);
    return ERR_OK;
}

static enum err all_rows(struct ctx *c, struct writing *w, struct str list, int64_t *rows)
{
    struct request own;

    TRY(request_of(c, w->k, &own));
    enum err e = register_walk(c, w->k->q != NULL ? w->k->q : &own, str_copy(c->a, list).p, &w->walk);
    enum err closed = sheet_stream_close(w->out, rows);
    return e == ERR_OK ? closed : e;
}

enum err export_write(struct ctx *c, const struct export_ask *k, struct str path, int64_t *rows)
{
    struct str names[SHEET_FIELDS_MAX], labels[SHEET_FIELDS_MAX];
    struct writing w = { .walk = { .each = each }, .k = k };
    const struct sheet_kind *kind;
    int n = 0;

    TRY(gate(c, PERM_EXPORT));
    TRY(source_of(c, k, &kind));
    struct str list = kind != NULL ? kind->list : k->kind;
    w.walk.arg = &w;
    TRY(columns(c, &w, kind, list, names, labels, &n));
    if (k->tick != NULL)
        TRY(export_count(c, k, COUNT_ALL, &w.counted));
    enum err e = sheet_stream_open(c->a, formats[k->format].sheet, path, tmp_dir(c), names, labels, n, &w.out);
    if (e != ERR_OK)
        return refuse_write(c, e, path);
    e = all_rows(c, &w, list, rows);
    if (e != ERR_OK)
        unlink(path.p);
    ctx_touch(c, k->kind, 0, str_fmt(c->a, "export rows=%lld whole=%d format=%s", (long long)w.rows, k->whole, formats[k->format].ending));
    return refuse_write(c, e, path);
}
