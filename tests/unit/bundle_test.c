/* Bundles: what comes out is what went in; cut anywhere, altered in any bit, put together from parts, of another version: each is told apart and nothing
 * altered ever reaches the visitor. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "area/ferry/bundle.h"
#include "area/ferry/entries.h"
#include "base/buf.h"
#include "seal/certify.h"

static struct arena a;
static unsigned char public_key[32], secret_key[64];

static int open_arena(void **state)
{
    (void)state;
    arena_open(&a, (size_t)256 << 20);
    return sodium_init() < 0 || crypto_sign_keypair(public_key, secret_key) != 0;
}
static int close_arena(void **state) { (void)state; arena_close(&a); return 0; }

static enum err sign(void *arg, struct str text, unsigned char signature[64])
{
    (void)arg;
    certify_sign(text, secret_key, signature);
    return ERR_OK;
}

static struct bundle_head head_of(int64_t no)
{
    struct bundle_head h = { .direction = BUNDLE_INWARD, .no = no, .day = "2020-07-06", .organ = "qy" };

    memcpy(h.key, public_key, sizeof h.key);
    return h;
}

static struct str bytes_of(size_t n, unsigned char seed)
{
    unsigned char *p = NEWS(&a, unsigned char, n);

    for (size_t i = 0; i < n; i++)
        p[i] = (unsigned char)(i * 31 + seed);
    return (struct str){ (const char *)p, n };
}

static const struct carry_report report = { 77, STR_INIT("2020-07-05"), STR_INIT("bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"), STR_INIT("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"),
    STR_INIT("screen"), STR_INIT("matter"), STR_INIT("identity") };
static const struct carry_note note = { 78, 77, STR_INIT("2020-07-06"), STR_INIT("sealed") };
static const struct carry_file file = { STR_INIT("0123456789abcdef0123456789abcdef"), 77, 78 };
#define FILE_BYTES 70001                /* more than one block of reading */

static size_t write_bundle(FILE *f, int64_t no)
{
    struct bundle_head h = head_of(no);
    struct bundle_out b;
    struct seen *s = NEW(&a, struct seen);
    struct str head = file_entry(&a, &file), closed = bytes_of(FILE_BYTES, 3);

    *s = (struct seen){ .upto = 9, .skipped = { 4, 7 }, .n = 2 };
    assert_int_equal(bundle_begin(&b, f, &h), ERR_OK);
    assert_int_equal(bundle_entry(&b, BUNDLE_SEEN, seen_entry(&a, s)), ERR_OK);
    assert_int_equal(bundle_entry(&b, BUNDLE_REPORT, report_entry(&a, &report)), ERR_OK);
    assert_int_equal(bundle_entry(&b, BUNDLE_NOTE, note_entry(&a, &note)), ERR_OK);
    assert_int_equal(head.n, BUNDLE_FILE_HEAD);
    assert_int_equal(bundle_entry_begin(&b, BUNDLE_FILE, (int64_t)(head.n + closed.n)), ERR_OK);
    assert_int_equal(bundle_entry_add(&b, head.p, head.n), ERR_OK);
    assert_int_equal(bundle_entry_add(&b, closed.p, closed.n), ERR_OK);
    assert_int_equal(bundle_entry_end(&b), ERR_OK);
    assert_int_equal(bundle_end(&b, sign, NULL), ERR_OK);
    return (size_t)ftello(f);
}

static struct str bundle_of(int64_t no)
{
    FILE *f = tmpfile();

    assert_non_null(f);
    size_t n = write_bundle(f, no);
    char *p = NEWS(&a, char, n);
    rewind(f);
    assert_int_equal(fread(p, 1, n, f), n);
    fclose(f);
    return (struct str){ p, n };
}

struct got { int entries, files, heads; int64_t file_bytes; bool file_fits, whole; };

static enum err on_head(void *arg, const struct bundle_head *h)
{
    struct got *g = arg;

    g->heads++;
    assert_string_equal(h->organ, "qy");
    assert_string_equal(h->day, "2020-07-06");
    return ERR_OK;
}

