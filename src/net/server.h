/* server.h - sockets by libmicrohttpd: epoll, two threads, suspended connections while work is done elsewhere.
 * Knows bytes and requests, no session and no user. */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include "net/reply.h"
#include "net/request.h"

/* Where a body goes that is not held: pieces as they arrive, on the socket's thread. `add` false = the connection is closed. `drop`: the
 * exchange ended and nobody took what came; called once, always, also after an answer. */
struct body_sink { bool (*add)(void *self, const char *p, size_t n); void (*drop)(void *self); };

/* One exchange. The server fills the upper half and calls `on_request`; whoever has the answer fills `reply` and calls
 * exchange_done. The arena is the exchange's and lives until the answer is sent. */
struct exchange {
    struct arena a;
    enum method method;
    bool head;                          /* HEAD: as GET without body */
    struct str path, query, content_type, body, cookie, host, origin, referer, if_none_match, accept, encoding, hx, lang, fetch_site;
    struct str client;                  /* address text, for throttling only */
    bool too_large;
    bool secure;                        /* the proxy in front speaks TLS: cookies are marked Secure */
    struct reply reply;
    const struct body_sink *sink;       /* set by `begin`: the body is not held */
    void *sink_self;
    int64_t began_ms;                   /* monotonic; a body that takes longer than the limit is cut off */
    bool wiped;                         /* the arena, and what the socket's thread worked in, are overwritten when the answer is sent */
    struct exchange *next;              /* for the queue of whoever holds it */
    void *user;                         /* the dispatcher's own */
    struct MHD_Connection *connection;  /* private */
    int state;                          /* private */
};

struct server;
typedef void server_fn(struct exchange *x, void *arg);
/* server_start - listens on addr:port (loopback unless told otherwise) or a unix socket path. Errors: IN_USE, DENIED, USAGE. */
MUST_USE enum err server_start(struct server **out, struct str listen, server_fn *on_request, void *arg);
/* server_start_with - the same with limits of its own. `begin` (may be NULL) sees each request when its head is there, before its body;
 * body_s: total time of a body, 0 = as long as something arrives; body_max: of a body that is held, 0 = BODY_MAX_BYTES. */
struct server_limits { server_fn *begin; unsigned connections, threads, idle_s; int body_s; size_t body_max; };
MUST_USE enum err server_start_with(struct server **out, struct str listen, const struct server_limits *l, server_fn *on_request, void *arg);
int server_port(const struct server *s);
void server_stop(struct server *s);
void exchange_done(struct exchange *x); /* any thread */

#endif
