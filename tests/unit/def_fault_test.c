/* A def set with a fault does not start: each row changes one thing in a copy of def/ and names the sentence that says so. The calendar
 * against the counts of the State Council's notices. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "def/calendar.h"
#include "area/stats/stats.h"
#include "def/def.h"

#define TEXT_MAX ((size_t)1 << 20)

static char dir[] = "/tmp/xiezhi-def.XXXXXX";
static char text[TEXT_MAX];

static void shell(const char *before, const char *after)
{
    char line[512];

    snprintf(line, sizeof line, "%s %s%s", before, dir, after);
    assert_int_equal(system(line), 0);
}

static size_t read_file(const char *path)
{
    FILE *f = fopen(path, "r");

    assert_non_null(f);
    size_t n = fread(text, 1, TEXT_MAX - 1, f);
    fclose(f);
    text[n] = '\0';
    return n;
}

static void write_file(const char *path, const char *head, size_t n, const char *middle, const char *tail)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fwrite(head, 1, n, f);
    fputs(middle, f);
    fputs(tail, f);
    fclose(f);
}

/* old -> new, once; then the set is loaded, the fault compared, the file put back. */
static void fault(const char *file, const char *old, const char *new, const char *sentence)
{
    char path[128], back[TEXT_MAX / 4];
    struct def d;
    struct str why = STR("");

    snprintf(path, sizeof path, "%s/%s", dir, file);
    size_t n = read_file(path);
    assert_true(n < sizeof back);
    memcpy(back, text, n + 1);
    char *at = strstr(text, old);
    if (at == NULL)
        fail_msg("%s has no '%s'", file, old);
    write_file(path, text, (size_t)(at - text), new, at + strlen(old));
    enum err e = def_load(&d, dir, &why);
    if (e != ERR_DEF || !str_has(why, str_z(sentence)) || !str_has(why, str_z(file)))
        fail_msg("%s -> %s: %s '%.*s', wanted '%s'", old, new, err_name(e), PF(why), sentence);
    def_free(&d);
    write_file(path, back, n, "", "");
}

static void replace(const char *file, const char *old, const char *new)
{
    char path[128], back[TEXT_MAX / 4];

    snprintf(path, sizeof path, "%s/%s", dir, file);
    size_t n = read_file(path);
    assert_true(n < sizeof back);
    memcpy(back, text, n + 1);
    char *at = strstr(back, old);
    assert_non_null(at);
    write_file(path, back, (size_t)(at - back), new, at + strlen(old));
}

