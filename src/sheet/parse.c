#include "sheet/parse.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "sheet/sheet_child.h"
#include "sheet/zygote.h"

#define PARSE_SECONDS 20
#define WANT_BYTES    256           /* the name of the sheet stands before the bytes, padded */

static void put32(struct buf *b, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        buf_char(b, (char)(v >> (8 * i)));
}

static void put_str(struct buf *b, struct str s)
{
    put32(b, (uint32_t)s.n);
    buf_add(b, s);
}

struct str sheet_pack(struct arena *a, const struct sheet *s, struct sheet_error e)
{
    struct buf b = buf_new(a, SHEET_TEXT_MAX * 2);

    put32(&b, (uint32_t)e.fault);
    put32(&b, (uint32_t)e.row);
    put32(&b, e.fault == SHEET_OK ? (uint32_t)s->n : 0);
    put32(&b, s->epoch_1904);
    put_str(&b, s->name);
    for (int r = 0; e.fault == SHEET_OK && r < s->n; r++) {
        put32(&b, (uint32_t)s->rows[r].number);
        put32(&b, (uint32_t)s->rows[r].n);
        for (int i = 0; i < s->rows[r].n; i++) {
            put32(&b, (uint32_t)s->rows[r].cells[i].kind | (s->rows[r].cells[i].merged ? 256u : 0u));
            put_str(&b, s->rows[r].cells[i].text);
        }
    }
    return b.overflow ? STR("") : buf_str(&b);
}

static bool get32(struct str *in, uint32_t *v)
{
    if (in->n < 4)
        return false;
    *v = 0;
    for (int i = 0; i < 4; i++)
        *v |= (uint32_t)(unsigned char)in->p[i] << (8 * i);
    *in = str_from(*in, 4);
    return true;
}

static bool get_str(struct str *in, struct str *out)
{
    uint32_t n;

    if (!get32(in, &n) || n > in->n)
        return false;
    *out = str_head(*in, n);
    *in = str_from(*in, n);
    return true;
}

static bool get_row(struct arena *a, struct str *in, struct sheet_row *row)
{
    uint32_t number, n, kind;

    if (!get32(in, &number) || !get32(in, &n) || n > SHEET_COLS_MAX)
        return false;
    *row = (struct sheet_row){ (int)number, NEWS(a, struct cell, n + 1), (int)n };
    for (uint32_t i = 0; i < n; i++) {
        struct cell *c = &row->cells[i];
        if (!get32(in, &kind) || (kind & 255) > CELL_BOOL || !get_str(in, &c->text))
            return false;
        c->kind = (enum cell_kind)(kind & 255);
        c->merged = (kind & 256) != 0;
    }
    return true;
}

bool sheet_unpack(struct arena *a, struct str in, struct sheet *out, struct sheet_error *e)
{
    uint32_t fault, row, n, epoch;

    *out = (struct sheet){ 0 };
    if (!get32(&in, &fault) || !get32(&in, &row) || !get32(&in, &n) || !get32(&in, &epoch) || !get_str(&in, &out->name))
        return false;
    if (fault >= SHEET__MAX || n > SHEET_ROWS_MAX)
        return false;
    *e = (struct sheet_error){ (enum sheet_fault)fault, (int)row };
    out->epoch_1904 = epoch != 0;
    out->rows = NEWS(a, struct sheet_row, (size_t)n + 1);
    for (; out->n < (int)n; out->n++)
        if (!get_row(a, &in, &out->rows[out->n]))
            return false;
    return true;
}

/* ---- the child's side */
static struct str map_file(int fd)
{
    struct stat st;

    if (fstat(fd, &st) != 0 || st.st_size <= 0)
        return STR("");
    void *p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    return p == MAP_FAILED ? STR("") : (struct str){ p, (size_t)st.st_size };
}

static bool write_all(int fd, struct str s)
{
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, s.n);
        if (n <= 0)
            return false;
        s = str_from(s, (size_t)n);
    }
    return true;
}

int sheet_child(int fd_in, int fd_out)
{
    struct arena a;
    struct sheet s = { 0 };
    struct str in = map_file(fd_in), want = str_head(in, WANT_BYTES);

    arena_open(&a, (size_t)700 << 20);
    while (want.n > 0 && want.p[want.n - 1] == '\0')
        want.n--;
    struct sheet_error e = sheet_read(&a, str_from(in, WANT_BYTES), want, &s);
    struct str packed = sheet_pack(&a, &s, e);
    if (packed.n == 0)
        packed = sheet_pack(&a, &s, (struct sheet_error){ SHEET_TOO_LARGE, 0 });
    return write_all(fd_out, packed) ? 0 : 1;
}

/* ---- the caller's side */
static enum sheet_fault check_texts(const struct sheet *s, int *row)
{
    for (int r = 0; r < s->n; r++)
        for (int i = 0; i < s->rows[r].n; i++)
            if (!utf8_valid(s->rows[r].cells[i].text)) {
                *row = s->rows[r].number;
                return SHEET_BAD_TEXT;
            }
    return SHEET_OK;
}

struct sheet_error sheet_parse(struct arena *a, struct str bytes, struct str want, struct sheet *out)
{
    struct sheet_error e = { SHEET_CRASHED, 0 };
    char head[WANT_BYTES] = { 0 };
    int in = memfd_create("sheet-in", MFD_CLOEXEC), back = memfd_create("sheet-out", MFD_CLOEXEC);

    *out = (struct sheet){ 0 };
    memcpy(head, want.p, want.n < WANT_BYTES ? want.n : 0);
    if (in >= 0 && back >= 0 && write_all(in, (struct str){ head, WANT_BYTES }) && write_all(in, bytes)) {
        int rc = zygote_run(ZYGOTE_SHEET, in, back, PARSE_SECONDS);
        struct str packed = rc == 0 ? map_file(back) : STR("");
        if (rc == 2)
            e.fault = SHEET_TIMEOUT;
        else if (packed.n > 0 && !sheet_unpack(a, str_copy(a, packed), out, &e))
            e.fault = SHEET_CRASHED;
        else if (packed.n > 0 && e.fault == SHEET_OK)
            e.fault = check_texts(out, &e.row);
        if (packed.n > 0)
            munmap((void *)(uintptr_t)packed.p, packed.n);
    }
    if (in >= 0)
        close(in);
    if (back >= 0)
        close(back);
    return e;
}
