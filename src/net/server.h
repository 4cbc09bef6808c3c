/* server.h - sockets by libmicrohttpd: epoll, two threads, suspended connections while work is done elsewhere.
 * Knows bytes and requests, no session and no user. */
#ifndef NET_SERVER_H
#define NET_SERVER_H

#include "net/reply.h"
#include "net/request.h"

/* One exchange. The server fills the upper half and calls `on_request`; whoever has the answer fills `reply` and calls
 * exchange_done. The arena is the exchange's and lives until the answer is sent. */
struct exchange {
    struct arena a;
    enum method method;
    bool head;                          /* HEAD: as GET without body */
    struct str path, query, content_type, body, cookie, host, origin, referer, if_none_match, accept, hx, lang, fetch_site;
    struct str client;                  /* address text, for throttling only */
    bool too_large;
    struct reply reply;
    struct exchange *next;              /* for the queue of whoever holds it */
    void *user;                         /* the dispatcher's own */
    struct MHD_Connection *connection;  /* private */
    int state;                          /* private */
};

struct server;
typedef void server_fn(struct exchange *x, void *arg);
/* server_start - listens on addr:port (loopback unless told otherwise) or a unix socket path. Errors: IN_USE, DENIED, USAGE. */
MUST_USE enum err server_start(struct server **out, struct str listen, server_fn *on_request, void *arg);
int server_port(const struct server *s);
void server_stop(struct server *s);
void exchange_done(struct exchange *x); /* any thread */

#endif
