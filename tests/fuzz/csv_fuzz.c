/* csv of any encoding: what is taken is valid text within the stated limits. */
#include <stdint.h>

#include <stdlib.h>

#include "base/utf8.h"
#include "sheet/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    struct str in = { (const char *)p, n };

    if (a.base == NULL)
        arena_open(&a, (size_t)512 << 20);
    struct sheet s = { 0 };
    if (csv_read(&a, in, &s).fault == SHEET_OK)
        for (int r = 0; r < s.n; r++)
            for (int k = 0; k < s.rows[r].n; k++)
                if (!utf8_valid(s.rows[r].cells[k].text))
                    abort();
    arena_reset(&a);
    return 0;
}