static void faults_are_found(void **state)
{
    static const struct { const char *file, *old, *new, *sentence; } rows[] = {
        { "workflow.yaml", "to: adjudicating, perm: case.investigate", "to: investigating, perm: case.investigate", "no move leads to the state 'adjudicating'" },
        { "workflow.yaml", "{name: issued, zh: 已制发", "{name: stuck, zh: 卡住, en: Stuck, source: JYS}\n    - {name: issued, zh: 已制发", "no move leads to the state 'stuck'" },
        { "workflow.yaml", "from: replied, to: looked_back", "from: issued, to: looked_back", "no move leads out of the state 'replied'" },
        { "workflow.yaml", "from: draft, to: issued", "from: draught, to: issued", "there is no state 'draught'" },
        { "workflow.yaml", "perm: proposal.issue", "perm: proposal.sign", "there is no permission 'proposal.sign'" },
        { "workflow.yaml", "form: act_look_back", "form: act_look_forward", "there is no form 'act_look_forward'" },
        { "workflow.yaml", "document: proposal_letter", "document: no_letter", "there is no document template 'no_letter'" },
        { "workflow.yaml", "form: act_issue, four_eyes: \"yes\"", "form: act_issue", "decides, so it needs four_eyes" },
        { "workflow.yaml", "source: JYS, form: act_look_back", "source: JYS99, form: act_look_back", "there is no source 'JYS99'" },
        { "workflow.yaml", "source: JYS, form: act_look_back", "form: act_look_back", "the row needs a value for 'source'" },
        { "workflow.yaml", "source: JYS, form: act_look_back", "source: JYS, mark: X, form: act_look_back", "mark is C, P, M, ? or O" },
        { "workflow.yaml", "from: \"2025-06-01\"", "from: \"2025-06-02\"", "should end on the day before version 2 begins" },
        { "workflow.yaml", "to: \"2025-05-31\"", "to: \"2025-05-32\"", "2025-05-32" },
        { "workflow.yaml", "source: JZ19-37 SL24-42", "source: SL18-39", "was in force in version 2" },
        { "results.yaml", "from: \"2024-01-01\", of_organisation", "from: \"2023-12-31\", of_organisation", "begins before its source was in force" },
        { "results.yaml", "matches: G_DEMERIT,", "matches: G_NOTHING,", "has no 'G_NOTHING'" },
        { "results.yaml", "{code: P_WARN, zh: 党内警告, en: Party warning, source: CF15 CF18 CF23-8,", "{code: P_WARN, zh: 党内警告, en: Party warning,", "cites no source" },
        { "codes.yaml", "of: verify file}", "of: verify walk}", "has no 'walk'" },
        { "codes.yaml", "result: CL_ACCEPT}", "result: CL_NONE}", "has no 'CL_NONE'" },
        { "topics.yaml", "parent: poverty, zh: 扶贫资金", "parent: wealth, zh: 扶贫资金", "could be the parent" },
        { "sources.yaml", "from: 2024-01-01, mark: C}", "from: 2024-13-01, mark: C}", "2024-13-01" },
        { "roles.yaml", "perms: self identity.keep", "perms: self identity.keep petition.read", "who keeps identities" },
        { "roles.yaml", "perms: self audit.read", "perms: self audit.read case.read", "an administrator holds one of" },
        { "codes.yaml", "states: closed, tells: finished", "states: shut, tells: finished", "there is no state 'shut'" },
        { "codes.yaml", "never: declined returned", "never: refused returned", "there is no state 'refused'" },
        { "figures.yaml", "from: disposal, where: gang, count: lead", "from: disposal, count: lead", "says from, where and count" },
        { "figures.yaml", "made: yoy, of: F26", "made: yoy, of: F96", "there is no figure 'F96'" },
        { "figures.yaml", "made: yoy, of: F26", "made: yoy, count: rows, of: F26", "not both" },
        { "figures.yaml", "unit: 台次, kind: count", "unit: 台次, sort: count", "nothing here is called 'sort'" },
        { "figures.yaml", "registers: petition, built: \"yes\", from: petition, where: any", "registers: petition, built: \"no\", from: petition, where: any", "built is no" },
        { "checks.yaml", "right: F27+F28a", "right: F27+F28z", "there is no figure 'F28z'" },
        { "checks.yaml", "left: F26, op: =, right: F27+F28a", "left: F26, op: <, right: F27+F28a", "op is no '<'" },
        { "views.yaml", "filled: registered_on received_on channel", "filled: registered_on received_on canal", "the view has no column 'canal'" },
        { "lists.yaml", "view: rpt_lead", "view: rpt_leads", "there is no view 'rpt_leads'" },
        { "lists.yaml", "many: forward assign", "many: forwards assign", "there is no move 'forwards'" },
        { "lists.yaml", "query: \"state=waiting\"", "query: \"stand=waiting\"", "no filter is called 'stand'" },
        { "lists.yaml", "kind: text, column: channel, op: eq, list: channel", "kind: text, column: channel, op: eq, list: channels", "there is no list 'channels'" },
        { "lists.yaml", "kind: text, column: channel, op: eq", "kind: text, column: canal, op: eq", "the view has no column 'canal'" },
        { "lists.yaml", "sort: \"-registered_on\"", "sort: \"-registered\"", "the view has no column 'registered'" },
        { "sheets.yaml", "type: codes, list: petition_rank, required", "type: codes, list: ranks, required", "there is no list 'ranks'" },
        { "sheets.yaml", "form: lead", "form: leads", "there is no form 'leads'" },
        { "sheets.yaml", "type: time", "type: hour", "a column of a sheet is no 'hour'" },
        { "templates.yaml", "{name: lead_form, kind: lead", "{name: lead_paper, kind: lead", "there is no template doc/lead_paper.md" },
        { "templates.yaml", "kind: result, state: approved", "kind: result, state: agreed", "there is no state 'agreed'" },
        { "forms.yaml", "list: review_finding", "list: no_finding", "there is no list 'no_finding'" },
    };

    (void)state;
    assert_non_null(mkdtemp(dir));
    shell("cp -r def/.", "");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        fault(rows[i].file, rows[i].old, rows[i].new, rows[i].sentence);
    shell("rm -r", "");
}

