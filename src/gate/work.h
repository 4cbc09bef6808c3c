/* work.h - what takes longer than a request: asked for with the reply, done by a thread of its own through the same two halves, its progress
 * in the job table where one page for all kinds reads it (area/works), stopped by whoever asked for it. It lives in memory of its own; a program
 * that ends takes it along, and its lease tells the page so. Nothing is lost: what it would have written is one transaction.
 *
 * Usage, in a handler's apply (the reference is drawn once, in prepare):
 *     TRY(work_ask(c, ref, STR("export"), STR("label=…\nback=/petition\n")));
 *     if (out->later == NULL)              -- a conflict of serialisation calls apply again
 *         out->later = …work_for(c, ref, bytes), its halves set…;
 *     out->location = work_path(c->a, ref);
 */
#ifndef GATE_WORK_H
#define GATE_WORK_H

#include "base/ctx.h"

#define WORK_LEASE_MS 30000         /* without a sign of life for so long it has ended */

struct work {
    struct arena a;                 /* all it needs is copied into it */
    void *arg;
    enum err (*read)(struct ctx *c, struct work *w);        /* read-only connection, may be slow */
    enum err (*apply)(struct ctx *c, struct work *w);       /* the writer, once */
    /* The job's last message: done = the path where its page leads, then "key=value" lines; failed = such a path, or the sentence why. */
    struct str (*ended)(struct ctx *c, struct work *w, enum err e);
    const char *verb;               /* of the audit row */
    int64_t job_ref, user_id;
    enum lang lang;
    bool steady;                    /* the whole read half sees one state of the records; else each tick begins a new one */
    /* tick - 0..1000 and what it is at: "exchange.at_rows 500 3000", the name of a text and its arguments. false: stopped. Set by app. */
    bool (*tick)(struct ctx *c, struct work *w, int progress, struct str at);
    void *app;                      /* private to app/work.c */
    struct work *next;
};
struct work *work_new(size_t bytes);        /* address space; in its own arena */
struct work *work_for(const struct ctx *c, int64_t ref, size_t bytes);      /* of the asking user, in his language */
void work_free(struct work *w);

/* work_ask - its row, waiting. args: "label=…", what it is about, and "back=PATH", the way back; kept with the job, so no words of a record. */
MUST_USE enum err work_ask(struct ctx *c, int64_t ref, struct str kind, struct str args);
struct str work_path(struct arena *a, int64_t ref);
struct str work_line(struct arena *a, struct str s);        /* a label in one line */

/* What the page knows of the viewer's own work. Errors: NOT_FOUND. */
struct work_row { struct str kind, state, args, message; int progress; int64_t lease_until_ms; };
MUST_USE enum err work_load(struct ctx *c, int64_t ref, struct work_row *out);
bool work_goes_on(const struct ctx *c, const struct work_row *r);
struct str work_value(struct str lines, const char *name);  /* of "key=value" lines, "" = none */
MUST_USE enum err work_stop_ask(struct ctx *c, int64_t ref);

/* What the writer does for app/work.c. work_sign: how far it is; *on false = somebody stopped it. work_waits: alive, behind another one.
 * work_finish: what it does, the end of its job and the row of the log in one transaction: stopped a moment before, nothing is done; killed a
 * moment after, it is done and says so. work_fail: why it ended, and a refused row of the log. */
MUST_USE enum err work_sign(struct ctx *c, const struct work *w, int progress, struct str at, int64_t until_ms, bool *on);
MUST_USE enum err work_waits(struct ctx *c, int64_t ref, int64_t until_ms);
MUST_USE enum err work_finish(struct ctx *c, struct work *w);
MUST_USE enum err work_fail(struct ctx *c, struct work *w, enum err e);

#endif
