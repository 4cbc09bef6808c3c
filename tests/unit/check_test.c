/* `xiezhi check` finds each fault that is planted, names it, and finds none where there is none. The vault is a real child: this test
 * executes itself again as `vault-serve`. */
#include "world.h"

#include <signal.h>

#include "app/check.h"
#include "app/orphans.h"
#include "area/intake/petition.h"
#include "area/vault/vault.h"

struct plant { const char *sql, *found; };

static const struct plant numbers[] = {
    { "UPDATE counter SET value = value + 1 WHERE kind = 'petition'", "缺 1 个号，第一个是 4 号" },
    { "UPDATE counter SET value = value - 1 WHERE kind = 'petition'", "1 个号不是从编号簿发出的" },
    { "UPDATE counter SET start_value = 1 WHERE kind = 'petition'", "1 个号不是从编号簿发出的" },
    { "DELETE FROM counter", "3 个号不是从编号簿发出的" },
    { "UPDATE petition SET no = '信〔2020〕2号' WHERE no = '信〔2020〕0001号'", "1 个号用了不止一次" },
    { "UPDATE petition SET no = 'none' WHERE no = '信〔2020〕0001号'", "缺 1 个号，第一个是 1 号" },
};

static const struct plant ties[] = {
    { "UPDATE petition_person SET petition_id = 5", "3 行被反映人（找不到信访件）" },
    { "UPDATE petition_person SET person_id = 5", "3 行被反映人（找不到人员）" },
    { "INSERT INTO petition_tag VALUES (5, 'x')", "1 行信访件主题" },
    { "INSERT INTO petition_conduct VALUES (5, 'x')", "1 行信访件行为类别" },
    { "UPDATE petition SET repeat_of = 5", "3 行重复件" },
    { "INSERT INTO lead (id, ref, no, organ_id, office_id, origin_id, petition_id, source, registered_on, received_on, subject, body, state, "
      "workflow, made_by, made_at_ms) VALUES (6, 6, '线〔2020〕0001号', 1, 1, 6, 5, 'petition', '2020-01-01', '2020-01-01', '', '', "
      "'registered', 1, 1, 1)", "1 行线索（" },
    { "INSERT INTO lead_person (lead_id, person_id) VALUES (5, 5)", "1 行线索的涉及人" },
    { "INSERT INTO lead_tag VALUES (5, 'x')", "1 行线索主题" },
    { "INSERT INTO lead_merge VALUES (5, 5, 6, 1, 1, NULL)", "1 行线索合并" },
    { "INSERT INTO disposal (id, ref, lead_id, organ_id, method, proposed_by, proposed_on, state, made_at_ms) "
      "VALUES (5, 5, 5, 1, 'verify', 1, '2020-01-01', 'proposed', 1)", "1 行处置（" },
    { "INSERT INTO lead (id, ref, no, organ_id, office_id, origin_id, source, registered_on, received_on, subject, body, state, "
      "workflow, made_by, made_at_ms, disposal_state) VALUES (6, 6, '线〔2020〕0001号', 1, 1, 6, 'petition', '2020-01-01', "
      "'2020-01-01', '', '', 'registered', 1, 1, 1, 'done')", "1 行线索（所记处置" },
    { "INSERT INTO lead (id, ref, no, organ_id, office_id, origin_id, source, registered_on, received_on, subject, body, state, "
      "workflow, made_by, made_at_ms, disposal_method) VALUES (6, 6, '线〔2020〕0001号', 1, 1, 6, 'petition', '2020-01-01', "
      "'2020-01-01', '', '', 'registered', 1, 1, 1, 'verify')", "1 行线索（所记处置" },
    { "INSERT INTO case_lead VALUES (5, 5, NULL)", "1 行案件与线索的关联" },
    { "INSERT INTO casefile (id, ref, no, organ_id, office_id, subject, person_id, is_organisation, party_line, supervisory_line, proposed_by, "
      "proposed_on, state, workflow, made_by, made_at_ms) VALUES (5, 5, '案〔2020〕0001号', 1, 1, '', 5, 0, 1, 0, 1, '2020-01-01', "
      "'proposed', 1, 1, 1)", "1 行案件（" },
    { "INSERT INTO result (id, ref, organ_id, family, code, person_id, state, proposed_by, made_at_ms) "
      "VALUES (5, 5, 1, 'party', 'x', 5, 'proposed', 1, 1)", "1 行处理结果" },
    { "INSERT INTO proposal (id, ref, organ_id, office_id, type, unit, title, text, case_id, state, workflow, proposed_by, made_at_ms) "
      "VALUES (5, 5, 1, 1, 'dic', '', '', '', 5, 'drafted', 1, 1, 1)", "1 行建议书" },
    { "INSERT INTO person (id, ref, canonical_id, organ_id, name, name_sort, initials, unit, post) VALUES (5, 5, 7, 1, '', '', '', '', '')",
      "1 行人员（" },
    { "INSERT INTO person_merge VALUES (5, 5, 6, 1, 1, NULL)", "1 行人员合并" },
    { "INSERT INTO user_scope VALUES (5, 1, 0)", "1 行数据范围" },
    { "INSERT INTO user_role VALUES (5, 'clerk', 1, 1)", "1 行角色" },
    { "UPDATE app_user SET office_id = 5", "4 行用户" },
    { "INSERT INTO report_member (report_id, figure, kind, n, ids) SELECT 5, 'F01', 'petition', 0, mac FROM audit WHERE seq = 1", "1 行报告数字的明细" },
    { "INSERT INTO event (id, kind, record_id, name, from_state, to_state, user_id, at_ms) VALUES (5, 'case', 5, 'x', '', '', 1, 1)",
      "1 行办理经过" },
    { "INSERT INTO document (id, ref, kind, record_id, template, made_on, made_by, organ_id) "
      "VALUES (5, 5, 'lead', 5, 'x', '2020-01-01', 1, 1)", "1 行文书" },
    { "INSERT INTO hidden VALUES (5, 'lead', 5, 'named', 0, 1)", "1 行回避" },
    { "INSERT INTO search_doc (id, kind, record_id, organ_id, office_id, state) VALUES (5, 'lead', 5, 1, 1, '')", "1 行检索目录" },
};

