/* export_web.c - taking a register out by a page: a short one is the answer itself; a long one is written behind the page (area/works), closed for the
 * session that asked and fetched from a page of its own. What he may see is asked when it runs; once that has changed the file is not given out. */
#include <sodium.h>
#include <string.h>

#include "area/exchange/exchange_slice.h"
#include "area/exchange/export.h"
#include "area/exchange/kept_web.h"
#include "area/register/register.h"
#include "gate/once.h"
#include "gate/work.h"
#include "gen/text.h"

#define WORK_BYTES ((size_t)512 << 20)       /* address space: the plan and what ticks say; rows have their own */
#define TICK_CLOSE 960

static enum err ask_of(struct ctx *c, const struct request *q, struct export_ask *k)
{
    struct str file = q->path_args[0];

    *k = (struct export_ask){ .q = q, .whole = req_has(q, "whole") };
    if (!export_format_of(file, &k->format))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    k->kind = str_cut(&file, '.');
    return ERR_OK;
}

static struct str list_path(struct ctx *c, const struct export_ask *k) { return str_fmt(c->a, "/%.*s", PF(k->kind)); }

static struct str file_name(struct ctx *c, const struct export_ask *k)
{
    return str_fmt(c->a, "%.*s%s", PF(k->kind), export_ending(k->format));
}

/* The answer is a file that goes away with it. */
static void file_answer(struct ctx *c, const struct export_ask *k, struct reply *out)
{
    out->path = str_fmt(c->a, "%s/out/%016llx%s", c->data_dir, (unsigned long long)rand_ref(c->rand), export_ending(k->format));
    out->temporary = true;
    out->type = export_type(k->format);
    out->filename = file_name(c, k);
}

static enum err at_once(struct ctx *c, const struct export_ask *k, struct reply *out)
{
    int64_t rows;

    file_answer(c, k, out);
    return export_write(c, k, out->path, &rows);
}

static bool too_long(int64_t n) { return n > EXPORT_AT_ONCE; }

/* A link asks for nothing that goes on afterwards: the page of a long one has a button. */
static enum err long_page(struct ctx *c, struct request *q, const struct export_ask *k, struct reply *out)
{
    struct str label = export_label(c, k), title = text_args(c->a, c->lang, T_work_export, &label, 1);
    struct export_page_view v = { .page = page_new(c, q, page_office(list_path(c, k)), title), .rows = number_text(c->a, EXPORT_AT_ONCE),
        .path = with_param(c->a, q, "", STR("")), .back = list_path(c, k), .once = once_make(c->a) };

    page_crumb(&v.page, title, STR(""));
    ctx_touch(c, k->kind, 0, STR("long"));
    export_long_html(&out->body, c, &v);
    return ERR_OK;
}

enum err export_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct export_ask k;
    int64_t n;

    TRY(ask_of(c, q, &k));
    TRY(export_count(c, &k, EXPORT_AT_ONCE + 1, &n));
    return too_long(n) ? long_page(c, q, &k, out) : at_once(c, &k, out);
}

/* ---- behind the page */
struct behind {
    struct export_ask k;
    struct request own;             /* the filters, copied: they live in this memory only */
    int64_t ref, rows;
    struct str sight;
    unsigned char key[KEPT_KEY_BYTES];
};

static bool tick(struct ctx *c, void *arg, int progress, struct str at)
{
    struct work *w = arg;

    return w->tick(c, w, progress, at);
}

static enum err read_half(struct ctx *c, struct work *w)
{
    struct behind *b = w->arg;

    b->k.q = &b->own;
    b->k.tick = tick;
    b->k.tick_arg = w;
    TRY(exchange_sight(c, &b->sight));
    TRY(export_write(c, &b->k, kept_path(c, b->ref, KEPT_OPEN), &b->rows));
    bool on = tick(c, w, TICK_CLOSE, STR("exchange.at_close"));
    TRY(on ? kept_close(c, b->ref, b->key) : refuse(c, ERR_MOVE, T_work_stopped));
    sodium_memzero(b->key, sizeof b->key);
    return ERR_OK;
}

static enum err apply_half(struct ctx *c, struct work *w)
{
    struct behind *b = w->arg;

    TRY(export_may(c, &b->k));
    return kept_name(c, b->ref);
}

static struct str ended(struct ctx *c, struct work *w, enum err e)
{
    struct behind *b = w->arg;

