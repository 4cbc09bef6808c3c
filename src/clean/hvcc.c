#include "clean/hvcc.h"

#include <string.h>

#define FIXED 22        /* bytes of the record before the number of its lists */

/* One record of at most n bytes: lists of units by kind, each unit with its length. */
static int record_blank(unsigned char *p, size_t n)
{
    size_t at = FIXED + 1;
    int blanked = 0;

    for (unsigned lists = n > FIXED ? p[FIXED] : 0; lists > 0 && at + 3 <= n; lists--) {
        unsigned kind = p[at] & 63, units = (unsigned)p[at + 1] << 8 | p[at + 2];
        at += 3;
        for (; units > 0 && at + 2 <= n; units--) {
            size_t size = (size_t)p[at] << 8 | p[at + 1];
            at += 2;
            if (size > n - at)
                return blanked;
            if ((kind == 39 || kind == 40) && size > 2) {
                memset(p + at + 2, 0, size - 2);        /* its two first bytes say that it is one */
                blanked++;
            }
            at += size;
        }
    }
    return blanked;
}

int hvcc_blank(unsigned char *p, size_t n)
{
    unsigned char *at = p, *end = p + n;
    int blanked = 0;

    while (n >= 8 && (at = memmem(at, (size_t)(end - at), "hvcC", 4)) != NULL) {
        at += 4;
        if (at - p < 8)
            continue;
        size_t size = (size_t)at[-8] << 24 | (size_t)at[-7] << 16 | (size_t)at[-6] << 8 | at[-5];
        if (size > 8 && size - 8 <= (size_t)(end - at))
            blanked += record_blank(at, size - 8);
    }
    return blanked;
}
