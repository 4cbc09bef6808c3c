/* route.h - one row says everything the dispatcher must know about a door of the program. */
#ifndef GATE_ROUTE_H
#define GATE_ROUTE_H

#include <stdio.h>
#include "base/ctx.h"
#include "gate/gate.h"
#include "net/reply.h"
#include "net/request.h"

typedef enum err handler(struct ctx *c, struct request *q, struct reply *out);

enum route_flag {
    R_AUDITED_READ = 1,     /* a record, export or print: released after its access row is committed */
    R_LISTED_READ  = 2,     /* a list or search: access row written within a second */
    R_UPLOAD       = 4,     /* body may be multipart and large */
    R_AT_CODE      = 8,     /* open while the second factor's code is missing, and only such doors are */
    R_NO_AUDIT     = 16,    /* assets and the sign-in page */
    R_AT_ONCE      = 32,    /* open while a password of one's own is missing */
    R_AT_ENROL     = 64,    /* open while a second factor has to be set up */
    R_WIPED        = 128,   /* the request's memory is overwritten when its answer was sent: it held who reported, or a passphrase */
    R_HALF         = R_AT_CODE | R_AT_ONCE | R_AT_ENROL,        /* open at any stage: signing out */
};

struct route {
    enum method method;
    const char *path;       /* "/petition/:ref/move"; :name parts arrive in path_args in order */
    enum perm perm;
    unsigned flags;
    handler *prepare;       /* worker, read-only connection, may be slow. For GET: the page. */
    handler *apply;         /* the writer: rechecks, then changes; NULL for GET */
};

/* A command line, read by the same domain calls as a page: `read` on a read-only connection (may be slow, may write files),
 * `apply` in one transaction of the writer. What they print reaches the user only after the commit. */
struct args {
    int n;
    struct str v[64];               /* words after the command's name */
    FILE *out;
    struct str cwd;                 /* relative paths are resolved against it (arg_file) */
    bool foreign;                   /* asked of a running server by another system user */
    void *prepared;                 /* what `read` made for `apply` */
    enum err (*after)(struct ctx *c, struct args *a);       /* set by `read`: follows the commit; files that must not be there before it, no rows */
};
struct str arg_opt(const struct args *a, const char *name);         /* "--period" -> its value, or "" */
bool arg_flag(const struct args *a, const char *name);
struct str arg_word(const struct args *a, int i);                   /* i-th word that is neither option nor its value */
/* arg_file - the absolute path of a file to read or write. A server opens files with its own rights: for another system user's command
 * it opens none. Errors: DENIED. */
MUST_USE enum err arg_file(struct ctx *c, const struct args *a, struct str path, struct str *out);

struct command {
    const char *name;               /* "figures", "user add", "audit verify" */
    enum perm perm;
    enum err (*read)(struct ctx *c, struct args *a);
    enum err (*apply)(struct ctx *c, struct args *a);               /* NULL: nothing is changed */
    const char *options;            /* "--period P [--as-of DATE] …": options that take a value are written with one */
};

struct slice {                      /* what a slice gives to app/routes.c */
    const struct route *routes; int n_routes;
    const struct command *commands; int n_commands;
};
#define COUNT(array) (int)(sizeof(array) / sizeof(array)[0])

#endif
