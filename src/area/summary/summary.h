/* summary.h - 工作总结: the half-year's report made of figures and two free parts; published, it is frozen bytes.
 *
 * Driven by   def/doc/summary.md, def/figures.yaml.      Owns tables report, report_member.
 * Memory c->a.      Errors: NOT_FOUND, CONFLICT (rev), MOVE (published already), INVALID (free text).
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
    bool published;
};
/* A rendered report: the five formats and the figures they were made of. */
struct rendering { struct str bytes[DOC_FORMAT__MAX], figures_json, sha256; struct doc *doc; struct stats *stats; };

MUST_USE enum err report_load(struct ctx *c, int64_t ref, struct report *out);
MUST_USE enum err report_of_period(struct ctx *c, struct window w, struct report *out);     /* Errors: NOT_FOUND */
MUST_USE enum err report_start(struct ctx *c, struct window w, struct date as_of, struct report *out);     /* a draft; the one there is */
MUST_USE enum err report_list(struct ctx *c, struct report **out, int *n);                  /* of the viewer's organ, newest first */
MUST_USE enum err report_edit(struct ctx *c, struct report *r, struct str problems, struct str plans);
/* report_tree - the document tree of a report as the figures stand now. report_render: the same in all five formats. */
MUST_USE enum err report_tree(struct ctx *c, const struct report *r, struct stats *s, struct doc **out);
MUST_USE enum err report_render(struct ctx *c, const struct report *r, struct rendering *out);
/* report_publish - freezes bytes, figures and members; reprinting returns these bytes for ever. */
MUST_USE enum err report_publish(struct ctx *c, struct report *r, const struct rendering *made);
MUST_USE enum err report_bytes(struct ctx *c, const struct report *r, enum doc_format f, struct str *out);  /* of a published one */
MUST_USE enum err report_figures(struct ctx *c, const struct report *r, struct str *json);  /* as frozen */

#endif
