#include "area/vault/vault_store.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "area/vault/vault_file.h"
#include "base/log.h"

#define SCHEMA_VERSION 1
#define BUSY_MS        10000        /* a vault whose program was killed finishes its commit first */

static const char schema[] =
    "BEGIN;"
    /* sealed: crypto_box_seal of name, contact, ID number, address and claim; rev counts from 1
     * within a reference */
    "CREATE TABLE identity ("
    "  id INTEGER PRIMARY KEY, petition_ref INTEGER NOT NULL, rev INTEGER NOT NULL,"
    "  at_ms INTEGER NOT NULL, sealed BLOB NOT NULL, UNIQUE (petition_ref, rev)) STRICT;"
    /* file: name below files/; manifest: sealed key, size, hash of the plain bytes, and the name
     * that the clerk's file had */
    "CREATE TABLE scan ("
    "  id INTEGER PRIMARY KEY, petition_ref INTEGER NOT NULL, at_ms INTEGER NOT NULL,"
    "  file TEXT NOT NULL UNIQUE, manifest BLOB NOT NULL) STRICT;"
    "CREATE INDEX scan_petition ON scan (petition_ref);"
    /* mac: of the audit chain's last row; signature: Ed25519 over organ, seq, moment and mac */
    "CREATE TABLE head ("
    "  id INTEGER PRIMARY KEY, organ_id INTEGER NOT NULL, seq INTEGER NOT NULL,"
    "  at_ms INTEGER NOT NULL, mac BLOB NOT NULL CHECK (length(mac) = 32),"
    "  signature BLOB NOT NULL CHECK (length(signature) = 64), UNIQUE (organ_id, seq)) STRICT;"
    "PRAGMA user_version = 1;"
    "COMMIT";

enum query {
    Q_BEGIN, Q_COMMIT, Q_ROLLBACK, Q_IDENTITY, Q_SCAN, Q_HEAD, Q_HEAD_MAC, Q_HEADS, Q_REFS,
    Q_FILES, Q_DROP_IDENTITY, Q_DROP_SCAN, Q__MAX
};

static const char *const queries[Q__MAX] = {
    [Q_BEGIN] = "BEGIN IMMEDIATE",
    [Q_COMMIT] = "COMMIT",
    [Q_ROLLBACK] = "ROLLBACK",
    [Q_IDENTITY] = "INSERT INTO identity (petition_ref, rev, at_ms, sealed) VALUES (?1,"
        " (SELECT COALESCE(MAX(rev), 0) + 1 FROM identity WHERE petition_ref = ?1), ?2, ?3)",
    [Q_SCAN] = "INSERT INTO scan (petition_ref, at_ms, file, manifest) VALUES (?1, ?2, ?3, ?4)",
    [Q_HEAD] = "INSERT INTO head (organ_id, seq, at_ms, mac, signature) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (organ_id, seq) DO NOTHING",
    [Q_HEAD_MAC] = "SELECT mac FROM head WHERE organ_id = ?1 AND seq = ?2",
    [Q_HEADS] = "SELECT organ_id, seq, at_ms, mac, signature FROM ("
        "  SELECT *, LEAD(seq) OVER w AS next_seq, LEAD(at_ms) OVER w AS next_at FROM head"
        "  WINDOW w AS (PARTITION BY organ_id ORDER BY id))"
        " WHERE next_seq IS NULL OR next_seq < seq OR next_at / 86400000 <> at_ms / 86400000"
        " ORDER BY organ_id, id",
    [Q_REFS] = "SELECT petition_ref FROM (SELECT petition_ref, at_ms FROM identity"
        "  UNION ALL SELECT petition_ref, at_ms FROM scan)"
        " GROUP BY petition_ref HAVING MAX(at_ms) < ?1 ORDER BY MAX(at_ms), petition_ref",
    [Q_FILES] = "SELECT file FROM scan WHERE petition_ref = ?1",
    [Q_DROP_IDENTITY] = "DELETE FROM identity WHERE petition_ref = ?1",
    [Q_DROP_SCAN] = "DELETE FROM scan WHERE petition_ref = ?1",
};

struct store { sqlite3 *db; sqlite3_stmt *q[Q__MAX]; };

