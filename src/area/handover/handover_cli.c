/* handover_cli.c - xiezhi envelope hand-over: the file is written first, the row is the writer's, its name comes after the commit. */
#include <errno.h>
#include <sodium.h>
#include <string.h>

#include "area/handover/handover_file.h"
#include "area/handover/handover_slice.h"
#include "area/register/register.h"
#include "base/text.h"
#include "gen/text.h"

#define PASSPHRASE_MAX 1024

/* The first line of the file; no option by itself, which everybody on the machine could read. */
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
        return medium_refuse(c, errno, path);
    bool got = fgets(line, sizeof line, f) != NULL;
    fclose(f);
    if (got)
        *out = str_copy(c->a, (struct str){ line, strcspn(line, "\r\n") });
    sodium_memzero(line, sizeof line);
    return ERR_OK;
}

static enum err hand_over_after(struct ctx *c, struct args *a)
{
    struct handover_file_made *f = a->prepared;

    TRY(handover_file_show(c, f));
    const struct str args[] = { str_int(c->a, f->row.no), f->row.recipient, str_int(c->a, f->row.notes), str_int(c->a, f->row.files), f->row.sha256,
        f->key_print };
    struct str said = text_args(c->a, c->lang, T_handover_said_made, args, COUNT(args));
    fprintf(a->out, "%.*s\n", PF(said));
    return ERR_OK;
}

static enum err hand_over_read(struct ctx *c, struct args *a)
{
    struct handover_file_made *f = NEW(c->a, struct handover_file_made);
    struct str path = arg_opt(a, "--out"), passphrase;
    int64_t ref;

    if (path.n == 0 || !ref_read(arg_word(a, 0), &ref))
        return refuse(c, ERR_USAGE, T_handover_usage);
    TRY(arg_file(c, a, path, &path));
    TRY(passphrase_read(c, a, &passphrase));
    TRY(handover_file_read(c, ref, path, passphrase, f));
    a->prepared = f;
    a->after = hand_over_after;
    return ERR_OK;
}

static enum err hand_over_apply(struct ctx *c, struct args *a) { return handover_file_apply(c, a->prepared); }

static const struct command commands[] = {
    { "envelope hand-over", PERM_ENVELOPE_SCREEN, hand_over_read, hand_over_apply, "REF --out FILE [--passphrase-file FILE]" },
};

const struct slice handover_slice = { NULL, 0, commands, COUNT(commands) };
