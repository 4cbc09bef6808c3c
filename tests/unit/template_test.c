/* Document templates: the tags, what is refused, and the templates of def/doc as they are shipped.
 *
 * Proves: decisions.md 14 (numbers typed by hand are listed), definitions.md G8 (〔未登记〕, state "none"), and that no document
 * which leaves the commission carries the reporter's words (decisions.md section 3, 2). */
#include "doc_fixture.h"

static struct arena arena;

static int open_all(void **state)
{
    (void)state;
    arena_open(&arena, (size_t)256 << 20);
    return 0;
}

static int close_all(void **state)
{
    (void)state;
    arena_close(&arena);
    return 0;
}

static const struct fake full = { .claims = true, .epidemic = true, .numbered = true, .period = "2020H1", .rows = 2 };

static struct str words(struct fake f, struct str template)
{
    struct str out;

    assert_int_equal(doc_text(fake_fill(&arena, &f, template), &out), ERR_OK);
    return out;
}

static void tags_are_filled(void **state)
{
    static const struct { const char *name; struct str template, want; } rows[] = {
        { "figure",           STR_INIT("共{{N01}}件"), STR_INIT("共青禾件\n") },
        { "change",           STR_INIT("{{yoy F26 同比}}"), STR_INIT("同比下降5.2%\n") },
        { "whole phrase",     STR_INIT("{{yoy F29 同比}}"), STR_INIT("与去年同期持平\n") },
        { "share",            STR_INIT("占{{share F41p}}。"), STR_INIT("占63.4%。\n") },
        { "text",             STR_INIT("{{text organ.office}}"), STR_INIT("青禾区纪委监委办公室\n") },
        { "if",               STR_INIT("{{#if F26}}有{{else}}无{{/if}}"), STR_INIT("有\n") },
        { "if empty text",    STR_INIT("{{#if report.failed_checks}}有{{else}}无{{/if}}"), STR_INIT("无\n") },
        { "some zero",        STR_INIT("甲{{#some F39j}}乙{{F39j}}{{/some}}丙"), STR_INIT("甲丙\n") },
        { "claim",            STR_INIT("{{#claim IMP05}}全部{{else}}部分{{/claim}}"), STR_INIT("全部\n") },
        { "each",             STR_INIT("{{#each p.list}}\n{{text .name}}、\n{{/each}}\n完"), STR_INIT("张垚喆、张垚喆、完\n") },
        { "nested",           STR_INIT("{{#if F26}}{{#some F39j}}甲{{else}}乙{{/some}}{{/if}}"), STR_INIT("乙\n") },
        { "comment",          STR_INIT("{{! 不印 }}\n甲"), STR_INIT("甲\n") },
        { "lines join",       STR_INIT("甲\n乙\n\n丙"), STR_INIT("甲乙\n丙\n") },
        { "alone on a line",  STR_INIT("甲\n{{#if F26}}\n乙\n{{/if}}\n丙"), STR_INIT("甲乙丙\n") },
        { "elements",         STR_INIT("@sign 甲\n@date 乙\n@issuer 左 | 右"), STR_INIT("甲\n乙\n左\n右\n") },
        { "empty element",    STR_INIT("@number {{text report.failed_checks}}\n\n甲"), STR_INIT("甲\n") },
        { "value is no mark", STR_INIT("{{text petition.body}}"), STR_INIT("第一行 <b>&\"|*_\n第二行 # [x](y) `z` 完\n") },
        { "value in a cell",  STR_INIT("|a|b|\n|-|-|\n|{{text petition.body}}|c|"),
          STR_INIT("a\nb\n第一行 <b>&\"|*_第二行 # [x](y) `z` 完\nc\n") },
        { "joined cells",     STR_INIT("| | |\n|-|-|\n|甲|<|"), STR_INIT("甲\n") },
        { "number escaped",   STR_INIT("1\\.甲"), STR_INIT("1.甲\n") },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str got = words(full, rows[i].template);

        if (!str_eq(got, rows[i].want))
            fail_msg("%s: got [%.*s], want [%.*s]", rows[i].name, PF(got), PF(rows[i].want));
    }
}

