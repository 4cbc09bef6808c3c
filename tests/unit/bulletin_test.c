/* The arithmetic of the figures (definitions.md G9 to G12) on numbers that disciplinary commissions published, and on the corners that no
 * bulletin happens to print. Each set names its bulletin. What the bulletins themselves got wrong, or rounded before they divided, stands
 * in a list of its own: our functions must not reproduce it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "area/stats/arith.h"

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

/* ---- shares: the counts of a partition and the tenths of per cent that were printed beside them */
struct share_set { const char *bulletin; int n; int64_t total, counts[4], printed[4]; };

/* Counted exactly, or in units of a thousand (national bulletins print 万 with one decimal). */
static const struct share_set fitting[] = {
    { "one province, 2021, four forms",   4, 150257, { 92598, 46032, 5096, 6531 }, { 616, 306, 34, 44 } },
    { "another province, 2022H1, forms",  4, 29440,  { 19618, 7083, 1238, 1501 },  { 666, 241, 42, 51 } },
    { "nationwide, 2020, four forms",     4, 1954,   { 1330, 485, 71, 68 },        { 681, 248, 36, 35 } },
    { "nationwide, 2021, four forms",     4, 2125,   { 1487, 494, 70, 74 },        { 700, 232, 33, 35 } },
};

/* Known misfits: the printed counts do not add up to the printed total (they were rounded one by one), or whole per cent were printed and
 * forced to 100. */
static const struct share_set misfits[] = {
    { "nationwide, 2020Q1: 333 counted, 332 printed as total", 4, 332, { 236, 74, 11, 12 },  { 709, 224, 32, 35 } },
    { "nationwide, 2020H1: 845 counted, 846 printed as total", 4, 846, { 598, 192, 27, 28 }, { 707, 228, 32, 33 } },
    { "Guandu, January to April 2019, classes, whole per cent", 3, 68, { 50, 6, 12 },        { 740, 80, 180 } },
};

static int64_t sum_of(const int64_t *v, int n)
{
    int64_t sum = 0;

    for (int i = 0; i < n; i++)
        sum += v[i];
    return sum;
}

static bool fits(const struct share_set *s)
{
    int64_t got[4] = { 0 };
    bool equal = sum_of(s->counts, s->n) == s->total && shares_of(s->counts, s->n, got);

    for (int i = 0; equal && i < s->n; i++)
        equal = got[i] == s->printed[i];
    return equal;
}

static void published_shares_are_reproduced(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof fitting / sizeof *fitting; i++)
        if (!fits(&fitting[i]))
            fail_msg("%s: other shares than printed", fitting[i].bulletin);
}

/* A set that fits after all belongs into the other list; each printed set sums to 100.0, whatever its counts. */
static void the_misfits_stay_misfits(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof misfits / sizeof *misfits; i++) {
        if (fits(&misfits[i]))
            fail_msg("%s: fits, no misfit", misfits[i].bulletin);
        assert_int_equal(sum_of(misfits[i].printed, misfits[i].n), 1000);
    }
}

/* Rounding each share by itself misses what was printed: 6531 of 150257 are 4.3 by themselves and were printed as 4.4. */
static void one_by_one_does_not_reproduce_them(void **state)
{
    (void)state;
    assert_int_equal(share_plain(6531, 150257), 43);
    assert_int_equal(share_plain(92598, 150257), 616);
}

struct count_set { const char *name; int n; int64_t counts[5], tenths[5]; };

