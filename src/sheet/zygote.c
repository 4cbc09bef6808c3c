#include "sheet/zygote.h"

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <poll.h>
#include <pthread.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/run_as.h"
#include "sheet/sheet_child.h"

#define CHILD_MEMORY_BYTES ((rlim_t)1 << 30)
#define CHILD_CPU_S        20

static zygote_work *const works[ZYGOTE__MAX] = { [ZYGOTE_SHEET] = sheet_child };
static int zygote_fd = -1;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

/* A confined child opens no file, so the tables of the encodings it may meet are loaded before: they stay while a handle is open. */
static void load_encodings(void)
{
    static const char *const names[] = { "GB18030", "UTF-16LE", "UTF-16BE" };
    static iconv_t open[3];

    for (size_t i = 0; i < 3 && open[i] == NULL; i++)
        open[i] = iconv_open("UTF-8", names[i]);
}

/* What a child has mapped before it starts, an arena of its parent too, is not its own use. */
static rlim_t mapped_already(void)
{
    FILE *f = fopen("/proc/self/statm", "re");
    unsigned long pages = 0;

    if (f != NULL && fscanf(f, "%lu", &pages) != 1)
        pages = 0;
    if (f != NULL)
        fclose(f);
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

/* Nothing but memory and the two files it was given. */
static void confine(void)
{
    static const int allowed[] = { SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(pread64), SCMP_SYS(lseek), SCMP_SYS(fstat),
        SCMP_SYS(newfstatat), SCMP_SYS(mmap), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(mprotect), SCMP_SYS(brk), SCMP_SYS(madvise),
        SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(futex),
        SCMP_SYS(clock_gettime), SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(tgkill), SCMP_SYS(close),
        SCMP_SYS(ftruncate), SCMP_SYS(fcntl), SCMP_SYS(sched_yield), SCMP_SYS(gettimeofday), SCMP_SYS(time) };
    rlim_t room = mapped_already() + CHILD_MEMORY_BYTES;
    struct rlimit memory = { room, room }, cpu = { CHILD_CPU_S, CHILD_CPU_S }, none = { 0, 0 };
#ifdef __SANITIZE_ADDRESS__
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));    /* the sanitizer asks for more than the program, and maps terabytes */
    (void)memory;
    seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(sigaltstack), 0);
#else
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_KILL_PROCESS);
    setrlimit(RLIMIT_AS, &memory);
#endif
    setrlimit(RLIMIT_CPU, &cpu);
    setrlimit(RLIMIT_CORE, &none);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    for (size_t i = 0; f != NULL && i < sizeof allowed / sizeof allowed[0]; i++)
        seccomp_rule_add(f, SCMP_ACT_ALLOW, allowed[i], 0);
    if (f == NULL || seccomp_load(f) != 0)
        _exit(3);
}

/* Of its parent's open files - a database, a socket - a child keeps none but its two. */
static void keep_only(int a, int b)
{
    unsigned low = (unsigned)(a < b ? a : b), high = (unsigned)(a < b ? b : a);

#ifndef __SANITIZE_ADDRESS__
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int i = 0; i < 3 && null >= 0; i++)
        if (i != a && i != b)
            dup2(null, i);
#endif
    if (low > 3)
        close_range(3, low - 1, 0);
    if (high > low + 1 && high > 3)
        close_range(low + 1 > 3 ? low + 1 : 3, high - 1, 0);
    close_range(high + 1 > 3 ? high + 1 : 3, ~0U, 0);
}

static int wait_for(pid_t pid, int seconds)
{
    int fd = (int)syscall(SYS_pidfd_open, pid, 0), status = 0;
    struct pollfd p = { .fd = fd, .events = POLLIN };
    int late = fd >= 0 && poll(&p, 1, seconds * 1000) == 0;

    if (late)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (fd >= 0)
        close(fd);
    return late ? 2 : WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : 1;
}

static int run_here(enum zygote_kind kind, int fd_in, int fd_out, int seconds)
{
    load_encodings();
    pid_t pid = fork();
    if (pid == 0) {
        setenv("TZ", "UTC0", 1);        /* libzip asks for the local time; the file of the zone could not be opened any more */
        tzset();
        keep_only(fd_in, fd_out);
        confine();
        _exit(works[kind](fd_in, fd_out));
    }
    return pid < 0 ? 1 : wait_for(pid, seconds);
}

struct order { int kind, seconds; };

static int send_order(int fd, const struct order *o, const int fds[2])
{
    char control[CMSG_SPACE(2 * sizeof(int))] = { 0 };
    struct iovec part = { (void *)(uintptr_t)o, sizeof *o };
    struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
    struct cmsghdr *h = CMSG_FIRSTHDR(&m);

    *h = (struct cmsghdr){ .cmsg_len = CMSG_LEN(2 * sizeof(int)), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
    memcpy(CMSG_DATA(h), fds, 2 * sizeof(int));
    return sendmsg(fd, &m, MSG_NOSIGNAL) == (ssize_t)sizeof *o ? 0 : -1;
}

static int take_order(int fd, struct order *o, int fds[2])
{
    char control[CMSG_SPACE(2 * sizeof(int))];
    struct iovec part = { o, sizeof *o };
    struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
    ssize_t n = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
    struct cmsghdr *h = n == (ssize_t)sizeof *o ? CMSG_FIRSTHDR(&m) : NULL;

    if (h == NULL || h->cmsg_len != CMSG_LEN(2 * sizeof(int)))
        return -1;
    memcpy(fds, CMSG_DATA(h), 2 * sizeof(int));
    return 0;
}

/* The server was given the vault's passphrase in its environment and forgets it once the vault has it; this process never needs it. */
static void environment_wipe(void)
{
    for (char **e = environ; e != NULL && *e != NULL; e++)
        explicit_bzero(*e, strlen(*e));
    clearenv();
}

static void zygote_main(int fd)
{
    struct order o;
    int fds[2];

    environment_wipe();
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGTERM, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    while (take_order(fd, &o, fds) == 0) {
        unsigned char rc = (unsigned char)run_here((enum zygote_kind)o.kind, fds[0], fds[1], o.seconds);
        close(fds[0]);
        close(fds[1]);
        if (write(fd, &rc, 1) != 1)
            break;
    }
    _exit(0);
}

void zygote_start(const char *data_dir)
{
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) != 0)
        return;
    pid_t pid = fork();
    if (pid == 0) {
        close(pair[0]);
        if (!run_as_owner(data_dir))
            _exit(1);
        zygote_main(pair[1]);
    }
    close(pair[1]);
    if (pid > 0)
        zygote_fd = pair[0];
    else
        close(pair[0]);
}

int zygote_run(enum zygote_kind kind, int fd_in, int fd_out, int seconds)
{
    struct order o = { (int)kind, seconds };
    const int fds[2] = { fd_in, fd_out };
    unsigned char rc = 1;

    if (zygote_fd < 0)
        return run_here(kind, fd_in, fd_out, seconds);
    pthread_mutex_lock(&turn);
    if (send_order(zygote_fd, &o, fds) != 0 || read(zygote_fd, &rc, 1) != 1)
        rc = 1;
    pthread_mutex_unlock(&turn);
    return rc;
}
