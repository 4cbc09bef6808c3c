/* init.c - makes a data directory: configuration, vault, schema, one organ with its offices, the three administrators, and with --demo
 * the demonstration district. One-time passwords are printed here and nowhere else. */
#include "app/app.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/demo.h"
#include "app/error_page.h"
#include "app/portal.h"
#include "area/admin/admin.h"
#include "base/run_as.h"
#include "gate/audit.h"
#include "gen/text.h"
#include "page/html.h"

#define DEMO_SEED    UINT64_C(20200630)
#define DEMO_HOUR_MS ((int64_t)9 * 3600 * 1000)

/* no_reports: the reporting site of a demonstration stays empty, as tests want it */
struct options { struct str data, db, name, district, account, code; bool demo, no_reports; };

static const struct user installer = { .id = 0, .login = STR_INIT("init"), .name = STR_INIT("init"), .perms = UINT64_MAX };

static const struct { const char *login, *name_text, *role, *office; bool demo_only, mapped, full; } people[] = {
    { "sysadmin",     "demo.sysadmin",     "sysadmin",     "admin",         false, true,  false },
    { "secadmin",     "demo.secadmin",     "secadmin",     "admin",         false, false, false },
    { "auditor",      "demo.auditor",      "auditor",      "admin",         false, true,  false },
    { "officer",      "demo.officer",      "officer",      "leader",        true,  true,  true  },
    { "clerk",        "demo.clerk",        "clerk",        "petition",      true,  false, false },
    { "casemgr",      "demo.casemgr",      "case_manager", "case_mgmt",     true,  false, true  },
    { "investigator", "demo.investigator", "investigator", "investigation", true,  false, false },
    { "adjudicator",  "demo.adjudicator",  "adjudicator",  "adjudication",  true,  false, true  },
    { "leader",       "demo.leader",       "leader",       "leader",        true,  false, true  },
    { "principal",    "demo.principal",    "principal",    "leader",        true,  false, true  },
    { "keepera",      "demo.keepera",      "keeper",       "petition",      true,  false, true  },
    { "keeperb",      "demo.keeperb",      "keeper",       "petition",      true,  false, true  },
};

static void read_options(int argc, char **argv, struct options *o)
{
    struct args a = { .n = argc > 64 ? 64 : argc };

    for (int i = 0; i < a.n; i++)
        a.v[i] = str_z(argv[i]);
    const char *env = getenv("XIEZHI_DATA");
    *o = (struct options){ arg_opt(&a, "--data"), arg_opt(&a, "--db"), arg_opt(&a, "--name"), arg_opt(&a, "--district"),
        arg_opt(&a, "--account"), arg_opt(&a, "--code"), arg_flag(&a, "--demo"), arg_flag(&a, "--no-reports") };
    if (o->data.n == 0)
        o->data = str_z(env != NULL ? env : "./data");
    if (o->district.n == 0)
        o->district = STR("青原");
    if (o->code.n == 0)
        o->code = STR("qy");
}

/* The demonstration's refs repeat, and its days go on from 6 July 2020: the first half-year is over, its summary is due. */
static void demo_clock(struct app *app)
{
    struct date first, served;

    app->rand.seed = DEMO_SEED;
    if (!date_make(2018, 7, 1, &first) || !date_make(2020, 7, 6, &served))
        return;
    app->clock_offset_ms = ms_of_date(served) + DEMO_HOUR_MS - app_now(app);
    app->fixed_now_ms = ms_of_date(first);
}

static enum err write_config(struct app *app, const struct options *o, struct str *why)
{
    char path[1100], text[2200];
    uint16_t node;

    rand_secret(&node, sizeof node);
    app->rand.node = o->demo ? 7 : node & 1023;
    app->demo = o->demo;
    if (o->demo)
        demo_clock(app);
    if (o->db.n > 0)
        snprintf(app->db_url, sizeof app->db_url, "%.*s", PF(o->db));
    else
        snprintf(app->db_url, sizeof app->db_url, "sqlite:%.1000s/xiezhi.db", app->data_dir);
    snprintf(path, sizeof path, "%s/config", app->data_dir);
    int n = snprintf(text, sizeof text, "%s%.*s%snode=%u\ndemo=%d\ntotp=%d\nclock_offset_ms=%lld\n", o->db.n > 0 ? "db=" : "", PF(o->db),
        o->db.n > 0 ? "\n" : "", app->rand.node, o->demo ? 1 : 0, o->demo ? 0 : 1,
        (long long)app->clock_offset_ms);
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    *why = str_z(app->data_dir);
    if (fd < 0)
        return errno == EEXIST ? ERR_IN_USE : ERR_DENIED;
    bool whole = write(fd, text, (size_t)n) == n && fsync(fd) == 0;
    close(fd);
    return whole ? ERR_OK : ERR_FULL;
}

static enum err offices_make(struct ctx *c, int64_t organ_id)
{
    const struct def_list *kinds = def_list(c->def, "office_kind");
    int64_t id;

