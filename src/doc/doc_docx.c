/* docx: WordprocessingML written by hand and packed by libzip.
 *
 * Word processors lay the text out themselves, so the page is described to them: 22 lines by an
 * exact line height of 28.95 pt, 28 characters by a spacing of -0.2 pt, margins of 37/28/26/35 mm.
 * A character grid would be the obvious way, but LibreOffice then spaces characters twice as wide.
 * 版记 is a plain table after the date, pushed down by as many blank lines as our own layout left:
 * frames and tables anchored at the foot are ignored by LibreOffice. One line less is written, so
 * that a line broken differently does not push 版记 to another page.
 *
 * Zip times are fixed and given as DOS fields: libzip would turn a time_t into local time. */
#include "doc/doc_fonts.h"

#include <math.h>
#include <zip.h>

#define AREA_TWIPS 8844                 /* 156 mm */
#define IMPRINT_TWIPS 4422              /* half of it */
#define DOS_DATE 0x5021                 /* 2020-01-01 */

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define RELS "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml."

static const char content_types[] =
    XML "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">"
    "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
    "<Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
    "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD "document.main+xml\"/>"
    "<Override PartName=\"/word/styles.xml\" ContentType=\"" WORD "styles+xml\"/>"
    "<Override PartName=\"/word/settings.xml\" ContentType=\"" WORD "settings+xml\"/>"
    "<Override PartName=\"/word/footer1.xml\" ContentType=\"" WORD "footer+xml\"/>"
    "<Override PartName=\"/word/footer2.xml\" ContentType=\"" WORD "footer+xml\"/></Types>";
static const char package_rels[] =
    XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" RELS "officeDocument\" Target=\"word/document.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\""
    " Target=\"docProps/core.xml\"/></Relationships>";
static const char document_rels[] =
    XML "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" RELS "styles\" Target=\"styles.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" RELS "settings\" Target=\"settings.xml\"/>"
    "<Relationship Id=\"rId3\" Type=\"" RELS "footer\" Target=\"footer1.xml\"/>"
    "<Relationship Id=\"rId4\" Type=\"" RELS "footer\" Target=\"footer2.xml\"/></Relationships>";
static const char settings[] =
    XML "<w:settings " W "><w:evenAndOddHeaders/><w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>"
    "<w:balanceSingleByteDoubleByteWidth/><w:useFELayout/><w:compatSetting w:name=\"compatibilityMode\""
    " w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
    "<w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>";
static const char styles_head[] =
    "<w:kern w:val=\"2\"/><w:sz w:val=\"32\"/><w:szCs w:val=\"32\"/><w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:rPr>"
    "</w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\">"
    "<w:name w:val=\"Normal\"/><w:pPr><w:widowControl w:val=\"0\"/><w:kinsoku/><w:autoSpaceDE w:val=\"0\"/>"
    "<w:autoSpaceDN w:val=\"0\"/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"579\" w:lineRule=\"exact\"/>"
    "<w:jc w:val=\"both\"/></w:pPr><w:rPr><w:spacing w:val=\"-4\"/></w:rPr></w:style>";
static const char section[] =
    "<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rId3\"/><w:footerReference w:type=\"even\" r:id=\"rId4\"/>"
    "<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\""
    " w:header=\"851\" w:footer=\"1287\" w:gutter=\"0\"/>";

