#include "area/admin/admin.h"

#include "area/admin/admin_store.h"
#include "def/def.h"
#include "gate/counter.h"
#include "gate/gate.h"
#include "gate/hide.h"
#include "gen/text.h"

enum err organ_add(struct ctx *c, struct organ *o, int64_t parent_id, struct date valid_from)
{
    if (def_code(c->def, "organ_type", o->organ_type) == NULL)
        return refuse_field(c, STR("organ_type"), ERR_INVALID, T_admin_organ_type, o->organ_type);
    if (o->id == 0)
        o->id = rand_id(c->rand, c->now_ms);
    TRY(organ_store_add(c, o, valid_from));
    if (parent_id != 0)
        TRY(organ_store_parent(c, o->id, parent_id, valid_from));
    return ERR_OK;
}

enum err office_add(struct ctx *c, int64_t organ_id, struct str code, struct str name, int64_t *id)
{
    if (def_code(c->def, "office_kind", code) == NULL)
        return refuse_field(c, STR("office"), ERR_INVALID, T_admin_office_kind, code);
    *id = rand_id(c->rand, c->now_ms);
    return office_store_add(c, *id, organ_id, code, name);
}

enum err account_add(struct ctx *c, struct account *u)
{
    if (u->login.n < 2 || u->login.n > 32 || str_find(u->login, STR(" ")) >= 0)
        return refuse_field(c, STR("login"), ERR_INVALID, T_admin_login, u->login);
    u->id = rand_id(c->rand, c->now_ms);
    u->ref = rand_ref(c->rand);
    TRY(account_store_add(c, u));
    return hide_namesake(c, u->id, u->name);    /* what names him was perhaps registered before he came */
}

/* Some roles are a known few people's: def/roles.yaml, holders. */
static enum err seat_check(struct ctx *c, int64_t user_id, const struct def_role *r)
{
    int64_t others = 0;

    if (r->holders == 0)
        return ERR_OK;
    TRY(account_store_role_holders(c, user_id, r->name, &others));
    return others < r->holders ? ERR_OK : refuse_field(c, STR("role"), ERR_INVALID, T_admin_role_taken, str_int(c->a, r->holders));
}

/* The three administrators are apart: whoever holds one of their roles holds no other role at all, and no rows. */
enum err account_role_check(struct ctx *c, int64_t user_id, struct str role)
{
    const struct def_role *given = def_role(c->def, role);
    struct str held[16];
    int n = 0;

    if (given == NULL)
        return refuse_field(c, STR("role"), ERR_INVALID, T_admin_no_role, role);
    if (user_id == c->who->id)
        return refuse(c, ERR_FORBIDDEN, T_admin_own_rights);
    TRY(account_store_roles(c, user_id, held, 16, &n));
    for (int i = 0; i < n; i++) {
        const struct def_role *r = def_role(c->def, held[i]);
        if (!str_eq(held[i], role) && (given->admin || (r != NULL && r->admin)))
            return refuse(c, ERR_FORBIDDEN, T_admin_apart, held[i], role);
    }
    return seat_check(c, user_id, given);
}

enum err account_role_give(struct ctx *c, int64_t user_id, struct str role)
{
    TRY(account_role_check(c, user_id, role));
    return account_store_role(c, user_id, role);
}

enum err account_role_take(struct ctx *c, int64_t user_id, struct str role)
{
    if (user_id == c->who->id)
        return refuse(c, ERR_FORBIDDEN, T_admin_own_rights);
    return account_store_role_take(c, user_id, role);
}

enum err office_check(struct ctx *c, int64_t organ_id, int64_t office_id)
{
    struct office all[OFFICES_MAX];
    int n;

    TRY(offices(c, organ_id, all, OFFICES_MAX, &n));
    for (int i = 0; i < n; i++)
        if (all[i].id == office_id)
            return ERR_OK;
    return refuse_field(c, STR("office_id"), ERR_INVALID, T_admin_no_such_office, STR(""));
}

