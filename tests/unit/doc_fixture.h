/* doc_fixture.h - values for templates, and the words taken back out of each format.
 *
 * The provider knows every id: a figure gets a number made from its name, a text its own name. Switches make all figures
 * unregistered, or without a value, or empty all texts. */
#ifndef TESTS_DOC_FIXTURE_H
#define TESTS_DOC_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <zip.h>

#include "base/utf8.h"
#include "doc/doc_fonts.h"
#include "doc/template.h"
#include "gen/embed.h"

struct fake {
    enum doc_state figures;     /* of all but IMP13 to IMP16; NONE: of those whose event may be missing */
    bool claims, epidemic, numbered;
    bool empty;                 /* texts that a record may lack are empty */
    const char *period;         /* of the free texts in def/demo */
    int rows;
};

static inline struct str file_text(const char *name)
{
    for (int i = 0; i < embedded_n; i++)
        if (strcmp(embedded_files[i].name, name) == 0)
            return (struct str){ (const char *)embedded_files[i].p, embedded_files[i].n };
    fail_msg("%s is not embedded", name);
    return STR("");
}

static inline struct str fake_text(struct arena *a, const struct fake *f, struct str id)
{
    static const struct { struct str id, text; } known[] = {
        { STR_INIT("organ.mark"), STR_INIT("中共云溪市青禾区纪律检查委员会文件") },
        { STR_INIT("organ.name"), STR_INIT("中共云溪市青禾区纪律检查委员会") },
        { STR_INIT("organ.office"), STR_INIT("青禾区纪委监委办公室") },
        { STR_INIT("report.next"), STR_INIT("下半年") },
        { STR_INIT("report.as_of"), STR_INIT("2020年6月30日") },
        { STR_INIT("report.window"), STR_INIT("2020年1月1日至6月30日") },
        { STR_INIT("report.date"), STR_INIT("2020年7月8日") },
        { STR_INIT("report.issued"), STR_INIT("2020年7月8日印发") },
        { STR_INIT("report.copy_to"), STR_INIT("市纪委监委，区委、区人大常委会、区政府、区政协办公室，各镇（街道）党（工）委。") },
        { STR_INIT("report.documents"), STR_INIT("《监督保障意见》《严明纪律通知》") },
        { STR_INIT("report.failed_checks"), STR_INIT("") },
        { STR_INIT("petition.body"), STR_INIT("第一行 <b>&\"|*_\n第二行 # [x](y) `z`\t完") },
        { STR_INIT("name"), STR_INIT("张垚喆") },
    };

    if (f->empty && !str_starts(id, STR("organ")) && !str_has(STR("person.name result.name letter.summary result.basis"), id))
        return STR("");
    if (str_eq(id, STR("report.number")))
        return f->numbered ? STR("云纪发〔2020〕18号") : STR("");
    if (str_eq(id, STR("report.epidemic")))
        return f->epidemic ? STR("1") : STR("");
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(known[i].id, id))
            return known[i].text;
    return str_starts(id, STR("unknown")) ? (struct str){ NULL, 1 } : str_fmt(a, "《%.*s》", PF(id));
}

/* may_be_none - figures of a round, a plenary or a base of comparison, which need not exist (definitions.md G8, G10). */
static inline bool may_be_none(struct str id)
{
    static const char *const ids[] = { "F07", "F08", "F53", "F54", "F55", "F56", "F57", "F58", "F59", "F60", "F61", "F62", "F63",
                                       "F64", "F75", "F76", "F77", "F78", "F41p", "F42p", "F43p", "F44p", "IMP05", "IMP06" };

    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        if (str_eq(str_z(ids[i]), id))
            return true;
    return false;
}

static inline struct doc_value fake_figure(struct arena *a, const struct fake *f, enum doc_ask ask, struct str id)
{
    struct doc_value v = { .known = !str_eq(id, STR("F999")), .state = f->figures };
    int64_t n = 0;

    if ((str_starts(id, STR("IMP1")) && id.n == 5 && id.p[4] > '2') || (v.state == VALUE_NONE && !may_be_none(id)))
        v.state = VALUE_OK;
    for (size_t i = 0; i < id.n; i++)
        n = n * 7 + id.p[i];
    v.value = str_int(a, n % 1700 + 11);
    v.text = v.value;
    if (ask == ASK_YOY) {
        v.id = str_fmt(a, "%.*sp", PF(id));
        v.value = STR("-5.2");
        v.text = str_eq(id, STR("F29")) ? STR("与去年同期持平") : STR("下降5.2%");
        v.phrase = str_eq(id, STR("F29"));
    } else if (ask == ASK_SHARE) {
        v.text = STR("63.4%");
    } else if (ask == ASK_OVER) {
        v.text = str_fmt(a, "%d余", (int)(n % 90 + 1) * 10);
    } else if (id.p[0] == 'N') {
        v.text = v.value = STR("青禾");
    } else if (str_eq(id, STR("IMP15"))) {
        v.text = v.value = STR("2020年上半年");
    } else if (str_eq(id, STR("F39j")) || str_eq(id, STR("IMP10"))) {
        v.text = v.value = STR("0");
    }
    return v;
}