/* Whatever reaches the visitor is what was packed. */
static enum err on_entry(void *arg, enum bundle_kind kind, struct str body)
{
    struct got *g = arg;
    struct carry_report r;
    struct carry_note n;
    struct seen *s = NEW(&a, struct seen);

    g->entries++;
    if (kind == BUNDLE_SEEN) {
        assert_true(seen_read(body, s));
        assert_true(s->upto == 9 && s->n == 2 && seen_skipped(s, 7) && !seen_skipped(s, 8));
    } else if (kind == BUNDLE_REPORT) {
        assert_true(report_read(body, &r));
        assert_true(r.id == 77 && str_eq(r.day, report.day) && str_eq(r.matter, report.matter) && str_eq(r.identity, report.identity));
        assert_false(note_read(body, &n));
    } else {
        assert_int_equal(kind, BUNDLE_NOTE);
        assert_true(note_read(body, &n));
        assert_true(n.id == 78 && n.report_id == 77 && str_eq(n.sealed, note.sealed));
    }
    return ERR_OK;
}

static enum err on_file(void *arg, struct str head, int64_t bytes)
{
    struct got *g = arg;
    struct carry_file f;

    g->files++;
    g->file_bytes = bytes;
    g->file_fits = file_read(head, &f) && str_eq(f.file, file.file) && f.note_id == 78;
    return ERR_OK;
}

static enum err on_file_end(void *arg)
{
    struct got *g = arg;

    assert_true(g->file_fits);
    assert_int_equal(g->file_bytes, FILE_BYTES);
    g->whole = true;
    return ERR_OK;
}

static enum err read_bytes(struct str b, bool pass, struct got *g, struct bundle_tail *t)
{
    const struct bundle_visitor v = { .arg = g, .head = on_head, .entry = on_entry, .file = on_file, .file_end = on_file_end, .pass_files = pass };
    FILE *f = fmemopen((void *)(uintptr_t)b.p, b.n, "rb");

    *g = (struct got){ 0 };
    assert_non_null(f);
    enum err e = bundle_read(f, &v, t);
    fclose(f);
    return e;
}

static void comes_back(void **state)
{
    struct str b = bundle_of(3);
    struct bundle_tail t, again;
    struct got g;

    (void)state;
    assert_int_equal(read_bytes(b, false, &g, &t), ERR_OK);
    assert_true(g.heads == 1 && g.entries == 3 && g.files == 1 && g.whole);
    assert_int_equal(t.entries, 4);
    assert_int_equal(read_bytes(b, true, &g, &again), ERR_OK);
    assert_memory_equal(t.hash, again.hash, sizeof t.hash);
    assert_true(str_eq(b, bundle_of(3)));               /* the same rows make the same bytes */
    assert_false(str_eq(b, bundle_of(4)));
}

/* At every length: it ends too early, or is not even the beginning of one; whatever was given out before was right. */
static void cut(void **state)
{
    struct str b = bundle_of(3);
    struct got g;

    (void)state;
    for (size_t n = 1; n < b.n; n += n < 1200 || n > b.n - 400 ? 1 : 997) {
        enum err e = read_bytes(str_head(b, n), false, &g, NULL);
        assert_int_equal(e, n < 8 ? ERR_INVALID : ERR_TORN);
    }
}

/* In every byte of the frame and many of the file, a bit. */
static void altered(void **state)
{
    struct str b = bundle_of(3);
    struct got g;

    (void)state;
    for (size_t at = 0; at < b.n; at += at < 1400 || at > b.n - 400 ? 1 : 641) {
        char *bytes = (char *)(uintptr_t)str_copy(&a, b).p;
        bytes[at] ^= (char)(1 << (at % 8));
        enum err e = read_bytes((struct str){ bytes, b.n }, false, &g, NULL);
        assert_int_equal(e, at < 8 ? ERR_INVALID : ERR_ALTERED);
        arena_reset(&a);
        b = bundle_of(3);
    }
    struct str longer = str_join(&a, b, STR("x"));
    assert_int_equal(read_bytes(longer, false, &g, NULL), ERR_ALTERED);
}

