/* work.h - what takes longer than a request: handed over with the reply, done by a thread of its own through the same two halves, its progress
 * in the job table where the page reads it, stopped by whoever sets the job's state. It lives in memory of its own; a program that ends takes
 * it along, and its lease tells the page so. Nothing is lost: what it would have written is one transaction.
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
    struct str (*ended)(struct ctx *c, struct work *w, enum err e);     /* the job's last message */
    const char *verb;               /* of the audit row */
    int64_t job_ref, user_id;
    enum lang lang;
    bool (*tick)(struct ctx *c, struct work *w, int progress);  /* 0..1000; false: stopped. Set by app; begins a new snapshot */
    void *app;                      /* private to app/work.c */
    struct work *next;
};
struct work *work_new(size_t bytes);        /* address space; in its own arena */
void work_free(struct work *w);

#endif
