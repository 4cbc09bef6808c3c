#include "area/admin/account.h"

#include "area/admin/account_store.h"
#include "area/admin/admin_store.h"
#include "def/def.h"
#include "gate/gate.h"
#include "gate/hide.h"
#include "gen/text.h"
#include "base/text.h"

#define KIND      STR("user")
#define NAME_MAX  40

bool account_is_admin(struct ctx *c, const struct account_row *u)
{
    for (int i = 0; i < u->n_roles; i++) {
        const struct def_role *r = def_role(c->def, u->roles[i]);
        if (r != NULL && r->admin)
            return true;
    }
    return false;
}

enum err account_edit(struct ctx *c, const struct account_row *u, struct str name, int64_t office_id, int64_t rev)
{
    TRY(gate(c, PERM_USER_ADMIN));
    name = str_trim(name);
    if (name.n == 0 || name.n > 3 * NAME_MAX)
        return refuse_field(c, STR("name"), ERR_INVALID, T_admin_name, STR(""));
    TRY(office_check(c, u->organ_id, office_id));
    TRY(account_store_edit(c, u->id, name, office_id, rev));
    if (!str_eq(name, u->name))
        TRY(hide_namesake(c, u->id, name));
    ctx_touch(c, KIND, u->id, STR("edit:name,office"));
    return ERR_OK;
}

enum err account_lock(struct ctx *c, const struct account_row *u, bool lock)
{
    TRY(gate(c, PERM_USER_ADMIN));
    if (u->id == c->who->id)
        return refuse(c, ERR_FORBIDDEN, T_admin_own_account);
    TRY(account_store_active(c, u->id, !lock));
    ctx_touch(c, KIND, u->id, lock ? STR("lock") : STR("unlock"));
    return lock ? account_store_sign_out(c, u->id) : ERR_OK;
}

static enum err password_set(struct ctx *c, int64_t user_id, struct str hash)
{
    TRY(account_store_password(c, user_id, hash));
    ctx_touch(c, KIND, user_id, STR("password_once"));
    return account_store_sign_out(c, user_id);
}

enum err account_password(struct ctx *c, const struct account_row *u, struct str hash)
{
    TRY(gate(c, PERM_USER_ADMIN));
    if (u->id == c->who->id)
        return refuse(c, ERR_FORBIDDEN, T_admin_own_account);
    if (account_is_admin(c, u))
        return refuse(c, ERR_FORBIDDEN, T_admin_two_for_admin);
    return password_set(c, u->id, hash);
}

/* ---- what needs two */
struct act { const char *name; enum perm perm; int text; };
static const struct act acts[] = {
    { "role_give",  PERM_RIGHTS_ADMIN, T_admin_act_role_give },  { "role_take",  PERM_RIGHTS_ADMIN, T_admin_act_role_take },
    { "scope_give", PERM_RIGHTS_ADMIN, T_admin_act_scope_give }, { "scope_take", PERM_RIGHTS_ADMIN, T_admin_act_scope_take },
    { "uid",        PERM_USER_ADMIN,   T_admin_act_uid },        { "totp_off",   PERM_USER_ADMIN,   T_admin_act_totp_off },
    { "password",   PERM_USER_ADMIN,   T_admin_act_password },
};

static const struct act *act_of(struct str name)
{
    for (size_t i = 0; i < sizeof acts / sizeof acts[0]; i++)
        if (str_eq(name, str_z(acts[i].name)))
            return &acts[i];
    return NULL;
}

struct str role_label(struct ctx *c, struct str role)
{
    const struct def_role *r = def_role(c->def, role);

    return r == NULL ? role : c->lang == LANG_EN ? r->en : r->zh;
}

struct str rights_words(struct ctx *c, const struct rights_request *r)
{
    const struct act *a = act_of(r->act);
    struct str what = STR("");

    if (a == NULL)
        return r->act;
    if (r->role.n > 0)
        what = role_label(c, r->role);
    else if (r->organ_id != 0)
        what = str_fmt(c->a, "%.*s %.*s", PF(r->organ), PF(r->office_id == 0 ? text_of(c->lang, T_admin_every_office) : r->office));
    else if (str_eq(r->act, STR("uid")))
        what = r->uid < 0 ? text_of(c->lang, T_admin_no_uid) : str_int(c->a, r->uid);
    return what.n > 0 ? str_fmt(c->a, "%.*s %.*s", PF(text_of(c->lang, a->text)), PF(what)) : text_of(c->lang, a->text);
}

static enum err scope_check(struct ctx *c, const struct rights_request *r)
{
    struct organ o;

    TRY(organ_by_id(c, r->organ_id, &o));
    return r->office_id == 0 ? ERR_OK : office_check(c, r->organ_id, r->office_id);
}

