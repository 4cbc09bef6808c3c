#include "area/recusal/recusal.h"

#include "area/recusal/recusal_store.h"
#include "base/text.h"
#include "base/utf8.h"
#include "flow/flow.h"
#include "gate/gate.h"
#include "gate/hide.h"

#define REASON_MAX 200

enum err recusal_may(struct ctx *c, const struct recusal_of *r)
{
    if (r->assignee_id == c->who->id || may(c, PERM_RECUSE_LIFT))
        return gate(c, PERM_RECUSE);
    return gate(c, PERM_RECUSE_OTHERS);
}

enum err recusal_list(struct ctx *c, const struct recusal_of *r, struct recused *out, int max, int *n)
{
    return recusal_store_list(c, r, out, max, n);
}

enum err recusal_candidates(struct ctx *c, const struct recusal_of *r, struct candidate *out, int max, int *n)
{
    return recusal_store_candidates(c, r, out, max, n);
}

static enum err reason_check(struct ctx *c, struct str reason)
{
    if (reason.n == 0)
        return refuse_field(c, STR("reason"), ERR_INVALID, T_recusal_no_reason, STR(""));
    if (utf8_count(reason) > REASON_MAX)
        return refuse_field(c, STR("reason"), ERR_INVALID, T_input_too_long, str_int(c->a, REASON_MAX));
    return ERR_OK;
}

enum err recusal_ask(struct ctx *c, const struct recusal_of *r, int64_t user_ref, struct str reason)
{
    struct candidate *all = NEWS(c->a, struct candidate, CANDIDATES_MAX), *who = NULL;
    int n;

    TRY(recusal_may(c, r));
    if (r->voided)
        return refuse(c, ERR_MOVE, T_flow_voided);
    reason = str_trim(reason);
    TRY(reason_check(c, reason));
    TRY(recusal_candidates(c, r, all, CANDIDATES_MAX, &n));
    for (int i = 0; i < n; i++)
        who = all[i].ref == user_ref ? &all[i] : who;
    if (who == NULL)
        return refuse_field(c, STR("user"), ERR_INVALID, T_recusal_no_user, STR(""));
    TRY(hide_from(c, who->user_id, r->kind, r->id, STR("asked")));
    ctx_touch(c, r->kind, r->id, str_fmt(c->a, "recuse user=%lld", (long long)who->user_id));
    return flow_event(c, r->kind, r->id, STR("recuse_asked"), str_fmt(c->a, "%.*s：%.*s", PF(who->name), PF(reason)));
}

enum err recusal_lift(struct ctx *c, const struct recusal_of *r, int64_t user_ref, struct str what, struct str reason)
{
    struct recused *all = NEWS(c->a, struct recused, RECUSED_MAX), *who = NULL;
    int n;

    TRY(gate(c, PERM_RECUSE_LIFT));
    if (r->voided)
        return refuse(c, ERR_MOVE, T_flow_voided);
    reason = str_trim(reason);
    TRY(reason_check(c, reason));
    TRY(recusal_list(c, r, all, RECUSED_MAX, &n));
    for (int i = 0; i < n; i++)
        who = all[i].user_ref == user_ref && str_eq(all[i].reason, what) ? &all[i] : who;
    if (who == NULL)
        return refuse_field(c, STR("user"), ERR_INVALID, T_recusal_not_recused, STR(""));
    TRY(hide_lift(c, who->user_id, r->kind, r->id, what));
    ctx_touch(c, r->kind, r->id, str_fmt(c->a, "lift %.*s user=%lld", PF(what), (long long)who->user_id));
    return flow_event(c, r->kind, r->id, str_eq(what, STR("named")) ? STR("name_cleared") : STR("recuse_lifted"),
        str_fmt(c->a, "%.*s：%.*s", PF(who->name), PF(reason)));
}
