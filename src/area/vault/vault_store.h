/* vault_store.h - rows of the vault's own database DATA/vault/vault.db: always SQLite, WAL, every
 * commit synced.
 *
 * Owns tables identity, scan, head there. Their statements are in vault_store.c, as this is the one
 * database that no other part of the program may reach.
 * Used by: vault_serve.c, vault.c (vault_create).
 */
#ifndef AREA_VAULT_VAULT_STORE_H
#define AREA_VAULT_VAULT_STORE_H

#include "base/str.h"

#define HEAD_MAC_BYTES  32
#define HEAD_SIGN_BYTES 64

struct store;
struct head_row {
    int64_t organ_id, seq, at_ms;
    unsigned char mac[HEAD_MAC_BYTES], signature[HEAD_SIGN_BYTES];
};

/* store_create - a new database. Errors: IN_USE, DENIED, FULL, VAULT; store_open also NEWER. */
MUST_USE enum err store_create(const char *path);
MUST_USE enum err store_open(struct arena *a, const char *path, struct store **out);
void store_close(struct store *s);

MUST_USE enum err store_begin(struct store *s);
MUST_USE enum err store_commit(struct store *s);
void store_rollback(struct store *s);
/* store_identity - one more revision under the petition's reference; earlier ones stay. */
MUST_USE enum err store_identity(struct store *s, int64_t ref, int64_t at_ms, struct str sealed);
MUST_USE enum err store_scan(
    struct store *s, int64_t ref, int64_t at_ms, const char *file_id, struct str manifest);
/* store_head - keeps the first head of a sequence number; another one for it is TAMPERED. */
MUST_USE enum err store_head(struct store *s, const struct head_row *h);
/* store_heads - what shows truncation and roll-back: of each organ the last head, the last of each
 * day, and the last before every step back; all others lie under one of these. */
MUST_USE enum err store_heads(struct store *s, struct arena *a, struct head_row **out, int *n);
/* store_refs - references whose newest row is older than the moment, oldest first. */
MUST_USE enum err store_refs(
    struct store *s, struct arena *a, int64_t older_than_ms, int64_t **out, int *n);
MUST_USE enum err store_files_of(
    struct store *s, struct arena *a, int64_t ref, struct str **out, int *n);
MUST_USE enum err store_drop(struct store *s, int64_t ref);         /* rows of one reference */

#endif
