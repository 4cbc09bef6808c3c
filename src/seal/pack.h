/* pack.h - fields in a fixed order, padded, and closed to a public key (crypto_box_seal: nobody learns to whom, or from whom).
 *
 * The plain form lies in the arena and is wiped by pack_seal; what unpack_open gives is the caller's to wipe (unpack_wipe).
 * Numbers little-endian, 8 bytes; strings with their length in 4 bytes first. First byte: the form's version.
 * Example
 *     struct pack p = pack_new(a, 1, 65536);
 *     pack_str(&p, subject); pack_int(&p, n);
 *     TRY(pack_seal(&p, organ_key, 4096, &sealed));
 */
#ifndef SEAL_PACK_H
#define SEAL_PACK_H

#include "base/str.h"

#define SEAL_PUBLIC_BYTES 32
#define SEAL_SECRET_BYTES 32

struct pack { unsigned char *p; size_t n, max; bool full; struct arena *a; };
struct pack pack_new(struct arena *a, unsigned char form, size_t max);      /* max: bytes of the plain form */
void pack_int(struct pack *p, int64_t v);
void pack_str(struct pack *p, struct str s);
void pack_raw(struct pack *p, const void *b, size_t n);                     /* exactly n bytes, without a length */
struct str pack_plain(const struct pack *p);                                /* what was packed so far: for hashes and signatures */
/* pack_seal - pads to a multiple of `block`, closes, wipes the plain form. Errors: TOO_LARGE (over max), VAULT (no such key). */
MUST_USE enum err pack_seal(struct pack *p, const unsigned char key[SEAL_PUBLIC_BYTES], size_t block, struct str *out);
void pack_wipe(struct pack *p);

struct unpack { const unsigned char *p; size_t n; bool bad; void *whole; size_t whole_n; };
/* unpack_open - false: closed to somebody else, or torn, or of another form. */
bool unpack_open(struct arena *a, struct str sealed, const unsigned char public_key[SEAL_PUBLIC_BYTES],
    const unsigned char secret_key[SEAL_SECRET_BYTES], unsigned char form, size_t block, struct unpack *out);
struct unpack unpack_plain(struct str plain, unsigned char form);           /* of what was never closed; bad when of another form */
int64_t unpack_int(struct unpack *u);           /* 0 once bad */
struct str unpack_str(struct unpack *u);        /* borrows; "" once bad */
const void *unpack_raw(struct unpack *u, size_t n);     /* NULL once bad */
void unpack_wipe(struct unpack *u);

#endif
