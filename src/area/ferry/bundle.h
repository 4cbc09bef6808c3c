/* bundle.h - the file that a medium carries across the gap (摆渡包): numbered, signed, read in one pass and in constant memory.
 *
 *   head      128 bytes: magic, version, direction, number, day, organ, the signing key, check. Magic, version and check keep their places in every version.
 *   entry     head of 32 bytes (kind, length, check with its place), its bytes, BLAKE2b-256 over both
 *   trailer   an entry head, then the count, BLAKE2b-256 over the head and the hashes of all entries, Ed25519 over all that
 * Numbers little-endian. Because the whole is a hash of hashes, what was checked once can be walked again without reading closed files anew.
 *
 * Memory   an entry but a file is held whole (BUNDLE_ENTRY_MAX) and gone after its call.
 * Errors   INVALID no bundle · NEWER a later version's · TORN ends too early · ALTERED changed after it was signed · those of the visitor
 */
#ifndef AREA_FERRY_BUNDLE_H
#define AREA_FERRY_BUNDLE_H

#include <sodium.h>
#include <stdio.h>

#include "base/str.h"

#define BUNDLE_VERSION    1
#define BUNDLE_HEAD       128
#define BUNDLE_ORGAN_MAX  32
#define BUNDLE_ENTRY_MAX  ((int64_t)4 << 20)
#define BUNDLE_HASH       32

enum bundle_direction { BUNDLE_INWARD = 1, BUNDLE_OUTWARD, BUNDLE_HIGHER };     /* to the inside; to the outside; handed to the next higher organ */
enum bundle_kind {
    BUNDLE_SEEN = 1,        /* both: what was unpacked of the other direction */
    BUNDLE_KEYS,            /* inward: the outside's public keys, for the organ's certificate */
    BUNDLE_REPORT,          /* inward, higher: one closed report */
    BUNDLE_NOTE,            /* inward, higher: something more from its reporter */
    BUNDLE_FILE,            /* inward, higher: a closed file; its entry begins with BUNDLE_FILE_HEAD bytes of its own */
    BUNDLE_MESSAGE,         /* outward: a state, an answer, the organ's own acknowledgement */
    BUNDLE_ORGAN,           /* outward: the organ's public keys as they are now */
    BUNDLE_CERTIFICATE,     /* outward: the organ's signature over an acknowledgement key */
    BUNDLE_HANDED,          /* higher: whose report this is, and to which key it is closed */
    BUNDLE_KIND_LAST = BUNDLE_HANDED,
};
#define BUNDLE_FILE_HEAD  53            /* form, report, note, name (pack.h) */

struct bundle_head {
    enum bundle_direction direction;
    int64_t no;                         /* from 1, each direction by itself */
    char day[11], organ[BUNDLE_ORGAN_MAX + 1];
    unsigned char key[32];              /* Ed25519 of who packed */
};
struct bundle_tail { int64_t entries; unsigned char hash[BUNDLE_HASH]; };

/* ---- writing */
typedef enum err bundle_sign(void *arg, struct str text, unsigned char signature[64]);
struct bundle_out {
    FILE *f;
    struct bundle_head head;
    struct bundle_tail tail;            /* filled by bundle_end */
    crypto_generichash_state whole, entry;
    int64_t left;                       /* bytes of the entry under way */
};
/* Errors: FULL, DENIED (a medium that cannot be written), BUG (an entry of another length than said). */
MUST_USE enum err bundle_begin(struct bundle_out *b, FILE *f, const struct bundle_head *h);
MUST_USE enum err bundle_entry_begin(struct bundle_out *b, enum bundle_kind kind, int64_t length);
MUST_USE enum err bundle_entry_add(struct bundle_out *b, const void *p, size_t n);
MUST_USE enum err bundle_entry_end(struct bundle_out *b);
MUST_USE enum err bundle_entry(struct bundle_out *b, enum bundle_kind kind, struct str body);
MUST_USE enum err bundle_end(struct bundle_out *b, bundle_sign *sign, void *arg);       /* signed and flushed; not yet synced */
enum err bundle_io_err(int error);                                                      /* FULL, DENIED */

/* ---- reading: each call may refuse, and ends the walk. A visitor without a call passes that part by. */
struct bundle_visitor {
    void *arg;
    enum err (*head)(void *arg, const struct bundle_head *h);                           /* before anything else is read */
    enum err (*entry)(void *arg, enum bundle_kind kind, struct str body);               /* its hash fits */
    enum err (*file)(void *arg, struct str file_head, int64_t bytes);
    enum err (*file_add)(void *arg, const void *p, size_t n);                           /* not yet known to fit */
    enum err (*file_end)(void *arg);                                                    /* it fits */
    bool pass_files;                    /* the bytes of files are passed over: only of what was read whole before */
};
/* bundle_read - the whole file, from its first byte to its last; OK only when everything fits and the key of its head signed it. Whether
 * that key is the right one the visitor's head() says. */
MUST_USE enum err bundle_read(FILE *f, const struct bundle_visitor *v, struct bundle_tail *tail);

#endif
