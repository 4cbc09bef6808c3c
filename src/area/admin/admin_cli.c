/* admin_cli.c - accounts, rights and registers from the command line: the same domain calls as the pages. */
#include "area/admin/account.h"
#include "area/admin/admin_slice.h"
#include "area/register/register.h"
#include "gate/counter.h"
#include "gate/session.h"
#include "gen/text.h"
#include "base/text.h"
#include "page/list.h"

static void say(struct args *a, struct ctx *c, int text, struct str x, struct str y)
{
    struct str args[2] = { x, y };
    struct str said = text_args(c->a, c->lang, text, args, 2);

    fprintf(a->out, "%.*s\n", PF(said));
}

static enum err user_of(struct ctx *c, struct args *a, struct account_row *u)
{
    if (arg_word(a, 0).n == 0)
        return refuse(c, ERR_USAGE, T_admin_which_user);
    return account_by_login(c, arg_word(a, 0), u);
}

static enum err list_cli(struct ctx *c, struct args *a)
{
    struct account_row *rows = NEWS(c->a, struct account_row, ACCOUNTS_MAX);
    struct str after = STR("");
    int n = ACCOUNTS_MAX;

    while (n == ACCOUNTS_MAX) {
        TRY(accounts_list(c, arg_word(a, 0), after, rows, ACCOUNTS_MAX, &n));
        for (int i = 0; i < n; i++) {
            fprintf(a->out, "%.*s\t%.*s\t%.*s\t%.*s\t%s\t", PF(rows[i].login), PF(rows[i].name), PF(rows[i].organ), PF(rows[i].office),
                rows[i].active ? "active" : "locked");
            for (int k = 0; k < rows[i].n_roles; k++)
                fprintf(a->out, "%s%.*s", k > 0 ? " " : "", PF(rows[i].roles[k]));
            fputc('\n', a->out);
        }
        after = n > 0 ? rows[n - 1].login : STR("");
    }
    return ERR_OK;
}

struct fresh { struct account u; struct str word; };

static enum err add_read(struct ctx *c, struct args *a)
{
    struct fresh *f = NEW(c->a, struct fresh);
    struct organ o;

    a->prepared = f;
    if (arg_word(a, 0).n == 0 || arg_opt(a, "--name").n == 0 || arg_opt(a, "--office").n == 0)
        return refuse(c, ERR_USAGE, T_admin_add_usage);
    if (arg_opt(a, "--organ").n > 0)
        TRY(organ_by_code(c, arg_opt(a, "--organ"), &o));
    else
        TRY(organ_by_id(c, c->who->organ_id, &o));
    f->word = password_make(c->a);
    f->u = (struct account){ .organ_id = o.id, .login = arg_word(a, 0), .name = str_trim(arg_opt(a, "--name")),
        .password = password_hash(c->a, f->word), .uid = -1, .once = true };
    return office_by_code(c, o.id, arg_opt(a, "--office"), &f->u.office_id);
}

static enum err add_apply(struct ctx *c, struct args *a)
{
    struct fresh *f = a->prepared;

    TRY(account_add(c, &f->u));
    ctx_touch(c, STR("user"), f->u.id, STR("add"));
    fprintf(a->out, "%.*s %.*s\n", PF(f->u.login), PF(f->word));
    return ERR_OK;
}

static enum err password_read(struct ctx *c, struct args *a)
{
    struct fresh *f = NEW(c->a, struct fresh);

    a->prepared = f;
    f->word = password_make(c->a);
    f->u.password = password_hash(c->a, f->word);
    return ERR_OK;
}

static enum err password_apply_cli(struct ctx *c, struct args *a)
{
    const struct fresh *f = a->prepared;
    struct account_row u;

    TRY(user_of(c, a, &u));
    TRY(account_password(c, &u, f->u.password));
    fprintf(a->out, "%.*s %.*s\n", PF(u.login), PF(f->word));
    return ERR_OK;
}

static enum err lock_cli(struct ctx *c, struct args *a)
{
    struct account_row u;

    TRY(user_of(c, a, &u));
    return account_lock(c, &u, true);
}

static enum err unlock_cli(struct ctx *c, struct args *a)
{
    struct account_row u;

    TRY(user_of(c, a, &u));
    return account_lock(c, &u, false);
}

/* ---- requests */
static enum err ask_cli(struct ctx *c, struct args *a)
{
    struct account_row u;
    struct rights_request r = { .act = arg_word(a, 1), .role = arg_opt(a, "--role"), .reason = arg_opt(a, "--reason"), .uid = -1 };
    struct organ o;

    TRY(user_of(c, a, &u));
    if (arg_opt(a, "--uid").n > 0 && !str_to_int(arg_opt(a, "--uid"), &r.uid))
        r.uid = -2;
    if (str_starts(r.act, STR("scope_"))) {
        if (arg_opt(a, "--organ").n > 0)
            TRY(organ_by_code(c, arg_opt(a, "--organ"), &o));
        else
            TRY(organ_by_id(c, u.organ_id, &o));
        r.organ_id = o.id;
        if (arg_opt(a, "--office").n > 0)
            TRY(office_by_code(c, o.id, arg_opt(a, "--office"), &r.office_id));
    }
    TRY(rights_ask(c, &u, &r));
    fprintf(a->out, "%.*s\n", PF(ref_text(c->a, r.ref)));
    return ERR_OK;
}

