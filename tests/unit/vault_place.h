/* vault_place.h - a vault as a real child in a directory of its own, and reports that the outside's own calls closed to its keys. The test
 * executes itself again as `vault-serve`. */
#ifndef TESTS_VAULT_PLACE_H
#define TESTS_VAULT_PLACE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <ftw.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "area/portal/portal.h"
#include "area/vault/vault.h"
#include "seal/pack.h"

#define NAME  "欧阳检举人"
#define PHONE "13912345678"
#define BODY  "冒领补贴三次，每次两千元"

struct place { char dir[64]; struct vault *v; struct arena a; struct ctx c; struct portal_keys keys; };

static inline struct vault *start(const struct place *p)
{
    struct vault *v = NULL;
    struct str why;

    if (vault_start(&v, p->dir, &why) != ERR_OK)
        fail_msg("the vault does not start: %.*s", PF(why));
    return v;
}

/* place_make - the directory and its keys, no process yet. */
static inline void place_make(struct place *p)
{
    struct str why = STR("");

    *p = (struct place){ .dir = "/tmp/xiezhi-vault.XXXXXX" };
    assert_non_null(mkdtemp(p->dir));
    arena_open(&p->a, (size_t)64 << 20);
    assert_int_equal(vault_create(p->dir, true, &why), ERR_OK);
}

static inline void place_open(struct place *p)
{
    static struct app app;
    struct vault_public keys;
    struct str why = STR("");

    place_make(p);
    p->v = start(p);
    assert_int_equal(law_load(&app, &why), ERR_OK);
    ctx_start(&app, &p->c, &p->a, NULL, &app.rand);
    assert_int_equal(vault_public(p->v, &keys), ERR_OK);
    memcpy(p->keys.matter, keys.matter, 32);
    memcpy(p->keys.identity, keys.identity, 32);
    crypto_box_keypair(p->keys.art15, (unsigned char[32]){ 0 });
}

static inline int drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static inline void place_close(struct place *p)
{
    vault_stop(p->v);
    arena_close(&p->a);
    nftw(p->dir, drop, 16, FTW_DEPTH | FTW_PHYS);
}

/* One cell of vault.db, as text; "" when there is no row. */
static inline struct str cell(struct place *p, const char *sql)
{
    char path[128];
    sqlite3 *db;
    sqlite3_stmt *q;

    snprintf(path, sizeof path, "%s/vault/vault.db", p->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    struct str s = sqlite3_step(q) == SQLITE_ROW ? str_copy(&p->a, str_z((const char *)sqlite3_column_text(q, 0))) : STR("");
    sqlite3_finalize(q);
    sqlite3_close(db);
    return s;
}

static inline struct portal_taken report(struct place *p, struct str rank, struct str kind)
{
    static struct sealed_file f = { .id = "0123456789abcdef0123456789abcdef", .bytes = 4711 };
    struct portal_report r = { .kind = kind, .accused_rank = rank, .accused_name = STR("某主任"), .accused_unit = STR("某村"),
        .subject = STR("补贴"), .body = STR(BODY), .happened_on = STR("2020-03"), .place = STR("村口"), .known = STR("看见"),
        .reporter_name = STR(NAME), .reporter_contact = STR(PHONE), .files = { &f }, .file_names = { STR("照片.jpg") }, .n_files = 1 };
    struct portal_taken t;

    memset(&t, 0, sizeof t);
    memset(f.key, 7, sizeof f.key);
    memset(f.hash, 9, sizeof f.hash);
    assert_int_equal(portal_seal(&p->c, &p->keys, &r, &t), ERR_OK);
    return t;
}

#endif
