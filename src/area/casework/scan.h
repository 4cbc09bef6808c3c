/* scan.h - the scanned letter of the body that decided (decisions.md section 3, 4): PDF, JPG or PNG, kept beside the result.
 *
 * Owns table answer_scan.      Scope: that of the result, which the caller loaded.      Memory c->a.
 * Errors: INVALID (another kind of file, too large), NOT_FOUND.
 */
#ifndef AREA_CASEWORK_SCAN_H
#define AREA_CASEWORK_SCAN_H

#include "base/ctx.h"

#define SCAN_MAX_BYTES ((size_t)10 << 20)

struct scan { int64_t ref, size; struct str name, type, sha256, bytes; };
/* scan_read - what the file is by its first bytes, and its hash; slow for a large one, so before the writer. */
MUST_USE enum err scan_read(struct ctx *c, struct str name, struct str bytes, struct scan *out);
MUST_USE enum err scan_keep(struct ctx *c, int64_t result_id, struct scan *s);
MUST_USE enum err scans_of(struct ctx *c, int64_t result_id, struct scan **out, int *n);       /* without their bytes */
MUST_USE enum err scan_load(struct ctx *c, int64_t result_id, int64_t ref, struct scan *out);
struct str scan_mime(const struct scan *s);
struct str scan_label(const struct scan *s);        /* PDF, JPG, PNG */

#endif
