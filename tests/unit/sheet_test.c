/* Sheets as offices have them, read; and what is written, read again byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <iconv.h>
#include <zip.h>

#include "sheet/parse.h"

static struct arena a;
static const struct str NONE = STR_INIT("");

static int open_arena(void **state) { (void)state; arena_open(&a, (size_t)512 << 20); return 0; }
static int close_arena(void **state) { (void)state; arena_close(&a); return 0; }

static void assert_str(struct str got, const char *want)
{
    if (!str_eq(got, str_z(want)))
        print_error("got \"%.*s\", wanted \"%s\"\n", PF(got), want);
    assert_true(str_eq(got, str_z(want)));
}

static struct cell at(const struct sheet *s, int row, int col)
{
    assert_true(row < s->n);
    return col < s->rows[row].n ? s->rows[row].cells[col] : (struct cell){ 0 };
}

/* ---- csv */
static struct str gb18030(const char *utf8)
{
    size_t left = strlen(utf8), room = left * 4;
    char *in = (char *)(uintptr_t)utf8, *p = NEWS(&a, char, room), *w = p;
    iconv_t cd = iconv_open("GB18030", "UTF-8");

    assert_int_equal(iconv(cd, &in, &left, &w, &room), 0);
    iconv_close(cd);
    return (struct str){ p, (size_t)(w - p) };
}

static void csv_encodings(void **state)
{
    const char *text = "编号,内容\r\n1,\"举报㐀𠀀,\"\"好\"\"\n第二行\"\r\n";
    struct str files[] = { str_z(text), str_join(&a, STR("\xEF\xBB\xBF"), str_z(text)), gb18030(text) };
    struct sheet s;

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        struct sheet_error e = sheet_parse(&a, files[i], NONE, &s);
        assert_int_equal(e.fault, SHEET_OK);
        assert_int_equal(s.n, 2);
        assert_str(at(&s, 0, 0).text, "编号");
        assert_str(at(&s, 1, 1).text, "举报㐀𠀀,\"好\"\n第二行");
    }
}

static void csv_faults(void **state)
{
    static const struct { struct str bytes; enum sheet_fault fault; int row; } bad[] = {
        { STR_INIT("a,b\n1,\"open\n2,3\n"), SHEET_QUOTES, 2 },
        { STR_INIT("a,b\n1,\"closed\"then\n"), SHEET_QUOTES, 2 },
        { STR_INIT("a,b\n1,\xFF\xFF\n"), SHEET_ENCODING, 2 },
        { STR_INIT("\xEF\xBB\xBF" "a\n\xB0\xA1\n"), SHEET_ENCODING, 2 },
        { STR_INIT("a\0b"), SHEET_NOT_A_SHEET, 0 },
        { STR_INIT(""), SHEET_NOT_A_SHEET, 0 },
    };
    struct sheet s;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct sheet_error e = sheet_parse(&a, bad[i].bytes, NONE, &s);
        if (e.fault != bad[i].fault || e.row != bad[i].row)
            print_error("case %zu: fault %d row %d\n", i, (int)e.fault, e.row);
        assert_int_equal(e.fault, bad[i].fault);
        assert_int_equal(e.row, bad[i].row);
    }
}

static void csv_marks_come_off(void **state)
{
    static const struct out_column cols[] = { { .label = STR_INIT("x") } };
    static const char *texts[] = { "=1+1", "+86", "-5", "@x", "\tq", "'=kept", "'plain", "''=twice", "a\"b", "" };
    struct out_cell cells[10];
    struct out_sheet o = { .name = STR("t"), .cols = cols, .n_cols = 1, .cells = cells, .n_rows = 10 };
    struct sheet s;
    struct str csv;

    (void)state;
    for (int i = 0; i < 10; i++)
        cells[i] = (struct out_cell){ .text = str_z(texts[i]), .mark = NONE };
    assert_int_equal(csv_write(&a, &o, &csv), ERR_OK);
    assert_true(str_has(csv, STR("\"'=1+1\"")));
    assert_int_equal(sheet_parse(&a, csv, NONE, &s).fault, SHEET_OK);
    assert_int_equal(s.n, 11);
    for (int i = 0; i < 10; i++)
        assert_str(at(&s, i + 1, 0).text, texts[i]);
}