    for (int i = 0; i < kinds->n; i++)
        TRY(office_add(c, organ_id, kinds->items[i].code, kinds->items[i].zh, &id));
    return ERR_OK;
}

static enum err person_make(struct ctx *c, const struct organ *o, int i, const struct str *hashes)
{
    struct account u = { .organ_id = o->id, .login = str_z(people[i].login), .password = hashes[i], .once = !people[i].mapped
        || !people[i].demo_only, .uid = people[i].mapped ? (int64_t)getuid() : -1 };
    int text_id = 0;

    if (!text_find(str_z(people[i].name_text), &text_id))
        return ERR_BUG;
    u.name = text_of(LANG_ZH, text_id);
    TRY(office_by_code(c, o->id, str_z(people[i].office), &u.office_id));
    TRY(account_add(c, &u));
    TRY(account_role_give(c, u.id, str_z(people[i].role)));
    if (str_eq(str_z(people[i].office), STR("admin")))
        return ERR_OK;
    return account_scope(c, u.id, o->id, people[i].full ? 0 : u.office_id);
}

struct founding { const struct options *o; struct organ organ; const struct str *hashes; };

static enum err found(struct ctx *c, void *arg)
{
    struct founding *f = arg;
    struct date since;
    bool made = date_make(2000, 1, 1, &since);
    struct organ *o = &f->organ;

    *o = (struct organ){ .code = f->o->code, .district = f->o->district, .organ_type = STR("district"), .in_program = made,
        .account = f->o->account.n > 0 ? f->o->account : f->o->district,
        .name = f->o->name.n > 0 ? f->o->name : str_fmt(c->a, "%.*s区纪委监委", PF(f->o->district)) };
    TRY(organ_add(c, o, 0, since));
    TRY(offices_make(c, o->id));
    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++)
        if (!people[i].demo_only || f->o->demo)
            TRY(person_make(c, o, (int)i, f->hashes));
    struct user founder = installer;
    founder.organ_id = o->id;
    c->who = &founder;
    struct audit_event e = { .verb = STR("init"), .kind = STR("organ"), .record_id = o->id };
    enum err done = audit_append(c, &e);
    c->who = &installer;
    return done;
}

static enum err build(struct app *app, const struct options *o, struct arena *a, struct str *passwords, struct str *receipts, struct str *why)
{
    struct str hashes[sizeof people / sizeof people[0]];
    struct founding f = { .o = o, .hashes = hashes };
    struct ctx c;
    struct db *db = NULL;

    TRY(write_config(app, o, why));
    TRY(law_load(app, why));
    TRY(vault_create(app->data_dir, o->demo, why));
    TRY(vault_start(&app->vault, app->data_dir, why));
    TRY(audit_key_load(app));
    TRY(data_connect(app, DB_WRITE, &db, why));
    enum err e = db_migrate(db, app_now(app), why);
    db_close(db);
    if (e != ERR_OK)
        return e;
    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
        passwords[i] = password_make(a);
        hashes[i] = !people[i].demo_only || o->demo ? password_hash(a, passwords[i]) : STR("");
    }
    TRY(writer_start(app, why));
    ctx_start(app, &c, a, NULL, &app->rand);
    c.who = &installer;
    e = writer_run(app, &c, found, &f);
    if (e == ERR_OK && o->demo)
        e = demo_fill(app, &c, &f.organ);
    if (e == ERR_OK && o->demo)
        e = portal_found(app, &c, &f.organ);
    if (e == ERR_OK && o->demo && !o->no_reports)
        e = demo_portal(app, &c, &f.organ, receipts);
    if (e != ERR_OK)
        *why = refusal_text(&c, e);
    writer_heads(app, a);
    return e;
}

static void print_people(const struct options *o, const struct str *passwords, struct str receipts)
{
    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++)
        if (!people[i].demo_only || o->demo) {
            int id = 0;
            struct str role = text_find(str_z(people[i].name_text), &id) ? text_of(LANG_ZH, id) : STR("");
            printf("%-14s %.*s   %.*s\n", people[i].login, PF(passwords[i]), PF(role));
        }
    printf("%s%.*s", receipts.n > 0 ? "\n" : "", PF(receipts));
}

int init_main(int argc, char **argv)
{
    static struct app app;
    struct options o;
    struct arena a;
    struct str why = STR(""), receipts = STR(""), passwords[sizeof people / sizeof people[0]];

    read_options(argc, argv, &o);
    arena_open(&a, (size_t)1 << 30);
    enum err e = run_as_owner(o.data.p) ? data_open(&app, o.data, true, &why) : ERR_DENIED;
    if (e == ERR_OK)
        e = build(&app, &o, &a, passwords, &receipts, &why);
    writer_stop(&app);
    if (app.vault != NULL)
        vault_stop(app.vault);
    data_close(&app);
    if (e != ERR_OK)
        fprintf(stderr, "xiezhi: %.*s%s%.*s\n", PF(err_sentence(LANG_ZH, e)), why.n > 0 ? ": " : "", PF(why));
    else
        print_people(&o, passwords, receipts);
    arena_close(&a);
    return err_exit(e);
}
