/* The write paths around the registers - accounts and rights, organs, recusal, drafts, saved filters, sheets brought in, the summary - failed at
 * each of their steps (faults.h). The vault that an import seals into is a real child: this test executes itself again as `vault-serve`. */
#include "faults.h"
#include "world.h"

#include <ftw.h>

#include "area/admin/account.h"
#include "area/exchange/import.h"
#include "area/intake/petition.h"
#include "area/recusal/recusal.h"
#include "area/register/draft.h"
#include "area/register/register.h"
#include "area/summary/summary.h"
#include "area/vault/vault.h"
#include "sheet/zygote.h"

static struct {
    struct organ organ, beside;
    struct petition p;
    struct report r;
    struct rendering made;
    int64_t office, spare_ref, account;
    struct str hash;
} have;

static struct date day(void) { return world_day(2020, 7, 1); }

/* ---- accounts: made, changed, locked; rights asked by one and confirmed by another */
static enum err account_new(struct ctx *c)
{
    struct account u = { .organ_id = have.organ.id, .login = STR("newcomer"), .name = STR("钱某"), .password = have.hash, .uid = -1, .once = true };

    TRY(office_by_code(c, have.organ.id, STR("petition"), &u.office_id));
    return account_add(c, &u);
}
static enum err account_named(struct ctx *c, struct account_row *u) { return account_by_login(c, STR("newcomer"), u); }
static enum err account_renamed(struct ctx *c)
{
    struct account_row u;

    TRY(account_named(c, &u));
    return account_edit(c, &u, STR("钱某某"), u.office_id, u.rev);
}
static enum err account_shut(struct ctx *c) { struct account_row u; TRY(account_named(c, &u)); return account_lock(c, &u, true); }
static enum err account_open(struct ctx *c) { struct account_row u; TRY(account_named(c, &u)); return account_lock(c, &u, false); }
static enum err account_reset(struct ctx *c) { struct account_row u; TRY(account_named(c, &u)); return account_password(c, &u, have.hash); }

static enum err ask(struct ctx *c, struct rights_request r)
{
    struct account_row u;

    TRY(account_named(c, &u));
    r.reason = STR("工作需要");
    return rights_ask(c, &u, &r);
}
static enum err ask_role(struct ctx *c) { return ask(c, (struct rights_request){ .act = STR("role_give"), .role = STR("clerk") }); }
static enum err ask_role_back(struct ctx *c) { return ask(c, (struct rights_request){ .act = STR("role_take"), .role = STR("clerk") }); }
static enum err ask_scope(struct ctx *c) { return ask(c, (struct rights_request){ .act = STR("scope_give"), .organ_id = have.organ.id }); }
static enum err ask_scope_back(struct ctx *c) { return ask(c, (struct rights_request){ .act = STR("scope_take"), .organ_id = have.organ.id }); }
static enum err ask_uid(struct ctx *c) { return ask(c, (struct rights_request){ .act = STR("uid"), .uid = 4321 }); }
static enum err ask_password(struct ctx *c) { return ask(c, (struct rights_request){ .act = STR("password") }); }

static enum err open_request(struct ctx *c, struct rights_request *out)
{
    struct rights_request all[RIGHTS_MAX];
    struct account_row u;
    int n;

    TRY(account_named(c, &u));
    TRY(rights_list(c, u.id, all, RIGHTS_MAX, &n));
    for (int i = 0; i < n; i++)
        if (str_eq(all[i].state, STR("asked"))) {
            *out = all[i];
            return ERR_OK;
        }
    return ERR_NOT_FOUND;
}
static enum err confirm(struct ctx *c) { struct rights_request r; TRY(open_request(c, &r)); return rights_confirm(c, &r, have.hash); }
static enum err refuse_it(struct ctx *c) { struct rights_request r; TRY(open_request(c, &r)); return rights_refuse(c, &r); }

/* ---- organs */
static enum err organ_new(struct ctx *c)
{
    have.beside = (struct organ){ .code = STR("town2"), .name = STR("又一镇纪委"), .district = STR("又一镇"), .account = STR("又一镇"),
        .organ_type = STR("town"), .in_program = true };
    return organ_add(c, &have.beside, have.organ.id, world_day(2020, 1, 1));
}
static enum err office_new(struct ctx *c) { return office_add(c, have.beside.id, STR("petition"), STR("信访室"), &have.office); }
static enum err organ_renamed(struct ctx *c)
{
    struct organ o = have.beside;

    o.name = STR("又一街道纪工委");
    return organ_rename(c, &o, day());
}
static enum err organ_moved(struct ctx *c)
{
    struct organ town;

    TRY(organ_by_code(c, STR("town1"), &town));
    return organ_move(c, &have.beside, town.id, day());
}
static enum err office_ended(struct ctx *c) { return office_end(c, have.office, day()); }
static enum err opened(struct ctx *c) { int n; const struct str *names = register_names(c, &n); return register_open_named(c, names[0], world_day(2019, 1, 1)); }
static enum err counter(struct ctx *c) { return counter_start_named(c, STR("petition"), 2018, 40); }

