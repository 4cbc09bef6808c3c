/* Views of text, numbers, hex; record ids; the first refusal of a request. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/ctx.h"
#include "base/rand.h"
#include "base/str.h"

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

static void same(struct str got, struct str want)
{
    if (!str_eq(got, want))
        fail_msg("got [%.*s], want [%.*s]", PF(got), PF(want));
}

static void trims(void **state)
{
    static const struct { struct str in, want; } rows[] = {
        { STR_INIT(""), STR_INIT("") },           { STR_INIT("   "), STR_INIT("") },
        { STR_INIT(" a b "), STR_INIT("a b") },   { STR_INIT("\t\r\na\n"), STR_INIT("a") },
        { STR_INIT("\xE3\x80\x80 王 \xE3\x80\x80"), STR_INIT("王") },
        { STR_INIT("\xE3\x80\x80"), STR_INIT("") },
        { STR_INIT("\x80\x80"), STR_INIT("\x80\x80") },         /* half a wide blank is none */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        same(str_trim(rows[i].in), rows[i].want);
    same(str_trim((struct str){ 0 }), STR(""));
}

static void compares(void **state)
{
    static const struct { struct str a, b; int sign; } rows[] = {
        { STR_INIT(""), STR_INIT(""), 0 },       { STR_INIT("a"), STR_INIT("a"), 0 },
        { STR_INIT("a"), STR_INIT("ab"), -1 },   { STR_INIT("b"), STR_INIT("ab"), 1 },
        { STR_INIT(""), STR_INIT("a"), -1 },     { STR_INIT("\xFF"), STR_INIT("a"), 1 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int r = str_cmp(rows[i].a, rows[i].b);

        assert_int_equal((r > 0) - (r < 0), rows[i].sign);
        assert_int_equal(str_eq(rows[i].a, rows[i].b), rows[i].sign == 0);
    }
    assert_true(str_eq((struct str){ 0 }, STR("")));
}

static void finds(void **state)
{
    static const struct { struct str s, part; int at; } rows[] = {
        { STR_INIT("abcabc"), STR_INIT("ca"), 2 }, { STR_INIT("abc"), STR_INIT("abcd"), -1 },
        { STR_INIT("abc"), STR_INIT(""), 0 },      { STR_INIT(""), STR_INIT("a"), -1 },
        { STR_INIT("a\0b"), STR_INIT("b"), 2 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(str_find(rows[i].s, rows[i].part), rows[i].at);
        assert_int_equal(str_has(rows[i].s, rows[i].part), rows[i].at >= 0);
    }
    assert_true(str_starts(STR("abc"), STR("ab")) && str_ends(STR("abc"), STR("bc")));
    assert_false(str_starts(STR("a"), STR("ab")) || str_ends(STR("c"), STR("bc")));
}

static void cuts(void **state)
{
    struct str rest = STR("a,,b,");

    (void)state;
    same(str_cut(&rest, ','), STR("a"));
    same(str_cut(&rest, ','), STR(""));
    same(str_cut(&rest, ','), STR("b"));
    assert_int_equal(rest.n, 0);
    same(str_cut(&rest, ','), STR(""));
    rest = STR("alone");
    same(str_cut(&rest, ','), STR("alone"));
    assert_int_equal(rest.n, 0);
    rest = (struct str){ 0 };
    same(str_cut(&rest, ','), STR(""));
    same(str_from(STR("ab"), 9), STR(""));
    same(str_head(STR("ab"), 9), STR("ab"));
    same(str_z(NULL), STR(""));
}

static void makes(void **state)
{
    struct str s = str_copy(&arena, STR("abc"));

    (void)state;
    assert_int_equal(strlen(s.p), 3);
    same(str_join(&arena, STR("a"), (struct str){ 0 }), STR("a"));
    same(str_fmt(&arena, "%d-%s", 7, "x"), STR("7-x"));
    same(str_fmt(&arena, "%s", ""), STR(""));
    same(str_hex(&arena, "\x00\xAF\x10", 3), STR("00af10"));
}

static void reads_numbers(void **state)
{
    static const struct { struct str s; bool ok; int64_t v; } rows[] = {
        { STR_INIT("0"), true, 0 },     { STR_INIT("-0"), true, 0 },  { STR_INIT("007"), true, 7 },
        { STR_INIT("-12"), true, -12 },  { STR_INIT(""), false, 0 },    { STR_INIT("-"), false, 0 },
        { STR_INIT("+1"), false, 0 },   { STR_INIT(" 1"), false, 0 }, { STR_INIT("1 "), false, 0 },
        { STR_INIT("1.0"), false, 0 },   { STR_INIT("0x1"), false, 0 }, { STR_INIT("１"), false, 0 },
        { STR_INIT("9223372036854775807"), true, INT64_MAX },
        { STR_INIT("9223372036854775808"), false, 0 },
        { STR_INIT("-9223372036854775808"), true, INT64_MIN },
        { STR_INIT("-9223372036854775809"), false, 0 },
        { STR_INIT("99999999999999999999"), false, 0 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t v = 0;

        assert_int_equal(str_to_int(rows[i].s, &v), rows[i].ok);
        assert_int_equal(v, rows[i].v);
        if (rows[i].ok && rows[i].v != 0 && rows[i].v != 7)
            same(str_int(&arena, v), rows[i].s);
    }
}

static void reads_hex(void **state)
{
    static const struct { struct str s; bool ok; } rows[] = {
        { STR_INIT("00aF"), true }, { STR_INIT("00a"), false }, { STR_INIT("00ag"), false },
        { STR_INIT("00af00"), false }, { STR_INIT(""), false },
    };
    unsigned char out[2];

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(str_unhex(rows[i].s, out, 2), rows[i].ok);
    assert_true(str_unhex(STR("10ff"), out, 2) && out[0] == 0x10 && out[1] == 0xFF);
}

static void ids_rise_strictly(void **state)
{
    struct rand r = { .seed = 1, .node = 1023 };
    int64_t last = 0;

    (void)state;
    for (int i = 0; i < 20000; i++) {   /* passes the counter; the clock steps back */
        int64_t id = rand_id(&r, INT64_C(1772420000000) - (i % 3) * 1000);

        assert_true(id > last);
        last = id;
    }
    assert_true(rand_id(&r, 0) > last);
    r = (struct rand){ .seed = 1 };
    assert_true(rand_id(&r, 0) > 0);
}

static void a_seed_repeats_and_none_does_not(void **state)
{
    struct rand x = { .seed = 42 }, y = { .seed = 42 }, z = { 0 };
    int64_t ref = rand_ref(&x);

    (void)state;
    assert_true(ref > 0);
    assert_int_equal(ref, rand_ref(&y));
    assert_int_not_equal(ref, rand_ref(&x));
    assert_int_not_equal(rand_ref(&z), rand_ref(&z));
}

static void the_first_refusal_stays(void **state)
{
    struct ctx c = { .a = &arena };
    char name[] = "close";

    (void)state;
    assert_int_equal(refuse(&c, ERR_MOVE, 7, str_z(name), STR("filed")), ERR_MOVE);
    name[0] = 'X';                      /* the caller's memory is its own again */
    assert_int_equal(refuse_field(&c, STR("no"), ERR_INVALID, 8, STR("y")), ERR_INVALID);
    assert_int_equal(c.why_id, 7);
    same(c.why_args[0], STR("close"));
    same(c.why_args[1], STR("filed"));
    assert_int_equal(c.why_args[2].n, 0);
    assert_int_equal(c.why_field.n, 0);
    c = (struct ctx){ .a = &arena };
    refuse_field(&c, STR("no"), ERR_INVALID, 8, STR("y"));
    same(c.why_field, STR("no"));
    c = (struct ctx){ .a = &arena };
    refuse(&c, ERR_MOVE, 9);
    assert_int_equal(c.why_args[0].n, 0);
}

static void the_last_touch_is_the_record(void **state)
{
    struct ctx c = { .a = &arena };

    (void)state;
    ctx_touch(&c, STR("person"), 1, STR("read"));
    ctx_touch(&c, STR("petition"), 2, STR("edit"));
    assert_int_equal(c.touched.id, 2);
    same(c.touched.kind, STR("petition"));
    same(c.touched.detail, STR("edit"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trims),
        cmocka_unit_test(compares),
        cmocka_unit_test(finds),
        cmocka_unit_test(cuts),
        cmocka_unit_test(makes),
        cmocka_unit_test(reads_numbers),
        cmocka_unit_test(reads_hex),
        cmocka_unit_test(ids_rise_strictly),
        cmocka_unit_test(a_seed_repeats_and_none_does_not),
        cmocka_unit_test(the_first_refusal_stays),
        cmocka_unit_test(the_last_touch_is_the_record),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
