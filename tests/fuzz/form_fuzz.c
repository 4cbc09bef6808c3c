/* Urlencoded bodies and query strings: whatever comes, every field that is taken is valid text. */
#include <stdint.h>

#include <stdlib.h>

#include "base/utf8.h"
#include "net/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    struct str in = { (const char *)p, n };

    if (a.base == NULL)
        arena_open(&a, (size_t)512 << 20);
    struct ctx c = { .a = &a };
    struct request q = { 0 };
    if (form_urlencoded(&c, in, &q) == ERR_OK)
        for (int i = 0; i < q.n_fields; i++)
            if (text_check(q.fields[i].value) != TEXT_OK || text_check(q.fields[i].name) != TEXT_OK)
                abort();
    arena_reset(&a);
    return 0;
}
