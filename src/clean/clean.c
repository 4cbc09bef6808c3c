#include "clean/clean.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "clean/cage.h"
#include "clean/clamd.h"
#include "clean/said.h"

#define SHM       "/dev/shm"
#define PREFIX    "xiezhi-clean."
#define DIR_BYTES 64
#define ROOM_MORE ((int64_t)512 << 20)      /* beside the file and its copy: pages as pictures */
#define HELD_MAX  (SAID_BYTES_MAX + 64)

static const char *const outcomes[CLEAN_OUTCOME__MAX] = { "sealed", "cleaned", "pictures" };
static const char *const whys[CLEAN_WHY__MAX] = { "", "unknown", "no_program", "fault", "too_large", "timeout", "crashed", "virus", "stopped",
    "no_cage" };
static const char *const scans[SCAN__MAX] = { "absent", "fine", "found", "failed" };

const char *clean_outcome_name(enum clean_outcome o) { return outcomes[o]; }
const char *clean_why_name(enum clean_why w) { return whys[w]; }
const char *clean_scan_name(enum clean_scan s) { return scans[s]; }

/* ---- the directory: in memory, held by a lock as long as somebody works in it */
struct room { char path[DIR_BYTES]; int lock; };

static bool in_memory(const char *path)
{
    struct statfs s;

    return statfs(path, &s) == 0 && (unsigned long)s.f_type == TMPFS_MAGIC;
}

