/* request.h - one request as the handlers see it, whoever sent it: browser, command line or job. No business word. */
#ifndef NET_REQUEST_H
#define NET_REQUEST_H

#include "base/ctx.h"

enum method { GET, POST };
struct field { struct str name, value; };
struct bad_field { struct str name; int fault; };       /* enum text_fault of a value that is no text */
struct upload { struct str name, filename, bytes; };   /* in the arena; the whole body is bounded by BODY_MAX_BYTES */

#define BODY_MAX_BYTES ((size_t)32 << 20)   /* a scan of 20 pages, a sheet of 100,000 rows */
#define FIELDS_MAX   512
#define UPLOADS_MAX  20
#define BAD_FIELDS_MAX 8                /* more than these are not named one by one */
#define PATH_ARGS_MAX 4

struct request {
    enum method method;
    struct str path, query_text;
    struct field *fields; int n_fields;         /* query string, then body; decoded; always valid text */
    struct bad_field bad[BAD_FIELDS_MAX]; int n_bad;    /* values that were refused: `fields` holds them made visible */
    struct upload *uploads; int n_uploads;
    struct str path_args[PATH_ARGS_MAX]; int n_path_args;       /* values of :name parts of the route, in order */
    struct str client, host, origin, referer, if_none_match, accept, accept_encoding, hx_request;
    struct str session_token, device_token;     /* of the cookies; for signing in and out only */
    bool secure;                                /* came over TLS */
    const void *portal;                         /* the outside only: struct portal_call of area/portal */
    void *prepared;                             /* what `prepare` made for `apply`, in the arena */
};

struct str req_str(const struct request *q, const char *name);          /* first value or "" */
bool req_has(const struct request *q, const char *name);
int64_t req_int(const struct request *q, const char *name, int64_t otherwise);
int req_fault(const struct request *q, struct str name);                /* enum text_fault of what was sent under this name */
int req_all(const struct request *q, const char *name, struct str *out, int max);   /* all values; count */

/* Parsers, each with a fuzz target. Errors: USAGE, TOO_LARGE. A value that text_check refuses is named in `bad`. */
MUST_USE enum err form_urlencoded(struct ctx *c, struct str body, struct request *q);
MUST_USE enum err form_multipart(struct ctx *c, struct str content_type, struct str body, struct request *q);
struct str cookie_find(struct str header, const char *name);            /* "" when absent */

#endif
