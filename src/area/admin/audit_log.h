/* audit_log.h - the audit log as the audit administrator reads it: who did what to which record and when, never content.
 * Reads table audit (owned by gate/audit). */
#ifndef AREA_ADMIN_AUDIT_LOG_H
#define AREA_ADMIN_AUDIT_LOG_H

#include "base/ctx.h"
#include "base/date.h"
#include "gate/audit.h"

struct audit_ask { struct str user, verb, kind; int64_t record_id, before; bool refused; struct date from, to; int most; };
struct audit_line {
    int64_t id, at_ms, user_id, peer_uid, record_id, seq;
    struct str login, name, verb, kind, detail, whom_login, whom;       /* whom: the account that it was done to */
    bool refused;
};

/* audit_log - newest first, older than ask->before (0 = from the newest). Errors: NOT_FOUND (no such user). */
MUST_USE enum err audit_log(struct ctx *c, const struct audit_ask *ask, struct audit_line *out, int max, int *n);
/* audit_check - the chain against the heads that the vault keeps. Errors: VAULT; TAMPERED is in the report, not an error here. */
MUST_USE enum err audit_check(struct ctx *c, struct audit_report *out, int *n_heads);
struct str fault_words(struct ctx *c, const struct audit_fault *f);
struct str verb_words(struct ctx *c, struct str verb);

#endif
