/* The vault as a real child: this test executes itself again as `vault-serve`. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "area/vault/vault.h"
#include "base/log.h"

#define NAME    "欧阳检举人"
#define PHONE   "13912345678"
#define LETTER  "信件扫描的原文字节"
#define FILENAME "举报信原件.jpg"

struct place { char dir[64]; struct vault *v; struct arena a; };

static int drop(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

static struct vault *start(const struct place *p)
{
    struct vault *v = NULL;
    struct str why;

    if (vault_start(&v, p->dir, &why) != ERR_OK)
        fail_msg("the vault does not start: %.*s", PF(why));
    return v;
}

static struct place place_open(void)
{
    struct place p = { .dir = "/tmp/xiezhi-vault.XXXXXX" };
    struct str why;

    assert_non_null(mkdtemp(p.dir));
    arena_open(&p.a, (size_t)8 << 20);
    assert_int_equal(vault_create(p.dir, true, &why), ERR_OK);
    p.v = start(&p);
    return p;
}

static void place_close(struct place *p)
{
    vault_stop(p->v);
    arena_close(&p->a);
    nftw(p->dir, drop, 16, FTW_DEPTH | FTW_PHYS);
}

/* ---- what lies on the disk */

static const char *const planted[] = { NAME, PHONE, LETTER, FILENAME, "anonymous", NULL };
static int files_read;

static int scan_file(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)at;
    if (kind != FTW_F || st->st_size == 0)
        return 0;
    char *bytes = malloc((size_t)st->st_size);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = read(fd, bytes, (size_t)st->st_size);
    close(fd);
    assert_int_equal(n, st->st_size);
    assert_int_equal(st->st_mode & 077, 0);
    for (int i = 0; planted[i] != NULL; i++)
        if (memmem(bytes, (size_t)n, planted[i], strlen(planted[i])) != NULL)
            fail_msg("%s holds %s", path, planted[i]);
    free(bytes);
    files_read++;
    return 0;
}

