#include "gate/work.h"

struct work *work_new(size_t bytes)
{
    struct arena a;

    arena_open(&a, bytes);
    struct work *w = NEW(&a, struct work);
    w->a = a;
    return w;
}

void work_free(struct work *w)
{
    struct arena a = w->a;          /* it lies in its own arena */

    arena_close(&a);
}
