#include "area/exchange/later_web.h"

#include "gen/text.h"
#include "page/html.h"

#define WORK_BYTES ((size_t)1 << 30)         /* address space: the file, what it unpacks to, its rows */

static bool tick(struct ctx *c, void *arg, int progress)
{
    struct work *w = arg;

    return w->tick(c, w, progress);
}

static enum err read_half(struct ctx *c, struct work *w)
{
    struct import *m = w->arg;
    struct str kind = m->kind->name;

    TRY(sheet_kind(c, kind, &m->kind));
    m->tick = tick;
    m->tick_arg = w;
    return tick(c, w, 10) ? import_read(c, m) : refuse(c, ERR_MOVE, T_exchange_stopped);
}

static enum err apply_half(struct ctx *c, struct work *w) { return import_take(c, w->arg); }

/* Of a finished one the reference of what came of it; else why not. */
static struct str ended(struct ctx *c, struct work *w, enum err e)
{
    const struct import *m = w->arg;

    return e == ERR_OK ? str_fmt(c->a, "%016llx", (unsigned long long)m->job_ref) : refusal_text(c, e);
}

struct work *import_later(struct ctx *c, const struct import *m, int64_t ref)
{
    struct work *w = work_new(WORK_BYTES);
    struct import *own = NEW(&w->a, struct import);
    struct sheet_kind *kind = NEW(&w->a, struct sheet_kind);

    kind->name = str_copy(&w->a, m->kind->name);        /* the rest is read again from def */
    *own = (struct import){ .kind = kind, .bytes = str_copy(&w->a, m->bytes), .file_name = str_copy(&w->a, m->file_name),
        .map_text = str_copy(&w->a, m->map_text), .good_rows = m->good_rows, .again = m->again };
    w->arg = own;
    w->read = read_half;
    w->apply = apply_half;
    w->ended = ended;
    w->verb = "import";
    w->job_ref = ref;
    w->user_id = c->who->id;
    w->lang = c->lang;
    return w;
}
