#include "area/exchange/later_web.h"

#include "gen/text.h"
#include "page/html.h"

#define WORK_BYTES ((size_t)1 << 30)         /* address space: the file, what it unpacks to, its rows */

struct later { struct import m; int64_t kept; bool read; };

static bool tick(struct ctx *c, void *arg, int progress, struct str at)
{
    struct work *w = arg;

    return w->tick(c, w, progress, at);
}

static enum err read_half(struct ctx *c, struct work *w)
{
    struct later *x = w->arg;
    struct str kind = x->m.kind->name;

    TRY(sheet_kind(c, kind, &x->m.kind));
    x->m.tick = tick;
    x->m.tick_arg = w;
    TRY(tick(c, w, 10, STR("exchange.at_file")) ? ERR_OK : refuse(c, ERR_MOVE, T_work_stopped));
    TRY(import_read(c, &x->m));
    x->read = true;
    return ERR_OK;
}

static enum err apply_half(struct ctx *c, struct work *w)
{
    struct later *x = w->arg;

    return import_take(c, &x->m);
}

/* What is wrong with the file is told by the page of the kept file, which reads it again: rows with their marks, the good ones to take. What only
 * the writer found is said here. */
static struct str ended(struct ctx *c, struct work *w, enum err e)
{
    const struct later *x = w->arg;

    if (e == ERR_OK)
        return str_fmt(c->a, "/import/done/%016llx", (unsigned long long)x->m.job_ref);
    bool told_there = !x->read && (e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_FORBIDDEN || e == ERR_TOO_LARGE || e == ERR_NOT_FOUND);
    return told_there ? str_fmt(c->a, "/import/kept/%016llx", (unsigned long long)x->kept) : refusal_text(c, e);
}

struct work *import_later(struct ctx *c, const struct import *m, int64_t ref, int64_t kept)
{
    struct work *w = work_for(c, ref, WORK_BYTES);
    struct later *own = NEW(&w->a, struct later);
    struct sheet_kind *kind = NEW(&w->a, struct sheet_kind);

    kind->name = str_copy(&w->a, m->kind->name);        /* the rest is read again from def */
    own->kept = kept;
    own->m = (struct import){ .kind = kind, .bytes = str_copy(&w->a, m->bytes), .file_name = str_copy(&w->a, m->file_name),
        .map_text = str_copy(&w->a, m->map_text), .good_rows = m->good_rows, .again = m->again };
    w->arg = own;
    w->read = read_half;
    w->apply = apply_half;
    w->ended = ended;
    w->verb = "import";
    return w;
}