static inline struct doc_value fake_value(void *self, struct arena *a, enum doc_ask ask, struct str id, struct doc_row row)
{
    const struct fake *f = self;
    struct doc_value v = { .known = true };

    (void)row;
    if (ask == ASK_CLAIM) {
        v.yes = f->claims;
        return v;
    }
    if (template_is_figure(id))
        return fake_figure(a, f, ask, id);
    if (ask == ASK_FREE) {
        v.text = file_text(str_fmt(a, "def/demo/%.*s_%s.md", PF(id), f->period).p);
        return v;
    }
    v.text = fake_text(a, f, id);
    v.known = v.text.p != NULL;
    if (v.text.n == 0)
        v.state = VALUE_NONE;
    return v;
}

static inline int fake_rows(void *self, struct str list)
{
    return str_eq(list, STR("unknown.rows")) ? -1 : ((const struct fake *)self)->rows;
}

static inline struct doc_values fake_values(struct fake *f)
{
    struct doc_values v = { .self = f, .value = fake_value, .rows = fake_rows, .unregistered = STR("〔未登记〕"),
                            .author = STR("中共云溪市青禾区纪律检查委员会") };

    if (!date_make(2020, 7, 8, &v.date))
        fail();
    return v;
}

static inline struct doc *fake_fill(struct arena *a, struct fake *f, struct str text)
{
    struct doc_values v = fake_values(f);
    struct doc *d = NULL;
    struct str why = STR("");

    if (template_fill(a, text, &v, &d, &why) != ERR_OK)
        fail_msg("%.*s", PF(why));
    return d;
}

/* --- the words of each format, a line per paragraph and cell, as doc_text writes them ---------------------------- */

static inline void add_line(struct buf *b, struct str s)
{
    if (s.n > 0) {
        buf_add(b, s);
        buf_char(b, '\n');
    }
}

static inline struct str words_of_html(struct arena *a, struct str html)
{
    static const struct { struct str name; char c; } entities[] = {
        { STR_INIT("&amp;"), '&' }, { STR_INIT("&lt;"), '<' }, { STR_INIT("&gt;"), '>' }, { STR_INIT("&quot;"), '"' },
        { STR_INIT("&#39;"), '\'' },
    };
    struct buf b = buf_new(a, DOC_BYTES_MAX);
    struct str s = str_from(html, (size_t)str_find(html, STR("<body>")) + 6);

    for (size_t i = 0; i < s.n; ) {
        struct str rest = str_from(s, i);
        bool entity = false;

        if (s.p[i] == '<') {
            bool ends = false;
            static const char *const blocks[] = { "</p>", "</h1>", "</h2>", "</h3>", "</h4>", "</td>", "</th>" };

            for (size_t k = 0; k < sizeof blocks / sizeof *blocks; k++)
                ends = ends || str_starts(rest, str_z(blocks[k]));
            if (ends && b.n > 0 && b.p[b.n - 1] != '\n')
                buf_char(&b, '\n');
            i += (size_t)str_find(rest, STR(">")) + 1;
            continue;
        }
        for (size_t k = 0; k < sizeof entities / sizeof *entities && !entity; k++)
            if (str_starts(rest, entities[k].name)) {
                buf_char(&b, entities[k].c);
                i += entities[k].name.n;
                entity = true;
            }
        if (!entity) {
            if (s.p[i] != '\n')
                buf_char(&b, s.p[i]);
            i++;
        }
    }
    return buf_str(&b);
}

static inline struct str without_blanks(struct str s)
{
    while (s.n > 0 && s.p[0] == ' ')
        s = str_from(s, 1);
    while (s.n > 0 && s.p[s.n - 1] == ' ')
        s.n--;
    return s;
}

/* words_of_md - heads and table bars taken off, escapes undone. A rule of a table and an empty head give nothing. */
static inline struct str words_of_md(struct arena *a, struct str md)
{
    struct buf b = buf_new(a, DOC_BYTES_MAX);

    while (md.n > 0) {
        struct str line = str_cut(&md, '\n');
        struct buf cell = buf_new(a, DOC_BYTES_MAX);
        bool table = line.n > 0 && line.p[0] == '|';

        if (table && (str_has(line, STR("---")) || str_has(line, STR(":-:")) || str_has(line, STR("--:"))))
            continue;
        while (line.n > 0 && line.p[0] == '#')
            line = str_from(line, 1);
        for (size_t i = 0; i < line.n; i++) {
            if (table && line.p[i] == '|') {
                add_line(&b, without_blanks(buf_str(&cell)));
                cell = buf_new(a, DOC_BYTES_MAX);
                continue;
            }
            if (line.p[i] == '\\' && i + 1 < line.n)
                i++;
            buf_char(&cell, line.p[i]);
        }
        add_line(&b, without_blanks(buf_str(&cell)));
    }
    return buf_str(&b);
}

