/* Acknowledgements as somebody kept them: what is read has its parts where they belong, and reads again from what is signed. A wrong key never fits. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "area/portal/acknowledgement.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const unsigned char nobody[32] = { 1 };
    static struct arena a;
    struct ack k;

    if (a.base == NULL)
        arena_open(&a, (size_t)16 << 20);
    if (ack_read(&a, (struct str){ (const char *)p, n }, &k)) {
        if ((k.form != 1 && k.form != 2) || k.head.n == 0 || k.head.p[k.head.n - 1] != '\n' || !str_has(k.head, k.organ) || !str_has(k.head, k.day))
            abort();
        if (ack_check(&a, &k, STR(""), nobody) == ACK_GOOD)
            abort();
    }
    arena_reset(&a);
    return 0;
}
