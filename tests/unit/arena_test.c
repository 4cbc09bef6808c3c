/* The arena, the builder inside it, and what outlives neither. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"

static void allocates_zeroed_and_aligned(void **state)
{
    static const size_t aligns[] = { 1, 2, 8, 16, 64 };
    struct arena a;

    (void)state;
    arena_open(&a, 1 << 20);
    for (size_t i = 0; i < sizeof aligns / sizeof *aligns; i++) {
        char *p = arena_alloc(&a, 33, aligns[i]);

        assert_int_equal((uintptr_t)p % aligns[i], 0);
        for (size_t k = 0; k < 33; k++)
            assert_int_equal(p[k], 0);
        memset(p, 0xFF, 33);
    }
    arena_close(&a);
}

static void is_zeroed_again_after_reset(void **state)
{
    const size_t sizes[] = { 100, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20 };
    struct arena a;

    (void)state;
    arena_open(&a, 4 << 20);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        unsigned char *p = arena_alloc(&a, sizes[i], 1);

        for (size_t k = 0; k < sizes[i]; k++)
            assert_int_equal(p[k], 0);
        memset(p, 0xFF, sizes[i]);
        arena_reset(&a);
        assert_int_equal(a.used, 0);
    }
    arena_close(&a);
}

static void running_out_marks_and_goes_on(void **state)
{
    struct arena a;
    char *p;

    (void)state;
    arena_open(&a, 4096);
    arena_alloc(&a, 4096, 1);
    assert_false(a.full);
    p = arena_alloc(&a, 10000, 8);
    assert_true(a.full);
    memset(p, 1, 10000);
    arena_reset(&a);
    assert_false(a.full);
    assert_null(a.spill);
    arena_close(&a);
}

static void extends_only_the_last(void **state)
{
    struct arena a;
    char *first, *last;

    (void)state;
    arena_open(&a, 4096);
    first = arena_alloc(&a, 100, 1);
    assert_true(arena_extend(&a, first, 100, 200));
    last = arena_alloc(&a, 100, 1);
    assert_ptr_equal(last, first + 200);
    assert_false(arena_extend(&a, first, 200, 300));
    assert_false(arena_extend(&a, last, 100, 4096));
    assert_true(arena_extend(&a, last, 100, 4096 - 200));
    assert_false(arena_extend(&a, NULL, 0, 10));
    assert_false(a.full);
    arena_close(&a);
}

static void builder_keeps_what_it_was_given(void **state)
{
    struct arena a;
    struct buf b;

    (void)state;
    arena_open(&a, 1 << 20);
    b = buf_new(&a, 1 << 19);
    assert_int_equal(buf_str(&b).n, 0);
    for (int i = 0; i < 20000; i++) {
        buf_fmt(&b, "%05d", i);
        if (i % 1000 == 0)
            arena_alloc(&a, 1, 1);      /* the builder is no longer last: its growth moves */
    }
    assert_false(b.overflow);
    assert_int_equal(b.n, 100000);
    for (int i = 0; i < 20000; i++) {
        int64_t v;

        assert_true(str_to_int(str_head(str_from(buf_str(&b), (size_t)i * 5), 5), &v));
        assert_int_equal(v, i);
    }
    arena_close(&a);
}

static void overflow_is_whole_and_sticky(void **state)
{
    struct arena a;
    struct buf b;

    (void)state;
    arena_open(&a, 1 << 16);
    b = buf_new(&a, 10);
    buf_lit(&b, "12345678");
    buf_int(&b, -123);                  /* does not fit: nothing of it is kept */
    assert_true(b.overflow);
    buf_char(&b, 'x');                  /* would fit, but the text already has a hole */
    buf_fmt(&b, "%d", 1);
    assert_true(str_eq(buf_str(&b), STR("12345678")));
    b = buf_new(&a, 10);
    buf_fmt(&b, "%s", "1234567890");
    assert_false(b.overflow);
    b = buf_new(&a, 0);
    buf_add(&b, STR(""));
    assert_false(b.overflow);
    buf_char(&b, 'x');
    assert_true(b.overflow);
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(allocates_zeroed_and_aligned),
        cmocka_unit_test(is_zeroed_again_after_reset),
        cmocka_unit_test(running_out_marks_and_goes_on),
        cmocka_unit_test(extends_only_the_last),
        cmocka_unit_test(builder_keeps_what_it_was_given),
        cmocka_unit_test(overflow_is_whole_and_sticky),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
