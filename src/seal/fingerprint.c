#include "seal/fingerprint.h"

#include <sodium.h>

#define PRINT_BYTES 16

struct str fingerprint(struct arena *a, struct str text)
{
    unsigned char hash[PRINT_BYTES];
    char *out = NEWS(a, char, PRINT_BYTES * 2 + PRINT_BYTES / 2);
    size_t n = 0;

    crypto_generichash(hash, sizeof hash, (const unsigned char *)text.p, text.n, NULL, 0);
    struct str hex = str_hex(a, hash, sizeof hash);
    for (size_t i = 0; i < hex.n; i++) {
        if (i > 0 && i % 4 == 0)
            out[n++] = ' ';
        out[n++] = hex.p[i] >= 'a' ? (char)(hex.p[i] - 'a' + 'A') : hex.p[i];
    }
    return (struct str){ out, n };
}

/* Blanks, dashes and small letters are taken as meant. */
bool fingerprint_is(struct arena *a, struct str text, struct str typed)
{
    struct str right = fingerprint(a, text);
    size_t at = 0;
    bool same = true;

    for (size_t i = 0; i < typed.n; i++) {
        char k = typed.p[i];
        if (k == ' ' || k == '-')
            continue;
        while (at < right.n && right.p[at] == ' ')
            at++;
        k = k >= 'a' && k <= 'f' ? (char)(k - 'a' + 'A') : k;
        same = same && at < right.n && right.p[at++] == k;
    }
    return same && at == right.n;
}
