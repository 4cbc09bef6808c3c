/* Resident identity numbers. All are made up; those that pass carry a computed check digit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/idcard.h"

static void checks_and_widens(void **state)
{
    static const struct {
        const char *what, *in;
        enum idcard_fault want;
        const char *out;
    } rows[] = {
        { "right", "110101199003070011", IDCARD_OK, "110101199003070011" },
        { "check X", "11010519491231002X", IDCARD_OK, "11010519491231002X" },
        { "small x", "11010519491231002x", IDCARD_OK, "11010519491231002X" },
        { "blanks", " 110105 19491231 002X ", IDCARD_OK, "11010519491231002X" },
        { "full width", "１１０１０５１９４９１２３１００２Ｘ", IDCARD_OK, "11010519491231002X" },
        { "29 February", "110101200002290018", IDCARD_OK, "110101200002290018" },
        { "15 digits", "440308680930001", IDCARD_OK, "440308196809300013" },
        { "empty", "", IDCARD_LENGTH, "" },
        { "14", "11010119900307", IDCARD_LENGTH, "" },
        { "16", "1101011990030700", IDCARD_LENGTH, "" },
        { "17", "11010119900307001", IDCARD_LENGTH, "" },
        { "19", "1101011990030700110", IDCARD_LENGTH, "" },
        { "a letter inside", "11010119900307O011", IDCARD_DIGITS, "" },
        { "X inside", "1101011990030X0011", IDCARD_DIGITS, "" },
        { "Y at the end", "11010119900307001Y", IDCARD_DIGITS, "" },
        { "X in 15", "44030868093000X", IDCARD_DIGITS, "" },
        { "30 February", "110101200002300016", IDCARD_DATE, "" },
        { "29 February 2001", "110101200102290017", IDCARD_DATE, "" },
        { "month 13", "110101199013070011", IDCARD_DATE, "" },
        { "year 199", "110101019903070011", IDCARD_DATE, "" },
        { "15 digits, 31 June", "440308680631001", IDCARD_DATE, "" },
        { "wrong check", "110101199003070012", IDCARD_CHECK, "" },
        { "X where a digit belongs", "11010119900307001X", IDCARD_CHECK, "" },
        { "two digits swapped", "110101199003700011", IDCARD_DATE, "" },
        { "two digits swapped", "101101199003070011", IDCARD_CHECK, "" },
    };
    struct arena a;

    (void)state;
    arena_open(&a, ARENA_REQUEST_BYTES);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str out;
        enum idcard_fault f = idcard_read(&a, str_z(rows[i].in), &out);

        if (f != rows[i].want || !str_eq(out, str_z(rows[i].out)))
            fail_msg("%s: got %d [%.*s]", rows[i].what, (int)f, PF(out));
    }
    arena_close(&a);
}

/* The check digit's promise: every single wrong digit and every swap of neighbours shows. */
static void every_single_slip_shows(void **state)
{
    struct arena a;
    char no[] = "11010519491231002X";
    struct str out;

    (void)state;
    arena_open(&a, ARENA_REQUEST_BYTES);
    for (size_t i = 0; i < 17; i++) {
        char right = no[i];

        for (char c = '0'; c <= '9'; c++) {
            no[i] = c;
            assert_int_equal(idcard_read(&a, str_z(no), &out) == IDCARD_OK, c == right);
        }
        no[i] = right;
    }
    arena_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checks_and_widens),
        cmocka_unit_test(every_single_slip_shows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
