/* ferry.c - `xiezhi ferry …` on the reporting site: no user, no writer, no server; beside a running portal, one ferry at a time. */
#include "app/ferry.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "app/error_page.h"
#include "app/portal.h"
#include "area/ferry/medium.h"
#include "area/ferry/organ_text.h"
#include "area/ferry/outside.h"
#include "base/run_as.h"
#include "base/text.h"
#include "gen/text.h"
#include "page/html.h"
#include "seal/certify.h"

struct words { struct args a; struct str data; };

static void read_words(int argc, char **argv, struct words *w)
{
    const char *env = getenv("XIEZHI_DATA");

    *w = (struct words){ .a = { .out = stdout } };
    for (int i = 0; i < argc && w->a.n < 64; i++)
        if (strcmp(argv[i], "--data") == 0 && i + 1 < argc)
            w->data = str_z(argv[++i]);
        else
            w->a.v[w->a.n++] = str_z(argv[i]);
    if (w->data.n == 0)
        w->data = str_z(env != NULL ? env : "./data");
}

bool ferry_is_outside(int argc, char **argv)
{
    struct words w;
    struct stat st;
    char path[1200];

    read_words(argc, argv, &w);
    snprintf(path, sizeof path, "%.*s/portal.db", w.data.n < 1000 ? (int)w.data.n : 0, w.data.p);
    return stat(path, &st) == 0;
}

static void say(struct ctx *c, int text, const struct str *args, int n)
{
    struct str said = text_args(c->a, c->lang, text, args, n);

    printf("%.*s\n", PF(said));
}
#define SAY(c, text, ...) say((c), (text), (struct str[]){ __VA_ARGS__ }, COUNT(((struct str[]){ __VA_ARGS__ })))

static struct str num(struct ctx *c, int64_t v) { return str_int(c->a, v); }

static enum err pack(struct ctx *c, struct args *a)
{
    struct str path = arg_opt(a, "--out"), again = arg_opt(a, "--again");
    struct outside_done d;
    int64_t no = 0;

    if (path.n == 0 || (again.n > 0 && (!str_to_int(again, &no) || no < 1)))
        return refuse(c, ERR_USAGE, T_ferry_usage);
    TRY(outside_pack(c, path, no, &d));
    SAY(c, d.same ? T_ferry_said_again : T_ferry_said_packed, num(c, d.no), num(c, d.count.reports), num(c, d.count.notes), num(c, d.count.files));
    return ERR_OK;
}

static enum err unpack(struct ctx *c, struct args *a)
{
    struct outside_done d;

    if (arg_word(a, 1).n == 0)
        return refuse(c, ERR_USAGE, T_ferry_usage);
    TRY(outside_unpack(c, arg_word(a, 1), &d));
    SAY(c, T_ferry_said_unpacked, num(c, d.no), num(c, d.delivered), num(c, d.again), num(c, d.messages));
    if (d.unknown > 0)
        SAY(c, T_ferry_said_unknown, num(c, d.unknown));
    if (d.certified)
        SAY(c, T_ferry_said_certified, STR(""));
    if (d.keys_changed)
        SAY(c, T_ferry_said_keys, STR(""));
    return ERR_OK;
}

static enum err skip(struct ctx *c, struct args *a)
{
    struct skip s = { .reason = arg_opt(a, "--reason"), .one = arg_opt(a, "--by"), .other = arg_opt(a, "--and") };

    if (!str_to_int(arg_word(a, 1), &s.no))
        return refuse(c, ERR_USAGE, T_ferry_usage);
    TRY(outside_skip(c, &s));
    SAY(c, T_ferry_said_skipped, num(c, s.no));
    return ERR_OK;
}

