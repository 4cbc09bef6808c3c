#include "base/date.h"

#include <string.h>

#include "base/utf8.h"

#define DAY_MS   INT64_C(86400000)
#define ZONE_MS  (INT64_C(8) * 3600 * 1000)     /* fixed +08:00; no table of zones */
#define YEAR_MIN 1
#define YEAR_MAX 9999
#define PARTS    3
#define UNIX_DAYS 719469        /* days from DATE_NONE to 1970-01-01 */

bool date_is_set(struct date d)
{
    return d.days != 0;
}

static bool is_leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

int date_month_days(int y, int m)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return m < 1 || m > 12 ? 0 : m == 2 && is_leap(y) ? 29 : days[m - 1];
}

/* Both directions count in years that begin on 1 March, where the leap day is the last of its year
 * and the months repeat in groups of 153 days. 719468 days lie from 0000-03-01 to 1970-01-01. */
bool date_make(int y, int m, int d, struct date *out)
{
    int era, year, day;

    if (y < YEAR_MIN || y > YEAR_MAX || d < 1 || d > date_month_days(y, m))
        return false;
    if (m <= 2)
        y--;
    era = y / 400;
    year = y % 400;
    day = (153 * (m > 2 ? m - 3 : m + 9) + 2) / 5 + d - 1;
    out->days = era * 146097 + year * 365 + year / 4 - year / 100 + day + 1;
    return true;
}

void date_split(struct date dt, int *y, int *m, int *d)
{
    int64_t z = (int64_t)dt.days - 1;
    int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    int in_era = (int)(z - era * 146097);
    int year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int day = in_era - (365 * year + year / 4 - year / 100);
    int month = (5 * day + 2) / 153;

    *d = day - (153 * month + 2) / 5 + 1;
    *m = month < 10 ? month + 3 : month - 9;
    *y = (int)(era * 400) + year + (*m <= 2);
}

int date_cmp(struct date a, struct date b)
{
    return (a.days > b.days) - (a.days < b.days);
}

