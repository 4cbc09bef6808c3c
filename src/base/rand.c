#include "base/rand.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/random.h>

#define NODE_BITS  10
#define COUNT_BITS 12
#define COUNT_MASK (((uint64_t)1 << COUNT_BITS) - 1)
#define NODE_MASK  (((uint64_t)1 << NODE_BITS) - 1)
#define EPOCH_MS   INT64_C(946684800000)    /* 2000-01-01 UTC: 41 bits last until 2069 */
#define STEP       UINT64_C(0x9E3779B97F4A7C15)

void rand_secret(void *out, size_t n)
{
    unsigned char *p = out;

    while (n > 0) {
        ssize_t got = getrandom(p, n, 0);

        if (got < 0 && errno != EINTR)
            abort();            /* no secret is better than a guessable one */
        if (got > 0) {
            p += got;
            n -= (size_t)got;
        }
    }
}

/* The repeatable sequence is splitmix64 (Steele, Lea, Flood 2014): one word of state, and good
 * enough for references. */
uint64_t rand_u64(struct rand *r)
{
    uint64_t v;

    if (r->seed == 0) {
        rand_secret(&v, sizeof v);
        return v;
    }
    r->seed += STEP;
    if (r->seed == 0)
        r->seed = STEP;         /* 0 means the kernel's generator */
    v = r->seed;
    v = (v ^ (v >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    v = (v ^ (v >> 27)) * UINT64_C(0x94D049BB133111EB);
    return v ^ (v >> 31);
}

static uint64_t id_of(uint64_t ms, uint32_t node, uint64_t count)
{
    return ms << (NODE_BITS + COUNT_BITS) | (node & NODE_MASK) << COUNT_BITS | count;
}

int64_t rand_id(struct rand *r, int64_t now_ms)
{
    uint64_t last_ms = r->last_id >> (NODE_BITS + COUNT_BITS);
    uint64_t ms = now_ms > EPOCH_MS ? (uint64_t)(now_ms - EPOCH_MS) : 0;
    uint64_t count = r->last_id & COUNT_MASK;

    if (ms > last_ms)
        r->last_id = id_of(ms, r->node, 0);
    else if (count < COUNT_MASK)
        r->last_id = id_of(last_ms, r->node, count + 1);
    else
        r->last_id = id_of(last_ms + 1, r->node, 0);    /* 4096 in a millisecond */
    return (int64_t)r->last_id;
}

int64_t rand_id_ms(int64_t id)
{
    return (id >> (NODE_BITS + COUNT_BITS)) + (int64_t)EPOCH_MS;
}

int64_t rand_ref(struct rand *r)
{
    int64_t ref;

    do
        ref = (int64_t)(rand_u64(r) >> 1);
    while (ref == 0);
    return ref;
}
