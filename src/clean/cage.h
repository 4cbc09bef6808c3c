/* cage.h - where somebody else's file is read: no network, no files but the programs of the system and one directory in memory, bounded
 * memory, time and room. Namespaces where the system allows them; seccomp, Landlock and limits always: without these nothing is read.
 */
#ifndef CLEAN_CAGE_H
#define CLEAN_CAGE_H

#include <stdbool.h>
#include <stdint.h>

#define CAGE_MEMORY_BYTES ((uint64_t)3 << 30)   /* address space of each program: a page of A3 at 200 dpi, a picture of 120 million points */
#define CAGE_CPU_S        600                   /* of each program */
#define CAGE_FILES        256
#define CAGE_PROCESSES    64
#define CAGE_REFUSED      71                    /* exit status: there is no cage, nothing was read */

/* dir: an empty directory of its own in memory (tmpfs). room_bytes: all that may lie in it at once. bare: without namespaces. */
struct cage { const char *dir; uint64_t room_bytes; bool bare; };
/* cage_run - runs `work` in a child that is in the cage, waits, and returns its exit status (128 + signal when it was killed). Whatever it
 * starts is in the cage too. Once, in a process of one thread that ends afterwards: the process itself is half in. */
int cage_run(const struct cage *g, int (*work)(void *arg), void *arg);

#endif