static void csv_separators_and_empty_rows(void **state)
{
    struct sheet s;

    (void)state;
    assert_int_equal(sheet_parse(&a, STR("a;b\n\n1;2,5\n"), NONE, &s).fault, SHEET_OK);
    assert_int_equal(s.n, 3);
    assert_int_equal(s.rows[2].number, 3);
    assert_str(at(&s, 2, 1).text, "2,5");
}

/* ---- workbooks made by hand */
#define HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
#define MAIN " xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\""

struct parts { const char *workbook_pr, *shared, *rows, *after; const char *doctype; };

static void put(zip_t *z, const char *name, const char *text, size_t n, const char *password)
{
    zip_source_t *src = zip_source_buffer(z, text, n, 0);
    zip_int64_t i = zip_file_add(z, name, src, 0);

    assert_true(i >= 0);
    if (password != NULL)
        assert_int_equal(zip_file_set_encryption(z, (zip_uint64_t)i, ZIP_EM_AES_256, password), 0);
}

static struct str zipped(const struct parts *p, size_t padding, const char *password)
{
    zip_error_t e;
    zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t *z = zip_open_from_source(out, ZIP_TRUNCATE, &e);
    struct str book = str_fmt(&a, HEAD "%s<workbook" MAIN " xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
        "%s<sheets><sheet name=\"一\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>", p->doctype != NULL ? p->doctype : "",
        p->workbook_pr != NULL ? p->workbook_pr : "");
    struct str shared = str_fmt(&a, HEAD "<sst" MAIN ">%s</sst>", p->shared != NULL ? p->shared : "");
    struct str sheet = str_fmt(&a, HEAD "<worksheet" MAIN "><sheetData>%s</sheetData>%s</worksheet>", p->rows, p->after != NULL ? p->after : "");
    const char *rels = HEAD "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
        "<Relationship Id=\"rId1\" Type=\"t\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    const char *styles = HEAD "<styleSheet" MAIN "><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy/m/d\\ h:mm;@\"/></numFmts>"
        "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";

    zip_source_keep(out);
    put(z, "xl/workbook.xml", book.p, book.n, NULL);
    put(z, "xl/_rels/workbook.xml.rels", rels, strlen(rels), NULL);
    put(z, "xl/styles.xml", styles, strlen(styles), NULL);
    put(z, "xl/sharedStrings.xml", shared.p, shared.n, NULL);
    put(z, "xl/worksheets/sheet1.xml", sheet.p, sheet.n, password);
    if (padding > 0)
        put(z, "xl/media/picture.bin", NEWS(&a, char, padding), padding, NULL);
    assert_int_equal(zip_close(z), 0);
    zip_source_open(out);
    zip_stat_t st;
    zip_source_stat(out, &st);
    char *bytes = NEWS(&a, char, st.size);
    assert_int_equal(zip_source_read(out, bytes, st.size), st.size);
    zip_source_close(out);
    zip_source_free(out);
    return (struct str){ bytes, st.size };
}

static const struct date today = { 18600 };

static void assert_time(const struct sheet *s, struct cell k, const char *want)
{
    int64_t ms = 0;

    assert_true(cell_time(s, &k, today, &ms));
    assert_str(time_str(&a, ms), want);
}

