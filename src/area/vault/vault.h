/* vault.h - fixed messages to the vault, a process of its own under its own key file. Write-only
 * from here: it seals a reporter's identity and the scans of letters, signs audit heads, and hands
 * over the audit key at start. No message opens what it holds.
 *
 * Owns DATA/vault/ (keys, vault.db, files/).      Used by: intake, gate/audit (head), app.
 */
#ifndef AREA_VAULT_VAULT_H
#define AREA_VAULT_VAULT_H

#include "base/ctx.h"
#include "gate/audit.h"

struct vault;
/* vault_start - forks and executes `xiezhi vault-serve` on a socket pair; before the first thread.
 * $XIEZHI_VAULT_PASSPHRASE opens the key file, where it has one, and is then wiped from this
 * process. `why` names the part at fault: vault/keys, vault/vault.db, the variable. Errors: VAULT,
 * DENIED (no right, or the passphrase), NEWER. From then on every call answers VAULT once the
 * process is gone. */
MUST_USE enum err vault_start(struct vault **out, const char *data_dir, struct str *why);
void vault_stop(struct vault *v);                       /* asks it to end and waits */
/* vault_create - keys and vault.db; once, at init. The keys are encrypted when
 * $XIEZHI_VAULT_PASSPHRASE is set; only a demonstration goes without in silence.
 * Errors: IN_USE, DENIED, FULL, VAULT. */
MUST_USE enum err vault_create(const char *data_dir, bool demo, struct str *why);
MUST_USE enum err vault_audit_key(struct vault *v, unsigned char key[AUDIT_KEY_BYTES]);

/* claimed: real | anonymous; sealed like the rest. */
struct identity { struct str name, contact, id_no, address, claimed; };
/* vault_seal_identity - committed in the vault before the petition (decisions.md 15), under the
 * petition's reference. What several threads bring at once is one commit.
 * Errors: VAULT, FULL, DENIED, BUSY, TOO_LARGE (over 32 KiB). */
MUST_USE enum err vault_seal_identity(
    struct vault *v, int64_t petition_ref, const struct identity *who, int64_t now_ms);
MUST_USE enum err vault_seal_scan(
    struct vault *v, int64_t petition_ref, struct str name, struct str bytes, int64_t now_ms);
/* vault_seal_many - the same for an import, one message, one transaction. */
MUST_USE enum err vault_seal_many(
    struct vault *v, const int64_t *refs, const struct identity *who, int n, int64_t now_ms);
MUST_USE enum err vault_put_head(
    struct vault *v, int64_t organ_id, int64_t seq, const unsigned char mac[32], int64_t now_ms);
MUST_USE enum err vault_heads(
    struct vault *v, struct arena *a, struct audit_outside_head **out, int *n);
/* vault_refs - references held, oldest first, for the sweep of what has no petition after
 * an hour: all whose newest row was sealed before `older_than_ms`, a moment. */
MUST_USE enum err vault_sweep(struct vault *v, const int64_t *orphans, int n);
MUST_USE enum err vault_refs(
    struct vault *v, struct arena *a, int64_t older_than_ms, int64_t **out, int *n);
int vault_serve_main(const char *data_dir, int fd); /* the other side: entry of the child process */

#endif
