/* Two file layers of ours under SQLite. One fails the n-th write, sync, truncate, open or delete, for every n; the other writes down all
 * that reaches the disk, so that a power cut after any operation can be played: what was not synced is lost, kept or torn by chance.
 * Afterwards: whatever was acknowledged is there, what is there is whole, numbers have no gap, the audit chain verifies. */
#include "world.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "area/intake/petition.h"

#define LETTERS 4

enum op { OP_WRITE, OP_TRUNCATE, OP_SYNC, OP_DELETE };
struct note { enum op op; char name[16]; sqlite3_int64 at; int n; unsigned char *bytes; };

static struct {
    sqlite3_vfs vfs, *real;
    int fail_in, fail_with;             /* counts down; 0 = off */
    bool fired, noting;
    struct note *notes; int n_notes, room;
} layer;

struct shim { sqlite3_file base; sqlite3_file *real; char name[16]; };

static bool fails(void)
{
    if (layer.fail_in == 0 || --layer.fail_in > 0)
        return false;
    layer.fail_in = 1;                  /* the disk stays broken until the test mends it */
    layer.fired = true;
    return true;
}

static void note(enum op op, const char *name, sqlite3_int64 at, const void *p, int n)
{
    if (!layer.noting)
        return;
    if (layer.n_notes == layer.room) {
        layer.room = layer.room * 2 + 256;
        layer.notes = realloc(layer.notes, (size_t)layer.room * sizeof *layer.notes);
        assert_non_null(layer.notes);
    }
    struct note *k = &layer.notes[layer.n_notes++];
    *k = (struct note){ .op = op, .at = at, .n = n };
    snprintf(k->name, sizeof k->name, "%s", name);
    if (p != NULL) {
        k->bytes = malloc((size_t)n);
        assert_non_null(k->bytes);
        memcpy(k->bytes, p, (size_t)n);
    }
}

#define REAL(f) (((struct shim *)(f))->real)
#define NAME(f) (((struct shim *)(f))->name)
static int f_close(sqlite3_file *f) { return REAL(f)->pMethods != NULL ? REAL(f)->pMethods->xClose(REAL(f)) : SQLITE_OK; }
static int f_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at) { return REAL(f)->pMethods->xRead(REAL(f), p, n, at); }
static int f_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    if (fails())
        return layer.fail_with == SQLITE_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    note(OP_WRITE, NAME(f), at, p, n);
    return REAL(f)->pMethods->xWrite(REAL(f), p, n, at);
}
static int f_truncate(sqlite3_file *f, sqlite3_int64 n)
{
    if (fails())
        return SQLITE_IOERR_TRUNCATE;
    note(OP_TRUNCATE, NAME(f), n, NULL, 0);
    return REAL(f)->pMethods->xTruncate(REAL(f), n);
}
static int f_sync(sqlite3_file *f, int flags)
{
    if (fails())
        return SQLITE_IOERR_FSYNC;
    note(OP_SYNC, NAME(f), 0, NULL, 0);
    (void)flags;
    return SQLITE_OK;                   /* the cut is played, so the real disk need not be waited for */
}
static int f_size(sqlite3_file *f, sqlite3_int64 *n) { return REAL(f)->pMethods->xFileSize(REAL(f), n); }
static int f_lock(sqlite3_file *f, int k) { return REAL(f)->pMethods->xLock(REAL(f), k); }
static int f_unlock(sqlite3_file *f, int k) { return REAL(f)->pMethods->xUnlock(REAL(f), k); }
static int f_reserved(sqlite3_file *f, int *k) { return REAL(f)->pMethods->xCheckReservedLock(REAL(f), k); }
static int f_control(sqlite3_file *f, int k, void *p) { return REAL(f)->pMethods->xFileControl(REAL(f), k, p); }
static int f_sector(sqlite3_file *f) { return REAL(f)->pMethods->xSectorSize(REAL(f)); }
static int f_traits(sqlite3_file *f) { (void)f; return 0; }     /* no promise of the disk: no atomic write, no safe append */
static int f_shm_map(sqlite3_file *f, int k, int n, int w, void volatile **p) { return REAL(f)->pMethods->xShmMap(REAL(f), k, n, w, p); }
static int f_shm_lock(sqlite3_file *f, int o, int n, int k) { return REAL(f)->pMethods->xShmLock(REAL(f), o, n, k); }
static void f_shm_barrier(sqlite3_file *f) { REAL(f)->pMethods->xShmBarrier(REAL(f)); }
static int f_shm_unmap(sqlite3_file *f, int k) { return REAL(f)->pMethods->xShmUnmap(REAL(f), k); }

