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
    assert_int_equal(sqlite3_exec(db, "DROP TABLE told; DROP INDEX identity_unlooked; ALTER TABLE identity DROP COLUMN kind; DROP TABLE request;"
        "DROP TABLE opening; ALTER TABLE identity DROP COLUMN sealed_by; PRAGMA user_version = 1", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    p.v = start(&p);
    assert_int_equal(vault_seal_identity(p.v, 41, &who, 1000), ERR_OK);
    assert_true(str_eq(cell(&p, "SELECT sealed_by FROM identity"), STR("0")));
    assert_true(str_eq(cell(&p, "PRAGMA user_version"), STR("4")));
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
        cmocka_unit_test(brings_an_older_vault_up),
    };

    if (argc > 3 && strcmp(argv[1], "vault-serve") == 0)
        return vault_serve_main(argv[2], (int)strtol(argv[3], NULL, 10));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