static const struct count_set corners[] = {
    { "three thirds: the lower code gets the tenth",      3, { 1, 1, 1 },           { 334, 333, 333 } },
    { "equal remainders: the larger count gets it",       3, { 1, 3, 12 },          { 62, 188, 750 } },
    { "equal remainders, larger count first in order",    3, { 3, 1, 12 },          { 188, 62, 750 } },
    { "two tenths left over, four equal remainders",      4, { 1, 1, 3, 11 },       { 62, 62, 188, 688 } },
    { "equal remainders and counts: the lower code",      3, { 1, 1, 14 },          { 63, 62, 875 } },
    { "all in one",                                       4, { 0, 7, 0, 0 },        { 0, 1000, 0, 0 } },
    { "next to nothing beside nearly all",                3, { 1, 999999, 0 },      { 0, 1000, 0 } },
    { "counts near the end of 32 bits",                   3, { 2147483647, 2147483647, 2 }, { 500, 500, 0 } },
    { "seven sevenths would lose a tenth",                5, { 1, 1, 1, 1, 3 },     { 143, 143, 143, 143, 428 } },
};

static void shares_sum_to_a_hundred(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof corners / sizeof *corners; i++) {
        const struct count_set *s = &corners[i];
        int64_t got[5] = { 0 };
        if (!shares_of(s->counts, s->n, got))
            fail_msg("%s: no shares", s->name);
        assert_int_equal(sum_of(got, s->n), 1000);
        for (int j = 0; j < s->n; j++)
            if (got[j] != s->tenths[j])
                fail_msg("%s: share %d is %lld, want %lld", s->name, j, (long long)got[j], (long long)s->tenths[j]);
    }
    int64_t none[3] = { 0, 0, 0 }, got[3];
    assert_false(shares_of(none, 3, got));
}

/* Every set of up to four small counts: never beside 1000, and no share further than a tenth from its exact value. */
static void no_small_set_breaks_the_sum(void **state)
{
    (void)state;
    for (int64_t i = 1; i < 10 * 10 * 10 * 10; i++) {
        int64_t counts[4] = { i % 10, i / 10 % 10, i / 100 % 10, i / 1000 }, got[4];
        int64_t total = sum_of(counts, 4);
        assert_true(shares_of(counts, 4, got));
        assert_int_equal(sum_of(got, 4), 1000);
        for (int j = 0; j < 4; j++)
            assert_in_range(got[j] * total + total - counts[j] * 1000, 1, 2 * total - 1);
    }
}

static void overlapping_shares_are_rounded_half_up(void **state)
{
    (void)state;
    assert_int_equal(share_plain(23, 68), 338);     /* Guandu 2019, letters: printed as 34% */
    assert_int_equal(share_plain(1, 16), 63);       /* 6.25 */
    assert_int_equal(share_plain(1, 3), 333);
    assert_int_equal(share_plain(2, 3), 667);
    assert_int_equal(share_plain(3, 3), 1000);
    assert_int_equal(share_plain(0, 3), 0);
}

static void shares_are_printed_without_a_zero(void **state)
{
    (void)state;
    same("70", tenths_text(&arena, 700), "70");     /* nationwide 2021: "70%", not "70.0%" */
    same("70.8", tenths_text(&arena, 708), "70.8");
    same("0", tenths_text(&arena, 0), "0");
    same("0.5", tenths_text(&arena, 5), "0.5");
    same("100", tenths_text(&arena, 1000), "100");
}

/* ---- year on year */
struct yoy_case { const char *bulletin; int64_t cur, prev; const char *text, *number, *word; };

static const struct yoy_case published[] = {
    { "nationwide, talks and inquiries 2020Q1-Q3 (in 千)", 267, 259, "增长3.1%", "3.1", "增长" },
    { "nationwide, cases filed 2024Q1-Q3 (in 千)",         642, 470, "增长36.6%", "36.6", "增长" },
    { "a county's petitions, 2020: printed 16.54",          439, 526, "下降16.5%", "-16.5", "下降" },
    { "the same from above: printed 35.39",                 199, 308, "下降35.4%", "-35.4", "下降" },
    { "the same in 2021: printed 34.16, a mistake of theirs", 239, 439, "下降45.6%", "-45.6", "下降" },
    { "a prefecture's petitions: printed 44",               430, 298, "增长44.3%", "44.3", "增长" },
};