int date_weekday(struct date d)
{
    int64_t from_monday = ((int64_t)d.days - UNIX_DAYS + 3) % 7;    /* 1970-01-01 was a Thursday */

    return (int)(from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

struct date date_add_days(struct date d, int n)
{
    struct date sum;

    if (!date_is_set(d) || __builtin_add_overflow(d.days, n, &sum.days))
        return DATE_NONE;
    return sum;
}

struct date date_add_months(struct date d, int n)
{
    struct date out;
    int y, m, day, last;
    int64_t months;

    if (!date_is_set(d))
        return DATE_NONE;
    date_split(d, &y, &m, &day);
    months = (int64_t)y * 12 + m - 1 + n;
    if (months < YEAR_MIN * 12 || months > YEAR_MAX * 12 + 11)
        return DATE_NONE;
    y = (int)(months / 12);
    m = (int)(months % 12) + 1;
    last = date_month_days(y, m);
    return date_make(y, m, day < last ? day : last, &out) ? out : DATE_NONE;
}

struct date date_of_ms(int64_t ms)
{
    int64_t local = ms + ZONE_MS;

    return (struct date){ (int32_t)((local - (local < 0 ? DAY_MS - 1 : 0)) / DAY_MS) + UNIX_DAYS };
}

int64_t ms_of_date(struct date d)
{
    return (d.days - UNIX_DAYS) * DAY_MS - ZONE_MS;
}

/* digits - value of the first n bytes; false when one is no digit. */
static bool digits(const char *p, size_t n, int *out)
{
    int v = 0;

    for (size_t i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return false;
        v = v * 10 + (p[i] - '0');
    }
    *out = v;
    return n > 0;
}

bool date_parse_iso(struct str s, struct date *out)
{
    int y, m, d;

    return s.n == 10 && s.p[4] == '-' && s.p[7] == '-' && digits(s.p, 4, &y)
        && digits(s.p + 5, 2, &m) && digits(s.p + 8, 2, &d) && date_make(y, m, d, out);
}

struct str date_str(struct arena *a, struct date d)
{
    int y, m, day;

    if (!date_is_set(d))
        return STR("");
    date_split(d, &y, &m, &day);
    return str_fmt(a, "%04d-%02d-%02d", y, m, day);
}

struct str time_str(struct arena *a, int64_t ms)
{
    struct date d = date_of_ms(ms);
    int s = (int)((ms - ms_of_date(d)) / 1000);
    struct str day = date_str(a, d);

    return str_fmt(a, "%.*s %02d:%02d:%02d", PF(day), s / 3600, s / 60 % 60, s % 60);
}

/* What people type, taken apart: up to three numbers and the mark behind each: - . / or
 * y for 年, m for 月, d for 日 and 号, 0 for none. */
struct typed { int n, value[PARTS]; size_t width[PARTS]; char mark[PARTS]; };

/* mark_of - the separator a code point stands for, 0 when it is none. - . / have wide twins. */
static char mark_of(uint32_t cp)
{
    static const struct { uint32_t cp; char mark; } marks[] = {
        { '-', '-' }, { '.', '.' }, { '/', '/' }, { 0xFF0D, '-' }, { 0x2013, '-' }, { 0x2014, '-' },
        { 0x2212, '-' }, { 0xFF0E, '.' }, { 0x3002, '.' }, { 0x00B7, '.' }, { 0xFF0F, '/' },
        { 0x5E74, 'y' }, { 0x6708, 'm' }, { 0x65E5, 'd' }, { 0x53F7, 'd' },
    };

    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (marks[i].cp == cp)
            return marks[i].mark;
    return 0;
}

static bool is_space(uint32_t cp)
{
    return cp == ' ' || cp == 0x00A0 || cp == 0x3000;
}

/* take_digit - appends one digit to the open number; the longest is 20200613. */
static bool take_digit(struct typed *t, int digit)
{
    if (t->n == 0 || t->mark[t->n - 1] != 0) {
        if (t->n == PARTS)
            return false;
        t->n++;
    }
    t->value[t->n - 1] = t->value[t->n - 1] * 10 + digit;
    return ++t->width[t->n - 1] <= 8;
}

static bool take_apart(struct str s, struct typed *t)
{
    bool gap = false;           /* a blank may stand beside a mark, not inside a number */

    *t = (struct typed){ 0 };
    for (size_t at = 0; at < s.n;) {
        uint32_t cp;
        bool is_open = t->n > 0 && t->mark[t->n - 1] == 0;
        char mark;

        at += utf8_next(s, at, &cp);
        if (cp >= 0xFF10 && cp <= 0xFF19)
            cp -= 0xFEE0;
        mark = mark_of(cp);
        if (is_space(cp)) {
            gap = true;
        } else if (mark != 0 && is_open) {
            t->mark[t->n - 1] = mark;
            gap = false;
        } else if (cp >= '0' && cp <= '9' && !(gap && is_open)) {
            if (!take_digit(t, (int)cp - '0'))
                return false;
            gap = false;
        } else {
            return false;
        }
    }
    return t->n > 0;
}

/* marks_fit - the marks behind month and day belong together: 6-13, 6.13, 6/13, 6月13日. */
static bool marks_fit(char month, char day)
{
    return month == 'm' ? day == 0 || day == 'd' : month != 'y' && month != 'd' && day == 0;
}

static bool is_short(size_t width)
{
    return width == 1 || width == 2;
}

/* shape - year, month, day out of what was typed; false when it is no form of a date. */
static bool shape(const struct typed *t, struct date today, int ymd[PARTS])
{
    int m, d;

    if (t->n == 1 && t->width[0] == 8 && t->mark[0] == 0) {
        ymd[0] = t->value[0] / 10000;
        ymd[1] = t->value[0] / 100 % 100;
        ymd[2] = t->value[0] % 100;
        return true;
    }
    if (t->n == 2 && is_short(t->width[0]) && is_short(t->width[1])) {
        if (!date_is_set(today))
            return false;
        date_split(today, &ymd[0], &m, &d);
        ymd[1] = t->value[0];
        ymd[2] = t->value[1];
        return marks_fit(t->mark[0], t->mark[1]);
    }
    if (t->n != 3 || t->width[0] != 4 || !is_short(t->width[1]) || !is_short(t->width[2]))
        return false;
    memcpy(ymd, t->value, sizeof t->value);
    return marks_fit(t->mark[1], t->mark[2]) && (t->mark[0] == 'y') == (t->mark[1] == 'm')
        && (t->mark[0] == 'y' || t->mark[0] == t->mark[1]);
}

/* by_word - 今天 and its like; false when s is no such word. */
static bool by_word(struct str s, struct date today, struct date *out)
{
    static const struct { struct str word; int days; } words[] = {
        { STR_INIT("今天"), 0 }, { STR_INIT("今日"), 0 }, { STR_INIT("today"), 0 },
        { STR_INIT("昨天"), -1 }, { STR_INIT("昨日"), -1 }, { STR_INIT("yesterday"), -1 },
        { STR_INIT("前天"), -2 },
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq(s, words[i].word)) {
            *out = date_add_days(today, words[i].days);
            return date_is_set(*out);
        }
    return false;
}

enum date_fault date_read(struct str s, struct date today, struct date *out)
{
    struct typed t;
    int ymd[PARTS];

    *out = DATE_NONE;
    s = str_trim(s);
    if (s.n == 0)
        return DATE_EMPTY;
    if (by_word(s, today, out))
        return DATE_OK;
    if (!take_apart(s, &t) || !shape(&t, today, ymd))
        return DATE_UNREADABLE;
    return date_make(ymd[0], ymd[1], ymd[2], out) ? DATE_OK : DATE_NO_SUCH_DAY;
}

/* months_window - n whole months from the first day of month m. */
static bool months_window(int y, int m, int n, struct window *out)
{
    int last = m + n - 1;

    return date_make(y, m, 1, &out->from) && date_make(y, last, date_month_days(y, last), &out->to);
}

static bool range_read(struct str s, ptrdiff_t dots, struct window *out)
{
    return date_parse_iso(str_head(s, (size_t)dots), &out->from)
        && date_parse_iso(str_from(s, (size_t)dots + 2), &out->to)
        && date_cmp(out->from, out->to) <= 0;
}

bool period_read(struct str s, struct window *out)
{
    ptrdiff_t dots = str_find(s, STR(".."));
    int y, part;

    if (dots >= 0)
        return range_read(s, dots, out);
    if (s.n < 4 || !digits(s.p, 4, &y))
        return false;
    if (s.n == 4)
        return months_window(y, 1, 12, out);
    if (s.n == 7 && s.p[4] == '-')
        return digits(s.p + 5, 2, &part) && part >= 1 && part <= 12
            && months_window(y, part, 1, out);
    if (s.n != 6 || !digits(s.p + 5, 1, &part) || part < 1)
        return false;
    if (s.p[4] == 'H' || s.p[4] == 'h')
        return part <= 2 && months_window(y, part * 6 - 5, 6, out);
    return (s.p[4] == 'Q' || s.p[4] == 'q') && part <= 4
        && months_window(y, part * 3 - 2, 3, out);
}

struct window window_prev(struct window w)
{
    struct window p = { date_add_months(w.from, -12), date_add_months(w.to, -12) };
    int y, m, d;

    if (!date_is_set(w.to) || !date_is_set(p.to))
        return p;
    date_split(w.to, &y, &m, &d);
    if (d == date_month_days(y, m))
        date_make(y - 1, m, date_month_days(y - 1, m), &p.to);
    return p;
}

/* standard - "2020H1" and its like, "" when day 1 of y-m to `to` is no such period. */
static struct str standard(struct arena *a, int y, int m, struct date to)
{
    int to_y, to_m, to_d, n;

    date_split(to, &to_y, &to_m, &to_d);
    n = to_m - m + 1;
    if (y != to_y || to_d != date_month_days(to_y, to_m))
        return STR("");
    if (n == 1)
        return str_fmt(a, "%04d-%02d", y, m);
    if (n == 3 && m % 3 == 1)
        return str_fmt(a, "%04dQ%d", y, m / 3 + 1);
    if (n == 6 && m % 6 == 1)
        return str_fmt(a, "%04dH%d", y, m / 6 + 1);
    return n == 12 ? str_fmt(a, "%04d", y) : STR("");
}

struct str period_name(struct arena *a, struct window w)
{
    struct str name = STR(""), from = date_str(a, w.from), to = date_str(a, w.to);
    int y, m, d;

    if (date_is_set(w.from) && date_is_set(w.to)) {
        date_split(w.from, &y, &m, &d);
        name = d == 1 ? standard(a, y, m, w.to) : name;
    }
    return name.n > 0 ? name : str_fmt(a, "%.*s..%.*s", PF(from), PF(to));
}
