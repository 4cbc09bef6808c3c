/* vault_main.c - xiezhi vault sheet, vault restore, vault article15: by whoever owns the files, with no server and no register. The sheet goes to standard
 * output for a printer and nowhere else; lines are typed at standard input. */
#include "app/vault_main.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sodium.h>
#include <time.h>
#include <unistd.h>

#include "app/error_page.h"
#include "area/vault/vault.h"
#include "area/vault/vault_keys.h"
#include "area/vault/vault_sheet.h"
#include "base/date.h"
#include "base/run_as.h"
#include "base/text.h"
#include "gate/route.h"
#include "gen/text.h"
#include "seal/fingerprint.h"

#define LINE_MAX_BYTES 256

static int64_t now_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static struct str sentence(struct arena *a, int text, struct str x, struct str y)
{
    const struct str args[] = { x, y };

    return text_args(a, LANG_ZH, text, args, 2);
}

static int said(struct arena *a, FILE *f, int text, struct str x, struct str y)
{
    struct str s = sentence(a, text, x, y);

    return fprintf(f, "%.*s\n", PF(s));
}

static int refused(struct arena *a, enum err e)
{
    static const struct { enum err e; int text; } own[] = {
        { ERR_DENIED, T_vault_denied }, { ERR_IN_USE, T_vault_keys_there }, { ERR_FOREIGN, T_vault_other_keys },
        { ERR_TAMPERED, T_vault_lines_do_not_fit }, { ERR_VAULT, T_vault_no_keys },
        { ERR_INVALID, T_vault_article15_wrong },
    };
    struct str s = err_sentence(LANG_ZH, e);

    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (own[i].e == e)
            s = sentence(a, own[i].text, STR(""), STR(""));
    fprintf(stderr, "xiezhi: %.*s\n", PF(s));
    return err_exit(e);
}

static struct str mark(struct arena *a, const unsigned char hash[32])
{
    struct str hex = str_hex(a, hash, 8);

    return str_fmt(a, "%.4s %.4s %.4s %.4s", hex.p, hex.p + 4, hex.p + 8, hex.p + 12);
}

static int sheet(struct arena *a, const char *dir, struct str passphrase)
{
    struct sheet s;
    enum err e = sheet_make(a, dir, passphrase, now_ms(), &s);

    if (e != ERR_OK)
        return refused(a, e);
    said(a, stdout, T_vault_sheet_title, date_str(a, date_of_ms(now_ms())), mark(a, s.public_hash));
    said(a, stdout, s.closed ? T_vault_sheet_closed : T_vault_sheet_open, STR(""), STR(""));
    printf("\n");
    for (int i = 0; i < s.n; i++)
        printf("%2d  %.*s\n", i + 1, PF(s.lines[i]));
    printf("\n");
    said(a, stdout, T_vault_sheet_how, STR(""), STR(""));
    return fflush(stdout) == 0 ? 0 : err_exit(ERR_FULL);
}

/* At a terminal a line that does not pass is asked for again; from a file it ends the restoring. */
static enum err typed(struct arena *a, struct sheet_typed *t)
{
    char line[LINE_MAX_BYTES];
    bool asked = isatty(0), whole = false;

    while (!whole) {
        struct str no = str_int(a, t->lines + 1);
        if (asked)
            fprintf(stderr, "%2d  ", t->lines + 1);
        if (fgets(line, sizeof line, stdin) == NULL) {
            said(a, stderr, T_vault_line_missing, no, STR(""));
            return ERR_INVALID;
        }
        enum err e = str_trim(str_z(line)).n > 0 ? sheet_type(t, str_z(line), &whole) : ERR_OK;
        sodium_memzero(line, sizeof line);
        if (e == ERR_OK)
            continue;
        said(a, stderr, T_vault_line_wrong, no, STR(""));
        if (!asked)
            return ERR_INVALID;
    }
    return ERR_OK;
}

static int restore(struct arena *a, const char *dir, struct str passphrase)
{
    struct sheet_typed t = { .n = 0 };
    enum err e = typed(a, &t);

    if (e != ERR_OK)
        return err_exit(e);
    e = sheet_restore(a, dir, &t, passphrase, now_ms());
    if (e != ERR_OK)
        return refused(a, e);
    said(a, stdout, T_vault_restored, STR(""), STR(""));
    if (passphrase.n == 0)
        said(a, stderr, T_vault_no_passphrase, STR(""), STR(""));
    return 0;
}

/* Changed by who owns the vault's files alone, never by the server: to this key go reports that this organ may not read. */
static int article15(struct arena *a, const char *dir, struct str passphrase, struct str hex)
{
    unsigned char key[32];
    enum err e = str_unhex(hex, key, sizeof key) ? vault_article15_put(a, dir, passphrase, key, now_ms()) : ERR_INVALID;

    if (e != ERR_OK)
        return refused(a, e);
    said(a, stdout, T_vault_article15_put, fingerprint(a, (struct str){ (const char *)key, sizeof key }), STR(""));
    return 0;
}

int vault_main(int argc, char **argv)
{
    struct args w = { .n = argc > 64 ? 64 : argc };
    const char *env = getenv("XIEZHI_DATA"), *passphrase = getenv(VAULT_PASSPHRASE_ENV);
    struct arena a;
    int code = err_exit(ERR_USAGE);

    for (int i = 0; i < w.n; i++)
        w.v[i] = str_z(argv[i]);
    arena_open(&a, (size_t)64 << 20);
    struct str dir = arg_opt(&w, "--data");
    dir = str_copy(&a, dir.n > 0 ? dir : str_z(env != NULL ? env : "./data"));
    if (!run_as_owner(str_fmt(&a, "%.*s/vault", PF(dir)).p))        /* what root writes here, the vault's own user must read */
        code = err_exit(ERR_DENIED);
    else if (w.n > 0 && str_eq(w.v[0], STR("sheet")))
        code = sheet(&a, dir.p, str_z(passphrase));
    else if (w.n > 0 && str_eq(w.v[0], STR("restore")))
        code = restore(&a, dir.p, str_z(passphrase));
    else if (w.n > 1 && str_eq(w.v[0], STR("article15")))
        code = article15(&a, dir.p, str_z(passphrase), arg_word(&w, 1));
    else
        said(&a, stderr, T_vault_usage, STR(""), STR(""));
    arena_wipe(&a);
    arena_close(&a);
    return code;
}
