#include "gate/gate.h"

#include "gen/text.h"

const struct user user_nobody = { .login = STR_INIT("-"), .name = STR_INIT("") };

static const char *const names[PERM__MAX] = {
#define PERM(name, text) [PERM_##name] = text,
#include "gate/perm.def"
#undef PERM
};

const char *perm_name(enum perm p) { return names[p] != NULL ? names[p] : "unset"; }

bool perm_find(struct str name, enum perm *out)
{
    for (int p = 1; p < PERM__MAX; p++)
        if (str_eq(str_z(names[p]), name)) {
            *out = (enum perm)p;
            return true;
        }
    return false;
}

bool may(const struct ctx *c, enum perm p)
{
    if (p == PERM_PUBLIC)
        return true;
    if (p == PERM_SELF)
        return c->who->id != 0;
    return (c->who->perms >> p & 1) != 0;
}

enum err gate(struct ctx *c, enum perm p)
{
    if (may(c, p))
        return ERR_OK;
    if (c->who->id == 0)
        return refuse(c, ERR_UNAUTHORISED, T_err_UNAUTHORISED);
    return refuse(c, ERR_FORBIDDEN, T_gate_lacks, str_z(perm_name(p)));
}
