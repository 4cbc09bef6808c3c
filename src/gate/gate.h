/* gate.h - who is asking, and may this role do this verb. The row is asked elsewhere: the @visible macro inside SQL.
 * Two questions, two places; there is no third.
 *
 * Driven by   def/roles.yaml (role -> permissions), gate/perm.def.      Owns tables app_user, session, user_scope, hidden.
 */
#ifndef GATE_GATE_H
#define GATE_GATE_H

#include "base/ctx.h"

enum perm {
    PERM__UNSET,
#define PERM(name, text) PERM_##name,
#include "gate/perm.def"
#undef PERM
    PERM__MAX
};

struct user {
    int64_t id;
    struct str login, name;     /* name: as in documents and history */
    int64_t organ_id;           /* the organ he works for */
    int64_t office_id;          /* his office */
    struct str organ_name, office_name;
    uint64_t perms;             /* bit per enum perm */
    bool full_scope;            /* sees every row of his organ tree: official figures with drill-down (decisions.md 3) */
    bool official;              /* sees official figures; without full_scope they are no doors (the statistics role) */
    bool register_scope;        /* may see register numbers (decisions.md 4) */
    bool is_admin;              /* one of the three administrators */
};

extern const struct user user_nobody;
const char *perm_name(enum perm p);
bool perm_find(struct str name, enum perm *out);
bool may(const struct ctx *c, enum perm p);                 /* for showing or hiding a button; never a decision */
MUST_USE enum err gate(struct ctx *c, enum perm p);         /* Errors: FORBIDDEN, UNAUTHORISED (nobody) */

#endif
