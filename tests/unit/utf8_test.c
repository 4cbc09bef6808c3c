/* The check at the edge, and the forms that search and repeats compare. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"

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

static void every_code_point_returns(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp <= 0x10FFFF; cp++) {
        char bytes[4];
        uint32_t back;
        size_t n = utf8_put(bytes, cp);
        bool surrogate = cp >= 0xD800 && cp <= 0xDFFF;

        assert_int_equal(utf8_next((struct str){ bytes, n }, 0, &back), n);
        assert_int_equal(back, surrogate ? 0xFFFD : cp);
    }
}

static void checks_at_the_edge(void **state)
{
    static const struct { const char *what; struct str s; enum text_fault want; } rows[] = {
        { "empty", STR_INIT(""), TEXT_OK },
        { "plain", STR_INIT("王建国\t1\r\n2"), TEXT_OK },
        { "beyond the BMP", STR_INIT("𠮷"), TEXT_OK },
        { "written replacement character", STR_INIT("\xEF\xBF\xBD"), TEXT_OK },
        { "zero width joiner is not refused", STR_INIT("a\xE2\x80\x8D"), TEXT_OK },
        { "overlong slash", STR_INIT("\xC0\xAF"), TEXT_NOT_UTF8 },
        { "overlong NUL", STR_INIT("\xC0\x80"), TEXT_NOT_UTF8 },
        { "overlong, three bytes", STR_INIT("\xE0\x80\xAF"), TEXT_NOT_UTF8 },
        { "overlong, four bytes", STR_INIT("\xF0\x8F\xBF\xBF"), TEXT_NOT_UTF8 },
        { "surrogate", STR_INIT("\xED\xA0\x80"), TEXT_NOT_UTF8 },
        { "above U+10FFFF", STR_INIT("\xF4\x90\x80\x80"), TEXT_NOT_UTF8 },
        { "five bytes", STR_INIT("\xF8\x88\x80\x80\x80"), TEXT_NOT_UTF8 },
        { "lone tail", STR_INIT("a\x80"), TEXT_NOT_UTF8 },
        { "cut Han", STR_INIT("\xE7\x8E"), TEXT_NOT_UTF8 },
        { "GBK", STR_INIT("\xCD\xF5\xBD\xA8"), TEXT_NOT_UTF8 },
        { "NUL", STR_INIT("a\0b"), TEXT_CONTROL },
        { "escape", STR_INIT("\x1B[0m"), TEXT_CONTROL },
        { "delete", STR_INIT("\x7F"), TEXT_CONTROL },
        { "C1", STR_INIT("\xC2\x85"), TEXT_CONTROL },
        { "no-break space is no control", STR_INIT("\xC2\xA0"), TEXT_OK },
        { "embedding", STR_INIT("\xE2\x80\xAA"), TEXT_BIDI },
        { "override", STR_INIT("a\xE2\x80\xAE"), TEXT_BIDI },
        { "isolate", STR_INIT("\xE2\x81\xA6"), TEXT_BIDI },
        { "end of isolate", STR_INIT("\xE2\x81\xA9"), TEXT_BIDI },
        { "beside the isolates", STR_INIT("\xE2\x81\xA5"), TEXT_OK },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (text_check(rows[i].s) != rows[i].want)
            fail_msg("%s", rows[i].what);
        assert_int_equal(utf8_valid(rows[i].s), rows[i].want != TEXT_NOT_UTF8);
    }
}

static void counts_and_knows_han(void **state)
{
    static const struct { uint32_t cp; bool han; } rows[] = {
        { 'a', false },   { 0x3005, true }, { 0x3007, true }, { 0x3002, false }, { 0x33FF, false },
        { 0x3400, true }, { 0x4E00, true },  { 0x9FFF, true },  { 0xA000, false }, { 0xF900, true },
        { 0xFB00, false }, { 0x20BB7, true }, { 0x1F600, false }, { 0x40000, false },
    };

    (void)state;
    assert_int_equal(utf8_count(STR("王a𠮷\x80")), 4);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(utf8_is_han(rows[i].cp), rows[i].han);
}

static void folds(void **state)
{
    static const struct { struct str in, want; } rows[] = {
        { STR_INIT(""), STR_INIT("") },
        { STR_INIT("王建国"), STR_INIT("王建国") },
        { STR_INIT(" 王 建\t国\r\n"), STR_INIT("王建国") },
        { STR_INIT("王\xE3\x80\x80建\xC2\xA0国"), STR_INIT("王建国") },
        { STR_INIT("“王”、《建》。国！（2020）—…"), STR_INIT("王建国2020") },
        { STR_INIT("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"), STR_INIT("") },
        { STR_INIT("ＡｂＣ１２３－！～"), STR_INIT("abc123") },
        { STR_INIT("AbZ09"), STR_INIT("abz09") },
        { STR_INIT("王\xE2\x80\x8B建\xE2\x80\x8D国\xEF\xBB\xBF"), STR_INIT("王建国") },
        { STR_INIT("买买提·吐尔逊"), STR_INIT("买买提吐尔逊") },
        { STR_INIT("买买提•吐尔逊"), STR_INIT("买买提吐尔逊") },
        { STR_INIT("买买提・吐尔逊"), STR_INIT("买买提吐尔逊") },
        { STR_INIT("买买提･吐尔逊"), STR_INIT("买买提吐尔逊") },
        { STR_INIT("①②Ⅲ 〇 々"), STR_INIT("①②ⅲ〇々") },
        { STR_INIT("●■→★"), STR_INIT("") },
        { STR_INIT("ÉÀΩЖЁ"), STR_INIT("éàωжё") },
        { STR_INIT("×÷"), STR_INIT("") },
        { STR_INIT("￥100"), STR_INIT("100") },
        { STR_INIT("葛\xF3\xA0\x84\x80城"), STR_INIT("葛城") },     /* variation selector 17 */
        { STR_INIT("𠮷\xEF\xB8\x8F㐀䶵"), STR_INIT("𠮷㐀䶵") },
        { STR_INIT("䷀一"), STR_INIT("䷀一") },
        { STR_INIT("a\xFF王\xE7\x8E"), STR_INIT("a王") },
        { STR_INIT("x\0y"), STR_INIT("xy") },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str got = text_fold(&arena, rows[i].in);

        same(got, rows[i].want);
        same(text_fold(&arena, got), rows[i].want);     /* a fold is its own fold */
    }
}

