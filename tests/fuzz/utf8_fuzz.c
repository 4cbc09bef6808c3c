/* Texts at the edge: the check, and the forms that search and repeats compare. */
#include <stdint.h>

#include <stdlib.h>

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    struct str in = { (const char *)p, n };

    if (a.base == NULL)
        arena_open(&a, (size_t)512 << 20);
    struct str fold = text_fold(&a, in), again;
    if (text_check(in) != TEXT_OK)
        return 0;
    again = text_fold(&a, fold);
    if (!utf8_valid(fold) || !str_eq(fold, again) || !utf8_valid(text_search_form(&a, in)) || !utf8_valid(text_short(&a, in, 7)))
        abort();
    arena_reset(&a);
    return 0;
}
