/* clean.h - a clean copy of one file: what somebody sent, without what it says of who made it, where and when.
 *
 * The file's bytes come and go by memory files; everything that reads them is a program of the distribution, in a child without network,
 * with bounded memory, time and room, in a directory that is memory and ends with it (cage.h). What the child says is checked like
 * anything that comes from outside.       Knows no business word. Rules and programs: ADR 0021.
 * Used by: area/clean, app.       Memory a.
 */
#ifndef CLEAN_CLEAN_H
#define CLEAN_CLEAN_H

#include "base/str.h"
#include "clean/sniff.h"

#define CLEAN_BYTES_MAX ((int64_t)1 << 30)      /* of an original: it lies in memory, and once more while it is worked on */
#define CLEAN_SECONDS   900
#define CLEAN_TEXT_MAX  ((size_t)256 << 10)     /* of what OCR reads: some sixty pages */
#define CLAMD_SOCKET    "/run/clamav/clamd.ctl" /* where Debian's clamd listens; $XIEZHI_CLAMD says another place */

enum clean_outcome { CLEAN_SEALED, CLEAN_CLEANED, CLEAN_PICTURES, CLEAN_OUTCOME__MAX };
/* Why a file stays sealed. CLEAN_NO_PROGRAM names it in `program`; the others need no name. */
enum clean_why { CLEAN_FINE, CLEAN_UNKNOWN, CLEAN_NO_PROGRAM, CLEAN_FAULT, CLEAN_TOO_LARGE, CLEAN_TIMEOUT, CLEAN_CRASHED, CLEAN_VIRUS,
    CLEAN_STOPPED, CLEAN_NO_CAGE, CLEAN_WHY__MAX };
enum clean_scan { SCAN_ABSENT, SCAN_FINE, SCAN_FOUND, SCAN_FAILED, SCAN__MAX };

struct clean_how {
    const char *clamd;                  /* socket; NULL: not asked */
    bool (*tick)(void *arg, int progress);      /* about once a second; 0..1000; false = stop. May be NULL */
    void *arg;
    int seconds;                        /* 0 = CLEAN_SECONDS */
    bool bare;                          /* no namespaces, as where the system refuses them: for tests of just that */
};

struct clean_result {
    enum clean_outcome outcome;
    enum clean_why why;
    enum clean_scan scan;
    enum clean_kind kind, copy_kind;    /* of the original; of the copy (pictures of anything are a PDF) */
    int64_t bytes, copy_bytes;
    unsigned char sha256[32], copy_sha256[32];
    int copy_fd;                        /* a memory file with the copy, the caller closes it; -1 when it stays sealed */
    struct str program;                 /* a missing one; tesseract's may be missing beside a copy that is fine */
    struct str virus;                   /* clamd's name for it */
    struct str text;                    /* what OCR read: a search aid, never the record. UTF-8, without controls; "" = nothing */
};

/* clean_file - of the bytes of fd, whole, whatever its position. That a file cannot be cleaned is a result, as is a child that crashed.
 * Errors: FULL (no memory for the copy), BUG (fd cannot be read). On any error copy_fd is -1. */
MUST_USE enum err clean_file(struct arena *a, int fd, const struct clean_how *how, struct clean_result *out);
/* clean_sweep - removes what killed programs left of their directories in memory. At a start; what is in use stays. */
void clean_sweep(void);

const char *clean_outcome_name(enum clean_outcome o);   /* "sealed" … , as rows and texts name it */
const char *clean_why_name(enum clean_why w);
const char *clean_scan_name(enum clean_scan s);

int clean_child_main(int argc, char **argv);    /* `xiezhi clean-child`: the other side, started by clean_file alone */

#endif
