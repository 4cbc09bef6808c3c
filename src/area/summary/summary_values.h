/* summary_values.h - what the summary's template may ask; private to the slice. */
#ifndef AREA_SUMMARY_SUMMARY_VALUES_H
#define AREA_SUMMARY_SUMMARY_VALUES_H

#include "area/summary/summary.h"
#include "doc/template.h"

struct summary_self { const struct stats *s; const struct report *r; struct date today, dated; bool epidemic; };
struct doc_value summary_value(void *self, struct arena *a, enum doc_ask ask, struct str id, struct doc_row row);
int summary_rows(void *self, struct str list);
struct str ordinal_text(struct arena *a, int64_t n);    /* 9 -> 九, 12 -> 十二 */

#endif
