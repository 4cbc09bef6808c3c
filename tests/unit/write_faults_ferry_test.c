/* The write paths of the reporting site and of the ferry, failed at each of their steps (faults.h): a report comes, is carried in, answered, carried
 * back. Both sides are real: a register with its vault, a site founded beside it. The vault is a child: this test executes itself as `vault-serve`. */
#include "faults.h"
#include "world.h"

#include <ftw.h>
#include <sodium.h>
#include <sys/stat.h>

#include "app/portal.h"
#include "area/envelope/correspondence.h"
#include "area/envelope/passing.h"
#include "area/ferry/ferry.h"
#include "area/ferry/organ_text.h"
#include "area/ferry/outside.h"
#include "area/handover/handover_file.h"
#include "area/portal/portal.h"
#include "area/vault/vault.h"
#include "seal/certify.h"

static struct {
    struct ctx outside;
    struct db *portal;
    char dir[64], site[96], medium[96];
    struct portal_keys keys;
    struct str request, typed;
    struct certificate certificate;
    struct sealed_file files[2];
    struct portal_report r, more;
    struct portal_taken taken;
    struct str sealed;
    struct ferry_unpack *unpack;
    struct ferry_pack *pack;
} have;

/* ---- founding: the organ's higher key, the site's keys asked for by one and confirmed by another */
static enum err article15(struct ctx *c) { return ferry_article15_keep(c, str_hex(c->a, have.keys.art15, 32)); }
static enum err pinned(struct ctx *c) { return ferry_pin(c, have.request, have.typed); }
static enum err certified(struct ctx *c) { return ferry_pin_read(c, have.typed, &have.certificate); }
static enum err pin_confirmed(struct ctx *c) { return ferry_pin_confirm(c, &have.certificate); }

static const struct fault_path founding[] = {
    { "article 15 key", article15, 0, NULL }, { "keys asked", pinned, 0, NULL }, { "keys confirmed", pin_confirmed, 1, certified },
};

/* ---- outside: a report with a file, then something more with another */
static void file_make(struct sealed_file *f)
{
    assert_int_equal(sealed_file_start(f, have.site), ERR_OK);
    assert_int_equal(sealed_file_add(f, "%PDF-1.4 picture", 16), ERR_OK);
    assert_int_equal(sealed_file_end(f, have.site), ERR_OK);
}
static enum err report_sealed(struct ctx *c)
{
    have.r = (struct portal_report){ .kind = STR("real"), .accused_rank = STR("village"), .accused_name = STR("某人"), .body = STR("冒领补贴"),
        .reporter_name = STR("张三"), .reporter_contact = STR("13800000000"), .files = { &have.files[0] }, .file_names = { STR("a.pdf") }, .n_files = 1 };
    file_make(&have.files[0]);
    return portal_seal(c, &have.keys, &have.r, &have.taken);
}
static enum err report_kept(struct ctx *c) { return portal_store(c, &have.r, &have.taken); }
static enum err note_sealed(struct ctx *c)
{
    struct portal_matter m = { .id = have.taken.id };

    have.more = (struct portal_report){ .body = STR("还有一件事"), .files = { &have.files[1] }, .file_names = { STR("b.pdf") }, .n_files = 1 };
    file_make(&have.files[1]);
    memcpy(m.note_public, have.taken.note_public, sizeof m.note_public);
    return portal_note_seal(c, &m, &have.more, &have.sealed);
}
static enum err note_kept(struct ctx *c) { return portal_note_store(c, have.taken.id, &have.more, have.sealed); }

static const struct fault_path reporting[] = { { "report", report_kept, 0, report_sealed }, { "message", note_kept, 0, note_sealed } };

/* ---- inside: unpacked, a lost number passed over, answered, packed */
static enum err verified(struct ctx *c) { return ferry_unpack_read(c, str_z(have.medium), &have.unpack); }
static enum err unpacked(struct ctx *c) { return ferry_unpack_apply(c, have.unpack); }
static enum err skip_asked(struct ctx *c) { return ferry_skip_ask(c, 2, STR("介质毁坏")); }
static enum err skip_confirmed(struct ctx *c) { return ferry_skip_confirm(c, 2); }
static enum err answered(struct ctx *c)
{
    struct envelope_out m = { .envelope_id = have.taken.id, .state = STR("handling"), .day = STR("2020-07-01"), .sealed = STR("closed answer") };