static const sqlite3_io_methods methods = { 2, f_close, f_read, f_write, f_truncate, f_sync, f_size, f_lock, f_unlock, f_reserved, f_control,
    f_sector, f_traits, f_shm_map, f_shm_lock, f_shm_barrier, f_shm_unmap, NULL, NULL };

static int v_open(sqlite3_vfs *v, const char *path, sqlite3_file *f, int flags, int *out)
{
    struct shim *s = (struct shim *)f;

    (void)v;
    s->base.pMethods = NULL;
    if (fails())
        return SQLITE_CANTOPEN;
    s->real = (sqlite3_file *)(s + 1);
    const char *slash = path != NULL ? strrchr(path, '/') : NULL;
    snprintf(s->name, sizeof s->name, "%s", slash != NULL ? slash + 1 : "");
    int rc = layer.real->xOpen(layer.real, path, s->real, flags, out);
    if (rc == SQLITE_OK)
        s->base.pMethods = &methods;
    return rc;
}

static int v_delete(sqlite3_vfs *v, const char *path, int sync)
{
    (void)v;
    if (fails())
        return SQLITE_IOERR_DELETE;
    note(OP_DELETE, strrchr(path, '/') + 1, 0, NULL, 0);
    (void)sync;
    return layer.real->xDelete(layer.real, path, 0);
}

static void layer_install(void)
{
    layer.real = sqlite3_vfs_find(NULL);
    layer.vfs = *layer.real;
    layer.vfs.zName = "ours";
    layer.vfs.szOsFile = (int)sizeof(struct shim) + layer.real->szOsFile;
    layer.vfs.xOpen = v_open;
    layer.vfs.xDelete = v_delete;
    assert_int_equal(sqlite3_vfs_register(&layer.vfs, 1), SQLITE_OK);
}

static void layer_remove(void)
{
    sqlite3_vfs_unregister(&layer.vfs);
    sqlite3_vfs_register(layer.real, 1);
    for (int i = 0; i < layer.n_notes; i++)
        free(layer.notes[i].bytes);
    free(layer.notes);
    memset(&layer, 0, sizeof layer);
}

static enum err letter(struct world *w, int i)
{
    char subject[32];
    snprintf(subject, sizeof subject, "letter %d", i);
    struct petition_new n = { .persons = { { STR_INIT("钱某"), STR_INIT("某村"), STR_INIT("主任"), STR_INIT("village"), 0 } }, .n_persons = 1,
        .channel = STR("letter"), .source = STR("own"), .class = STR("accusation"), .subject = str_copy(&w->f.a, str_z(subject)), .body = STR("内容") };
    struct petition p;
    struct audit_event e = { .verb = STR("test") };

    enum err done = db_begin(w->f.db, DB_WRITE);
    if (done == ERR_OK)
        done = petition_register(&w->c, &n, &p);
    if (done == ERR_OK)
        done = audit_append(&w->c, &e);
    if (done == ERR_OK)
        done = db_commit(w->f.db);
    if (done != ERR_OK)
        db_rollback(w->f.db);
    return done;
}

/* What must hold of a file that was opened again on a sound disk: `acked` letters at least, and everything in it whole. */
static void check_whole(struct world *w, int acked, const char *when)
{
    struct audit_report report;
    struct stmt *q = fixture_sql(&w->f, w->f.db, "PRAGMA integrity_check");
    bool sound = db_next(q) && str_eq(db_str(q, 0, &w->f.a), STR("ok"));

    if (db_end(q) != ERR_OK || !sound)
        fail_msg("%s: the file is not sound", when);
    int64_t n = fixture_int(&w->f, w->f.db, "SELECT count(*) FROM petition");
    for (int i = 0; i < acked; i++) {
        char sql[96];
        snprintf(sql, sizeof sql, "SELECT count(*) FROM petition WHERE subject = 'letter %d'", i);
        if (fixture_int(&w->f, w->f.db, sql) != 1)
            fail_msg("%s: letter %d was acknowledged and is lost", when, i);
    }
    if (fixture_int(&w->f, w->f.db, "SELECT coalesce(sum(value), 0) FROM counter WHERE kind = 'petition'") != n)
        fail_msg("%s: numbers have a gap", when);
    if (audit_verify(&w->c, NULL, 0, &report) != ERR_OK || report.rows != n)
        fail_msg("%s: the audit has %d rows for %d letters", when, (int)report.rows, (int)n);
}

