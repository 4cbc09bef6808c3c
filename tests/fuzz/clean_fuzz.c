/* What the cleaner reads itself: a file's kind, the child's and clamd's answers, tesseract's rows, a head of HEVC. The first byte says which. What
 * was read is fit: a kind that exists, text that a form could have brought, lengths within their limits. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "clean/clamd.h"
#include "clean/hvcc.h"
#include "clean/said.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void as_file(struct str s)
{
    struct sniffed x = sniff(s);

    if (x.kind >= KIND__MAX || x.pages < 0 || x.pages > SNIFF_PAGES_MAX || kind_name(x.kind) == NULL)
        abort();
}

static void as_answer(struct arena *a, struct str s)
{
    struct clean_result r = { .copy_fd = -1 };
    int at;

    while ((at = said_take(&s)) >= 0)
        if (at > 1000)
            abort();
    if (!said_read(a, s, &r))
        return;
    if (text_check(r.text) != TEXT_OK || r.program.n > 31 || (r.outcome == CLEAN_SEALED) != (r.why != CLEAN_FINE) || r.copy_fd != -1)
        abort();
}

static void as_rows(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, CLEAN_TEXT_MAX);

    ocr_add(&b, s);
    ocr_add(&b, s);
    if (buf_str(&b).n > CLEAN_TEXT_MAX)
        abort();
}

static void as_reply(struct arena *a, struct str s)
{
    struct str virus;
    enum clean_scan scan = clamd_reply(a, s, &virus);

    if ((scan == SCAN_FOUND) != (virus.n > 0) || virus.n > 128 || text_check(virus) != TEXT_OK || scan == SCAN_ABSENT)
        abort();
}

static void as_head(struct arena *a, struct str s)
{
    struct str own = str_copy(a, s);

    if (hvcc_blank((unsigned char *)(uintptr_t)own.p, own.n) == 0 && !str_eq(own, s))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    struct str s = { (const char *)p + 1, n > 0 ? n - 1 : 0 };

    if (a.base == NULL)
        arena_open(&a, (size_t)64 << 20);
    switch (n > 0 ? p[0] % 5 : 0) {
    case 0: as_file(s); break;
    case 1: as_answer(&a, s); break;
    case 2: as_rows(&a, s); break;
    case 3: as_reply(&a, s); break;
    default: as_head(&a, s); break;
    }
    arena_reset(&a);
    return 0;
}
