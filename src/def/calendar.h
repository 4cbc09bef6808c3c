/* calendar.h - working days from the State Council notices (def/calendar). Start day excluded; months by calendar (decisions.md 25). */
#ifndef DEF_CALENDAR_H
#define DEF_CALENDAR_H

#include "def/def.h"

enum day_kind { DAY_UNKNOWN, DAY_WORK, DAY_OFF };
enum day_kind calendar_day(const struct def *d, struct date day);       /* DAY_UNKNOWN: the year has no notice yet */
/* calendar_add - day n working days after `from` (excluded). False when it runs into a year without a notice. */
bool calendar_add(const struct def *d, struct date from, int n, struct date *out);
bool calendar_between(const struct def *d, struct date from, struct date to, int *n);   /* working days in (from, to] */
bool calendar_roll(const struct def *d, struct date day, struct date *out);             /* day itself or the next working day */

#endif