static enum err rights_cli(struct ctx *c, struct args *a)
{
    struct rights_request *rows = NEWS(c->a, struct rights_request, RIGHTS_MAX);
    int n;

    TRY(rights_list(c, 0, rows, RIGHTS_MAX, &n));
    for (int i = 0; i < n; i++) {
        struct str words = rights_words(c, &rows[i]);
        fprintf(a->out, "%.*s\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", PF(ref_text(c->a, rows[i].ref)), PF(rows[i].state), PF(rows[i].login),
            PF(words), PF(rows[i].asked_name), PF(rows[i].reason));
    }
    return ERR_OK;
}

static enum err decide_arg(struct ctx *c, struct args *a, struct rights_request *r)
{
    int64_t ref;

    if (!ref_read(arg_word(a, 0), &ref))
        return refuse(c, ERR_USAGE, T_admin_which_request);
    return rights_by_ref(c, ref, r);
}

static enum err confirm_cli(struct ctx *c, struct args *a)
{
    const struct fresh *f = a->prepared;
    struct rights_request r;

    TRY(decide_arg(c, a, &r));
    TRY(rights_confirm(c, &r, f->u.password));
    struct str words = rights_words(c, &r);
    fprintf(a->out, "%.*s: %.*s\n", PF(r.login), PF(words));
    if (str_eq(r.act, STR("password")))
        fprintf(a->out, "%.*s %.*s\n", PF(r.login), PF(f->word));
    return ERR_OK;
}

static enum err refuse_cli(struct ctx *c, struct args *a)
{
    struct rights_request r;

    TRY(decide_arg(c, a, &r));
    return rights_refuse(c, &r);
}

/* ---- registers */
static enum err open_cli(struct ctx *c, struct args *a)
{
    struct date on = DATE_NONE;

    if (arg_word(a, 0).n == 0 || !date_parse_iso(arg_opt(a, "--on"), &on))
        return refuse(c, ERR_USAGE, T_admin_open_usage);
    TRY(register_open_named(c, arg_word(a, 0), on));
    say(a, c, T_admin_said_opened, arg_word(a, 0), date_str(c->a, on));
    return ERR_OK;
}

static enum err registers_cli(struct ctx *c, struct args *a)
{
    struct register_row rows[REGISTERS_MAX];
    int n, known;
    const struct str *names = register_names(c, &known);

    TRY(registers(c, c->who->organ_id, rows, REGISTERS_MAX, &n));
    for (int i = 0; i < known; i++) {
        struct str on = STR("-");
        for (int k = 0; k < n; k++)
            if (str_eq(rows[k].name, names[i]))
                on = date_str(c->a, rows[k].opened_on);
        fprintf(a->out, "%.*s\t%.*s\n", PF(names[i]), PF(on));
    }
    return ERR_OK;
}

static enum err counter_cli(struct ctx *c, struct args *a)
{
    int64_t year, last;

    if (!str_to_int(arg_word(a, 1), &year) || !str_to_int(arg_word(a, 2), &last))
        return refuse(c, ERR_USAGE, T_admin_counter_usage);
    return counter_start_named(c, arg_word(a, 0), year, last);
}

static const struct command admin_commands[] = {
    { "user list",      PERM_ADMIN_READ,     list_cli,      NULL,               "[WORD]" },
    { "user add",       PERM_USER_ADMIN,     add_read,      add_apply,          "LOGIN --name NAME --office KIND [--organ CODE]" },
    { "user password",  PERM_USER_ADMIN,     password_read, password_apply_cli, "LOGIN" },
    { "user lock",      PERM_USER_ADMIN,     NULL,          lock_cli,           "LOGIN" },
    { "user unlock",    PERM_USER_ADMIN,     NULL,          unlock_cli,         "LOGIN" },
    { "rights list",    PERM_ADMIN_READ,     rights_cli,    NULL,               "" },
    { "rights ask",     PERM_ADMIN_READ,     NULL,          ask_cli,            "LOGIN ACT --reason TEXT [--role R] [--organ CODE] [--office KIND] [--uid N]" },
    { "rights confirm", PERM_RIGHTS_CONFIRM, password_read, confirm_cli,        "REQUEST" },
    { "rights refuse",  PERM_RIGHTS_CONFIRM, NULL,          refuse_cli,         "REQUEST" },
    { "register list",  PERM_FIGURE_OPEN,    registers_cli, NULL,               "" },
    { "register open",  PERM_FIGURE_OPEN,    NULL,          open_cli,           "REGISTER --on DATE" },
    { "counter start",  PERM_FIGURE_OPEN,    NULL,          counter_cli,        "KIND YEAR LAST" },
};

const struct slice admin_cli_slice = { NULL, 0, admin_commands, COUNT(admin_commands) };
