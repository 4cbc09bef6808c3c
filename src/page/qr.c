#include "page/qr.h"

#include <qrencode.h>

#include "base/buf.h"

#define QUIET 4

static int row_runs(const QRcode *code, int y, struct qr_run *out)
{
    int n = 0;

    for (int x = 0; x < code->width; x++) {
        int run = 0;
        while (x + run < code->width && (code->data[y * code->width + x + run] & 1) != 0)
            run++;
        if (run > 0)
            out[n++] = (struct qr_run){ x + QUIET, y + QUIET, run };
        x += run;
    }
    return n;
}

int qr_runs(struct arena *a, struct str text, struct qr_run **out, int *size)
{
    struct str z = str_copy(a, text);
    QRcode *code = QRcode_encodeString(z.p, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    int n = 0;

    *size = 0;
    if (code == NULL)
        return 0;
    *out = NEWS(a, struct qr_run, (size_t)code->width * (size_t)code->width);
    for (int y = 0; y < code->width; y++)
        n += row_runs(code, y, *out + n);
    *size = code->width + 2 * QUIET;
    QRcode_free(code);                  /* the library's own block */
    return n;
}

struct str qr_path(struct arena *a, struct str text, int *size)
{
    struct qr_run *runs;
    int n = qr_runs(a, text, &runs, size);
    struct buf b = buf_new(a, (size_t)256 << 10);

    for (int i = 0; i < n; i++)
        buf_fmt(&b, "M%d %dh%dv1h-%dz", runs[i].x, runs[i].y, runs[i].n, runs[i].n);
    return buf_str(&b);
}
