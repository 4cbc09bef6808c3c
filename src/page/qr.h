/* qr.h - a text as a QR code: as rows of dark modules, or drawn as one SVG path. *size is the side in modules, a quiet zone of four included. */
#ifndef PAGE_QR_H
#define PAGE_QR_H

#include "base/str.h"

struct qr_run { int x, y, n; };         /* n dark modules from (x, y) to the right */
/* qr_runs - how many; 0 when the text is too long for one code. */
int qr_runs(struct arena *a, struct str text, struct qr_run **out, int *size);
struct str qr_path(struct arena *a, struct str text, int *size);       /* "" when the text is too long for one code */

#endif
