/* str.h - a borrowed view of UTF-8 text. Checked at the edge; not NUL-terminated unless made by str_copy/str_z. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "base/arena.h"
#include "base/err.h"

struct str { const char *p; size_t n; };
#define STR_INIT(lit) { "" lit, sizeof(lit) - 1 }       /* static tables; gcc -Wpedantic rejects STR there */
#define STR(lit)      ((struct str)STR_INIT(lit))
#define PF(s)         (int)(s).n, (s).p                 /* printf("%.*s", PF(s)) */

static inline bool str_eq(struct str a, struct str b)   /* figures compare millions of short codes */
{
    return a.n == b.n && (a.p == b.p || a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
int  str_cmp(struct str a, struct str b);               /* bytewise, shorter first on a tie */
bool str_starts(struct str s, struct str head);
bool str_ends(struct str s, struct str tail);
bool str_has(struct str s, struct str part);            /* part occurs in s */
ptrdiff_t str_find(struct str s, struct str part);      /* byte offset or -1 */
struct str str_z(const char *z);                        /* view of a C string; NULL gives "" */
struct str str_from(struct str s, size_t at);           /* rest from byte `at` */
struct str str_head(struct str s, size_t n);            /* first n bytes at most */
struct str str_trim(struct str s);                      /* without outer ASCII blanks and U+3000 */
struct str str_cut(struct str *rest, char sep);         /* takes the part before sep off *rest */
struct str str_copy(struct arena *a, struct str s);     /* own copy, NUL after its end */
struct str str_fmt(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
struct str str_join(struct arena *a, struct str x, struct str y);
struct str str_int(struct arena *a, int64_t v);         /* decimal */
bool str_to_int(struct str s, int64_t *out);            /* whole s, decimal, optional '-'; false on anything else */
struct str str_hex(struct arena *a, const void *p, size_t n);   /* lower case */
bool str_unhex(struct str s, void *out, size_t n);      /* exactly n bytes */

#endif
