/* The key file on paper: printed, lost, typed back; every slip of a hand is found at its line. */
#include "vault_place.h"

#include <ctype.h>
#include <unistd.h>

#include "area/vault/vault_msg.h"
#include "area/vault/vault_sheet.h"
#include "base/log.h"

static const struct vault_asker clerk = { .user_id = 77, .now_ms = 1000 }, keeper = { .user_id = 78, .now_ms = 2000 };

static void type_all(const struct sheet *s, struct sheet_typed *t)
{
    bool whole = false;

    *t = (struct sheet_typed){ .n = 0 };
    for (int i = 0; i < s->n; i++) {
        assert_false(whole);
        assert_int_equal(sheet_type(t, s->lines[i], &whole), ERR_OK);
    }
    assert_true(whole);
}

static void keys_lose(const struct place *p)
{
    char path[128];

    snprintf(path, sizeof path, "%s/vault/keys", p->dir);
    assert_int_equal(unlink(path), 0);
}

/* A district with an identity and a head; its vault is stopped and its keys are lost, the sheet is there. */
static void lose(struct place *p, struct str passphrase, struct sheet *s)
{
    static const struct identity who = { .name = STR_INIT(NAME), .contact = STR_INIT(PHONE), .claimed = STR_INIT("real") };

    if (passphrase.n > 0)
        setenv("XIEZHI_VAULT_PASSPHRASE", passphrase.p, 1);
    place_make(p);
    p->v = start(p);
    assert_int_equal(vault_seal_identity(p->v, 41, &who, 1), ERR_OK);
    assert_int_equal(vault_put_head(p->v, 1, 9, (const unsigned char[32]){ 3 }, 5), ERR_OK);
    vault_stop(p->v);
    p->v = NULL;
    assert_int_equal(sheet_make(&p->a, p->dir, passphrase, 7, s), ERR_OK);
    keys_lose(p);
}

/* What was sealed before opens, heads of before verify: the keys are the same. */
static void works_again(struct place *p, struct str passphrase)
{
    struct audit_outside_head *heads;
    struct vault_shown *w;
    int64_t ref;
    int n;

    if (passphrase.n > 0)
        setenv("XIEZHI_VAULT_PASSPHRASE", passphrase.p, 1);
    p->v = start(p);
    assert_int_equal(vault_heads(p->v, &p->a, &heads, &n), ERR_OK);
    assert_true(n == 1 && heads[0].seq == 9);
    assert_int_equal(vault_ask(p->v, &clerk, 41, STR("notice"), STR("x"), &ref), ERR_OK);
    assert_int_equal(vault_consent(p->v, &keeper, ref, 1000, passphrase), ERR_OK);
    assert_int_equal(vault_open_identity(p->v, &p->a, &clerk, ref, 41, &w, &n), ERR_OK);
    assert_true(n == 1 && str_eq(w[0].who.name, STR(NAME)));
}

static void brings_lost_keys_back(void **state)
{
    struct sheet_typed t;
    struct place p;
    struct sheet s;

    (void)state;
    lose(&p, STR(""), &s);
    assert_true(s.n == 11 && !s.closed && s.lines[0].n == 27);
    type_all(&s, &t);
    assert_int_equal(sheet_restore(&p.a, p.dir, &t, STR(""), 8), ERR_OK);
    type_all(&s, &t);
    assert_int_equal(sheet_restore(&p.a, p.dir, &t, STR(""), 8), ERR_IN_USE);       /* never over what is there */
    works_again(&p, STR(""));
    assert_true(str_eq(cell(&p, "SELECT group_concat(what) FROM opening"), STR("sheet,restore")));
    place_close(&p);
}

static void keeps_the_passphrase(void **state)
{
    struct str word = STR("铁匣子里的长口令");
    struct sheet_typed t;
    struct place p;
    struct sheet s, again;

    (void)state;
    lose(&p, word, &s);
    assert_true(s.n == 14 && s.closed);
    type_all(&s, &t);
    assert_int_equal(sheet_restore(&p.a, p.dir, &t, STR(""), 8), ERR_DENIED);
    type_all(&s, &t);
    assert_int_equal(sheet_restore(&p.a, p.dir, &t, STR("铁匣子"), 8), ERR_DENIED);
    type_all(&s, &t);
    assert_int_equal(sheet_restore(&p.a, p.dir, &t, word, 8), ERR_OK);
    assert_int_equal(sheet_make(&p.a, p.dir, STR(""), 9, &again), ERR_DENIED);
    assert_int_equal(sheet_make(&p.a, p.dir, word, 9, &again), ERR_OK);
    assert_false(str_eq(s.lines[2], again.lines[2]));                 /* a salt of its own */
    assert_memory_equal(s.public_hash, again.public_hash, 32);
    works_again(&p, word);
    unsetenv("XIEZHI_VAULT_PASSPHRASE");
    place_close(&p);
}

