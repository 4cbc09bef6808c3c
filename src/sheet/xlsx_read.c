/* xlsx_read.c - a workbook by libzip and libxml2's reader: shared and inline strings, numbers, dates by style, merged cells. What lies about its size,
 * declares a document type or is encrypted is refused before it is read. */
#include <stdlib.h>
#include <string.h>

#include <libxml/xmlreader.h>
#include <zip.h>

#include "sheet/sheet.h"

#define PART_MAX    ((size_t)256 << 20)     /* one part unpacked */
#define TOTAL_MAX   ((size_t)400 << 20)
#define RATIO_MAX   200                     /* packed to unpacked, above 1 MiB; real sheets stay below 30 */
#define SHARED_MAX  2000000
#define MERGES_MAX  20000

struct book {
    struct arena *a;
    zip_t *zip;
    struct str *shared; int n_shared;
    bool *date_style; int n_styles;
    bool epoch_1904;
    struct { int r0, c0, r1, c1; } *merges; int n_merges;
    size_t text;
};

static struct sheet_error fault(enum sheet_fault f) { return (struct sheet_error){ f, 0 }; }

/* ---- the archive */
static struct sheet_error sizes_check(zip_t *z)
{
    zip_int64_t n = zip_get_num_entries(z, 0);
    size_t total = 0;

    for (zip_int64_t i = 0; i < n; i++) {
        zip_stat_t st;
        if (zip_stat_index(z, (zip_uint64_t)i, 0, &st) != 0)
            return fault(SHEET_TORN);
        if ((st.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && st.encryption_method != ZIP_EM_NONE)
            return fault(SHEET_ENCRYPTED);
        total += st.size;
        if (st.size > PART_MAX || total > TOTAL_MAX || (st.size > 1 << 20 && st.comp_size * RATIO_MAX < st.size))
            return fault(SHEET_BOMB);
    }
    return fault(SHEET_OK);
}

/* A part whole. One byte more than it declares is read for: a part that lies about its size is torn. */
static struct sheet_error part_read(struct book *b, const char *name, struct str *out)
{
    zip_stat_t st;

    *out = STR("");
    if (zip_stat(b->zip, name, 0, &st) != 0)
        return fault(SHEET_NOT_A_SHEET);
    zip_file_t *f = zip_fopen(b->zip, name, 0);
    if (f == NULL)
        return fault(SHEET_TORN);
    char *p = NEWS(b->a, char, st.size + 1);
    zip_int64_t got = zip_fread(f, p, st.size + 1);
    int closed = zip_fclose(f);
    if (got < 0 || (zip_uint64_t)got != st.size || closed != 0)
        return fault(SHEET_TORN);
    *out = (struct str){ p, (size_t)got };
    return fault(SHEET_OK);
}

static void silent(void *arg, const char *msg, ...) { (void)arg; (void)msg; }

static xmlTextReaderPtr reader_open(struct str s)
{
    xmlSetGenericErrorFunc(NULL, silent);
    return xmlReaderForMemory(s.p, (int)s.n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_HUGE);
}

/* The next node: 1, at the end 0, SHEET_TORN or SHEET_DOCTYPE as negative. */
static int step(xmlTextReaderPtr r)
{
    int rc = xmlTextReaderRead(r);

    if (rc == 1 && xmlTextReaderNodeType(r) == XML_READER_TYPE_DOCUMENT_TYPE)
        return -(int)SHEET_DOCTYPE;
    return rc < 0 ? -(int)SHEET_TORN : rc;
}

static bool is_element(xmlTextReaderPtr r, const char *name)
{
    return xmlTextReaderNodeType(r) == XML_READER_TYPE_ELEMENT && strcmp((const char *)xmlTextReaderConstLocalName(r), name) == 0;
}

static bool is_end(xmlTextReaderPtr r, const char *name)
{
    return xmlTextReaderNodeType(r) == XML_READER_TYPE_END_ELEMENT && strcmp((const char *)xmlTextReaderConstLocalName(r), name) == 0;
}

static struct str attribute(struct arena *a, xmlTextReaderPtr r, const char *name)
{
    xmlChar *v = xmlTextReaderGetAttribute(r, (const xmlChar *)name);
    struct str s = v != NULL ? str_copy(a, str_z((const char *)v)) : STR("");

