#include "area/ferry/bundle.h"

#include <errno.h>
#include <string.h>

#include "base/date.h"
#include "seal/certify.h"
#include "seal/pack.h"

#define MAGIC       "XZFERRY\n"
#define MAGIC_BYTES 8
#define CHECK_BYTES 16
#define ENTRY_HEAD  32
#define KIND_END    UINT32_MAX
#define TAIL_BYTES  (8 + BUNDLE_HASH + 64)
#define CHUNK       65536
#define ENTRIES_MAX ((int64_t)1 << 32)

enum { AT_VERSION = 8, AT_DIRECTION = 12, AT_NO = 16, AT_DAY = 24, AT_ORGAN = 36, AT_KEY = 68, AT_CHECK = BUNDLE_HEAD - CHECK_BYTES };

/* ---- bytes */
static void put(unsigned char *p, int bytes, uint64_t v)
{
    for (int i = 0; i < bytes; i++)
        p[i] = (unsigned char)(v >> (8 * i));
}

static uint64_t get(const unsigned char *p, int bytes)
{
    uint64_t v = 0;

    for (int i = 0; i < bytes; i++)
        v |= (uint64_t)p[i] << (8 * i);
    return v;
}

static void check_of(const void *p, size_t n, int64_t place, unsigned char out[CHECK_BYTES])
{
    unsigned char at[8];
    crypto_generichash_state h;

    put(at, 8, (uint64_t)place);
    crypto_generichash_init(&h, NULL, 0, CHECK_BYTES);
    crypto_generichash_update(&h, p, n);
    crypto_generichash_update(&h, at, sizeof at);
    crypto_generichash_final(&h, out, CHECK_BYTES);
}

/* What is signed: it says what it is, so that the organ's key signs nothing else by it. */
static struct str signed_text(struct arena *a, const struct bundle_head *h, const struct bundle_tail *t)
{
    struct pack p = pack_new(a, 1, 512);

    pack_str(&p, STR("xiezhi ferry bundle 1"));
    pack_str(&p, str_z(h->organ));
    pack_int(&p, h->direction);
    pack_int(&p, h->no);
    pack_str(&p, str_z(h->day));
    pack_int(&p, t->entries);
    pack_raw(&p, t->hash, sizeof t->hash);
    return pack_plain(&p);
}

enum err bundle_io_err(int error)
{
    return error == ENOSPC || error == EDQUOT || error == EFBIG ? ERR_FULL : ERR_DENIED;
}

/* ---- writing */
static enum err out(struct bundle_out *b, const void *p, size_t n)
{
    return fwrite(p, 1, n, b->f) == n ? ERR_OK : bundle_io_err(errno);
}

enum err bundle_begin(struct bundle_out *b, FILE *f, const struct bundle_head *h)
{
    unsigned char head[BUNDLE_HEAD] = { 0 };

    *b = (struct bundle_out){ .f = f, .head = *h };
    memcpy(head, MAGIC, MAGIC_BYTES);
    put(head + AT_VERSION, 4, BUNDLE_VERSION);
    put(head + AT_DIRECTION, 4, (uint64_t)h->direction);
    put(head + AT_NO, 8, (uint64_t)h->no);
    memcpy(head + AT_DAY, h->day, strnlen(h->day, sizeof h->day - 1));
    memcpy(head + AT_ORGAN, h->organ, strnlen(h->organ, BUNDLE_ORGAN_MAX));
    memcpy(head + AT_KEY, h->key, sizeof h->key);
    check_of(head, AT_CHECK, 0, head + AT_CHECK);
    crypto_generichash_init(&b->whole, NULL, 0, BUNDLE_HASH);
    crypto_generichash_update(&b->whole, head, sizeof head);
    return out(b, head, sizeof head);
}

static void entry_head(unsigned char head[ENTRY_HEAD], uint32_t kind, int64_t length, int64_t place)
{
    memset(head, 0, ENTRY_HEAD);
    put(head, 4, kind);
    put(head + 8, 8, (uint64_t)length);
    check_of(head, 16, place, head + 16);
}

enum err bundle_entry_begin(struct bundle_out *b, enum bundle_kind kind, int64_t length)
{
    unsigned char head[ENTRY_HEAD];

    entry_head(head, kind, length, ++b->tail.entries);
    b->left = length;
    crypto_generichash_init(&b->entry, NULL, 0, BUNDLE_HASH);
    crypto_generichash_update(&b->entry, head, sizeof head);
    return out(b, head, sizeof head);
}

enum err bundle_entry_add(struct bundle_out *b, const void *p, size_t n)
{
    b->left -= (int64_t)n;
    crypto_generichash_update(&b->entry, p, n);
    return out(b, p, n);
}

