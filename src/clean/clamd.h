/* clamd.h - asks a clamd that runs on this machine, over its socket file. */
#ifndef CLEAN_CLAMD_H
#define CLEAN_CLAMD_H

#include "clean/clean.h"

#define CLAMD_WAIT_S 300

/* clamd_scan - the bytes of fd by INSTREAM. ABSENT: nobody listens there. FAILED: no answer, or one that says neither yes nor no (larger
 * than its StreamMaxLength). *virus is its name for what was found. */
enum clean_scan clamd_scan(struct arena *a, const char *path, int fd, struct str *virus);
/* clamd_reply - "stream: OK", "stream: NAME FOUND", with a NUL or a line's end behind it. */
enum clean_scan clamd_reply(struct arena *a, struct str reply, struct str *virus);

#endif
