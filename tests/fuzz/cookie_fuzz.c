/* The Cookie header. */
#include <stdint.h>

#include <stdlib.h>

#include "net/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    struct str in = { (const char *)p, n };

    if (a.base == NULL)
        arena_open(&a, (size_t)512 << 20);
    struct str found = cookie_find(in, "xiezhi");
    if (found.n > n)
        abort();
    arena_reset(&a);
    return 0;
}
