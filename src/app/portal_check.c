/* portal_check.c - rows against each other, against files, against the numbers of bundles and against the organ's signature. */
#include "app/portal_check.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "app/app.h"
#include "app/check.h"
#include "app/check_numbers.h"
#include "area/portal/acknowledgement.h"
#include "base/run_as.h"
#include "base/text.h"
#include "db/db.h"
#include "gen/text.h"
#include "seal/certify.h"

#define FRESH_S   7200          /* an upload under way, or a file whose row is about to be committed: a body may take an hour */
#define FILE_HEAD crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define FILE_STEP (SEALED_BLOCK + crypto_secretstream_xchacha20poly1305_ABYTES)

struct site { struct findings k; struct portal_keys keys; };

static void say(struct ctx *c, struct site *s, bool fault, int text, int64_t a, int64_t b)
{
    struct str args[2] = { str_int(c->a, a), str_int(c->a, b) };

    check_say(c, &s->k, fault, text, args, 2);
}

/* ---- the key file */
static void keys(struct ctx *c, struct site *s)
{
    const struct portal_keys *k = &s->keys;
    struct str days[2] = { date_str(c->a, k->ack_from), date_str(c->a, k->ack_to) }, today = date_str(c->a, date_of_ms(c->now_ms));

    if (sodium_is_zero(k->ack_certificate, sizeof k->ack_certificate))
        check_say(c, &s->k, false, T_check_site_uncertified, days, 2);
    else if (!certify_check(ack_certificate_text(c->a, k), k->ack_certificate, k->organ_sign))
        check_say(c, &s->k, true, T_check_site_certificate, days, 2);
    else
        check_say(c, &s->k, str_cmp(today, days[1]) > 0, str_cmp(today, days[1]) > 0 ? T_check_site_expired : T_check_site_keys, days, 2);
}

/* ---- rows */
static enum err states(struct ctx *c, struct site *s)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CHECK_STATES);
    int64_t all = 0;

    while (db_next(q)) {
        struct str args[2] = { str_int(c->a, db_int(q, 1)), db_str(q, 0, c->a) };
        all += db_int(q, 1);
        if (def_code(c->def, "portal_state", args[1]) == NULL)
            check_say(c, &s->k, true, T_check_site_state, args, 2);
    }
    TRY(db_end(q));
    say(c, s, false, T_check_site_reports, all, 0);
    return ERR_OK;
}

/* A query of (rule, how many break it): each that is broken is a line, check.site_RULE; none broken is one line. */
static enum err rules(struct ctx *c, struct site *s, struct stmt *q, int good)
{
    int before = s->k.faults, id;

    while (db_next(q)) {
        struct str rule = db_str(q, 0, c->a), key = str_fmt(c->a, "check.site_%.*s", PF(rule));
        if (db_int(q, 1) > 0 && text_find(key, &id))
            say(c, s, true, id, db_int(q, 1), 0);
    }
    TRY(db_end(q));
    if (s->k.faults == before)
        say(c, s, false, good, 0, 0);
    return ERR_OK;
}

static enum err rows(struct ctx *c, struct site *s)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CHECK_ROWS);

    db_bind_str(q, ":today", date_str(c->a, date_of_ms(c->now_ms)));
    db_bind_int(q, ":seal", crypto_box_SEALBYTES);
    db_bind_int(q, ":screen", SCREEN_BLOCK);
    db_bind_int(q, ":matter", MATTER_BLOCK);
    db_bind_int(q, ":identity", IDENTITY_BLOCK);
    db_bind_int(q, ":note", NOTE_BLOCK);
    TRY(rules(c, s, q, T_check_site_rows));
    return rules(c, s, db_get(c->db, SQL_PORTAL_CHECK_CARRIED), T_check_site_carried);
}

static enum err bundles(struct ctx *c, struct site *s)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CHECK_BUNDLES);
    int64_t n[3] = { 0, 0, 0 };

    for (int i = 0; db_next(q) && i == 0; i++)
        for (int k = 0; k < 3; k++)
            n[k] = db_int(q, k);
    TRY(db_end(q));
    struct str args[3] = { str_int(c->a, n[0]), str_int(c->a, n[1]), str_int(c->a, n[2]) };
    check_say(c, &s->k, false, T_check_site_bundles, args, 3);
    return ERR_OK;
}

static enum err acknowledgements(struct ctx *c, struct site *s)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CHECK_ACKNOWLEDGEMENTS);
    int64_t all = 0, bad = 0;
    struct ack k;

    for (; db_next(q); all++)
        bad += ack_read(c->a, db_str(q, 0, c->a), &k) && k.form == 2 && ack_check(c->a, &k, s->keys.organ_code, s->keys.organ_sign) == ACK_GOOD ? 0 : 1;
    TRY(db_end(q));
    say(c, s, bad > 0, bad > 0 ? T_check_site_ack_fault : T_check_site_ack, bad > 0 ? bad : all, 0);
    return ERR_OK;
}

/* ---- files */
static bool size_fits(int64_t n) { return n >= FILE_HEAD + FILE_STEP && (n - FILE_HEAD) % FILE_STEP == 0; }