static void faults_name_their_line(void **state)
{
    static const struct { struct str template, why; } rows[] = {
        { STR_INIT("甲\n{{F999}}"), STR_INIT("line 2: unknown id 'F999'") },
        { STR_INIT("{{text unknown.id}}"), STR_INIT("line 1: unknown id 'unknown.id'") },
        { STR_INIT("\n\n{{nonsense}}"), STR_INIT("line 3: unknown tag 'nonsense'") },
        { STR_INIT("{{text A B}}"), STR_INIT("line 1: this is not an id: 'A'") },
        { STR_INIT("{{text a b}}"), STR_INIT("line 1: one id only: 'text a b'") },
        { STR_INIT("a{{#if F26}}\nb"), STR_INIT("line 1: a block is never closed: 'F26'") },
        { STR_INIT("{{/if}}"), STR_INIT("line 1: no open block for '/if'") },
        { STR_INIT("{{#if F26}}{{/some}}"), STR_INIT("line 1: no open block for '/some'") },
        { STR_INIT("{{else}}"), STR_INIT("line 1: no open #if for 'else'") },
        { STR_INIT("a\n{{F26"), STR_INIT("line 2: a tag is not closed on its line: '{{F26'") },
        { STR_INIT("{{text .name}}"), STR_INIT("line 1: only #each has rows: '.name'") },
        { STR_INIT("{{#each unknown.rows}}{{/each}}"), STR_INIT("line 1: unknown list 'unknown.rows'") },
        { STR_INIT("{{#each a}}{{#each b}}{{/each}}{{/each}}"), STR_INIT("line 1: #each stands inside #each at 'b'") },
        { STR_INIT("甲\n\n- 乙"), STR_INIT("line 3: lists are paragraphs in official documents; write 1\\. for a number at the start") },
        { STR_INIT("甲\n\n<div>"), STR_INIT("line 3: only headings, paragraphs and tables have a place in a document") },
        { STR_INIT("{{#if F26}}\n甲\n{{/if}}\n\n> 乙"), STR_INIT("line 5: only headings, paragraphs and tables have a place in a document") },
        { STR_INIT("甲<i>乙</i>"), STR_INIT("line 1: html other than <br> has no place in a document") },
        { STR_INIT("@nobody 甲"), STR_INIT("line 1: unknown element; see def/doc/README.md for the words that begin with @") },
        { STR_INIT("@widths 1 2 3\n\n|a|b|\n|-|-|"), STR_INIT("line 3: @widths needs one number from 1 to 100 for each column of the table") },
        { STR_INIT("##### 甲"), STR_INIT("line 1: headings go down to ####") },
        { STR_INIT("\xEE\x80\x80" "0\xEE\x80\x81"), STR_INIT("line 1: the template uses a private character (U+E000, U+E001)") },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fake f = full;
        struct doc_values v = fake_values(&f);
        struct doc *d;
        struct str why = STR("");

        assert_int_equal(template_fill(&arena, rows[i].template, &v, &d, &why), ERR_DEF);
        if (!str_eq(why, rows[i].why))
            fail_msg("got [%.*s], want [%.*s]", PF(why), PF(rows[i].why));
    }
}

/* --- the summary ---------------------------------------------------------------------------------------------- */

/* Every id of the list of figures, in the order of the document. Percentages of change stand under yoy of their figure. */
static const char *const figures[] = {
    "N01", "N02", "N03", "F01", "F02", "F03", "F04", "F05", "F06", "F07", "F08", "F09", "F10", "F11", "F12", "F13", "F14", "F15",
    "F16", "F17", "F18", "F19", "F20", "F21", "F22", "F23", "F24", "F25", "F26", "F27", "F28a", "F26p", "F28", "F28p", "F29",
    "F30", "F30p", "F31", "F31p", "F32", "F33", "F34", "F35x", "F32p", "F36", "F37", "F38", "F39", "F39j", "F40", "F41", "F41p",
    "F42", "F42p", "F43", "F43p", "F44", "F44p", "F53", "F54", "F55", "F56", "F57", "F58", "F59", "F60", "F61", "F62", "F63",
    "F64", "F65", "F66", "F67", "F68", "F69", "F70", "F71", "F72", "F75", "F76", "F77", "F78", "IMP01", "IMP02", "IMP03",
    "IMP04", "IMP05", "IMP06", "IMP07", "IMP08", "IMP09", "IMP10", "IMP11", "IMP12", "IMP13", "IMP14", "IMP15", "IMP16",
};