static void xlsx_dates(void **state)
{
    static const struct parts p = { .rows = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>43831.587604166663</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>2020/1/1 14:06:09"
        "</t></is></c><c r=\"C1\" s=\"2\"><v>43831</v></c><c r=\"D1\" t=\"inlineStr\"><is><t>２０２０年６月１３日</t></is></c></row>" };
    static const struct parts q = { .workbook_pr = "<workbookPr date1904=\"1\"/>", .rows = "<row r=\"1\"><c r=\"A1\" s=\"1\"><v>42369.5</v></c></row>" };
    struct sheet s;
    struct date d;
    enum date_fault f;

    (void)state;
    assert_int_equal(sheet_parse(&a, zipped(&p, 0, NULL), NONE, &s).fault, SHEET_OK);
    assert_int_equal(at(&s, 0, 0).kind, CELL_DATE);
    assert_time(&s, at(&s, 0, 0), "2020-01-01 14:06:09");
    assert_time(&s, at(&s, 0, 1), "2020-01-01 14:06:09");
    struct cell c = at(&s, 0, 2);
    assert_true(cell_date(&s, &c, today, &f, &d));
    assert_str(date_str(&a, d), "2020-01-01");
    c = at(&s, 0, 3);
    assert_true(cell_date(&s, &c, today, &f, &d));
    assert_str(date_str(&a, d), "2020-06-13");
    assert_int_equal(sheet_parse(&a, zipped(&q, 0, NULL), NONE, &s).fault, SHEET_OK);
    assert_true(s.epoch_1904);
    assert_time(&s, at(&s, 0, 0), "2020-01-01 12:00:00");
}

