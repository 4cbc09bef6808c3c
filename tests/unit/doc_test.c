/* The writers: one tree, the same words in every format; the page of GB/T 9704-2012; bytes that never change.
 *
 * Proves: GB/T 9704-2012, 5.2 (22 lines of 28 characters, margins), 7.2.4 and 7.2.5 (mark, number, red line), 7.4 (版记),
 * 7.5 (page numbers), 10.1 (letter form); GB/T 15834-2011, 5.1 (marks at the ends of lines). */
#include "doc_fixture.h"

#include <math.h>

static struct arena arena;
static struct doc_fonts *fonts;

static int open_all(void **state)
{
    (void)state;
    arena_open(&arena, (size_t)512 << 20);
    fonts = doc_fonts_open(file_text("assets/fonts.conf"));
    return fonts == NULL;
}

static int close_all(void **state)
{
    (void)state;
    doc_fonts_close(fonts);
    arena_close(&arena);
    return 0;
}

static const struct fake full = { .claims = true, .epidemic = true, .numbered = true, .period = "2020H1", .rows = 2 };

static struct doc *summary(void)
{
    struct fake f = full;

    return fake_fill(&arena, &f, file_text("def/doc/summary.md"));
}

static struct str pdf_of(const struct doc *d, int *pages)
{
    struct str out;

    assert_int_equal(doc_pdf(d, fonts, &out, pages), ERR_OK);
    return out;
}

/* same_words - fails with the first place where two texts part. */
static void same_words(const char *what, struct str got, struct str want)
{
    size_t i = 0;

    while (i < got.n && i < want.n && got.p[i] == want.p[i])
        i++;
    if (i == got.n && i == want.n)
        return;
    while (i > 0 && i < want.n && ((unsigned char)want.p[i] & 0xC0) == 0x80)
        i--;
    fail_msg("%s differs at byte %zu: [%.*s], want [%.*s]", what, i, PF(str_head(str_from(got, i), 60)),
             PF(str_head(str_from(want, i), 60)));
}

static void agree(const struct doc *d)
{
    struct str text, out;
    int pages;

    assert_int_equal(doc_text(d, &text), ERR_OK);
    assert_int_equal(doc_html(d, (struct doc_html_opts){ .whole = true }, &out), ERR_OK);
    same_words("html", words_of_html(&arena, out), text);
    assert_int_equal(doc_html(d, (struct doc_html_opts){ .whole = true, .figure_href = STR("/figures/") }, &out), ERR_OK);
    same_words("html with doors", words_of_html(&arena, out), text);
    assert_int_equal(doc_md(d, &out), ERR_OK);
    same_words("markdown", words_of_md(&arena, out), text);
    assert_int_equal(doc_json(d, &out), ERR_OK);
    same_words("json", words_of_json(&arena, out), text);
    assert_int_equal(doc_docx(d, &out), ERR_OK);
    same_words("docx", words_of_docx(&arena, out), text);
    if (poppler(&arena, pdf_of(d, &pages), "-raw", &out) == NULL)
        print_message("pdftotext is not installed: the words of the PDF were not compared\n");
    else
        same_words("pdf", squeezed(&arena, out), squeezed(&arena, text));
}