    xmlFree(v);
    return s;
}

static int64_t attribute_int(xmlTextReaderPtr r, const char *name, int64_t otherwise)
{
    xmlChar *v = xmlTextReaderGetAttribute(r, (const xmlChar *)name);
    int64_t n = otherwise;

    if (v != NULL && !str_to_int(str_z((const char *)v), &n))
        n = otherwise;
    xmlFree(v);
    return n;
}

/* ---- strings */
static int hex(char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

/* _x000D_ stands for a character that XML cannot hold; _x005F_ for the underscore before such a text. */
static void add_unescaped(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        int v = 0;
        bool code = s.p[i] == '_' && i + 6 < s.n && s.p[i + 1] == 'x' && s.p[i + 6] == '_';
        for (size_t k = 2; code && k < 6; k++) {
            code = hex(s.p[i + k]) >= 0;
            v = v << 4 | (code ? hex(s.p[i + k]) : 0);
        }
        if (code && v < 0x80) {
            buf_char(b, (char)v);
            i += 6;
        } else {
            buf_char(b, s.p[i]);
        }
    }
}

/* The text of an element up to its end: <t> of runs and of the string itself, phonetic hints left out. */
static int text_of_element(struct book *b, xmlTextReaderPtr r, const char *end, struct str *out)
{
    struct buf t = buf_new(b->a, (size_t)4 << 20);
    int rc, phonetic = 0;
    bool inside = false;

    *out = STR("");
    if (xmlTextReaderIsEmptyElement(r) == 1)
        return 1;
    while ((rc = step(r)) == 1 && !is_end(r, end)) {
        if (is_element(r, "rPh"))
            phonetic++;
        else if (is_end(r, "rPh"))
            phonetic--;
        else if (is_element(r, "t"))
            inside = xmlTextReaderIsEmptyElement(r) != 1;
        else if (is_end(r, "t"))
            inside = false;
        else if (inside && phonetic == 0 && xmlTextReaderHasValue(r) == 1)
            add_unescaped(&t, str_z((const char *)xmlTextReaderConstValue(r)));
    }
    *out = buf_str(&t);
    b->text += out->n;
    return t.overflow || b->text > SHEET_TEXT_MAX ? -(int)SHEET_TOO_LARGE : rc;
}

static struct sheet_error shared_read(struct book *b)
{
    struct str xml;
    struct sheet_error e = part_read(b, "xl/sharedStrings.xml", &xml);
    int rc, cap = 0;

    if (e.fault == SHEET_NOT_A_SHEET)
        return fault(SHEET_OK);             /* a book without shared strings */
    if (e.fault != SHEET_OK)
        return e;
    xmlTextReaderPtr r = reader_open(xml);
    while ((rc = r == NULL ? -(int)SHEET_TORN : step(r)) == 1) {
        if (!is_element(r, "si"))
            continue;
        if (b->n_shared == SHARED_MAX) {
            rc = -(int)SHEET_TOO_LARGE;
            break;
        }
        if (b->n_shared == cap) {
            struct str *more = NEWS(b->a, struct str, (size_t)cap * 2 + 256);
            if (cap > 0)
                memcpy(more, b->shared, (size_t)cap * sizeof *more);
            b->shared = more;
            cap = cap * 2 + 256;
        }
        rc = text_of_element(b, r, "si", &b->shared[b->n_shared++]);
        if (rc < 0)
            break;
    }
    xmlFreeTextReader(r);
    return fault(rc < 0 ? (enum sheet_fault)-rc : SHEET_OK);
}

/* ---- styles: which number formats show a date */
static bool is_date_format(struct str code)
{
    bool quoted = false, bracket = false;

    for (size_t i = 0; i < code.n; i++) {
        char k = code.p[i];
        if (k == '\\') {
            i++;
            continue;
        }
        quoted = quoted != (k == '"');
        bracket = (bracket || k == '[') && k != ']';
        if (!quoted && !bracket && strchr("yYdDhHsS", k) != NULL)
            return true;
        if (!quoted && !bracket && (k == 'm' || k == 'M') && str_find(code, STR("0")) < 0 && str_find(code, STR("#")) < 0)
            return true;
    }
    return false;
}

static bool builtin_date(int64_t id) { return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58); }

static struct sheet_error styles_read(struct book *b)
{
    struct str xml;
    struct sheet_error e = part_read(b, "xl/styles.xml", &xml);
    int rc, formats = 0;
    int64_t *dated = NEWS(b->a, int64_t, 512);
    bool cells = false;

