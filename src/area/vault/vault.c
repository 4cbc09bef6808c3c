#include "area/vault/vault.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "area/vault/vault_file.h"
#include "area/vault/vault_keys.h"
#include "area/vault/vault_msg.h"
#include "area/vault/vault_store.h"
#include "base/log.h"

#define ANSWER_S  60    /* a vault silent for so long is taken for gone: nobody waits for ever */
#define PATH_SIZE 1200

/* An identity on its way; lives on the stack of the clerk's thread until it is done. */
struct waiting {
    const struct identity *who;
    int64_t ref, at_ms;
    struct waiting *next;
    enum err e;
    bool done;
};

/* One exchange at a time: `gone` and `out` belong to whoever holds `lock`. The queue has a lock of
 * its own, so that identities gather while the ones before them are written. */
struct vault {
    struct arena a;
    pthread_mutex_t lock, queue_lock;
    pthread_cond_t sealed;
    struct waiting *first, *last;
    bool led;                   /* somebody is sending the identities that were queued */
    pid_t pid;
    int fd;
    bool gone; /* sticks: after a torn exchange nobody knows which answer comes next */
    struct sender out;
};

/* a NULL: exactly n bytes into body. */
struct answer { struct arena *a; void *body; size_t n; };

static enum err lost(struct vault *v)
{
    if (!v->gone)
        log_line(LOG_ERROR, "the vault process %ld does not answer", (long)v->pid);
    v->gone = true;
    return ERR_VAULT;
}

static enum err ask(struct vault *v, enum vault_verb verb, size_t body)
{
    if (v == NULL)
        return ERR_VAULT;
    if (body > VAULT_FRAME_MAX)
        return ERR_TOO_LARGE;
    pthread_mutex_lock(&v->lock);
    if (v->gone) {
        pthread_mutex_unlock(&v->lock);
        return ERR_VAULT;
    }
    send_head(&v->out, verb, body);
    return ERR_OK;
}

static enum err answer_read(struct vault *v, struct answer *to)
{
    struct frame f;

    if (!msg_recv(v->fd, &f, sizeof f) || f.code >= ERR__MAX || f.n > VAULT_FRAME_MAX)
        return lost(v);
    if (f.code != ERR_OK)
        return f.n == 0 ? (enum err)f.code : lost(v);
    if (to == NULL || to->a == NULL)
        return f.n == (to != NULL ? to->n : 0) && (f.n == 0 || msg_recv(v->fd, to->body, f.n))
            ? ERR_OK
            : lost(v);
    to->n = f.n;
    to->body = arena_alloc(to->a, f.n > 0 ? f.n : 1, 8);
    return msg_recv(v->fd, to->body, f.n) ? ERR_OK : lost(v);
}

static enum err answered(struct vault *v, struct answer *to)
{
    enum err e = send_end(&v->out) ? answer_read(v, to) : lost(v);

    pthread_mutex_unlock(&v->lock);
    return e;
}

/* ---- the process */

/* Between fork and exec other threads are frozen wherever they were: only what a signal handler
 * may call. */
_Noreturn static void become_vault(int fd, char *const argv[])
{
    close_range(3, ~0U, CLOSE_RANGE_CLOEXEC);
    if (fcntl(fd, F_SETFD, 0) == 0)
        execv("/proc/self/exe", argv);
    _exit(127);
}

static pid_t spawn(const char *data_dir, int fd)
{
    char number[16];
    char *argv[] = { (char[]){ "xiezhi" }, (char[]){ "vault-serve" }, (char *)(uintptr_t)data_dir,
        number, NULL };

    snprintf(number, sizeof number, "%d", fd);
    pid_t pid = fork();
    if (pid == 0)
        become_vault(fd, argv);
    return pid;
}

/* From here on only the vault has it: neither a dump of this process nor a child of it shows the
 * passphrase. */
static void passphrase_forget(void)
{
    char *passphrase = getenv(VAULT_PASSPHRASE_ENV);

    if (passphrase == NULL)
        return;
    sodium_memzero(passphrase, strlen(passphrase));
    unsetenv(VAULT_PASSPHRASE_ENV);
}

static void reap(pid_t pid)
{
    while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
        continue;
}

static enum err hello(struct vault *v, struct str *why)
{
    uint32_t told[2] = { 0, PART_NONE };
    struct frame f;

    *why = vault_part_name(PART_NONE);
    if (!msg_recv(v->fd, &f, sizeof f) || f.n != sizeof told || !msg_recv(v->fd, told, sizeof told))
        return ERR_VAULT;
    *why = vault_part_name(told[1] < PART__MAX ? (enum vault_part)told[1] : PART_NONE);
    if (told[0] != VAULT_VERSION)
        return ERR_NEWER;
    return f.code < ERR__MAX ? (enum err)f.code : ERR_VAULT;
}

