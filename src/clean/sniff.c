#include "clean/sniff.h"

#include <string.h>

#define TIF_FIELDS_MAX 4096

static uint32_t be(struct str s, size_t at, int n)
{
    uint32_t v = 0;

    for (int i = 0; i < n; i++)
        v = v << 8 | (at + (size_t)i < s.n ? (unsigned char)s.p[at + (size_t)i] : 0);
    return v;
}

static uint32_t le(struct str s, size_t at, int n)
{
    uint32_t v = 0;

    for (int i = n - 1; i >= 0; i--)
        v = v << 8 | (at + (size_t)i < s.n ? (unsigned char)s.p[at + (size_t)i] : 0);
    return v;
}

static bool at_is(struct str s, size_t at, struct str what)
{
    return at <= s.n && str_starts(str_from(s, at), what);
}

static bool too_many(uint32_t width, uint32_t height)
{
    return (uint64_t)width * height > (uint64_t)SNIFF_PIXELS_MAX;     /* unsigned: both may be 2^32 - 1 */
}

/* ---- JPEG: the frame header says how large; markers before it have lengths */
static bool jpg_too_large(struct str s)
{
    size_t at = 2;

    while (at + 9 < s.n && (unsigned char)s.p[at] == 0xFF) {
        unsigned marker = be(s, at + 1, 1);
        if (marker == 0xFF) {
            at++;
            continue;
        }
        bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame)
            return too_many(be(s, at + 7, 2), be(s, at + 5, 2));
        if (marker == 0xDA)
            break;
        at += 2 + be(s, at + 2, 2);
    }
    return false;
}

/* ---- TIFF: pages are a chain; a chain that bites its tail ends at the limit */
static uint32_t tif_value(struct str s, size_t at, bool big, uint32_t width)
{
    return big ? be(s, at, (int)width) : le(s, at, (int)width);
}

static void tif_look(struct str s, struct sniffed *out)
{
    bool big = s.p[0] == 'M';
    uint32_t at = tif_value(s, 4, big, 4);

    out->pages = 0;
    while (at != 0 && (size_t)at + 2 <= s.n && out->pages < SNIFF_PAGES_MAX) {
        uint32_t n = tif_value(s, at, big, 2), size[2] = { 0, 0 };
        if (n > TIF_FIELDS_MAX) {
            out->too_large = true;
            return;
        }
        for (uint32_t i = 0; i < n; i++) {
            size_t e = (size_t)at + 2 + (size_t)12 * i;
            uint32_t tag = tif_value(s, e, big, 2), kind = tif_value(s, e + 2, big, 2);
            if (tag == 256 || tag == 257)
                size[tag - 256] = tif_value(s, e + 8, big, kind == 3 ? 2 : 4);
        }
        out->too_large = out->too_large || too_many(size[0], size[1]);
        out->pages++;
        at = tif_value(s, (size_t)at + 2 + (size_t)12 * n, big, 4);
    }
    out->too_large = out->too_large || out->pages == SNIFF_PAGES_MAX;
}

/* ---- zip: the directory at the end names the parts; an office file has one that tells which */
static struct str directory(struct str s, uint32_t *entries)
{
    size_t least = s.n > 22 + 65535 ? s.n - 22 - 65535 : 0;

    for (size_t at = s.n < 22 ? 0 : s.n - 22; s.n >= 22 && at + 1 > least; at--) {
        if (at_is(s, at, STR("PK\5\6"))) {
            *entries = le(s, at + 10, 2);
            uint32_t size = le(s, at + 12, 4), where = le(s, at + 16, 4);
            return where <= s.n && size <= s.n - where ? str_head(str_from(s, where), size) : STR("");
        }
        if (at == 0)
            break;
    }
    return STR("");
}

static void zip_look(struct str s, struct sniffed *out)
{
    static const struct { struct str part; enum clean_kind kind; } parts[] = { { STR_INIT("word/document.xml"), KIND_DOCX },
        { STR_INIT("xl/workbook.xml"), KIND_XLSX }, { STR_INIT("ppt/presentation.xml"), KIND_PPTX } };
    uint32_t n = 0;
    int64_t unpacked = 0;
    enum clean_kind kind = KIND_NONE;
    bool types = false;
    struct str d = directory(s, &n);

    for (uint32_t i = 0; i < n && i < SNIFF_ENTRIES_MAX && at_is(d, 0, STR("PK\1\2")); i++) {
        uint32_t name_n = le(d, 28, 2), more = le(d, 30, 2) + le(d, 32, 2);
        struct str name = str_head(str_from(d, 46), name_n);
        unpacked += le(d, 24, 4);
        types = types || str_eq(name, STR("[Content_Types].xml"));
        for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++)
            if (str_eq(name, parts[k].part))
                kind = parts[k].kind;
        d = str_from(d, (size_t)46 + name_n + more);
    }
    out->kind = types ? kind : KIND_NONE;
    out->too_large = unpacked > SNIFF_UNPACKED_MAX || n >= SNIFF_ENTRIES_MAX;
}

/* ---- MPEG layer III: a tag before it, or the head of a frame with a bit rate and a sampling rate that exist */
static bool is_mp3(struct str s)
{
    uint32_t head = be(s, 0, 4);

    if (str_starts(s, STR("ID3")))
        return true;
    return head >> 21 == 0x7FF && (head >> 17 & 3) == 1 && (head >> 12 & 15) != 15 && (head >> 12 & 15) != 0 && (head >> 10 & 3) != 3
        && (head >> 19 & 3) != 1;
}

/* ISO base media; still pictures in the same box (HEIC, AVIF) are none of ours. */
static bool is_mp4(struct str s)
{
    static const char *const still[] = { "heic", "heix", "heim", "heis", "mif1", "msf1", "avif", "avis", "crx ", "jpx ", "jp2 " };

    if (!at_is(s, 4, STR("ftyp")) || s.n < 16)
        return false;
    for (size_t i = 0; i < sizeof still / sizeof still[0]; i++)
        if (memcmp(s.p + 8, still[i], 4) == 0)
            return false;
    return true;
}

struct sniffed sniff(struct str s)
{
    struct sniffed out = { KIND_NONE, 1, false };

    if (str_starts(s, STR("\xFF\xD8\xFF"))) {
        out.kind = KIND_JPG;
        out.too_large = jpg_too_large(s);
    } else if (str_starts(s, STR("\x89PNG\r\n\x1A\n"))) {
        out.kind = KIND_PNG;
        out.too_large = too_many(be(s, 16, 4), be(s, 20, 4));
    } else if (s.n >= 8 && (memcmp(s.p, "II*\0", 4) == 0 || memcmp(s.p, "MM\0*", 4) == 0)) {
        out.kind = KIND_TIF;
        tif_look(s, &out);
    } else if (str_has(str_head(s, 1024), STR("%PDF-"))) {
        out.kind = KIND_PDF;
    } else if (s.n >= 8 && memcmp(s.p, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0) {
        out.kind = KIND_OLE;
    } else if (str_starts(s, STR("PK\3\4"))) {
        zip_look(s, &out);
    } else if (is_mp4(s)) {
        out.kind = KIND_MP4;
    } else if (is_mp3(s)) {
        out.kind = KIND_MP3;
    }
    return out;
}

const char *kind_name(enum clean_kind k)
{
    static const char *const names[KIND__MAX] = { "", "jpg", "png", "tif", "pdf", "docx", "xlsx", "pptx", "doc", "mp3", "mp4" };

    return names[k];
}