/* ---- kept away from a matter, and let back */
static struct recusal_of matter(void) { return (struct recusal_of){ STR("petition"), have.p.id, have.p.ref, have.organ.id, 0, false }; }
static enum err recused(struct ctx *c) { struct recusal_of r = matter(); return recusal_ask(c, &r, have.spare_ref, STR("与被反映人是亲属")); }
static enum err lifted(struct ctx *c) { struct recusal_of r = matter(); return recusal_lift(c, &r, have.spare_ref, STR("asked"), STR("查明不是亲属")); }

/* ---- what somebody is typing, and what he wants to see again */
static enum err typed(struct ctx *c, const char *body, struct request *q) { *q = (struct request){ .method = POST }; return form_urlencoded(c, str_z(body), q); }
static enum err drafted(struct ctx *c)
{
    struct request q;

    TRY(typed(c, "channel=letter&persons.0.rank=village&persons.0.name=%E9%92%B1&body=%E5%8D%8A%E5%8F%A5", &q));
    return draft_keep(c, def_form(c->def, "petition"), &q, 0);
}
static enum err drafted_more(struct ctx *c)
{
    struct request q;

    TRY(typed(c, "channel=letter&persons.0.rank=village&body=%E5%8D%8A%E5%8F%A5%E8%AF%9D", &q));
    return draft_keep(c, def_form(c->def, "petition"), &q, 0);
}
static enum err remembered(struct ctx *c)
{
    struct form_values v;
    struct request q;

    TRY(typed(c, "channel=letter&source=own&place=%E6%9F%90%E6%9D%91&source_organ=%E6%9F%90", &q));
    if (form_read(c, def_form(c->def, "petition"), &q, &v) != ERR_OK)       /* half a form: its values are there */
        c->why_id = 0;
    return draft_remember(c, &v);
}
static enum err draft_gone(struct ctx *c) { return draft_drop(c, def_form(c->def, "petition"), 0); }

static enum err door(struct ctx *c, const char *path, const char *body)
{
    struct reply out = { .status = 200 };
    struct request q;

    TRY(typed(c, body, &q));
    for (int i = 0; i < register_slice.n_routes; i++)
        if (strcmp(register_slice.routes[i].path, path) == 0)
            return register_slice.routes[i].apply(c, &q, &out);
    return ERR_NOT_FOUND;
}
static enum err filter_kept(struct ctx *c) { return door(c, "/filter", "name=mine&path=%2Fpetition%3Fchannel%3Dletter"); }
static enum err filter_other(struct ctx *c) { return door(c, "/filter", "name=mine&path=%2Fpetition%3Fchannel%3Dvisit"); }
static enum err filter_gone(struct ctx *c) { return door(c, "/filter/drop", "list=petition&name=mine&path=%2Fpetition"); }

/* ---- a sheet, whole and its good rows; petitions are checked before the writer, results only in it, each in a savepoint */
#define HEAD "被反映人职级,被反映人,被反映人单位,渠道,来源,登记日期,反映内容,检举控告人\n"
#define ROW  "农村干部,孙某,某村,来信,本级受理,2020-06-0"
static const char whole_file[] = HEAD ROW "1,冒领补贴一,赵举\n" ROW "2,冒领补贴二,\n" ROW "3,冒领补贴三,\n";
static const char bad_file[] = HEAD ROW "1,多占宅基地一,\n" ROW "x,多占宅基地二,\n" ROW "3,多占宅基地三,周举\n";
static const char leads_file[] = "被反映人,单位,线索来源,登记日期,主要问题\n孙某,某局,上级交办,2020-06-01,挪用一\n李某,某局,上级交办,2020-06-02,挪用二\n";

static enum err bring(struct ctx *c, const char *kind, const char *bytes, bool good)
{
    struct import m = { .bytes = str_z(bytes), .file_name = STR("登记表.csv"), .good_rows = good };

    TRY(sheet_kind(c, str_z(kind), &m.kind));
    TRY(import_read(c, &m));
    return import_take(c, &m);
}
static enum err brought(struct ctx *c) { return bring(c, "petition", whole_file, false); }
static enum err brought_good(struct ctx *c) { return bring(c, "petition", bad_file, true); }
static enum err brought_leads(struct ctx *c) { return bring(c, "lead", leads_file, false); }

/* ---- the summary */
static enum err started(struct ctx *c)
{
    struct window w = { world_day(2020, 1, 1), world_day(2020, 6, 30) };

    return report_start(c, w, world_day(2020, 6, 30), &have.r);
}
static enum err part_two(struct ctx *c)
{
    struct report r;