/* Started with standard input closed, a socket may be number 0, which the vault makes /dev/null. */
static bool pair_open(int pair[2])
{
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return false;
    for (int i = 0; i < 2; i++)
        if (pair[i] < 3) {
            int low = pair[i];
            pair[i] = fcntl(low, F_DUPFD_CLOEXEC, 3);
            close(low);
        }
    return pair[0] >= 0 && pair[1] >= 0;
}

enum err vault_start(struct vault **out, const char *data_dir, struct str *why)
{
    const struct timeval patience = { .tv_sec = ANSWER_S };
    struct arena a;
    int pair[2];

    *out = NULL;
    *why = vault_part_name(PART_NONE);
    if (!pair_open(pair))
        return ERR_VAULT;
    arena_open(&a, 1 << 17);
    struct vault *v = NEW(&a, struct vault);
    v->a = a;
    v->fd = pair[0];
    pthread_mutex_init(&v->lock, NULL);
    pthread_mutex_init(&v->queue_lock, NULL);
    pthread_cond_init(&v->sealed, NULL);
    setsockopt(v->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(v->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    v->out.fd = v->fd;
    v->pid = spawn(data_dir, pair[1]);
    close(pair[1]);
    enum err e = v->pid > 0 ? hello(v, why) : ERR_VAULT;
    if (e != ERR_OK) {
        v->gone = true;
        vault_stop(v);
        return e;
    }
    passphrase_forget();
    *why = STR("");
    *out = v;
    return ERR_OK;
}

/* The vault ends when its socket closes; one that hangs in the middle of something is ended. */
void vault_stop(struct vault *v)
{
    struct arena a;

    if (v == NULL)
        return;
    bool said = ask(v, VAULT_BYE, 0) == ERR_OK && answered(v, NULL) == ERR_OK;
    shutdown(v->fd, SHUT_RDWR);
    close(v->fd);
    if (!said && v->pid > 0)
        kill(v->pid, SIGKILL);
    if (v->pid > 0)
        reap(v->pid);
    pthread_cond_destroy(&v->sealed);
    pthread_mutex_destroy(&v->queue_lock);
    pthread_mutex_destroy(&v->lock);
    a = v->a;
    arena_close(&a);
}

static enum err folders_make(const char *dir)
{
    static const char *const below[] = { "", "/files", "/tmp" };
    char path[PATH_SIZE + 16];

    for (size_t i = 0; i < sizeof below / sizeof below[0]; i++) {
        snprintf(path, sizeof path, "%s%s", dir, below[i]);
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return file_err(errno);
    }
    return ERR_OK;
}

enum err vault_create(const char *data_dir, bool demo, struct str *why)
{
    char dir[PATH_SIZE], path[PATH_SIZE + 16];
    struct str passphrase = str_z(getenv(VAULT_PASSPHRASE_ENV));

    if (strlen(data_dir) + sizeof "/vault" > sizeof dir)
        return ERR_TOO_LARGE;
    snprintf(dir, sizeof dir, "%s/vault", data_dir);
    *why = vault_part_name(PART_FILES);
    TRY(folders_make(dir));
    *why = vault_part_name(PART_KEYS);
    snprintf(path, sizeof path, "%s/keys", dir);
    TRY(keys_create(path, passphrase));
    if (passphrase.n == 0 && !demo)
        log_line(LOG_WARN, "vault/keys is not encrypted: " VAULT_PASSPHRASE_ENV " is not set");
    *why = vault_part_name(PART_DB);
    snprintf(path, sizeof path, "%s/vault.db", dir);
    TRY(store_create(path));
    *why = STR("");
    return ERR_OK;
}

/* ---- what may be asked */

enum err vault_audit_key(struct vault *v, unsigned char key[AUDIT_KEY_BYTES])
{
    struct answer to = { .body = key, .n = AUDIT_KEY_BYTES };

    TRY(ask(v, VAULT_AUDIT_KEY, 0));
    return answered(v, &to);
}

static size_t identity_size(const struct identity *who)
{
    return 2 * SIZE_INT + SIZE_STR(who->name) + SIZE_STR(who->contact) + SIZE_STR(who->id_no)
        + SIZE_STR(who->address) + SIZE_STR(who->claimed);
}

static void send_identity(struct sender *s, int64_t ref, const struct identity *who, int64_t now_ms)
{
    send_int(s, ref);
    send_int(s, now_ms);
    send_str(s, who->name);
    send_str(s, who->contact);
    send_str(s, who->id_no);
    send_str(s, who->address);
    send_str(s, who->claimed);
}

/* The queue from w up to `end` in one message, hence one commit. */
static enum err seal_queued(struct vault *v, const struct waiting *w, const struct waiting *end)
{
    size_t size = 0;

    for (const struct waiting *k = w; k != end; k = k->next)
        size += identity_size(k->who);
    TRY(ask(v, w->next == end ? VAULT_SEAL_IDENTITY : VAULT_SEAL_MANY, size));
    for (const struct waiting *k = w; k != end; k = k->next)
        send_identity(&v->out, k->ref, k->who, k->at_ms);
    return answered(v, NULL);
}

/* What one identity is refused for is not the fault of the others: they go again one by one. */
static void lead(struct vault *v, struct waiting *w)
{
    enum err e = seal_queued(v, w, NULL);
    bool again = w->next != NULL && e != ERR_OK && e != ERR_VAULT;

    for (struct waiting *k = w; k != NULL; k = k->next)
        k->e = again ? seal_queued(v, k, k->next) : e;
}

/* Whoever finds nobody sending takes all that wait, so thirty-two clerks cost one sync of the disk,
 * not thirty-two. */
enum err vault_seal_identity(
    struct vault *v, int64_t petition_ref, const struct identity *who, int64_t now_ms)
{
    struct waiting own = { .who = who, .ref = petition_ref, .at_ms = now_ms };

    if (v == NULL)
        return ERR_VAULT;
    pthread_mutex_lock(&v->queue_lock);
    *(v->first != NULL ? &v->last->next : &v->first) = &own;
    v->last = &own;
    while (!own.done && v->led)
        pthread_cond_wait(&v->sealed, &v->queue_lock);
    if (!own.done) {
        struct waiting *all = v->first;
        v->first = v->last = NULL;
        v->led = true;
        pthread_mutex_unlock(&v->queue_lock);
        lead(v, all);
        pthread_mutex_lock(&v->queue_lock);
        v->led = false;
        for (struct waiting *k = all; k != NULL; k = k->next)
            k->done = true;
        pthread_cond_broadcast(&v->sealed);
    }
    pthread_mutex_unlock(&v->queue_lock);
    return own.e;
}

enum err vault_seal_many(
    struct vault *v, const int64_t *refs, const struct identity *who, int n, int64_t now_ms)
{
    size_t size = 0;

    for (int i = 0; i < n; i++)
        size += identity_size(&who[i]);
    TRY(ask(v, VAULT_SEAL_MANY, size));
    for (int i = 0; i < n; i++)
        send_identity(&v->out, refs[i], &who[i], now_ms);
    return answered(v, NULL);
}

enum err vault_seal_scan(
    struct vault *v, int64_t petition_ref, struct str name, struct str bytes, int64_t now_ms)
{
    if (bytes.n > VAULT_FRAME_MAX)
        return ERR_TOO_LARGE;
    TRY(ask(v, VAULT_SEAL_SCAN, 2 * SIZE_INT + SIZE_STR(name) + SIZE_STR(bytes)));
    send_int(&v->out, petition_ref);
    send_int(&v->out, now_ms);
    send_str(&v->out, name);
    send_str(&v->out, bytes);
    return answered(v, NULL);
}

enum err vault_put_head(
    struct vault *v, int64_t organ_id, int64_t seq, const unsigned char mac[32], int64_t now_ms)
{
    TRY(ask(v, VAULT_PUT_HEAD, 3 * SIZE_INT + HEAD_MAC_BYTES));
    send_int(&v->out, organ_id);
    send_int(&v->out, seq);
    send_int(&v->out, now_ms);
    send_bytes(&v->out, mac, HEAD_MAC_BYTES);
    return answered(v, NULL);
}

enum err vault_heads(struct vault *v, struct arena *a, struct audit_outside_head **out, int *n)
{
    struct answer to = { .a = a };

    TRY(ask(v, VAULT_HEADS, 0));
    TRY(answered(v, &to));
    *out = to.body;
    *n = (int)(to.n / sizeof **out);
    return ERR_OK;
}

enum err vault_sweep(struct vault *v, const int64_t *orphans, int n)
{
    TRY(ask(v, VAULT_SWEEP, (size_t)n * SIZE_INT));
    send_bytes(&v->out, orphans, (size_t)n * SIZE_INT);
    return answered(v, NULL);
}

enum err vault_refs(struct vault *v, struct arena *a, int64_t older_than_ms, int64_t **out, int *n)
{
    struct answer to = { .a = a };

    TRY(ask(v, VAULT_REFS, SIZE_INT));
    send_int(&v->out, older_than_ms);
    TRY(answered(v, &to));
    *out = to.body;
    *n = (int)(to.n / sizeof **out);
    return ERR_OK;
}
