/* Identities that were sealed and have no petition are found after an hour, told in the audit, and dropped; those with one stay.
 * The vault is a real child: this test executes itself again as `vault-serve`. */
#include "world.h"

#include <signal.h>

#include "app/orphans.h"
#include "area/intake/petition.h"
#include "area/vault/vault.h"

static const struct identity someone = { .name = STR_INIT("某人"), .claimed = STR_INIT("real") };

static void seal(struct world *w, int64_t ref, int64_t at_ms)
{
    assert_int_equal(vault_seal_identity(w->c.vault, ref, &someone, at_ms), ERR_OK);
}

static int held(struct world *w)
{
    int64_t *refs;
    int n = -1;

    assert_int_equal(vault_refs(w->c.vault, w->c.a, INT64_MAX, &refs, &n), ERR_OK);
    return n;
}

static void only_orphans_go(void **state)
{
    struct world w;
    struct petition p;
    struct orphans o;
    struct str why;
    char rm[128];
    struct petition_new n = { .persons = { { STR_INIT("钱某"), STR_INIT("某村"), STR_INIT("主任"), STR_INIT("village"), 0 } }, .n_persons = 1,
        .channel = STR("letter"), .source = STR("own"), .class = STR("accusation"), .subject = STR("信"), .body = STR("内容"), .ref = 77 };

    (void)state;
    world_open(&w);
    char dir[] = "/tmp/xiezhi-orphans.XXXXXX";
    assert_non_null(mkdtemp(dir));
    assert_int_equal(vault_create(dir, true, &why), ERR_OK);
    assert_int_equal(vault_start(&w.c.vault, dir, &why), ERR_OK);
    seal(&w, 77, w.c.now_ms - 2 * ORPHAN_AGE_MS);           /* becomes a petition */
    seal(&w, 78, w.c.now_ms - 2 * ORPHAN_AGE_MS);           /* the program was killed */
    seal(&w, 79, w.c.now_ms - ORPHAN_AGE_MS / 2);           /* perhaps still being typed */
    assert_int_equal(db_begin(w.c.db, DB_WRITE), ERR_OK);
    assert_int_equal(petition_register(&w.c, &n, &p), ERR_OK);
    assert_int_equal(db_commit(w.c.db), ERR_OK);
    assert_int_equal(db_begin(w.c.db, DB_READ), ERR_OK);
    assert_int_equal(orphans_find(&w.c, &o), ERR_OK);
    db_rollback(w.c.db);
    assert_int_equal(o.n, 1);
    assert_int_equal(o.refs[0], 78);
    assert_int_equal(db_begin(w.c.db, DB_WRITE), ERR_OK);
    assert_int_equal(orphans_note(&w.c, &o), ERR_OK);
    assert_int_equal(db_commit(w.c.db), ERR_OK);
    assert_int_equal(vault_sweep(w.c.vault, o.refs, o.n), ERR_OK);
    assert_int_equal(held(&w), 2);
    assert_int_equal(fixture_int(&w.f, w.f.db, "SELECT count(*) FROM audit WHERE verb = 'vault.sweep' AND detail = 'n=1'"), 1);
    vault_stop(w.c.vault);
    world_close(&w);
    snprintf(rm, sizeof rm, "rm -rf %s", dir);
    assert_int_equal(system(rm), 0);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(only_orphans_go) };

    if (argc > 3 && strcmp(argv[1], "vault-serve") == 0)
        return vault_serve_main(argv[2], (int)strtol(argv[3], NULL, 10));
    signal(SIGPIPE, SIG_IGN);
    return fixture_run(tests, 1);
}