static bool printed(const struct doc *d, struct str id)
{
    for (const struct doc_block *b = d->first; b != NULL; b = b->next)
        for (const struct doc_run *r = b->text.first; r != NULL; r = r->next)
            if (r->kind == DOC_FIGURE && str_eq(r->id, id))
                return true;
    return false;
}

static void the_summary_carries_every_figure(void **state)
{
    struct fake on = full, off = full;
    const struct doc *d, *e;

    (void)state;
    off.claims = false;
    d = fake_fill(&arena, &on, file_text("def/doc/summary.md"));
    e = fake_fill(&arena, &off, file_text("def/doc/summary.md"));
    assert_int_equal(sizeof figures / sizeof *figures, 98);
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        struct str id = str_z(figures[i]);

        if (str_eq(id, STR("IMP01")))
            id = STR("F29p");   /* the provider of a real report names it IMP01 */
        if (str_eq(id, STR("F39j")) || str_eq(id, STR("IMP10")))
            continue;           /* printed only when they are not 0 */
        if (!printed(d, id) && !printed(e, id))
            fail_msg("%s is not printed", figures[i]);
    }
    assert_true(str_has(file_text("def/doc/summary.md"), STR("{{#some F39j}}、纪检监察建议书{{F39j}}份")));
    assert_true(str_has(file_text("def/doc/summary.md"), STR("{{#some IMP10}}")));
}

static size_t count_han(struct str s)
{
    size_t n = 0;
    uint32_t cp;

    for (size_t i = 0; i < s.n; i += utf8_next(s, i, &cp)) {
        utf8_next(s, i, &cp);
        n += utf8_is_han(cp);
    }
    return n;
}

static void reads_well(struct str s)
{
    static const char *const wrong[] = { "，，", "，。", "。。", "、、", "；；", "，；", "；。", "（）", "{{", "}}", "、。", "。，", "：。",
                                         "：，", "于前" };

    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (str_has(s, str_z(wrong[i])))
            fail_msg("[%s] in: %.*s", wrong[i], PF(str_head(str_from(s, (size_t)str_find(s, str_z(wrong[i])) - 60), 120)));
}

static void the_summary_reads_well_in_every_state(void **state)
{
    static const char *const periods[] = { "2019H1", "2020H1" };

    (void)state;
    for (int k = 0; k < 3 * 2 * 2; k++) {
        struct fake f = { .figures = (enum doc_state)(k % 3), .claims = k / 3 % 2 != 0, .numbered = true,
                          .period = periods[k / 6], .epidemic = k / 6 != 0 };
        struct str text = words(f, file_text("def/doc/summary.md"));

        reads_well(text);
        assert_true(count_han(text) > (f.figures == VALUE_NONE ? 3500 : 4000));
        assert_int_equal(str_has(text, STR("疫情")), f.epidemic);
        assert_int_equal(str_has(text, STR("受理信访举报〔未登记〕件次，同比〔未登记〕")), f.figures == VALUE_UNREGISTERED);
    }
}

static void a_figure_without_a_value_takes_its_sentence_along(void **state)
{
    struct fake f = full;

    (void)state;
    f.figures = VALUE_NONE;
    assert_false(str_has(words(f, file_text("def/doc/summary.md")), STR("完成区委")));
    assert_true(str_eq(words(f, STR("甲。{{#if F54}}完成第{{F54}}轮。{{/if}}乙。")), STR("甲。乙。\n")));
    f.figures = VALUE_UNREGISTERED;
    assert_true(str_eq(words(f, STR("甲。{{#if F54}}完成第{{F54}}轮。{{/if}}乙。")), STR("甲。完成第〔未登记〕轮。乙。\n")));
    assert_true(str_eq(words(f, STR("{{#some F39j}}甲{{/some}}乙")), STR("乙\n")));
}

