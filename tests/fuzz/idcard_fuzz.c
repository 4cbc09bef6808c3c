/* ID numbers of 15 and 18 digits: what is taken is taken again, unchanged. */
#include <stdint.h>

#include <stdlib.h>

#include "base/idcard.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    struct str in = { (const char *)p, n };

    if (a.base == NULL)
        arena_open(&a, (size_t)512 << 20);
    struct str whole, again;
    if (idcard_read(&a, in, &whole) == IDCARD_OK && (idcard_read(&a, whole, &again) != IDCARD_OK || !str_eq(whole, again)))
        abort();
    arena_reset(&a);
    return 0;
}