static void makes_the_search_form(void **state)
{
    static const struct { struct str in, want; } rows[] = {
        { STR_INIT(""), STR_INIT("") },
        { STR_INIT("关于 王建国，的问题。\r\n"), STR_INIT("关于 王建国，的问题。\r\n") },
        { STR_INIT("ＡＢＣ１２３，！"), STR_INIT("abc123，！") },
        { STR_INIT("Abc-9"), STR_INIT("abc-9") },
        { STR_INIT("王\xE2\x80\x8B建\xC2\xAD国"), STR_INIT("王建国") },
        { STR_INIT("É"), STR_INIT("é") },
        { STR_INIT("\xFF"), STR_INIT("") },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        same(text_search_form(&arena, rows[i].in), rows[i].want);
}

static void forms_never_grow_and_stay_valid(void **state)
{
    (void)state;
    for (uint32_t cp = 1; cp <= 0x10FFFF; cp++) {
        char bytes[4];
        struct str s = { bytes, utf8_put(bytes, cp) };
        struct str fold = text_fold(&arena, s), form = text_search_form(&arena, s);

        assert_true(fold.n <= s.n && utf8_valid(fold));
        assert_true(form.n <= s.n && utf8_valid(form));
        arena_reset(&arena);
    }
}

static void shortens(void **state)
{
    static const struct { struct str in; size_t n; struct str want; } rows[] = {
        { STR_INIT("王建国"), 3, STR_INIT("王建国") }, { STR_INIT("王建国"), 2, STR_INIT("王…") },
        { STR_INIT("王建国"), 1, STR_INIT("…") },      { STR_INIT("王建国"), 0, STR_INIT("") },
        { STR_INIT(""), 0, STR_INIT("") },             { STR_INIT(""), 5, STR_INIT("") },
        { STR_INIT("abc"), 9, STR_INIT("abc") },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        same(text_short(&arena, rows[i].in, rows[i].n), rows[i].want);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_returns),
        cmocka_unit_test(checks_at_the_edge),
        cmocka_unit_test(counts_and_knows_han),
        cmocka_unit_test(folds),
        cmocka_unit_test(makes_the_search_form),
        cmocka_unit_test(forms_never_grow_and_stay_valid),
        cmocka_unit_test(shortens),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
