/* vault_file.h - files of the vault: written beside, synced, renamed, and their folder synced
 * (decisions.md 18).
 *
 * Owns DATA/vault/files/ and DATA/vault/tmp/.      Used by: vault_serve.c, vault_keys.c.
 */
#ifndef AREA_VAULT_VAULT_FILE_H
#define AREA_VAULT_VAULT_FILE_H

#include "seal/sealed_file.h"

struct kept_file {
    char id[SEALED_ID_HEX + 1];
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
};

enum err file_err(int error);           /* errno as a refusal: DENIED, FULL, IN_USE, else VAULT */
/* file_put_new - a small file that was not there before, mode 0600, durable with its name. */
MUST_USE enum err file_put_new(const char *path, const void *p, size_t n);
/* file_seal - writes bytes under a new random id, encrypted with a key of its own; `dir` is
 * DATA/vault. Errors: FULL, DENIED, VAULT. */
MUST_USE enum err file_seal(const char *dir, struct str bytes, struct kept_file *out);
/* file_drop - removes a file; one that is gone already is no error. */
MUST_USE enum err file_drop(const char *dir, const char *id);
void file_sweep_tmp(const char *dir);   /* what a crash left half written */

#endif
