/* incoming_web.h - a report on its way in: fields held (bounded), files closed block by block as they arrive, nothing plain on a disk.
 *
 * Runs on the socket's threads; what it keeps is the exchange's. Quotas are shared by all: when files cannot be taken, texts still are.
 */
#ifndef AREA_PORTAL_INCOMING_WEB_H
#define AREA_PORTAL_INCOMING_WEB_H

#include <stdatomic.h>

#include "area/portal/portal.h"
#include "net/server.h"

#define UPLOAD_FILE_MAX   ((int64_t)2 << 30)    /* a video of an hour */
#define UPLOAD_TEXT_MAX   ((size_t)1 << 20)     /* all fields of one form */
#define UPLOAD_TEXT_FREE  ((size_t)32 << 10)    /* of each form's texts, taken however many others are under way: ten thousand characters */

/* What all uploads share. `reserve_bytes` of the disk are left for texts; `text_quota` bounds what all forms hold above UPLOAD_TEXT_FREE each. */
struct upload_gate {
    char dir[1024];
    int64_t quota_bytes, reserve_bytes, text_quota;
    int open_max;
    atomic_llong open_bytes, open_text;
    atomic_int open_files;
};

enum upload_fault { UPLOAD_OK, UPLOAD_TORN, UPLOAD_TOO_LARGE, UPLOAD_TOO_MANY, UPLOAD_FULL, UPLOAD_TEXT, UPLOAD_DISK, UPLOAD_TEXT_FULL };
struct incoming;
/* incoming_begin - takes the body of this exchange when it is a form with files; NULL when it is not. */
struct incoming *incoming_begin(struct exchange *x, struct upload_gate *g);
/* incoming_end - the files made durable, the report's fields in *r. Errors: by fault, with the reason refused in c. */
MUST_USE enum err incoming_end(struct ctx *c, struct incoming *u, struct portal_report *r);
struct str incoming_field(const struct incoming *u, const char *name);
void incoming_keep(struct incoming *u);     /* the report is stored: its files stay */

#endif