/* What stands between <w:pPr> and </w:pPr>, and the face and half-points of the runs; NULL and 0 = as Normal. */
struct form { const char *ppr; int face, half; const char *color; };
static const struct form forms[DOC__MAX] = {
    [DOC_MARK] = { "<w:spacing w:before=\"1860\" w:after=\"1158\" w:line=\"840\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>",
                   FACE_TITLE, 62, "E60012" },
    [DOC_LETTERHEAD] = { "<w:pBdr><w:bottom w:val=\"thickThinSmallGap\" w:sz=\"24\" w:space=\"8\" w:color=\"E60012\"/></w:pBdr>"
                         "<w:spacing w:after=\"280\" w:line=\"640\" w:lineRule=\"exact\"/><w:jc w:val=\"center\"/>",
                         FACE_TITLE, 62, "E60012" },
    [DOC_NUMBER] = { "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"18\" w:space=\"6\" w:color=\"E60012\"/></w:pBdr>"
                     "<w:spacing w:after=\"1158\"/><w:jc w:val=\"center\"/>", FACE_FANG, 0, NULL },
    [DOC_TITLE] = { "<w:spacing w:after=\"579\"/><w:jc w:val=\"center\"/>", FACE_TITLE, 44, NULL },
    [DOC_ADDRESSEE] = { "", FACE_FANG, 0, NULL },
    [DOC_HEADING1] = { "<w:keepNext/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:outlineLvl w:val=\"0\"/>",
                       FACE_HEI, 0, NULL },
    [DOC_HEADING2] = { "<w:keepNext/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:outlineLvl w:val=\"1\"/>",
                       FACE_KAI, 0, NULL },
    [DOC_HEADING3] = { "<w:keepNext/><w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/><w:outlineLvl w:val=\"2\"/>",
                       FACE_FANG, 0, NULL },
    [DOC_PARA] = { "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>", FACE_FANG, 0, NULL },
    [DOC_ATTACHMENT] = { "<w:ind w:leftChars=\"200\" w:left=\"640\"/>", FACE_FANG, 0, NULL },
    [DOC_SIGN] = { NULL, FACE_FANG, 0, NULL },          /* its indent depends on the name: see sign() */
    [DOC_DATE] = { "<w:ind w:rightChars=\"400\" w:right=\"1280\"/><w:jc w:val=\"right\"/>", FACE_FANG, 0, NULL },
    [DOC_NOTE] = { "<w:ind w:firstLineChars=\"200\" w:firstLine=\"640\"/>", FACE_FANG, 0, NULL },
};

static void put(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        switch (s.p[i]) {
        case '&':  buf_lit(b, "&amp;"); break;
        case '<':  buf_lit(b, "&lt;"); break;
        case '>':  buf_lit(b, "&gt;"); break;
        case '"':  buf_lit(b, "&quot;"); break;
        case '\n': buf_lit(b, "</w:t><w:br/><w:t xml:space=\"preserve\">"); break;
        default:   buf_char(b, s.p[i]);
        }
}

static void font(struct buf *b, int face)
{
    const char *name = doc_face_name((enum doc_face)face);

    buf_fmt(b, "<w:rFonts w:ascii=\"%s\" w:hAnsi=\"%s\" w:eastAsia=\"%s\" w:hint=\"eastAsia\"/>", name, name, name);
}

static void run(struct buf *b, struct form f, struct str text)
{
    buf_lit(b, "<w:r>");
    if (f.face != FACE_FANG || f.half != 0 || f.color != NULL) {
        buf_lit(b, "<w:rPr>");
        if (f.face != FACE_FANG)
            font(b, f.face);
        if (f.color != NULL)
            buf_fmt(b, "<w:color w:val=\"%s\"/>", f.color);
        if (f.half != 0)
            buf_fmt(b, "<w:spacing w:val=\"0\"/><w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/>", f.half, f.half);
        buf_lit(b, "</w:rPr>");
    }
    buf_lit(b, "<w:t xml:space=\"preserve\">");
    put(b, text);
    buf_lit(b, "</w:t></w:r>");
}

static void runs(struct buf *b, struct form f, const struct doc_text *t)
{
    for (const struct doc_run *r = t->first; r != NULL; r = r->next)
        run(b, f, r->text);
}

static void paragraph(struct buf *b, struct form f, const char *ppr, const struct doc_text *t)
{
    buf_lit(b, "<w:p>");
    if (ppr != NULL && ppr[0] != '\0')
        buf_fmt(b, "<w:pPr>%s</w:pPr>", ppr);
    runs(b, f, t);
    buf_lit(b, "</w:p>\n");
}

static void blank(struct buf *b, int n)
{
    for (int i = 0; i < n; i++)
        buf_lit(b, "<w:p/>\n");
}

static double width_of(const struct doc *d, const struct doc_text *t)
{
    int n;
    const struct doc_atom *atoms = doc_atoms(d->a, t, FACE_FANG, NULL, &n);
    double em = 0;

    for (int i = 0; i < n; i++)
        em += (double)atoms[i].em;
    return em;
}

/* sign - the name centred over the date, which ends four cells from the right (as doc_layout.c
 * places it). */
static void sign(struct buf *b, const struct doc *d, const struct doc_block *k)
{
    double date = k->next != NULL && k->next->kind == DOC_DATE ? width_of(d, &k->next->text) : 7;
    double right = 4 + date / 2 - width_of(d, &k->text) / 2;
    int hundredths = right > 0 ? (int)lround(right * 100) : 0;

    blank(b, 2);
    paragraph(b, forms[DOC_SIGN], str_fmt(d->a, "<w:keepNext/><w:ind w:rightChars=\"%d\" w:right=\"%d\"/><w:jc w:val=\"right\"/>",
                                          hundredths, hundredths * 32 / 10).p, &k->text);
}

