/* Who reported: asked for, consented to by another one, shown once - both forms of a closed identity, and every no. */
#include "vault_place.h"

#include <time.h>

#include "area/vault/vault_msg.h"
#include "base/log.h"

#define HOUR   ((int64_t)3600000)
#define ASKED  INT64_C(1000000)

static const struct vault_asker clerk = { .user_id = 77, .now_ms = ASKED }, keeper = { .user_id = 78, .now_ms = ASKED + 1000 },
    other = { .user_id = 79, .now_ms = ASKED + 1000 };
static const struct identity signed_one = { .name = STR_INIT(NAME), .contact = STR_INIT(PHONE), .id_no = STR_INIT("11010519491231002X"),
    .address = STR_INIT("某村 3 号"), .claimed = STR_INIT("real") };

static struct vault_asker later(const struct vault_asker *who, int64_t ms) { return (struct vault_asker){ who->user_id, who->now_ms + ms }; }

static int64_t asked(struct place *p, int64_t petition)
{
    int64_t ref = 0;

    assert_int_equal(vault_ask(p->v, &clerk, petition, STR("notice"), STR("告知受理"), &ref), ERR_OK);
    assert_true(ref > 0);
    return ref;
}

static int64_t consented(struct place *p, int64_t petition)
{
    int64_t ref = asked(p, petition);

    assert_int_equal(vault_consent(p->v, &keeper, ref, 24 * HOUR, STR("")), ERR_OK);
    return ref;
}

static enum err open_at(struct place *p, const struct vault_asker *who, int64_t ref, int64_t petition, struct vault_shown **w, int *n)
{
    return vault_open_identity(p->v, &p->a, who, ref, petition, w, n);
}

static struct vault_request only(struct place *p, int64_t now_ms)
{
    struct vault_requests all;

    assert_int_equal(vault_requests(p->v, &p->a, &(struct vault_which){ .now_ms = now_ms, .max = 10 }, &all), ERR_OK);
    assert_int_equal(all.n, 1);
    return all.rows[0];
}