enum err bundle_entry_end(struct bundle_out *b)
{
    unsigned char hash[BUNDLE_HASH];

    if (b->left != 0)
        return ERR_BUG;
    crypto_generichash_final(&b->entry, hash, sizeof hash);
    crypto_generichash_update(&b->whole, hash, sizeof hash);
    return out(b, hash, sizeof hash);
}

enum err bundle_entry(struct bundle_out *b, enum bundle_kind kind, struct str body)
{
    if ((int64_t)body.n > BUNDLE_ENTRY_MAX)
        return ERR_TOO_LARGE;
    TRY(bundle_entry_begin(b, kind, (int64_t)body.n));
    TRY(bundle_entry_add(b, body.p, body.n));
    return bundle_entry_end(b);
}

enum err bundle_end(struct bundle_out *b, bundle_sign *sign, void *arg)
{
    unsigned char head[ENTRY_HEAD], tail[TAIL_BYTES];
    struct arena a;

    entry_head(head, KIND_END, TAIL_BYTES, b->tail.entries + 1);
    crypto_generichash_final(&b->whole, b->tail.hash, sizeof b->tail.hash);
    put(tail, 8, (uint64_t)b->tail.entries);
    memcpy(tail + 8, b->tail.hash, BUNDLE_HASH);
    arena_open(&a, 65536);
    enum err e = sign(arg, signed_text(&a, &b->head, &b->tail), tail + 8 + BUNDLE_HASH);
    arena_close(&a);
    TRY(e);
    TRY(out(b, head, sizeof head));
    TRY(out(b, tail, sizeof tail));
    return fflush(b->f) == 0 ? ERR_OK : bundle_io_err(errno);
}

/* ---- reading */
struct reading {
    FILE *f;
    const struct bundle_visitor *v;
    struct arena a;
    struct bundle_head head;
    struct bundle_tail tail;
    crypto_generichash_state whole, entry;
    int64_t n;
};

static enum err in(struct reading *r, void *p, size_t n)
{
    return fread(p, 1, n, r->f) == n ? ERR_OK : ERR_TORN;
}

/* A name or a day of the head: printable ASCII, then nothing. */
static bool take_text(const unsigned char *p, char *to, size_t n)
{
    size_t k = strnlen((const char *)p, n);
    bool ok = k > 0;

    for (size_t i = 0; i < n; i++)
        ok = ok && (i < k ? p[i] > ' ' && p[i] < 127 : p[i] == 0);
    memcpy(to, p, k);
    to[k] = '\0';
    return ok;
}

static bool head_sane(struct reading *r, const unsigned char head[BUNDLE_HEAD])
{
    struct bundle_head *h = &r->head;
    uint64_t direction = get(head + AT_DIRECTION, 4), no = get(head + AT_NO, 8);
    char day[13];
    struct date d;

    h->direction = (enum bundle_direction)direction;
    h->no = (int64_t)no;
    memcpy(h->key, head + AT_KEY, sizeof h->key);
    if (!take_text(head + AT_DAY, day, 12) || !date_parse_iso(str_z(day), &d) || !take_text(head + AT_ORGAN, h->organ, BUNDLE_ORGAN_MAX))
        return false;
    memcpy(h->day, day, sizeof h->day);
    return direction >= BUNDLE_INWARD && direction <= BUNDLE_HIGHER && no > 0 && no < INT64_MAX;
}

static enum err read_head(struct reading *r)
{
    unsigned char head[BUNDLE_HEAD], check[CHECK_BYTES];
    size_t got = fread(head, 1, sizeof head, r->f);

    if (got < MAGIC_BYTES || memcmp(head, MAGIC, MAGIC_BYTES) != 0)
        return ERR_INVALID;
    if (got < sizeof head)
        return ERR_TORN;
    check_of(head, AT_CHECK, 0, check);
    if (memcmp(check, head + AT_CHECK, sizeof check) != 0)
        return ERR_ALTERED;
    if (get(head + AT_VERSION, 4) != BUNDLE_VERSION)
        return ERR_NEWER;
    if (!head_sane(r, head))
        return ERR_ALTERED;
    crypto_generichash_init(&r->whole, NULL, 0, BUNDLE_HASH);
    crypto_generichash_update(&r->whole, head, sizeof head);
    return r->v->head != NULL ? r->v->head(r->v->arg, &r->head) : ERR_OK;
}

static enum err entry_hash(struct reading *r, bool known)
{
    unsigned char said[BUNDLE_HASH], found[BUNDLE_HASH];

