/* rand.h - randomness and record ids. A fixed seed (demonstration, tests) makes both repeatable. */
#ifndef BASE_RAND_H
#define BASE_RAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A source of references and ids. seed 0 = the kernel's generator; else a repeatable sequence (never for secrets). */
struct rand { uint64_t seed; uint64_t last_id; uint32_t node; };

void rand_secret(void *out, size_t n);                      /* always the kernel's; for keys, tokens, passwords */
uint64_t rand_u64(struct rand *r);
int64_t rand_id(struct rand *r, int64_t now_ms);            /* 41-bit ms, 10-bit node, 12-bit counter; strictly rising */
int64_t rand_id_ms(int64_t id);                         /* when it was made, UTC ms */
int64_t rand_ref(struct rand *r);                           /* positive random 63-bit reference for URLs */

#endif
