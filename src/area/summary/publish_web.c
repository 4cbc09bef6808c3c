/* publish_web.c - what stands before publishing, and publishing itself: figures, checks and five formats take seconds, so they are made behind the
 * page (area/works). One state of the records for all of it; frozen in one transaction or not at all. */
#include "area/summary/summary_slice.h"
#include "gate/once.h"
#include "gate/work.h"
#include "gen/text.h"

#define WORK_BYTES ((size_t)1 << 30)         /* address space: the figures, five formats, the rows behind */

enum err publish_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct stats s;
    struct summary_view v = { 0 };

    TRY(report_arg(c, q, &v.r));
    summary_open(c, q, &v);
    if (v.r.published) {            /* somebody was quicker, or this is the way back from it */
        out->location = report_path(c, &v.r, "");
        return ERR_OK;
    }
    if (!v.official)
        return refuse(c, ERR_FORBIDDEN, T_summary_not_official);
    TRY(draft_inside(c, &v, &s));
    summary_publish_html(&out->body, c, &v);
    return ERR_OK;
}

/* ---- behind the page */
struct publishing { struct report r; struct rendering made; int64_t ref; };

static bool tick(struct ctx *c, void *arg, int progress, struct str at)
{
    struct work *w = arg;

    return w->tick(c, w, progress, at);
}

static enum err as_asked(struct ctx *c, const struct report *r, int64_t rev)
{
    if (r->published)
        return refuse(c, ERR_MOVE, T_summary_is_published);
    return r->rev == rev ? ERR_OK : refuse(c, ERR_CONFLICT, T_flow_conflict);
}

static enum err read_half(struct ctx *c, struct work *w)
{
    struct publishing *p = w->arg;
    struct str despite = p->r.despite;
    int64_t rev = p->r.rev;

    TRY(gate(c, PERM_SUMMARY_PUBLISH));
    TRY(report_load(c, p->r.ref, &p->r));
    TRY(as_asked(c, &p->r, rev));
    p->r.despite = despite;
    p->made.tick = tick;
    p->made.tick_arg = w;
    return report_render(c, &p->r, &p->made);
}

static enum err apply_half(struct ctx *c, struct work *w)
{
    struct publishing *p = w->arg;

    return report_publish(c, &p->r, &p->made);
}

static struct str ended(struct ctx *c, struct work *w, enum err e)
{
    const struct publishing *p = w->arg;

    return e == ERR_OK ? said_path(c->a, report_path(c, &p->r, ""), "summary.said_published", STR("")) : refusal_text(c, e);
}

static struct work *publish_later(struct ctx *c, const struct publishing *asked)
{
    struct work *w = work_for(c, asked->ref, WORK_BYTES);
    struct publishing *p = NEW(&w->a, struct publishing);

    p->r = (struct report){ .ref = asked->r.ref, .rev = asked->r.rev, .despite = str_copy(&w->a, asked->r.despite) };
    w->arg = p;
    w->read = read_half;
    w->apply = apply_half;
    w->ended = ended;
    w->verb = "summary.publish";
    w->steady = true;               /* a figure and the rows behind it are of one moment */
    return w;
}

enum err publish_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct publishing *p = NEW(c->a, struct publishing);

    (void)out;
    q->prepared = p;
    p->ref = rand_ref(c->rand);
    TRY(report_arg(c, q, &p->r));
    TRY(as_asked(c, &p->r, req_int(q, "rev", p->r.rev)));
    if (!c->who->official)
        return refuse(c, ERR_FORBIDDEN, T_summary_not_official);
    p->r.despite = str_trim(req_str(q, "despite"));
    return ERR_OK;
}

enum err publish_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct publishing *p = q->prepared;

    TRY(work_ask(c, p->ref, STR("publish"), str_fmt(c->a, "label=%.*s\nback=%.*s\n", PF(report_title(c, &p->r)),
        PF(report_path(c, &p->r, "/publish")))));
    if (out->later == NULL)
        out->later = publish_later(c, p);
    out->location = work_path(c->a, p->ref);
    ctx_touch(c, STR("report"), p->r.id, STR("asked"));
    return ERR_OK;
}
