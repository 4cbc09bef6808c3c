/* identity.h - 身份: the right to see who reported. One asks for a purpose, a keeper (保管员) who is another person consents, who asked opens it once.
 *
 * Driven by   def/codes.yaml (identity_purpose, identity_open).      Rows: the vault's (area/vault/vault.h), none here.
 * Scope       petitions visible to c->who, for asking as for deciding: who is recused or named neither asks nor decides.
 * Memory      c->a.      Errors: INVALID with the field, NOT_FOUND, FORBIDDEN (own request), CONFLICT (asked already), MOVE (decided, opened, lapsed).
 * Source      检举控告工作规则 art. 24, 26-29, 47; ADR 0022.
 */
#ifndef AREA_IDENTITY_IDENTITY_H
#define AREA_IDENTITY_IDENTITY_H

#include "area/intake/petition.h"
#include "area/vault/vault.h"
#include "base/ctx.h"

#define IDENTITY_PAGE 50                /* requests on a page of the keepers */

struct identity_request {
    struct vault_request r;
    int64_t petition_id;
    struct str no, asker, asker_office, decider;        /* no: register number of the petition */
    bool own;                           /* the viewer asked for it */
};
/* identity_hours - how long a consent holds. Errors: DEF (no such row, under 1 or over 168). */
MUST_USE enum err identity_hours(struct ctx *c, int64_t *hours);
MUST_USE enum err identity_ask(struct ctx *c, const struct petition *p, struct str purpose, struct str words, int64_t *ref);
/* identity_of - what the viewer asked for this petition, newest first. */
MUST_USE enum err identity_of(struct ctx *c, const struct petition *p, struct identity_request **out, int *n);
/* identity_open - shown this once; whoever draws it marks its route R_WIPED. */
MUST_USE enum err identity_open(struct ctx *c, const struct petition *p, int64_t ref, struct vault_shown **out, int *n);

/* identity_all - requests for petitions that the keeper may see, newest first, older than `before` (0 = all); *next: where the next page
 * begins, 0 = there is none. passphrase: a consent asks for the vault's. */
struct identity_page { struct identity_request *rows; int n; int64_t next; bool passphrase; };
MUST_USE enum err identity_all(struct ctx *c, int64_t before, struct identity_page *out);
/* Both touch the petition for the audit row. */
MUST_USE enum err identity_consent(struct ctx *c, int64_t ref, struct str passphrase);
MUST_USE enum err identity_refuse(struct ctx *c, int64_t ref, struct str reason);
/* identity_touch - the audit row of a step: petition, number of the request, step; nothing else. */
void identity_touch(struct ctx *c, int64_t petition_id, const char *step, int64_t ref);
struct str identity_standing(struct ctx *c, const struct vault_request *r);     /* how it stands, in words */

#endif
