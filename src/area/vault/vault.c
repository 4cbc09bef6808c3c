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
#include "base/run_as.h"
#include "seal/pack.h"

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

/* wait: until a byte is sent, or not at all when the socket is closed before. */
static pid_t spawn(const char *data_dir, int fd, int other, bool wait)
{
    char number[16], go, own[PATH_SIZE];
    char *argv[] = { (char[]){ "xiezhi" }, (char[]){ "vault-serve" }, (char *)(uintptr_t)data_dir,
        number, NULL };

    snprintf(number, sizeof number, "%d", fd);
    snprintf(own, sizeof own, "%.1000s/vault", data_dir);
    pid_t pid = fork();
    if (pid != 0)
        return pid;
    if (wait) {
        close(other);
        if (!run_as_owner(own) || !run_as_owner(data_dir) || read(fd, &go, 1) != 1)
            _exit(0);
    }
    become_vault(fd, argv);
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

static struct { pid_t pid; int fd; } ahead;

void vault_ahead(const char *data_dir)
{
    struct stat st;
    int pair[2];

    if (geteuid() != 0 || stat(data_dir, &st) != 0 || st.st_uid == 0 || !pair_open(pair))
        return;
    ahead.pid = spawn(data_dir, pair[1], pair[0], true);
    ahead.fd = pair[0];
    close(pair[1]);
}

static pid_t begin(const char *data_dir, int *fd)
{
    int pair[2];
    pid_t pid = ahead.pid;

    if (pid > 0) {
        *fd = ahead.fd;
        ahead.pid = 0;
        return write(*fd, "", 1) == 1 ? pid : -1;
    }
    if (!pair_open(pair))
        return -1;
    *fd = pair[0];
    pid = spawn(data_dir, pair[1], pair[0], false);
    close(pair[1]);
    return pid;
}

enum err vault_start(struct vault **out, const char *data_dir, struct str *why)
{
    const struct timeval patience = { .tv_sec = ANSWER_S };
    struct arena a;
    int fd = -1;

    *out = NULL;
    *why = vault_part_name(PART_NONE);
    pid_t pid = begin(data_dir, &fd);
    if (pid < 0 && fd < 0)
        return ERR_VAULT;
    arena_open(&a, 1 << 17);
    struct vault *v = NEW(&a, struct vault);
    v->a = a;
    v->fd = fd;
    v->pid = pid;
    pthread_mutex_init(&v->lock, NULL);
    pthread_mutex_init(&v->queue_lock, NULL);
    pthread_cond_init(&v->sealed, NULL);
    setsockopt(v->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(v->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    v->out.fd = v->fd;
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

/* The vault ends when its socket closes; one that hangs in the middle of something is ended, unless it is another user's: then
 * nobody waits for it, and what ends it is systemd. */
void vault_stop(struct vault *v)
{
    struct arena a;

    if (v == NULL)
        return;
    bool said = ask(v, VAULT_BYE, 0) == ERR_OK && answered(v, NULL) == ERR_OK;
    shutdown(v->fd, SHUT_RDWR);
    close(v->fd);
    if (v->pid > 0 && (said || kill(v->pid, SIGKILL) == 0))
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

enum err vault_public(struct vault *v, struct vault_public *out)
{
    struct answer to = { .body = out, .n = sizeof *out };

    TRY(ask(v, VAULT_PUBLIC, 0));
    return answered(v, &to);
}

enum err vault_certify(struct vault *v, struct str text, unsigned char signature[64])
{
    struct answer to = { .body = signature, .n = 64 };

    TRY(ask(v, VAULT_CERTIFY, SIZE_STR(text)));
    send_str(&v->out, text);
    return answered(v, &to);
}

/* ---- what came from outside */

/* The answer as fields; it lies in `a`, as long as what is handed out borrows it. */
static enum err opened(struct vault *v, struct arena *a, struct unpack *u)
{
    struct answer to = { .a = a };

    TRY(answered(v, &to));
    *u = unpack_plain((struct str){ to.body, to.n }, OPENED_FORM);
    return ERR_OK;
}

static enum err ask_open(struct vault *v, enum vault_verb verb, const struct vault_asker *by, const struct str *sealed, int n)
{
    size_t size = 2 * SIZE_INT;

    for (int i = 0; i < n; i++)
        size += SIZE_STR(sealed[i]);
    TRY(ask(v, verb, size));
    send_int(&v->out, by->user_id);
    send_int(&v->out, by->now_ms);
    for (int i = 0; i < n; i++)
        send_str(&v->out, sealed[i]);
    return ERR_OK;
}

static void raw_read(struct unpack *u, unsigned char out[32])
{
    const void *p = unpack_raw(u, 32);

    if (p != NULL)
        memcpy(out, p, 32);
}

static void files_read(struct unpack *u, struct arena *a, struct vault_file **files, int *n)
{
    int64_t said = unpack_int(u);

    if (said < 0 || said > INT16_MAX)
        u->bad = true;
    *n = u->bad ? 0 : (int)said;
    *files = NEWS(a, struct vault_file, (size_t)*n + 1);
    for (int i = 0; i < *n && !u->bad; i++) {
        struct vault_file *f = &(*files)[i];
        f->file = unpack_str(u);
        raw_read(u, f->key);
        f->bytes = unpack_int(u);
        raw_read(u, f->hash);
        f->name = unpack_str(u);
    }
}

enum err vault_open_screen(
    struct vault *v, struct arena *a, const struct vault_asker *by, struct str sealed, struct vault_screen *out)
{
    struct unpack u;

    TRY(ask_open(v, VAULT_OPEN_SCREEN, by, &sealed, 1));
    TRY(opened(v, a, &u));
    out->report_id = unpack_int(&u);
    out->rank = unpack_str(&u);
    out->name = unpack_str(&u);
    out->unit = unpack_str(&u);
    return u.bad ? ERR_VAULT : ERR_OK;
}

enum err vault_open_matter(
    struct vault *v, struct arena *a, const struct vault_asker *by, struct str sealed, struct vault_matter *out)
{
    struct str *const texts[] = { &out->day, &out->rank, &out->name, &out->unit, &out->subject, &out->body,
        &out->happened_on, &out->place, &out->known };
    struct unpack u;

    TRY(ask_open(v, VAULT_OPEN_MATTER, by, &sealed, 1));
    TRY(opened(v, a, &u));
    out->report_id = unpack_int(&u);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = unpack_str(&u);
    raw_read(&u, out->box_public);
    raw_read(&u, out->note_public);
    files_read(&u, a, &out->files, &out->n_files);
    return u.bad ? ERR_VAULT : ERR_OK;
}

enum err vault_open_note(struct vault *v, struct arena *a, const struct vault_asker *by, struct str matter,
    struct str sealed, struct vault_note *out)
{
    const struct str both[] = { matter, sealed };
    struct unpack u;

    TRY(ask_open(v, VAULT_OPEN_NOTE, by, both, 2));
    TRY(opened(v, a, &u));
    out->report_id = unpack_int(&u);
    out->day = unpack_str(&u);
    out->text = unpack_str(&u);
    files_read(&u, a, &out->files, &out->n_files);
    return u.bad ? ERR_VAULT : ERR_OK;
}

enum err vault_article15(struct vault *v, const struct vault_asker *by, struct str key, struct vault_article15 *out)
{
    struct answer to = { .body = out, .n = sizeof *out };

    TRY(ask_open(v, VAULT_ARTICLE15, by, &key, 1));
    return answered(v, &to);
}

enum err vault_pass_on(struct vault *v, struct arena *a, const struct vault_asker *by, const struct vault_closed *was,
    struct str passphrase, struct vault_passed *out)
{
    const struct str all[] = { was->screen, was->matter, was->identity, passphrase };
    struct unpack u;

    TRY(ask_open(v, VAULT_PASS_ON, by, all, 4));
    TRY(opened(v, a, &u));
    out->ours = unpack_int(&u) != 0;
    raw_read(&u, out->key);
    out->closed.screen = unpack_str(&u);
    out->closed.matter = unpack_str(&u);
    out->closed.identity = unpack_str(&u);
    return u.bad || u.n > 0 ? ERR_VAULT : ERR_OK;
}

enum err vault_keep_identity(struct vault *v, int64_t petition_ref, struct str sealed, int64_t now_ms)
{
    TRY(ask(v, VAULT_KEEP_IDENTITY, 2 * SIZE_INT + SIZE_STR(sealed)));
    send_int(&v->out, petition_ref);
    send_int(&v->out, now_ms);
    send_str(&v->out, sealed);
    return answered(v, NULL);
}

/* ---- who reported */

enum err vault_ask(struct vault *v, const struct vault_asker *by, int64_t petition_ref, struct str purpose, struct str words, int64_t *ref)
{
    struct answer to = { .body = ref, .n = sizeof *ref };

    TRY(ask(v, VAULT_ASK, 3 * SIZE_INT + SIZE_STR(purpose) + SIZE_STR(words)));
    send_int(&v->out, by->user_id);
    send_int(&v->out, by->now_ms);
    send_int(&v->out, petition_ref);
    send_str(&v->out, purpose);
    send_str(&v->out, words);
    return answered(v, &to);
}

enum err vault_consent(struct vault *v, const struct vault_asker *by, int64_t ref, int64_t for_ms, struct str passphrase)
{
    TRY(ask(v, VAULT_CONSENT, 4 * SIZE_INT + SIZE_STR(passphrase)));
    send_int(&v->out, by->user_id);
    send_int(&v->out, by->now_ms);
    send_int(&v->out, ref);
    send_int(&v->out, for_ms);
    send_str(&v->out, passphrase);
    return answered(v, NULL);
}

enum err vault_refuse(struct vault *v, const struct vault_asker *by, int64_t ref, struct str reason)
{
    TRY(ask(v, VAULT_REFUSE, 3 * SIZE_INT + SIZE_STR(reason)));
    send_int(&v->out, by->user_id);
    send_int(&v->out, by->now_ms);
    send_int(&v->out, ref);
    send_str(&v->out, reason);
    return answered(v, NULL);
}

static struct vault_shown shown_read(struct unpack *u)
{
    struct vault_shown w = { .at_ms = unpack_int(u) };
    struct str *const texts[] = { &w.who.name, &w.who.contact, &w.who.id_no, &w.who.address, &w.who.claimed };

    w.from_outside = unpack_int(u) == SEALED_BY_PORTAL;
    w.readable = unpack_int(u) != 0;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = unpack_str(u);
    return w;
}

/* How many rows an answer says it has; none where it cannot be so. */
static int rows_said(struct unpack *u)
{
    int64_t n = unpack_int(u);

    if (n < 0 || n > INT16_MAX)
        u->bad = true;
    return u->bad ? 0 : (int)n;
}

enum err vault_open_identity(struct vault *v, struct arena *a, const struct vault_asker *by, int64_t ref, int64_t petition_ref,
    struct vault_shown **out, int *n)
{
    struct unpack u;

    *n = 0;
    TRY(ask(v, VAULT_OPEN_IDENTITY, 4 * SIZE_INT));
    send_int(&v->out, by->user_id);
    send_int(&v->out, by->now_ms);
    send_int(&v->out, ref);
    send_int(&v->out, petition_ref);
    TRY(opened(v, a, &u));
    int rows = rows_said(&u);
    *out = NEWS(a, struct vault_shown, (size_t)rows + 1);
    while (*n < rows && !u.bad)
        (*out)[(*n)++] = shown_read(&u);
    return u.bad ? ERR_VAULT : ERR_OK;
}

static struct vault_request request_read(struct unpack *u)
{
    struct vault_request r = { .id = unpack_int(u) };
    int64_t *const numbers[] = { &r.ref, &r.petition_ref, &r.asked_by, &r.asked_at_ms, &r.decided_by, &r.decided_at_ms, &r.until_ms,
        &r.opened_at_ms };
    struct str *const texts[] = { &r.purpose, &r.words, &r.reason };

    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        *numbers[i] = unpack_int(u);
    r.standing = (enum vault_standing)unpack_int(u);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = unpack_str(u);
    return r;
}

enum err vault_requests(struct vault *v, struct arena *a, const struct vault_which *w, struct vault_requests *out)
{
    const int64_t said[] = { w->now_ms, w->petition_ref, w->asked_by, w->ref, w->before, w->max };
    struct unpack u;

    *out = (struct vault_requests){ 0 };
    TRY(ask(v, VAULT_REQUESTS, sizeof said));
    send_bytes(&v->out, said, sizeof said);
    TRY(opened(v, a, &u));
    out->passphrase = unpack_int(&u) != 0;
    int rows = rows_said(&u);
    out->rows = NEWS(a, struct vault_request, (size_t)rows + 1);
    while (out->n < rows && !u.bad)
        out->rows[out->n++] = request_read(&u);
    return u.bad ? ERR_VAULT : ERR_OK;
}

/* ---- notices */

enum err vault_notices(struct vault *v, struct arena *a, struct vault_notices *out)
{
    struct unpack u;

    *out = (struct vault_notices){ 0 };
    TRY(ask(v, VAULT_NOTICES, 0));
    TRY(opened(v, a, &u));
    out->passphrase = unpack_int(&u) != 0;
    out->unlooked = (int)unpack_int(&u);
    int64_t rows = unpack_int(&u);
    if (u.bad || rows < 0 || rows > INT32_MAX)
        return ERR_VAULT;
    out->rows = NEWS(a, struct vault_notice, (size_t)rows + 1);
    while (out->n < rows && !u.bad) {
        struct vault_notice *x = &out->rows[out->n++];
        x->petition_ref = unpack_int(&u);
        x->kept_at_ms = unpack_int(&u);
        x->accepted.on = unpack_str(&u);
        x->accepted.user_id = unpack_int(&u);
        x->result.on = unpack_str(&u);
        x->result.user_id = unpack_int(&u);
    }
    return u.bad ? ERR_VAULT : ERR_OK;
}

enum err vault_notice_look(struct vault *v, const struct vault_asker *by, struct str passphrase)
{
    TRY(ask_open(v, VAULT_NOTICE_LOOK, by, &passphrase, 1));
    return answered(v, NULL);
}

enum err vault_told(struct vault *v, const struct vault_asker *by, int64_t petition_ref, struct str what, struct str on)
{
    TRY(ask(v, VAULT_TOLD, 3 * SIZE_INT + SIZE_STR(what) + SIZE_STR(on)));
    send_int(&v->out, by->user_id);
    send_int(&v->out, by->now_ms);
    send_int(&v->out, petition_ref);
    send_str(&v->out, what);
    send_str(&v->out, on);
    return answered(v, NULL);
}
