/* args.c - reading a command line: options with a value ("--period 2020H1" or "--period=2020H1"), flags, words. */
#include <stdio.h>
#include <string.h>

#include "gate/route.h"
#include "gen/text.h"

static bool is_option(struct str s) { return s.n > 2 && s.p[0] == '-' && s.p[1] == '-'; }

/* A flag stands alone: what the command's options text names without a value is listed here once. */
static bool is_flag(struct str name)
{
    static const char *const flags[] = { "--good-rows", "--again", "--force", "--json", "--demo", "--yes", "--refused", "--workflow", "--new" };

    for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
        if (str_eq(name, str_z(flags[i])))
            return true;
    return false;
}

struct str arg_opt(const struct args *a, const char *name)
{
    struct str want = str_z(name);

    for (int i = 0; i < a->n; i++) {
        if (str_eq(a->v[i], want) && i + 1 < a->n)
            return a->v[i + 1];
        if (str_starts(a->v[i], want) && a->v[i].n > want.n && a->v[i].p[want.n] == '=')
            return str_from(a->v[i], want.n + 1);
    }
    return STR("");
}

bool arg_flag(const struct args *a, const char *name)
{
    for (int i = 0; i < a->n; i++)
        if (str_eq(a->v[i], str_z(name)))
            return true;
    return false;
}

struct str arg_word(const struct args *a, int i)
{
    for (int k = 0; k < a->n; k++) {
        if (is_option(a->v[k])) {
            if (!is_flag(a->v[k]) && memchr(a->v[k].p, '=', a->v[k].n) == NULL)
                k++;
            continue;
        }
        if (i-- == 0)
            return a->v[k];
    }
    return STR("");
}

enum err arg_file(struct ctx *c, const struct args *a, struct str path, struct str *out)
{
    if (a->foreign)
        return refuse(c, ERR_DENIED, T_cli_foreign, path);
    *out = path.n == 0 || path.p[0] == '/' ? str_copy(c->a, path) : str_fmt(c->a, "%.*s/%.*s", PF(a->cwd), PF(path));
    return ERR_OK;
}