static const struct plant others[] = {
    { "UPDATE petition SET state = 'nowhere'", "3 条信访件记录的状态“nowhere”不在流程第 2 版里" },
    { "UPDATE petition SET workflow = 99", "不在流程第 99 版里" },
    { "UPDATE audit SET detail = 'another' WHERE seq = 1", "处核对不上" },
    { "DELETE FROM audit WHERE seq = 1", "处核对不上" },
    { "DELETE FROM outbox", "3 条记录既不在索引里，也不在等待" },
    { "DELETE FROM petition WHERE ref = 77", "1 份封存了一小时以上" },
    { "INSERT INTO job (id, ref, kind, args, result_key, user_id, state, file, made_at_ms) "
      "VALUES (5, 5, 'export', '', 'k', 1, 'done', 'gone.xlsx', 1)", "1 个应有的文件不在" },
};

static char *said(struct world *w, int *faults)
{
    char *text = NULL;
    size_t n;
    struct findings k = { .out = open_memstream(&text, &n) };

    assert_int_equal(check_data(&w->c, &k), ERR_OK);
    fclose(k.out);
    *faults = k.faults;
    return text;
}

static void no_keys(struct world *w)
{
    assert_int_equal(db_exec(w->c.db, db_kind(w->c.db) == DB_PG ? "SET session_replication_role = replica" : "PRAGMA foreign_keys = OFF"),
        ERR_OK);
}

/* Each in a transaction that is taken back, so that it is found alone. */
static void each_is_found(struct world *w, const struct plant *p, size_t n)
{
    int faults;

    for (size_t i = 0; i < n; i++) {
        assert_int_equal(db_begin(w->c.db, DB_WRITE), ERR_OK);
        if (db_exec(w->c.db, p[i].sql) != ERR_OK)
            fail_msg("cannot plant: %s", p[i].sql);
        char *text = said(w, &faults);
        if (faults == 0 || strstr(text, p[i].found) == NULL)
            fail_msg("not found: %s\nafter %s\n%s", p[i].found, p[i].sql, text);
        free(text);
        db_rollback(w->c.db);
    }
}

static void fill(struct world *w)
{
    struct petition p;
    struct audit_event e = { .verb = STR("petition.register"), .kind = STR("petition") };
    struct petition_new n = { .persons = { { STR_INIT("钱某"), STR_INIT("某村"), STR_INIT("主任"), STR_INIT("village"), 0 } }, .n_persons = 1,
        .channel = STR("letter"), .source = STR("own"), .class = STR("accusation"), .subject = STR("信"), .body = STR("内容"), .ref = 77 };

    assert_int_equal(db_begin(w->c.db, DB_WRITE), ERR_OK);
    for (int i = 0; i < 3; i++) {
        n.ref = 77 + i;
        n.body = str_fmt(w->c.a, "内容之%d", i);
        assert_int_equal(petition_register(&w->c, &n, &p), ERR_OK);
        assert_int_equal(audit_append(&w->c, &e), ERR_OK);
    }
    assert_int_equal(db_commit(w->c.db), ERR_OK);
}

static void faults_are_found(void **state)
{
    static const struct identity someone = { .name = STR_INIT("某人"), .claimed = STR_INIT("real") };
    struct world w;
    struct str why;
    char rm[128], dir[] = "/tmp/xiezhi-check.XXXXXX";
    int faults;

    (void)state;
    world_open(&w);
    assert_non_null(mkdtemp(dir));
    assert_int_equal(vault_create(dir, true, &why), ERR_OK);
    assert_int_equal(vault_start(&w.c.vault, dir, &why), ERR_OK);
    w.c.data_dir = dir;
    fill(&w);
    assert_int_equal(vault_seal_identity(w.c.vault, 77, &someone, w.c.now_ms - 2 * ORPHAN_AGE_MS), ERR_OK);
    char *text = said(&w, &faults);
    if (faults != 0 || strstr(text, "没有缺号") == NULL || strstr(text, "3 条等待") == NULL)
        fail_msg("%d faults in a whole database:\n%s", faults, text);
    free(text);
    no_keys(&w);
    each_is_found(&w, numbers, sizeof numbers / sizeof *numbers);
    each_is_found(&w, ties, sizeof ties / sizeof *ties);
    each_is_found(&w, others, sizeof others / sizeof *others);
    free(text = said(&w, &faults));
    assert_int_equal(faults, 0);
    vault_stop(w.c.vault);
    world_close(&w);
    snprintf(rm, sizeof rm, "rm -rf %s", dir);
    assert_int_equal(system(rm), 0);
}

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(faults_are_found) };

    if (argc > 3 && strcmp(argv[1], "vault-serve") == 0)
        return vault_serve_main(argv[2], (int)strtol(argv[3], NULL, 10));
    signal(SIGPIPE, SIG_IGN);
    return fixture_run(tests, 1);
}
