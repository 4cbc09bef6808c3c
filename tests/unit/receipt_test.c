/* Receipts: what a hand gets wrong is found and its group named; what is derived differs in every use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "area/portal/receipt.h"

static struct arena a;

static int open_arena(void **state) { (void)state; arena_open(&a, (size_t)64 << 20); return sodium_init() < 0; }
static int close_arena(void **state) { (void)state; arena_close(&a); return 0; }

static void every_single_fault_is_found(void **state)
{
    static const char signs[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
    struct receipt r, back;
    int group;

    (void)state;
    for (int round = 0; round < 50; round++) {
        receipt_make(&r);
        for (int i = 0; i < RECEIPT_CHARS; i++)
            for (const char *c = signs; *c != '\0'; c++) {
                struct receipt wrong = r;
                if (r.text[i] == *c)
                    continue;
                wrong.text[i] = *c;
                assert_false(receipt_read(str_z(wrong.text), &back, &group));
                assert_int_equal(group, i / RECEIPT_GROUP + 1);
            }
    }
}

static void swaps_are_found(void **state)
{
    struct receipt r, back;
    int group, found = 0, tried = 0;

    (void)state;
    for (int round = 0; round < 200; round++) {
        receipt_make(&r);
        for (int i = 0; i + 1 < RECEIPT_CHARS; i++) {
            struct receipt wrong = r;
            wrong.text[i] = r.text[i + 1];
            wrong.text[i + 1] = r.text[i];
            if (memcmp(&wrong, &r, sizeof r) == 0)
                continue;
            tried++;
            found += !receipt_read(str_z(wrong.text), &back, &group);
        }
        for (int g = 0; g + 1 < RECEIPT_GROUPS; g++) {      /* two whole groups */
            struct receipt wrong = r;
            memcpy(wrong.text + g * RECEIPT_GROUP, r.text + (g + 1) * RECEIPT_GROUP, RECEIPT_GROUP);
            memcpy(wrong.text + (g + 1) * RECEIPT_GROUP, r.text + g * RECEIPT_GROUP, RECEIPT_GROUP);
            tried++;
            found += !receipt_read(str_z(wrong.text), &back, &group);
        }
    }
    assert_int_equal(found, tried);
}

static void what_a_hand_writes(void **state)
{
    struct receipt r, back;
    int group;

    (void)state;
    receipt_make(&r);
    struct str shown = receipt_show(&a, &r);
    assert_int_equal(shown.n, RECEIPT_CHARS + RECEIPT_GROUPS - 1);
    assert_true(receipt_read(shown, &back, &group));
    assert_memory_equal(&back, &r, sizeof r);
    char small[64];
    for (size_t i = 0; i <= shown.n; i++)
        small[i] = i < shown.n ? (char)(shown.p[i] >= 'A' && shown.p[i] <= 'Z' ? shown.p[i] + 32 : shown.p[i] == '-' ? ' ' : shown.p[i]) : '\0';
    assert_true(receipt_read(str_z(small), &back, &group));
    struct str wide = STR("");
    for (int i = 0; i < RECEIPT_CHARS; i++) {
        unsigned cp = 0xFEE0u + (unsigned char)r.text[i];
        char u[4] = { (char)(0xE0 | cp >> 12), (char)(0x80 | (cp >> 6 & 63)), (char)(0x80 | (cp & 63)), 0 };
        wide = str_join(&a, wide, str_z(u));
    }
    assert_true(receipt_read(wide, &back, &group));
    assert_memory_equal(&back, &r, sizeof r);
    assert_false(receipt_read(str_head(shown, 20), &back, &group));
    assert_int_equal(group, 0);
    assert_false(receipt_read(STR("ABCDEF-0O1"), &back, &group));
    assert_int_equal(group, 2);         /* a sign that is none of ours names its group */
}

static void what_is_derived(void **state)
{
    struct receipt r, other;
    struct receipt_keys k, again, o;

    (void)state;
    receipt_make(&r);
    receipt_make(&other);
    receipt_keys(&r, &k);
    receipt_keys(&r, &again);
    receipt_keys(&other, &o);
    assert_memory_equal(&k, &again, sizeof k);
    assert_memory_not_equal(k.id, o.id, sizeof k.id);
    assert_memory_not_equal(k.id, k.salt, sizeof k.id);
    assert_memory_not_equal(k.id, k.box_secret, sizeof k.id);
    assert_memory_not_equal(k.salt, k.box_secret, sizeof k.id);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_single_fault_is_found), cmocka_unit_test(swaps_are_found),
        cmocka_unit_test(what_a_hand_writes), cmocka_unit_test(what_is_derived) };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
