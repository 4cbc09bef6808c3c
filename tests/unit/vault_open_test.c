/* What the vault opens of a report that the outside's own calls closed, and what it leaves closed. The vault is a real child: this
 * test executes itself again as `vault-serve`. */
#include "vault_place.h"

static const struct vault_asker clerk = { .user_id = 77, .now_ms = 5000 };

static void opens_what_the_outside_closed(void **state)
{
    struct place p;
    struct vault_screen s;
    struct vault_matter m;

    (void)state;
    place_open(&p);
    struct portal_taken t = report(&p, STR("village"), STR("real"));
    assert_int_equal(vault_open_screen(p.v, &p.a, &clerk, t.screen, &s), ERR_OK);
    assert_int_equal(s.report_id, t.id);
    assert_true(str_eq(s.rank, STR("village")) && str_eq(s.name, STR("某主任")) && str_eq(s.unit, STR("某村")));
    assert_int_equal(vault_open_matter(p.v, &p.a, &clerk, t.matter, &m), ERR_OK);
    assert_int_equal(m.report_id, t.id);
    assert_true(str_eq(m.body, STR(BODY)) && str_eq(m.subject, STR("补贴")) && str_eq(m.known, STR("看见")));
    assert_true(str_eq(m.rank, s.rank) && str_eq(m.place, STR("村口")) && str_eq(m.happened_on, STR("2020-03")) && m.day.n == 10);
    assert_memory_equal(m.box_public, t.keys.box_public, 32);
    assert_memory_equal(m.note_public, t.note_public, 32);
    assert_int_equal(m.n_files, 1);
    assert_true(str_eq(m.files[0].name, STR("照片.jpg")) && m.files[0].bytes == 4711 && m.files[0].key[31] == 7 && m.files[0].hash[31] == 9);
    assert_true(str_eq(cell(&p, "SELECT group_concat(what || user_id || '@' || at_ms) FROM opening"), STR("screen77@5000,matter77@5000")));
    assert_true(str_eq(cell(&p, "SELECT count(DISTINCT report_id) FROM opening"), STR("1")));
    place_close(&p);
}

/* Nothing that comes back differs by whether the reporter signed, in bytes either. */
static void tells_nothing_of_who_signed(void **state)
{
    struct place p;
    struct vault_matter m[2];

    (void)state;
    place_open(&p);
    for (int i = 0; i < 2; i++) {
        struct portal_taken t = report(&p, STR("village"), i == 0 ? STR("real") : STR("anonymous"));
        assert_int_equal(vault_open_matter(p.v, &p.a, &clerk, t.matter, &m[i]), ERR_OK);
        const char *from = m[i].day.p, *to = m[i].files[0].name.p + m[i].files[0].name.n;   /* the answer, as it lies there */
        assert_null(memmem(from, (size_t)(to - from), "real", 4));
        assert_null(memmem(from, (size_t)(to - from), "anonymous", 9));
        assert_null(memmem(from, (size_t)(to - from), NAME, sizeof NAME - 1));
        assert_null(memmem(from, (size_t)(to - from), t.keys.salt, sizeof t.keys.salt));
    }
    assert_int_equal(m[0].files[0].name.p - m[0].day.p, m[1].files[0].name.p - m[1].day.p);
    place_close(&p);
}

static void leaves_closed_what_goes_elsewhere_or_is_torn(void **state)
{
    struct place p;
    struct vault_screen s;
    struct vault_matter m;

    (void)state;
    place_open(&p);
    struct portal_taken t = report(&p, STR("upper"), STR("real")), ours = report(&p, STR("village"), STR("real"));
    assert_int_equal(vault_open_screen(p.v, &p.a, &clerk, t.screen, &s), ERR_NOT_FOUND);
    assert_int_equal(vault_open_matter(p.v, &p.a, &clerk, t.matter, &m), ERR_NOT_FOUND);
    assert_int_equal(vault_open_screen(p.v, &p.a, &clerk, ours.identity, &s), ERR_NOT_FOUND);
    assert_int_equal(vault_open_matter(p.v, &p.a, &clerk, ours.identity, &m), ERR_NOT_FOUND);
    assert_int_equal(vault_open_screen(p.v, &p.a, &clerk, STR(""), &s), ERR_NOT_FOUND);
    for (size_t at = 0; at < ours.screen.n; at += 37) {
        char *torn = arena_alloc(&p.a, ours.screen.n, 1);
        memcpy(torn, ours.screen.p, ours.screen.n);
        torn[at] ^= 1;
        assert_int_equal(vault_open_screen(p.v, &p.a, &clerk, (struct str){ torn, ours.screen.n }, &s), ERR_NOT_FOUND);
        assert_int_equal(vault_open_screen(p.v, &p.a, &clerk, (struct str){ ours.screen.p, at }, &s), ERR_NOT_FOUND);
    }
    assert_true(str_eq(cell(&p, "SELECT count(*) FROM opening"), STR("0")));
    place_close(&p);
}

