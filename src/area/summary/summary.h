/* summary.h - 工作总结: the half-year's report made of figures and two free parts; published, it is frozen bytes.
 *
 * Driven by   def/doc/summary.md, def/figures.yaml.      Owns tables report, report_member.
 * Memory c->a.      Errors: NOT_FOUND, CONFLICT (rev), MOVE (published already), INVALID (free text, no reason), FORBIDDEN (no official figures).
 */
#ifndef AREA_SUMMARY_SUMMARY_H
#define AREA_SUMMARY_SUMMARY_H

#include "area/stats/stats.h"
#include "doc/print.h"

struct report {
    int64_t id, ref, organ_id, rev;
    struct window w;
    struct date as_of, published_on;
    struct str problems, plans, state, no, def_hash, sha256, publisher;
    struct str despite;         /* why it was published although a check failed; "" = all held */
    bool published;
};
/* The rows behind one figure: ids ascending. frozen: as published; of today otherwise. */
struct behind { struct str figure, kind; int64_t *ids; int n; };
/* A rendered report: the five formats, the figures they were made of and the rows behind each. */
struct rendering {
    struct str bytes[DOC_FORMAT__MAX], figures_json, sha256;
    struct doc *doc;
    struct stats *stats;
    struct behind *behind; int n_behind;
    int n_failed;               /* checks that do not hold */
    bool (*tick)(struct ctx *c, void *arg, int progress, struct str at);       /* given: gate/work.h; false = stop. NULL: nobody looks */
    void *tick_arg;
};

MUST_USE enum err report_load(struct ctx *c, int64_t ref, struct report *out);
MUST_USE enum err report_of_period(struct ctx *c, struct window w, struct report *out);     /* Errors: NOT_FOUND */
MUST_USE enum err report_start(struct ctx *c, struct window w, struct date as_of, struct report *out);     /* a draft; the one there is */
MUST_USE enum err report_list(struct ctx *c, struct report **out, int *n);                  /* of the viewer's organ, newest first */
MUST_USE enum err report_edit(struct ctx *c, struct report *r, struct str problems, struct str plans);
/* report_fault - the first {{tag}} of the free parts that cannot be read, "" = none. */
MUST_USE enum err report_fault(struct ctx *c, const struct report *r, struct str problems, struct str plans, struct str *fault);
/* report_tree - the document tree of a report as the figures stand now; for a viewer without official figures every figure of a draft
 * reads 〔略〕. report_render: the same in all five formats, with the rows behind; *out is cleared, but for its tick. Errors of report_render:
 * FORBIDDEN, INVALID (as below), MOVE (stopped). */
MUST_USE enum err report_tree(struct ctx *c, const struct report *r, struct stats *s, struct doc **out);
MUST_USE enum err report_render(struct ctx *c, const struct report *r, struct rendering *out);
/* report_publish - freezes bytes, figures and rows; reprinting returns these bytes for ever. When a check fails it wants a reason in
 * r->despite, which report_render has already printed. Errors: INVALID (no reason). */
MUST_USE enum err report_publish(struct ctx *c, struct report *r, const struct rendering *made);
MUST_USE enum err report_bytes(struct ctx *c, const struct report *r, enum doc_format f, struct str *out);  /* of a published one */
MUST_USE enum err report_figures(struct ctx *c, const struct report *r, struct str *json);  /* as frozen */
MUST_USE enum err report_behind(struct ctx *c, const struct report *r, struct str figure, struct behind *out);  /* as frozen; n 0 = none */
MUST_USE enum err behind_now(struct ctx *c, const struct stats *s, struct str figure, struct behind *out);

#endif