/* --- free text ------------------------------------------------------------------------------------------------ */

static struct doc_value say(void *self, struct arena *a, enum doc_ask ask, struct str id, struct doc_row row)
{
    struct fake f = full;

    if (ask != ASK_FREE)
        return fake_value(&f, a, ask, id, row);
    return (struct doc_value){ .known = true, .text = *(struct str *)self };
}

static struct doc *free_doc(struct str text)
{
    struct doc_values v = { .self = &text, .value = say, .rows = fake_rows, .unregistered = STR("〔未登记〕") };
    struct doc *d;
    struct str why;

    assert_int_equal(template_fill(&arena, STR("# 题\n\n{{free part}}\n\n{{#if typed}}\n注：{{typed}}\n{{/if}}"), &v, &d, &why), ERR_OK);
    return d;
}

static void typed_numbers_are_listed(void **state)
{
    static const struct { struct str text, listed; } rows[] = {
        { STR_INIT("抽查12个村，3个有问题"), STR_INIT("12个村、3个有") },
        { STR_INIT("没有数字"), STR_INIT("") },
        { STR_INIT("增长5.2%，共1,284份"), STR_INIT("5.2%、1,284份") },
        { STR_INIT("１２件"), STR_INIT("１２件") },
        { STR_INIT("1.第一项\n2、第二项\n（3）第三项\n(4)第四项"), STR_INIT("") },
        { STR_INIT("第1.5项是1。"), STR_INIT("1.5项是、1") },
        { STR_INIT("立案{{F31}}件，另2件"), STR_INIT("2件") },
        { STR_INIT("{{F999}} 3"), STR_INIT("3") },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct doc *d = free_doc(rows[i].text);
        struct str out, want = rows[i].listed.n > 0 ? str_fmt(&arena, "注：%.*s\n", PF(rows[i].listed)) : STR("");

        assert_int_equal(doc_text(d, &out), ERR_OK);
        if (rows[i].listed.n > 0 ? !str_ends(out, want) : d->typed != NULL)
            fail_msg("[%.*s] gives [%.*s]", PF(rows[i].text), PF(out));
        for (const struct doc_typed *t = d->typed; t != NULL; t = t->next)
            assert_true(str_eq(t->part, STR("part")));
    }
}

static void free_text_cites_figures_and_nothing_else(void **state)
{
    static const struct { struct str text, fault; } rows[] = {
        { STR_INIT("立案{{F31}}件，{{yoy F31 同比}}，占{{share F41p}}，{{over F24}}人"), STR_INIT("") },
        { STR_INIT("甲{{F999}}乙"), STR_INIT("{{F999}}") },
        { STR_INIT("甲{{text petition.body}}乙"), STR_INIT("{{text petition.body}}") },
        { STR_INIT("甲{{#if F26}}乙"), STR_INIT("{{#if F26}}") },
        { STR_INIT("甲{{F26"), STR_INIT("{{F26") },
        { STR_INIT("甲}}{{乙}}"), STR_INIT("{{乙}}") },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct fake f = full;
        struct doc_values v = fake_values(&f);
        struct str fault = template_free_fault(&arena, rows[i].text, &v), out;

        if (!str_eq(fault, rows[i].fault))
            fail_msg("[%.*s] gives [%.*s]", PF(rows[i].text), PF(fault));
        assert_int_equal(doc_text(free_doc(rows[i].text), &out), ERR_OK);
        if (fault.n > 0)
            assert_true(str_has(out, rows[i].text));    /* printed as it was typed */
    }
}

