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
    R_STREAM       = 8,     /* long work: answer carries a job reference */
};

struct route {
    enum method method;
    const char *path;       /* "/petition/:ref/move"; :name parts arrive in path_args in order */
    enum perm perm;
    unsigned flags;
    handler *prepare;       /* worker, read-only connection, may be slow. For GET: the page. */
    handler *apply;         /* the writer: rechecks, then changes; NULL for GET */
};

struct args { int n; struct str v[64]; FILE *out, *err; struct str cwd; };   /* options are read by args_opt */
struct str args_opt(const struct args *a, const char *name);                /* "--period" -> value or "" */
bool args_flag(const struct args *a, const char *name);
struct str args_word(const struct args *a, int i);                          /* i-th word that is no option */

struct command {
    const char *name;       /* "figures" or "user add" */
    enum perm perm;
    bool writes;
    enum err (*run)(struct ctx *c, struct args *a);
    const char *help;       /* "--period P [--as-of DATE] …": shown by `xiezhi help` */
};

#endif