static void xlsx_merged_shared_empty(void **state)
{
    static const struct parts p = { .shared = "<si><r><t>街</t></r><r><t xml:space=\"preserve\">道 </t></r><rPh sb=\"0\" eb=\"1\"><t>jie</t></rPh></si>"
        "<si><t>a_x000D_b_x005F_x000D_</t></si>",
        .rows = "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"B2\" t=\"s\"><v>1</v></c></row><row r=\"3\"><c r=\"B3\"><v>7</v></c></row><row r=\"9\"/>",
        .after = "<mergeCells count=\"1\"><mergeCell ref=\"A2:A3\"/></mergeCells>" };
    static const struct parts lost = { .rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>5</v></c></row>" };
    struct sheet s;

    (void)state;
    assert_int_equal(sheet_parse(&a, zipped(&p, 0, NULL), NONE, &s).fault, SHEET_OK);
    assert_str(s.name, "一");
    assert_int_equal(s.rows[0].number, 2);
    assert_str(at(&s, 0, 0).text, "街道 ");
    assert_str(at(&s, 0, 1).text, "a\rb_x000D_");
    assert_str(at(&s, 1, 0).text, "街道 ");
    assert_true(at(&s, 1, 0).merged);
    assert_int_equal(at(&s, 1, 1).kind, CELL_NUMBER);
    assert_int_equal(s.rows[2].n, 0);
    assert_int_equal(sheet_parse(&a, zipped(&lost, 0, NULL), NONE, &s).fault, SHEET_TORN);
    assert_int_equal(sheet_parse(&a, zipped(&p, 0, NULL), STR("别的"), &s).fault, SHEET_NO_SUCH_SHEET);
}

static void patch_size(char *p, size_t n, const char *name, uint32_t by)
{
    size_t len = strlen(name);

    for (size_t i = 0; i + 46 < n; i++) {
        bool central = memcmp(p + i, "PK\1\2", 4) == 0 && i + 46 + len <= n && memcmp(p + i + 46, name, len) == 0;
        if (!central)
            continue;
        uint32_t v;
        memcpy(&v, p + i + 24, 4);
        v += by;
        memcpy(p + i + 24, &v, 4);
    }
}

static void hostile_workbooks(void **state)
{
    static const struct parts p = { .rows = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>" };
    static const struct parts doctype = { .doctype = "<!DOCTYPE x [<!ENTITY e \"e\">]>", .rows = "" };
    static const struct parts backwards = { .rows = "<row r=\"5\"/><row r=\"4\"/>" };
    struct str good = zipped(&p, 0, NULL), torn = str_head(good, good.n - 40);
    struct sheet s;

    (void)state;
    assert_int_equal(sheet_parse(&a, good, NONE, &s).fault, SHEET_OK);
    assert_int_equal(sheet_parse(&a, torn, NONE, &s).fault, SHEET_TORN);
    assert_int_equal(sheet_parse(&a, str_head(good, 60), NONE, &s).fault, SHEET_TORN);
    assert_int_equal(sheet_parse(&a, zipped(&p, 0, "secret"), NONE, &s).fault, SHEET_ENCRYPTED);
    assert_int_equal(sheet_parse(&a, zipped(&p, 30 << 20, NULL), NONE, &s).fault, SHEET_BOMB);
    assert_int_equal(sheet_parse(&a, zipped(&doctype, 0, NULL), NONE, &s).fault, SHEET_DOCTYPE);
    assert_int_equal(sheet_parse(&a, zipped(&backwards, 0, NULL), NONE, &s).fault, SHEET_TORN);
    assert_int_equal(sheet_parse(&a, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0"), NONE, &s).fault, SHEET_ENCRYPTED);
    assert_int_equal(sheet_parse(&a, STR("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 Workbook"), NONE, &s).fault, SHEET_NOT_A_SHEET);
    static const int lies[] = { 100, -3 };
    for (size_t i = 0; i < 2; i++) {
        struct str lying = str_copy(&a, good);
        patch_size((char *)(uintptr_t)lying.p, lying.n, "xl/worksheets/sheet1.xml", (uint32_t)lies[i]);
        assert_int_equal(sheet_parse(&a, lying, NONE, &s).fault, SHEET_TORN);
    }
}

/* ---- written, then read */
static void xlsx_round_trip(void **state)
{
    static const char *texts[] = { "=1+1", "plain", " blanks ", "two\nlines", "cr\r\nlf", "_x000D_ literal", "x_x005F_x000D_", "<&>\"'", "𠀀㐀",
        "tab\tin", "2020/1/1 14:06:09", "00123", "https://example.org/", "'=x" };
    enum { N = sizeof texts / sizeof texts[0] };
    static const struct str pick[] = { STR_INIT("甲"), STR_INIT("乙") };
    struct out_column cols[] = { { .label = STR("标题"), .width = 30 }, { .label = STR("选"), .choices = pick, .n_choices = 2 } };
    struct out_cell cells[N * 2] = { 0 };
    struct out_sheet o = { .name = STR("表"), .cols = cols, .n_cols = 2, .cells = cells, .n_rows = N };
    struct sheet s;
    struct str out, again;

    (void)state;
    for (int i = 0; i < N; i++)
        cells[i * 2] = (struct out_cell){ .text = str_z(texts[i]), .mark = i == 3 ? STR("这一格不对") : NONE };
    assert_int_equal(xlsx_write(&a, &o, &out), ERR_OK);
    assert_int_equal(xlsx_write(&a, &o, &again), ERR_OK);
    assert_int_equal(sheet_parse(&a, out, NONE, &s).fault, SHEET_OK);
    assert_int_equal(s.n, N + 1);
    for (int i = 0; i < N; i++) {
        assert_int_equal(at(&s, i + 1, 0).kind, CELL_TEXT);
        assert_str(at(&s, i + 1, 0).text, texts[i]);
    }
    assert_int_equal(out.n, again.n);
}

static void column_names(void **state)
{
    (void)state;
    assert_str(column_letters(&a, 0), "A");
    assert_str(column_letters(&a, 25), "Z");
    assert_str(column_letters(&a, 26), "AA");
    assert_str(column_letters(&a, 255), "IV");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(csv_encodings, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(csv_faults, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(csv_marks_come_off, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(csv_separators_and_empty_rows, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(xlsx_dates, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(xlsx_merged_shared_empty, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(hostile_workbooks, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(xlsx_round_trip, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(column_names, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
