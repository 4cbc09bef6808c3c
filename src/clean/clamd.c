#include "clean/clamd.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define BLOCK     65536
#define REPLY_MAX 1024

enum clean_scan clamd_reply(struct arena *a, struct str reply, struct str *virus)
{
    struct str head = STR("stream: "), found = STR(" FOUND");

    *virus = STR("");
    while (reply.n > 0 && (reply.p[reply.n - 1] == '\0' || reply.p[reply.n - 1] == '\n'))
        reply.n--;
    if (!str_starts(reply, head))
        return SCAN_FAILED;
    reply = str_from(reply, head.n);
    if (str_eq(reply, STR("OK")))
        return SCAN_FINE;
    if (!str_ends(reply, found) || reply.n == found.n)
        return SCAN_FAILED;
    char *name = NEWS(a, char, reply.n + 1);
    size_t n = reply.n - found.n < 128 ? reply.n - found.n : 128;
    for (size_t i = 0; i < n; i++)
        name[i] = reply.p[i] > ' ' && reply.p[i] < 127 ? reply.p[i] : '?';
    *virus = (struct str){ name, n };
    return SCAN_FOUND;
}

static bool send_all(int s, const void *p, size_t n)
{
    const char *at = p;

    while (n > 0) {
        ssize_t done = send(s, at, n, MSG_NOSIGNAL);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return false;
        at += done;
        n -= (size_t)done;
    }
    return true;
}

/* Pieces, each with its length before it; one of none is the end. clamd hangs up when it has had enough, and has answered by then. */
static void send_bytes(int s, int fd)
{
    char block[BLOCK];
    ssize_t n;

    for (off_t at = 0; (n = pread(fd, block, sizeof block, at)) > 0; at += n) {
        uint32_t size = htonl((uint32_t)n);
        if (!send_all(s, &size, sizeof size) || !send_all(s, block, (size_t)n))
            return;
    }
    (void)send_all(s, &(uint32_t){ 0 }, sizeof(uint32_t));
}

static struct str answer(struct arena *a, int s)
{
    char *text = NEWS(a, char, REPLY_MAX);
    size_t n = 0;

    while (n < REPLY_MAX) {
        ssize_t got = recv(s, text + n, REPLY_MAX - n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        n += (size_t)got;
        if (text[n - 1] == '\0')
            break;
    }
    return (struct str){ text, n };
}

enum clean_scan clamd_scan(struct arena *a, const char *path, int fd, struct str *virus)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    const struct timeval patience = { .tv_sec = CLAMD_WAIT_S };
    enum clean_scan scan = SCAN_ABSENT;

    *virus = STR("");
    if (path == NULL || strlen(path) >= sizeof at.sun_path)
        return SCAN_ABSENT;
    memcpy(at.sun_path, path, strlen(path) + 1);
    int s = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (s < 0)
        return SCAN_FAILED;
    setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(s, (void *)&at, sizeof at) == 0) {
        scan = SCAN_FAILED;
        if (send_all(s, "zINSTREAM", sizeof "zINSTREAM")) {
            send_bytes(s, fd);
            scan = clamd_reply(a, answer(a, s), virus);
        }
    }
    close(s);
    return scan;
}
