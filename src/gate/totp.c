/* totp.c - the second factor: six digits that change every 30 seconds (RFC 6238), each good once. */
#include <liboath/oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/rand.h"
#include "gate/session.h"

#define TOTP_STEP_S 30

static struct str base32(struct arena *a, const unsigned char *p, size_t n)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    char *out = NEWS(a, char, n * 8 / 5 + 2);
    size_t k = 0;
    uint32_t held = 0;
    int bits = 0;

    for (size_t i = 0; i < n; i++) {
        held = held << 8 | p[i];
        for (bits += 8; bits >= 5; bits -= 5)
            out[k++] = digits[held >> (bits - 5) & 31];
    }
    return (struct str){ out, k };
}

struct str totp_make(struct arena *a)
{
    unsigned char r[20];

    rand_secret(r, sizeof r);
    return base32(a, r, sizeof r);
}

enum err totp_check(struct str secret, struct str code, int64_t now_ms, int64_t last, int64_t *step)
{
    char *raw = NULL, otp[7], sent[7] = "";
    size_t n = 0;
    bool right = false;

    if (code.n != 6 || oath_base32_decode(secret.p, secret.n, &raw, &n) != OATH_OK)
        return ERR_INVALID;
    memcpy(sent, code.p, 6);
    for (int64_t k = -1; k <= 1; k++) {
        *step = now_ms / 1000 / TOTP_STEP_S + k;
        int rc = oath_totp_generate(raw, n, (time_t)(*step * TOTP_STEP_S), TOTP_STEP_S, 0, 6, otp);
        if (rc == OATH_OK && *step > last && sodium_memcmp(otp, sent, 6) == 0) {
            right = true;
            break;
        }
    }
    sodium_memzero(raw, n);
    free(raw);                          /* liboath's own block */
    return right ? ERR_OK : ERR_INVALID;
}
