/* paper_fuzz.c - lines typed from a recovery sheet: whatever is typed, no more is kept than a sheet has, and a line of another place never passes. */
#include <stdlib.h>
#include <string.h>

#include "area/vault/vault_sheet.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n);
int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n)
{
    struct sheet_typed t = { .n = 0 };
    const char *at = (const char *)data, *end = at + n;

    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        struct str line = { at, (size_t)((stop != NULL ? stop : end) - at) };
        bool whole = false;
        int had = t.lines;
        enum err e = sheet_type(&t, line, &whole);
        if (t.lines != had + (e == ERR_OK) || t.n != t.lines * 20 || t.n > (int)sizeof t.values || (whole && e != ERR_OK))
            abort();
        for (int i = 0; i < t.n; i++)
            if (t.values[i] > 31)
                abort();
        if (e == ERR_OK && !whole && sheet_type(&t, line, &whole) == ERR_OK)
            abort();                    /* the same line again: its place is part of its check */
        at = line.p + line.n + 1;
    }
    return 0;
}
