/* Dates as people type them, and periods: what is read can be written and read again. */
#include <stdint.h>

#include <stdlib.h>

#include "base/date.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    struct str in = { (const char *)p, n };

    if (a.base == NULL)
        arena_open(&a, (size_t)512 << 20);
    struct date today, d, again;
    struct window w;
    if (!date_make(2020, 6, 30, &today))
        abort();
    if (date_read(in, today, &d) == DATE_OK && (!date_parse_iso(date_str(&a, d), &again) || date_cmp(d, again) != 0))
        abort();
    if (period_read(in, &w) && (date_cmp(w.from, w.to) > 0 || period_name(&a, w).n == 0))
        abort();
    arena_reset(&a);
    return 0;
}