static bool room_open(struct room *r)
{
    snprintf(r->path, sizeof r->path, SHM "/" PREFIX "XXXXXX");
    r->lock = -1;
    if (!in_memory(SHM) || mkdtemp(r->path) == NULL)
        return false;
    r->lock = open(r->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return r->lock >= 0 && flock(r->lock, LOCK_EX | LOCK_NB) == 0;
}

/* Everything below `name` of the open directory `at`; links are removed, not followed. */
static void drop(int at, const char *name)
{
    int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *d = fd >= 0 ? fdopendir(fd) : NULL;

    if (d == NULL) {
        if (fd >= 0)
            close(fd);
        unlinkat(at, name, 0);
        return;
    }
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            drop(dirfd(d), e->d_name);
    closedir(d);
    unlinkat(at, name, AT_REMOVEDIR);
}

static void room_close(struct room *r)
{
    drop(AT_FDCWD, r->path);
    if (r->lock >= 0)
        close(r->lock);
}

void clean_sweep(void)
{
    DIR *d = opendir(SHM);

    if (d == NULL)
        return;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        struct stat st;
        if (strncmp(e->d_name, PREFIX, sizeof PREFIX - 1) != 0)
            continue;
        int fd = openat(dirfd(d), e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (fd >= 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid() && flock(fd, LOCK_EX | LOCK_NB) == 0)
            drop(dirfd(d), e->d_name);
        if (fd >= 0)
            close(fd);
    }
    closedir(d);
}

/* ---- hashes and sizes */
static enum err hash(int fd, int64_t *bytes, unsigned char out[32])
{
    crypto_hash_sha256_state h;
    char block[1 << 16];
    ssize_t n;

    *bytes = 0;
    crypto_hash_sha256_init(&h);
    while ((n = pread(fd, block, sizeof block, *bytes)) > 0) {
        crypto_hash_sha256_update(&h, (const unsigned char *)block, (size_t)n);
        *bytes += n;
    }
    crypto_hash_sha256_final(&h, out);
    sodium_memzero(block, sizeof block);
    return n == 0 ? ERR_OK : ERR_BUG;
}

/* ---- the child */
/* Between fork and exec only what a signal handler may call: other threads stand wherever they were. */
_Noreturn static void become(const int fds[3], char *const argv[])
{
    int high[3];

    setpgid(0, 0);
    for (int i = 0; i < 3; i++)
        if ((high[i] = fcntl(fds[i], F_DUPFD, 10)) < 0)
            _exit(CAGE_REFUSED);
    for (int i = 0; i < 3; i++)
        if (dup2(high[i], 3 + i) < 0)
            _exit(CAGE_REFUSED);
    close_range(6, ~0U, 0);
    execv("/proc/self/exe", argv);
    _exit(CAGE_REFUSED);
}

struct child { pid_t pid; int said, late; struct arena *a; char *held; size_t held_n; int progress; };

static bool child_start(struct child *k, const struct room *r, int fd, int copy, int64_t room, const struct clean_how *how)
{
    char number[24];
    char *argv[] = { (char[]){ "xiezhi" }, (char[]){ "clean-child" }, (char *)(uintptr_t)r->path, number,
        how->bare ? (char[]){ "bare" } : NULL, NULL };
    int line[2];

    snprintf(number, sizeof number, "%lld", (long long)room);
    if (pipe2(line, O_CLOEXEC) != 0)
        return false;
    const int fds[3] = { fd, copy, line[1] };
    k->pid = fork();
    if (k->pid == 0)
        become(fds, argv);
    close(line[1]);
    k->said = line[0];
    k->late = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    const struct itimerspec until = { .it_value = { .tv_sec = how->seconds > 0 ? how->seconds : CLEAN_SECONDS } };
    if (k->pid > 0)
        setpgid(k->pid, k->pid);
    return k->pid > 0 && k->late >= 0 && timerfd_settime(k->late, 0, &until, NULL) == 0;
}

/* All of it, whatever it started: the group, and by its end the space of processes it may have. */
static int child_end(struct child *k, bool kill_it)
{
    int status = 0;

    if (kill_it && k->pid > 0)
        kill(-k->pid, SIGKILL);
    while (k->pid > 0 && waitpid(k->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (k->pid > 0)
        kill(-k->pid, SIGKILL);         /* what it left behind */
    if (k->said >= 0)
        close(k->said);
    if (k->late >= 0)
        close(k->late);
    return k->pid <= 0 ? -1 : WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* What it says until it hangs up. FINE: all of it lies in k->held. */
static enum clean_why child_hear(struct child *k, const struct clean_how *how)
{
    struct pollfd p[2] = { { .fd = k->said, .events = POLLIN }, { .fd = k->late, .events = POLLIN } };

    for (;;) {
        int ready = poll(p, 2, 1000);
        if (p[1].revents != 0)
            return CLEAN_TIMEOUT;
        if (how->tick != NULL && !how->tick(how->arg, k->progress))
            return CLEAN_STOPPED;
        if (ready <= 0 || p[0].revents == 0)
            continue;
        ssize_t n = read(k->said, k->held + k->held_n, HELD_MAX - k->held_n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 ? CLEAN_FINE : CLEAN_CRASHED;
        k->held_n += (size_t)n;
        struct str rest = { k->held, k->held_n };
        for (int at; (at = said_take(&rest)) >= 0;)
            k->progress = at;
        memmove(k->held, rest.p, rest.n);
        k->held_n = rest.n;
        if (k->held_n == HELD_MAX)
            return CLEAN_CRASHED;
    }
}

static enum clean_why child_run(struct arena *a, int fd, const struct room *r, const struct clean_how *how, struct clean_result *out)
{
    struct child k = { .said = -1, .late = -1, .a = a, .held = NEWS(a, char, HELD_MAX) };
    enum clean_why why = child_start(&k, r, fd, out->copy_fd, 2 * out->bytes + ROOM_MORE, how) ? child_hear(&k, how) : CLEAN_CRASHED;
    int rc = child_end(&k, why != CLEAN_FINE);

    if (why != CLEAN_FINE)
        return why;
    if (rc == CAGE_REFUSED)
        return CLEAN_NO_CAGE;
    struct clean_result said = *out;
    if (rc != 0 || !said_read(a, (struct str){ k.held, k.held_n }, &said))
        return CLEAN_CRASHED;
    *out = said;
    return out->why;
}

static enum err copy_check(struct clean_result *out)
{
    TRY(hash(out->copy_fd, &out->copy_bytes, out->copy_sha256));
    if (out->copy_bytes == 0) {
        out->outcome = CLEAN_SEALED;
        out->why = CLEAN_FAULT;
    }
    return ERR_OK;
}

static enum err in_child(struct arena *a, int fd, const struct clean_how *how, struct clean_result *out)
{
    struct room r;

    out->copy_fd = memfd_create("clean-copy", MFD_CLOEXEC);
    if (out->copy_fd < 0)
        return ERR_FULL;
    out->why = room_open(&r) ? child_run(a, fd, &r, how, out) : CLEAN_NO_CAGE;
    room_close(&r);
    return out->why == CLEAN_FINE ? copy_check(out) : ERR_OK;
}

enum err clean_file(struct arena *a, int fd, const struct clean_how *how, struct clean_result *out)
{
    *out = (struct clean_result){ .copy_fd = -1 };
    enum err e = hash(fd, &out->bytes, out->sha256);
    if (e != ERR_OK)
        return e;
    out->scan = clamd_scan(a, how->clamd, fd, &out->virus);
    if (out->scan == SCAN_FOUND)
        out->why = CLEAN_VIRUS;
    else if (out->bytes > CLEAN_BYTES_MAX)
        out->why = CLEAN_TOO_LARGE;
    else
        e = in_child(a, fd, how, out);
    if (e != ERR_OK || out->why != CLEAN_FINE) {
        out->outcome = CLEAN_SEALED;
        if (out->copy_fd >= 0)
            close(out->copy_fd);
        out->copy_fd = -1;
    }
    return e;
}