/* Anybody has the public half and may close what he likes to it: what reads wrong is refused and ends nothing. */
static void refuses_what_the_outside_does_not_write(void **state)
{
    struct place p;
    struct vault_screen s;
    struct vault_matter m;
    unsigned char noise[600];
    struct str sealed;

    (void)state;
    place_open(&p);
    for (int i = 0; i < 400; i++) {
        struct pack q = pack_new(&p.a, 1, sizeof noise + 1);
        uint32_t n = randombytes_uniform(sizeof noise);
        randombytes_buf(noise, sizeof noise);
        if (i % 2 == 0)
            memset(noise, 0, sizeof noise);
        pack_raw(&q, noise, n);
        assert_int_equal(pack_seal(&q, p.keys.matter, i % 4 < 2 ? SCREEN_BLOCK : MATTER_BLOCK, &sealed), ERR_OK);
        enum err e = i % 4 < 2 ? vault_open_screen(p.v, &p.a, &clerk, sealed, &s) : vault_open_matter(p.v, &p.a, &clerk, sealed, &m);
        bool whole = i % 4 == 0 && n == 8 + 3 * 4;      /* by chance a screen with nothing in it */
        assert_int_equal(e, whole ? ERR_OK : i % 4 == 2 && n == 8 + 4 + 4 * 32 + 9 * 4 + 8 ? ERR_OK : ERR_TAMPERED);
    }
    struct portal_taken t = report(&p, STR("village"), STR("real"));
    assert_int_equal(vault_open_screen(p.v, &p.a, &clerk, t.screen, &s), ERR_OK);
    place_close(&p);
}

static struct str note(struct place *p, const struct portal_taken *t)
{
    struct portal_matter m = { .id = t->id };
    struct portal_report r = { .body = STR("又想起一件事") };
    struct str sealed;

    memcpy(m.note_public, t->note_public, 32);
    assert_int_equal(portal_note_seal(&p->c, &m, &r, &sealed), ERR_OK);
    return sealed;
}

static void opens_a_note_by_its_report_alone(void **state)
{
    struct place p;
    struct vault_note n;

    (void)state;
    place_open(&p);
    struct portal_taken t = report(&p, STR("village"), STR("anonymous")), other = report(&p, STR("village"), STR("real"));
    assert_int_equal(vault_open_note(p.v, &p.a, &clerk, t.matter, note(&p, &t), &n), ERR_OK);
    assert_true(n.report_id == t.id && str_eq(n.text, STR("又想起一件事")) && n.n_files == 0 && n.day.n == 10);
    assert_int_equal(vault_open_note(p.v, &p.a, &clerk, other.matter, note(&p, &t), &n), ERR_NOT_FOUND);
    int64_t id = t.id;
    t.id = other.id;                    /* closed to the right key, and about another report */
    struct str astray = note(&p, &t);
    t.id = id;
    assert_int_equal(vault_open_note(p.v, &p.a, &clerk, t.matter, astray, &n), ERR_TAMPERED);
    assert_true(str_eq(cell(&p, "SELECT group_concat(what) FROM opening"), STR("note")));
    place_close(&p);
}

