/* Bundles from a medium: whatever the bytes, the walk ends; so that the fuzzer comes further than the checks, each input is also
 * body of every kind of entry. What was read as a row is packed again as the same; what stands in a pack that a key opened ends, too. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "area/ferry/bundle.h"
#include "area/ferry/entries.h"
#include "area/ferry/organ_text.h"
#include "area/portal/opened.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static enum err on_file_add(void *arg, const void *p, size_t n)
{
    (void)p;
    *(int64_t *)arg += (int64_t)n;
    return ERR_OK;
}

static void same(bool read, struct str again, struct str body)
{
    if (read && !str_eq(again, body))
        abort();
}

/* The texts of founding: a signature that fits is not to be guessed, so only that reading ends is asked; and that a fingerprint is its own. */
static void as_texts(struct arena *a, struct str s)
{
    struct organ_text t;
    struct site_keys k;
    struct str organ;

    if (organ_text_read(a, s, &t) && !str_starts(s, organ_text_head(a, &t)))
        abort();
    if (site_text_read(a, s, &organ, &k) && !str_starts(s, site_text_head(a, organ, &k)))
        abort();
    if (!fingerprint_is(a, s, fingerprint(a, s)))
        abort();
    if (fingerprint_is(a, STR("x"), s) && s.n < 32)
        abort();
}

static void as_entries(struct arena *a, struct str s)
{
    struct carry_report r;
    struct carry_note note;
    struct carry_file f;
    struct carry_message m;
    struct organ_keys o;
    struct site_keys site;
    struct certificate x;
    struct handed h;
    struct seen *seen = NEW(a, struct seen);

    if (seen_read(s, seen))
        same(true, seen_entry(a, seen), s);
    if (report_read(s, &r))
        same(true, report_entry(a, &r), s);
    if (note_read(s, &note))
        same(true, note_entry(a, &note), s);
    if (file_read(s, &f))
        same(true, file_entry(a, &f), s);
    if (message_read(s, &m))
        same(true, message_entry(a, &m), s);
    if (organ_read(s, &o))
        same(true, organ_entry(a, &o), s);
    if (site_read(s, &site))
        same(true, site_entry(a, &site), s);
    if (certificate_read(s, &x))
        same(true, certificate_entry(a, &x), s);
    if (handed_read(s, &h))
        same(true, handed_entry(a, &h), s);
}

/* Anybody may close what he likes to a public key: what is opened is no better than what comes. */
static void as_opened(struct str s)
{
    struct unpack u = unpack_plain(s, 1);
    struct opened_report r;
    struct opened_file f;

    if (!opened_report_read(&u, &r))
        return;
    for (int64_t i = 0, n = opened_files(&u); i < n && opened_file_read(&u, &f); i++)
        if (f.bytes < 0 || !sealed_id_ok(f.file))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    int64_t bytes = 0;
    const struct bundle_visitor v = { .arg = &bytes, .file_add = on_file_add };

    if (a.base == NULL) {
        arena_open(&a, (size_t)64 << 20);
        if (sodium_init() < 0)
            abort();
    }
    if (n > 0) {
        FILE *f = fmemopen((void *)(uintptr_t)p, n, "rb");
        if (f == NULL)
            abort();
        enum err e = bundle_read(f, &v, NULL);
        if (e != ERR_OK && e != ERR_INVALID && e != ERR_NEWER && e != ERR_TORN && e != ERR_ALTERED)
            abort();
        fclose(f);
    }
    as_entries(&a, (struct str){ (const char *)p, n });
    as_texts(&a, (struct str){ (const char *)p, n });
    as_opened((struct str){ (const char *)p, n });
    arena_reset(&a);
    return bytes > (int64_t)n;
}