static int64_t count(const struct place *p, const char *sql)
{
    char path[128];
    sqlite3 *db;
    sqlite3_stmt *q;

    snprintf(path, sizeof path, "%s/vault/vault.db", p->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    int64_t n = sqlite3_step(q) == SQLITE_ROW ? sqlite3_column_int64(q, 0) : -1;
    sqlite3_finalize(q);
    sqlite3_close(db);
    return n;
}

static int count_files(const struct place *p)
{
    char cmd[160], line[32] = "";

    snprintf(cmd, sizeof cmd, "find %s/vault/files -type f | wc -l", p->dir);
    FILE *f = popen(cmd, "re");
    assert_non_null(fgets(line, sizeof line, f));
    pclose(f);
    return (int)strtol(line, NULL, 10);
}

static const struct identity reporter = { .name = STR_INIT(NAME),
    .contact = STR_INIT(PHONE),
    .id_no = STR_INIT("11010519491231002X"),
    .address = STR_INIT(NAME PHONE),
    .claimed = STR_INIT("real") };

static void keeps_its_key_over_restarts(void **state)
{
    struct place p = place_open();
    unsigned char key[AUDIT_KEY_BYTES] = { 0 }, again[AUDIT_KEY_BYTES] = { 0 };

    (void)state;
    assert_int_equal(vault_audit_key(p.v, key), ERR_OK);
    assert_false(sodium_is_zero(key, sizeof key));
    vault_stop(p.v);
    p.v = start(&p);
    assert_int_equal(vault_audit_key(p.v, again), ERR_OK);
    assert_memory_equal(key, again, sizeof key);
    place_close(&p);
}

static void is_made_once(void **state)
{
    struct place p = place_open();
    struct vault *v;
    struct str why;

    (void)state;
    assert_int_equal(vault_create(p.dir, true, &why), ERR_IN_USE);
    assert_int_equal(vault_start(&v, "/tmp/xiezhi-no-such-directory", &why), ERR_VAULT);
    assert_null(v);
    assert_true(str_eq(why, STR("vault/keys")));
    place_close(&p);
}

static void seals_so_that_no_plain_byte_is_left(void **state)
{
    struct place p = place_open();
    const struct identity nobody = { .claimed = STR("anonymous") };
    char big[200001];

    (void)state;
    for (size_t i = 0; i < sizeof big; i++)
        big[i] = LETTER[i % (sizeof LETTER - 1)];
    assert_int_equal(vault_seal_identity(p.v, 41, &reporter, 1000), ERR_OK);
    assert_int_equal(vault_seal_identity(p.v, 41, &reporter, 1001), ERR_OK);
    assert_int_equal(vault_seal_identity(p.v, 42, &nobody, 1002), ERR_OK);
    assert_int_equal(
        vault_seal_scan(p.v, 41, STR(FILENAME), (struct str){ big, sizeof big }, 1003), ERR_OK);
    assert_int_equal(vault_seal_scan(p.v, 41, STR(FILENAME), STR(""), 1003), ERR_OK);
    files_read = 0;
    nftw(p.dir, scan_file, 16, FTW_PHYS); /* with the write-ahead log as it is while running */
    vault_stop(p.v);
    nftw(p.dir, scan_file, 16, FTW_PHYS);
    assert_true(files_read >= 8);
    assert_int_equal(count(&p, "SELECT COUNT(*) FROM identity"), 3);
    assert_int_equal(count(&p, "SELECT MAX(rev) FROM identity WHERE petition_ref = 41"), 2);
    assert_int_equal(count(&p, "SELECT COUNT(DISTINCT length(sealed)) FROM identity"), 1);
    assert_int_equal(count(&p, "SELECT COUNT(*) FROM scan WHERE petition_ref = 41"), 2);
    assert_int_equal(count_files(&p), 2);
    p.v = start(&p);
    place_close(&p);
}

static void seals_an_import_at_once(void **state)
{
    enum { N = 3000 };
    static int64_t refs[N];
    static struct identity who[N];
    struct place p = place_open();

    (void)state;
    for (int i = 0; i < N; i++) {
        refs[i] = 1000 + i;
        who[i] = reporter;
    }
    assert_int_equal(vault_seal_many(p.v, refs, who, N, 5), ERR_OK);
    assert_int_equal(count(&p, "SELECT COUNT(*) FROM identity"), N);
    assert_int_equal(vault_seal_many(p.v, refs, who, 0, 5), ERR_OK);
    place_close(&p);
}

static void takes_all_of_an_import_or_nothing(void **state)
{
    static char huge[70000];
    struct place p = place_open();
    const int64_t refs[] = { 1, 2 };
    struct identity who[] = { reporter, { .address = { huge, sizeof huge } } };

    (void)state;
    memset(huge, 'a', sizeof huge);
    assert_int_equal(vault_seal_many(p.v, refs, who, 2, 5), ERR_TOO_LARGE);
    assert_int_equal(vault_seal_identity(p.v, 1, &who[1], 5), ERR_TOO_LARGE);
    assert_int_equal(count(&p, "SELECT COUNT(*) FROM identity"), 0);
    assert_int_equal(vault_seal_identity(p.v, 1, &reporter, 5), ERR_OK);
    place_close(&p);
}

/* ---- heads */

static void change(const struct place *p, const char *sql)
{
    char path[128];
    sqlite3 *db;

    snprintf(path, sizeof path, "%s/vault/vault.db", p->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void keeps_heads_and_finds_a_forged_one(void **state)
{
    struct place p = place_open();
    unsigned char mac[32];
    struct audit_outside_head *heads;
    int n;

    (void)state;
    assert_int_equal(vault_heads(p.v, &p.a, &heads, &n), ERR_OK);
    assert_int_equal(n, 0);
    memset(mac, 7, sizeof mac);
    assert_int_equal(vault_put_head(p.v, 11, 500, mac, 1000), ERR_OK);
    assert_int_equal(vault_put_head(p.v, 11, 500, mac, 2000), ERR_OK);  /* the same is no news */
    assert_int_equal(vault_put_head(p.v, 12, 3, mac, 2000), ERR_OK);
    mac[0] = 8;
    assert_int_equal(vault_put_head(p.v, 11, 500, mac, 2000), ERR_TAMPERED);
    vault_stop(p.v);
    p.v = start(&p);
    assert_int_equal(vault_heads(p.v, &p.a, &heads, &n), ERR_OK);
    assert_int_equal(n, 3);
    assert_int_equal(heads[0].organ_id, 11);
    assert_int_equal(heads[0].seq, 500);
    assert_int_equal(heads[0].mac[0], 7);
    assert_int_equal(heads[1].seq, 500);
    assert_int_equal(heads[1].mac[0], 8);       /* the other chain leaves its trace */
    assert_int_equal(heads[2].organ_id, 12);
    change(&p, "UPDATE head SET seq = 499 WHERE organ_id = 11");
    assert_int_equal(vault_heads(p.v, &p.a, &heads, &n), ERR_TAMPERED);
    change(&p, "UPDATE head SET seq = 500 WHERE organ_id = 11");
    assert_int_equal(vault_heads(p.v, &p.a, &heads, &n), ERR_OK);
    place_close(&p);
}

static void thins_heads_but_not_those_before_a_step_back(void **state)
{
    static const int64_t day = 86400000, seqs[] = { 10, 20, 30, 40, 25, 35, 50 };
    static const int64_t shown[] = { 20, 40, 50 };
    struct place p = place_open();
    unsigned char mac[32] = { 1 };
    struct audit_outside_head *heads;
    int n;

    (void)state;
    for (int i = 0; i < 7; i++) /* two on the first day, then all on the second */
        assert_int_equal(vault_put_head(p.v, 1, seqs[i], mac, i < 2 ? i : day + i), ERR_OK);
    for (int i = 0; i < 300; i++) /* the newest are all shown */
        assert_int_equal(vault_put_head(p.v, 1, 51 + i, mac, 2 * day + i), ERR_OK);
    assert_int_equal(vault_heads(p.v, &p.a, &heads, &n), ERR_OK);
    assert_int_equal(n, 303);
    for (int i = 0; i < 3; i++)
        assert_int_equal(heads[i].seq, shown[i]);
    assert_int_equal(heads[3].seq, 51);
    place_close(&p);
}

static void sweeps_what_has_no_petition(void **state)
{
    struct place p = place_open();
    int64_t *refs;
    int n;

    (void)state;
    assert_int_equal(vault_seal_identity(p.v, 3, &reporter, 300), ERR_OK);
    assert_int_equal(vault_seal_scan(p.v, 2, STR(FILENAME), STR(LETTER), 200), ERR_OK);
    assert_int_equal(vault_seal_scan(p.v, 1, STR(FILENAME), STR(LETTER), 400), ERR_OK);
    assert_int_equal(vault_seal_identity(p.v, 2, &reporter, 250), ERR_OK);
    assert_int_equal(vault_refs(p.v, &p.a, 400, &refs, &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_int_equal(refs[0], 2);
    assert_int_equal(refs[1], 3);
    assert_int_equal(vault_sweep(p.v, refs, 1), ERR_OK);
    assert_int_equal(vault_sweep(p.v, refs, 1), ERR_OK);
    assert_int_equal(vault_sweep(p.v, refs, 0), ERR_OK);
    assert_int_equal(count_files(&p), 1);
    assert_int_equal(vault_refs(p.v, &p.a, INT64_MAX, &refs, &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_int_equal(refs[0], 3);
    assert_int_equal(refs[1], 1);
    place_close(&p);
}

/* ---- the process */

static pid_t child_of_this(void)
{
    char path[64], text[32] = "";

    snprintf(path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || read(fd, text, sizeof text - 1) <= 0)
        return 0;
    close(fd);
    return (pid_t)strtol(text, NULL, 10);
}

static void says_when_its_process_died(void **state)
{
    struct place p = place_open();
    unsigned char key[AUDIT_KEY_BYTES];
    struct str why;
    siginfo_t gone;
    pid_t pid = child_of_this();

    (void)state;
    assert_true(pid > 0);
    kill(pid, SIGTERM);
    kill(pid, SIGINT);
    assert_int_equal(vault_audit_key(p.v, key), ERR_OK);           /* these it does not hear */
    assert_int_equal(vault_seal_identity(p.v, 1, &reporter, 5), ERR_OK);
    kill(pid, SIGKILL);
    assert_int_equal(waitid(P_PID, (id_t)pid, &gone, WEXITED | WNOWAIT), 0);        /* dead, not only told to die */
    assert_int_equal(vault_seal_identity(p.v, 2, &reporter, 5), ERR_VAULT);
    assert_int_equal(vault_audit_key(p.v, key), ERR_VAULT);
    vault_stop(p.v);
    assert_int_equal(vault_start(&p.v, p.dir, &why), ERR_OK);
    assert_int_equal(count(&p, "SELECT COUNT(*) FROM identity"), 1);    /* acknowledged, so there */
    assert_int_equal(vault_audit_key(NULL, key), ERR_VAULT);
    place_close(&p);
}

static void *clerk(void *arg)
{
    const struct place *p = arg;
    intptr_t bad = 0;

    for (int i = 0; i < 50; i++)
        bad += vault_seal_identity(p->v, 1 + i, &reporter, i) != ERR_OK;
    return (void *)bad;
}

static void serves_several_threads(void **state)
{
    struct place p = place_open();
    pthread_t threads[8];
    struct timespec from, to;
    void *bad;

    (void)state;
    clock_gettime(CLOCK_MONOTONIC, &from);
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, clerk, &p), 0);
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], &bad);
        assert_null(bad);
    }
    clock_gettime(CLOCK_MONOTONIC, &to);
    print_message("400 identities by 8 threads in %.3f s\n",
        (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9);
    assert_int_equal(count(&p, "SELECT COUNT(*) FROM identity"), 400);
    place_close(&p);
}

static void starts_without_standard_streams(void **state)
{
    struct place p = place_open();
    unsigned char key[AUDIT_KEY_BYTES];
    int in = dup(0), out = dup(1);

    (void)state;
    vault_stop(p.v);
    close(0);
    close(1);
    p.v = start(&p);
    enum err e = vault_audit_key(p.v, key);
    dup2(in, 0);
    dup2(out, 1);
    close(in);
    close(out);
    assert_int_equal(e, ERR_OK);
    place_close(&p);
}

static void opens_its_keys_with_the_passphrase_only(void **state)
{
    struct place p = { .dir = "/tmp/xiezhi-vault.XXXXXX" };
    unsigned char key[AUDIT_KEY_BYTES], again[AUDIT_KEY_BYTES];
    struct str why;

    (void)state;
    assert_non_null(mkdtemp(p.dir));
    arena_open(&p.a, (size_t)1 << 20);
    setenv("XIEZHI_VAULT_PASSPHRASE", "春眠不觉晓", 1);
    assert_int_equal(vault_create(p.dir, false, &why), ERR_OK);
    p.v = start(&p);
    assert_int_equal(vault_audit_key(p.v, key), ERR_OK);
    assert_null(getenv("XIEZHI_VAULT_PASSPHRASE"));
    vault_stop(p.v);
    setenv("XIEZHI_VAULT_PASSPHRASE", "处处闻啼鸟", 1);
    assert_int_equal(vault_start(&p.v, p.dir, &why), ERR_DENIED);
    assert_true(str_eq(why, STR("XIEZHI_VAULT_PASSPHRASE")));
    unsetenv("XIEZHI_VAULT_PASSPHRASE");
    assert_int_equal(vault_start(&p.v, p.dir, &why), ERR_DENIED);
    setenv("XIEZHI_VAULT_PASSPHRASE", "春眠不觉晓", 1);
    p.v = start(&p);
    assert_int_equal(vault_audit_key(p.v, again), ERR_OK);
    assert_memory_equal(key, again, sizeof key);
    files_read = 0;
    nftw(p.dir, scan_file, 16, FTW_PHYS);
    assert_true(files_read >= 2);
    place_close(&p);
}

/* One too long among the identities of eight threads: the others are not refused with it. */
static void *careless_clerk(void *arg)
{
    static char huge[70000];
    const struct place *p = arg;
    const struct identity wrong = { .name = { huge, sizeof huge } };
    intptr_t bad = 0;

    for (int i = 0; i < 50; i++)
        bad += vault_seal_identity(p->v, 1, i % 5 == 0 ? &wrong : &reporter, i)
            != (i % 5 == 0 ? ERR_TOO_LARGE : ERR_OK);
    return (void *)bad;
}

static void refuses_one_of_many_alone(void **state)
{
    struct place p = place_open();
    pthread_t threads[8];
    void *bad;

    (void)state;
    for (int i = 0; i < 8; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, careless_clerk, &p), 0);
    for (int i = 0; i < 8; i++) {
        pthread_join(threads[i], &bad);
        assert_null(bad);
    }
    assert_int_equal(count(&p, "SELECT COUNT(*) FROM identity"), 8 * 40);
    place_close(&p);
}

static void says_when_the_disk_is_full(void **state)
{
    static char big[400000];
    struct place p = place_open();
    const struct rlimit small = { 200000, RLIM_INFINITY };
    const struct rlimit open_end = { RLIM_INFINITY, RLIM_INFINITY };
    char path[128];

    (void)state;
    vault_stop(p.v);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    p.v = start(&p);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &open_end), 0);
    assert_int_equal(
        vault_seal_scan(p.v, 1, STR(FILENAME), (struct str){ big, sizeof big }, 1), ERR_FULL);
    assert_int_equal(vault_seal_scan(p.v, 1, STR(FILENAME), STR(LETTER), 1), ERR_OK);
    enum err e = ERR_OK;
    int sealed = 0;
    for (; e == ERR_OK && sealed < 1000; sealed++)
        e = vault_seal_identity(p.v, sealed, &reporter, 1);
    assert_int_equal(e, ERR_VAULT);     /* SQLite calls only a full disk full, not our limit */
    assert_int_equal(count(&p, "SELECT COUNT(*) FROM identity"), sealed - 1);
    assert_int_equal(count_files(&p), 1);
    snprintf(path, sizeof path, "%s/vault/tmp", p.dir);
    assert_int_equal(rmdir(path), 0);
    place_close(&p);
}