    if (e.fault == SHEET_NOT_A_SHEET)
        return fault(SHEET_OK);
    if (e.fault != SHEET_OK)
        return e;
    b->date_style = NEWS(b->a, bool, 65536);
    xmlTextReaderPtr r = reader_open(xml);
    while ((rc = r == NULL ? -(int)SHEET_TORN : step(r)) == 1) {
        if (is_element(r, "numFmt") && formats < 512 && is_date_format(attribute(b->a, r, "formatCode")))
            dated[formats++] = attribute_int(r, "numFmtId", -1);
        else if (is_element(r, "cellXfs"))
            cells = true;
        else if (is_end(r, "cellXfs"))
            cells = false;
        else if (cells && is_element(r, "xf") && b->n_styles < 65536) {
            int64_t id = attribute_int(r, "numFmtId", 0);
            bool is_date = builtin_date(id);
            for (int i = 0; i < formats; i++)
                is_date = is_date || dated[i] == id;
            b->date_style[b->n_styles++] = is_date;
        }
    }
    xmlFreeTextReader(r);
    return fault(rc < 0 ? (enum sheet_fault)-rc : SHEET_OK);
}

/* ---- which part is the sheet */
static struct sheet_error relation(struct book *b, struct str id, struct str *target)
{
    struct str xml;
    struct sheet_error e = part_read(b, "xl/_rels/workbook.xml.rels", &xml);
    int rc;

    if (e.fault != SHEET_OK)
        return e;
    xmlTextReaderPtr r = reader_open(xml);
    while ((rc = r == NULL ? -(int)SHEET_TORN : step(r)) == 1)
        if (is_element(r, "Relationship") && str_eq(attribute(b->a, r, "Id"), id))
            *target = attribute(b->a, r, "Target");
    xmlFreeTextReader(r);
    return fault(rc < 0 ? (enum sheet_fault)-rc : SHEET_OK);
}

static struct sheet_error sheet_find(struct book *b, struct str want, struct str *name, struct str *part)
{
    struct str xml, id = STR(""), target = STR("");
    struct sheet_error e = part_read(b, "xl/workbook.xml", &xml);
    int rc;

    if (e.fault != SHEET_OK)
        return e;
    xmlTextReaderPtr r = reader_open(xml);
    while ((rc = r == NULL ? -(int)SHEET_TORN : step(r)) == 1) {
        if (is_element(r, "workbookPr")) {
            struct str v = attribute(b->a, r, "date1904");
            b->epoch_1904 = str_eq(v, STR("1")) || str_eq(v, STR("true"));
        }
        if (!is_element(r, "sheet") || id.n > 0)
            continue;
        struct str n = attribute(b->a, r, "name");
        if (want.n > 0 && !str_eq(n, want))
            continue;
        *name = n;
        id = attribute(b->a, r, "r:id");
    }
    xmlFreeTextReader(r);
    if (rc < 0)
        return fault((enum sheet_fault)-rc);
    if (id.n == 0)
        return fault(want.n > 0 ? SHEET_NO_SUCH_SHEET : SHEET_NOT_A_SHEET);
    e = relation(b, id, &target);
    if (e.fault != SHEET_OK)
        return e;
    *part = str_starts(target, STR("/")) ? str_copy(b->a, str_from(target, 1)) : str_fmt(b->a, "xl/%.*s", PF(target));
    return fault(target.n > 0 ? SHEET_OK : SHEET_NOT_A_SHEET);
}

/* ---- cells */
/* "AB12" -> column 27, row 12. */
static bool reference(struct str s, int *row, int *col)
{
    int64_t r;
    size_t i = 0;

    *col = 0;
    while (i < s.n && s.p[i] >= 'A' && s.p[i] <= 'Z' && i < 3)
        *col = *col * 26 + (s.p[i++] - 'A' + 1);
    if (i == 0 || !str_to_int(str_from(s, i), &r) || r < 1 || r > 1048576)
        return false;
    *row = (int)r;
    (*col)--;
    return true;
}

