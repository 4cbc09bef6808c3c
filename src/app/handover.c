/* handover.c - xiezhi envelope key makes the article 15 pair, xiezhi envelope open reads what an organ below handed over; no server, no register,
 * nothing kept but what was asked for. */
#include "app/handover.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include "app/app.h"
#include "app/error_page.h"
#include "area/ferry/medium.h"
#include "area/handover/handover_open.h"
#include "base/text.h"
#include "gate/route.h"
#include "gen/text.h"
#include "seal/fingerprint.h"

static void say(struct ctx *c, FILE *f, int text, const struct str *args, int n)
{
    struct str said = text_args(c->a, c->lang, text, args, n);

    fprintf(f, "%.*s\n", PF(said));
}

/* The passphrase leaves the environment with its first use. */
static struct str passphrase(struct ctx *c)
{
    char *p = getenv(ARTICLE15_PASSPHRASE_ENV);
    struct str out = p != NULL ? str_copy(c->a, str_z(p)) : STR("");

    if (p != NULL)
        sodium_memzero(p, strlen(p));
    return out;
}

static enum err key_refused(struct ctx *c, enum err e, struct str path)
{
    switch (e) {
    case ERR_OK: return ERR_OK;
    case ERR_IN_USE: return refuse(c, e, T_handover_there, path);
    case ERR_INVALID: return refuse(c, e, T_handover_no_key_file, path);
    case ERR_DENIED: return refuse(c, e, T_handover_key_denied, path);
    case ERR_NOT_FOUND: return refuse(c, e, T_ferry_no_file, path);
    default: return refuse(c, e, T_ferry_full, path);
    }
}

static enum err key(struct ctx *c, const struct args *w)
{
    struct str path = str_copy(c->a, arg_opt(w, "--out")), phrase = passphrase(c);
    struct article15_key k;

    if (path.n == 0)
        return refuse(c, ERR_USAGE, T_handover_usage_offline);
    enum err e = article15_key_make(c->a, path.p, phrase, &k);
    sodium_memzero(k.secret, sizeof k.secret);
    TRY(key_refused(c, e, path));
    const struct str args[] = { str_hex(c->a, k.public_key, 32), fingerprint(c->a, (struct str){ (const char *)k.public_key, 32 }), path };
    say(c, stdout, T_handover_said_key, args, 3);
    if (phrase.n == 0)
        say(c, stderr, T_handover_key_open, args, 0);
    return ERR_OK;
}

static enum err said_opened(struct ctx *c, const struct handover_opened *x, struct str dir)
{
    const struct str args[] = { x->handed.organ_name, str_int(c->a, x->head.no), str_copy(c->a, str_z(x->head.day)), str_int(c->a, x->n_notes),
        str_int(c->a, x->all), dir };

    say(c, stdout, T_handover_said_opened, args, COUNT(args));
    return x->bad > 0 ? refuse(c, ERR_DAMAGED, T_handover_some_closed, str_int(c->a, x->bad)) : ERR_OK;
}

static enum err open_one(struct ctx *c, const struct args *w)
{
    struct str file = arg_word(w, 0), path = str_copy(c->a, arg_opt(w, "--key")), from = arg_opt(w, "--from"), dir = arg_opt(w, "--out");
    struct handover_opened *x = NEW(c->a, struct handover_opened);
    struct article15_key k;

    if (file.n == 0 || path.n == 0 || from.n == 0 || dir.n == 0)
        return refuse(c, ERR_USAGE, T_handover_usage_offline);
    TRY(key_refused(c, article15_key_read(c->a, path.p, passphrase(c), &k), path));
    enum err e = handover_open(c, file, from, &k, dir, x);
    sodium_memzero(&k, sizeof k);
    return e == ERR_OK ? said_opened(c, x, dir) : e;
}

bool handover_is_offline(int argc, char **argv)
{
    return argc > 0 && (strcmp(argv[0], "open") == 0 || strcmp(argv[0], "key") == 0);
}

int handover_main(int argc, char **argv)
{
    static struct app app;
    const struct rlimit none = { 0, 0 };
    struct args w = { .n = argc - 1 > 64 ? 64 : argc - 1, .out = stdout };
    struct str why = STR("");
    struct arena a;

    setrlimit(RLIMIT_CORE, &none);              /* what is opened here gets onto no disk by itself */
    prctl(PR_SET_DUMPABLE, 0);
    for (int i = 0; i < w.n; i++)
        w.v[i] = str_z(argv[i + 1]);
    arena_open(&a, (size_t)1 << 30);
    struct ctx c = { .a = &a, .lang = str_eq(arg_opt(&w, "--lang"), STR("en")) ? LANG_EN : LANG_ZH };
    enum err e = law_load(&app, &why);
    c.def = &app.def;
    if (e == ERR_OK)
        e = strcmp(argv[0], "key") == 0 ? key(&c, &w) : open_one(&c, &w);
    if (e != ERR_OK) {
        struct str text = refusal_text(&c, e);
        fprintf(stderr, "xiezhi: %.*s\n", PF(text));
    }
    arena_wipe(&a);
    arena_close(&a);
    return err_exit(e);
}
