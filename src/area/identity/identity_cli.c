/* identity_cli.c - xiezhi identity ask, list, consent, refuse. Opening has no command: a terminal keeps what it showed. */
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "area/identity/identity.h"
#include "area/identity/identity_slice.h"
#include "area/identity/notice.h"
#include "base/text.h"
#include "def/def.h"
#include "gen/text.h"

#define PASSPHRASE_MAX 1024

static void say(struct ctx *c, struct args *a, int text, const struct str *args, int n)
{
    struct str said = text_args(c->a, c->lang, text, args, n);

    fprintf(a->out, "%.*s\n", PF(said));
}

static struct str hex(struct ctx *c, int64_t ref) { return str_fmt(c->a, "%016llx", (unsigned long long)ref); }

/* 16 hex digits, as they stand in an address and are printed here. */
static bool ref_word(const struct args *a, int64_t *ref)
{
    struct str w = arg_word(a, 0);
    unsigned char b[8];
    uint64_t v = 0;

    if (w.n != 16 || !str_unhex(w, b, sizeof b))
        return false;
    for (int i = 0; i < 8; i++)
        v = v << 8 | b[i];
    *ref = (int64_t)v;
    return *ref > 0;
}

static enum err ask_read(struct ctx *c, struct args *a)
{
    struct touched *t = NEW(c->a, struct touched);
    struct petition p;
    int64_t ref, request;

    if (!ref_word(a, &ref))
        return refuse(c, ERR_USAGE, T_identity_usage_ask);
    TRY(gate(c, PERM_PETITION_READ));
    TRY(petition_load(c, ref, &p));
    TRY(identity_ask(c, &p, arg_opt(a, "--purpose"), arg_opt(a, "--words"), &request));
    identity_touch(c, p.id, "ask", request);
    *t = c->touched;
    a->prepared = t;
    say(c, a, T_identity_line_asked, &(struct str){ hex(c, request).p, 16 }, 1);
    return ERR_OK;
}

/* The vault was told in the read half; this leaves the audit row. */
static enum err step_apply(struct ctx *c, struct args *a)
{
    c->touched = *(struct touched *)a->prepared;
    return ERR_OK;
}

static enum err list_read(struct ctx *c, struct args *a)
{
    struct identity_page all = { .next = 0 };

    do {
        TRY(identity_all(c, all.next, &all));
        for (int i = 0; i < all.n; i++) {
            const struct identity_request *r = &all.rows[i];
            const struct str args[] = { hex(c, r->r.ref), r->no, r->asker, time_str(c->a, r->r.asked_at_ms),
                def_label(c->def, c->lang, "identity_purpose", r->r.purpose), identity_standing(c, &r->r) };
            say(c, a, T_identity_line, args, COUNT(args));
        }
    } while (all.next != 0);
    return ERR_OK;
}

static enum err decided(struct ctx *c, struct args *a, enum err e, int said)
{
    struct touched *t = NEW(c->a, struct touched);

    *t = c->touched;
    a->prepared = t;
    if (e == ERR_OK)
        say(c, a, said, NULL, 0);
    return e;
}

/* The first line of the file. */
static enum err passphrase_read(struct ctx *c, struct args *a, struct str *out)
{
    struct str path = arg_opt(a, "--passphrase-file");
    char line[PASSPHRASE_MAX] = "";

    *out = STR("");
    if (path.n == 0)
        return ERR_OK;
    TRY(arg_file(c, a, path, &path));
    FILE *f = fopen(str_copy(c->a, path).p, "re");
    if (f == NULL)
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_DENIED;
    bool got = fgets(line, sizeof line, f) != NULL;
    fclose(f);
    if (got)
        *out = str_copy(c->a, (struct str){ line, strcspn(line, "\r\n") });
    sodium_memzero(line, sizeof line);
    return ERR_OK;
}

static enum err consent_read(struct ctx *c, struct args *a)
{
    struct str passphrase;
    int64_t ref;

    if (!ref_word(a, &ref))
        return refuse(c, ERR_USAGE, T_identity_usage_decide);
    TRY(passphrase_read(c, a, &passphrase));
    return decided(c, a, identity_consent(c, ref, passphrase), T_identity_said_consented);
}

static enum err refuse_read(struct ctx *c, struct args *a)
{
    int64_t ref;

    if (!ref_word(a, &ref))
        return refuse(c, ERR_USAGE, T_identity_usage_decide);
    return decided(c, a, identity_refuse(c, ref, arg_opt(a, "--reason")), T_identity_said_refused);
}

static enum err notices_read(struct ctx *c, struct args *a)
{
    struct notice_list all;

    TRY(notice_list(c, false, NOTICE_BY_DUE, false, &all));
    for (int i = 0; i < all.n; i++) {
        const struct notice *x = &all.rows[i];
        const struct str args[] = { hex(c, x->ref), x->no, def_label(c->def, c->lang, "notice_limit", x->what), date_str(c->a, x->from),
            date_str(c->a, x->due), str_int(c->a, x->left) };
        say(c, a, T_identity_line, args, COUNT(args));
    }
    ctx_touch(c, STR(""), 0, STR("notices"));
    return ERR_OK;
}

static enum err told_read(struct ctx *c, struct args *a)
{
    int64_t ref;

    if (!ref_word(a, &ref) || arg_opt(a, "--on").n == 0)
        return refuse(c, ERR_USAGE, T_identity_usage_told);
    return decided(c, a, notice_told(c, ref, arg_opt(a, "--what"), arg_opt(a, "--on")), T_identity_said_told);
}

static const struct command commands[] = {
    { "identity ask",     PERM_IDENTITY_REQUEST, ask_read,     step_apply, "REF --purpose CODE --words TEXT" },
    { "identity list",    PERM_IDENTITY_KEEP,    list_read,    NULL,       "" },
    { "identity consent", PERM_IDENTITY_KEEP,    consent_read, step_apply, "NO [--passphrase-file FILE]" },
    { "identity refuse",  PERM_IDENTITY_KEEP,    refuse_read,  step_apply, "NO --reason TEXT" },
    { "identity notices", PERM_IDENTITY_KEEP,    notices_read, NULL,       "" },
    { "identity told",    PERM_IDENTITY_KEEP,    told_read,    step_apply, "REF --what accepted|result --on DAY" },
};

const struct slice identity_cli_slice = { NULL, 0, commands, COUNT(commands) };