/* The three administrators are apart: asked here to say it early, and asked again when it is done. */
static enum err ask_check(struct ctx *c, const struct account_row *u, const struct rights_request *r)
{
    if (str_starts(r->act, STR("role_")) && def_role(c->def, r->role) == NULL)
        return refuse_field(c, STR("role"), ERR_INVALID, T_admin_no_role, r->role);
    if (str_eq(r->act, STR("role_give")))
        TRY(account_role_check(c, u->id, r->role));
    if (str_starts(r->act, STR("scope_"))) {
        if (account_is_admin(c, u))
            return refuse(c, ERR_FORBIDDEN, T_admin_no_rows);
        TRY(scope_check(c, r));
    }
    if (str_eq(r->act, STR("uid")) && (r->uid < -1 || r->uid > INT32_MAX))
        return refuse_field(c, STR("uid"), ERR_INVALID, T_admin_uid, STR(""));
    if (str_eq(r->act, STR("totp_off")) && !u->has_totp)
        return refuse(c, ERR_INVALID, T_admin_no_totp);
    return ERR_OK;
}

enum err rights_ask(struct ctx *c, const struct account_row *u, struct rights_request *r)
{
    const struct act *a = act_of(r->act);
    int64_t same;

    if (a == NULL)
        return refuse_field(c, STR("act"), ERR_INVALID, T_admin_no_act, r->act);
    TRY(gate(c, a->perm));
    if (u->id == c->who->id)
        return refuse(c, ERR_FORBIDDEN, T_admin_own_rights);
    r->reason = str_trim(r->reason);
    if (r->reason.n == 0 || r->reason.n > 600)
        return refuse_field(c, STR("reason"), ERR_INVALID, T_admin_reason, STR(""));
    if (!str_starts(r->act, STR("role_")))
        r->role = STR("");
    if (!str_starts(r->act, STR("scope_")))
        r->organ_id = r->office_id = 0;
    if (!str_eq(r->act, STR("uid")))
        r->uid = -1;
    TRY(ask_check(c, u, r));
    r->user_id = u->id;
    TRY(rights_store_same(c, r, &same));
    if (same > 0)
        return refuse(c, ERR_CONFLICT, T_admin_asked_already);
    r->id = rand_id(c->rand, c->now_ms);
    r->ref = rand_ref(c->rand);
    ctx_touch(c, KIND, u->id, str_fmt(c->a, "ask:%.*s %.*s", PF(r->act), PF(r->role)));
    return rights_store_add(c, r);
}

int rights_may_confirm(const struct ctx *c, const struct rights_request *r)
{
    if (!may(c, PERM_RIGHTS_CONFIRM))
        return T_gate_lacks;
    if (!str_eq(r->state, STR("asked")))
        return T_admin_decided;
    if (r->asked_by == c->who->id)
        return T_admin_not_oneself;
    return r->user_id == c->who->id ? T_admin_own_rights : 0;
}

static enum err do_it(struct ctx *c, const struct rights_request *r, struct str hash)
{
    if (str_eq(r->act, STR("role_give")))
        return account_role_give(c, r->user_id, r->role);
    if (str_eq(r->act, STR("role_take")))
        return account_role_take(c, r->user_id, r->role);
    if (str_eq(r->act, STR("scope_give")))
        return account_scope(c, r->user_id, r->organ_id, r->office_id);
    if (str_eq(r->act, STR("scope_take")))
        return account_store_scope_take(c, r->user_id, r->organ_id, r->office_id);
    if (str_eq(r->act, STR("uid")))
        return account_store_uid(c, r->user_id, r->uid);
    if (str_eq(r->act, STR("totp_off")))
        return account_store_totp_off(c, r->user_id);
    return str_eq(r->act, STR("password")) && hash.n > 0 ? password_set(c, r->user_id, hash) : ERR_BUG;
}

enum err rights_confirm(struct ctx *c, const struct rights_request *r, struct str hash)
{
    int why = rights_may_confirm(c, r);

    TRY(gate(c, PERM_RIGHTS_CONFIRM));
    if (why != 0)
        return refuse(c, why == T_admin_decided ? ERR_CONFLICT : ERR_FORBIDDEN, why);
    TRY(rights_store_decide(c, r->id, STR("done")));
    TRY(do_it(c, r, hash));
    ctx_touch(c, KIND, r->user_id, str_fmt(c->a, "confirm:%.*s %.*s", PF(r->act), PF(r->role)));
    return account_store_sign_out(c, r->user_id);       /* the next page he asks for is asked with his new rights */
}

enum err rights_refuse(struct ctx *c, const struct rights_request *r)
{
    bool own = r->asked_by == c->who->id;

    TRY(gate(c, PERM_RIGHTS_CONFIRM));
    if (r->user_id == c->who->id)
        return refuse(c, ERR_FORBIDDEN, T_admin_own_rights);
    if (!str_eq(r->state, STR("asked")))
        return refuse(c, ERR_CONFLICT, T_admin_decided);
    ctx_touch(c, KIND, r->user_id, str_fmt(c->a, "%s:%.*s %.*s", own ? "withdraw" : "refuse", PF(r->act), PF(r->role)));
    return rights_store_decide(c, r->id, own ? STR("withdrawn") : STR("refused"));
}