    sodium_memzero(b->key, sizeof b->key);
    if (e == ERR_OK)
        return str_fmt(c->a, "/export/ready/%016llx\nrows=%lld\nfile=%.*s\nwhole=%d\nsight=%.*s\n", (unsigned long long)b->ref, (long long)b->rows,
            PF(file_name(c, &b->k)), b->k.whole, PF(b->sight));
    kept_forget(c, b->ref);
    return refusal_text(c, e);
}

static void fields_copy(struct arena *a, const struct request *q, struct request *own)
{
    *own = (struct request){ .method = GET, .path = str_copy(a, q->path), .fields = NEWS(a, struct field, (size_t)q->n_fields + 1) };
    for (int i = 0; i < q->n_fields; i++)
        if (!str_eq(q->fields[i].name, STR("csrf")) && !str_eq(q->fields[i].name, STR("once")))
            own->fields[own->n_fields++] = (struct field){ str_copy(a, q->fields[i].name), str_copy(a, q->fields[i].value) };
}

static struct work *export_later(struct ctx *c, const struct request *q, const struct behind *asked)
{
    struct work *w = work_for(c, asked->ref, WORK_BYTES);
    struct behind *b = NEW(&w->a, struct behind);

    b->k = asked->k;
    b->k.kind = str_copy(&w->a, asked->k.kind);
    b->ref = asked->ref;
    memcpy(b->key, asked->key, sizeof b->key);
    fields_copy(&w->a, q, &b->own);
    w->arg = b;
    w->read = read_half;
    w->apply = apply_half;
    w->ended = ended;
    w->verb = "export";
    w->steady = true;               /* exactly what the list showed at one moment: no row twice, none missed */
    return w;
}

enum err export_ask_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct behind *b = NEW(c->a, struct behind);
    int64_t n;

    TRY(ask_of(c, q, &b->k));
    TRY(export_count(c, &b->k, EXPORT_AT_ONCE + 1, &n));
    if (!too_long(n))
        return at_once(c, &b->k, out);
    q->prepared = b;
    b->ref = rand_ref(c->rand);
    return kept_key(c, q, b->ref, b->key);
}

enum err export_ask_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct behind *b = q->prepared;

    if (b == NULL)
        return ERR_OK;              /* the file itself is the answer */
    TRY(work_ask(c, b->ref, STR("export"), str_fmt(c->a, "label=%.*s\nback=%.*s\n", PF(export_label(c, &b->k)), PF(list_path(c, &b->k)))));
    if (out->later == NULL)
        out->later = export_later(c, q, b);
    out->location = work_path(c->a, b->ref);
    ctx_touch(c, b->k.kind, 0, STR("asked"));
    return ERR_OK;
}

/* ---- what was written */
static enum err made(struct ctx *c, const struct request *q, int64_t *ref, struct work_row *r)
{
    if (!ref_read(q->path_args[0], ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(work_load(c, *ref, r));
    return str_eq(r->kind, STR("export")) && str_eq(r->state, STR("done")) ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

enum err export_ready(struct ctx *c, struct request *q, struct reply *out)
{
    struct work_row r;
    int64_t ref, rows = 0;

    TRY(made(c, q, &ref, &r));
    str_to_int(work_value(r.message, "rows"), &rows);
    struct str label = work_value(r.args, "label"), back = work_value(r.args, "back");
    struct export_page_view v = { .page = page_new(c, q, page_office(back), text_args(c->a, c->lang, T_work_export, &label, 1)),
        .rows = number_text(c->a, rows), .name = work_value(r.message, "file"), .back = back,
        .path = str_fmt(c->a, "/export/kept/%016llx", (unsigned long long)ref) };
    page_crumb(&v.page, v.page.title, STR(""));
    export_ready_html(&out->body, c, &v);
    return ERR_OK;
}

/* Its row of the log is the one that was written with it. */
enum err export_kept(struct ctx *c, struct request *q, struct reply *out)
{
    struct export_ask k = { .kind = STR("") };
    struct str sight, file;
    struct work_row r;
    int64_t ref;

    TRY(made(c, q, &ref, &r));
    file = work_value(r.message, "file");
    TRY(export_format_of(file, &k.format) ? ERR_OK : ERR_BUG);
    k.kind = str_cut(&file, '.');
    k.whole = str_eq(work_value(r.message, "whole"), STR("1"));
    TRY(export_may(c, &k));
    TRY(exchange_sight(c, &sight));
    if (!str_eq(sight, work_value(r.message, "sight")))
        return refuse(c, ERR_NOT_FOUND, T_exchange_sight_changed);
    file_answer(c, &k, out);
    return kept_open(c, q, ref, out->path);
}
