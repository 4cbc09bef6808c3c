#include "area/portal/receipt.h"

#include <sodium.h>
#include <string.h>

#include "base/utf8.h"

#define BASE 31

static const char alphabet[BASE + 1] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

static int value_of(char c)
{
    const char *at = c != '\0' ? strchr(alphabet, c) : NULL;

    return at != NULL ? (int)(at - alphabet) : -1;
}

/* Weights 2 to 6 by place, and the group's number: all differ modulo 31, so no single fault and no swap keeps the sum. */
static char check_of(const char *group, int number)
{
    int sum = 7 * (number + 1);

    for (int i = 0; i < RECEIPT_GROUP - 1; i++)
        sum += (i + 2) * value_of(group[i]);
    return alphabet[sum % BASE];
}

void receipt_make(struct receipt *out)
{
    for (int g = 0; g < RECEIPT_GROUPS; g++) {
        char *group = out->text + g * RECEIPT_GROUP;
        for (int i = 0; i < RECEIPT_GROUP - 1; i++)
            group[i] = alphabet[randombytes_uniform(BASE)];
        group[RECEIPT_GROUP - 1] = check_of(group, g);
    }
    out->text[RECEIPT_CHARS] = '\0';
}

struct str receipt_show(struct arena *a, const struct receipt *r)
{
    char *p = NEWS(a, char, RECEIPT_CHARS + RECEIPT_GROUPS);
    size_t n = 0;

    for (int i = 0; i < RECEIPT_CHARS; i++) {
        if (i > 0 && i % RECEIPT_GROUP == 0)
            p[n++] = '-';
        p[n++] = r->text[i];
    }
    return (struct str){ p, n };
}

/* What a hand writes for what was meant; 0 = stands between, -1 = none of ours. */
static int meant(uint32_t cp)
{
    if (cp >= 0xFF01 && cp <= 0xFF5E)
        cp -= 0xFEE0;
    if (cp >= 'a' && cp <= 'z')
        cp -= 'a' - 'A';
    if (cp == ' ' || cp == '-' || cp == '\t' || cp == '\r' || cp == '\n' || cp == 0x3000 || cp == 0x2013 || cp == 0x2014 || cp == 0x200B)
        return 0;
    return cp < 128 && value_of((char)cp) >= 0 ? (int)cp : -1;
}

bool receipt_read(struct str typed, struct receipt *out, int *group)
{
    int n = 0;

    *group = 0;
    memset(out, 0, sizeof *out);
    for (size_t at = 0; at < typed.n;) {
        uint32_t cp;
        at += utf8_next(typed, at, &cp);
        int c = meant(cp);
        if (c == 0)
            continue;
        if (c < 0 || n == RECEIPT_CHARS) {
            *group = c < 0 ? n / RECEIPT_GROUP + 1 : 0;
            return false;
        }
        out->text[n++] = (char)c;
    }
    if (n != RECEIPT_CHARS)
        return false;
    for (int g = 0; g < RECEIPT_GROUPS; g++)
        if (check_of(out->text + g * RECEIPT_GROUP, g) != out->text[g * RECEIPT_GROUP + RECEIPT_GROUP - 1]) {
            *group = g + 1;
            return false;
        }
    return true;
}

static void derive(const struct receipt *r, const char *use, unsigned char out[32])
{
    crypto_generichash_state h;

    crypto_generichash_init(&h, (const unsigned char *)use, strlen(use), 32);
    crypto_generichash_update(&h, (const unsigned char *)r->text, RECEIPT_CHARS);
    crypto_generichash_final(&h, out, 32);
    sodium_memzero(&h, sizeof h);
}

void receipt_keys(const struct receipt *r, struct receipt_keys *out)
{
    unsigned char seed[32];

    derive(r, "xiezhi receipt id 1", out->id);
    derive(r, "xiezhi receipt box 1", seed);
    derive(r, "xiezhi receipt salt 1", out->salt);
    crypto_box_seed_keypair(out->box_public, out->box_secret, seed);
    sodium_memzero(seed, sizeof seed);
}

void receipt_wipe(struct receipt *r) { sodium_memzero(r, sizeof *r); }