    return envelope_say(c, &m);
}
static enum err gathered(struct ctx *c) { return ferry_pack_read(c, 0, &have.pack); }
static enum err packed(struct ctx *c) { return ferry_pack_apply(c, have.pack); }

static const struct fault_path inside[] = {
    { "unpack", unpacked, 0, verified }, { "pass over", skip_asked, 0, NULL }, { "confirm passing over", skip_confirmed, 1, NULL },
    { "answer", answered, 0, NULL }, { "pack", packed, 0, gathered },
};

/* ---- screened, opened, registered; asked, released, what was added opened; a copy kept, the reporter told */
static struct { struct envelope e; struct envelope_seen seen; struct petition_new n; struct petition p; struct correspondence x;
    unsigned char box_public[32]; struct corr_opened *notes; int n_notes; } screening;

static enum err looked(struct ctx *c) { TRY(envelope_load(c, have.taken.id, &screening.e)); return envelope_look(c, &screening.e, &screening.seen); }
static enum err taken_up(struct ctx *c) { bool taken; struct envelope e = screening.e; return envelope_take_up(c, &e, &screening.seen, &taken); }
static enum err opened(struct ctx *c) { struct envelope e = screening.e; return envelope_open(c, &e, &screening.seen); }
static enum err put_back(struct ctx *c) { struct envelope e = screening.e; return envelope_act(c, &e, STR("put_back")); }
static enum err matter_read(struct ctx *c)
{
    struct vault_matter m;

    TRY(looked(c));
    TRY(envelope_matter(c, &screening.e, &m));
    envelope_petition(c, &screening.e, &m, &screening.n);
    screening.n.ref = rand_ref(c->rand);
    return envelope_keep_identity(c, &screening.e, screening.n.ref);
}
static enum err registered(struct ctx *c) { struct envelope e = screening.e; return envelope_register(c, &e, &screening.n, &screening.p); }
static enum err talk(struct ctx *c) { TRY(correspondence_load(c, screening.p.id, &screening.x)); return correspondence_key(c, &screening.x, screening.box_public); }
static enum err asked(struct ctx *c) { return correspondence_ask(c, &screening.x, STR("是哪一户？"), screening.box_public); }
static enum err released(struct ctx *c) { return correspondence_release(c, &screening.x, screening.x.questions[0].ref); }
static enum err withdrawn(struct ctx *c) { return correspondence_withdraw(c, &screening.x, screening.x.questions[1].ref); }
static enum err notes_read(struct ctx *c)
{
    int altered;

    TRY(talk(c));
    return correspondence_open(c, &screening.x, &screening.notes, &screening.n_notes, &altered);
}
static enum err notes_opened(struct ctx *c) { return correspondence_opened(c, screening.p.id, screening.notes, screening.n_notes); }
static enum err copied(struct ctx *c)
{
    const struct copy_due d = { .envelope_id = have.taken.id, .petition_id = screening.p.id };
    const struct corr_file f = { .file = screening.x.files[0].file, .outcome = STR("sealed"), .why = STR("fault"), .scan = STR("absent"), .text = STR("字") };

    return copy_add(c, &d, &f);
}
static struct progress_told *due;
static int n_due;
static enum err due_read(struct ctx *c) { return progress_due(c, &due, &n_due); }
static enum err told(struct ctx *c) { return progress_tell(c, due, n_due); }

static const struct fault_path screened[] = {
    { "take up", taken_up, 0, looked }, { "put back", put_back, 0, looked }, { "take up again", taken_up, 0, looked }, { "open", opened, 0, looked },
    { "register", registered, 0, matter_read }, { "tell", told, 0, due_read }, { "ask", asked, 0, talk }, { "ask again", asked, 0, talk },
    { "release", released, 1, talk }, { "withdraw", withdrawn, 0, talk }, { "open notes", notes_opened, 0, notes_read }, { "keep a copy", copied, 0, talk },
};