static inline void add_json(struct buf *b, const json_t *text)
{
    add_line(b, str_z(json_string_value(text)));
}

static inline struct str words_of_json(struct arena *a, struct str json)
{
    struct buf b = buf_new(a, DOC_BYTES_MAX);
    json_t *root = json_loadb(json.p, json.n, 0, NULL), *block, *row, *cell;
    size_t i, r, c;

    assert_non_null(root);
    json_array_foreach(json_object_get(root, "blocks"), i, block) {
        add_json(&b, json_object_get(block, "text"));
        add_json(&b, json_object_get(json_object_get(block, "right"), "text"));
        json_array_foreach(json_object_get(block, "rows"), r, row)
            json_array_foreach(row, c, cell)
                add_json(&b, json_object_get(cell, "text"));
    }
    json_decref(root);
    return buf_str(&b);
}

static inline struct str zip_part(struct arena *a, struct str zip, const char *name)
{
    zip_error_t e;
    zip_source_t *s = zip_source_buffer_create(zip.p, zip.n, 0, &e);
    zip_t *z = zip_open_from_source(s, ZIP_RDONLY, &e);
    zip_file_t *f;
    zip_stat_t st;
    char *p;

    assert_non_null(z);
    assert_int_equal(zip_stat(z, name, 0, &st), 0);
    f = zip_fopen(z, name, 0);
    p = NEWS(a, char, st.size + 1);
    assert_int_equal(zip_fread(f, p, st.size), (zip_int64_t)st.size);
    zip_fclose(f);
    zip_discard(z);
    return (struct str){ p, st.size };
}

static inline void docx_texts(const xmlNode *n, struct buf *line, struct buf *b)
{
    for (; n != NULL; n = n->next) {
        bool para = n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "p") == 0;

        if (n->type == XML_ELEMENT_NODE && strcmp((const char *)n->name, "t") == 0) {
            xmlChar *text = xmlNodeGetContent(n);
            buf_add(line, str_z((const char *)text));
            xmlFree(text);
            continue;
        }
        docx_texts(n->children, line, b);
        if (para) {
            add_line(b, buf_str(line));
            *line = buf_new(b->a, DOC_BYTES_MAX);
        }
    }
}

static inline struct str words_of_docx(struct arena *a, struct str docx)
{
    struct str xml = zip_part(a, docx, "word/document.xml");
    xmlDoc *x = xmlReadMemory(xml.p, (int)xml.n, NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS);
    struct buf b = buf_new(a, DOC_BYTES_MAX), line = buf_new(a, DOC_BYTES_MAX);

    assert_non_null(x);
    docx_texts(xmlDocGetRootElement(x), &line, &b);
    xmlFreeDoc(x);
    return buf_str(&b);
}

/* poppler - what pdftotext with `flags` says of the bytes; NULL when it is not installed. */
static inline const char *poppler(struct arena *a, struct str pdf, const char *flags, struct str *out)
{
    char name[] = "/tmp/xiezhi_doc_XXXXXX", command[128];
    struct buf b = buf_new(a, DOC_BYTES_MAX);
    char piece[8192];
    size_t n;
    int fd = mkstemp(name);
    FILE *p;

    assert_true(fd >= 0);
    assert_int_equal(write(fd, pdf.p, pdf.n), (ssize_t)pdf.n);
    close(fd);
    snprintf(command, sizeof command, "pdftotext %s %s - 2>/dev/null", flags, name);
    p = popen(command, "r");
    while ((n = fread(piece, 1, sizeof piece, p)) > 0)
        buf_add(&b, (struct str){ piece, n });
    unlink(name);
    if (pclose(p) != 0)
        return NULL;
    *out = buf_str(&b);
    return out->p;
}

/* squeezed - without any white space, and without the lines that hold only a page number. */
static inline struct str squeezed(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, DOC_BYTES_MAX);

    while (s.n > 0) {
        struct str line = str_trim(str_cut(&s, '\n'));
        int64_t page;

        if (str_starts(line, STR("\xE2\x80\x94 ")) && str_ends(line, STR(" \xE2\x80\x94"))
            && str_to_int((struct str){ line.p + 4, line.n - 8 }, &page))
            continue;
        for (size_t i = 0; i < line.n; i++) {
            if (str_starts(str_from(line, i), STR("\xE3\x80\x80")))
                i += 2;
            else if ((unsigned char)line.p[i] > ' ')
                buf_char(&b, line.p[i]);
        }
    }
    return buf_str(&b);
}

#endif