/* Each character of a line mistyped as each other one, any two neighbours and any two characters swapped, lines swapped, cut, too long. */
static void finds_every_slip_at_its_line(void **state)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct sheet_typed t = { .n = 0 };
    struct place p;
    struct sheet s;
    char line[64];
    bool whole;
    int slips = 0;

    (void)state;
    lose(&p, STR(""), &s);
    assert_int_equal(sheet_type(&t, s.lines[1], &whole), ERR_INVALID);          /* the second where the first is due */
    size_t n = s.lines[0].n;
    for (size_t i = 0; i < n; i++)
        for (int k = 0; k < 32 && s.lines[0].p[i] != ' '; k++) {
            memcpy(line, s.lines[0].p, n);
            if (line[i] == alphabet[k])
                continue;
            line[i] = alphabet[k];
            slips++;
            assert_int_equal(sheet_type(&t, (struct str){ line, n }, &whole), ERR_INVALID);
        }
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; k < n; k++) {
            memcpy(line, s.lines[0].p, n);
            if (line[i] == line[k] || line[i] == ' ' || line[k] == ' ')
                continue;
            line[i] = s.lines[0].p[k];
            line[k] = s.lines[0].p[i];
            slips++;
            assert_int_equal(sheet_type(&t, (struct str){ line, n }, &whole), ERR_INVALID);
        }
    assert_true(slips > 22 * 31);
    assert_int_equal(sheet_type(&t, str_head(s.lines[0], n - 1), &whole), ERR_INVALID);
    assert_int_equal(sheet_type(&t, str_join(&p.a, s.lines[0], STR("A")), &whole), ERR_INVALID);
    assert_int_equal(sheet_type(&t, STR(""), &whole), ERR_INVALID);
    assert_int_equal(t.lines, 0);
    for (size_t i = 0; i < n; i++)
        line[i] = (char)tolower((unsigned char)s.lines[0].p[i]);
    struct str small = str_fmt(&p.a, " 1  %.*s", (int)n, line);        /* small letters, its number before it */
    for (size_t i = 4; i < small.n; i++)
        if (small.p[i] == '0' || small.p[i] == '1')
            ((char *)(uintptr_t)small.p)[i] = small.p[i] == '0' ? 'o' : 'l';
    assert_int_equal(sheet_type(&t, small, &whole), ERR_OK);
    assert_int_equal(sheet_type(&t, s.lines[0], &whole), ERR_INVALID);          /* once more */
    place_close(&p);
}

static void refuses_the_sheet_of_another_vault(void **state)
{
    struct sheet_typed t, mixed = { .n = 0 };
    struct place p, other;
    struct sheet s, foreign;
    bool whole = false;

    (void)state;
    lose(&p, STR(""), &s);
    lose(&other, STR(""), &foreign);
    type_all(&foreign, &t);
    assert_int_equal(sheet_restore(&p.a, p.dir, &t, STR(""), 8), ERR_FOREIGN);
    for (int i = 0; i < s.n; i++)           /* lines that pass one by one, of two sheets */
        assert_int_equal(sheet_type(&mixed, i == 4 ? foreign.lines[i] : s.lines[i], &whole), ERR_OK);
    assert_true(whole);
    assert_int_equal(sheet_restore(&p.a, p.dir, &mixed, STR(""), 8), ERR_TAMPERED);
    type_all(&s, &t);
    t.lines--;
    assert_int_equal(sheet_restore(&p.a, p.dir, &t, STR(""), 8), ERR_INVALID);
    type_all(&s, &t);
    assert_int_equal(sheet_restore(&p.a, p.dir, &t, STR(""), 8), ERR_OK);
    place_close(&other);
    place_close(&p);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(brings_lost_keys_back),
        cmocka_unit_test(keeps_the_passphrase),
        cmocka_unit_test(finds_every_slip_at_its_line),
        cmocka_unit_test(refuses_the_sheet_of_another_vault),
    };

    log_quiet(1);
    if (argc > 3 && strcmp(argv[1], "vault-serve") == 0)
        return vault_serve_main(argv[2], (int)strtol(argv[3], NULL, 10));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