static void the_formats_agree_word_for_word(void **state)
{
    static const char *const names[] = { "petition_form", "forward_letter", "assign_letter", "notice_accepted", "art15_slip",
                                         "lead_form", "filing_decision", "sanction_decision", "proposal_letter" };
    static const struct fake fakes[] = {
        { .claims = true, .epidemic = true, .numbered = true, .period = "2020H1", .rows = 2 },
        { .figures = VALUE_UNREGISTERED, .period = "2019H1" },
        { .figures = VALUE_NONE, .epidemic = true, .period = "2019H1" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof fakes / sizeof *fakes; i++) {
        struct fake f = fakes[i];

        agree(fake_fill(&arena, &f, file_text("def/doc/summary.md")));
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct fake f = full;

        agree(fake_fill(&arena, &f, file_text(str_fmt(&arena, "def/doc/%s.md", names[i]).p)));
    }
}

/* marks of other languages, rare names, long words, what a format might take for its own */
static void odd_words_agree_too(void **state)
{
    static const char *const texts[] = {
        "张垚、李喆、王珺、陈堃、赵翀、周犇、吴彧、郑昇、冯镕、𠮷野、㛃姐", "<script>alert(1)</script> & ]]> \"q\" 'a'",
        "1. 不是列表", "- 也不是", "# 不是标题", "> 不是引用", "a|b|c", "*粗* _斜_ `码` ~~删~~ [链](x) \\反斜杠 &amp; &#39;",
        "一个很长的词：Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft1234567890",
        "破折号——不断开……省略号；“引号”‘单’《书名》〔2020〕18号①②", "e\xCC\x81 合成", "+ 加", "====",
    };
    struct doc *d = doc_new(&arena);

    (void)state;
    doc_say(d, DOC_TITLE, STR("题目\n第二行"));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        doc_say(d, DOC_PARA, str_z(texts[i]));
    agree(d);
}

static void bytes_depend_on_the_tree_alone(void **state)
{
    struct str pdf[2], docx[2];
    struct doc *later = summary();
    const char *const zones[] = { "UTC", "America/New_York" };
    int pages;

    (void)state;
    for (int i = 0; i < 2; i++) {
        setenv("TZ", zones[i], 1);
        tzset();
        pdf[i] = pdf_of(summary(), &pages);
        assert_int_equal(doc_docx(summary(), &docx[i]), ERR_OK);
    }
    assert_true(str_eq(pdf[0], pdf[1]));
    assert_true(str_eq(docx[0], docx[1]));
    later->date = date_add_days(later->date, 1);        /* the date in the properties is the document's own */
    assert_false(str_eq(pdf[0], pdf_of(later, &pages)));
}

/* --- geometry ------------------------------------------------------------------------------------------------- */

static struct doc_layout *layout_of(const struct doc *d)
{
    struct doc_measure m = doc_fonts_measure(fonts);

    return doc_layout(d, &m);
}

static bool one_of(const struct doc_atom *a, const char *set)
{
    return str_has(str_z(set), (struct str){ a->p, (size_t)a->n });
}

static void no_line_begins_or_ends_with_a_wrong_mark(void **state)
{
    const struct doc_layout *l = layout_of(summary());

    (void)state;
    assert_true(l->n_pages >= 8);
    for (int i = 0; i < l->n_lines; i++) {
        if (l->lines[i].n == 0)
            continue;
        if (one_of(&l->lines[i].atoms[0], "，。、；：？！”’）》」』】〕%"))
            fail_msg("line %d begins with [%.*s]", i, l->lines[i].atoms[0].n, l->lines[i].atoms[0].p);
        if (one_of(&l->lines[i].atoms[l->lines[i].n - 1], "（《“‘「『【〔"))
            fail_msg("line %d ends with an opening mark", i);
    }
}

static double number_after(struct str s, const char *key)
{
    ptrdiff_t at = str_find(s, str_z(key));

    assert_true(at >= 0);
    return strtod(s.p + at + strlen(key), NULL);
}

/* One page of Han characters only: 22 rows of 28 cells between the margins, as poppler sees it. */
static void a_full_page_has_22_lines_of_28(void **state)
{
    struct doc *d = doc_new(&arena);
    struct buf b = buf_new(&arena, 1 << 16);
    struct str out, line;
    double top[64], last = 0;
    int pages, rows = 0;

    (void)state;
    for (int i = 0; i < 28 * 22 * 2 - 2; i++)
        buf_add(&b, STR("国"));
    doc_say(d, DOC_PARA, buf_str(&b));
    if (poppler(&arena, pdf_of(d, &pages), "-bbox -f 1 -l 1", &out) == NULL)
        skip();
    assert_int_equal(pages, 2);
    while (out.n > 0) {
        line = str_cut(&out, '\n');
        if (!str_has(line, STR("<word")) || !str_has(line, STR("国")))
            continue;
        assert_true(rows < 64);
        if (rows > 0) {         /* the first line is indented by two */
            assert_true(fabs(number_after(line, "xMin=\"") - AREA_LEFT) < 0.5);
            assert_int_equal(utf8_count(str_from(line, (size_t)str_find(line, STR("国")))) - strlen("</word>"), 28);
        } else {
            assert_true(fabs(number_after(line, "xMin=\"") - AREA_LEFT - 2 * CELL_WIDTH) < 0.5);
        }
        assert_true(fabs(number_after(line, "xMax=\"") - AREA_LEFT - AREA_WIDTH) < 1);
        top[rows] = number_after(line, "yMin=\"");
        last = number_after(line, "yMax=\"");
        rows++;
    }
    assert_int_equal(rows, 22);
    for (int i = 1; i < rows; i++)
        assert_true(fabs(top[i] - top[i - 1] - LINE_PITCH) < 0.1);
    assert_true(top[0] >= AREA_TOP - 1 && last <= AREA_TOP + AREA_HEIGHT + 1);
}

static const struct doc_line *line_of(const struct doc_layout *l, enum doc_kind k)
{
    for (int i = 0; i < l->n_lines; i++)
        if (l->lines[i].of != NULL && l->lines[i].of->kind == k)
            return &l->lines[i];
    fail_msg("no line of kind %s", doc_kind_name(k));
    return NULL;
}

static void near(double got, double want)
{
    if (fabs(got - want) > 0.5)
        fail_msg("got %.2f, want %.2f", got, want);
}

static void the_imprint_stands_at_the_foot(void **state)
{
    const struct doc_layout *l = layout_of(summary());
    const struct doc_rule *r = &l->rules[l->n_rules - 1];

    (void)state;
    near(r->y0, AREA_TOP + AREA_HEIGHT);
    near(r->x1 - r->x0, AREA_WIDTH);
    assert_true(fabs(r->width - MM(0.35)) < 0.01 && fabs(r[-1].width - MM(0.25)) < 0.01 && fabs(r[-2].width - MM(0.35)) < 0.01);
    assert_int_equal(r->page, l->n_pages - 1);
    near(line_of(l, DOC_COPY_TO)->x, AREA_LEFT + SIZE_4);
    assert_true(l->tail_lines >= 0 && l->tail_lines < LINES_PER_PAGE);
}

static void the_mark_stands_35_mm_down(void **state)
{
    const struct doc_layout *l = layout_of(summary());
    const struct doc_line *mark = line_of(l, DOC_MARK), *number = line_of(l, DOC_NUMBER);

    (void)state;
    assert_true(mark->red && mark->y > AREA_TOP + MM(35.0) && mark->y < AREA_TOP + MM(35.0) + mark->size);
    assert_true(l->rules[0].red);
    assert_true(fabs(l->rules[0].y0 - number->y - MM(4.0)) < 3);    /* below the number's own foot */
}

static void page_numbers_change_sides(void **state)
{
    const struct doc_layout *l = layout_of(summary());
    int seen = 0;

    (void)state;
    for (int i = 0; i < l->n_lines; i++) {
        const struct doc_line *n = &l->lines[i];

        if (n->of != NULL)
            continue;
        assert_int_equal(n->page, seen++);
        if (n->page % 2 == 0)
            assert_true(n->x > AREA_LEFT + AREA_WIDTH / 2);
        else
            near(n->x, AREA_LEFT + SIZE_4);
        assert_true(n->y > AREA_TOP + AREA_HEIGHT + MM(7.0));
    }
    assert_int_equal(seen, l->n_pages);
}

/* Name and date never stand alone on a page, wherever the text happens to end. */
static void the_sign_takes_text_along(void **state)
{
    (void)state;
    for (int n = 1; n < 60; n++) {
        struct doc *d = doc_new(&arena);
        const struct doc_layout *l;
        int sign, text = 0;

        for (int i = 0; i < n; i++)
            doc_say(d, DOC_PARA, STR("这一段正好写满一行半，用来看署名和日期落在哪里，是不是单独成页。"));
        doc_say(d, DOC_SIGN, STR("中共云溪市青禾区纪律检查委员会"));
        doc_say(d, DOC_DATE, STR("2020年7月8日"));
        l = doc_layout(d, NULL);
        sign = line_of(l, DOC_SIGN)->page;
        for (int i = 0; i < l->n_lines; i++) {
            const struct doc_line *k = &l->lines[i];

            text += k->of != NULL && k->of->kind == DOC_PARA && k->page == sign;
            assert_true(k->of == NULL || k->y < AREA_TOP + AREA_HEIGHT);
        }
        assert_int_equal(line_of(l, DOC_DATE)->page, sign);
        assert_true(text > 0);
    }
}

/* The layout without fonts, which the docx uses, ends where the PDF ends. */
static void both_layouts_are_alike(void **state)
{
    const struct doc_layout *drawn = layout_of(summary()), *counted = doc_layout(summary(), NULL);

    (void)state;
    assert_int_equal(drawn->n_pages, counted->n_pages);
    assert_true(abs(drawn->tail_lines - counted->tail_lines) <= 2);
}

static void a_table_runs_over_pages(void **state)
{
    struct doc *d = doc_new(&arena);
    struct doc_table *t = doc_table_new(d, 120, 3);
    const struct doc_layout *l;
    int heads = 0;

    (void)state;
    for (int r = 0; r < 120; r++)
        for (int c = 0; c < 3; c++)
            doc_run_add(d, &doc_cell(t, r, c)->text, (struct doc_run){ .text = str_fmt(&arena, "第%d行第%d列", r, c) });
    doc_run_add(d, &doc_cell(t, 60, 1)->text, (struct doc_run){ .text = STR("很长的内容很长的内容很长的内容\n下一行") });
    t->has_head = true;
    doc_add(d, DOC_TABLE)->table = t;
    l = layout_of(d);
    assert_true(l->n_pages > 4);
    for (int i = 0; i < l->n_lines; i++) {
        assert_true(l->lines[i].of == NULL || l->lines[i].y < AREA_TOP + AREA_HEIGHT);
        heads += l->lines[i].face == FACE_HEI;
    }
    assert_int_equal(heads, 3 * l->n_pages);
    t->has_head = false;        /* the repeated head is not in the other formats */
    agree(d);
}

static void figures_are_marked(void **state)
{
    const struct doc *d = summary();
    struct str out;

    (void)state;
    assert_int_equal(doc_html(d, (struct doc_html_opts){ .figure_href = STR("/figures/"), .figure_query = STR("?period=2020H1") },
                              &out), ERR_OK);
    assert_true(str_has(out, STR("<a class=\"figure\" href=\"/figures/F26p?period=2020H1\" data-figure=\"F26p\" data-value=\"-5.2\">")));
    assert_true(str_has(out, STR("<span class=\"typed\">12</span>")));
    assert_false(str_has(out, STR("<html")));
    assert_int_equal(doc_json(d, &out), ERR_OK);
    assert_true(str_has(out, STR("\"figure\":\"F41\"")));
    assert_true(str_has(out, STR("\"context\":\"12个村\"")));
}

static void too_much_is_refused(void **state)
{
    struct arena small;
    struct doc *d;
    struct str out;

    (void)state;
    arena_open(&small, 1 << 20);
    d = doc_new(&small);
    for (int i = 0; i < 4000; i++)
        doc_say(d, DOC_PARA, STR("写不下的一段话，写不下的一段话，写不下的一段话。"));
    assert_int_equal(doc_docx(d, &out), ERR_TOO_LARGE);
    assert_int_equal(doc_md(d, &out), ERR_TOO_LARGE);
    arena_close(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_formats_agree_word_for_word),
        cmocka_unit_test(odd_words_agree_too),
        cmocka_unit_test(bytes_depend_on_the_tree_alone),
        cmocka_unit_test(no_line_begins_or_ends_with_a_wrong_mark),
        cmocka_unit_test(a_full_page_has_22_lines_of_28),
        cmocka_unit_test(the_imprint_stands_at_the_foot),
        cmocka_unit_test(the_mark_stands_35_mm_down),
        cmocka_unit_test(page_numbers_change_sides),
        cmocka_unit_test(the_sign_takes_text_along),
        cmocka_unit_test(both_layouts_are_alike),
        cmocka_unit_test(a_table_runs_over_pages),
        cmocka_unit_test(figures_are_marked),
        cmocka_unit_test(too_much_is_refused),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