static enum err store_err(struct store *s, int rc)
{
    if (rc == SQLITE_OK || rc == SQLITE_DONE || rc == SQLITE_ROW)
        return ERR_OK;
    log_line(LOG_ERROR, "vault: database: %s (%d, errno %d)", sqlite3_errstr(rc), rc,
        sqlite3_system_errno(s->db));
    switch (rc & 0xFF) {
    case SQLITE_FULL: return ERR_FULL;
    case SQLITE_BUSY: case SQLITE_LOCKED: return ERR_BUSY;
    case SQLITE_PERM: case SQLITE_READONLY: case SQLITE_AUTH: return ERR_DENIED;
    case SQLITE_CANTOPEN: case SQLITE_IOERR: return file_err(sqlite3_system_errno(s->db));
    default: return ERR_VAULT;
    }
}

static enum err connect_to(struct store *s, const char *path, int flags)
{
    static const char settings[] =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
        "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -2000";

    TRY(store_err(s, sqlite3_open_v2(path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL)));
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_busy_timeout(s->db, BUSY_MS);
    return store_err(s, sqlite3_exec(s->db, settings, NULL, NULL, NULL));
}

void store_close(struct store *s)
{
    for (int i = 0; i < Q__MAX; i++)
        sqlite3_finalize(s->q[i]);
    sqlite3_close(s->db);
    memset(s, 0, sizeof *s);
}

enum err store_create(const char *path)
{
    struct store s = { 0 };

    TRY(file_put_new(path, "", 0));         /* mode 0600, and never over an old one */
    enum err e = connect_to(&s, path, SQLITE_OPEN_READWRITE);
    if (e == ERR_OK)
        e = store_err(&s, sqlite3_exec(s.db, schema, NULL, NULL, NULL));
    store_close(&s);
    return e;
}

static enum err version_check(struct store *s)
{
    sqlite3_stmt *q = NULL;
    int version = 0, rc = sqlite3_prepare_v2(s->db, "PRAGMA user_version", -1, &q, NULL);

    if (rc == SQLITE_OK && (rc = sqlite3_step(q)) == SQLITE_ROW)
        version = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    TRY(store_err(s, rc));
    return version == SCHEMA_VERSION ? ERR_OK : version > SCHEMA_VERSION ? ERR_NEWER : ERR_VAULT;
}

enum err store_open(struct arena *a, const char *path, struct store **out)
{
    struct store *s = NEW(a, struct store);

    *out = s;
    TRY(connect_to(s, path, SQLITE_OPEN_READWRITE));
    TRY(version_check(s));
    for (int i = 0; i < Q__MAX; i++)
        TRY(store_err(s,
            sqlite3_prepare_v3(s->db, queries[i], -1, SQLITE_PREPARE_PERSISTENT, &s->q[i], NULL)));
    return ERR_OK;
}

static sqlite3_stmt *bind_ints(struct store *s, enum query id, const int64_t *v, int n)
{
    for (int i = 0; i < n; i++)
        sqlite3_bind_int64(s->q[id], i + 1, v[i]);
    return s->q[id];
}

static void bind_blob(sqlite3_stmt *q, int at, const void *p, size_t n)
{
    sqlite3_bind_blob64(q, at, p, n, SQLITE_STATIC);
}

static enum err finish(struct store *s, sqlite3_stmt *q, int rc)
{
    enum err e = store_err(s, rc);

    sqlite3_reset(q);
    sqlite3_clear_bindings(q);
    return e;
}

static enum err run(struct store *s, sqlite3_stmt *q)
{
    return finish(s, q, sqlite3_step(q));
}

enum err store_begin(struct store *s) { return run(s, s->q[Q_BEGIN]); }
enum err store_commit(struct store *s) { return run(s, s->q[Q_COMMIT]); }

void store_rollback(struct store *s)
{
    if (!sqlite3_get_autocommit(s->db) && run(s, s->q[Q_ROLLBACK]) != ERR_OK)
        log_line(LOG_ERROR, "vault: a transaction could not be taken back");
}

enum err store_identity(struct store *s, int64_t ref, int64_t at_ms, struct str sealed)
{
    sqlite3_stmt *q = bind_ints(s, Q_IDENTITY, (const int64_t[]){ ref, at_ms }, 2);

    bind_blob(q, 3, sealed.p, sealed.n);
    return run(s, q);
}

enum err store_scan(
    struct store *s, int64_t ref, int64_t at_ms, const char *file_id, struct str manifest)
{
    sqlite3_stmt *q = bind_ints(s, Q_SCAN, (const int64_t[]){ ref, at_ms }, 2);

