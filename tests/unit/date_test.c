/* Civil days, what people type for them, periods, and the window of a year before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/date.h"

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_open(&arena, ARENA_REQUEST_BYTES);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static void same(const char *what, struct str got, const char *want)
{
    if (!str_eq(got, str_z(want)))
        fail_msg("%s: got [%.*s], want [%s]", what, PF(got), want);
}

static struct date day(const char *iso)
{
    struct date d = DATE_NONE;

    if (*iso != 0 && !date_parse_iso(str_z(iso), &d))
        fail_msg("the test itself has a wrong day: %s", iso);
    return d;
}

static void every_day_of_ten_thousand_years_returns(void **state)
{
    struct date d = day("0001-01-01"), last = day("9999-12-31"), back;
    int y, m, dd, weekday = date_weekday(d);

    (void)state;
    for (; d.days <= last.days; d.days++) {
        date_split(d, &y, &m, &dd);
        if (!date_make(y, m, dd, &back) || back.days != d.days || date_weekday(d) != weekday)
            fail_msg("day %d", (int)d.days);
        weekday = weekday % 7 + 1;
    }
    assert_int_equal(ms_of_date(day("1970-01-01")), -8 * 3600 * 1000);
    assert_int_equal(date_weekday(day("2020-06-13")), 6);
    assert_int_equal(date_weekday(day("2026-03-02")), 1);
    assert_int_equal(date_weekday(day("1969-12-28")), 7);
}

static void there_are_no_other_days(void **state)
{
    static const struct { int y, m, d; bool ok; } rows[] = {
        { 2020, 2, 29, true },  { 2021, 2, 29, false }, { 2000, 2, 29, true },
        { 1900, 2, 29, false },
        { 2020, 2, 30, false }, { 2020, 4, 31, false }, { 2020, 12, 31, true },
        { 2020, 13, 1, false },
        { 2020, 0, 1, false },  { 2020, 1, 0, false },  { 2020, 1, -1, false }, { 0, 1, 1, false },
        { 10000, 1, 1, false }, { 9999, 12, 31, true }, { 1, 1, 1, true },
    };
    struct date d;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(date_make(rows[i].y, rows[i].m, rows[i].d, &d), rows[i].ok);
}

static void adds(void **state)
{
    static const struct { const char *from; int months; const char *want; } rows[] = {
        { "2020-01-31", 1, "2020-02-29" },  { "2021-01-31", 1, "2021-02-28" },
        { "2020-02-29", 12, "2021-02-28" }, { "2020-02-29", 48, "2024-02-29" },
        { "2020-03-31", -1, "2020-02-29" }, { "2020-11-30", 3, "2021-02-28" },
        { "2020-12-15", 1, "2021-01-15" },  { "2020-01-15", -1, "2019-12-15" },
        { "2020-05-31", 0, "2020-05-31" },  { "9999-12-31", 1, "" }, { "0001-01-01", -1, "" },
        { "", 1, "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        same(rows[i].from, date_str(&arena, date_add_months(day(rows[i].from), rows[i].months)),
             rows[i].want);
    same("leap", date_str(&arena, date_add_days(day("2020-02-28"), 1)), "2020-02-29");
    same("none", date_str(&arena, date_add_days(DATE_NONE, 1)), "");
    assert_int_equal(date_cmp(DATE_NONE, day("0001-01-01")), -1);
}

static void days_begin_at_plus_eight(void **state)
{
    static const struct { int64_t ms; const char *want; } rows[] = {
        { 0, "1970-01-01 08:00:00" },
        { -1, "1970-01-01 07:59:59" },
        { INT64_C(-28800000), "1970-01-01 00:00:00" },
        { INT64_C(-28800001), "1969-12-31 23:59:59" },
        { INT64_C(1593532799999), "2020-06-30 23:59:59" },
        { INT64_C(1593532800000), "2020-07-01 00:00:00" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date d = date_of_ms(rows[i].ms);

        same(rows[i].want, time_str(&arena, rows[i].ms), rows[i].want);
        assert_true(ms_of_date(d) <= rows[i].ms && rows[i].ms < ms_of_date(date_add_days(d, 1)));
    }
}

static void iso_is_exact(void **state)
{
    static const char *const refused[] = {
        "", "2020-6-13", "2020-06-13 ", "2020/06/13", "2020-02-30", "20200613",
        "2020-06-1x", "-020-06-13",
    };
    struct date d;

    (void)state;
    assert_true(date_parse_iso(STR("2020-02-29"), &d));
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        assert_false(date_parse_iso(str_z(refused[i]), &d));
}

static void reads_what_people_type(void **state)
{
    static const struct { const char *in; enum date_fault fault; const char *want; } rows[] = {
        { "2020-06-13", DATE_OK, "2020-06-13" },       { "20200613", DATE_OK, "2020-06-13" },
        { "2020.6.13", DATE_OK, "2020-06-13" },        { "2020/6/13", DATE_OK, "2020-06-13" },
        { "2020/06/13", DATE_OK, "2020-06-13" },       { "2020年6月13日", DATE_OK, "2020-06-13" },
        { "2020年06月13日", DATE_OK, "2020-06-13" },   { "2020年6月13", DATE_OK, "2020-06-13" },
        { "2020年6月13号", DATE_OK, "2020-06-13" },    { " 2020 年 6 月 13 日 ", DATE_OK, "2020-06-13" },
        { "２０２０－０６－１３", DATE_OK, "2020-06-13" }, { "２０２０．６．１３", DATE_OK, "2020-06-13" },
        { "２０２０／６／１３", DATE_OK, "2020-06-13" },   { "２０２０年６月１３日", DATE_OK, "2020-06-13" },
        { "２０２００６１３", DATE_OK, "2020-06-13" },     { "2020—6—13", DATE_OK, "2020-06-13" },
        { "6-13", DATE_OK, "2021-06-13" },             { "6.13", DATE_OK, "2021-06-13" },
        { "06/13", DATE_OK, "2021-06-13" },            { "6月13日", DATE_OK, "2021-06-13" },
        { "今天", DATE_OK, "2021-03-01" },             { "昨天", DATE_OK, "2021-02-28" },
        { "\xE3\x80\x80今天 ", DATE_OK, "2021-03-01" },
        { "2020-02-29", DATE_OK, "2020-02-29" },
        { "", DATE_EMPTY, "" },                        { " \xE3\x80\x80", DATE_EMPTY, "" },
        { "2020-02-30", DATE_NO_SUCH_DAY, "" },        { "2021-02-29", DATE_NO_SUCH_DAY, "" },
        { "2-29", DATE_NO_SUCH_DAY, "" },              { "2020-13-01", DATE_NO_SUCH_DAY, "" },
        { "13-6", DATE_NO_SUCH_DAY, "" },              { "20200631", DATE_NO_SUCH_DAY, "" },
        { "2020年6月31日", DATE_NO_SUCH_DAY, "" },     { "2020-00-10", DATE_NO_SUCH_DAY, "" },
        { "0000-01-01", DATE_NO_SUCH_DAY, "" },
        { "明年", DATE_UNREADABLE, "" },               { "2020", DATE_UNREADABLE, "" },
        { "2020-06", DATE_UNREADABLE, "" },            { "2020年6月", DATE_UNREADABLE, "" },
        { "20-6-13", DATE_UNREADABLE, "" },            { "2020-6.13", DATE_UNREADABLE, "" },
        { "2020年6-13", DATE_UNREADABLE, "" },         { "2020-6-13日", DATE_UNREADABLE, "" },
        { "2020-06-13-", DATE_UNREADABLE, "" },        { "2020--06-13", DATE_UNREADABLE, "" },
        { "-6-13", DATE_UNREADABLE, "" },              { "2020 06 13", DATE_UNREADABLE, "" },
        { "2020-06-13 14:05", DATE_UNREADABLE, "" },   { "2020-06-1 3", DATE_UNREADABLE, "" },
        { "202006131", DATE_UNREADABLE, "" },          { "2020-006-13", DATE_UNREADABLE, "" },
        { "99999999999999999999", DATE_UNREADABLE, "" }, { "2020-06-13-1", DATE_UNREADABLE, "" },
        { "日", DATE_UNREADABLE, "" },                 { "2020\xFF", DATE_UNREADABLE, "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct date d;
        enum date_fault f = date_read(str_z(rows[i].in), day("2021-03-01"), &d);

        if (f != rows[i].fault)
            fail_msg("%s: got fault %d, want %d", rows[i].in, (int)f, (int)rows[i].fault);
        same(rows[i].in, date_str(&arena, d), rows[i].want);
    }
}

static void reads_and_names_periods(void **state)
{
    static const struct { const char *in, *from, *to, *name; } rows[] = {
        { "2020H1", "2020-01-01", "2020-06-30", "2020H1" },
        { "2020H2", "2020-07-01", "2020-12-31", "2020H2" },
        { "2020h1", "2020-01-01", "2020-06-30", "2020H1" },
        { "2020Q1", "2020-01-01", "2020-03-31", "2020Q1" },
        { "2020Q2", "2020-04-01", "2020-06-30", "2020Q2" },
        { "2020Q4", "2020-10-01", "2020-12-31", "2020Q4" },
        { "2020-06", "2020-06-01", "2020-06-30", "2020-06" },
        { "2020-02", "2020-02-01", "2020-02-29", "2020-02" },
        { "2021-02", "2021-02-01", "2021-02-28", "2021-02" },
        { "2020-12", "2020-12-01", "2020-12-31", "2020-12" },
        { "2020", "2020-01-01", "2020-12-31", "2020" },
        { "2020-01-01..2020-06-30", "2020-01-01", "2020-06-30", "2020H1" },
        { "2020-01-01..2020-01-01", "2020-01-01", "2020-01-01", "2020-01-01..2020-01-01" },
        { "2020-02-01..2020-04-30", "2020-02-01", "2020-04-30", "2020-02-01..2020-04-30" },
        { "2020-01-01..2020-05-31", "2020-01-01", "2020-05-31", "2020-01-01..2020-05-31" },
        { "2019-12-01..2020-02-29", "2019-12-01", "2020-02-29", "2019-12-01..2020-02-29" },
        { "2020-01-02..2020-12-31", "2020-01-02", "2020-12-31", "2020-01-02..2020-12-31" },
    };
    static const char *const refused[] = {
        "", "2020H3", "2020H0", "2020Q5", "2020Q0", "2020-13", "2020-00", "2020-6", "202",
        "20200", "0000", "2020H", "2020H11", "H1", "2020X1", "2020-02-30..2020-03-01",
        "2020-02-01..2020-01-31", "..", "2020-01-01..", "..2020-01-01", "2020-01-01...2020-02-01",
        "2020..2021", " 2020", "2020 ",
    };
    struct window w;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_true(period_read(str_z(rows[i].in), &w));
        same(rows[i].in, date_str(&arena, w.from), rows[i].from);
        same(rows[i].in, date_str(&arena, w.to), rows[i].to);
        same(rows[i].in, period_name(&arena, w), rows[i].name);
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (period_read(str_z(refused[i]), &w))
            fail_msg("%s was read", refused[i]);
}

/* Proves: definitions.md G1, previous window. */
static void the_window_of_a_year_before(void **state)
{
    static const struct { const char *from, *to, *prev_from, *prev_to; } rows[] = {
        { "2020-01-01", "2020-06-30", "2019-01-01", "2019-06-30" },
        { "2021-01-01", "2021-02-28", "2020-01-01", "2020-02-29" }, /* stays at month-end */
        { "2020-01-01", "2020-02-29", "2019-01-01", "2019-02-28" },
        { "2020-01-01", "2020-02-28", "2019-01-01", "2019-02-28" }, /* was none: same day */
        { "2021-01-01", "2021-02-27", "2020-01-01", "2020-02-27" },
        { "2020-02-29", "2020-03-31", "2019-02-28", "2019-03-31" }, /* from is only clamped */
        { "2021-02-28", "2021-03-15", "2020-02-28", "2020-03-15" },
        { "2021-02-28", "2021-02-28", "2020-02-28", "2020-02-29" },
        { "2020-12-01", "2021-11-30", "2019-12-01", "2020-11-30" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct window w = window_prev((struct window){ day(rows[i].from), day(rows[i].to) });

        same(rows[i].from, date_str(&arena, w.from), rows[i].prev_from);
        same(rows[i].to, date_str(&arena, w.to), rows[i].prev_to);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_of_ten_thousand_years_returns),
        cmocka_unit_test(there_are_no_other_days),
        cmocka_unit_test(adds),
        cmocka_unit_test(days_begin_at_plus_eight),
        cmocka_unit_test(iso_is_exact),
        cmocka_unit_test(reads_what_people_type),
        cmocka_unit_test(reads_and_names_periods),
        cmocka_unit_test(the_window_of_a_year_before),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
