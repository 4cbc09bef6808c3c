/* vault_store.h - rows of the vault's own database DATA/vault/vault.db: always SQLite, WAL, every
 * commit synced.
 *
 * Owns tables identity, scan, head, opening, request, told, article15 there. Their statements are in vault_store.c, as this is the one
 * database that no other part of the program may reach.
 * Used by: vault_serve.c, vault.c (vault_create).
 */
#ifndef AREA_VAULT_VAULT_STORE_H
#define AREA_VAULT_VAULT_STORE_H

#include "base/str.h"

#define HEAD_MAC_BYTES  32
#define HEAD_SIGN_BYTES 64
#define KIND_BYTES      41      /* nonce, one byte, mark */

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
/* Who closed it: the vault itself (SEAL_FORM), or the outside (portal.h, IDENTITY_FORM). */
enum sealed_by { SEALED_BY_VAULT, SEALED_BY_PORTAL };
struct kept_row { int64_t at_ms; enum sealed_by by; struct str sealed; };
/* store_identity - one more revision under the petition's reference; earlier ones stay. kind: vault_notice.c; NULL = not looked at. */
MUST_USE enum err store_identity(struct store *s, int64_t ref, int64_t at_ms, enum sealed_by by, struct str sealed,
    const unsigned char kind[KIND_BYTES]);
/* store_opening - what: screen, matter, note, passed; report_id as the opened text says. */
MUST_USE enum err store_opening(struct store *s, int64_t at_ms, int64_t user_id, struct str what, int64_t report_id);
MUST_USE enum err store_scan(
    struct store *s, int64_t ref, int64_t at_ms, const char *file_id, struct str manifest);
/* store_kept - what is kept of one reference, newest revision first, at most `max`. */
MUST_USE enum err store_kept(struct store *s, struct arena *a, int64_t ref, struct kept_row *out, int max, int *n);

/* Revisions by reference and age with what they say of the reporter, closed; store_unlooked: of those that nobody has looked at yet. */
struct kind_row { int64_t id, ref; struct kept_row row; bool looked; unsigned char kind[KIND_BYTES]; };   /* row.sealed: of store_unlooked alone */
MUST_USE enum err store_kinds(struct store *s, struct arena *a, struct kind_row **out, int *n);
MUST_USE enum err store_unlooked(struct store *s, struct arena *a, struct kind_row *out, int max, int *n);
MUST_USE enum err store_kind(struct store *s, int64_t id, const unsigned char kind[KIND_BYTES]);
/* Notices that a keeper marked as delivered. what: accepted, result; on: day, "" = taken back. The newest counts, none is removed. */
struct told_row { int64_t ref, user_id, at_ms; struct str what, on; };
MUST_USE enum err store_told(struct store *s, const struct told_row *t);
MUST_USE enum err store_told_of(struct store *s, struct arena *a, int64_t ref, struct str what, struct told_row *out);    /* on "": never */

/* store_forget - closed identities that came with a report and have this very text: what a registration that failed left behind. */
MUST_USE enum err store_forget(struct store *s, struct str sealed);
/* The next higher organ's public key (ADR 0024); the newest row counts. store_article15_of: NOT_FOUND. */
MUST_USE enum err store_article15(struct store *s, int64_t at_ms, int64_t user_id, const unsigned char key[32]);
MUST_USE enum err store_article15_of(struct store *s, unsigned char key[32]);

/* ---- requests to open an identity (ADR 0022): a row each, changed twice at most - decided, opened - and never removed. */
struct request_row {
    int64_t id, ref, petition_ref, asked_by, asked_at_ms, decided_by, decided_at_ms, until_ms, opened_at_ms;  /* until_ms 0: refused */
    struct str purpose, words, reason, closed;      /* closed: what was consented to, under a key that only memory has */
};
/* store_ask - CONFLICT: this user's request for this petition is not decided yet. */
MUST_USE enum err store_ask(struct store *s, const struct request_row *r);
MUST_USE enum err store_request(struct store *s, struct arena *a, int64_t ref, struct request_row *out);     /* NOT_FOUND */
/* store_decide - MOVE: it was decided before. store_opened - and what was closed goes; MOVE: not to be opened, or not any more. */
MUST_USE enum err store_decide(struct store *s, const struct request_row *r);
MUST_USE enum err store_opened(struct store *s, int64_t ref, int64_t at_ms);
MUST_USE enum err store_lapse(struct store *s, int64_t ref);      /* what was closed goes; ref 0: of all requests */
/* store_requests - newest first, older than `before` (0 = all), without `closed`; petition_ref, asked_by, ref 0 = any. */
struct request_asked { int64_t petition_ref, asked_by, ref, before; int max; };
MUST_USE enum err store_requests(struct store *s, struct arena *a, const struct request_asked *w, struct request_row **out, int *n);
/* store_head - another head for the same sequence number is kept as well, and TAMPERED. */
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
