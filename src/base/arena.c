#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define KEEP_BYTES ((size_t)1 << 20)    /* what an idle worker keeps warm */

struct arena_spill { struct arena_spill *next; size_t size; };

static void *map_pages(size_t size)
{
    void *p = mmap(NULL, size, PROT_READ | PROT_WRITE,
                   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    if (p == MAP_FAILED)
        abort();
    return p;
}

void arena_open(struct arena *a, size_t cap)
{
    *a = (struct arena){ .base = map_pages(cap), .cap = cap };
}

static void drop_spill(struct arena *a)
{
    while (a->spill != NULL) {
        struct arena_spill *s = a->spill;
        a->spill = s->next;
        munmap(s, s->size);
    }
}

void arena_reset(struct arena *a)
{
    drop_spill(a);
    if (a->used > KEEP_BYTES)
        madvise(a->base + KEEP_BYTES, a->cap - KEEP_BYTES, MADV_DONTNEED);
    memset(a->base, 0, a->used < KEEP_BYTES ? a->used : KEEP_BYTES);
    a->used = 0;
    a->full = false;
}

void arena_wipe(struct arena *a)
{
    if (a->base != NULL)
        explicit_bzero(a->base, a->used);
    for (struct arena_spill *s = a->spill; s != NULL; s = s->next)
        explicit_bzero((char *)s + 64, s->size - 64);
}

void arena_close(struct arena *a)
{
    drop_spill(a);
    if (a->base != NULL)
        munmap(a->base, a->cap);
    *a = (struct arena){ 0 };
}

static void *spill_alloc(struct arena *a, size_t size)
{
    size_t whole = size + 64;
    struct arena_spill *s = map_pages(whole);

    *s = (struct arena_spill){ a->spill, whole };
    a->spill = s;
    a->full = true;
    return (char *)s + 64;
}

void *arena_alloc(struct arena *a, size_t size, size_t align)
{
    size_t at = (a->used + align - 1) & ~(align - 1);

    if (size > a->cap || at > a->cap - size)
        return spill_alloc(a, size);
    a->used = at + size;
    return a->base + at;            /* pages come zeroed and are zeroed again on reset */
}

bool arena_extend(struct arena *a, const void *p, size_t old, size_t size)
{
    uintptr_t base = (uintptr_t)a->base, from = (uintptr_t)p;

    if (p == NULL || from < base || from - base > a->used || a->used - (from - base) != old)
        return false;
    if (size < old || size > a->cap - (from - base))
        return false;
    a->used = from - base + size;
    return true;
}

size_t mul_size(size_t n, size_t size)
{
    if (size != 0 && n > SIZE_MAX / size)
        abort();
    return n * size;
}