/* What was delivered is about to go, with its file or after it. */
static enum err files_of_rows(struct ctx *c, struct site *s)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CHECK_FILES);
    int64_t all = 0, missing = 0, odd = 0;
    struct stat st;

    for (; db_next(q); all++) {
        struct str file = db_str(q, 0, c->a);
        bool named = sealed_id_ok(file), there = named && stat(str_fmt(c->a, "%s/files/%.2s/%.*s", c->data_dir, file.p, PF(file)).p, &st) == 0;
        missing += !there && db_int(q, 1) == 0 ? 1 : 0;
        odd += there && !size_fits(st.st_size) ? 1 : 0;
    }
    TRY(db_end(q));
    if (missing > 0)
        say(c, s, true, T_check_site_missing, missing, 0);
    if (odd > 0)
        say(c, s, true, T_check_site_torn, odd, 0);
    if (missing == 0 && odd == 0)
        say(c, s, false, T_check_site_files, all, 0);
    return ERR_OK;
}

static enum err known(struct ctx *c, struct str file, bool *out)
{
    struct stmt *q = db_get(c->db, SQL_PORTAL_CHECK_FILE);

    db_bind_str(q, ":file", file);
    *out = db_next(q) && db_int(q, 0) > 0;
    return db_end(q);
}

/* Whatever lies in a folder for longer than anything under way, and no row names. Nobody can open it: its key went with the report it was of. */
static enum err strays(struct ctx *c, const char *folder, int64_t *n)
{
    DIR *d = opendir(folder);
    enum err e = ERR_OK;
    struct timespec now;
    struct stat st;

    clock_gettime(CLOCK_REALTIME, &now);
    for (struct dirent *f; e == ERR_OK && d != NULL && (f = readdir(d)) != NULL;) {
        bool is_known = false;
        if (f->d_name[0] == '.' || stat(str_fmt(c->a, "%s/%s", folder, f->d_name).p, &st) != 0 || !S_ISREG(st.st_mode) || st.st_mtime > now.tv_sec - FRESH_S)
            continue;
        e = known(c, str_z(f->d_name), &is_known);
        *n += e == ERR_OK && !is_known ? 1 : 0;
    }
    if (d != NULL)
        closedir(d);
    return e;
}

static enum err files_without_rows(struct ctx *c, struct site *s)
{
    int64_t n = 0;

    TRY(strays(c, str_fmt(c->a, "%s/tmp", c->data_dir).p, &n));
    for (int i = 0; i < 256; i++)
        TRY(strays(c, str_fmt(c->a, "%s/files/%02x", c->data_dir, (unsigned)i).p, &n));
    if (n > 0)
        say(c, s, false, T_check_site_strays, n, 0);
    return ERR_OK;
}

static enum err check(struct ctx *c, void *arg)
{
    struct site *s = arg;

    keys(c, s);
    TRY(states(c, s));
    TRY(rows(c, s));
    TRY(bundles(c, s));
    TRY(acknowledgements(c, s));
    TRY(files_of_rows(c, s));
    return files_without_rows(c, s);
}

static enum err run(struct app *app, struct ctx *c, struct str data, struct db **db, struct str *why)
{
    struct site s = { .k = { .out = stdout } };

    TRY(data_beside(app, data, "ferry.lock", why));
    snprintf(app->db_url, sizeof app->db_url, "sqlite:%.1000s/portal.db", app->data_dir);
    TRY(law_load(app, why));
    TRY(data_connect(app, DB_READ, db, why));
    ctx_start(app, c, c->a, *db, &app->rand);
    if (portal_keys_read(c->a, app->data_dir, &s.keys) != ERR_OK)
        return refuse(c, ERR_DAMAGED, T_ferry_no_keys);
    TRY(db_begin(c->db, DB_READ));
    enum err e = check(c, &s);
    db_rollback(c->db);
    sodium_memzero(&s.keys, sizeof s.keys);
    return e != ERR_OK || s.k.faults == 0 ? e : refuse(c, ERR_DAMAGED, T_check_damaged, str_int(c->a, s.k.faults));
}

int portal_check_main(int argc, char **argv)
{
    static struct app app;
    struct args w = { .n = argc > 64 ? 64 : argc };
    const char *env = getenv("XIEZHI_DATA");
    struct db *db = NULL;
    struct str why = STR("");
    struct arena a;

    for (int i = 0; i < w.n; i++)
        w.v[i] = str_z(argv[i]);
    arena_open(&a, (size_t)1 << 30);
    struct ctx c = { .a = &a };
    struct str dir = arg_opt(&w, "--data");
    if (dir.n == 0)
        dir = str_z(env != NULL ? env : "./data");
    enum err e = run_as_owner(dir.p) ? run(&app, &c, dir, &db, &why) : ERR_DENIED;
    if (e != ERR_OK) {
        struct str text = refusal_text(&c, e);
        fprintf(stderr, "xiezhi: %.*s%s%.*s\n", PF(text), why.n > 0 ? ": " : "", PF(why));
    }
    if (db != NULL)
        db_close(db);
    data_close(&app);
    arena_close(&a);
    return err_exit(e);
}