static void shows_our_own_form_once(void **state)
{
    struct place p;
    struct vault_shown *w;
    int n;

    (void)state;
    place_open(&p);
    assert_int_equal(vault_seal_identity(p.v, 41, &signed_one, 500), ERR_OK);
    int64_t ref = asked(&p, 41);
    assert_int_equal(only(&p, ASKED).standing, REQUEST_ASKED);
    assert_int_equal(open_at(&p, &clerk, ref, 41, &w, &n), ERR_MOVE);
    assert_int_equal(vault_consent(p.v, &keeper, ref, 24 * HOUR, STR("")), ERR_OK);
    struct vault_request r = only(&p, ASKED + 2000);
    assert_true(r.standing == REQUEST_CONSENTED && r.decided_by == 78 && r.until_ms == ASKED + 1000 + 24 * HOUR && r.asked_by == 77);
    assert_true(str_eq(r.purpose, STR("notice")) && str_eq(r.words, STR("告知受理")) && r.petition_ref == 41 && r.ref == ref);
    assert_int_equal(open_at(&p, &clerk, ref, 41, &w, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_true(w[0].readable && !w[0].from_outside && w[0].at_ms == 500);
    assert_true(str_eq(w[0].who.name, STR(NAME)) && str_eq(w[0].who.contact, STR(PHONE)) && str_eq(w[0].who.claimed, STR("real")));
    assert_true(str_eq(w[0].who.id_no, signed_one.id_no) && str_eq(w[0].who.address, signed_one.address));
    assert_int_equal(only(&p, ASKED + 2000).standing, REQUEST_OPENED);
    assert_int_equal(open_at(&p, &clerk, ref, 41, &w, &n), ERR_MOVE);          /* never again */
    assert_int_equal(vault_consent(p.v, &keeper, ref, HOUR, STR("")), ERR_MOVE);
    assert_true(str_eq(cell(&p, "SELECT (closed IS NULL) || '/' || opened_at_ms FROM request"), STR("1/1000000")));
    place_close(&p);
}

static void shows_the_outside_form(void **state)
{
    struct place p;
    struct vault_shown *w;
    int n;

    (void)state;
    place_open(&p);
    struct portal_taken t = report(&p, STR("village"), STR("real"));
    assert_int_equal(vault_keep_identity(p.v, 41, t.identity, 700), ERR_OK);
    int64_t ref = consented(&p, 41);
    assert_int_equal(open_at(&p, &clerk, ref, 41, &w, &n), ERR_OK);
    assert_true(n == 1 && w[0].from_outside && w[0].readable && w[0].at_ms == 700);
    assert_true(str_eq(w[0].who.name, STR(NAME)) && str_eq(w[0].who.contact, STR(PHONE)) && str_eq(w[0].who.claimed, STR("real")));
    place_close(&p);
}

/* Several revisions, newest first; what was moved here from another petition and what another key closed is said to be unreadable. */
static void shows_all_that_is_kept(void **state)
{
    struct place p;
    struct vault_shown *w;
    char path[128];
    sqlite3 *db;
    int n;

    (void)state;
    place_open(&p);
    struct portal_taken elsewhere = report(&p, STR("upper"), STR("real"));
    assert_int_equal(vault_seal_identity(p.v, 41, &signed_one, 1), ERR_OK);
    assert_int_equal(vault_seal_identity(p.v, 41, &(struct identity){ .name = STR("改名") }, 2), ERR_OK);
    assert_int_equal(vault_seal_identity(p.v, 40, &signed_one, 3), ERR_OK);
    assert_int_equal(vault_keep_identity(p.v, 41, elsewhere.identity, 4), ERR_OK);
    snprintf(path, sizeof path, "%s/vault/vault.db", p.dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE identity SET petition_ref = 41, rev = 9 WHERE petition_ref = 40", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    int64_t ref = consented(&p, 41);
    assert_int_equal(open_at(&p, &clerk, ref, 41, &w, &n), ERR_OK);
    assert_int_equal(n, 4);
    assert_true(!w[0].readable && w[0].who.name.n == 0 && w[0].at_ms == 3);
    assert_true(!w[1].readable && w[1].from_outside && w[1].who.contact.n == 0);
    assert_true(w[2].readable && str_eq(w[2].who.name, STR("改名")) && w[3].readable && str_eq(w[3].who.name, STR(NAME)));
    place_close(&p);
}

/* Signed, anonymous, absent: the same rows, the same sizes, and no plain byte in the file while it waits. */
static void tells_nothing_before_it_is_opened(void **state)
{
    struct place p;
    struct vault_shown *w;
    int n = -1;

    (void)state;
    place_open(&p);
    assert_int_equal(vault_seal_identity(p.v, 41, &signed_one, 500), ERR_OK);
    assert_int_equal(vault_seal_identity(p.v, 42, &(struct identity){ .claimed = STR("anonymous") }, 500), ERR_OK);
    int64_t refs[3];
    for (int i = 0; i < 3; i++)
        refs[i] = consented(&p, 41 + i);
    assert_true(str_eq(cell(&p, "SELECT count(*) || '/' || count(DISTINCT length(closed)) FROM request"), STR("3/1")));
    assert_true(str_eq(cell(&p, "SELECT count(*) FROM request WHERE instr(closed, CAST('" NAME "' AS BLOB)) > 0"), STR("0")));
    assert_int_equal(open_at(&p, &clerk, refs[2], 43, &w, &n), ERR_OK);
    assert_int_equal(n, 0);
    assert_int_equal(open_at(&p, &clerk, refs[1], 42, &w, &n), ERR_OK);
    assert_true(n == 1 && w[0].who.name.n == 0 && str_eq(w[0].who.claimed, STR("anonymous")));
    place_close(&p);
}

static void takes_two_persons(void **state)
{
    struct place p;
    struct vault_shown *w;
    struct vault_requests all;
    int64_t again = 0;
    int n;

    (void)state;
    place_open(&p);
    assert_int_equal(vault_ask(p.v, &clerk, 41, STR("notice"), STR(""), &again), ERR_INVALID);
    assert_int_equal(vault_ask(p.v, &clerk, 41, STR(""), STR("x"), &again), ERR_INVALID);
    int64_t ref = asked(&p, 41);
    assert_int_equal(vault_ask(p.v, &clerk, 41, STR("notice"), STR("再问"), &again), ERR_CONFLICT);
    assert_int_equal(vault_consent(p.v, &clerk, ref, HOUR, STR("")), ERR_FORBIDDEN);
    assert_int_equal(vault_refuse(p.v, &clerk, ref, STR("x")), ERR_FORBIDDEN);
    assert_int_equal(vault_consent(p.v, &keeper, ref + 1, HOUR, STR("")), ERR_NOT_FOUND);
    assert_int_equal(vault_consent(p.v, &keeper, ref, 0, STR("")), ERR_INVALID);
    assert_int_equal(vault_consent(p.v, &keeper, ref, VAULT_CONSENT_MAX_MS + 1, STR("")), ERR_INVALID);
    assert_int_equal(vault_refuse(p.v, &keeper, ref, STR("")), ERR_INVALID);
    assert_int_equal(vault_refuse(p.v, &keeper, ref, STR("目的不足")), ERR_OK);
    assert_int_equal(vault_consent(p.v, &other, ref, HOUR, STR("")), ERR_MOVE);
    assert_int_equal(open_at(&p, &clerk, ref, 41, &w, &n), ERR_MOVE);
    struct vault_request r = only(&p, ASKED);
    assert_true(r.standing == REQUEST_REFUSED && r.decided_by == 78 && str_eq(r.reason, STR("目的不足")));
    ref = consented(&p, 41);
    assert_int_equal(open_at(&p, &other, ref, 41, &w, &n), ERR_FORBIDDEN);
    assert_int_equal(open_at(&p, &keeper, ref, 41, &w, &n), ERR_FORBIDDEN);
    assert_int_equal(open_at(&p, &clerk, ref, 42, &w, &n), ERR_NOT_FOUND);
    assert_int_equal(vault_requests(p.v, &p.a, &(struct vault_which){ .now_ms = ASKED, .petition_ref = 41, .asked_by = 77, .max = 1 }, &all), ERR_OK);
    assert_true(all.n == 1 && all.rows[0].ref == ref && !all.passphrase);
    assert_int_equal(vault_requests(p.v, &p.a, &(struct vault_which){ .now_ms = ASKED, .before = all.rows[0].id, .max = 5 }, &all), ERR_OK);
    assert_true(all.n == 1 && all.rows[0].standing == REQUEST_REFUSED);
    assert_int_equal(vault_requests(p.v, &p.a, &(struct vault_which){ .now_ms = ASKED, .asked_by = 79, .max = 5 }, &all), ERR_OK);
    assert_int_equal(all.n, 0);
    place_close(&p);
}

/* By the day it was given for, by the vault's own clock, and by a restart. */
static void lets_a_consent_lapse(void **state)
{
    struct place p;
    struct vault_shown *w;
    int n;

    (void)state;
    place_open(&p);
    int64_t ref = consented(&p, 41);
    struct vault_asker late = later(&clerk, 24 * HOUR + 1001);
    assert_int_equal(open_at(&p, &late, ref, 41, &w, &n), ERR_MOVE);
    assert_int_equal(only(&p, late.now_ms).standing, REQUEST_LAPSED);
    late = later(&clerk, 24 * HOUR + 1000);
    assert_int_equal(open_at(&p, &late, ref, 41, &w, &n), ERR_OK);
    ref = asked(&p, 42);
    assert_int_equal(vault_consent(p.v, &keeper, ref, 30, STR("")), ERR_OK);
    nanosleep(&(struct timespec){ .tv_nsec = 60000000 }, NULL);
    assert_int_equal(open_at(&p, &clerk, ref, 42, &w, &n), ERR_MOVE);
    assert_true(str_eq(cell(&p, "SELECT count(*) FROM request WHERE closed IS NOT NULL"), STR("0")));
    ref = consented(&p, 43);
    vault_stop(p.v);
    p.v = start(&p);
    assert_int_equal(open_at(&p, &clerk, ref, 43, &w, &n), ERR_MOVE);
    assert_true(str_eq(cell(&p, "SELECT count(*) FROM request WHERE closed IS NOT NULL"), STR("0")));
    assert_true(consented(&p, 43) != ref);          /* a new request goes on */
    place_close(&p);
}

/* Altered while it waited: nothing of it is shown, and the request is used up. */
static void refuses_what_was_altered(void **state)
{
    struct place p;
    struct vault_shown *w;
    char path[128];
    sqlite3 *db;
    int n;

    (void)state;
    place_open(&p);
    int64_t ref = consented(&p, 41);
    snprintf(path, sizeof path, "%s/vault/vault.db", p.dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE request SET closed = zeroblob(length(closed))", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(open_at(&p, &clerk, ref, 41, &w, &n), ERR_TAMPERED);
    place_close(&p);
}

static void wants_the_passphrase_of_its_keys(void **state)
{
    struct place p;
    struct vault_requests all;
    struct vault_shown *w;
    int n;

    (void)state;
    setenv("XIEZHI_VAULT_PASSPHRASE", "铁匣子里的长口令", 1);
    place_make(&p);
    p.v = start(&p);                    /* forgets it */
    assert_null(getenv("XIEZHI_VAULT_PASSPHRASE"));
    assert_int_equal(vault_seal_identity(p.v, 41, &signed_one, 500), ERR_OK);
    int64_t ref = asked(&p, 41);
    assert_int_equal(vault_requests(p.v, &p.a, &(struct vault_which){ .now_ms = ASKED, .max = 5 }, &all), ERR_OK);
    assert_true(all.passphrase);
    assert_int_equal(vault_consent(p.v, &keeper, ref, HOUR, STR("")), ERR_DENIED);
    assert_int_equal(vault_consent(p.v, &keeper, ref, HOUR, STR("铁匣子")), ERR_DENIED);
    assert_int_equal(only(&p, ASKED).standing, REQUEST_ASKED);
    assert_int_equal(vault_consent(p.v, &keeper, ref, HOUR, STR("铁匣子里的长口令")), ERR_OK);
    assert_int_equal(open_at(&p, &clerk, ref, 41, &w, &n), ERR_OK);
    assert_true(n == 1 && str_eq(w[0].who.name, STR(NAME)));
    place_close(&p);
}

/* What was closed to this organ is passed on with who reported, or not at all: that half takes the passphrase. */
static void passes_nothing_on_without_it(void **state)
{
    static const struct vault_asker by = { .user_id = 77, .now_ms = 5000 };
    unsigned char higher[32], secret[32];
    struct vault_public keys;
    struct vault_article15 known;
    struct vault_passed out;
    struct place p;

    (void)state;
    setenv("XIEZHI_VAULT_PASSPHRASE", "铁匣子里的长口令", 1);
    place_make(&p);
    p.v = start(&p);
    crypto_box_keypair(higher, secret);
    assert_int_equal(vault_public(p.v, &keys), ERR_OK);
    assert_int_equal(vault_article15(p.v, &by, (struct str){ (char *)higher, 32 }, &known), ERR_OK);
    assert_true(known.passphrase);
    struct pack q[2] = { pack_new(&p.a, SCREEN_FORM, 64), pack_new(&p.a, IDENTITY_FORM, 64) };
    struct vault_closed was = { .matter = STR("elsewhere") };
    pack_int(&q[0], 9);
    pack_int(&q[1], 9);
    assert_int_equal(pack_seal(&q[0], keys.matter, SCREEN_BLOCK, &was.screen), ERR_OK);
    assert_int_equal(pack_seal(&q[1], keys.identity, IDENTITY_BLOCK, &was.identity), ERR_OK);
    assert_int_equal(vault_pass_on(p.v, &p.a, &by, &was, STR(""), &out), ERR_DENIED);
    assert_int_equal(vault_pass_on(p.v, &p.a, &by, &was, STR("铁匣子"), &out), ERR_DENIED);
    assert_true(str_eq(cell(&p, "SELECT count(*) FROM opening"), STR("0")));
    assert_int_equal(vault_pass_on(p.v, &p.a, &by, &was, STR("铁匣子里的长口令"), &out), ERR_OK);
    assert_true(out.ours && !str_eq(out.closed.screen, was.screen) && !str_eq(out.closed.identity, was.identity));
    assert_true(str_eq(out.closed.matter, was.matter));
    assert_int_equal(vault_article15_put(&p.a, p.dir, STR("铁匣子"), higher, 6000), ERR_DENIED);
    assert_int_equal(vault_article15_put(&p.a, p.dir, STR("铁匣子里的长口令"), higher, 6000), ERR_OK);
    place_close(&p);
}

/* Signed with a name and a way to reach him; the newest claim counts, name and contact of any revision do. */
static void lists_who_must_be_told(void **state)
{
    static const struct identity nameless = { .claimed = STR_INIT("real"), .contact = STR_INIT(PHONE) },
        anonymous = { .claimed = STR_INIT("anonymous") }, blank_contact = { .name = STR_INIT(NAME), .contact = STR_INIT("  "), .claimed = STR_INIT("real") },
        number = { .contact = STR_INIT(PHONE) };
    struct place p;
    struct vault_notices all;

    (void)state;
    place_open(&p);
    assert_int_equal(vault_seal_identity(p.v, 41, &signed_one, 500), ERR_OK);
    assert_int_equal(vault_seal_identity(p.v, 42, &nameless, 500), ERR_OK);
    assert_int_equal(vault_seal_identity(p.v, 43, &anonymous, 500), ERR_OK);
    assert_int_equal(vault_seal_identity(p.v, 44, &blank_contact, 500), ERR_OK);
    assert_int_equal(vault_seal_identity(p.v, 45, &signed_one, 500), ERR_OK);
    assert_int_equal(vault_seal_identity(p.v, 45, &anonymous, 600), ERR_OK);        /* the signature was not his */
    assert_int_equal(vault_seal_identity(p.v, 46, &blank_contact, 500), ERR_OK);
    assert_int_equal(vault_seal_identity(p.v, 46, &number, 600), ERR_OK);
    for (int i = 0; i < 2; i++) {
        struct portal_taken t = report(&p, STR("village"), i == 0 ? STR("real") : STR("anonymous"));
        assert_int_equal(vault_keep_identity(p.v, 47 + i, t.identity, 700), ERR_OK);
    }
    assert_int_equal(vault_notices(p.v, &p.a, &all), ERR_OK);
    assert_true(all.n == 2 && all.unlooked == 2 && !all.passphrase && all.rows[0].petition_ref == 41 && all.rows[1].petition_ref == 46);
    assert_true(all.rows[0].kept_at_ms == 500 && all.rows[0].accepted.on.n == 0);
    assert_int_equal(vault_notice_look(p.v, &keeper, STR("")), ERR_OK);
    assert_true(str_eq(cell(&p, "SELECT count(*) FROM opening WHERE what = 'kind' AND user_id = 78"), STR("2")));
    assert_int_equal(vault_told(p.v, &keeper, 47, STR("accepted"), STR("2020-07-01")), ERR_OK);
    assert_int_equal(vault_told(p.v, &keeper, 47, STR("result"), STR("2020-07-02")), ERR_OK);
    assert_int_equal(vault_told(p.v, &keeper, 47, STR("result"), STR("")), ERR_OK);            /* taken back */
    assert_int_equal(vault_told(p.v, &keeper, 47, STR("other"), STR("2020-07-02")), ERR_INVALID);
    assert_int_equal(vault_notices(p.v, &p.a, &all), ERR_OK);
    assert_true(all.n == 3 && all.unlooked == 0 && all.rows[2].petition_ref == 47);
    assert_true(str_eq(all.rows[2].accepted.on, STR("2020-07-01")) && all.rows[2].accepted.user_id == 78 && all.rows[2].result.on.n == 0);
    place_close(&p);
}

/* vault.db alone does not tell who signed: marks are of one size, differ every time, and hold for their own petition only. */
static void marks_tell_nothing_by_themselves(void **state)
{
    struct place p;
    struct vault_notices all;
    char path[128];
    sqlite3 *db;

    (void)state;
    place_open(&p);
    for (int i = 0; i < 4; i++)
        assert_int_equal(vault_seal_identity(p.v, 41 + i, i % 2 == 0 ? &signed_one : &(struct identity){ .claimed = STR("anonymous") }, 1), ERR_OK);
    assert_true(str_eq(cell(&p, "SELECT count(DISTINCT kind) || '/' || count(DISTINCT length(kind)) || '/' || min(length(kind)) FROM identity"),
        STR("4/1/41")));
    snprintf(path, sizeof path, "%s/vault/vault.db", p.dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "UPDATE identity SET kind = (SELECT kind FROM identity WHERE petition_ref = 41) WHERE petition_ref = 42", NULL,
        NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(vault_notices(p.v, &p.a, &all), ERR_OK);
    assert_true(all.n == 2 && all.rows[0].petition_ref == 41 && all.rows[1].petition_ref == 43);
    place_close(&p);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shows_our_own_form_once),
        cmocka_unit_test(shows_the_outside_form),
        cmocka_unit_test(shows_all_that_is_kept),
        cmocka_unit_test(tells_nothing_before_it_is_opened),
        cmocka_unit_test(takes_two_persons),
        cmocka_unit_test(lets_a_consent_lapse),
        cmocka_unit_test(refuses_what_was_altered),
        cmocka_unit_test(wants_the_passphrase_of_its_keys),
        cmocka_unit_test(passes_nothing_on_without_it),
        cmocka_unit_test(lists_who_must_be_told),
        cmocka_unit_test(marks_tell_nothing_by_themselves),
    };

    log_quiet(1);
    if (argc > 3 && strcmp(argv[1], "vault-serve") == 0)
        return vault_serve_main(argv[2], (int)strtol(argv[3], NULL, 10));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
