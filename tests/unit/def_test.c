/* The def set of the program loads whole, from the directory and as it is embedded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>

#include "def/def.h"

static void loads(void **state)
{
    struct def d;
    struct str why;

    (void)state;
    enum err e = def_load(&d, "def", &why);
    if (e != ERR_OK)
        print_error("%.*s\n", PF(why));
    assert_int_equal(e, ERR_OK);
    def_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(loads) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
