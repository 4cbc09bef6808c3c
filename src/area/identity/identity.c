#include "area/identity/identity.h"

#include "area/identity/identity_store.h"
#include "base/text.h"
#include "base/utf8.h"
#include "def/def.h"
#include "gate/gate.h"
#include "gen/text.h"

#define WORDS_MAX  200
#define HOURS_MAX  168
#define HOUR_MS    ((int64_t)3600000)
#define OWN_MAX    50

enum err identity_hours(struct ctx *c, int64_t *hours)
{
    const struct def_code *k = def_code(c->def, "identity_open", STR("consent"));

    if (k == NULL || !str_to_int(node_str(k->row, "hours"), hours) || *hours < 1 || *hours > HOURS_MAX)
        return ERR_DEF;
    return ERR_OK;
}

void identity_touch(struct ctx *c, int64_t petition_id, const char *step, int64_t ref)
{
    ctx_touch(c, STR("petition"), petition_id, str_fmt(c->a, "%s request=%016llx", step, (unsigned long long)ref));
}

static struct vault_asker asker(const struct ctx *c) { return (struct vault_asker){ c->who->id, c->now_ms }; }

static enum err words_check(struct ctx *c, const char *field, struct str text, int missing)
{
    if (text.n == 0)
        return refuse_field(c, str_z(field), ERR_INVALID, missing, STR(""));
    if (utf8_count(text) > WORDS_MAX)
        return refuse_field(c, str_z(field), ERR_INVALID, T_input_too_long, str_int(c->a, WORDS_MAX));
    return ERR_OK;
}

enum err identity_ask(struct ctx *c, const struct petition *p, struct str purpose, struct str words, int64_t *ref)
{
    struct vault_asker by = asker(c);

    TRY(gate(c, PERM_IDENTITY_REQUEST));
    if (p->voided)
        return refuse(c, ERR_MOVE, T_flow_voided);
    if (def_code(c->def, "identity_purpose", purpose) == NULL)
        return refuse_field(c, STR("purpose"), ERR_INVALID, T_identity_no_purpose, STR(""));
    words = str_trim(words);
    TRY(words_check(c, "words", words, T_identity_no_words));
    enum err e = vault_ask(c->vault, &by, p->ref, purpose, words, ref);
    return e == ERR_CONFLICT ? refuse(c, e, T_identity_asked_already) : e;
}

/* The vault's numbers with names beside them. */
static enum err named(struct ctx *c, const struct vault_request *r, struct identity_request *out)
{
    struct str none;

    *out = (struct identity_request){ .r = *r, .own = r->asked_by == c->who->id };
    TRY(identity_store_user(c, r->asked_by, &out->asker, &out->asker_office));
    return r->decided_by != 0 ? identity_store_user(c, r->decided_by, &out->decider, &none) : ERR_OK;
}

enum err identity_of(struct ctx *c, const struct petition *p, struct identity_request **out, int *n)
{
    const struct vault_which w = { .now_ms = c->now_ms, .petition_ref = p->ref, .asked_by = c->who->id, .max = OWN_MAX };
    struct vault_requests all;

    *n = 0;
    TRY(gate(c, PERM_IDENTITY_REQUEST));
    TRY(vault_requests(c->vault, c->a, &w, &all));
    *out = NEWS(c->a, struct identity_request, (size_t)all.n + 1);
    for (; *n < all.n; (*n)++)
        TRY(named(c, &all.rows[*n], &(*out)[*n]));
    return ERR_OK;
}

enum err identity_open(struct ctx *c, const struct petition *p, int64_t ref, struct vault_shown **out, int *n)
{
    struct vault_asker by = asker(c);

    *n = 0;
    TRY(gate(c, PERM_IDENTITY_REQUEST));
    enum err e = vault_open_identity(c->vault, c->a, &by, ref, p->ref, out, n);
    switch (e) {
    case ERR_MOVE: return refuse(c, e, T_identity_cannot_open);
    case ERR_FORBIDDEN: return refuse(c, e, T_identity_not_yours);
    case ERR_NOT_FOUND: return refuse(c, e, T_err_NOT_FOUND);
    default: return e;
    }
}

