/* audit_log_store.c - the audit log as its administrator reads it: rows with filters, paged; verification against the heads of the vault. */
#include "area/admin/audit_log.h"

#include <stdio.h>

#include "area/admin/account.h"
#include "area/vault/vault.h"
#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"
#include "base/text.h"

enum err audit_log(struct ctx *c, const struct audit_ask *ask, struct audit_line *out, int max, int *n)
{
    struct account_row u = { 0 };

    *n = 0;
    if (ask->user.n > 0)
        TRY(account_by_login(c, ask->user, &u));
    struct stmt *q = db_get(c->db, SQL_AUDIT_LIST);
    db_bind_int(q, ":organ_id", c->who->organ_id);
    db_bind_int(q, ":user_id", u.id);
    db_bind_str(q, ":verb", ask->verb);
    db_bind_str(q, ":kind", ask->kind);
    db_bind_int(q, ":record_id", ask->record_id);
    db_bind_int(q, ":refused", ask->refused ? 1 : 0);
    db_bind_int(q, ":from_ms", date_is_set(ask->from) ? ms_of_date(ask->from) : 0);
    db_bind_int(q, ":to_ms", date_is_set(ask->to) ? ms_of_date(date_add_days(ask->to, 1)) : INT64_MAX);
    db_bind_int(q, ":before", ask->before > 0 ? ask->before : INT64_MAX);
    db_bind_int(q, ":most", ask->most < max ? ask->most : max);
    while (*n < max && db_next(q))
        out[(*n)++] = (struct audit_line){ .id = db_int(q, 0), .at_ms = db_int(q, 1), .user_id = db_int(q, 2), .login = db_str(q, 3, c->a),
            .name = db_str(q, 4, c->a), .peer_uid = db_int(q, 5), .verb = db_str(q, 6, c->a), .kind = db_str(q, 7, c->a),
            .record_id = db_int(q, 8), .detail = db_str(q, 9, c->a), .refused = db_int(q, 10) != 0, .seq = db_int(q, 11),
            .whom_login = db_str(q, 12, c->a), .whom = db_str(q, 13, c->a) };
    return db_end(q);
}

enum err audit_check(struct ctx *c, struct audit_report *out, int *n_heads)
{
    struct audit_outside_head *heads = NULL;

    *n_heads = 0;
    *out = (struct audit_report){ 0 };
    TRY(vault_heads(c->vault, c->a, &heads, n_heads));
    enum err e = audit_verify(c, heads, *n_heads, out);
    return e == ERR_TAMPERED ? ERR_OK : e;
}

struct str fault_words(struct ctx *c, const struct audit_fault *f)
{
    static const struct { const char *what; int text; } words[] = {
        { "changed", T_audit_changed }, { "removed", T_audit_removed }, { "inserted", T_audit_inserted },
        { "truncated", T_audit_truncated }, { "rolled_back", T_audit_rolled_back },
    };
    struct str args[1] = { str_int(c->a, f->seq) };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(f->what, str_z(words[i].what)))
            return text_args(c->a, c->lang, words[i].text, args, 1);
    return f->what;
}

/* A verb is a permission, a command or a door; the catalogue names the common ones, the rest stand as they are. */
struct str verb_words(struct ctx *c, struct str verb)
{
    int id;
    char key[80];

    if (verb.n >= 60)
        return verb;
    int n = snprintf(key, sizeof key, "verb.%.*s", PF(verb));
    for (int i = 5; i < n; i++)
        if (key[i] == '.' || key[i] == '/' || key[i] == ' ' || key[i] == ':')
            key[i] = '_';
    return text_find(str_z(key), &id) ? text_of(c->lang, id) : verb;
}