static int cell_read(struct book *b, xmlTextReaderPtr r, struct cell *out)
{
    struct str type = attribute(b->a, r, "t"), value = STR("");
    int64_t style = attribute_int(r, "s", 0), index;
    int rc = 1;

    *out = (struct cell){ 0 };
    if (xmlTextReaderIsEmptyElement(r) == 1)
        return 1;
    while ((rc = step(r)) == 1 && !is_end(r, "c")) {
        if (is_element(r, "is")) {
            rc = text_of_element(b, r, "is", &value);
            if (rc < 0)
                return rc;
        } else if (is_element(r, "v") && xmlTextReaderIsEmptyElement(r) != 1) {
            while ((rc = step(r)) == 1 && !is_end(r, "v"))
                if (xmlTextReaderHasValue(r) == 1)
                    value = str_copy(b->a, str_z((const char *)xmlTextReaderConstValue(r)));
            if (rc != 1)
                return rc < 0 ? rc : -(int)SHEET_TORN;
        }
    }
    b->text += value.n;
    out->text = value;
    if (value.n == 0)
        return rc;
    out->kind = CELL_TEXT;
    if (str_eq(type, STR("s"))) {
        bool found = str_to_int(value, &index) && index >= 0 && index < b->n_shared;
        out->text = found ? b->shared[index] : STR("");
        out->kind = out->text.n > 0 ? CELL_TEXT : CELL_EMPTY;
        return found ? rc : -(int)SHEET_TORN;
    }
    if (str_eq(type, STR("b")))
        out->kind = CELL_BOOL;
    else if (type.n == 0 || str_eq(type, STR("n")))
        out->kind = style >= 0 && style < b->n_styles && b->date_style[style] ? CELL_DATE : CELL_NUMBER;
    else if (str_eq(type, STR("e")))
        *out = (struct cell){ 0 };
    return rc;
}

static struct sheet_row *row_add(struct book *b, struct sheet *s, int *cap, int number)
{
    if (s->n == *cap) {
        struct sheet_row *more = NEWS(b->a, struct sheet_row, (size_t)*cap * 2 + 64);
        if (*cap > 0)
            memcpy(more, s->rows, (size_t)*cap * sizeof *more);
        s->rows = more;
        *cap = *cap * 2 + 64;
    }
    s->rows[s->n] = (struct sheet_row){ .number = number };
    return &s->rows[s->n++];
}

static int row_read(struct book *b, xmlTextReaderPtr r, struct sheet_row *row)
{
    struct cell cells[SHEET_COLS_MAX] = { 0 };
    int rc = 1, next = 0;

    if (xmlTextReaderIsEmptyElement(r) != 1) {
        while ((rc = step(r)) == 1 && !is_end(r, "row")) {
            int at_row = row->number, col = next;
            if (!is_element(r, "c"))
                continue;
            struct str ref = attribute(b->a, r, "r");
            if (ref.n > 0 && !reference(ref, &at_row, &col))
                return -(int)SHEET_TORN;
            struct cell c;
            rc = cell_read(b, r, &c);
            if (rc < 0)
                return rc;
            if (col >= SHEET_COLS_MAX && c.kind != CELL_EMPTY)
                return -(int)SHEET_TOO_LARGE;
            if (col < SHEET_COLS_MAX) {
                cells[col] = c;
                next = col + 1;
                row->n = c.kind != CELL_EMPTY && next > row->n ? next : row->n;
            }
        }
    }
    row->cells = NEWS(b->a, struct cell, (size_t)row->n + 1);
    memcpy(row->cells, cells, (size_t)row->n * sizeof cells[0]);
    return rc < 0 ? rc : 1;
}

static void merge_note(struct book *b, struct str ref)
{
    struct str rest = ref, from = str_cut(&rest, ':');
    int r0, c0, r1, c1;

    if (b->n_merges == MERGES_MAX || !reference(from, &r0, &c0) || !reference(rest, &r1, &c1))
        return;
    if (b->merges == NULL)
        b->merges = arena_alloc(b->a, sizeof *b->merges * MERGES_MAX, 8);
    b->merges[b->n_merges].r0 = r0;
    b->merges[b->n_merges].c0 = c0;
    b->merges[b->n_merges].r1 = r1;
    b->merges[b->n_merges++].c1 = c1;
}

static struct sheet_row *row_find(struct sheet *s, int number)
{
    int lo = 0, hi = s->n - 1;

    while (lo <= hi) {
        int mid = (lo + hi) / 2;
        if (s->rows[mid].number == number)
            return &s->rows[mid];
        if (s->rows[mid].number < number)
            lo = mid + 1;
        else
            hi = mid - 1;
    }
    return NULL;
}