static void list_open(struct ctx *c, const struct outside_state *s)
{
    for (int i = 0; i < s->n_open; i++) {
        const struct carry_bundle *b = &s->open[i];
        int text = b->hash.n == 0 ? T_ferry_list_unwritten : bundle_age(c, b->day) > s->keep_days ? T_ferry_list_overdue : T_ferry_list_open;
        SAY(c, text, num(c, b->no), b->day, num(c, s->keep_days));
    }
}

static enum err list(struct ctx *c, struct args *a)
{
    struct outside_state s;

    (void)a;
    TRY(outside_state(c, &s));
    SAY(c, T_ferry_list_waiting, num(c, s.waiting.reports), num(c, s.waiting.notes), num(c, s.waiting.files), num(c, s.next_in));
    list_open(c, &s);
    SAY(c, s.certified ? T_ferry_list_certified : T_ferry_list_uncertified, date_str(c->a, s.certified_to));
    return ERR_OK;
}

/* What the second person inside types. */
static enum err say_print(struct ctx *c)
{
    struct str entry;

    TRY(outside_keys_asked(c, &entry));
    SAY(c, T_ferry_said_fingerprint, fingerprint(c->a, entry));
    return ERR_OK;
}

static enum err keys(struct ctx *c, struct args *a)
{
    if (!arg_flag(a, "--new"))
        return say_print(c);
    TRY(outside_keys_new(c));
    SAY(c, T_ferry_said_new_keys, STR(""));
    return say_print(c);
}

static enum err run(struct ctx *c, struct args *a)
{
    static const struct { struct str word; enum err (*run)(struct ctx *c, struct args *a); } verbs[] = { { STR_INIT("pack"), pack },
        { STR_INIT("unpack"), unpack }, { STR_INIT("skip"), skip }, { STR_INIT("list"), list }, { STR_INIT("keys"), keys } };

    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++)
        if (str_eq(verbs[i].word, arg_word(a, 0)))
            return verbs[i].run(c, a);
    return refuse(c, ERR_USAGE, T_ferry_usage);
}

static enum err opened(struct app *app, struct str data, struct db **db, struct str *why)
{
    TRY(data_beside(app, data, "ferry.lock", why));
    snprintf(app->db_url, sizeof app->db_url, "sqlite:%.1000s/portal.db", app->data_dir);
    TRY(law_load(app, why));
    TRY(data_connect(app, DB_WRITE, db, why));
    return db_migrate_in(*db, "sql/portal/", app_now(app), why);
}

/* ---- founding: an outside from the organ's key file, which two persons compared */
static enum err organ_of(struct ctx *c, struct args *a, struct organ_text *t)
{
    struct str text, one = arg_opt(a, "--by"), other = arg_opt(a, "--and");

    if (arg_opt(a, "--from").n == 0 || arg_opt(a, "--out").n == 0)
        return refuse(c, ERR_USAGE, T_ferry_found_usage);
    if (str_trim(one).n == 0 || str_trim(other).n == 0 || str_eq(str_trim(one), str_trim(other)))
        return refuse(c, ERR_INVALID, T_ferry_skip_two);
    TRY(medium_text(c, arg_opt(a, "--from"), &text));
    if (!organ_text_read(c->a, text, t))
        return refuse(c, ERR_ALTERED, T_ferry_no_organ_text);
    return fingerprint_is(c->a, text, arg_opt(a, "--fingerprint")) ? ERR_OK : refuse(c, ERR_INVALID, T_ferry_fingerprint);
}

struct founded { struct organ_text t; };

/* Numbers of an outside that stood here before are passed over: the inside goes on where it was. */
static enum err numbers(struct ctx *c, void *arg)
{
    const struct founded *f = arg;
    struct carry_bundle in = { .no = f->t.next_out - 1, .day = date_str(c->a, date_of_ms(c->now_ms)), .hash = STR("-"), .said = STR("") };
    struct carry_bundle out = in;

    out.outward = true;
    out.no = f->t.next_in - 1;
    if (in.no > 0)
        TRY(carry_bundle_add(c, &in));
    if (out.no == 0)
        return ERR_OK;
    TRY(carry_bundle_add(c, &out));
    return carry_bundle_confirm(c, out.no, out.day);
}

