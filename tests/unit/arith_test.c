/* arith_test.c - the arithmetic of the figures (definitions G9 to G12) as tables: every direction, every share, every rounding. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "area/stats/arith.h"

static struct arena a;

static int open_arena(void **state) { (void)state; arena_open(&a, (size_t)1 << 20); return 0; }
static int close_arena(void **state) { (void)state; arena_close(&a); return 0; }

/* G9: cur, prev -> words, number as printed in json. */
static void change(void **state)
{
    static const struct { int64_t cur, prev; const char *text, *number; } rows[] = {
        { 212, 250, "下降15.2%", "-15.2" }, { 23, 19, "增长21.1%", "21.1" }, { 24, 7, "增长242.9%", "242.9" },
        { 0, 0, "持平", "0" }, { 35, 35, "持平", "0" }, { 5, 0, "上年同期为0", "0" }, { 0, 5, "下降100%", "-100" },
        { 3, 2, "增长50%", "50" }, { 1, 2, "下降50%", "-50" }, { 20, 10, "增长100%", "100" },
        { 1001, 1000, "增长0.1%", "0.1" }, { 999, 1000, "下降0.1%", "-0.1" },
        { 10005, 10000, "增长0.1%", "0.1" },            /* 0.05 goes away from zero */
        { 9995, 10000, "下降0.1%", "-0.1" },
        { 10004, 10000, "增长0.04%", "0.04" }, { 9996, 10000, "下降0.04%", "-0.04" },
        { 100001, 100000, "增长不足0.01%", "0.00" }, { 99999, 100000, "下降不足0.01%", "0.00" },
        { 20001, 20000, "增长0.01%", "0.01" },          /* 0.005 goes away from zero */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct yoy y = yoy_of(rows[i].cur, rows[i].prev);
        struct str text = yoy_text(&a, y), number = yoy_number(&a, y);
        assert_string_equal(str_copy(&a, text).p, rows[i].text);
        assert_string_equal(str_copy(&a, number).p, rows[i].number);
        struct str word = yoy_word(y);          /* the word never disagrees with the number */
        if (y.kind == YOY_UP)
            assert_true(str_eq(word, STR("增长")) && rows[i].cur > rows[i].prev && y.value >= 0);
        if (y.kind == YOY_DOWN)
            assert_true(str_eq(word, STR("下降")) && rows[i].cur < rows[i].prev && y.value <= 0);
    }
}

/* G9 for every pair up to 60: the word follows the sign, nothing is divided by nothing. */
static void every_pair(void **state)
{
    (void)state;
    for (int64_t cur = 0; cur <= 60; cur++)
        for (int64_t prev = 0; prev <= 60; prev++) {
            struct yoy y = yoy_of(cur, prev);
            if (cur == prev)
                assert_int_equal(y.kind, YOY_SAME);
            else if (prev == 0)
                assert_int_equal(y.kind, YOY_PREV_ZERO);
            else
                assert_int_equal(y.kind, cur > prev ? YOY_UP : YOY_DOWN);
        }
}

/* G11 */
static void over(void **state)
{
    static const struct { int64_t n; const char *text; } rows[] = {
        { 0, "0" }, { 9, "9" }, { 10, "10" }, { 11, "10余" }, { 57, "50余" }, { 99, "90余" }, { 100, "100" }, { 101, "100余" },
        { 180, "180" }, { 186, "180余" }, { 999, "990余" }, { 1000, "1000" }, { 1050, "1000余" }, { 3456, "3400余" }, { 3400, "3400" },
        { 10000, "10000" }, { 12345, "12000余" }, { 987654, "980000余" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_string_equal(str_copy(&a, over_text(&a, rows[i].n, STR("余"))).p, rows[i].text);
    assert_string_equal(str_copy(&a, over_text(&a, 57, STR("多"))).p, "50多");
}

/* G10: shares sum to 1000 tenths whatever the counts; ties go to the larger count, then to the lower code. */
static void shares(void **state)
{
    static const int64_t sets[][4] = { { 41, 17, 5, 4 }, { 1, 1, 1, 0 }, { 3, 3, 3, 0 }, { 333, 333, 334, 0 }, { 1, 0, 0, 0 },
        { 708, 192, 60, 40 }, { 2, 2, 2, 1 }, { 999999, 1, 1, 1 } };
    int64_t tenths[4], none[4] = { 0 };

    (void)state;
    for (size_t i = 0; i < sizeof sets / sizeof sets[0]; i++) {
        assert_true(shares_of(sets[i], 4, tenths));
        assert_int_equal(tenths[0] + tenths[1] + tenths[2] + tenths[3], 1000);
    }
    assert_false(shares_of(none, 4, tenths));
    assert_true(shares_of(sets[1], 4, tenths));         /* 33.4, 33.3, 33.3: the tie goes to the first */
    assert_int_equal(tenths[0], 334);
    assert_int_equal(tenths[1], 333);
    assert_int_equal(share_plain(1, 8), 125);
    assert_int_equal(share_plain(1, 16), 63);           /* 62.5 tenths, half up */
    assert_string_equal(str_copy(&a, tenths_text(&a, 700)).p, "70");
    assert_string_equal(str_copy(&a, tenths_text(&a, 708)).p, "70.8");
}

/* G12 */
static void money(void **state)
{
    (void)state;
    assert_string_equal(str_copy(&a, wan_text(&a, 123000000)).p, "123");
    assert_string_equal(str_copy(&a, wan_text(&a, 123450000)).p, "123.45");
    assert_string_equal(str_copy(&a, wan_text(&a, 500000)).p, "0.5");
    assert_string_equal(str_copy(&a, wan_text(&a, 5000)).p, "0.01");
    assert_string_equal(str_copy(&a, wan_text(&a, 4999)).p, "0");
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(change), cmocka_unit_test(every_pair), cmocka_unit_test(over),
        cmocka_unit_test(shares), cmocka_unit_test(money) };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
