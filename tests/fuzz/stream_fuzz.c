/* Multipart read as it arrives: first byte the size of the pieces; whatever comes, the same is handed on as in one piece. */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "net/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static enum err on_part(void *arg, struct str name, struct str filename, bool is_file)
{
    buf_fmt(arg, "[%.*s|%.*s|%d]", PF(name), PF(filename), is_file);
    return ERR_OK;
}
static enum err on_bytes(void *arg, const char *p, size_t n) { buf_add(arg, (struct str){ p, n }); return ERR_OK; }
static enum err on_end(void *arg) { buf_lit(arg, "[/]"); return ERR_OK; }

static struct str feed(struct arena *a, struct str body, size_t step, enum err *e)
{
    static const struct multipart_events events = { on_part, on_bytes, on_end };
    static struct multipart m;
    struct buf out = buf_new(a, 1 << 20);

    *e = multipart_start(&m, STR("multipart/form-data; boundary=XX"));
    for (size_t at = 0; *e == ERR_OK && at < body.n; at += step)
        *e = multipart_feed(&m, body.p + at, body.n - at < step ? body.n - at : step, &events, &out);
    return buf_str(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    enum err one, many;

    if (n < 2 || n > 65536)
        return 0;
    if (a.base == NULL)
        arena_open(&a, (size_t)64 << 20);
    struct str body = { (const char *)p + 1, n - 1 };
    struct str whole = feed(&a, body, body.n, &one), pieces = feed(&a, body, (size_t)p[0] % 64 + 1, &many);
    if (one != many || (one == ERR_OK && !str_eq(whole, pieces)))
        abort();
    arena_reset(&a);
    return 0;
}
