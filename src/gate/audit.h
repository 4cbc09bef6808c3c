/* audit.h - the keyed hash chain of everything done and read. One chain per organ, appended in the transaction of the
 * change itself; the head row is locked last before commit (decisions.md 5). Rows hold ids, field names and hashes, never content.
 *
 * Owns tables audit, audit_head.      Key: 32 bytes handed to the writer by the vault at start, never in the database.
 */
#ifndef GATE_AUDIT_H
#define GATE_AUDIT_H

#include "base/ctx.h"

#define AUDIT_KEY_BYTES 32

struct audit_event {
    struct str verb;            /* permission or command name: "petition.register" */
    struct str kind;            /* record kind or "" */
    int64_t record_id;          /* 0 = none */
    struct str detail;          /* field names, counts, refusal code; never content */
    bool refused;
};

void audit_key_set(const unsigned char key[AUDIT_KEY_BYTES]);
/* audit_append - one row at the end of the viewer's organ's chain, in the open transaction. Errors: BUSY, BUG. */
MUST_USE enum err audit_append(struct ctx *c, const struct audit_event *e);

struct audit_fault { int64_t seq; struct str organ, what; };    /* what: changed, removed, inserted, truncated, rolled_back */
struct audit_report { int64_t rows; int n_faults; struct audit_fault faults[16]; };
struct audit_outside_head { int64_t organ_id, seq; unsigned char mac[32]; };
/* audit_verify - walks every chain; `heads` are the signed heads kept by the vault (may be none). Errors: TAMPERED. */
MUST_USE enum err audit_verify(struct ctx *c, const struct audit_outside_head *heads, int n_heads, struct audit_report *out);

#endif