static void reopen(struct world *w)
{
    db_close(w->f.db);
    w->f.db = fixture_connect(&w->f, DB_WRITE);
    w->c.db = w->f.db;
}

static void copy(const char *from, const char *to)
{
    char buf[65536];
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    for (ssize_t n; in >= 0 && (n = read(in, buf, sizeof buf)) > 0;)
        assert_int_equal(write(out, buf, (size_t)n), n);
    if (in >= 0)
        close(in);
    close(out);
}

/* The file as it was before the first letter, put back under the open world. */
static void put_back(struct world *w)
{
    char base[128], live[128], wal[128];

    snprintf(base, sizeof base, "%s/base", w->f.dir);
    snprintf(live, sizeof live, "%s/test.db", w->f.dir);
    db_close(w->f.db);
    copy(base, live);
    snprintf(wal, sizeof wal, "%s/test.db-wal", w->f.dir);
    unlink(wal);
    snprintf(wal, sizeof wal, "%s/test.db-shm", w->f.dir);
    unlink(wal);
    w->f.db = fixture_connect(&w->f, DB_WRITE);
    w->c.db = w->f.db;
}

static void keep_base(struct world *w)
{
    char base[128], live[128];

    db_close(w->f.db);                  /* the last connection puts the log into the file */
    snprintf(base, sizeof base, "%s/base", w->f.dir);
    snprintf(live, sizeof live, "%s/test.db", w->f.dir);
    copy(live, base);
    w->f.db = fixture_connect(&w->f, DB_WRITE);
    w->c.db = w->f.db;
}

static void world_end(struct world *w)
{
    char base[128];

    snprintf(base, sizeof base, "%s/base", w->f.dir);
    unlink(base);
    world_close(w);
}

static bool letters_with_fault(struct world *w, int n, int with)
{
    int acked = 0;
    char when[64];

    put_back(w);
    layer.fail_with = with;
    layer.fired = false;
    layer.fail_in = n;
    for (int i = 0; i < LETTERS; i++) {
        if (letter(w, i) != ERR_OK)
            break;
        acked++;
    }
    bool fired = layer.fired;
    if (!fired)
        assert_int_equal(acked, LETTERS);
    layer.fail_in = 0;
    snprintf(when, sizeof when, "operation %d fails with %d", n, with);
    reopen(w);
    check_whole(w, acked, when);
    if (acked < LETTERS)                /* the disk is mended: work goes on */
        assert_int_equal(letter(w, LETTERS), ERR_OK);
    return fired;
}

static void a_disk_that_fails(void **state)
{
    static const int with[] = { SQLITE_IOERR, SQLITE_FULL };
    struct world w;
    int tried = 0;

    (void)state;
    layer_install();
    world_open(&w);
    keep_base(&w);
    for (size_t k = 0; k < 2; k++)
        for (int n = 1; letters_with_fault(&w, n, with[k]); n++)
            tried++;
    assert_true(tried > 2 * LETTERS);
    print_message("%d operations failed in turn\n", tried);
    world_end(&w);
    layer_remove();
}

/* ---- power cuts */
struct image { char name[16]; unsigned char *p; sqlite3_int64 n, room; bool there; };

static struct image *image_of(struct image *all, const char *name)
{
    for (int i = 0; i < 4; i++) {
        if (all[i].name[0] == '\0')
            snprintf(all[i].name, sizeof all[i].name, "%s", name);
        if (strcmp(all[i].name, name) == 0)
            return &all[i];
    }
    fail_msg("more files than expected: %s", name);
    return NULL;
}

static void image_size(struct image *m, sqlite3_int64 n)
{
    if (n > m->room) {                  /* twice as much: it grows page by page, and a sanitizer copies all of it each time */
        m->room = n * 2;
        m->p = realloc(m->p, (size_t)m->room);
        assert_non_null(m->p);
    }
    if (n > m->n)
        memset(m->p + m->n, 0, (size_t)(n - m->n));
    m->n = n;
    m->there = true;
}

