/* reply.h - what a handler answers: a page, a redirect or a file. */
#ifndef NET_REPLY_H
#define NET_REPLY_H

#include "base/buf.h"

struct html { struct buf b; };          /* reached only through page/html.h: raw text cannot be appended */

#define REPLY_HEADERS_MAX 8
struct work;
struct reply {
    int status;                         /* 0 = by the error, or 200 */
    struct html body;                   /* text/html unless type is set */
    struct str location;                /* set = 303 See Other */
    struct str type, filename;          /* file answers: content type, name offered */
    struct str bytes;                   /* file answers: the bytes (arena) */
    struct str path;                    /* file answers: streamed from this file instead, removed afterwards when `temporary` */
    bool temporary;
    struct work *later;                 /* gate/work.h: begun once this answer's changes are committed */
    struct str set_cookie;
    struct str etag;
    struct { struct str name, value; } headers[REPLY_HEADERS_MAX]; int n_headers;
};

#endif