    TRY(in(r, said, sizeof said));
    crypto_generichash_final(&r->entry, found, sizeof found);
    if (known && memcmp(said, found, sizeof said) != 0)
        return ERR_ALTERED;
    crypto_generichash_update(&r->whole, said, sizeof said);
    return ERR_OK;
}

static enum err read_small(struct reading *r, enum bundle_kind kind, int64_t length)
{
    if (length > BUNDLE_ENTRY_MAX)
        return ERR_ALTERED;
    char *p = arena_alloc(&r->a, (size_t)length + 1, 8);
    TRY(in(r, p, (size_t)length));
    crypto_generichash_update(&r->entry, (const unsigned char *)p, (size_t)length);
    TRY(entry_hash(r, true));
    enum err e = r->v->entry != NULL ? r->v->entry(r->v->arg, kind, (struct str){ p, (size_t)length }) : ERR_OK;
    arena_reset(&r->a);
    return e;
}

static enum err read_blocks(struct reading *r, int64_t left)
{
    unsigned char block[CHUNK];

    while (left > 0) {
        size_t n = left < CHUNK ? (size_t)left : CHUNK;
        TRY(in(r, block, n));
        crypto_generichash_update(&r->entry, block, n);
        if (r->v->file_add != NULL)
            TRY(r->v->file_add(r->v->arg, block, n));
        left -= (int64_t)n;
    }
    return ERR_OK;
}

static enum err read_file(struct reading *r, int64_t length)
{
    unsigned char own[BUNDLE_FILE_HEAD];

    if (length < BUNDLE_FILE_HEAD)
        return ERR_ALTERED;
    TRY(in(r, own, sizeof own));
    crypto_generichash_update(&r->entry, own, sizeof own);
    if (r->v->file != NULL)
        TRY(r->v->file(r->v->arg, (struct str){ (const char *)own, sizeof own }, length - BUNDLE_FILE_HEAD));
    if (!r->v->pass_files)
        TRY(read_blocks(r, length - BUNDLE_FILE_HEAD));
    else if (fseeko(r->f, (off_t)(length - BUNDLE_FILE_HEAD), SEEK_CUR) != 0)
        return ERR_TORN;
    TRY(entry_hash(r, !r->v->pass_files));
    return r->v->file_end != NULL ? r->v->file_end(r->v->arg) : ERR_OK;
}

static enum err read_tail(struct reading *r, int64_t length)
{
    unsigned char tail[TAIL_BYTES], one;

    if (length != TAIL_BYTES)
        return ERR_ALTERED;
    TRY(in(r, tail, sizeof tail));
    crypto_generichash_final(&r->whole, r->tail.hash, sizeof r->tail.hash);
    r->tail.entries = r->n - 1;
    if (get(tail, 8) != (uint64_t)r->tail.entries || memcmp(tail + 8, r->tail.hash, BUNDLE_HASH) != 0 || fread(&one, 1, 1, r->f) != 0)
        return ERR_ALTERED;
    struct str text = signed_text(&r->a, &r->head, &r->tail);
    return certify_check(text, tail + 8 + BUNDLE_HASH, r->head.key) ? ERR_OK : ERR_ALTERED;
}

/* One entry, or the trailer: *last. */
static enum err read_entry(struct reading *r, bool *last)
{
    unsigned char head[ENTRY_HEAD], right[ENTRY_HEAD];

    TRY(in(r, head, sizeof head));
    uint32_t kind = (uint32_t)get(head, 4);
    int64_t length = (int64_t)get(head + 8, 8);
    entry_head(right, kind, length, ++r->n);
    if (memcmp(head, right, sizeof head) != 0 || length < 0 || length > INT64_MAX / 2 || r->n > ENTRIES_MAX)
        return ERR_ALTERED;
    *last = kind == KIND_END;
    if (*last)
        return read_tail(r, length);
    crypto_generichash_init(&r->entry, NULL, 0, BUNDLE_HASH);
    crypto_generichash_update(&r->entry, head, sizeof head);
    if (kind == BUNDLE_FILE)
        return read_file(r, length);
    return kind == 0 || kind > BUNDLE_KIND_LAST ? ERR_ALTERED : read_small(r, (enum bundle_kind)kind, length);
}

enum err bundle_read(FILE *f, const struct bundle_visitor *v, struct bundle_tail *tail)
{
    struct reading r = { .f = f, .v = v };
    bool last = false;

    arena_open(&r.a, (size_t)16 << 20);
    enum err e = read_head(&r);
    while (e == ERR_OK && !last)
        e = read_entry(&r, &last);
    if (tail != NULL)
        *tail = r.tail;
    arena_close(&r.a);
    return e;
}
