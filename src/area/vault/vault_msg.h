/* vault_msg.h - frames between the program and its vault: a head of eight bytes, then a body of
 * numbers and counted strings in the order of the machine, as both ends are the same program.
 *
 * Used by: vault.c (asks), vault_serve.c (answers).      Errors: false = the other side is gone.
 */
#ifndef AREA_VAULT_VAULT_MSG_H
#define AREA_VAULT_VAULT_MSG_H

#include "base/str.h"

#define VAULT_VERSION   6
#define VAULT_FRAME_MAX ((size_t)256 << 20)     /* a million identities, or one scan of that size */

/* What may be asked. What is added here is added to ADR 0020, 0022 or 0024. */
enum vault_verb {
    VAULT_HELLO,        /* said by the vault alone, once, when it is ready or knows why not */
    VAULT_BYE, VAULT_AUDIT_KEY, VAULT_SEAL_IDENTITY, VAULT_SEAL_MANY, VAULT_SEAL_SCAN,
    VAULT_PUT_HEAD, VAULT_HEADS, VAULT_REFS, VAULT_SWEEP, VAULT_PUBLIC, VAULT_CERTIFY,
    VAULT_OPEN_SCREEN, VAULT_OPEN_MATTER, VAULT_OPEN_NOTE, VAULT_KEEP_IDENTITY,
    VAULT_ASK, VAULT_CONSENT, VAULT_REFUSE, VAULT_OPEN_IDENTITY, VAULT_REQUESTS,
    VAULT_NOTICES, VAULT_NOTICE_LOOK, VAULT_TOLD, VAULT_ARTICLE15, VAULT_PASS_ON, VAULT__VERBS
};

/* Part of the vault that a refusal at start is about; vault_part_name gives the words. */
enum vault_part { PART_NONE, PART_KEYS, PART_PASSPHRASE, PART_DB, PART_FILES, PART__MAX };
struct str vault_part_name(enum vault_part p);

/* n: bytes of the body; code: enum vault_verb when asking, enum err when answering. */
struct frame { uint32_t n, code; };

/* Whole or false; both survive a signal. Nobody is killed by SIGPIPE. */
bool msg_send(int fd, const void *p, size_t n);
bool msg_recv(int fd, void *p, size_t n);

/* Reading a body: `bad` sticks, numbers read after it are 0 and strings empty. */
struct msg { const char *p; size_t n; bool bad; };
int64_t msg_int(struct msg *m);
struct str msg_str(struct msg *m);              /* borrows the body */
const void *msg_bytes(struct msg *m, size_t n); /* n bytes, or NULL and bad */

/* Writing a body: gathered in blocks and sent, wiped behind itself. `gone` sticks. */
struct sender { int fd; size_t n; bool gone; char block[32768]; };
void send_bytes(struct sender *s, const void *p, size_t n);
void send_int(struct sender *s, int64_t v);
void send_str(struct sender *s, struct str t);
void send_head(struct sender *s, uint32_t code, size_t body);
bool send_end(struct sender *s);        /* sends the rest, wipes the block; false = nobody there */
#define OPENED_FORM     1               /* of the answers that carry something opened (seal/pack.h) */
#define SIZE_INT       sizeof(int64_t)
#define SIZE_STR(t)    (sizeof(uint32_t) + (t).n)

#endif
