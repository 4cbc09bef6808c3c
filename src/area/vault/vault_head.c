#include "area/vault/vault_head.h"

#include <sodium.h>
#include <string.h>

#define SIGNED_BYTES (8 + 3 * sizeof(int64_t) + HEAD_MAC_BYTES)

static void signed_text(const struct head_row *h, unsigned char out[SIGNED_BYTES])
{
    const int64_t numbers[] = { h->organ_id, h->seq, h->at_ms };

    memcpy(out, "xz-head1", 8);         /* no other thing that this key may ever sign begins so */
    memcpy(out + 8, numbers, sizeof numbers);
    memcpy(out + 8 + sizeof numbers, h->mac, HEAD_MAC_BYTES);
}

void head_sign(struct head_row *h, const unsigned char sign_secret[64])
{
    unsigned char text[SIGNED_BYTES];

    signed_text(h, text);
    crypto_sign_detached(h->signature, NULL, text, sizeof text, sign_secret);
}

bool head_signed_by(const struct head_row *h, const unsigned char sign_public[32])
{
    unsigned char text[SIGNED_BYTES];

    signed_text(h, text);
    return crypto_sign_verify_detached(h->signature, text, sizeof text, sign_public) == 0;
}
