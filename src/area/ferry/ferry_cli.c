/* ferry_cli.c - xiezhi ferry … inside: read halves verify and write files, the rows are the writer's, the medium is written after the commit. */
#include "area/ferry/ferry.h"
#include "area/ferry/ferry_slice.h"
#include "area/ferry/medium.h"
#include "area/ferry/organ_text.h"
#include "area/ferry/outside.h"
#include "base/text.h"
#include "gen/text.h"

static void say(struct ctx *c, struct args *a, int text, const struct str *args, int n)
{
    struct str said = text_args(c->a, c->lang, text, args, n);

    fprintf(a->out, "%.*s\n", PF(said));
}
#define SAY(c, a, text, ...) say((c), (a), (text), (struct str[]){ __VA_ARGS__ }, COUNT(((struct str[]){ __VA_ARGS__ })))

static struct str num(struct ctx *c, int64_t v) { return str_int(c->a, v); }

static enum err path_of(struct ctx *c, const struct args *a, struct str given, struct str *path)
{
    return given.n > 0 ? arg_file(c, a, given, path) : refuse(c, ERR_USAGE, T_ferry_usage_inside);
}

/* ---- unpack */
static enum err unpack_after(struct ctx *c, struct args *a)
{
    struct ferry_taken t = ferry_taken(a->prepared);

    SAY(c, a, T_ferry_said_taken, num(c, t.no), num(c, t.reports), num(c, t.notes), num(c, t.files));
    if (t.there > 0)
        SAY(c, a, T_ferry_said_there, num(c, t.there));
    if (t.early > 0)
        SAY(c, a, T_ferry_said_early, num(c, t.early));
    if (t.keys_asked)
        SAY(c, a, T_ferry_said_keys_asked, STR(""));
    return ERR_OK;
}

static enum err unpack_read(struct ctx *c, struct args *a)
{
    struct ferry_unpack *u;
    struct str path;

    TRY(path_of(c, a, arg_word(a, 0), &path));
    TRY(ferry_unpack_read(c, path, &u));
    a->prepared = u;
    a->after = unpack_after;
    return ERR_OK;
}

static enum err unpack_apply(struct ctx *c, struct args *a) { return ferry_unpack_apply(c, a->prepared); }

/* ---- pack */
struct packing { struct ferry_pack *p; struct str path; };

static enum err pack_after(struct ctx *c, struct args *a)
{
    const struct packing *k = a->prepared;
    struct ferry_packed d = ferry_packed(k->p);

    TRY(ferry_pack_done(c, k->p, k->path));
    SAY(c, a, d.same ? T_ferry_said_out_again : T_ferry_said_out, num(c, d.no), num(c, d.messages), num(c, d.acks));
    return ERR_OK;
}

static enum err pack_read(struct ctx *c, struct args *a)
{
    struct packing *k = NEW(c->a, struct packing);
    struct str again = arg_opt(a, "--again");
    int64_t no = 0;

    TRY(path_of(c, a, arg_opt(a, "--out"), &k->path));
    if (again.n > 0 && (!str_to_int(again, &no) || no < 1))
        return refuse(c, ERR_USAGE, T_ferry_usage_inside);
    TRY(ferry_pack_read(c, no, &k->p));
    a->prepared = k;
    a->after = pack_after;
    return ERR_OK;
}

static enum err pack_apply(struct ctx *c, struct args *a) { return ferry_pack_apply(c, ((struct packing *)a->prepared)->p); }

/* ---- passing over, confirming */
static enum err skip_apply(struct ctx *c, struct args *a)
{
    int64_t no;

    if (!str_to_int(arg_word(a, 0), &no))
        return refuse(c, ERR_USAGE, T_ferry_usage_inside);
    TRY(ferry_skip_ask(c, no, arg_opt(a, "--reason")));
    SAY(c, a, T_ferry_said_skip_asked, num(c, no));
    return ERR_OK;
}

static enum err confirm_apply(struct ctx *c, struct args *a)
{
    int64_t no;

    if (!str_to_int(arg_word(a, 0), &no))
        return refuse(c, ERR_USAGE, T_ferry_usage_inside);
    TRY(ferry_skip_confirm(c, no));
    SAY(c, a, T_ferry_said_skipped, num(c, no));
    return ERR_OK;
}

/* ---- keys */
struct keys { struct str text, path, higher; };

static enum err keys_after(struct ctx *c, struct args *a)
{
    const struct keys *k = a->prepared;