static void row_widen(struct book *b, struct sheet_row *row, int n)
{
    if (row->n >= n)
        return;
    struct cell *more = NEWS(b->a, struct cell, (size_t)n);
    if (row->n > 0)
        memcpy(more, row->cells, (size_t)row->n * sizeof *more);
    row->cells = more;
    row->n = n;
}

/* The value of a merged area stands in its first cell; the cells it covers get a copy, marked. */
static void merges_fill(struct book *b, struct sheet *s)
{
    for (int i = 0; i < b->n_merges; i++) {
        struct sheet_row *first = row_find(s, b->merges[i].r0);
        if (first == NULL || b->merges[i].c0 >= first->n || b->merges[i].c1 >= SHEET_COLS_MAX)
            continue;
        struct cell value = first->cells[b->merges[i].c0];
        value.merged = true;
        for (int k = 0; k < s->n; k++) {
            struct sheet_row *row = &s->rows[k];
            if (row->number < b->merges[i].r0 || row->number > b->merges[i].r1)
                continue;
            row_widen(b, row, b->merges[i].c1 + 1);
            for (int c = b->merges[i].c0; c <= b->merges[i].c1; c++)
                if (row->cells[c].kind == CELL_EMPTY)
                    row->cells[c] = value;
        }
    }
}

static struct sheet_error cells_read(struct book *b, struct str xml, struct sheet *s)
{
    xmlTextReaderPtr r = reader_open(xml);
    int rc, cap = 0, last = 0;

    while ((rc = r == NULL ? -(int)SHEET_TORN : step(r)) == 1) {
        if (is_element(r, "mergeCell"))
            merge_note(b, attribute(b->a, r, "ref"));
        if (!is_element(r, "row"))
            continue;
        int64_t number = attribute_int(r, "r", last + 1);
        if (number <= last || s->n == SHEET_ROWS_MAX) {
            rc = number <= last ? -(int)SHEET_TORN : -(int)SHEET_TOO_LARGE;
            break;
        }
        last = (int)number;
        rc = row_read(b, r, row_add(b, s, &cap, last));
        if (rc < 0 || b->text > SHEET_TEXT_MAX) {
            rc = rc < 0 ? rc : -(int)SHEET_TOO_LARGE;
            break;
        }
    }
    xmlFreeTextReader(r);
    if (rc < 0)
        return (struct sheet_error){ (enum sheet_fault)-rc, last };
    merges_fill(b, s);
    return fault(SHEET_OK);
}

static struct sheet_error book_read(struct book *b, struct str want, struct sheet *out)
{
    struct str part, xml;
    struct sheet_error e = sizes_check(b->zip);

    if (e.fault == SHEET_OK)
        e = sheet_find(b, want, &out->name, &part);
    if (e.fault == SHEET_OK)
        e = shared_read(b);
    if (e.fault == SHEET_OK)
        e = styles_read(b);
    if (e.fault == SHEET_OK)
        e = part_read(b, part.p, &xml);
    if (e.fault == SHEET_OK)
        e = cells_read(b, xml, out);
    out->epoch_1904 = b->epoch_1904;
    return e;
}

struct sheet_error xlsx_read(struct arena *a, struct str bytes, struct str want, struct sheet *out)
{
    struct book b = { .a = a };
    zip_error_t ze;

    *out = (struct sheet){ 0 };
    zip_source_t *src = zip_source_buffer_create(bytes.p, bytes.n, 0, &ze);
    if (src == NULL)
        return fault(SHEET_TORN);
    b.zip = zip_open_from_source(src, ZIP_RDONLY | ZIP_CHECKCONS, &ze);
    if (b.zip == NULL) {
        zip_source_free(src);
        return fault(SHEET_TORN);
    }
    struct sheet_error e = book_read(&b, want, out);
    zip_discard(b.zip);
    return e;
}

struct sheet_error sheet_read(struct arena *a, struct str bytes, struct str want, struct sheet *out)
{
    if (str_starts(bytes, STR("PK\x03\x04")))
        return xlsx_read(a, bytes, want, out);
    if (str_starts(bytes, STR("\xD0\xCF\x11\xE0")))
        return fault(str_find(bytes, STR("E\0n\0c\0r\0y\0p\0t\0e\0d")) >= 0 ? SHEET_ENCRYPTED : SHEET_NOT_A_SHEET);
    if (bytes.n == 0)
        return fault(SHEET_NOT_A_SHEET);
    return csv_read(a, bytes, out);
}