/* ---- the keepers */

/* A request whose petition this keeper may not see is not there for him: he is recused from it, named in it, or of another organ. */
static enum err seen(struct ctx *c, const struct vault_request *r, struct identity_request *out)
{
    TRY(named(c, r, out));
    return identity_store_petition(c, r->petition_ref, &out->petition_id, &out->no);
}

enum err identity_all(struct ctx *c, int64_t before, struct identity_page *out)
{
    const struct vault_which w = { .now_ms = c->now_ms, .before = before, .max = IDENTITY_PAGE + 1 };
    struct vault_requests all;

    *out = (struct identity_page){ .rows = NEWS(c->a, struct identity_request, IDENTITY_PAGE + 1) };
    TRY(gate(c, PERM_IDENTITY_KEEP));
    TRY(vault_requests(c->vault, c->a, &w, &all));
    out->passphrase = all.passphrase;
    for (int i = 0; i < all.n && i < IDENTITY_PAGE; i++) {
        enum err e = seen(c, &all.rows[i], &out->rows[out->n]);
        if (e != ERR_OK && e != ERR_NOT_FOUND)
            return e;
        out->n += e == ERR_OK;
        out->next = all.n > IDENTITY_PAGE ? all.rows[i].id : 0;
    }
    return ERR_OK;
}

static enum err one(struct ctx *c, int64_t ref, struct identity_request *out)
{
    const struct vault_which w = { .now_ms = c->now_ms, .ref = ref, .max = 1 };
    struct vault_requests all;

    TRY(gate(c, PERM_IDENTITY_KEEP));
    TRY(vault_requests(c->vault, c->a, &w, &all));
    if (all.n == 0 || ref == 0)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    enum err e = seen(c, &all.rows[0], out);
    return e == ERR_NOT_FOUND ? refuse(c, e, T_err_NOT_FOUND) : e;
}

static enum err decided(struct ctx *c, enum err e)
{
    switch (e) {
    case ERR_FORBIDDEN: return refuse(c, e, T_identity_own_request);
    case ERR_MOVE: return refuse(c, e, T_identity_decided_already);
    case ERR_DENIED: return refuse_field(c, STR("passphrase"), ERR_INVALID, T_identity_passphrase_wrong, STR(""));
    case ERR_TOO_LARGE: return refuse(c, e, T_identity_too_many);
    default: return e;
    }
}

enum err identity_consent(struct ctx *c, int64_t ref, struct str passphrase)
{
    struct vault_asker by = asker(c);
    struct identity_request r;
    int64_t hours;

    TRY(identity_hours(c, &hours));
    TRY(one(c, ref, &r));
    identity_touch(c, r.petition_id, "consent", ref);
    return decided(c, vault_consent(c->vault, &by, ref, hours * HOUR_MS, passphrase));
}

enum err identity_refuse(struct ctx *c, int64_t ref, struct str reason)
{
    struct vault_asker by = asker(c);
    struct identity_request r;

    TRY(one(c, ref, &r));
    reason = str_trim(reason);
    TRY(words_check(c, "reason", reason, T_identity_no_reason));
    identity_touch(c, r.petition_id, "refuse", ref);
    return decided(c, vault_refuse(c->vault, &by, ref, reason));
}

struct str identity_standing(struct ctx *c, const struct vault_request *r)
{
    static const int texts[] = { [REQUEST_ASKED] = T_identity_stands_asked, [REQUEST_CONSENTED] = T_identity_stands_consented,
        [REQUEST_REFUSED] = T_identity_stands_refused, [REQUEST_OPENED] = T_identity_stands_opened, [REQUEST_LAPSED] = T_identity_stands_lapsed };
    struct str arg = r->standing == REQUEST_CONSENTED ? time_str(c->a, r->until_ms) : r->standing == REQUEST_OPENED
        ? time_str(c->a, r->opened_at_ms) : r->reason;

    return text_args(c->a, c->lang, texts[r->standing], &arg, 1);
}
