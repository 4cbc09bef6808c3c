/* date.h - civil dates (UTC+8, ISO text in the database) and periods. No clock here: ctx.now_ms is the only one. */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/str.h"

struct date { int32_t days; };                  /* days since the last of February of the year 0; 0 = not set, so `{ 0 }` is */
#define DATE_NONE ((struct date){ 0 })
#define DATE_TEXT_BYTES 11                      /* "2020-06-30" and a NUL */

bool date_is_set(struct date d);
bool date_make(int y, int m, int d, struct date *out);      /* false when there is no such day */
void date_split(struct date dt, int *y, int *m, int *d);
int  date_cmp(struct date a, struct date b);
int  date_weekday(struct date d);                            /* 1 Monday .. 7 Sunday */
int  date_month_days(int y, int m);
struct date date_add_days(struct date d, int n);
struct date date_add_months(struct date d, int n);           /* clamped to the month's end (decisions.md 25) */
struct date date_of_ms(int64_t ms);                          /* civil day at UTC+8 */
int64_t ms_of_date(struct date d);                           /* its first instant, UTC ms */
bool date_parse_iso(struct str s, struct date *out);         /* exactly YYYY-MM-DD */
struct str date_str(struct arena *a, struct date d);         /* "" when not set */
struct str time_str(struct arena *a, int64_t ms);            /* "2020-06-30 14:05:09" at UTC+8 */

enum date_fault { DATE_OK, DATE_EMPTY, DATE_UNREADABLE, DATE_NO_SUCH_DAY };
/* date_read - as people type it: 2020-06-13, 20200613, 2020.6.13, 2020/6/13, 2020年6月13日, 6-13 (year of today), 今天, 昨天,
 * full-width digits too. `today` resolves what is relative. */
enum date_fault date_read(struct str s, struct date today, struct date *out);

struct window { struct date from, to; };        /* both ends included */
/* period_read - 2020H1, 2020Q2, 2020-06, 2020, 2020-01-01..2020-06-30. False when it does not exist. */
bool period_read(struct str s, struct window *out);
/* window_prev - the same window a year earlier by definitions.md G1 (a `to` at month-end stays at month-end). */
struct window window_prev(struct window w);
/* period_name - "2020H1" etc. when the window is a standard period, else "from..to". Memory: a. */
struct str period_name(struct arena *a, struct window w);

#endif