    TRY(report_load(c, have.r.ref, &r));
    return report_edit(c, &r, STR("一是线索处置不够及时。"), STR("抓好巡察整改。"));
}
static enum err rendered(struct ctx *c)
{
    TRY(report_load(c, have.r.ref, &have.r));
    have.r.despite = STR("核对过，差异在登记之前");
    return report_render(c, &have.r, &have.made);
}
static enum err published(struct ctx *c) { struct report r = have.r; return report_publish(c, &r, &have.made); }

static const struct fault_path paths[] = {
    { "account", account_new, 0, NULL }, { "edit of an account", account_renamed, 0, NULL }, { "lock", account_shut, 0, NULL },
    { "unlock", account_open, 0, NULL }, { "one-time password", account_reset, 0, NULL },
    { "ask for a role", ask_role, 0, NULL }, { "confirm a role", confirm, 1, NULL }, { "ask for rows", ask_scope, 0, NULL },
    { "confirm rows", confirm, 1, NULL }, { "ask for a uid", ask_uid, 0, NULL }, { "confirm a uid", confirm, 1, NULL },
    { "ask for a password", ask_password, 0, NULL }, { "confirm a password", confirm, 1, NULL },
    { "ask to take rows", ask_scope_back, 0, NULL }, { "confirm taking rows", confirm, 1, NULL },
    { "ask to take a role", ask_role_back, 0, NULL }, { "refuse", refuse_it, 1, NULL }, { "ask again", ask_role_back, 0, NULL },
    { "confirm taking a role", confirm, 1, NULL },
    { "organ", organ_new, 0, NULL }, { "office", office_new, 0, NULL }, { "rename an organ", organ_renamed, 0, NULL },
    { "move an organ", organ_moved, 0, NULL }, { "end an office", office_ended, 0, NULL }, { "open a register", opened, 0, NULL },
    { "start of a counter", counter, 0, NULL },
    { "recusal asked", recused, 0, NULL }, { "recusal lifted", lifted, 0, NULL },
    { "draft", drafted, 0, NULL }, { "draft again", drafted_more, 0, NULL }, { "remembered", remembered, 0, NULL },
    { "draft dropped", draft_gone, 0, NULL }, { "filter", filter_kept, 0, NULL }, { "filter of the same name", filter_other, 0, NULL },
    { "filter dropped", filter_gone, 0, NULL },
    { "import", brought, 0, NULL }, { "import of good rows", brought_good, 0, NULL }, { "import of leads", brought_leads, 0, NULL },
    { "report", started, 0, NULL }, { "parts two and three", part_two, 0, NULL }, { "publish", published, 1, rendered },
};

/* ---- the world, with a vault beside it and a letter that names the newcomer */
static void whole_rights(struct user *u)
{
    u->perms = UINT64_MAX;
    u->full_scope = u->official = u->register_scope = true;
}

static void letter(struct world *w)
{
    struct petition_new n = { .persons = { { STR_INIT("钱某"), STR_INIT("某村"), STR_INIT("村主任"), STR_INIT("village"), 0 } }, .n_persons = 1,
        .channel = STR("letter"), .source = STR("own"), .class = STR("accusation"), .subject = STR("一封信"), .body = STR("一封信"),
        .conduct = { STR("c_mass") } };
    struct audit_event e = { .verb = STR("test") };
    struct account_row spare;

    assert_int_equal(db_begin(w->f.db, DB_WRITE), ERR_OK);
    assert_int_equal(petition_register(&w->c, &n, &have.p), ERR_OK);
    assert_int_equal(audit_append(&w->c, &e), ERR_OK);
    assert_int_equal(account_by_login(&w->c, STR("spare"), &spare), ERR_OK);
    assert_int_equal(db_commit(w->f.db), ERR_OK);
    have.spare_ref = spare.ref;
}

static int drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static void every_path_fails_whole(void **state)
{
    char dir[] = "/tmp/xiezhi-faults.XXXXXX";
    struct str why = STR("");
    struct world w;

    (void)state;
    assert_non_null(mkdtemp(dir));
    assert_int_equal(vault_create(dir, true, &why), ERR_OK);
    world_open(&w);
    assert_int_equal(vault_start(&w.c.vault, dir, &why), ERR_OK);
    w.c.data_dir = dir;
    whole_rights(w.one);
    whole_rights(w.other);
    memset(&have, 0, sizeof have);
    have.organ = w.organ;
    have.hash = password_hash(&w.f.a, STR("Zhong-2020-kan"));
    letter(&w);
    struct faults run = { .f = &w.f, .c = &w.c, .db = w.f.db, .who = { w.one, w.other, w.spare, w.fresh }, .audit = true, .rows = 1 };
    faults_walk(&run, paths, sizeof paths / sizeof paths[0]);
    vault_stop(w.c.vault);
    world_close(&w);
    nftw(dir, drop, 16, FTW_DEPTH | FTW_PHYS);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(every_path_fails_whole) };

    if (argc > 3 && strcmp(argv[1], "vault-serve") == 0)
        return vault_serve_main(argv[2], (int)strtol(argv[3], NULL, 10));
    zygote_start("/");
    return fixture_run(tests, 1);
}
