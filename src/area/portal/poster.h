/* poster.h - the reporting site's poster: its address as a QR code and in letters, in Chinese and English.
 *
 * The code holds the address and nothing else: every poster is the same, and nobody can tell which one was looked at (decisions.md section 3, 3).
 * Used by: ferry (the page 摆渡), app (`xiezhi portal poster`).      Memory: c->a.      Errors: INVALID (the address), BUG.
 */
#ifndef AREA_PORTAL_POSTER_H
#define AREA_PORTAL_POSTER_H

#include "base/ctx.h"

/* poster_address - the address as it is printed: https://HOST[:PORT]/, or http://….onion/; no name, path, query or mark. INVALID. */
MUST_USE enum err poster_address(struct ctx *c, struct str typed, struct str *out);
MUST_USE enum err poster_make(struct ctx *c, struct str organ, struct str address, struct str *pdf);     /* the large lines in c->lang */

#endif
