/* multipart.h - a multipart body read as it arrives, in constant memory: part by part, its bytes handed on in order.
 *
 * For bodies too large to hold; smaller ones are read whole by form_multipart (request.h). Each has its fuzz target, and a test compares.
 * Errors: USAGE (no multipart, torn, a head over 4 KiB), those of the events.
 */
#ifndef NET_MULTIPART_H
#define NET_MULTIPART_H

#include "base/str.h"

#define MULTIPART_HEAD_MAX 4096
#define MULTIPART_DELIM_MAX 76

struct multipart_events {
    enum err (*part)(void *arg, struct str name, struct str filename, bool is_file);    /* views live during the call */
    enum err (*bytes)(void *arg, const char *p, size_t n);
    enum err (*part_end)(void *arg);
};

struct multipart {
    char delim[MULTIPART_DELIM_MAX];            /* CR LF - - boundary */
    size_t n_delim, matched, head_n;
    unsigned char fall[MULTIPART_DELIM_MAX];    /* where a broken match goes on (Knuth, Morris, Pratt) */
    int state;
    char head[MULTIPART_HEAD_MAX];
};

MUST_USE enum err multipart_start(struct multipart *m, struct str content_type);
MUST_USE enum err multipart_feed(struct multipart *m, const char *p, size_t n, const struct multipart_events *ev, void *arg);
bool multipart_whole(const struct multipart *m);        /* the closing boundary was seen */

#endif