static void keeps_an_identity_as_it_came(void **state)
{
    struct place p;

    (void)state;
    place_open(&p);
    struct portal_taken real = report(&p, STR("village"), STR("real")), anonymous = report(&p, STR("village"), STR("anonymous"));
    assert_int_equal(vault_keep_identity(p.v, 41, real.identity, 1000), ERR_OK);
    assert_int_equal(vault_keep_identity(p.v, 42, anonymous.identity, 1000), ERR_OK);
    assert_int_equal(vault_keep_identity(p.v, 43, STR("no closed text"), 1000), ERR_INVALID);
    assert_true(str_eq(cell(&p, "SELECT count(*) || '/' || count(DISTINCT length(sealed)) || '/' || min(sealed_by) FROM identity"), STR("2/1/1")));
    assert_true(str_eq(cell(&p, "SELECT lower(hex(sealed)) FROM identity WHERE petition_ref = 41"),
        str_hex(&p.a, real.identity.p, real.identity.n)));
    place_close(&p);
}

/* A vault of the version before: made by taking away what this one added. */
/* ---- passed on sealed (ADR 0024): afterwards the next higher organ's key opens it, and no key of this organ's */
struct higher { unsigned char public_key[32], secret[32]; };

static struct higher higher_known(struct place *p)
{
    struct higher k;
    struct vault_article15 known;

    crypto_box_keypair(k.public_key, k.secret);
    assert_int_equal(vault_article15(p->v, &clerk, (struct str){ (char *)k.public_key, 32 }, &known), ERR_OK);
    assert_true(known.known && !known.passphrase && memcmp(known.key, k.public_key, 32) == 0);
    return k;
}

static bool opens(struct place *p, const struct higher *k, struct str sealed, size_t block, int64_t id)
{
    struct unpack u;

    return unpack_open(&p->a, sealed, k->public_key, k->secret, 1, block, &u) && unpack_int(&u) == id;
}

static struct vault_closed closed_of(const struct portal_taken *t) { return (struct vault_closed){ t->screen, t->matter, t->identity }; }

static void passes_on_what_was_ours(void **state)
{
    struct place p;
    struct vault_passed out;
    struct vault_screen s;
    struct vault_matter m;
    struct vault_shown *shown;
    int64_t request;
    int n;

    (void)state;
    place_open(&p);
    struct higher k = higher_known(&p);
    struct portal_taken t = report(&p, STR("village"), STR("real"));
    struct vault_closed was = closed_of(&t);
    assert_int_equal(vault_keep_identity(p.v, 41, t.identity, 1000), ERR_OK);         /* a registration that did not come to be */
    assert_int_equal(vault_keep_identity(p.v, 42, report(&p, STR("village"), STR("real")).identity, 1000), ERR_OK);
    assert_int_equal(vault_pass_on(p.v, &p.a, &clerk, &was, STR(""), &out), ERR_OK);
    assert_true(out.ours && memcmp(out.key, k.public_key, 32) == 0);
    assert_true(out.closed.screen.n == t.screen.n && out.closed.matter.n == t.matter.n && out.closed.identity.n == t.identity.n);
    assert_true(opens(&p, &k, out.closed.screen, SCREEN_BLOCK, t.id) && opens(&p, &k, out.closed.matter, MATTER_BLOCK, t.id));
    assert_true(opens(&p, &k, out.closed.identity, IDENTITY_BLOCK, t.id));
    assert_int_equal(vault_open_screen(p.v, &p.a, &clerk, out.closed.screen, &s), ERR_NOT_FOUND);
    assert_int_equal(vault_open_matter(p.v, &p.a, &clerk, out.closed.matter, &m), ERR_NOT_FOUND);
    assert_true(str_eq(cell(&p, "SELECT group_concat(what || user_id || '@' || at_ms) FROM opening"), STR("passed77@5000")));
    assert_true(str_eq(cell(&p, "SELECT group_concat(petition_ref) FROM identity"), STR("42")));
    assert_int_equal(vault_keep_identity(p.v, 43, out.closed.identity, 1000), ERR_OK);      /* who reported opens here no more, with two persons either */
    assert_int_equal(vault_ask(p.v, &clerk, 43, STR("question"), STR("x"), &request), ERR_OK);
    assert_int_equal(vault_consent(p.v, &(struct vault_asker){ 78, 6000 }, request, 1000, STR("")), ERR_OK);
    assert_int_equal(vault_open_identity(p.v, &p.a, &(struct vault_asker){ 77, 6001 }, request, 43, &shown, &n), ERR_OK);
    assert_true(n == 1 && !shown[0].readable && shown[0].who.name.n == 0);
    place_close(&p);
}

