/* Multipart bodies fed in pieces of every size give the same parts as read whole. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "net/multipart.h"
#include "net/request.h"

static struct arena a;
static int open_arena(void **state) { (void)state; arena_open(&a, (size_t)256 << 20); return 0; }
static int close_arena(void **state) { (void)state; arena_close(&a); return 0; }

static enum err on_part(void *arg, struct str name, struct str filename, bool is_file)
{
    buf_fmt(arg, "[%.*s|%.*s|%d]", PF(name), PF(filename), is_file);
    return ERR_OK;
}
static enum err on_bytes(void *arg, const char *p, size_t n) { buf_add(arg, (struct str){ p, n }); return ERR_OK; }
static enum err on_end(void *arg) { buf_lit(arg, "[/]"); return ERR_OK; }
static const struct multipart_events events = { on_part, on_bytes, on_end };

static struct str fed(const char *type, struct str body, size_t step, enum err *e, bool *whole)
{
    static struct multipart m;
    struct buf out = buf_new(&a, 1 << 16);

    *e = multipart_start(&m, str_z(type));
    for (size_t at = 0; *e == ERR_OK && at < body.n; at += step)
        *e = multipart_feed(&m, body.p + at, body.n - at < step ? body.n - at : step, &events, &out);
    *whole = multipart_whole(&m);
    return buf_str(&out);
}

#define TYPE "multipart/form-data; boundary=--ab-ab"
#define P(head, body) "----ab-ab\r\nContent-Disposition: form-data; " head "\r\n\r\n" body "\r\n"

static void the_same_in_every_piece(void **state)
{
    static const struct { const char *body, *want; } rows[] = {
        { P("name=\"a\"", "1") "----ab-ab--\r\n", "[a||0]1[/]" },
        { P("name=\"a\"", "\r\n--\r\n----ab-a\r\r\n----ab-ac\r\n") P("name=\"f\"; filename=\"x.png\"", "\r\r\n----ab-a-ab") "----ab-ab--",
          "[a||0]\r\n--\r\n----ab-a\r\r\n----ab-ac\r\n[/][f|x.png|1]\r\r\n----ab-a-ab[/]" },
        { P("filename=\"\"; name=\"f\"", "") "----ab-ab--", "[f||1][/]" },
    };
    enum err e;
    bool whole;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (size_t step = 1; step <= strlen(rows[i].body); step++) {
            struct str got = fed(TYPE, str_z(rows[i].body), step, &e, &whole);
            assert_int_equal(e, ERR_OK);
            assert_true(whole);
            if (!str_eq(got, str_z(rows[i].want)))
                fail_msg("step %zu: %.*s", step, PF(got));
            arena_reset(&a);
        }
}

static void what_is_torn(void **state)
{
    static const char *const rows[] = { "x" P("name=\"a\"", "1"), "----ab-abX", "----ab-ab\r\nContent-Disposition: form-data\r\n\r\n1\r\n----ab-ab--" };
    enum err e;
    bool whole;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        fed(TYPE, str_z(rows[i]), 7, &e, &whole);
        assert_int_equal(e, ERR_USAGE);
    }
    fed(TYPE, str_z(P("name=\"a\"", "1")), 3, &e, &whole);
    assert_int_equal(e, ERR_OK);
    assert_false(whole);
    fed("text/plain", STR("x"), 1, &e, &whole);
    assert_int_equal(e, ERR_USAGE);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(the_same_in_every_piece), cmocka_unit_test(what_is_torn) };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