static enum err request_write(struct ctx *c, struct args *a, const struct portal_keys *k)
{
    struct site_keys s = { .ack_from = k->ack_from, .ack_to = k->ack_to };
    unsigned char signature[64];

    memcpy(s.ack_public, k->ack_public, sizeof s.ack_public);
    memcpy(s.ferry_public, k->ferry_public, sizeof s.ferry_public);
    struct str head = site_text_head(c->a, k->organ_code, &s);
    certify_sign(head, k->ferry_secret, signature);
    TRY(medium_write(c, arg_opt(a, "--out"), signed_text_of(c->a, head, signature)));
    SAY(c, T_ferry_said_founded, arg_opt(a, "--out"));
    SAY(c, T_ferry_said_fingerprint, fingerprint(c->a, site_entry(c->a, &s)));
    return ERR_OK;
}

static enum err found(struct app *app, struct ctx *c, struct words *w)
{
    struct founded f;
    struct portal_keys k;
    struct str why, url;
    char dir[1100];

    TRY(organ_of(c, &w->a, &f.t));
    k = (struct portal_keys){ .organ_code = f.t.k.code, .organ_name = f.t.k.name };
    memcpy(k.matter, f.t.k.matter, sizeof k.matter);
    memcpy(k.identity, f.t.k.identity, sizeof k.identity);
    memcpy(k.art15, f.t.k.art15, sizeof k.art15);
    memcpy(k.organ_sign, f.t.k.sign, sizeof k.organ_sign);
    portal_pairs_new(&k, date_of_ms(c->now_ms));
    snprintf(dir, sizeof dir, "%.*s", PF(w->data));
    enum err e = portal_make(app, c->a, dir, &k);
    url = str_fmt(c->a, "sqlite:%s/portal.db", dir);
    if (e == ERR_OK)
        e = db_open(&c->db, url, DB_WRITE, &why);
    if (e == ERR_OK) {
        e = carry_tx(c, numbers, &f);
        db_close(c->db);
    }
    if (e == ERR_OK)
        e = request_write(c, &w->a, &k);
    sodium_memzero(&k, sizeof k);
    return e;
}

int ferry_found_main(int argc, char **argv)
{
    static struct app app;
    struct words w;
    struct arena a;
    struct ctx c;

    read_words(argc, argv, &w);
    umask(077);
    arena_open(&a, (size_t)64 << 20);
    ctx_start(&app, &c, &a, NULL, &app.rand);
    enum err e = run_as_owner(w.data.p) ? found(&app, &c, &w) : ERR_DENIED;
    if (e != ERR_OK) {
        struct str text = refusal_text(&c, e);
        fprintf(stderr, "xiezhi: %.*s\n", PF(text));
    }
    arena_close(&a);
    return err_exit(e);
}

int ferry_main(int argc, char **argv)
{
    static struct app app;
    struct words w;
    struct arena a;
    struct ctx c;
    struct db *db = NULL;
    struct str why = STR("");

    read_words(argc, argv, &w);
    umask(077);
    arena_open(&a, (size_t)1 << 30);
    enum err e = run_as_owner(w.data.p) ? opened(&app, w.data, &db, &why) : ERR_DENIED;
    if (e == ERR_OK) {
        ctx_start(&app, &c, &a, db, &app.rand);
        e = run(&c, &w.a);
        why = e != ERR_OK ? refusal_text(&c, e) : why;
    } else {
        why = str_fmt(&a, "%.*s: %.*s", PF(err_sentence(LANG_ZH, e)), PF(why));
    }
    if (e != ERR_OK)
        fprintf(stderr, "xiezhi: %.*s\n", PF(why));
    if (db != NULL)
        db_close(db);
    data_close(&app);
    arena_close(&a);
    return err_exit(e);
}