static void image_apply(struct image *m, const struct note *k, int n)
{
    if (k->op == OP_WRITE) {
        if (k->at + n > m->n)
            image_size(m, k->at + n);
        memcpy(m->p + k->at, k->bytes, (size_t)n);
    } else if (k->op == OP_TRUNCATE && k->at < m->n) {
        m->n = k->at;
    } else if (k->op == OP_DELETE) {
        m->n = 0;
        m->there = false;
    }
}

static int last_sync(int cut, int from, const char *name)
{
    for (int i = cut - 1; i >= from; i--)
        if (layer.notes[i].op == OP_SYNC && strcmp(layer.notes[i].name, name) == 0)
            return i;
    return -1;
}

/* The disk after a cut: what was synced is there; of the rest each write is lost, there, or half there. */
static void play(struct image *all, int cut, uint32_t *dice)
{
    for (int i = 0; i < cut; i++) {
        const struct note *k = &layer.notes[i];
        struct image *m = image_of(all, k->name);
        bool durable = k->op == OP_DELETE || i < last_sync(cut, i, k->name);
        *dice = *dice * 1664525u + 1013904223u;
        uint32_t luck = *dice >> 30;
        if (durable || luck == 1)
            image_apply(m, k, k->n);
        else if (luck == 2 && k->op == OP_WRITE)
            image_apply(m, k, k->n / 2 / 512 * 512);
    }
}

static void images_write(struct world *w, struct image *all)
{
    for (int i = 0; i < 4; i++) {
        char path[256];
        if (all[i].name[0] == '\0')
            continue;
        snprintf(path, sizeof path, "%s/%.15s", w->f.dir, all[i].name);
        unlink(path);
        if (!all[i].there)
            continue;
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        assert_int_equal(write(fd, all[i].p, (size_t)all[i].n), all[i].n);
        close(fd);
    }
}

static void base_image(struct world *w, struct image *m)
{
    char base[128];
    struct stat st;

    snprintf(base, sizeof base, "%s/base", w->f.dir);
    int fd = open(base, O_RDONLY);
    assert_int_equal(fstat(fd, &st), 0);
    image_size(m, st.st_size);
    assert_int_equal(read(fd, m->p, (size_t)st.st_size), st.st_size);
    close(fd);
}

static void cut_after(struct world *w, int cut, int acked, uint32_t seed)
{
    struct image all[4] = { 0 };
    uint32_t dice = seed;
    char when[64], shm[128];

    base_image(w, image_of(all, "test.db"));
    play(all, cut, &dice);
    db_close(w->f.db);
    snprintf(shm, sizeof shm, "%s/test.db-shm", w->f.dir);
    unlink(shm);
    snprintf(shm, sizeof shm, "%s/test.db-wal", w->f.dir);
    unlink(shm);
    images_write(w, all);
    w->f.db = fixture_connect(&w->f, DB_WRITE);
    w->c.db = w->f.db;
    snprintf(when, sizeof when, "power cut after operation %d, chance %u", cut, seed);
    check_whole(w, acked, when);
    for (int i = 0; i < 4; i++)
        free(all[i].p);
}

static void a_disk_that_forgets(void **state)
{
    struct world w;
    int acked_at[LETTERS + 1] = { 0 };

    (void)state;
    layer_install();
    world_open(&w);
    keep_base(&w);
    layer.noting = true;
    for (int i = 0; i < LETTERS; i++) {
        assert_int_equal(letter(&w, i), ERR_OK);
        acked_at[i] = layer.n_notes;
    }
    reopen(&w);                         /* closing puts the log into the file: cuts in there too */
    layer.noting = false;
    int n = layer.n_notes;
    assert_true(n > 3 * LETTERS);
    for (int cut = 0; cut <= n; cut++) {
        int acked = 0;
        while (acked < LETTERS && acked_at[acked] <= cut)
            acked++;
        for (uint32_t seed = 1; seed <= 2; seed++)
            cut_after(&w, cut, acked, seed * 7919u + (uint32_t)cut);
    }
    print_message("power cut after each of %d operations\n", n);
    world_end(&w);
    layer_remove();
}

int main(void)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(a_disk_that_fails), cmocka_unit_test(a_disk_that_forgets) };

    log_quiet(1);
    return fixture_run_tests("sqlite", tests, 2);
}
