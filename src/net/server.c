#include "net/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/scrub.h"

static const struct server_limits usual = { .connections = 1000, .threads = 2, .idle_s = 30 };
#define EXCHANGE_BYTES    ((size_t)96 << 20)    /* address space: body, what is parsed from it, the page */
#define SPARE_ARENAS 4

#define STOP_WAIT_S 60                  /* the slowest page: a summary in five formats */

struct server {
    struct MHD_Daemon *daemon;
    server_fn *fn;
    void *arg;
    struct server_limits limits;
    int port;
    int waiting;                        /* handed over and not answered yet; atomic */
    bool stopping;                      /* atomic */
};
enum { READING, WAITING, ANSWERED };

static struct str header(struct MHD_Connection *k, const char *name)
{
    return str_z(MHD_lookup_connection_value(k, MHD_HEADER_KIND, name));
}

static struct str address_said(struct str said)
{
    for (size_t i = 0; i < said.n; i++)
        if (strchr("0123456789abcdefABCDEF.:", said.p[i]) == NULL || said.p[i] == '\0')
            return STR("");
    return str_head(said, 64);
}

/* Where the request comes from. A proxy in front of us speaks over loopback or a socket file, and only its word (X-Real-IP) is taken;
 * anybody else could write what he likes. */
static struct str client_of(struct exchange *x, struct MHD_Connection *k)
{
    const union MHD_ConnectionInfo *i = MHD_get_connection_info(k, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *sa = i != NULL ? i->client_addr : NULL;
    struct str said = address_said(header(k, "X-Real-IP"));
    char z[INET_ADDRSTRLEN] = "";

    if (sa == NULL || sa->sa_family != AF_INET)
        return said.n > 0 ? said : STR("local");
    const struct sockaddr_in *in = (const void *)sa;
    if (ntohl(in->sin_addr.s_addr) >> 24 == 127 && said.n > 0)
        return said;
    inet_ntop(AF_INET, &in->sin_addr, z, sizeof z);
    return str_copy(&x->a, str_z(z));
}

/* ---- memory of requests: emptied when one ends, and kept for the next, so that its pages need not be mapped anew */
static struct { pthread_mutex_t lock; struct arena kept[SPARE_ARENAS]; int n; } spare = { .lock = PTHREAD_MUTEX_INITIALIZER };

static void arena_take(struct arena *a)
{
    *a = (struct arena){ 0 };
    pthread_mutex_lock(&spare.lock);
    if (spare.n > 0)
        *a = spare.kept[--spare.n];
    pthread_mutex_unlock(&spare.lock);
    if (a->base == NULL)
        arena_open(a, EXCHANGE_BYTES);
}

static void arena_give(struct arena *a)
{
    arena_reset(a);
    pthread_mutex_lock(&spare.lock);
    if (spare.n < SPARE_ARENAS) {
        spare.kept[spare.n++] = *a;
        *a = (struct arena){ 0 };
    }
    pthread_mutex_unlock(&spare.lock);
    arena_close(a);
}

/* Headers are MHD's memory and live as long as the connection's request. */
static void exchange_fill(struct exchange *x, struct MHD_Connection *k, const char *url, const char *method)
{
    x->connection = k;
    x->method = strcmp(method, "POST") == 0 ? POST : GET;
    x->head = strcmp(method, "HEAD") == 0;
    x->path = str_copy(&x->a, str_z(url));
    x->content_type = header(k, "Content-Type");
    x->cookie = header(k, "Cookie");
    x->host = header(k, "Host");
    x->origin = header(k, "Origin");
    x->referer = header(k, "Referer");
    x->if_none_match = header(k, "If-None-Match");
    x->accept = header(k, "Accept");
    x->encoding = header(k, "Accept-Encoding");
    x->hx = header(k, "HX-Request");
    x->lang = header(k, "Accept-Language");
    x->fetch_site = header(k, "Sec-Fetch-Site");
    x->secure = str_eq(header(k, "X-Forwarded-Proto"), STR("https"));
    x->client = client_of(x, k);
}

static void body_add(struct exchange *x, size_t most, const char *p, size_t n)
{
    if (x->too_large || x->body.n + n > most) {
        x->too_large = true;
        return;
    }
    if (x->body.p != NULL && x->body.p + x->body.n == x->a.base + x->a.used) {
        memcpy(arena_alloc(&x->a, n, 1), p, n);         /* grows in place: nothing else uses the arena yet */
        x->body.n += n;
        return;
    }
    char *whole = NEWS(&x->a, char, x->body.n + n);
    if (x->body.n > 0)
        memcpy(whole, x->body.p, x->body.n);
    memcpy(whole + x->body.n, p, n);
    x->body = (struct str){ whole, x->body.n + n };
}

static void add_header(struct MHD_Response *r, const char *name, struct str value)
{
    char z[1024];

    if (value.n == 0 || value.n >= sizeof z)
        return;
    memcpy(z, value.p, value.n);
    z[value.n] = '\0';
    MHD_add_response_header(r, name, z);
}

static const char csp[] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-src 'self'; base-uri 'none'; frame-ancestors 'self'";

static void safe_headers(struct MHD_Response *r)
{
    MHD_add_response_header(r, "Content-Security-Policy", csp);
    MHD_add_response_header(r, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(r, "X-Frame-Options", "SAMEORIGIN");
    MHD_add_response_header(r, "Referrer-Policy", "same-origin");
    MHD_add_response_header(r, "Cross-Origin-Opener-Policy", "same-origin");
    MHD_add_response_header(r, "Cross-Origin-Resource-Policy", "same-origin");
    MHD_add_response_header(r, "Permissions-Policy", "camera=(), microphone=(), geolocation=()");
}

/* A file is sent from the disk, however large; a temporary one has no name from here on. */
static struct MHD_Response *file_response(const struct reply *y)
{
    struct stat st;
    int fd = open(y->path.p, O_RDONLY | O_CLOEXEC);

    if (fd < 0 || fstat(fd, &st) != 0) {
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    if (y->temporary)
        unlink(y->path.p);
    return MHD_create_response_from_fd64((uint64_t)st.st_size, fd);
}

static enum MHD_Result answer(struct exchange *x)
{
    struct reply *y = &x->reply;
    struct str body = y->type.n > 0 ? y->bytes : buf_str(&y->body.b);
    struct MHD_Response *r = y->path.n > 0 && y->type.n > 0 ? file_response(y)
        : MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)body.p, MHD_RESPMEM_PERSISTENT);

    if (r == NULL)
        return MHD_NO;
    safe_headers(r);
    add_header(r, "Content-Type", y->type.n > 0 ? y->type : STR("text/html; charset=utf-8"));
    add_header(r, "Location", y->location);
    add_header(r, "Set-Cookie", y->set_cookie);
    add_header(r, "ETag", y->etag);
    if (y->filename.n > 0)
        add_header(r, "Content-Disposition", str_fmt(&x->a, "attachment; filename*=UTF-8''%.*s", PF(y->filename)));
    bool cached = false;
    for (int i = 0; i < y->n_headers; i++) {
        char name[64] = "";
        memcpy(name, y->headers[i].name.p, y->headers[i].name.n < 63 ? y->headers[i].name.n : 63);
        cached = cached || strcmp(name, "Cache-Control") == 0;
        add_header(r, name, y->headers[i].value);
    }
    if (!cached)
        MHD_add_response_header(r, "Cache-Control", "no-store");
    enum MHD_Result done = MHD_queue_response(x->connection, (unsigned)y->status, r);
    MHD_destroy_response(r);
    return done;
}

static bool method_known(const char *m)
{
    return strcmp(m, "GET") == 0 || strcmp(m, "POST") == 0 || strcmp(m, "HEAD") == 0;
}

static enum MHD_Result refuse_method(struct MHD_Connection *k)
{
    struct MHD_Response *r = MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);

