#include "area/vault/vault_store.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "area/vault/vault_file.h"
#include "base/log.h"

#define SCHEMA_VERSION 5
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
    "  signature BLOB NOT NULL CHECK (length(signature) = 64), UNIQUE (organ_id, seq, mac)) STRICT;"
    "PRAGMA user_version = 1;"
    "COMMIT";

/* What each later version adds; a vault of an earlier one is brought up when it is opened. */
static const char *const later[SCHEMA_VERSION + 1] = {
    /* sealed_by: enum sealed_by. opening: what the matter key opened, for whom; nothing of it is ever deleted */
    [2] = "BEGIN;"
          "ALTER TABLE identity ADD COLUMN sealed_by INTEGER NOT NULL DEFAULT 0;"
          "CREATE TABLE opening ("
          "  id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, user_id INTEGER NOT NULL,"
          "  what TEXT NOT NULL, report_id INTEGER NOT NULL) STRICT;"
          "PRAGMA user_version = 2;"
          "COMMIT",
    /* request: who asked to see who reported, what for, who decided and how, when it was shown; closed: between consent and opening what
     * is shown, under a key that is in the memory of the process alone */
    [3] = "BEGIN;"
          "CREATE TABLE request ("
          "  id INTEGER PRIMARY KEY, ref INTEGER NOT NULL UNIQUE, petition_ref INTEGER NOT NULL,"
          "  asked_by INTEGER NOT NULL, asked_at_ms INTEGER NOT NULL,"
          "  purpose TEXT NOT NULL CHECK (purpose <> ''), words TEXT NOT NULL,"
          "  decided_by INTEGER CHECK (decided_by <> asked_by), decided_at_ms INTEGER,"
          "  until_ms INTEGER, reason TEXT NOT NULL DEFAULT '',"
          "  opened_at_ms INTEGER CHECK (opened_at_ms IS NULL OR until_ms IS NOT NULL), closed BLOB,"
          "  CHECK ((decided_by IS NULL) = (decided_at_ms IS NULL))) STRICT;"
          "CREATE INDEX request_petition ON request (petition_ref, asked_by);"
          "CREATE UNIQUE INDEX request_waits ON request (petition_ref, asked_by) WHERE decided_by IS NULL;"
          "PRAGMA user_version = 3;"
          "COMMIT",
    /* kind: whether the revision is signed, and with what, closed (vault_notice.c); NULL = not looked at. told: notices delivered */
    [4] = "BEGIN;"
          "ALTER TABLE identity ADD COLUMN kind BLOB;"
          "CREATE INDEX identity_unlooked ON identity (id) WHERE kind IS NULL;"
          "CREATE TABLE told ("
          "  id INTEGER PRIMARY KEY, petition_ref INTEGER NOT NULL, what TEXT NOT NULL, done_on TEXT NOT NULL,"
          "  user_id INTEGER NOT NULL, at_ms INTEGER NOT NULL) STRICT;"
          "CREATE INDEX told_petition ON told (petition_ref, what, id);"
          "PRAGMA user_version = 4;"
          "COMMIT",
    /* article15: the next higher organ's public key, to which reports that are passed on are closed anew; user_id 0: by who owns the files */
    [5] = "BEGIN;"
          "CREATE TABLE article15 ("
          "  id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, user_id INTEGER NOT NULL,"
          "  public BLOB NOT NULL CHECK (length(public) = 32)) STRICT;"
          "PRAGMA user_version = 5;"
          "COMMIT",
};

enum query {
    Q_BEGIN, Q_COMMIT, Q_ROLLBACK, Q_IDENTITY, Q_OPENING, Q_SCAN, Q_HEAD, Q_HEAD_OTHER, Q_HEADS, Q_REFS,
    Q_FILES, Q_DROP_IDENTITY, Q_DROP_SCAN, Q_KEPT, Q_ASK, Q_REQUEST, Q_DECIDE, Q_OPENED, Q_LAPSE, Q_REQUESTS,
    Q_KINDS, Q_UNLOOKED, Q_KIND, Q_TOLD, Q_TOLD_OF, Q_FORGET, Q_ARTICLE15, Q_ARTICLE15_OF, Q__MAX
};

#define REQUEST_COLUMNS "id, ref, petition_ref, asked_by, asked_at_ms, COALESCE(decided_by, 0), COALESCE(decided_at_ms, 0)," \
    " COALESCE(until_ms, 0), COALESCE(opened_at_ms, 0), purpose, words, reason"