/* ---- a rank that the reporter chose wrongly: seen when it is open, closed again, passed on, handed over. At every moment it is closed to our keys and
 * not passed on, or passed on and closed to the next higher organ's alone. */
static struct { struct portal_report r; struct portal_taken t; struct envelope e; struct envelope_seen seen; struct envelope_passed to; struct vault_passed passed;
    struct handover_file_made made; } higher;

static enum err second_sealed(struct ctx *c)
{
    higher.r = (struct portal_report){ .kind = STR("real"), .accused_rank = STR("village"), .accused_name = STR("某副区长"), .body = STR("其实是副区长"),
        .reporter_name = STR("李四"), .reporter_contact = STR("13900000000") };
    return portal_seal(c, &have.keys, &higher.r, &higher.t);
}
static enum err second_came(struct ctx *c)
{
    const struct portal_taken *t = &higher.t;
    const struct str box = { (const char *)t->keys.box_public, 32 }, note = { (const char *)t->note_public, 32 };
    const struct envelope_in e = { t->id, STR("2020-06-30"), box, note, t->screen, t->matter, t->identity, 1 };
    bool was_there;

    return envelope_take(c, c->who->organ_id, &e, &was_there);
}
static enum err second_looked(struct ctx *c) { TRY(envelope_load(c, higher.t.id, &higher.e)); return envelope_look(c, &higher.e, &higher.seen); }
static enum err second_taken(struct ctx *c) { bool taken; struct envelope e = higher.e; return envelope_take_up(c, &e, &higher.seen, &taken); }
static enum err second_opened(struct ctx *c) { struct envelope e = higher.e; return envelope_open(c, &e, &higher.seen); }
static enum err closed_again(struct ctx *c) { struct envelope e = higher.e; return envelope_act(c, &e, STR("close_again")); }
static enum err pass_read(struct ctx *c)
{
    TRY(second_looked(c));
    higher.to = (struct envelope_passed){ STR("市纪委监委"), STR(""), STR(""), date_of_ms(c->now_ms) };
    return envelope_pass_read(c, &higher.e, &higher.to, STR(""), &higher.passed);
}
/* One that opens here is not passed on, one that is passed on does not open here: tried with the vault itself. */
static void never_both(struct ctx *c)
{
    struct envelope e;
    struct vault_screen s;
    struct vault_matter m;
    const struct vault_asker by = { c->who->id, c->now_ms };

    assert_int_equal(db_begin(c->db, DB_READ), ERR_OK);
    assert_int_equal(envelope_load(c, higher.t.id, &e), ERR_OK);
    db_rollback(c->db);
    bool ours = vault_open_screen(c->vault, c->a, &by, e.screen, &s) == ERR_OK && vault_open_matter(c->vault, c->a, &by, e.matter, &m) == ERR_OK;
    assert_int_equal(ours, !str_eq(e.state, STR("passed")));
    assert_int_equal(e.passed_key.n, ours ? 0 : 32);
}
static enum err passed_on(struct ctx *c) { struct envelope e = higher.e; return envelope_pass(c, &e, &higher.to, &higher.passed); }
static enum err file_made(struct ctx *c) { return handover_file_read(c, higher.t.id, str_fmt(c->a, "%s/higher", have.dir), STR(""), &higher.made); }
static enum err handed_over(struct ctx *c)
{
    enum err e = handover_file_apply(c, &higher.made);

    if (e != ERR_OK)                    /* a row that is not there leaves no file either */
        assert_false(medium_there(str_z(higher.made.m.part)) || medium_there(str_z(higher.made.m.path)));
    return e;
}

