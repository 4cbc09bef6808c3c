/* Workbooks. First byte: 'z' the rest is the file itself; otherwise the rest is one part of a workbook that is sound but for it
 * ('s' sheet, 't' shared texts, 'y' styles, 'w' workbook), so that the reader behind the zip is reached. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "sheet/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

#define NS "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""
static const struct { char key; const char *name, *sound; } parts[] = {
    { '-', "[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>" },
    { 'w', "xl/workbook.xml", "<workbook " NS " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
        "<sheets><sheet name=\"a\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>" },
    { '-', "xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        "<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\""
        " Target=\"worksheets/sheet1.xml\"/></Relationships>" },
    { 't', "xl/sharedStrings.xml", "<sst " NS "><si><t>x</t></si></sst>" },
    { 'y', "xl/styles.xml", "<styleSheet " NS "><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>" },
    { 's', "xl/worksheets/sheet1.xml", "<worksheet " NS "><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c></row></sheetData></worksheet>" },
};

static struct str wrap(struct arena *a, char key, struct str part)
{
    zip_error_t e;
    zip_source_t *whole = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t *z = zip_open_from_source(whole, ZIP_TRUNCATE, &e);
    zip_stat_t st;

    zip_source_keep(whole);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        struct str text = parts[i].key == key ? part : str_z(parts[i].sound);
        zip_int64_t at = zip_file_add(z, parts[i].name, zip_source_buffer(z, text.p, text.n, 0), ZIP_FL_OVERWRITE);
        zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_STORE, 0);
    }
    if (zip_close(z) != 0 || zip_source_open(whole) != 0 || zip_source_stat(whole, &st) != 0)
        abort();
    char *bytes = NEWS(a, char, st.size);
    zip_int64_t got = zip_source_read(whole, bytes, st.size);
    zip_source_close(whole);
    zip_source_free(whole);
    return (struct str){ bytes, got > 0 ? (size_t)got : 0 };
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena a;
    struct sheet s = { 0 };

    if (n < 2 || n > 65536)
        return 0;
    if (a.base == NULL)
        arena_open(&a, (size_t)1 << 30);
    struct str in = { (const char *)p + 1, n - 1 };
    sheet_read(&a, p[0] == 'z' ? in : wrap(&a, (char)p[0], in), STR(""), &s);
    arena_reset(&a);
    return 0;
}
