/* Receipts as a hand writes them: what is taken, shown again, is taken again as the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "area/portal/receipt.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    struct receipt r, again;
    int group;

    if (a.base == NULL)
        arena_open(&a, (size_t)16 << 20);
    if (receipt_read((struct str){ (const char *)p, n }, &r, &group)
        && (!receipt_read(receipt_show(&a, &r), &again, &group) || memcmp(&r, &again, sizeof r) != 0))
        abort();
    if (group < 0 || group > RECEIPT_GROUPS + 1)
        abort();
    arena_reset(&a);
    return 0;
}