static const struct fault_path closing[] = {
    { "another report", second_came, 0, second_sealed }, { "take it up", second_taken, 0, second_looked }, { "open it", second_opened, 0, second_looked },
    { "close again", closed_again, 0, second_looked },
}, passing = { "pass on", passed_on, 0, pass_read }, handing[] = { { "hand over", handed_over, 0, file_made },
    { "hand over again", handed_over, 0, file_made },
};

/* The same steps with a look at what is there after each. */
static void pass_on_fails_whole(struct faults *in)
{
    int64_t n = 1;

    faults_read_half(in, &passing);
    for (bool fired = true; fired; n++) {
        enum err done = faults_attempt(in, &passing, n);
        fired = db_fault_fired(in->db);
        db_fail_at(in->db, 0, ERR_OK);
        if (fired == (done == ERR_OK))
            fail_msg("pass on: step %d: %s", (int)n, err_name(done));
        never_both(in->c);
    }
    in->steps += (int)n - 2;
    in->paths++;
    in->rows++;
}

/* ---- outside there is no dispatcher: each call makes its own transactions, and after a fault the same call goes on. What must hold at every moment:
 * a row has a number only when the number has its row, texts are emptied when the receipt is noted and not before, and what came back is there
 * with its bundle or not at all. */
static int64_t outside_int(struct world *w, const char *sql) { return fixture_int(&w->f, have.portal, sql); }

static bool outside_whole(struct world *w)
{
    return outside_int(w, "SELECT count(*) FROM report r WHERE r.packed_in IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM bundle b WHERE b.outward = 1 AND b.no = r.packed_in)") == 0
        && outside_int(w, "SELECT count(*) FROM report r WHERE (r.matter IS NULL) <> EXISTS "
            "(SELECT 1 FROM bundle b WHERE b.outward = 1 AND b.no = r.packed_in AND b.confirmed_on IS NOT NULL)") == 0
        && outside_int(w, "SELECT count(*) FROM bundle WHERE outward = 0") == outside_int(w, "SELECT count(*) FROM note WHERE inward = 0");
}

/* Once it is unpacked the same call says TWICE, and ends what was left to do. */
static int outside_fails(struct world *w, enum err (*run)(struct ctx *c, struct str path, struct outside_done *done), const char *what)
{
    struct outside_done done;

    for (int64_t n = 1;; n++) {
        have.outside.why_id = 0;
        db_fail_at(have.portal, n, n % 2 == 0 ? ERR_BUSY : ERR_FULL);
        enum err e = run(&have.outside, str_z(have.medium), &done);
        bool fired = db_fault_fired(have.portal);
        db_fail_at(have.portal, 0, ERR_OK);
        if (!outside_whole(w))
            fail_msg("%s: step %d left half of it behind", what, (int)n);
        if (!fired && e != ERR_OK && e != ERR_TWICE)
            fail_msg("%s: refused without a fault: %s, %.*s", what, err_name(e), PF(text_of(LANG_ZH, have.outside.why_id)));
        if (!fired)
            return (int)n - 1;
        if (e == ERR_OK && !(run == outside_unpack && n % 2 == 0))      /* a busy site is compacted the next time */
            fail_msg("%s: the fault at step %d was swallowed", what, (int)n);
    }
}

static enum err pack_outside(struct ctx *c, struct str path, struct outside_done *done) { return outside_pack(c, path, 0, done); }