static const struct yoy_case yoy_corners[] = {
    { "equal",                        7, 7,           "持平", "0", "持平" },
    { "none in both years",           0, 0,           "持平", "0", "持平" },
    { "down to none",                 0, 4,           "下降100%", "-100", "下降" },
    { "half, upwards",                17, 16,         "增长6.3%", "6.3", "增长" },
    { "half, downwards",              15, 16,         "下降6.3%", "-6.3", "下降" },
    { "a whole number",               12, 10,         "增长20%", "20", "增长" },
    { "two decimals below a twentieth", 3001, 3000,   "增长0.03%", "0.03", "增长" },
    { "the same downwards",           2999, 3000,     "下降0.03%", "-0.03", "下降" },
    { "just a twentieth is a tenth",  2001, 2000,     "增长0.1%", "0.1", "增长" },
    { "half a hundredth",             20001, 20000,   "增长0.01%", "0.01", "增长" },
};

static void check_yoy(const struct yoy_case *c, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct yoy y = yoy_of(c[i].cur, c[i].prev);
        same(c[i].bulletin, yoy_text(&arena, y), c[i].text);
        same(c[i].bulletin, yoy_number(&arena, y), c[i].number);
        same(c[i].bulletin, yoy_word(y), c[i].word);
    }
}

static void published_changes_are_reproduced(void **state)
{
    (void)state;
    check_yoy(published, sizeof published / sizeof *published);
}

static void changes_at_the_corners(void **state)
{
    (void)state;
    check_yoy(yoy_corners, sizeof yoy_corners / sizeof *yoy_corners);
    struct yoy y = yoy_of(3, 0);
    assert_int_equal(y.kind, YOY_PREV_ZERO);
    same("none last year", yoy_text(&arena, y), "上年同期为0");
    y = yoy_of(1000001, 1000000);
    assert_true(y.tiny);
    assert_true(str_has(yoy_text(&arena, y), STR("不足0.01%")));
}

/* ---- 余, 多 and money */
static void round_numbers_are_floored(void **state)
{
    static const struct { int64_t n; const char *text; } cases[] = {
        { 0, "0" }, { 7, "7" }, { 9, "9" }, { 10, "10" }, { 11, "10余" }, { 57, "50余" }, { 99, "90余" }, { 100, "100" }, { 101, "100余" },
        { 180, "180" }, { 186, "180余" }, { 1000, "1000" }, { 1050, "1000余" }, { 3456, "3400余" }, { 3400, "3400" }, { 12345, "12000余" },
        { 99999, "99000余" }, { 100000, "100000" } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        same(cases[i].text, over_text(&arena, cases[i].n, STR("余")), cases[i].text);
    same("多", over_text(&arena, 57, STR("多")), "50多");
}

static void money_is_printed_in_ten_thousands(void **state)
{
    static const struct { int64_t fen; const char *text; } cases[] = {
        { 0, "0" }, { 1000000, "1" }, { 1200000, "1.2" }, { 1230000, "1.23" }, { 123456789, "123.46" }, { 4999, "0" }, { 5000, "0.01" },
        { 1994999, "1.99" }, { 1995000, "2" }, { 5500000, "5.5" } };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        same(cases[i].text, wan_text(&arena, cases[i].fen), cases[i].text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_shares_are_reproduced),
        cmocka_unit_test(the_misfits_stay_misfits),
        cmocka_unit_test(one_by_one_does_not_reproduce_them),
        cmocka_unit_test(shares_sum_to_a_hundred),
        cmocka_unit_test(no_small_set_breaks_the_sum),
        cmocka_unit_test(overlapping_shares_are_rounded_half_up),
        cmocka_unit_test(shares_are_printed_without_a_zero),
        cmocka_unit_test(published_changes_are_reproduced),
        cmocka_unit_test(changes_at_the_corners),
        cmocka_unit_test(round_numbers_are_floored),
        cmocka_unit_test(money_is_printed_in_ten_thousands),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