static const char *const queries[Q__MAX] = {
    [Q_BEGIN] = "BEGIN IMMEDIATE",
    [Q_COMMIT] = "COMMIT",
    [Q_ROLLBACK] = "ROLLBACK",
    [Q_IDENTITY] = "INSERT INTO identity (petition_ref, rev, at_ms, sealed_by, sealed, kind) VALUES (?1,"
        " (SELECT COALESCE(MAX(rev), 0) + 1 FROM identity WHERE petition_ref = ?1), ?2, ?3, ?4, ?5)",
    [Q_OPENING] = "INSERT INTO opening (at_ms, user_id, report_id, what) VALUES (?1, ?2, ?3, ?4)",
    [Q_SCAN] = "INSERT INTO scan (petition_ref, at_ms, file, manifest) VALUES (?1, ?2, ?3, ?4)",
    [Q_HEAD] = "INSERT INTO head (organ_id, seq, at_ms, mac, signature) VALUES (?1, ?2, ?3, ?4, ?5)"
        " ON CONFLICT (organ_id, seq, mac) DO NOTHING",
    [Q_HEAD_OTHER] = "SELECT count(*) FROM head WHERE organ_id = ?1 AND seq = ?2 AND mac <> ?3",
    /* The last of each day, whatever was followed by a number that had been given before (the chain
     * was rolled back then), and the newest three hundred: they show a roll-back that grew past its old
     * end between two heads. */
    [Q_HEADS] = "SELECT organ_id, seq, at_ms, mac, signature FROM ("
        "  SELECT *, LEAD(seq) OVER w AS next_seq, LEAD(at_ms) OVER w AS next_at,"
        "   ROW_NUMBER() OVER (PARTITION BY organ_id ORDER BY id DESC) AS age FROM head"
        "  WINDOW w AS (PARTITION BY organ_id ORDER BY id))"
        " WHERE next_seq IS NULL OR next_seq <= seq OR age <= 300"
        "  OR next_at / 86400000 <> at_ms / 86400000"
        " ORDER BY organ_id, id",
    [Q_REFS] = "SELECT petition_ref FROM (SELECT petition_ref, at_ms FROM identity"
        "  UNION ALL SELECT petition_ref, at_ms FROM scan)"
        " GROUP BY petition_ref HAVING MAX(at_ms) < ?1 ORDER BY MAX(at_ms), petition_ref",
    [Q_FILES] = "SELECT file FROM scan WHERE petition_ref = ?1",
    [Q_DROP_IDENTITY] = "DELETE FROM identity WHERE petition_ref = ?1",
    [Q_DROP_SCAN] = "DELETE FROM scan WHERE petition_ref = ?1",
    [Q_KEPT] = "SELECT at_ms, sealed_by, sealed FROM identity WHERE petition_ref = ?1 ORDER BY rev DESC LIMIT ?2",
    [Q_ASK] = "INSERT INTO request (ref, petition_ref, asked_by, asked_at_ms, purpose, words) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
        " ON CONFLICT (petition_ref, asked_by) WHERE decided_by IS NULL DO NOTHING",
    [Q_REQUEST] = "SELECT " REQUEST_COLUMNS ", closed FROM request WHERE ref = ?1",
    [Q_DECIDE] = "UPDATE request SET decided_by = ?2, decided_at_ms = ?3, until_ms = NULLIF(?4, 0), reason = ?5, closed = ?6"
        " WHERE ref = ?1 AND decided_by IS NULL",
    [Q_OPENED] = "UPDATE request SET opened_at_ms = ?2, closed = NULL WHERE ref = ?1 AND opened_at_ms IS NULL AND closed IS NOT NULL",
    [Q_LAPSE] = "UPDATE request SET closed = NULL WHERE closed IS NOT NULL AND (?1 = 0 OR ref = ?1)",
    [Q_REQUESTS] = "SELECT " REQUEST_COLUMNS " FROM request WHERE (?1 = 0 OR petition_ref = ?1) AND (?2 = 0 OR asked_by = ?2)"
        " AND (?3 = 0 OR ref = ?3) AND (?4 = 0 OR id < ?4) ORDER BY id DESC LIMIT ?5",
    [Q_KINDS] = "SELECT id, petition_ref, at_ms, sealed_by, kind FROM identity ORDER BY petition_ref, rev",
    [Q_UNLOOKED] = "SELECT id, petition_ref, at_ms, sealed_by, sealed FROM identity WHERE kind IS NULL ORDER BY id LIMIT ?1",
    [Q_KIND] = "UPDATE identity SET kind = ?2 WHERE id = ?1",
    [Q_TOLD] = "INSERT INTO told (petition_ref, user_id, at_ms, what, done_on) VALUES (?1, ?2, ?3, ?4, ?5)",
    [Q_TOLD_OF] = "SELECT user_id, done_on FROM told WHERE petition_ref = ?1 AND what = ?2 ORDER BY id DESC LIMIT 1",
    [Q_FORGET] = "DELETE FROM identity WHERE sealed_by = ?1 AND sealed = ?2",
    [Q_ARTICLE15] = "INSERT INTO article15 (at_ms, user_id, public) VALUES (?1, ?2, ?3)",
    [Q_ARTICLE15_OF] = "SELECT public FROM article15 ORDER BY id DESC LIMIT 1",
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

/* Each step is a transaction of its own: one that is cut short is done again. */
static enum err upgrade(struct store *s, int from)
{
    for (int v = from + 1; v <= SCHEMA_VERSION; v++)
        TRY(store_err(s, sqlite3_exec(s->db, later[v], NULL, NULL, NULL)));
    return ERR_OK;
}

enum err store_create(const char *path)
{
    struct store s = { 0 };

    TRY(file_put_new(path, "", 0));         /* mode 0600, and never over an old one */
    enum err e = connect_to(&s, path, SQLITE_OPEN_READWRITE);
    if (e == ERR_OK)
        e = store_err(&s, sqlite3_exec(s.db, schema, NULL, NULL, NULL));
    if (e == ERR_OK)
        e = upgrade(&s, 1);
    store_close(&s);
    return e;
}

static enum err version_bring(struct store *s)
{
    sqlite3_stmt *q = NULL;
    int version = 0, rc = sqlite3_prepare_v2(s->db, "PRAGMA user_version", -1, &q, NULL);

    if (rc == SQLITE_OK && (rc = sqlite3_step(q)) == SQLITE_ROW)
        version = sqlite3_column_int(q, 0);
    sqlite3_finalize(q);
    TRY(store_err(s, rc));
    if (version < 1 || version > SCHEMA_VERSION)
        return version > SCHEMA_VERSION ? ERR_NEWER : ERR_VAULT;
    return upgrade(s, version);
}

enum err store_open(struct arena *a, const char *path, struct store **out)
{
    struct store *s = NEW(a, struct store);

    *out = s;
    TRY(connect_to(s, path, SQLITE_OPEN_READWRITE));
    TRY(version_bring(s));
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

static struct str column_blob(sqlite3_stmt *q, int at, struct arena *a)
{
    const void *p = sqlite3_column_blob(q, at);

    return p != NULL ? str_copy(a, (struct str){ p, (size_t)sqlite3_column_bytes(q, at) }) : STR("");
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

enum err store_identity(struct store *s, int64_t ref, int64_t at_ms, enum sealed_by by, struct str sealed,
    const unsigned char kind[KIND_BYTES])
{
    sqlite3_stmt *q = bind_ints(s, Q_IDENTITY, (const int64_t[]){ ref, at_ms, by }, 3);

    bind_blob(q, 4, sealed.p, sealed.n);
    if (kind != NULL)
        bind_blob(q, 5, kind, KIND_BYTES);
    return run(s, q);
}

enum err store_opening(struct store *s, int64_t at_ms, int64_t user_id, struct str what, int64_t report_id)
{
    sqlite3_stmt *q = bind_ints(s, Q_OPENING, (const int64_t[]){ at_ms, user_id, report_id }, 3);

    sqlite3_bind_text(q, 4, what.p, (int)what.n, SQLITE_STATIC);
    return run(s, q);
}

enum err store_forget(struct store *s, struct str sealed)
{
    sqlite3_stmt *q = bind_ints(s, Q_FORGET, (const int64_t[]){ SEALED_BY_PORTAL }, 1);

    bind_blob(q, 2, sealed.p, sealed.n);
    return run(s, q);
}

enum err store_article15(struct store *s, int64_t at_ms, int64_t user_id, const unsigned char key[32])
{
    sqlite3_stmt *q = bind_ints(s, Q_ARTICLE15, (const int64_t[]){ at_ms, user_id }, 2);

    bind_blob(q, 3, key, 32);
    return run(s, q);
}

enum err store_article15_of(struct store *s, unsigned char key[32])
{
    sqlite3_stmt *q = s->q[Q_ARTICLE15_OF];
    int rc = sqlite3_step(q);
    bool found = rc == SQLITE_ROW && sqlite3_column_bytes(q, 0) == 32;

    if (found)
        memcpy(key, sqlite3_column_blob(q, 0), 32);
    TRY(finish(s, q, rc));
    return found ? ERR_OK : ERR_NOT_FOUND;
}

enum err store_scan(
    struct store *s, int64_t ref, int64_t at_ms, const char *file_id, struct str manifest)
{
    sqlite3_stmt *q = bind_ints(s, Q_SCAN, (const int64_t[]){ ref, at_ms }, 2);

    sqlite3_bind_text(q, 3, file_id, -1, SQLITE_STATIC);
    bind_blob(q, 4, manifest.p, manifest.n);
    return run(s, q);
}

/* Another chain under the same number: kept too, as the trace of a roll-back, and said. */
static enum err head_other(struct store *s, const struct head_row *h)
{
    sqlite3_stmt *q = bind_ints(s, Q_HEAD_OTHER, (const int64_t[]){ h->organ_id, h->seq }, 2);

    bind_blob(q, 3, h->mac, sizeof h->mac);
    int rc = sqlite3_step(q);
    bool other = rc == SQLITE_ROW && sqlite3_column_int64(q, 0) > 0;
    TRY(finish(s, q, rc));
    return other ? ERR_TAMPERED : ERR_OK;
}

enum err store_head(struct store *s, const struct head_row *h)
{
    sqlite3_stmt *q = bind_ints(s, Q_HEAD, (const int64_t[]){ h->organ_id, h->seq, h->at_ms }, 3);

    bind_blob(q, 4, h->mac, sizeof h->mac);
    bind_blob(q, 5, h->signature, sizeof h->signature);
    TRY(run(s, q));
    return head_other(s, h);
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

enum err store_kept(struct store *s, struct arena *a, int64_t ref, struct kept_row *out, int max, int *n)
{
    sqlite3_stmt *q = bind_ints(s, Q_KEPT, (const int64_t[]){ ref, max }, 2);
    int rc;

    for (*n = 0; (rc = sqlite3_step(q)) == SQLITE_ROW; (*n)++)
        out[*n] = (struct kept_row){ sqlite3_column_int64(q, 0), sqlite3_column_int64(q, 1) == SEALED_BY_PORTAL ? SEALED_BY_PORTAL
            : SEALED_BY_VAULT, column_blob(q, 2, a) };
    return finish(s, q, rc);
}

/* ---- requests */

static void bind_text(sqlite3_stmt *q, int at, struct str t)
{
    sqlite3_bind_text(q, at, t.p != NULL ? t.p : "", (int)t.n, SQLITE_STATIC);
}

/* One row or none changed. */
static enum err run_one(struct store *s, sqlite3_stmt *q, enum err otherwise)
{
    TRY(run(s, q));
    return sqlite3_changes(s->db) == 1 ? ERR_OK : otherwise;
}

enum err store_ask(struct store *s, const struct request_row *r)
{
    sqlite3_stmt *q = bind_ints(s, Q_ASK, (const int64_t[]){ r->ref, r->petition_ref, r->asked_by, r->asked_at_ms }, 4);

    bind_text(q, 5, r->purpose);
    bind_text(q, 6, r->words);
    return run_one(s, q, ERR_CONFLICT);
}

static void request_read(sqlite3_stmt *q, struct arena *a, struct request_row *r)
{
    int64_t *const numbers[] = { &r->id, &r->ref, &r->petition_ref, &r->asked_by, &r->asked_at_ms, &r->decided_by, &r->decided_at_ms,
        &r->until_ms, &r->opened_at_ms };
    struct str *const texts[] = { &r->purpose, &r->words, &r->reason };

    for (int i = 0; i < 9; i++)
        *numbers[i] = sqlite3_column_int64(q, i);
    for (int i = 0; i < 3; i++)
        *texts[i] = str_copy(a, str_z((const char *)sqlite3_column_text(q, 9 + i)));
    r->closed = STR("");
}

enum err store_request(struct store *s, struct arena *a, int64_t ref, struct request_row *out)
{
    sqlite3_stmt *q = bind_ints(s, Q_REQUEST, &ref, 1);
    int rc = sqlite3_step(q);

    if (rc == SQLITE_ROW) {
        request_read(q, a, out);
        out->closed = column_blob(q, 12, a);
    }
    TRY(finish(s, q, rc));
    return rc == SQLITE_ROW ? ERR_OK : ERR_NOT_FOUND;
}

enum err store_decide(struct store *s, const struct request_row *r)
{
    sqlite3_stmt *q = bind_ints(s, Q_DECIDE, (const int64_t[]){ r->ref, r->decided_by, r->decided_at_ms, r->until_ms }, 4);

    bind_text(q, 5, r->reason);
    if (r->closed.n > 0)
        bind_blob(q, 6, r->closed.p, r->closed.n);
    return run_one(s, q, ERR_MOVE);
}

enum err store_opened(struct store *s, int64_t ref, int64_t at_ms)
{
    return run_one(s, bind_ints(s, Q_OPENED, (const int64_t[]){ ref, at_ms }, 2), ERR_MOVE);
}

enum err store_lapse(struct store *s, int64_t ref) { return run(s, bind_ints(s, Q_LAPSE, &ref, 1)); }

enum err store_requests(struct store *s, struct arena *a, const struct request_asked *w, struct request_row **out, int *n)
{
    sqlite3_stmt *q = bind_ints(s, Q_REQUESTS, (const int64_t[]){ w->petition_ref, w->asked_by, w->ref, w->before, w->max }, 5);
    struct request_row *rows = NEWS(a, struct request_row, (size_t)w->max + 1);
    int rc;

    for (*n = 0; (rc = sqlite3_step(q)) == SQLITE_ROW; (*n)++)
        request_read(q, a, &rows[*n]);
    *out = rows;
    return finish(s, q, rc);
}

/* ---- notices */

static struct kind_row kind_row(sqlite3_stmt *q)
{
    return (struct kind_row){ .id = sqlite3_column_int64(q, 0), .ref = sqlite3_column_int64(q, 1),
        .row = { .at_ms = sqlite3_column_int64(q, 2), .by = sqlite3_column_int64(q, 3) == SEALED_BY_PORTAL ? SEALED_BY_PORTAL : SEALED_BY_VAULT } };
}

enum err store_kinds(struct store *s, struct arena *a, struct kind_row **out, int *n)
{
    sqlite3_stmt *q = s->q[Q_KINDS];
    struct kind_row *rows = NULL;
    int rc;

    *n = 0;
    while ((rc = sqlite3_step(q)) == SQLITE_ROW) {
        rows = more(a, rows, *n, sizeof *rows);
        struct kind_row *r = &rows[(*n)++];
        *r = kind_row(q);
        r->looked = sqlite3_column_bytes(q, 4) == KIND_BYTES;
        if (r->looked)
            memcpy(r->kind, sqlite3_column_blob(q, 4), KIND_BYTES);
    }
    *out = rows;
    return finish(s, q, rc);
}

enum err store_unlooked(struct store *s, struct arena *a, struct kind_row *out, int max, int *n)
{
    sqlite3_stmt *q = bind_ints(s, Q_UNLOOKED, (const int64_t[]){ max }, 1);
    int rc;

    for (*n = 0; (rc = sqlite3_step(q)) == SQLITE_ROW; (*n)++) {
        out[*n] = kind_row(q);
        out[*n].row.sealed = column_blob(q, 4, a);
    }
    return finish(s, q, rc);
}

enum err store_kind(struct store *s, int64_t id, const unsigned char kind[KIND_BYTES])
{
    sqlite3_stmt *q = bind_ints(s, Q_KIND, &id, 1);

    bind_blob(q, 2, kind, KIND_BYTES);
    return run(s, q);
}

enum err store_told(struct store *s, const struct told_row *t)
{
    sqlite3_stmt *q = bind_ints(s, Q_TOLD, (const int64_t[]){ t->ref, t->user_id, t->at_ms }, 3);

    bind_text(q, 4, t->what);
    bind_text(q, 5, t->on);
    return run(s, q);
}

enum err store_told_of(struct store *s, struct arena *a, int64_t ref, struct str what, struct told_row *out)
{
    sqlite3_stmt *q = bind_ints(s, Q_TOLD_OF, &ref, 1);

    bind_text(q, 2, what);
    *out = (struct told_row){ .ref = ref, .what = what, .on = STR("") };
    int rc = sqlite3_step(q);
    if (rc == SQLITE_ROW) {
        out->user_id = sqlite3_column_int64(q, 0);
        out->on = str_copy(a, str_z((const char *)sqlite3_column_text(q, 1)));
    }
    return finish(s, q, rc);
}
