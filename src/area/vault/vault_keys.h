/* vault_keys.h - the key file DATA/vault/keys: audit key, head signing pair, and the two sealing
 * pairs of the organ.
 *
 * The child keeps only what it works with: the identity key's private half is wiped as soon as the
 * file was read; the matter key's stays, as screening asks for it all day (ADR 0020). Encrypted with argon2id and secretbox when a passphrase is given.
 * Used by: vault_serve.c, vault.c (vault_create).
 */
#ifndef AREA_VAULT_VAULT_KEYS_H
#define AREA_VAULT_VAULT_KEYS_H

#include <sodium.h>

#include "area/vault/vault_msg.h"

#define VAULT_PASSPHRASE_ENV "XIEZHI_VAULT_PASSPHRASE"

/* The order of the file's body. */
struct vault_keys {
    unsigned char audit[32];
    unsigned char sign_public[crypto_sign_PUBLICKEYBYTES], sign_secret[crypto_sign_SECRETKEYBYTES];
    unsigned char identity_public[crypto_box_PUBLICKEYBYTES];
    unsigned char identity_secret[crypto_box_SECRETKEYBYTES];
    unsigned char matter_public[crypto_box_PUBLICKEYBYTES];
    unsigned char matter_secret[crypto_box_SECRETKEYBYTES];
};

/* keys_create - new keys at `path`, mode 0600; an existing file is never replaced. passphrase "" =
 * not encrypted. Errors: IN_USE, DENIED, FULL, VAULT. */
MUST_USE enum err keys_create(const char *path, struct str passphrase);
/* keys_open - what the child works with. Errors: VAULT (absent or damaged), DENIED (no right, or
 * *part says the passphrase). */
MUST_USE enum err keys_open(
    const char *path, struct str passphrase, struct vault_keys *out, enum vault_part *part);
/* keys_identity - the identity key's private half, read anew for one consent (ADR 0022); the caller wipes it. Errors: as keys_open,
 * TAMPERED (the file holds another pair than `public_key`). */
MUST_USE enum err keys_identity(const char *path, struct str passphrase, const unsigned char public_key[32], unsigned char out[32]);
/* For the sheet (vault_sheet.h): all of it, wiped by the caller; written as keys_create does; what tells two vaults apart. */
MUST_USE enum err keys_all(const char *path, struct str passphrase, struct vault_keys *out);
MUST_USE enum err keys_put(const char *path, struct str passphrase, const struct vault_keys *k);
void keys_public_hash(const struct vault_keys *k, unsigned char out[32]);
MUST_USE enum err keys_closed(const char *path, bool *out);     /* does the file want a passphrase? */

#endif
