/* portal_poster.c - the organ's name is the key file's; nothing else of the directory is read, and the running site is not asked. */
#include "app/portal_poster.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/error_page.h"
#include "area/ferry/medium.h"
#include "area/portal/portal.h"
#include "area/portal/poster.h"
#include "base/run_as.h"
#include "base/text.h"
#include "gate/route.h"
#include "gen/text.h"

static enum err poster(struct ctx *c, const struct args *a)
{
    const char *env = getenv("XIEZHI_DATA");
    struct str data = arg_opt(a, "--data"), out = arg_opt(a, "--out"), lang = arg_opt(a, "--lang"), address, pdf;
    struct portal_keys k;
    char dir[1000];

    if (out.n == 0 || (lang.n > 0 && !str_eq(lang, STR("en")) && !str_eq(lang, STR("zh"))))
        return refuse(c, ERR_USAGE, T_poster_usage);
    snprintf(dir, sizeof dir, "%.*s", PF(data.n > 0 ? data : str_z(env != NULL ? env : "./portal")));
    if (!run_as_owner(dir))
        return ERR_DENIED;
    TRY(poster_address(c, arg_opt(a, "--address"), &address));
    enum err e = portal_keys_read(c->a, dir, &k);
    struct str organ = k.organ_name;
    sodium_memzero(&k, sizeof k);
    if (e != ERR_OK)
        return refuse(c, e, T_ferry_no_keys);
    TRY(poster_make(c, organ, address, &pdf));
    return medium_write(c, out, pdf);
}

int portal_poster_main(int argc, char **argv)
{
    struct args w = { .n = argc > 64 ? 64 : argc };
    struct arena a;

    for (int i = 0; i < w.n; i++)
        w.v[i] = str_z(argv[i]);
    arena_open(&a, (size_t)256 << 20);
    struct ctx c = { .a = &a, .lang = str_eq(arg_opt(&w, "--lang"), STR("en")) ? LANG_EN : LANG_ZH };
    enum err e = poster(&c, &w);
    if (e != ERR_OK) {
        struct str text = refusal_text(&c, e);
        fprintf(stderr, "xiezhi: %.*s\n", PF(text));
    }
    arena_close(&a);
    return err_exit(e);
}
