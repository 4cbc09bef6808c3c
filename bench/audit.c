/* audit.c - a chain of audit rows verified, beside the bare HMAC over the same bytes. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "gate/audit.h"

static void chain_make(struct bench *b, struct db *db)
{
    struct user u = { .id = 12345, .organ_id = 1 };
    struct rand r = { .node = 3 };
    struct arena a;
    struct ctx c = { .a = &a, .db = db, .who = &u, .rand = &r, .peer_uid = -1, .now_ms = INT64_C(1594000000000) };
    struct audit_event e = { .verb = STR("petition.register"), .kind = STR("petition"), .detail = STR("register") };

    arena_open(&a, (size_t)64 << 20);
    sure(db_begin(db, DB_WRITE), "begin");
    for (int64_t i = 0; i < b->rows; i++) {
        e.record_id = i;
        c.now_ms++;
        sure(audit_append(&c, &e), "audit");
        if (i % 1000 == 999)
            arena_reset(&a);
    }
    sure(db_commit(db), "commit");
    arena_close(&a);
}

static void hmac_all(int64_t n, const unsigned char *key)
{
    /* as gate/audit.c feeds them: the mac before, eight numbers, three texts with their lengths */
    unsigned char mac[32] = { 0 };
    unsigned char row[8 * 8 + 3 * 8 + 17 + 8 + 8] = { 0 };

    for (int64_t i = 0; i < n; i++) {
        crypto_auth_hmacsha256_state h;
        memcpy(row, &i, sizeof i);
        crypto_auth_hmacsha256_init(&h, key, 32);
        crypto_auth_hmacsha256_update(&h, mac, sizeof mac);
        crypto_auth_hmacsha256_update(&h, row, sizeof row);
        crypto_auth_hmacsha256_final(&h, mac);
    }
}

void bench_audit(struct bench *b)
{
    static const unsigned char key[AUDIT_KEY_BYTES] = { 1, 2, 3 };
    char path[1000], url[1100], done[1100];
    struct str why = STR("");
    struct db *db;
    struct series whole = { 0 }, bare = { 0 };

    snprintf(path, sizeof path, "%s/audit-%lld.db", b->root, (long long)b->rows);
    snprintf(url, sizeof url, "sqlite:%s", path);
    snprintf(done, sizeof done, "%s.made", path);
    audit_key_set(key);
    if (access(done, F_OK) != 0) {
        unlink(path);
        sure(db_open(&db, str_z(url), DB_WRITE, &why), "open");
        sure(db_migrate(db, 1, &why), "migrate");
        chain_make(b, db);
        db_close(db);
        FILE *f = fopen(done, "w");
        if (f == NULL || fclose(f) != 0)
            die("%s", done);
    }
    sure(db_open(&db, str_z(url), DB_READ, &why), "open");
    for (int i = 0; i < 3; i++) {
        struct ctx c = bench_ctx(b, b->officer);
        struct audit_report r;
        c.db = db;
        double began = now_ms();
        sure(db_begin(db, DB_READ), "begin");
        sure(audit_verify(&c, NULL, 0, &r), "verify");
        db_rollback(db);
        series_add(&whole, now_ms() - began);
        if (r.rows != b->rows)
            die("%lld audit rows", (long long)r.rows);
        began = now_ms();
        hmac_all(b->rows, key);
        series_add(&bare, now_ms() - began);
    }
    char name[100];
    snprintf(name, sizeof name, "%lld audit rows verified", (long long)b->rows);
    line(b, name, series_at(&whole, 0), "ms", series_at(&bare, 0), AT_MOST, 3, 0);
    db_close(db);
}
