/* summary_store.h - rows of report and report_member. Knows columns, nothing else. */
#ifndef AREA_SUMMARY_SUMMARY_STORE_H
#define AREA_SUMMARY_SUMMARY_STORE_H

#include "area/summary/summary.h"

MUST_USE enum err report_store_add(struct ctx *c, const struct report *r);
MUST_USE enum err report_store_edit(struct ctx *c, const struct report *r, struct str problems, struct str plans);
MUST_USE enum err report_store_publish(struct ctx *c, const struct report *r, const struct rendering *made);
MUST_USE enum err report_store_behind(struct ctx *c, int64_t report_id, const struct behind *b);

#endif