/* What only stats knows of a figure is looked at by it: the first word that nobody knows. */
static void words_of_figures(void **state)
{
    static const struct { const char *file, *old, *new, *word; } rows[] = {
        { "figures.yaml", "from: disposal, where: gang,", "from: disposals, where: gang,", "disposals" },
        { "figures.yaml", "from: disposal, where: gang,", "from: disposal, where: gangs,", "gangs" },
        { "figures.yaml", "where: gang, count: lead", "where: gang, count: leads", "leads" },
        { "figures.yaml", "made: district", "made: districts", "districts" },
        { "checks.yaml", "right: F26.by_class", "right: F26.by_colour", "F26.by_colour" },
    };
    struct def d;
    struct str why;

    (void)state;
    strcpy(dir, "/tmp/xiezhi-def.XXXXXX");
    assert_non_null(mkdtemp(dir));
    shell("cp -r def/.", "");
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        replace(rows[i].file, rows[i].old, rows[i].new);
        assert_int_equal(def_load(&d, dir, &why), ERR_OK);
        assert_string_equal(str_copy(&d.a, stats_def_fault(&d)).p, rows[i].word);
        def_free(&d);
        replace(rows[i].file, rows[i].new, rows[i].old);
    }
    assert_int_equal(def_load(&d, dir, &why), ERR_OK);
    assert_int_equal(stats_def_fault(&d).n, 0);
    def_free(&d);
    shell("rm -r", "");
}

/* Every row that is not sure says so: its own mark, or that of what it cites. */
static void unsure_rows_are_marked(void **state)
{
    struct def d;
    struct str why;
    struct date on;
    int rows = 0, unsure = 0;

    (void)state;
    assert_int_equal(def_load(&d, "def", &why), ERR_OK);
    assert_true(date_make(2020, 7, 1, &on));
    for (int i = 0; i < d.n_workflows; i++)
        for (int m = 0; m < d.workflows[i].n_moves; m++, rows++) {
            const struct def_move *move = &d.workflows[i].moves[m];
            unsure += strchr("PM?", def_mark_on(&d, move->source, move->mark, on)) != NULL;
        }
    assert_true(unsure > 0 && unsure < rows);
    for (int i = 0; i < d.n_lists; i++)
        for (int k = 0; k < d.lists[i].n; k++)
            assert_int_equal(d.lists[i].items[k].mark.n, 1);
    assert_true(str_eq(def_code(&d, "disposal", STR("file"))->mark, STR("?")));
    assert_true(str_eq(def_code(&d, "results", STR("OH_DEMOTE"))->mark, STR("?")));
    assert_true(str_eq(def_code(&d, "basis", STR("after_penalty"))->mark, STR("M")));
    def_free(&d);
}

/* Counts of the notices 2019 to 2026 and of the working days they leave; a year without a notice is not counted silently. */
static void calendar_counts(void **state)
{
    static const struct { int year, working; } years[] = { { 2019, 250 }, { 2020, 249 }, { 2021, 250 }, { 2022, 249 }, { 2023, 249 },
        { 2024, 251 }, { 2025, 248 }, { 2026, 248 } };
    static const struct { int y, m, d; enum day_kind kind; } days[] = {
        { 2020, 1, 31, DAY_OFF }, { 2020, 2, 1, DAY_OFF }, { 2020, 2, 2, DAY_OFF }, { 2020, 2, 3, DAY_WORK }, { 2019, 4, 28, DAY_WORK },
        { 2019, 5, 1, DAY_OFF }, { 2024, 2, 9, DAY_WORK }, { 2022, 12, 31, DAY_OFF },
        { 2018, 12, 28, DAY_UNKNOWN }, { 2027, 1, 4, DAY_UNKNOWN }, { 2020, 6, 28, DAY_WORK }, { 2020, 6, 25, DAY_OFF } };
    struct def d;
    struct str why;
    struct date day, end;

    (void)state;
    assert_int_equal(def_load(&d, "def", &why), ERR_OK);
    for (size_t i = 0; i < sizeof years / sizeof years[0]; i++) {
        int working = 0;
        assert_true(date_make(years[i].year, 1, 1, &day) && date_make(years[i].year, 12, 31, &end));
        for (; date_cmp(day, end) <= 0; day = date_add_days(day, 1))
            working += calendar_day(&d, day) == DAY_WORK;
        if (working != years[i].working)
            fail_msg("%d has %d working days, wanted %d", years[i].year, working, years[i].working);
    }
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        assert_true(date_make(days[i].y, days[i].m, days[i].d, &day));
        if (calendar_day(&d, day) != days[i].kind)
            fail_msg("%04d-%02d-%02d: %d", days[i].y, days[i].m, days[i].d, (int)calendar_day(&d, day));
    }
    def_free(&d);
}

int main(void)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(faults_are_found), cmocka_unit_test(words_of_figures),
        cmocka_unit_test(unsure_rows_are_marked),
        cmocka_unit_test(calendar_counts) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
