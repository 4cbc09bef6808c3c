/* vault_serve.h - what the parts of the vault's process share: one message at a time, one answer.
 *
 * Used by: vault_serve.c (loop, sealing, heads), vault_open.c (reports from outside), vault_identity.c (who reported), vault_notice.c (notices due),
 * vault_pass.c (reports passed on sealed).
 */
#ifndef AREA_VAULT_VAULT_SERVE_H
#define AREA_VAULT_VAULT_SERVE_H

#include "area/vault/vault.h"
#include "area/vault/vault_keys.h"
#include "area/vault/vault_msg.h"
#include "area/vault/vault_store.h"
#include "seal/pack.h"

#define VAULT_PATH_SIZE 1200
#define SEAL_FORM   1               /* first byte of every text sealed here: the order of what follows */
#define SEAL_BLOCK  512             /* sizes are multiples of it: a length does not tell who gave a name */
#define SEALED_PLAIN_MAX 32768
#define RELEASED_MAX 64             /* identities that wait for their opening at one time */

/* The key to what was consented to and is not opened yet; ref 0: none. In memory alone, so that a restart ends the consent. */
struct released { int64_t ref, until_boot_ms; unsigned char key[crypto_secretbox_KEYBYTES]; };

struct serve {
    struct arena a;                 /* of the message; given back after the answer */
    struct vault_keys keys;
    struct released released[RELEASED_MAX];
    struct store *store;
    struct sender out;
    const void *body;               /* of the answer */
    size_t body_n;
    struct pack opened;             /* the answer where something was opened: wiped when it is sent */
    char dir[VAULT_PATH_SIZE];
};

/* Messages of vault_open.c; errors as in vault.h. */
enum err do_open_screen(struct serve *s, struct msg *m);
enum err do_open_matter(struct serve *s, struct msg *m);
enum err do_open_note(struct serve *s, struct msg *m);
enum err do_keep_identity(struct serve *s, struct msg *m);
/* Messages of vault_identity.c. */
enum err do_ask(struct serve *s, struct msg *m);
enum err do_consent(struct serve *s, struct msg *m);
enum err do_refuse(struct serve *s, struct msg *m);
enum err do_open_identity(struct serve *s, struct msg *m);
enum err do_requests(struct serve *s, struct msg *m);
/* revision_open - with the identity key's private half; false: not ours, torn, or moved here from another petition. `u` is to be wiped either way. */
bool revision_open(struct serve *s, const struct kept_row *row, int64_t petition_ref, const unsigned char secret[32], struct identity *who,
    struct unpack *u);
/* Messages of vault_notice.c, and what a revision says of its reporter, closed. */
enum err do_notices(struct serve *s, struct msg *m);
enum err do_notice_look(struct serve *s, struct msg *m);
enum err do_told(struct serve *s, struct msg *m);
void kind_close(const struct serve *s, int64_t ref, const struct identity *who, unsigned char out[KIND_BYTES]);
/* Messages of vault_pass.c. */
enum err do_article15(struct serve *s, struct msg *m);
enum err do_pass_on(struct serve *s, struct msg *m);
enum err whole(struct serve *s, enum err e);    /* ends the transaction: committed, or nothing of it is there */

#endif