/* ---- both sides */
static void site_found(struct world *w)
{
    struct site_keys s;
    struct vault_public organ;
    struct str why = STR("");
    unsigned char signature[64];

    have.keys = (struct portal_keys){ .organ_code = w->organ.code, .organ_name = w->organ.name };
    assert_int_equal(vault_public(w->c.vault, &organ), ERR_OK);
    memcpy(have.keys.matter, organ.matter, 32);
    memcpy(have.keys.identity, organ.identity, 32);
    memcpy(have.keys.organ_sign, organ.sign, 32);
    crypto_box_keypair(have.keys.art15, (unsigned char[32]){ 0 });
    assert_int_equal(vault_article15(w->c.vault, &(struct vault_asker){ 0, WORLD_NOW_MS }, (struct str){ (char *)have.keys.art15, 32 },
        &(struct vault_article15){ .known = false }), ERR_OK);
    portal_pairs_new(&have.keys, date_of_ms(WORLD_NOW_MS));
    assert_int_equal(portal_make(&w->app, &w->f.a, have.site, &have.keys), ERR_OK);
    assert_int_equal(db_open(&have.portal, str_fmt(&w->f.a, "sqlite:%s/portal.db", have.site), DB_WRITE, &why), ERR_OK);
    have.outside = w->c;
    have.outside.db = have.portal;
    have.outside.data_dir = have.site;
    s = (struct site_keys){ .ack_from = have.keys.ack_from, .ack_to = have.keys.ack_to };
    memcpy(s.ack_public, have.keys.ack_public, 32);
    memcpy(s.ferry_public, have.keys.ferry_public, 32);
    struct str head = site_text_head(&w->f.a, w->organ.code, &s);
    certify_sign(head, have.keys.ferry_secret, signature);
    have.request = signed_text_of(&w->f.a, head, signature);
    have.typed = fingerprint(&w->f.a, site_entry(&w->f.a, &s));
}

static void both_open(struct world *w)
{
    struct str why = STR("");

    memset(&have, 0, sizeof have);
    snprintf(have.dir, sizeof have.dir, "/tmp/xiezhi-faults.XXXXXX");
    assert_non_null(mkdtemp(have.dir));
    snprintf(have.site, sizeof have.site, "%s/portal", have.dir);
    snprintf(have.medium, sizeof have.medium, "%s/medium", have.dir);
    assert_int_equal(vault_create(have.dir, true, &why), ERR_OK);
    world_open(w);
    assert_int_equal(vault_start(&w->c.vault, have.dir, &why), ERR_OK);
    w->c.data_dir = have.dir;
    site_found(w);
}

static int drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st, (void)kind, (void)at;
    return remove(path);
}

static void both_close(struct world *w)
{
    db_close(have.portal);
    vault_stop(w->c.vault);
    world_close(w);
    nftw(have.dir, drop, 16, FTW_DEPTH | FTW_PHYS);
}

static void every_path_fails_whole(void **state)
{
    struct world w;

    (void)state;
    both_open(&w);
    struct faults in = { .f = &w.f, .c = &w.c, .db = w.f.db, .who = { w.one, w.other }, .audit = true };
    struct faults out = { .f = &w.f, .c = &have.outside, .db = have.portal, .who = { &user_nobody } };
    faults_walk(&in, founding, sizeof founding / sizeof founding[0]);
    faults_walk(&out, reporting, sizeof reporting / sizeof reporting[0]);
    int steps = outside_fails(&w, pack_outside, "pack outside");
    faults_walk(&in, inside, sizeof inside / sizeof inside[0]);
    faults_walk(&in, screened, sizeof screened / sizeof screened[0]);
    faults_walk(&in, closing, sizeof closing / sizeof closing[0]);
    pass_on_fails_whole(&in);
    faults_walk(&in, handing, sizeof handing / sizeof handing[0]);
    assert_int_equal(fixture_int(&w.f, w.f.db, "SELECT count(*) FROM envelope_handover WHERE no IN (1, 2)"), 2);
    remove(have.medium);
    assert_int_equal(ferry_pack_done(&w.c, have.pack, str_z(have.medium)), ERR_OK);
    steps += outside_fails(&w, outside_unpack, "unpack outside");
    print_message("outside, %d failed steps\n", steps);
    assert_int_equal(outside_int(&w, "SELECT count(*) FROM note WHERE inward = 0"), 1);
    assert_int_equal(outside_int(&w, "SELECT count(*) FROM attachment"), 0);
    assert_int_equal(fixture_int(&w.f, w.f.db, "SELECT count(*) FROM envelope_file"), 2);
    both_close(&w);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(every_path_fails_whole) };

    if (argc > 3 && strcmp(argv[1], "vault-serve") == 0)
        return vault_serve_main(argv[2], (int)strtol(argv[3], NULL, 10));
    return fixture_run(tests, 1);
}