static void border(struct buf *b, const char *side, int eighths)
{
    buf_fmt(b, "<w:%s w:val=\"single\" w:sz=\"%d\" w:space=\"0\" w:color=\"000000\"/>", side, eighths);
}

static void cell(struct buf *b, const struct doc_table *t, int row, int col, const int *twips)
{
    static const char *const jc[] = { "left", "center", "right" };        /* by enum doc_align */
    const struct doc_cell *c = doc_cell(t, row, col);
    bool head = t->has_head && row == 0;
    struct form f = { .face = head ? FACE_HEI : FACE_FANG, .half = 28 };
    int width = 0;

    if (c->span == 0)
        return;
    for (int i = 0; i < c->span; i++)
        width += twips[col + i];
    buf_fmt(b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", width);
    if (c->span > 1)
        buf_fmt(b, "<w:gridSpan w:val=\"%d\"/>", c->span);
    buf_lit(b, "<w:vAlign w:val=\"center\"/></w:tcPr><w:p><w:pPr><w:spacing w:line=\"400\" w:lineRule=\"exact\"/>");
    buf_fmt(b, "<w:jc w:val=\"%s\"/></w:pPr>", head ? "center" : jc[t->align[col]]);
    runs(b, f, &c->text);
    buf_lit(b, "</w:p></w:tc>");
}

static void table(struct buf *b, const struct doc *d, const struct doc_table *t)
{
    static const char *const sides[] = { "top", "left", "bottom", "right", "insideH", "insideV" };
    double *widths = doc_columns(d->a, t, AREA_TWIPS);
    int *twips = NEWS(d->a, int, (size_t)t->n_cols);

    buf_fmt(b, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblBorders>", AREA_TWIPS);
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++)
        border(b, sides[i], 4);
    buf_lit(b, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"80\" w:type=\"dxa\"/>"
               "<w:left w:w=\"80\" w:type=\"dxa\"/><w:bottom w:w=\"80\" w:type=\"dxa\"/><w:right w:w=\"80\" w:type=\"dxa\"/>"
               "</w:tblCellMar></w:tblPr><w:tblGrid>");
    for (int c = 0; c < t->n_cols; c++) {
        twips[c] = (int)lround(widths[c]);
        buf_fmt(b, "<w:gridCol w:w=\"%d\"/>", twips[c]);
    }
    buf_lit(b, "</w:tblGrid>\n");
    for (int r = 0; r < t->n_rows; r++) {
        buf_lit(b, "<w:tr><w:trPr><w:cantSplit/>");
        if (t->has_head && r == 0)
            buf_lit(b, "<w:tblHeader/>");
        buf_lit(b, "</w:trPr>");
        for (int c = 0; c < t->n_cols; c++)
            cell(b, t, r, c, twips);
        buf_lit(b, "</w:tr>\n");
    }
    buf_lit(b, "</w:tbl>\n");
}

/* imprint_cell - one cell of 版记; `ind` is its inner indent of one character of 14 pt. */
static void imprint_cell(struct buf *b, int span, const char *ppr, const struct doc_text *t)
{
    struct form f = { .face = FACE_FANG, .half = 28 };

    buf_fmt(b, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", IMPRINT_TWIPS * span);
    if (span > 1)
        buf_fmt(b, "<w:gridSpan w:val=\"%d\"/>", span);
    buf_lit(b, "<w:vAlign w:val=\"center\"/></w:tcPr>");
    paragraph(b, f, ppr, t);
    buf_lit(b, "</w:tc>");
}

#define IMPRINT_LINE "<w:spacing w:line=\"400\" w:lineRule=\"exact\"/>"

/* imprint - 版记 as a table of two columns; lines of 0.35 mm outside (8/8 pt) and 0.25 mm inside
 * (6/8 pt). */
static void imprint(struct buf *b, const struct doc *d, int blanks)
{
    bool any = false;

    for (const struct doc_block *k = d->first; k != NULL; k = k->next) {
        if (k->kind != DOC_COPY_TO && k->kind != DOC_ISSUER)
            continue;
        if (!any) {
            blank(b, blanks);
            buf_fmt(b, "<w:tbl><w:tblPr><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblBorders>", AREA_TWIPS);
            border(b, "top", 8);
            border(b, "bottom", 8);
            border(b, "insideH", 6);
            buf_fmt(b, "</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:top w:w=\"80\" w:type=\"dxa\"/>"
                       "<w:left w:w=\"0\" w:type=\"dxa\"/><w:bottom w:w=\"80\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/>"
                       "</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w=\"%d\"/><w:gridCol w:w=\"%d\"/></w:tblGrid>\n",
                    IMPRINT_TWIPS, IMPRINT_TWIPS);
            any = true;
        }
        buf_lit(b, "<w:tr><w:trPr><w:cantSplit/></w:trPr>");
        if (k->right.first == NULL) {
            imprint_cell(b, 2, IMPRINT_LINE "<w:ind w:left=\"1120\" w:right=\"280\" w:hanging=\"840\"/>", &k->text);
        } else {
            imprint_cell(b, 1, IMPRINT_LINE "<w:ind w:left=\"280\"/><w:jc w:val=\"left\"/>", &k->text);
            imprint_cell(b, 1, IMPRINT_LINE "<w:ind w:right=\"280\"/><w:jc w:val=\"right\"/>", &k->right);
        }
        buf_lit(b, "</w:tr>\n");
    }
    if (any)                    /* a table may not end a document; a paragraph of 1 pt may */
        buf_lit(b, "</w:tbl>\n<w:p><w:pPr><w:spacing w:line=\"20\" w:lineRule=\"exact\"/></w:pPr></w:p>\n");
}

/* number - under a mark with the red line, else at the right edge as in doc_layout.c. */
static void number(struct buf *b, enum doc_kind head, const struct doc_text *t)
{
    if (head == DOC_MARK)
        paragraph(b, forms[DOC_NUMBER], forms[DOC_NUMBER].ppr, t);
    else
        paragraph(b, forms[DOC_NUMBER], head == DOC_LETTERHEAD ? "<w:spacing w:after=\"1158\"/><w:jc w:val=\"right\"/>"
                                                               : "<w:jc w:val=\"right\"/>", t);
}

static struct buf document_xml(const struct doc *d)
{
    struct buf b = buf_new(d->a, DOC_BYTES_MAX);
    const struct doc_layout *lay = doc_layout(d, NULL);
    const struct doc_block *before = NULL;
    enum doc_kind head = DOC__MAX;

    buf_lit(&b, XML "<w:document " W " " R "><w:body>\n");
    for (const struct doc_block *k = d->first; k != NULL; before = k, k = k->next) {
        if (k->kind == DOC_COPY_TO || k->kind == DOC_ISSUER)
            continue;
        if (k->kind == DOC_MARK || k->kind == DOC_LETTERHEAD)
            head = k->kind;
        if (k->kind == DOC_ATTACHMENT && before != NULL && before->kind != DOC_ATTACHMENT)
            blank(&b, 1);
        if (k->kind == DOC_TABLE)
            table(&b, d, k->table);
        else if (k->kind == DOC_BREAK)
            buf_lit(&b, "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>\n");
        else if (k->kind == DOC_SIGN)
            sign(&b, d, k);
        else if (k->kind == DOC_NUMBER)
            number(&b, head, &k->text);
        else
            paragraph(&b, forms[k->kind], forms[k->kind].ppr, &k->text);
    }
    imprint(&b, d, lay->tail_lines > 0 ? lay->tail_lines - 1 : 0);
    buf_add(&b, str_z(section));
    if (head == DOC_LETTERHEAD)
        buf_lit(&b, "<w:titlePg/>");            /* no page number on its first page */
    buf_lit(&b, "<w:docGrid w:type=\"lines\" w:linePitch=\"579\"/></w:sectPr>");
    buf_lit(&b, "</w:body></w:document>\n");
    return b;
}

/* footer_xml - dash, page number, dash; odd pages right, even pages left, one character in. */
static struct buf footer_xml(const struct doc *d, bool even)
{
    struct buf b = buf_new(d->a, DOC_BYTES_MAX);
    struct form f = { .face = FACE_SONG, .half = 28 };
    const char *side = even ? "left" : "right";

    buf_fmt(&b, XML "<w:ftr " W "><w:p><w:pPr><w:spacing w:line=\"300\" w:lineRule=\"exact\"/>"
                "<w:ind w:%s=\"280\"/><w:jc w:val=\"%s\"/></w:pPr>", side, side);
    run(&b, f, STR("\xE2\x80\x94 "));
    buf_lit(&b, "<w:r><w:rPr>");
    font(&b, FACE_SONG);
    buf_lit(&b, "<w:sz w:val=\"28\"/></w:rPr><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:rPr>");
    font(&b, FACE_SONG);
    buf_lit(&b, "<w:sz w:val=\"28\"/></w:rPr><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
                "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>");
    run(&b, f, STR("1"));
    buf_lit(&b, "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
    run(&b, f, STR(" \xE2\x80\x94"));
    buf_lit(&b, "</w:p></w:ftr>\n");
    return b;
}

static struct buf styles_xml(const struct doc *d)
{
    struct buf b = buf_new(d->a, DOC_BYTES_MAX);

    buf_lit(&b, XML "<w:styles " W "><w:docDefaults><w:rPrDefault><w:rPr>");
    font(&b, FACE_FANG);
    buf_add(&b, str_z(styles_head));
    buf_lit(&b, "</w:styles>\n");
    return b;
}

static struct buf core_xml(const struct doc *d)
{
    struct buf b = buf_new(d->a, DOC_BYTES_MAX);

    buf_lit(&b, XML "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\""
                " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\""
                " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
    put(&b, doc_title(d));
    buf_lit(&b, "</dc:title><dc:creator>");
    put(&b, d->author);
    buf_lit(&b, "</dc:creator>");
    if (date_is_set(d->date))
        buf_fmt(&b, "<dcterms:created xsi:type=\"dcterms:W3CDTF\">%.*sT00:00:00+08:00</dcterms:created>",
                PF(date_str(d->a, d->date)));
    buf_lit(&b, "</cp:coreProperties>\n");
    return b;
}

static bool add_part(zip_t *z, const char *name, struct str bytes)
{
    zip_source_t *s = zip_source_buffer(z, bytes.p, bytes.n, 0);
    zip_int64_t at = s == NULL ? -1 : zip_file_add(z, name, s, ZIP_FL_ENC_UTF_8);

    if (at < 0) {
        zip_source_free(s);
        return false;
    }
    return zip_file_set_dostime(z, (zip_uint64_t)at, 0, DOS_DATE, 0) == 0;
}

/* read_back - the packed bytes out of the zip's own source. */
static enum err read_back(struct arena *a, zip_source_t *packed, struct str *out)
{
    zip_stat_t st;
    char *p;

    if (zip_source_stat(packed, &st) != 0 || zip_source_open(packed) != 0)
        return ERR_BUG;
    if (st.size > DOC_BYTES_MAX) {
        zip_source_close(packed);
        return ERR_TOO_LARGE;
    }
    p = NEWS(a, char, st.size);
    *out = (struct str){ p, st.size };
    if (zip_source_read(packed, p, st.size) != (zip_int64_t)st.size)
        *out = STR("");
    zip_source_close(packed);
    return out->n == 0 ? ERR_BUG : a->full ? ERR_TOO_LARGE : ERR_OK;
}

struct part { const char *name; struct str bytes; };

/* pack - parts as a zip in memory; libzip's own memory is freed before the return. */
static enum err pack(struct arena *a, const struct part *parts, int n, struct str *out)
{
    zip_error_t e;
    zip_source_t *packed;
    zip_t *z;
    enum err result = ERR_BUG;

    zip_error_init(&e);
    packed = zip_source_buffer_create(NULL, 0, 0, &e);
    z = packed == NULL ? NULL : zip_open_from_source(packed, ZIP_TRUNCATE, &e);
    if (z == NULL) {
        zip_source_free(packed);
        zip_error_fini(&e);
        return ERR_BUG;
    }
    zip_source_keep(packed);    /* the zip gives its own reference back when it closes */
    for (int i = 0; i < n; i++)
        if (!add_part(z, parts[i].name, parts[i].bytes)) {
            zip_discard(z);
            goto done;          /* the one place where a C library's memory outlives a return */
        }
    if (zip_close(z) != 0)
        zip_discard(z);
    else
        result = read_back(a, packed, out);
done:
    zip_source_free(packed);
    zip_error_fini(&e);
    return result;
}

enum err doc_docx(const struct doc *d, struct str *out)
{
    struct buf document = document_xml(d), odd = footer_xml(d, false), even = footer_xml(d, true);
    struct buf styles = styles_xml(d), core = core_xml(d);
    const struct part parts[] = {
        { "[Content_Types].xml", str_z(content_types) },
        { "_rels/.rels", str_z(package_rels) },
        { "docProps/core.xml", buf_str(&core) },
        { "word/_rels/document.xml.rels", str_z(document_rels) },
        { "word/document.xml", buf_str(&document) },
        { "word/footer1.xml", buf_str(&odd) },
        { "word/footer2.xml", buf_str(&even) },
        { "word/settings.xml", str_z(settings) },
        { "word/styles.xml", buf_str(&styles) },
    };

    if (document.overflow || d->a->full)
        return ERR_TOO_LARGE;
    return pack(d->a, parts, sizeof parts / sizeof *parts, out);
}