static void passes_on_as_it_is_what_never_was_ours(void **state)
{
    struct place p;
    struct vault_passed out;

    (void)state;
    place_open(&p);
    struct portal_taken t = report(&p, STR("upper"), STR("real"));
    struct vault_closed was = closed_of(&t);
    assert_int_equal(vault_pass_on(p.v, &p.a, &clerk, &was, STR(""), &out), ERR_NOT_FOUND);
    higher_known(&p);
    assert_int_equal(vault_pass_on(p.v, &p.a, &clerk, &was, STR("no passphrase is asked for"), &out), ERR_OK);
    assert_true(!out.ours && str_eq(out.closed.screen, t.screen) && str_eq(out.closed.matter, t.matter) && str_eq(out.closed.identity, t.identity));
    assert_true(str_eq(cell(&p, "SELECT count(*) FROM opening"), STR("0")));
    place_close(&p);
}

/* The server cannot have it closed to a key of its own choice once the vault knows one. */
static void takes_one_key_and_keeps_it(void **state)
{
    static const unsigned char nothing[32];
    struct place p;
    struct vault_article15 known;
    struct higher other;

    (void)state;
    place_open(&p);
    assert_int_equal(vault_article15(p.v, &clerk, STR(""), &known), ERR_OK);
    assert_false(known.known);
    assert_int_equal(vault_article15(p.v, &clerk, (struct str){ (const char *)nothing, 32 }, &known), ERR_INVALID);
    assert_int_equal(vault_article15(p.v, &clerk, STR("short"), &known), ERR_INVALID);
    struct higher k = higher_known(&p);
    crypto_box_keypair(other.public_key, other.secret);
    assert_int_equal(vault_article15(p.v, &clerk, (struct str){ (char *)other.public_key, 32 }, &known), ERR_CONFLICT);
    assert_int_equal(vault_article15(p.v, &clerk, (struct str){ (char *)k.public_key, 32 }, &known), ERR_OK);
    assert_true(str_eq(cell(&p, "SELECT count(*) FROM article15"), STR("1")));
    assert_int_equal(vault_article15_put(&p.a, p.dir, STR(""), nothing, 7000), ERR_INVALID);
    assert_int_equal(vault_article15_put(&p.a, p.dir, STR(""), other.public_key, 7000), ERR_OK);      /* by who owns the files */
    assert_int_equal(vault_article15(p.v, &clerk, STR(""), &known), ERR_OK);
    assert_memory_equal(known.key, other.public_key, 32);
    place_close(&p);
}

static void brings_an_older_vault_up(void **state)
{
    static const struct identity who = { .name = STR_INIT(NAME), .claimed = STR_INIT("real") };
    struct place p;

    (void)state;
    place_open(&p);
    vault_stop(p.v);
    char path[128];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/vault/vault.db", p.dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "DROP TABLE article15; DROP TABLE told; DROP INDEX identity_unlooked; ALTER TABLE identity DROP COLUMN kind; DROP TABLE request;"
        "DROP TABLE opening; ALTER TABLE identity DROP COLUMN sealed_by; PRAGMA user_version = 1", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    p.v = start(&p);
    assert_int_equal(vault_seal_identity(p.v, 41, &who, 1000), ERR_OK);
    assert_true(str_eq(cell(&p, "SELECT sealed_by FROM identity"), STR("0")));
    assert_true(str_eq(cell(&p, "PRAGMA user_version"), STR("5")));
    place_close(&p);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(opens_what_the_outside_closed),
        cmocka_unit_test(tells_nothing_of_who_signed),
        cmocka_unit_test(leaves_closed_what_goes_elsewhere_or_is_torn),
        cmocka_unit_test(refuses_what_the_outside_does_not_write),
        cmocka_unit_test(opens_a_note_by_its_report_alone),
        cmocka_unit_test(keeps_an_identity_as_it_came),
        cmocka_unit_test(passes_on_what_was_ours),
        cmocka_unit_test(passes_on_as_it_is_what_never_was_ours),
        cmocka_unit_test(takes_one_key_and_keeps_it),
        cmocka_unit_test(brings_an_older_vault_up),
    };

    if (argc > 3 && strcmp(argv[1], "vault-serve") == 0)
        return vault_serve_main(argv[2], (int)strtol(argv[3], NULL, 10));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