    if (r == NULL)
        return MHD_NO;
    safe_headers(r);
    MHD_add_response_header(r, "Allow", "GET, HEAD, POST");
    MHD_add_response_header(r, "Cache-Control", "no-store");
    enum MHD_Result done = MHD_queue_response(k, 405, r);

    MHD_destroy_response(r);
    return done;
}

static enum MHD_Result on_query_part(void *arg, enum MHD_ValueKind kind, const char *key, const char *value)
{
    (void)arg; (void)kind; (void)key; (void)value;
    return MHD_YES;
}

static int64_t monotonic_ms(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* A piece of the body: to whoever takes it as it comes, or held. Dripping for longer than the limit ends the connection. */
static enum MHD_Result on_body(struct server *s, struct exchange *x, const char *data, size_t *size)
{
    size_t n = *size;

    *size = 0;
    if (s->limits.body_s > 0 && monotonic_ms() - x->began_ms > (int64_t)s->limits.body_s * 1000)
        return MHD_NO;
    if (x->sink != NULL)
        return x->sink->add(x->sink_self, data, n) ? MHD_YES : MHD_NO;
    body_add(x, s->limits.body_max > 0 ? s->limits.body_max : BODY_MAX_BYTES, data, n);
    return MHD_YES;
}

static enum MHD_Result on_access(void *arg, struct MHD_Connection *k, const char *url, const char *method,
    const char *version, const char *data, size_t *size, void **slot)
{
    struct server *s = arg;
    struct exchange *x = *slot;

    (void)version;
    if (!method_known(method))
        return refuse_method(k);
    if (x->connection == NULL) {                    /* first call: made by on_uri with the raw target only */
        exchange_fill(x, k, url, method);
        MHD_get_connection_values(k, MHD_GET_ARGUMENT_KIND, on_query_part, NULL);
        x->began_ms = monotonic_ms();
        if (s->limits.begin != NULL)
            s->limits.begin(x, s->arg);
        return MHD_YES;
    }
    if (*size > 0)
        return on_body(s, x, data, size);
    if (__atomic_load_n(&x->state, __ATOMIC_ACQUIRE) == ANSWERED) {
        enum MHD_Result done = answer(x);
        __atomic_sub_fetch(&s->waiting, 1, __ATOMIC_ACQ_REL);
        return done;
    }
    if (x->state == READING) {
        if (__atomic_load_n(&s->stopping, __ATOMIC_ACQUIRE))
            return MHD_NO;              /* not begun: the browser sees a closed connection and nothing is done */
        x->state = WAITING;
        __atomic_add_fetch(&s->waiting, 1, __ATOMIC_ACQ_REL);
        MHD_suspend_connection(k);
        s->fn(x, s->arg);
    }
    return MHD_YES;
}

/* MHD decodes the query itself and keeps only pairs; the raw text is wanted, for the one decoder that is fuzzed. */
static void *on_uri(void *arg, const char *uri, struct MHD_Connection *k)
{
    struct exchange *x = calloc(1, sizeof *x);
    const char *mark = strchr(uri, '?');

    (void)arg; (void)k;
    if (x == NULL)
        return NULL;
    arena_take(&x->a);
    x->query = str_copy(&x->a, str_z(mark != NULL ? mark + 1 : ""));
    return x;
}

static void on_completed(void *arg, struct MHD_Connection *k, void **slot, enum MHD_RequestTerminationCode why)
{
    struct exchange *x = *slot;

    (void)arg; (void)k; (void)why;
    if (x == NULL)
        return;
    if (x->reply.temporary && x->reply.path.n > 0)
        unlink(x->reply.path.p);        /* also when nobody fetched it */
    if (x->sink != NULL)
        x->sink->drop(x->sink_self);
    if (x->wiped) {
        arena_wipe(&x->a);
        scrub_thread();
    }
    arena_give(&x->a);
    free(x);
    *slot = NULL;
}

void exchange_done(struct exchange *x)
{
    __atomic_store_n(&x->state, ANSWERED, __ATOMIC_RELEASE);
    MHD_resume_connection(x->connection);
}

static int listen_unix(struct str path)
{
    struct sockaddr_un sa = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (path.n >= sizeof sa.sun_path)
        return -1;
    memcpy(sa.sun_path, path.p, path.n);
    unlink(sa.sun_path);
    if (fd < 0 || bind(fd, (void *)&sa, sizeof sa) != 0 || chmod(sa.sun_path, 0660) != 0 || listen(fd, 512) != 0)
        return -1;
    return fd;
}

static int listen_tcp(struct str where, int *port)
{
    struct sockaddr_in sa = { .sin_family = AF_INET };
    struct str rest = where;
    struct str host = str_cut(&rest, ':');
    int64_t number = 0;
    char z[64] = "127.0.0.1";
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (rest.n == 0) {
        rest = host;
        host = STR("");
    }
    if (host.n > 0 && host.n < sizeof z) {
        memcpy(z, host.p, host.n);
        z[host.n] = '\0';
    }
    errno = EINVAL;
    if (!str_to_int(rest, &number) || number < 0 || number > 65535 || inet_pton(AF_INET, z, &sa.sin_addr) != 1)
        return -1;
    sa.sin_port = htons((uint16_t)number);
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (fd < 0 || bind(fd, (void *)&sa, sizeof sa) != 0 || listen(fd, 512) != 0)
        return -1;
    socklen_t n = sizeof sa;
    getsockname(fd, (void *)&sa, &n);
    *port = ntohs(sa.sin_port);
    return fd;
}

static enum err listen_error(void)
{
    if (errno == EADDRINUSE)
        return ERR_IN_USE;
    return errno == EACCES || errno == EPERM || errno == EADDRNOTAVAIL ? ERR_DENIED : ERR_USAGE;
}

enum err server_start(struct server **out, struct str where, server_fn *on_request, void *arg)
{
    return server_start_with(out, where, &usual, on_request, arg);
}

enum err server_start_with(struct server **out, struct str where, const struct server_limits *l, server_fn *on_request, void *arg)
{
    struct server *s = calloc(1, sizeof *s);

    if (s == NULL)
        return ERR_BUG;
    *s = (struct server){ .fn = on_request, .arg = arg, .limits = *l };
    int fd = str_starts(where, STR("/")) ? listen_unix(where) : listen_tcp(where, &s->port);
    if (fd < 0) {
        enum err e = listen_error();
        free(s);
        return e;
    }
    s->daemon = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_access, s,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_THREAD_POOL_SIZE, l->threads, MHD_OPTION_CONNECTION_LIMIT, l->connections,
        MHD_OPTION_CONNECTION_TIMEOUT, l->idle_s, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)32768,
        MHD_OPTION_URI_LOG_CALLBACK, on_uri, s, MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_END);
    if (s->daemon == NULL) {
        close(fd);
        free(s);
        return ERR_BUG;
    }
    *out = s;
    return ERR_OK;
}

int server_port(const struct server *s) { return s->port; }

/* No new connections; what was begun is answered (MHD would abort over a suspended connection), then the threads end. */
void server_stop(struct server *s)
{
    const struct timespec tick = { 0, 10 * 1000 * 1000 };
    MHD_socket fd = MHD_quiesce_daemon(s->daemon);

    __atomic_store_n(&s->stopping, true, __ATOMIC_RELEASE);
    for (int i = 0; i < STOP_WAIT_S * 100 && __atomic_load_n(&s->waiting, __ATOMIC_ACQUIRE) > 0; i++)
        nanosleep(&tick, NULL);
    for (int i = 0; i < 20; i++)
        nanosleep(&tick, NULL);         /* the last answers leave the socket */
    MHD_stop_daemon(s->daemon);
    if (fd != MHD_INVALID_SOCKET)
        close(fd);
    free(s);
}
