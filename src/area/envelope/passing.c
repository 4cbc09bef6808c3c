#include "area/envelope/passing.h"

#include "area/envelope/passing_store.h"
#include "base/text.h"
#include "gate/gate.h"
#include "gen/text.h"

#define KIND STR("envelope")

/* ---- passing on */
static enum err in_state(struct ctx *c, const struct envelope *e, struct str state)
{
    return str_eq(e->state, state) ? ERR_OK : refuse(c, ERR_MOVE, T_envelope_not_passed);
}

/* The vault's own words are for its keepers; here they are what to do about it. */
static enum err vault_said(struct ctx *c, enum err e)
{
    switch (e) {
    case ERR_NOT_FOUND: return refuse(c, ERR_MOVE, T_envelope_no_higher_key);
    case ERR_DENIED: return refuse_field(c, STR("passphrase"), ERR_INVALID, T_envelope_passphrase_wrong, STR(""));
    default: return e;
    }
}

static enum err ask_vault(struct ctx *c, const struct envelope *e, struct str passphrase, struct vault_passed *out)
{
    const struct vault_asker by = { c->who->id, c->now_ms };
    struct handover_report r;

    TRY(handover_report(c, e, &r));
    return vault_said(c, vault_pass_on(c->vault, c->a, &by, &r.closed, passphrase, out));
}

static struct str passed_note(struct ctx *c, const struct envelope_passed *p)
{
    const struct str parts[] = { p->organ, date_str(c->a, p->on), p->number, p->approver };

    return flow_note(c, parts, sizeof parts / sizeof parts[0]);
}

static enum err passed_check(struct ctx *c, const struct envelope *e, const struct envelope_passed *p)
{
    if (date_cmp(p->on, date_of_ms(c->now_ms)) > 0)
        return refuse_field(c, STR("on"), ERR_INVALID, T_input_future, date_str(c->a, p->on));
    return date_cmp(p->on, e->day) >= 0 ? ERR_OK : refuse_field(c, STR("on"), ERR_INVALID, T_envelope_before, date_str(c->a, e->day));
}

enum err envelope_pass_read(struct ctx *c, const struct envelope *e, const struct envelope_passed *p, struct str passphrase, struct vault_passed *out)
{
    bool late = p == NULL && e->passed_key.n == 0;

    TRY(gate(c, PERM_ENVELOPE_SCREEN));
    TRY(in_state(c, e, late ? STR("passed") : STR("closed")));
    if (p != NULL)
        TRY(passed_check(c, e, p));
    return ask_vault(c, e, passphrase, out);
}

enum err envelope_pass(struct ctx *c, struct envelope *e, const struct envelope_passed *p, const struct vault_passed *v)
{
    struct flow_record r = envelope_flow(e);

    TRY(passed_check(c, e, p));
    TRY(in_state(c, e, STR("closed")));
    TRY(passing_store_passed(c, e->id, v));
    TRY(passing_store_to(c, e->id, str_trim(p->organ)));
    TRY(flow_move(c, &r, STR("pass_on"), passed_note(c, p), NULL));
    e->rev = r.rev;
    e->state = r.state;
    ctx_touch(c, KIND, e->id, STR("pass_on"));
    return ERR_OK;
}

enum err envelope_passphrase(struct ctx *c, bool *wanted)
{
    const struct vault_asker by = { c->who->id, c->now_ms };
    struct vault_article15 k;

    TRY(vault_article15(c->vault, &by, STR(""), &k));
    *wanted = k.passphrase;
    return ERR_OK;
}

/* ---- handed over */
static struct str key_of(struct ctx *c, const struct envelope *e, const struct vault_passed *v)
{
    return v != NULL ? str_copy(c->a, (struct str){ (const char *)v->key, sizeof v->key }) : e->passed_key;
}

static struct str numbered(struct ctx *c, int64_t no)
{
    const struct str n = str_int(c->a, no);

    return text_args(c->a, LANG_ZH, T_handover_numbered, &n, 1);
}

enum err handover_add(struct ctx *c, const struct envelope *e, const struct vault_passed *v, struct handover *h)
{
    TRY(gate(c, PERM_ENVELOPE_SCREEN));
    TRY(in_state(c, e, STR("passed")));
    if (v != NULL)
        TRY(passing_store_passed(c, e->id, v));
    h->recipient = e->passed_to.n > 0 ? e->passed_to : text_of(LANG_ZH, T_envelope_higher_organ);
    h->key = key_of(c, e, v);
    TRY(passing_store_add(c, e, h));
    ctx_touch(c, KIND, e->id, str_fmt(c->a, "hand over no=%lld sha256=%.*s", (long long)h->no, PF(h->sha256)));
    return flow_event(c, KIND, e->id, STR("handover"), numbered(c, h->no));
}