static void the_demonstration_texts_have_their_items(void **state)
{
    static const struct { const char *name; int items; } rows[] = {
        { "def/demo/problems_2019H1.md", 5 }, { "def/demo/problems_2020H1.md", 5 },
        { "def/demo/plans_2019H1.md", 7 }, { "def/demo/plans_2020H1.md", 7 },
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct str rest = file_text(rows[i].name);
        struct fake f = full;
        struct doc_values v = fake_values(&f);
        int items = 0;

        assert_int_equal(template_free_fault(&arena, rest, &v).n, 0);
        while (rest.n > 0)
            items += str_cut(&rest, '\n').n > 0;
        assert_int_equal(items, rows[i].items);
    }
}

/* --- the other documents -------------------------------------------------------------------------------------- */

static void what_leaves_has_no_word_of_the_reporter(void **state)
{
    static const char *const names[] = { "forward_letter", "assign_letter", "notice_accepted", "art15_slip", "filing_decision",
                                         "sanction_decision", "proposal_letter" };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct template_tag *tags;
        int n;
        struct str why;

        assert_int_equal(template_tags(&arena, file_text(str_fmt(&arena, "def/doc/%s.md", names[i]).p), &tags, &n, &why), ERR_OK);
        for (int k = 0; k < n; k++)
            if (str_eq(tags[k].id, STR("petition.body")) || str_eq(tags[k].id, STR("petition.subject"))
                || str_eq(tags[k].id, STR("lead.body")) || str_starts(tags[k].id, STR("reporter")))
                fail_msg("%s prints %.*s", names[i], PF(tags[k].id));
        if (strcmp(names[i], "art15_slip") == 0)
            assert_int_equal(n, 0);             /* blank: nothing of the letter is known to the program */
    }
}

/* Full or empty, a document has no gap where a value would stand. */
static void letters_read_well_with_empty_values(void **state)
{
    static const char *const names[] = { "forward_letter", "assign_letter", "notice_accepted", "filing_decision",
                                         "sanction_decision", "proposal_letter" };

    (void)state;
    for (size_t i = 0; i < 2 * sizeof names / sizeof *names; i++) {
        struct fake f = full;

        f.empty = i % 2 == 0;
        reads_well(words(f, file_text(str_fmt(&arena, "def/doc/%s.md", names[i / 2]).p)));
    }
}

static void every_text_of_a_template_is_in_the_list_of_ids(void **state)
{
    struct str readme = file_text("def/doc/README.md");

    (void)state;
    for (int i = 0; i < embedded_n; i++) {
        struct str name = str_z(embedded_files[i].name);
        struct template_tag *tags;
        int n;
        struct str why;

        if (!str_starts(name, STR("def/doc/")) || str_eq(name, STR("def/doc/README.md")))
            continue;
        assert_int_equal(template_tags(&arena, file_text(embedded_files[i].name), &tags, &n, &why), ERR_OK);
        for (int k = 0; k < n; k++) {
            struct str id = tags[k].id, last;

            if (template_is_figure(id) || str_eq(id, STR("typed")))
                continue;
            for (last = id; str_has(last, STR(".")); )
                last = str_from(last, (size_t)str_find(last, STR(".")) + 1);
            if (!str_has(readme, last))
                fail_msg("%.*s of %.*s is not in def/doc/README.md", PF(id), PF(name));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tags_are_filled),
        cmocka_unit_test(faults_name_their_line),
        cmocka_unit_test(the_summary_carries_every_figure),
        cmocka_unit_test(the_summary_reads_well_in_every_state),
        cmocka_unit_test(a_figure_without_a_value_takes_its_sentence_along),
        cmocka_unit_test(typed_numbers_are_listed),
        cmocka_unit_test(free_text_cites_figures_and_nothing_else),
        cmocka_unit_test(the_demonstration_texts_have_their_items),
        cmocka_unit_test(what_leaves_has_no_word_of_the_reporter),
        cmocka_unit_test(letters_read_well_with_empty_values),
        cmocka_unit_test(every_text_of_a_template_is_in_the_list_of_ids),
    };

    return cmocka_run_group_tests(tests, open_all, close_all);
}
