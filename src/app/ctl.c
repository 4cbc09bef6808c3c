/* ctl.c - DATA/ctl.sock: a command line beside a running server hands its words, its directory and its output over; the server knows the
 * peer's uid from the kernel and runs the command through the same gate. */
#include "app/app.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

#define WORDS_BYTES 32768
#define WORDS_S     5                   /* who connects and says nothing keeps the others waiting no longer */

static struct { int fd; pthread_t thread; struct app *app; bool running; char path[1100]; } ctl = { .fd = -1 };

static int address(struct sockaddr_un *sa, const char *data_dir)
{
    *sa = (struct sockaddr_un){ .sun_family = AF_UNIX };
    int n = snprintf(sa->sun_path, sizeof sa->sun_path, "%s/ctl.sock", data_dir);
    return n > 0 && (size_t)n < sizeof sa->sun_path ? 0 : -1;
}

static bool receive(int fd, char *words, size_t *n, int out[2])
{
    char control[CMSG_SPACE(2 * sizeof(int))];
    struct iovec part = { words, WORDS_BYTES - 1 };
    struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
    ssize_t got = recvmsg(fd, &m, MSG_CMSG_CLOEXEC);
    struct cmsghdr *h = got > 0 ? CMSG_FIRSTHDR(&m) : NULL;

    if (h == NULL || h->cmsg_type != SCM_RIGHTS || h->cmsg_len != CMSG_LEN(2 * sizeof(int)))
        return false;
    memcpy(out, CMSG_DATA(h), 2 * sizeof(int));
    words[got] = '\0';
    *n = (size_t)got;
    return true;
}

/* words: cwd NUL word NUL word NUL … */
static int run_words(char *words, size_t n, const int out[2], int64_t uid, struct db *db)
{
    char *argv[64];
    int argc = 0, used = 0, code = 0;
    struct args a = { .cwd = str_z(words), .foreign = uid != 0 && uid != (int64_t)geteuid() };
    struct str as = STR("");
    FILE *err = fdopen(out[1], "w");

    a.out = fdopen(out[0], "w");
    for (char *p = words + strlen(words) + 1; p < words + n && argc < 63; p += strlen(p) + 1) {
        if (strcmp(p, "--data") == 0 || strcmp(p, "--db") == 0) {
            p += strlen(p) + 1;
        } else if (strcmp(p, "--as") == 0) {
            p += strlen(p) + 1;
            as = p < words + n ? str_z(p) : as;
        } else {
            argv[argc++] = p;
        }
        if (p >= words + n)
            break;
    }
    const struct command *cmd = command_find(argc, argv, &used);
    for (int i = used; i < argc; i++)
        a.v[a.n++] = str_z(argv[i]);
    if (a.out != NULL && err != NULL && cmd != NULL)
        code = command_run(ctl.app, db, cmd, uid, as, &a, err);
    if (a.out != NULL)
        fclose(a.out);
    if (err != NULL)
        fclose(err);
    return code;
}

static void serve_one(int fd, struct db *db)
{
    static char words[WORDS_BYTES];
    const struct timeval patience = { .tv_sec = WORDS_S };
    struct ucred peer;
    socklen_t size = sizeof peer;
    size_t n = 0;
    int out[2], code = 70;

    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && receive(fd, words, &n, out))
        code = run_words(words, n, out, (int64_t)peer.uid, db);
    unsigned char byte = (unsigned char)code;
    if (write(fd, &byte, 1) != 1)
        log_line(LOG_WARN, "a command line did not wait for its answer");
}

static void *ctl_main(void *arg)
{
    struct db *db = arg;

    for (;;) {
        int fd = accept4(ctl.fd, NULL, NULL, SOCK_CLOEXEC);
        if (fd < 0 && errno == EINTR)
            continue;
        if (fd < 0)
            break;
        serve_one(fd, db);
        close(fd);
    }
    db_close(db);
    return NULL;
}

enum err ctl_start(struct app *app, struct str *why)
{
    struct sockaddr_un sa;
    struct db *db = NULL;

    ctl.app = app;
    *why = STR("ctl.sock");
    if (address(&sa, app->data_dir) != 0)
        return ERR_USAGE;
    snprintf(ctl.path, sizeof ctl.path, "%s", sa.sun_path);
    unlink(ctl.path);
    ctl.fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (ctl.fd < 0 || bind(ctl.fd, (void *)&sa, sizeof sa) != 0 || chmod(ctl.path, 0660) != 0 || listen(ctl.fd, 16) != 0)
        return ERR_DENIED;
    TRY(data_connect(app, DB_READ, &db, why));
    if (pthread_create(&ctl.thread, NULL, ctl_main, db) != 0)
        return ERR_BUG;
    ctl.running = true;
    return ERR_OK;
}

void ctl_stop(void)
{
    if (!ctl.running)
        return;
    shutdown(ctl.fd, SHUT_RDWR);
    pthread_join(ctl.thread, NULL);
    close(ctl.fd);
    unlink(ctl.path);
    ctl.running = false;
}

static bool send_words(int fd, int argc, char **argv)
{
    static char words[WORDS_BYTES];
    char control[CMSG_SPACE(2 * sizeof(int))] = { 0 };
    int fds[2] = { 1, 2 };
    size_t n;

    if (getcwd(words, 4096) == NULL)
        snprintf(words, sizeof words, "/");
    n = strlen(words) + 1;
    for (int i = 0; i < argc; i++) {
        size_t k = strlen(argv[i]) + 1;
        if (n + k > sizeof words)
            return false;
        memcpy(words + n, argv[i], k);
        n += k;
    }
    struct iovec part = { words, n };
    struct msghdr m = { .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control };
    struct cmsghdr *h = CMSG_FIRSTHDR(&m);
    *h = (struct cmsghdr){ .cmsg_len = CMSG_LEN(sizeof fds), .cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS };
    memcpy(CMSG_DATA(h), fds, sizeof fds);
    return sendmsg(fd, &m, 0) == (ssize_t)n;
}

bool ctl_call(const char *data_dir, int argc, char **argv, int *exit_code)
{
    struct sockaddr_un sa;
    unsigned char byte = 70;
    int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);

    if (fd < 0 || address(&sa, data_dir) != 0 || connect(fd, (void *)&sa, sizeof sa) != 0) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    fflush(stdout);
    if (send_words(fd, argc, argv) && read(fd, &byte, 1) != 1)
        byte = 70;
    close(fd);
    *exit_code = byte;
    return true;
}
