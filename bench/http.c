/* http.c - a user's browser in the least that measures the server and not itself: one kept connection, signed in, the token of its forms. */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#define ANSWER_MAX ((size_t)4 << 20)

struct browser { int fd, status; char cookie[128], token[80], *answer, *body; char location[512]; };

static int status_and_head(struct browser *w, size_t n, size_t *body_at, size_t *length)
{
    char *end = memmem(w->answer, n, "\r\n\r\n", 4), *p;

    if (end == NULL)
        return 0;
    *body_at = (size_t)(end - w->answer) + 4;
    *end = '\0';
    p = strcasestr(w->answer, "\r\nContent-Length:");
    *length = p != NULL ? strtoul(p + 17, NULL, 10) : 0;
    w->location[0] = '\0';
    if ((p = strcasestr(w->answer, "\r\nLocation: ")) != NULL)
        snprintf(w->location, sizeof w->location, "%.*s", (int)strcspn(p + 12, "\r"), p + 12);
    if ((p = strstr(w->answer, "xz=")) != NULL)
        snprintf(w->cookie, sizeof w->cookie, "%.*s", (int)strcspn(p, ";"), p);
    return atoi(w->answer + 9);
}

static int answer(struct browser *w)
{
    size_t n = 0, at = 0, length = 0;
    int status = 0;

    while (status == 0 || n < at + length) {
        ssize_t got = recv(w->fd, w->answer + n, ANSWER_MAX - n - 1, 0);
        if (got <= 0)
            die("the server closed the connection");
        n += (size_t)got;
        w->answer[n] = '\0';
        if (status == 0)
            status = status_and_head(w, n, &at, &length);
    }
    w->body = w->answer + at;
    w->status = status;
    return status;
}

static void all_sent(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t done = send(fd, p, n, MSG_NOSIGNAL);
        if (done <= 0)
            die("cannot send");
        p += done;
        n -= (size_t)done;
    }
}

int browser_get(struct browser *w, const char *path)
{
    char head[2048];
    int n = snprintf(head, sizeof head, "GET %s HTTP/1.1\r\nHost: bench\r\nCookie: %s\r\n\r\n", path, w->cookie);

    all_sent(w->fd, head, (size_t)n);
    return answer(w);
}

int browser_post(struct browser *w, const char *path, const char *body, size_t n)
{
    char out[65536];
    int head = snprintf(out, sizeof out, "POST %s HTTP/1.1\r\nHost: bench\r\nCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Content-Length: %zu\r\n\r\n", path, w->cookie, n);

    if ((size_t)head + n > sizeof out)
        die("a form is too long");
    memcpy(out + head, body, n);
    all_sent(w->fd, out, (size_t)head + n);
    return answer(w);
}

int browser_send(struct browser *w, const char *request, size_t n)
{
    all_sent(w->fd, request, n);
    return answer(w);
}

void browser_part(struct browser *w, const char *p, size_t n) { all_sent(w->fd, p, n); }
const char *browser_body(const struct browser *w) { return w->body; }
const char *browser_location(const struct browser *w) { return w->location; }
const char *browser_token(const struct browser *w) { return w->token; }

static struct browser *connected(int port)
{
    struct browser *w = calloc(1, sizeof *w);
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int one = 1;

    if (w == NULL || (w->answer = malloc(ANSWER_MAX)) == NULL || (w->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) < 0
        || connect(w->fd, (void *)&to, sizeof to) != 0)
        die("cannot reach the server at port %d", port);
    setsockopt(w->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return w;
}

struct browser *browser_plain(int port) { return connected(port); }

struct browser *browser_new(int port, const char *login, const char *password)
{
    struct browser *w = connected(port);
    char form[300];
    int n = snprintf(form, sizeof form, "login=%s&password=%s", login, password);

    if (browser_post(w, "/signin", form, (size_t)n) != 303)
        die("%s cannot sign in", login);
    browser_get(w, "/search");
    const char *p = strstr(w->body, "name=\"csrf\" value=\"");
    if (p == NULL)
        die("no token on the page");
    snprintf(w->token, sizeof w->token, "%.*s", (int)strcspn(p + 19, "\""), p + 19);
    return w;
}

struct browser *browser_again(int port, const struct browser *w)
{
    struct browser *more = connected(port);

    memcpy(more->cookie, w->cookie, sizeof more->cookie);
    memcpy(more->token, w->token, sizeof more->token);
    return more;
}

void browser_close(struct browser *w)
{
    close(w->fd);
    free(w->answer);
    free(w);
}

/* ---- the server and its directory */
struct server_run server_run(const char *dir) { return server_run_as("serve", dir); }

struct server_run server_run_as(const char *verb, const char *dir)
{
    int out[2];
    char text[200] = "";
    size_t n = 0;

    if (pipe(out) != 0)
        die("pipe");
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);       /* ends with a bench that dies */
        dup2(out[1], 1);
        close(out[0]);
        close(out[1]);
        if (freopen("/dev/null", "w", stderr) == NULL)
            _exit(70);
        execl("build/xiezhi", "xiezhi", verb, "--data", dir, "--listen", "127.0.0.1:0", (char *)NULL);
        _exit(70);
    }
    close(out[1]);
    for (ssize_t got; n < sizeof text - 1 && strchr(text, '\n') == NULL && (got = read(out[0], text + n, sizeof text - 1 - n)) > 0;)
        n += (size_t)got;
    close(out[0]);
    char *colon = strrchr(text, ':');
    if (colon == NULL)
        die("the server did not start in %s", dir);
    return (struct server_run){ pid, atoi(colon + 1) };
}

double server_cpu_ms(struct server_run s)
{
    clockid_t clock;
    struct timespec t;

    if (clock_getcpuclockid(s.pid, &clock) != 0 || clock_gettime(clock, &t) != 0)
        die("no processor clock of %d", s.pid);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

void server_end(struct server_run s)
{
    kill(s.pid, SIGTERM);
    waitpid(s.pid, NULL, 0);
}

void make_demo(const char *dir)
{
    char command[2500];

    snprintf(command, sizeof command, "rm -rf '%s' && mkdir -p '%s' && build/xiezhi init --demo --no-reports --data '%s' >'%s/passwords' 2>'%s/init.log'", dir, dir, dir, dir, dir);
    if (system(command) != 0)
        die("init --demo fails, see %s/init.log", dir);
}

void password_of(const char *dir, const char *login, char *out, size_t max)
{
    char path[1100], row[300], name[100], word[100];
    FILE *f;

    snprintf(path, sizeof path, "%s/passwords", dir);
    if ((f = fopen(path, "r")) == NULL)
        die("%s", path);
    out[0] = '\0';
    while (fgets(row, sizeof row, f) != NULL)
        if (sscanf(row, "%99s %99s", name, word) == 2 && strcmp(name, login) == 0)
            snprintf(out, max, "%s", word);
    fclose(f);
}