    sqlite3_bind_text(q, 3, file_id, -1, SQLITE_STATIC);
    bind_blob(q, 4, manifest.p, manifest.n);
    return run(s, q);
}

static enum err head_same(struct store *s, const struct head_row *h)
{
    sqlite3_stmt *q = bind_ints(s, Q_HEAD_MAC, (const int64_t[]){ h->organ_id, h->seq }, 2);
    int rc = sqlite3_step(q);
    bool same = rc == SQLITE_ROW && sqlite3_column_bytes(q, 0) == HEAD_MAC_BYTES
        && sodium_memcmp(sqlite3_column_blob(q, 0), h->mac, HEAD_MAC_BYTES) == 0;

    TRY(finish(s, q, rc));
    return same ? ERR_OK : ERR_TAMPERED;
}

enum err store_head(struct store *s, const struct head_row *h)
{
    sqlite3_stmt *q = bind_ints(s, Q_HEAD, (const int64_t[]){ h->organ_id, h->seq, h->at_ms }, 3);

    bind_blob(q, 4, h->mac, sizeof h->mac);
    bind_blob(q, 5, h->signature, sizeof h->signature);
    TRY(run(s, q));
    return sqlite3_changes(s->db) == 1 ? ERR_OK : head_same(s, h);
}

/* Room for one more row of `size` bytes; p grows in place where the arena allows. */
static void *more(struct arena *a, void *p, int n, size_t size)
{
    size_t had = mul_size((size_t)n, size);

    if (n > 0 && (n & (n - 1)) != 0)
        return p;
    if (n > 0 && arena_extend(a, p, had, 2 * had))
        return p;
    void *wide = arena_alloc(a, n > 0 ? 2 * had : size, 8);
    if (n > 0)
        memcpy(wide, p, had);
    return wide;
}

static bool head_read(sqlite3_stmt *q, struct head_row *h)
{
    h->organ_id = sqlite3_column_int64(q, 0);
    h->seq = sqlite3_column_int64(q, 1);
    h->at_ms = sqlite3_column_int64(q, 2);
    if (sqlite3_column_bytes(q, 3) != HEAD_MAC_BYTES
        || sqlite3_column_bytes(q, 4) != HEAD_SIGN_BYTES)
        return false;
    memcpy(h->mac, sqlite3_column_blob(q, 3), HEAD_MAC_BYTES);
    memcpy(h->signature, sqlite3_column_blob(q, 4), HEAD_SIGN_BYTES);
    return true;
}

enum err store_heads(struct store *s, struct arena *a, struct head_row **out, int *n)
{
    sqlite3_stmt *q = s->q[Q_HEADS];
    struct head_row *rows = NULL;
    bool whole = true;
    int rc;

    *n = 0;
    while (whole && (rc = sqlite3_step(q)) == SQLITE_ROW) {
        rows = more(a, rows, *n, sizeof *rows);
        whole = head_read(q, &rows[(*n)++]);
    }
    *out = rows;
    TRY(finish(s, q, whole ? rc : SQLITE_OK));
    return whole ? ERR_OK : ERR_TAMPERED;
}

enum err store_refs(struct store *s, struct arena *a, int64_t older_than_ms, int64_t **out, int *n)
{
    sqlite3_stmt *q = bind_ints(s, Q_REFS, &older_than_ms, 1);
    int64_t *refs = NULL;
    int rc;

    *n = 0;
    while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
        refs = more(a, refs, *n, sizeof *refs);
        refs[(*n)++] = sqlite3_column_int64(q, 0);
    }
    *out = refs;
    return finish(s, q, rc);
}

enum err store_files_of(struct store *s, struct arena *a, int64_t ref, struct str **out, int *n)
{
    sqlite3_stmt *q = bind_ints(s, Q_FILES, &ref, 1);
    struct str *files = NULL;
    int rc;

    *n = 0;
    while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
        files = more(a, files, *n, sizeof *files);
        files[(*n)++] = str_copy(a, str_z((const char *)sqlite3_column_text(q, 0)));
    }
    *out = files;
    return finish(s, q, rc);
}

enum err store_drop(struct store *s, int64_t ref)
{
    TRY(run(s, bind_ints(s, Q_DROP_IDENTITY, &ref, 1)));
    return run(s, bind_ints(s, Q_DROP_SCAN, &ref, 1));
}