/* Passing over files, their bytes are not looked at: that is for what was read whole before, and its hash tells when it was not the same. */
static void passes_files(void **state)
{
    struct str b = bundle_of(3);
    struct bundle_tail t, other;
    struct got g;
    char *bytes = (char *)(uintptr_t)str_copy(&a, b).p;

    (void)state;
    assert_int_equal(read_bytes(b, true, &g, &t), ERR_OK);
    bytes[b.n - 300] ^= 1;              /* in the closed file */
    assert_int_equal(read_bytes((struct str){ bytes, b.n }, false, &g, NULL), ERR_ALTERED);
    assert_int_equal(read_bytes((struct str){ bytes, b.n }, true, &g, &other), ERR_OK);
    assert_memory_equal(t.hash, other.hash, sizeof t.hash);
}

static void check_again(char *head)
{
    unsigned char none[8] = { 0 };
    crypto_generichash_state h;

    crypto_generichash_init(&h, NULL, 0, 16);
    crypto_generichash_update(&h, (const unsigned char *)head, 112);
    crypto_generichash_update(&h, none, sizeof none);
    crypto_generichash_final(&h, (unsigned char *)head + 112, 16);
}

static void later_version(void **state)
{
    struct str b = bundle_of(3);
    char *bytes = (char *)(uintptr_t)str_copy(&a, b).p;
    struct got g;

    (void)state;
    bytes[8] = 2;
    check_again(bytes);
    assert_int_equal(read_bytes((struct str){ bytes, b.n }, false, &g, NULL), ERR_NEWER);
    assert_int_equal(g.heads, 0);
}

/* Whoever makes the checks right but holds no key: the head of another number or key over the same entries. */
static void put_together(void **state)
{
    struct str b = bundle_of(3);
    struct got g;

    (void)state;
    for (size_t at = 12; at < 112; at += 4) {
        char *bytes = (char *)(uintptr_t)str_copy(&a, b).p;
        if (at >= 24 && at < 68)
            continue;                   /* the day and the organ, which on_head compares */
        bytes[at] ^= 1;
        check_again(bytes);
        assert_int_equal(read_bytes((struct str){ bytes, b.n }, false, &g, NULL), ERR_ALTERED);
    }
}

static enum err refuse_head(void *arg, const struct bundle_head *h)
{
    (void)arg;
    return h->no == 3 ? ERR_TWICE : ERR_OK;
}

static void visitor_refuses(void **state)
{
    struct str b = bundle_of(3);
    const struct bundle_visitor v = { .head = refuse_head };
    FILE *f = fmemopen((void *)(uintptr_t)b.p, b.n, "rb");

    (void)state;
    assert_int_equal(bundle_read(f, &v, NULL), ERR_TWICE);
    fclose(f);
}

static void full_medium(void **state)
{
    char room[4096];
    struct bundle_head h = head_of(1);
    struct bundle_out b;
    FILE *f = fopen("/dev/full", "wb");
    enum err e = ERR_OK;

    (void)state;
    assert_non_null(f);
    setvbuf(f, room, _IOFBF, sizeof room);
    e = bundle_begin(&b, f, &h);
    if (e == ERR_OK)
        e = bundle_entry(&b, BUNDLE_NOTE, bytes_of(8192, 1));
    if (e == ERR_OK)
        e = bundle_end(&b, sign, NULL);
    assert_int_equal(e, ERR_FULL);
    fclose(f);
}

static void says_less_than_it_was_told(void **state)
{
    struct bundle_head h = head_of(1);
    struct bundle_out b;
    FILE *f = tmpfile();

    (void)state;
    assert_int_equal(bundle_begin(&b, f, &h), ERR_OK);
    assert_int_equal(bundle_entry_begin(&b, BUNDLE_FILE, 100), ERR_OK);
    assert_int_equal(bundle_entry_add(&b, "x", 1), ERR_OK);
    assert_int_equal(bundle_entry_end(&b), ERR_BUG);
    fclose(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(comes_back), cmocka_unit_test(cut), cmocka_unit_test(altered), cmocka_unit_test(passes_files),
        cmocka_unit_test(later_version), cmocka_unit_test(put_together), cmocka_unit_test(visitor_refuses), cmocka_unit_test(full_medium),
        cmocka_unit_test(says_less_than_it_was_told) };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
