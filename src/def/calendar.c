#include "def/calendar.h"

#include <stdlib.h>
#include <string.h>

#include "def/load.h"

#define FIRST_YEAR_MIN  1990
#define YEARS_MAX       64
#define YEAR_DAYS       366

/* day_kind[year][day of the year]: what the notices say, else the plain week. */
static uint8_t *slot(const struct def *d, struct date day)
{
    int y, m, dd;
    struct date new_year;

    if (!date_is_set(day))
        return NULL;
    date_split(day, &y, &m, &dd);
    if (y < d->first_year || y >= d->first_year + d->n_years || !date_make(y, 1, 1, &new_year))
        return NULL;
    return &d->day_kind[(y - d->first_year) * YEAR_DAYS + (day.days - new_year.days)];
}

enum day_kind calendar_day(const struct def *d, struct date day)
{
    const uint8_t *kind = slot(d, day);

    return kind == NULL ? DAY_UNKNOWN : (enum day_kind)*kind;
}

bool calendar_add(const struct def *d, struct date from, int n, struct date *out)
{
    struct date day = from;

    for (int left = n; left > 0;) {
        day = date_add_days(day, 1);
        enum day_kind kind = calendar_day(d, day);
        if (kind == DAY_UNKNOWN)
            return false;
        left -= kind == DAY_WORK;
    }
    *out = day;
    return calendar_day(d, day) != DAY_UNKNOWN;
}

bool calendar_between(const struct def *d, struct date from, struct date to, int *n)
{
    *n = 0;
    for (struct date day = from; date_cmp(day, to) < 0;) {
        day = date_add_days(day, 1);
        enum day_kind kind = calendar_day(d, day);
        if (kind == DAY_UNKNOWN)
            return false;
        *n += kind == DAY_WORK;
    }
    return true;
}

bool calendar_roll(const struct def *d, struct date day, struct date *out)
{
    if (calendar_day(d, day) == DAY_WORK) {
        *out = day;
        return true;
    }
    return calendar_day(d, day) == DAY_OFF && calendar_add(d, day, 1, out);
}

/* ---- def/calendar/YYYY.yaml: { year, notices: [ { no, issued, about } ], days: [ { date, is, name, notice } ] } */
static void plain_year(struct def *d, int year)
{
    struct date day;

    if (!date_make(year, 1, 1, &day))
        return;
    for (int y = year, m, dd; y == year; day = date_add_days(day, 1), date_split(day, &y, &m, &dd))
        *slot(d, day) = date_weekday(day) >= 6 ? DAY_OFF : DAY_WORK;
}

static bool notice_named(const struct node *notices, struct str no)
{
    for (int i = 0; i < notices->n; i++)
        if (str_eq(node_str(&notices->items[i], "no"), no))
            return true;
    return false;
}

static enum err day_read(struct load *l, const struct node *notices, const struct node *row, int year, struct date *last)
{
    struct str is = node_str(row, "is"), at = node_str(row, "date");
    struct date day;
    int y, m, dd;

    if (!date_parse_iso(at, &day))
        return DEF_FAULT(l, row, "date: there is no day '%.*s'", PF(at));
    date_split(day, &y, &m, &dd);
    if (y != year)
        return DEF_FAULT(l, row, "the day '%.*s' is not of %d", PF(at), year);
    if (date_is_set(*last) && date_cmp(*last, day) >= 0)
        return DEF_FAULT(l, row, "the day '%.*s' is out of order or stands twice", PF(at));
    if (!str_eq(is, STR("off")) && !str_eq(is, STR("work")))
        return DEF_FAULT(l, row, "a day is off or work, not '%.*s'", PF(is));
    if (str_eq(is, STR("work")) && date_weekday(day) < 6)
        return DEF_FAULT(l, row, "a make-up day falls on a weekend, but '%.*s' does not", PF(at));
    if (!notice_named(notices, node_str(row, "notice")))
        return DEF_FAULT(l, row, "the notice '%.*s' is not named above", PF(node_str(row, "notice")));
    *slot(l->d, day) = str_eq(is, STR("off")) ? DAY_OFF : DAY_WORK;
    *last = day;
    return ERR_OK;
}

static enum err year_read(struct load *l, const struct def_file *f, int year)
{
    struct node root;
    struct date last = DATE_NONE;

    TRY(yaml_parse(l->a, str_copy(l->a, f->name).p, f->text, &root, l->why));
    const struct node *days = node_get(&root, "days"), *notices = node_get(&root, "notices");
    if (!str_eq(node_str(&root, "year"), str_int(l->a, year)))
        return DEF_FAULT(l, &root, "year should be %d", year);
    TRY(row_is(l, notices != NULL ? notices : &root, NODE_LIST, "notices"));
    TRY(row_is(l, days != NULL ? days : &root, NODE_LIST, "days"));
    plain_year(l->d, year);
    for (int i = 0; i < days->n; i++)
        TRY(day_read(l, notices, &days->items[i], year, &last));
    return ERR_OK;
}

static bool year_of(struct str file, int *year)
{
    int64_t y;

    if (!str_starts(file, STR("calendar/")) || file.n != sizeof "calendar/2020.yaml" - 1
        || !str_to_int(str_head(str_from(file, 9), 4), &y) || y < FIRST_YEAR_MIN)
        return false;
    *year = (int)y;
    return true;
}

/* The files are sorted by name, so the years come in order; a gap between them is a fault. */
enum err calendar_load(struct load *l)
{
    struct def *d = l->d;
    int year;

    d->day_kind = NEWS(l->a, uint8_t, (size_t)YEARS_MAX * YEAR_DAYS);
    for (int i = 0; i < l->n_files; i++) {
        struct node at = { .file = str_copy(l->a, l->files[i].name).p };
        if (!year_of(l->files[i].name, &year))
            continue;
        if (d->n_years == 0)
            d->first_year = year;
        if (year != d->first_year + d->n_years || d->n_years == YEARS_MAX)
            return DEF_FAULT(l, &at, "the calendar has a gap before %d", year);
        d->n_years++;
        TRY(year_read(l, &l->files[i], year));
    }
    struct node at = { .file = "calendar" };
    return d->n_years > 0 ? ERR_OK : DEF_FAULT(l, &at, "there is no calendar");
}