/* A parent may not stand below its own child: the tree has no ring on any day that is known. */
static enum err ring_check(struct ctx *c, int64_t organ_id, int64_t parent_id, struct date day)
{
    for (int depth = 0; parent_id != 0 && depth < 32; depth++) {
        if (parent_id == organ_id)
            return refuse_field(c, STR("parent"), ERR_INVALID, T_admin_ring, STR(""));
        TRY(organ_store_above(c, parent_id, day, &parent_id));
    }
    return ERR_OK;
}

enum err organ_move(struct ctx *c, const struct organ *o, int64_t parent_id, struct date from)
{
    TRY(gate(c, PERM_USER_ADMIN));
    if (!date_is_set(from))
        return refuse_field(c, STR("from"), ERR_INVALID, T_admin_from, STR(""));
    TRY(ring_check(c, o->id, parent_id, from));
    TRY(organ_store_parent_end(c, o->id, date_add_days(from, -1)));
    ctx_touch(c, STR("organ"), o->id, STR("parent"));
    return organ_store_parent(c, o->id, parent_id, from);
}

enum err organ_rename(struct ctx *c, const struct organ *o, struct date from)
{
    TRY(gate(c, PERM_USER_ADMIN));
    if (!date_is_set(from))
        return refuse_field(c, STR("from"), ERR_INVALID, T_admin_from, STR(""));
    if (o->name.n == 0 || o->district.n == 0 || o->account.n == 0)
        return refuse_field(c, STR("name"), ERR_INVALID, T_admin_organ_words, STR(""));
    ctx_touch(c, STR("organ"), o->id, STR("rename"));
    return organ_store_rename(c, o, from);
}

enum err office_end(struct ctx *c, int64_t office_id, struct date last)
{
    TRY(gate(c, PERM_USER_ADMIN));
    if (!date_is_set(last))
        return refuse_field(c, STR("last"), ERR_INVALID, T_admin_from, STR(""));
    ctx_touch(c, STR("office"), office_id, STR("end"));
    return office_store_end(c, office_id, last);
}

/* ---- registers */
const struct str *register_names(struct ctx *c, int *n)
{
    struct str *names = NEWS(c->a, struct str, REGISTERS_MAX);

    *n = 0;
    for (int i = 0; i < c->def->figures.n; i++) {
        const struct node *f = &c->def->figures.items[i];
        struct str all = str_eq(node_str(f, "built"), STR("no")) ? STR("") : node_str(f, "registers");
        while (all.n > 0) {
            struct str one = str_trim(str_cut(&all, ' '));
            bool known = one.n == 0;
            for (int k = 0; k < *n && !known; k++)
                known = str_eq(names[k], one);
            if (!known && *n < REGISTERS_MAX)
                names[(*n)++] = one;
        }
    }
    return names;
}

enum err register_open_named(struct ctx *c, struct str name, struct date on)
{
    int n;
    const struct str *names = register_names(c, &n);

    TRY(gate(c, PERM_FIGURE_OPEN));
    if (!date_is_set(on) || date_cmp(on, date_of_ms(c->now_ms)) > 0)
        return refuse_field(c, STR("on"), ERR_INVALID, T_admin_from, STR(""));
    for (int i = 0; i < n; i++)
        if (str_eq(names[i], name))
            return register_open(c, c->who->organ_id, name, on);
    return refuse_field(c, STR("register"), ERR_INVALID, T_admin_no_register, name);
}

enum err counter_start_named(struct ctx *c, struct str kind, int64_t year, int64_t last)
{
    static const char *const kinds[] = { "petition", "lead", "case", "result" };

    TRY(gate(c, PERM_FIGURE_OPEN));
    if (year < 1990 || year > 2100 || last < 0 || last > 9999999)
        return refuse_field(c, STR("last"), ERR_INVALID, T_admin_counter, STR(""));
    ctx_touch(c, STR("counter"), year, str_fmt(c->a, "start:%.*s", PF(kind)));
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(kind, str_z(kinds[i])))
            return counter_start(c, c->who->organ_id, kind, (int)year, last);
    return refuse_field(c, STR("kind"), ERR_INVALID, T_admin_no_register, kind);
}
