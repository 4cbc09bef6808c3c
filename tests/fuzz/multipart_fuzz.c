/* Multipart bodies: the first line is the boundary that the header would name. */
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
    struct str type = str_join(&a, STR("multipart/form-data; boundary="), str_cut(&in, (char)10));
    if (form_multipart(&c, type, in, &q) == ERR_OK)
        for (int i = 0; i < q.n_fields; i++)
            if (text_check(q.fields[i].value) != TEXT_OK)
                abort();
    for (int i = 0; i < q.n_uploads; i++)
        if (q.uploads[i].bytes.n > n)
            abort();
    arena_reset(&a);
    return 0;
}
