#include "seal/pack.h"

#include <sodium.h>
#include <string.h>

struct pack pack_new(struct arena *a, unsigned char form, size_t max)
{
    struct pack p = { .p = NEWS(a, unsigned char, max), .n = 1, .max = max, .a = a };

    p.p[0] = form;
    return p;
}

void pack_raw(struct pack *p, const void *b, size_t n)
{
    if (p->full || n > p->max - p->n) {
        p->full = true;
        return;
    }
    if (n > 0)
        memcpy(p->p + p->n, b, n);
    p->n += n;
}

void pack_int(struct pack *p, int64_t v)
{
    unsigned char b[8];

    for (int i = 0; i < 8; i++)
        b[i] = (unsigned char)((uint64_t)v >> (8 * i));
    pack_raw(p, b, sizeof b);
}

void pack_str(struct pack *p, struct str s)
{
    unsigned char b[4];

    for (int i = 0; i < 4; i++)
        b[i] = (unsigned char)((uint32_t)s.n >> (8 * i));
    if (s.n > UINT32_MAX)
        p->full = true;
    pack_raw(p, b, sizeof b);
    pack_raw(p, s.p, s.n);
}

struct str pack_plain(const struct pack *p) { return (struct str){ (const char *)p->p, p->n }; }

void pack_wipe(struct pack *p)
{
    sodium_memzero(p->p, p->max);
    p->n = 0;
}

enum err pack_seal(struct pack *p, const unsigned char key[SEAL_PUBLIC_BYTES], size_t block, struct str *out)
{
    size_t room = (p->n / block + 1) * block, padded = 0;
    unsigned char *plain, *closed;
    enum err e = p->full ? ERR_TOO_LARGE : ERR_OK;

    *out = STR("");
    if (e == ERR_OK) {
        plain = NEWS(p->a, unsigned char, room);
        closed = NEWS(p->a, unsigned char, room + crypto_box_SEALBYTES);
        memcpy(plain, p->p, p->n);
        if (sodium_pad(&padded, plain, p->n, block, room) != 0 || crypto_box_seal(closed, plain, padded, key) != 0)
            e = ERR_VAULT;
        sodium_memzero(plain, room);
        *out = (struct str){ (const char *)closed, padded + crypto_box_SEALBYTES };
    }
    pack_wipe(p);
    return e;
}

struct unpack unpack_plain(struct str plain, unsigned char form)
{
    struct unpack u = { .p = (const unsigned char *)plain.p, .n = plain.n };

    u.bad = u.n == 0 || u.p[0] != form;
    if (!u.bad) {
        u.p++;
        u.n--;
    }
    return u;
}

bool unpack_open(struct arena *a, struct str sealed, const unsigned char public_key[SEAL_PUBLIC_BYTES],
    const unsigned char secret_key[SEAL_SECRET_BYTES], unsigned char form, size_t block, struct unpack *out)
{
    size_t n = 0;

    *out = (struct unpack){ .bad = true };
    if (sealed.n <= crypto_box_SEALBYTES)
        return false;
    unsigned char *plain = NEWS(a, unsigned char, sealed.n);
    size_t padded = sealed.n - crypto_box_SEALBYTES;
    if (crypto_box_seal_open(plain, (const unsigned char *)sealed.p, sealed.n, public_key, secret_key) != 0
        || sodium_unpad(&n, plain, padded, block) != 0) {
        sodium_memzero(plain, sealed.n);
        return false;
    }
    *out = unpack_plain((struct str){ (const char *)plain, n }, form);
    out->whole = plain;
    out->whole_n = sealed.n;
    return !out->bad;
}

const void *unpack_raw(struct unpack *u, size_t n)
{
    if (u->bad || n > u->n) {
        u->bad = true;
        return NULL;
    }
    const void *at = u->p;
    u->p += n;
    u->n -= n;
    return at;
}

int64_t unpack_int(struct unpack *u)
{
    const unsigned char *b = unpack_raw(u, 8);
    uint64_t v = 0;

    for (int i = 0; b != NULL && i < 8; i++)
        v |= (uint64_t)b[i] << (8 * i);
    return (int64_t)v;
}

struct str unpack_str(struct unpack *u)
{
    const unsigned char *b = unpack_raw(u, 4);
    uint32_t n = 0;

    for (int i = 0; b != NULL && i < 4; i++)
        n |= (uint32_t)b[i] << (8 * i);
    const char *p = unpack_raw(u, n);
    return p != NULL ? (struct str){ p, n } : STR("");
}

void unpack_wipe(struct unpack *u)
{
    if (u->whole != NULL)
        sodium_memzero(u->whole, u->whole_n);
    *u = (struct unpack){ .bad = true };
}