    TRY(medium_write(c, k->path, k->text));
    SAY(c, a, T_ferry_said_fingerprint, fingerprint(c->a, k->text));
    SAY(c, a, T_ferry_said_article15, k->higher);
    return ERR_OK;
}

static enum err keys_read(struct ctx *c, struct args *a)
{
    struct keys *k = NEW(c->a, struct keys);

    TRY(path_of(c, a, arg_opt(a, "--out"), &k->path));
    TRY(ferry_keys_text(c, arg_opt(a, "--article15"), &k->text, &k->higher));
    a->prepared = k;
    a->after = keys_after;
    return ERR_OK;
}

static enum err keys_apply(struct ctx *c, struct args *a) { return ferry_article15_keep(c, arg_opt(a, "--article15")); }

static enum err pin_read(struct ctx *c, struct args *a)
{
    struct keys *k = NEW(c->a, struct keys);

    TRY(path_of(c, a, arg_word(a, 0), &k->path));
    TRY(medium_text(c, k->path, &k->text));
    a->prepared = k;
    return ERR_OK;
}

static enum err pin_apply(struct ctx *c, struct args *a)
{
    TRY(ferry_pin(c, ((struct keys *)a->prepared)->text, arg_opt(a, "--fingerprint")));
    SAY(c, a, T_ferry_said_pin_asked, STR(""));
    return ERR_OK;
}

static enum err pin_confirm_read(struct ctx *c, struct args *a)
{
    struct certificate *x = NEW(c->a, struct certificate);

    a->prepared = x;
    return ferry_pin_read(c, arg_opt(a, "--fingerprint"), x);
}

static enum err pin_confirm_apply(struct ctx *c, struct args *a)
{
    TRY(ferry_pin_confirm(c, a->prepared));
    SAY(c, a, T_ferry_said_pinned, STR(""));
    return ERR_OK;
}

/* ---- how it stands */
static int line_of(struct ctx *c, const struct ferry_bundle *b, int64_t keep_days)
{
    if (b->outward && b->confirmed_on.n > 0)
        return b->anew ? T_ferry_list_out_anew : T_ferry_list_out_done;
    if (b->outward)
        return bundle_age(c, b->day) > keep_days ? T_ferry_list_out_overdue : T_ferry_list_out_open;
    if (b->reason.n == 0)
        return T_ferry_list_in;
    return b->confirmed_by != 0 ? T_ferry_list_in_skipped : T_ferry_list_in_asked;
}

static enum err list_read(struct ctx *c, struct args *a)
{
    struct ferry_state s;

    TRY(ferry_state(c, &s));
    SAY(c, a, T_ferry_list_inside, num(c, s.count.envelopes), num(c, s.count.waiting + s.acks), num(c, s.next_in));
    SAY(c, a, s.asked ? T_ferry_list_pin_asked : s.pinned ? T_ferry_list_pinned : T_ferry_list_unpinned, STR(""));
    for (int i = 0; i < s.n; i++)
        SAY(c, a, line_of(c, &s.bundles[i], s.keep_days), num(c, s.bundles[i].no), s.bundles[i].day, s.bundles[i].confirmed_on, s.bundles[i].reason);
    return ERR_OK;
}

static const struct command ferry_commands[] = {
    { "ferry unpack",  PERM_FERRY_CARRY,   unpack_read,      unpack_apply,      "FILE" },
    { "ferry pack",    PERM_FERRY_CARRY,   pack_read,        pack_apply,        "--out FILE [--again NO]" },
    { "ferry list",    PERM_FERRY_CARRY,   list_read,        NULL,              "" },
    { "ferry skip",    PERM_FERRY_CARRY,   NULL,             skip_apply,        "NO --reason TEXT" },
    { "ferry confirm", PERM_FERRY_CONFIRM, NULL,             confirm_apply,     "NO" },
    { "ferry keys",    PERM_FERRY_CARRY,   keys_read,        keys_apply,        "--out FILE [--article15 HEX]" },
    { "ferry pin",     PERM_FERRY_CARRY,   pin_read,         pin_apply,         "FILE --fingerprint GROUPS" },
    { "ferry certify", PERM_FERRY_CONFIRM, pin_confirm_read, pin_confirm_apply, "--fingerprint GROUPS" },
};

const struct slice ferry_slice = { NULL, 0, ferry_commands, COUNT(ferry_commands) };
