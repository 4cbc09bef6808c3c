/* arena.h - memory that lives as long as one request, command or job step.
 *
 * A function that allocates takes the arena (or ctx) first. Allocation never returns NULL: a reserve of
 * address space is mapped once per worker and only touched pages cost anything. Running out sets `full`
 * and continues in pages of its own, so no caller has a failure path; the dispatcher answers 413 (ERR_TOO_LARGE)
 * when it finds the mark, and nothing is committed. Disadvantage: nothing can be given back before the end.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#define ARENA_REQUEST_BYTES ((size_t)64 << 20)  /* address space of a request; touched pages only */

struct arena_spill;
struct arena { char *base; size_t used, cap; bool full; struct arena_spill *spill; };

void  arena_open(struct arena *a, size_t cap);      /* maps `cap` bytes; aborts when the kernel refuses */
void  arena_reset(struct arena *a);                 /* empties; returns touched pages above 1 MiB to the kernel */
void  arena_wipe(struct arena *a);                  /* overwrites all that was used; before a reset or close of what held secrets */
void  arena_close(struct arena *a);
void *arena_alloc(struct arena *a, size_t size, size_t align);  /* zeroed, aligned, never NULL */
/* arena_extend - grows the arena's last allocation in place; false when p is not the last or there is no room. */
bool  arena_extend(struct arena *a, const void *p, size_t old, size_t size);
size_t mul_size(size_t n, size_t size);             /* n * size; aborts on overflow */

#define NEW(a, type)     ((type *)arena_alloc((a), sizeof(type), _Alignof(type)))
#define NEWS(a, type, n) ((type *)arena_alloc((a), mul_size((n), sizeof(type)), _Alignof(type)))

#endif