/* ---- what no honest program sends */

struct raw { int fd; pid_t pid; };

static struct raw raw_open(const struct place *p)
{
    struct raw r;
    int pair[2];
    char hello[16];

    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    r.fd = pair[0];
    r.pid = fork();
    if (r.pid == 0) {
        close(pair[0]);
        _exit(vault_serve_main(p->dir, pair[1]));
    }
    close(pair[1]);
    assert_int_equal(recv(r.fd, hello, sizeof hello, MSG_WAITALL), sizeof hello);
    return r;
}

/* The answer's code, or -1 when the vault hung up. */
static int raw_ask(struct raw *r, uint32_t verb, uint32_t said, const void *body, size_t n)
{
    uint32_t head[2] = { said, verb }, answer[2];
    char room[4096];

    send(r->fd, head, sizeof head, MSG_NOSIGNAL);
    send(r->fd, body, n, MSG_NOSIGNAL);
    if (recv(r->fd, answer, sizeof answer, MSG_WAITALL) != sizeof answer)
        return -1;
    while (answer[0] > 0)
        answer[0] -= (uint32_t)recv(r->fd, room, sizeof room < answer[0] ? sizeof room : answer[0],
            0);
    return (int)answer[1];
}

static void raw_close(struct raw *r)
{
    int status;

    close(r->fd);
    assert_int_equal(waitpid(r->pid, &status, 0), r->pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void withstands_what_is_no_message(void **state)
{
    struct place p = place_open();
    struct raw r = raw_open(&p);
    unsigned char noise[300];
    int refused = 0;

    (void)state;
    for (uint32_t verb = 2; verb < 24; verb++)         /* the body ends too early, everywhere */
        for (uint32_t n = 1; n < 40; n++) {
            memset(noise, 0, sizeof noise);
            refused += raw_ask(&r, verb, n, noise, n) == ERR_BUG;
        }
    assert_true(refused > 200);
    for (int i = 0; i < 3000; i++) {
        randombytes_buf(noise, sizeof noise);
        uint32_t n = randombytes_uniform(sizeof noise);
        assert_int_not_equal(raw_ask(&r, 2 + randombytes_uniform(22), n, noise, n), -1);
    }
    raw_close(&r);
    for (int i = 0; i < 3; i++) {
        static const uint32_t said[] = { 0, UINT32_MAX, 100 }, verbs[] = { 77, 3, 0 };
        r = raw_open(&p);
        assert_int_equal(raw_ask(&r, verbs[i], said[i], "", 0), -1);
        raw_close(&r);
    }
    assert_int_equal(count(&p, "SELECT COUNT(*) FROM identity"), 0);
    place_close(&p);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_its_key_over_restarts),
        cmocka_unit_test(is_made_once),
        cmocka_unit_test(seals_so_that_no_plain_byte_is_left),
        cmocka_unit_test(seals_an_import_at_once),
        cmocka_unit_test(takes_all_of_an_import_or_nothing),
        cmocka_unit_test(keeps_heads_and_finds_a_forged_one),
        cmocka_unit_test(thins_heads_but_not_those_before_a_step_back),
        cmocka_unit_test(sweeps_what_has_no_petition),
        cmocka_unit_test(says_when_its_process_died),
        cmocka_unit_test(serves_several_threads),
        cmocka_unit_test(refuses_one_of_many_alone),
        cmocka_unit_test(says_when_the_disk_is_full),
        cmocka_unit_test(withstands_what_is_no_message),
        cmocka_unit_test(starts_without_standard_streams),
        cmocka_unit_test(opens_its_keys_with_the_passphrase_only),
    };

    log_quiet(1);
    if (argc > 3 && strcmp(argv[1], "vault-serve") == 0)
        return vault_serve_main(argv[2], (int)strtol(argv[3], NULL, 10));
    return cmocka_run_group_tests(tests, NULL, NULL);
}
