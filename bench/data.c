/* data.c - a district of many years, written straight into the tables: what a decade leaves behind, in minutes instead of days. Texts are
 * put together from words of our own; the shares of states, channels and classes are those of the demonstration district. */
#include <sqlite3.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench.h"
#include "db/db_int.h"

#define TEXT_BYTES 4096
#define FIRST_ID   ((int64_t)1 << 33)   /* below the ids of the demonstration's own rows */
#define DAY_BITS   20

uint64_t draw(uint64_t *seed, uint64_t n)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed % n;
}

static const char *const families[] = { "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗" };
static const char *const given[] = { "建", "国", "军", "明", "华", "丽", "伟", "芳", "强", "秀", "英", "文", "平", "志", "海", "玉", "春", "晓", "永", "德",
    "福", "贵", "生", "荣", "东", "梅", "兰", "清", "新", "光" };
static const char *const towns[] = { "河口镇", "东岭镇", "柳林镇", "南塘街道", "北苑街道", "青石镇", "白沙乡", "大桥镇", "龙泉乡", "新丰镇" };
static const char *const villages[] = { "石门村", "大槐村", "新庄村", "杨树湾村", "上坪村", "下洼村", "后山村", "前进村", "三岔村", "胜利村", "红旗村", "泉水村" };
static const char *const posts[] = { "村支书", "村主任", "会计", "科员", "站长", "副镇长", "办公室主任", "文书", "出纳", "所长" };
static const char *const matters[] = { "违规领取低保", "虚报危房改造补助", "截留征地补偿款", "私分集体资金", "公车私用", "收受礼金礼品", "工程发包未经招标",
    "优亲厚友发放救助", "套取退耕还林补贴", "长期吃空饷", "在村级换届中拉票", "侵占集体林地", "挪用扶贫项目资金", "巧立名目收费", "违规操办酒席", "上班时间打牌" };
static const char *const phrases[] = { "当地群众多次反映无果", "账目长期不公开", "有村民手里的收据为证", "金额约%d万元", "涉及农户%d户", "时间在%d月前后",
    "希望上级派人核实", "知情人愿意当面说明", "村务公开栏至今没有公示", "镇里曾经答复正在调查", "有关票据保存在会计家中", "其亲属承包了这项工程",
    "补助款没有打到本人卡上", "合同上的签名不是本人所写", "资金去向没有说明", "开会时有人提出异议被压下", "至今没有给出书面答复", "请对举报人的情况保密" };
static const char *const topics[] = { "poverty", "gang", "rural", "poverty_fund" }, *const person_ranks[] = { "RK_XK", "RK_YB", "RK_NC", "RK_ZK" };
#define OF(list, seed) (list)[draw((seed), sizeof (list) / sizeof (list)[0])]

static size_t name_of(char *out, size_t max, uint64_t *seed)
{
    const char *f = OF(families, seed), *x = OF(given, seed), *y = draw(seed, 3) > 0 ? OF(given, seed) : "";

    return (size_t)snprintf(out, max, "%s%s%s", f, x, y);
}

void data_text(char *out, size_t max, uint64_t *seed)
{
    char name[32], part[256];
    size_t n;

    name_of(name, sizeof name, seed);
    n = (size_t)snprintf(out, max, "来件反映%s%s%s%s%s。", OF(towns, seed), OF(villages, seed), OF(posts, seed), name, OF(matters, seed));
    for (uint64_t i = 0, parts = 10 + draw(seed, 11); i < parts && n + 300 < max; i++) {
        const char *form = OF(phrases, seed);
        int number = 1 + (int)draw(seed, 90);
        if (strstr(form, "%d") != NULL)
            snprintf(part, sizeof part, "%.*s%d%s", (int)(strstr(form, "%d") - form), form, number, strstr(form, "%d") + 2);
        else
            snprintf(part, sizeof part, "%s", form);
        n += (size_t)snprintf(out + n, max - n, "%s%s", part, i + 1 == parts ? "。" : draw(seed, 3) > 0 ? "，" : "。");
        if (draw(seed, 5) == 0)
            n += (size_t)snprintf(out + n, max - n, "%s%s。", name, OF(matters, seed));
    }
}

/* ---- statements */
static sqlite3 *lite;

static void run(const char *sql)
{
    char *why = NULL;

    if (sqlite3_exec(lite, sql, NULL, NULL, &why) != SQLITE_OK)
        die("%s: %s", sql, why);
}

static sqlite3_stmt *prepare(const char *sql)
{
    sqlite3_stmt *s = NULL;

    if (sqlite3_prepare_v3(lite, sql, -1, SQLITE_PREPARE_PERSISTENT, &s, NULL) != SQLITE_OK)
        die("%s: %s", sql, sqlite3_errmsg(lite));
    return s;
}

/* put - binds and runs: i an int64_t, I the same with 0 for none, s a text or NULL. */
static void put(sqlite3_stmt *s, const char *types, ...)
{
    va_list v;

    va_start(v, types);
    for (int i = 0; types[i] != '\0'; i++) {
        const char *text = types[i] == 's' ? va_arg(v, const char *) : NULL;
        int64_t value = types[i] == 's' ? 0 : va_arg(v, int64_t);
        if (types[i] == 'i' || (types[i] == 'I' && value != 0))
            sqlite3_bind_int64(s, i + 1, value);
        else if (text != NULL)
            sqlite3_bind_text(s, i + 1, text, -1, SQLITE_STATIC);
        else
            sqlite3_bind_null(s, i + 1);
    }
    va_end(v);
    if (sqlite3_step(s) != SQLITE_DONE)
        die("%s: %s", sqlite3_sql(s), sqlite3_errmsg(lite));
    sqlite3_reset(s);
}

static int64_t number(const char *sql)
{
    sqlite3_stmt *s = prepare(sql);
    int64_t v = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : 0;

    sqlite3_finalize(s);
    return v;
}

/* ---- rows */
struct maker {
    sqlite3_stmt *petition, *reported, *tag, *conduct, *event, *doc, *text, *fts, *lead, *lead_person, *lead_tag, *disposal, *casefile, *case_lead,
        *result, *person, *proposal;
    int64_t organ, petition_office, supervision, investigation, clerk, officer, persons;
    uint64_t seed;
    char body[TEXT_BYTES];
};

static void prepare_all(struct maker *m)
{
    m->petition = prepare("INSERT INTO petition (id, ref, no, organ_id, office_id, assignee_id, origin_id, registered_on, received_on, channel, source,"
        " class, conduct, subject, body, body_fold, place, state, workflow, made_by, made_at_ms, person, rank)"
        " VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?1, ?6, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, 1, ?16, 1, ?17, ?18)");
    m->reported = prepare("INSERT INTO petition_person (id, petition_id, ord, name, name_fold, unit, post, rank) VALUES (?1, ?1, 0, ?2, ?2, ?3, ?4, ?5)");
    m->tag = prepare("INSERT INTO petition_tag (petition_id, topic) VALUES (?1, ?2)");
    m->conduct = prepare("INSERT INTO petition_conduct (petition_id, conduct) VALUES (?1, ?2)");
    m->event = prepare("INSERT INTO event (id, kind, record_id, name, from_state, to_state, user_id, at_ms) VALUES (?1, 'petition', ?1, 'register', '', '', 1, 1)");
    m->doc = prepare("INSERT INTO search_doc (id, kind, record_id, organ_id, office_id, assignee_id, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    m->text = prepare("INSERT INTO search_text (id, body, num, tags) VALUES (?1, ?2, ?3, ?4)");
    m->fts = prepare("INSERT INTO search_fts (rowid, body, num, tags) VALUES (?1, ?2, ?3, ?4)");
    m->lead = prepare("INSERT INTO lead (id, ref, no, organ_id, office_id, origin_id, petition_id, source, registered_on, received_on, subject, body,"
        " state, workflow, made_by, made_at_ms) VALUES (?1, ?1, ?2, ?3, ?4, ?1, ?5, ?6, ?7, ?7, ?8, ?9, ?10, 1, 1, 1)");
    m->lead_person = prepare("INSERT INTO lead_person (lead_id, person_id, rank, party_member, public_office, frozen_on, gang_related) VALUES (?1, ?2, ?3, 1, 1, ?4, ?5)");
    m->lead_tag = prepare("INSERT INTO lead_tag (lead_id, topic) VALUES (?1, ?2)");
    m->disposal = prepare("INSERT INTO disposal (id, ref, lead_id, organ_id, method, proposed_by, proposed_on, approved_by, approved_on, state, outcome, ended_on,"
        " made_at_ms) VALUES (?1, ?1, ?1, ?2, ?3, 1, ?4, 2, ?4, 'done', 'closed', ?4, 1)");
    m->casefile = prepare("INSERT INTO casefile (id, ref, no, organ_id, office_id, subject, person_id, rank, party_member, public_office, is_organisation,"
        " party_line, supervisory_line, party_filed_on, filed_on, proposed_by, proposed_on, approved_by, state, workflow, made_by, made_at_ms)"
        " VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, 1, 1, 0, 1, 0, ?8, ?8, 1, ?8, 2, ?9, 1, 1, 1)");
    m->case_lead = prepare("INSERT INTO case_lead (case_id, lead_id) VALUES (?1, ?2)");
    m->result = prepare("INSERT INTO result (id, ref, no, organ_id, family, code, person_id, lead_id, disposal_id, case_id, basis, decided_on, effective_on, counted_on,"
        " state, proposed_by, approved_by, made_at_ms) VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, '', ?9, ?9, ?9, 'approved', 1, 2, 1)");
    m->person = prepare("INSERT INTO person (id, ref, canonical_id, organ_id, name, name_sort, initials, unit, post, rank, party_member, public_office)"
        " VALUES (?1, ?1, ?1, ?2, ?3, ?3, '', ?4, ?5, ?6, 1, 1)");
    m->proposal = prepare("INSERT INTO proposal (id, ref, no, organ_id, office_id, type, unit, title, text, issued_on, state, workflow, proposed_by, made_at_ms)"
        " VALUES (?1, ?1, ?2, ?3, ?4, 'dic', ?5, '关于整改的建议', '', ?6, 'issued', 1, 1, 1)");
}

static void index_one(struct maker *m, const char *kind, int64_t id, struct date on, int64_t place, int64_t office, int64_t assignee, const char *state,
    const char *body, const char *no)
{
    char tags[300];
    int64_t doc = ((int64_t)on.days << DAY_BITS) + place;

    snprintf(tags, sizeof tags, "zk%s zo%lld zf%lld zs%s_%s", kind, (long long)m->organ, (long long)office, kind, state);
    if (assignee != 0)
        snprintf(tags + strlen(tags), sizeof tags - strlen(tags), " za%lld", (long long)assignee);
    put(m->doc, "isiiiIs", doc, kind, id, m->organ, office, assignee, state);
    put(m->text, "isss", doc, body, no, tags);
    put(m->fts, "isss", doc, body, no, tags);
}

static const char *state_now(struct maker *m, int64_t left)
{
    static const char *const ended[] = { "forwarded", "taken", "kept", "declined", "returned", "reported", "forwarded", "kept" };

    if (left < 200 || draw(&m->seed, 400) == 0)
        return "registered";
    return draw(&m->seed, 300) == 0 ? "assigned" : OF(ended, &m->seed);
}

static void case_make(struct maker *m, int64_t lead, int64_t k, int64_t person, const char *day, const char *subject)
{
    static const char *const codes[][2] = { { "party", "P_WARN" }, { "party", "P_SERIOUS" }, { "party", "P_REMOVE" }, { "gov", "G_WARN" }, { "gov", "G_DEMERIT" },
        { "party", "P_PROBATION" }, { "party", "P_EXPEL" }, { "gov", "G_DISMISS" } };
    int64_t id = FIRST_ID + k, result = FIRST_ID + 2 * k;
    char no[64];

    snprintf(no, sizeof no, "案〔%.4s〕%07lld号", day, (long long)k);
    put(m->casefile, "isiisisss", id, no, m->organ, m->investigation, subject, person, OF(person_ranks, &m->seed), day, "concluded");
    put(m->case_lead, "ii", id, lead);
    for (int i = 0; i < 2; i++) {
        uint64_t c = draw(&m->seed, sizeof codes / sizeof codes[0]);
        snprintf(no, sizeof no, "处〔%.4s〕%07lld号", day, (long long)(2 * k + i));
        put(m->result, "isissiIIs", result + i, no, m->organ, codes[c][0], codes[c][1], person, (int64_t)0, id, day);
    }
}

/* A tenth of the petitions become leads, a tenth of these cases with two results each; the others end with a first-form measure. */
static void lead_make(struct maker *m, int64_t petition, int64_t k, int64_t left, const char *day, const char *subject)
{
    static const char *const methods[] = { "inquiry", "verify", "hold", "close" }, *const firsts[] = { "F1_REMIND", "F1_CRITICISE", "F1_ADMONISH", "F1_SELFCRIT" };
    int64_t id = FIRST_ID + k, person = FIRST_ID + (int64_t)draw(&m->seed, (uint64_t)m->persons);
    char no[64];

    snprintf(no, sizeof no, "线〔%.4s〕%07lld号", day, (long long)k);
    put(m->lead, "isiiisssss", id, no, m->organ, m->supervision, petition, "petition", day, subject, m->body,
        left < 200 || draw(&m->seed, 60) == 0 ? "registered" : draw(&m->seed, 40) == 0 ? "disposing" : "closed");
    put(m->lead_person, "iissi", id, person, OF(person_ranks, &m->seed), day, (int64_t)(draw(&m->seed, 50) == 0));
    if (draw(&m->seed, 2) == 0)
        put(m->lead_tag, "is", id, OF(topics, &m->seed));
    put(m->disposal, "iiss", id, m->organ, OF(methods, &m->seed), day);
    if (k % 10 == 0)
        case_make(m, id, k / 10, person, day, subject);
    else if (k % 3 == 0)
        put(m->result, "isissiIIs", FIRST_ID * 2 + k, NULL, m->organ, "first", OF(firsts, &m->seed), person, id, (int64_t)0, day);
    if (k % 200 == 0) {
        snprintf(no, sizeof no, "建〔%.4s〕%lld号", day, (long long)k);
        put(m->proposal, "isiiss", id, no, m->organ, m->supervision, OF(towns, &m->seed), day);
    }
}

static void persons_make(struct maker *m, int64_t n)
{
    char name[32], unit[64];

    m->persons = n;
    for (int64_t i = 0; i < n; i++) {
        name_of(name, sizeof name, &m->seed);
        snprintf(unit, sizeof unit, "%s%s", OF(towns, &m->seed), OF(villages, &m->seed));
        put(m->person, "iissss", FIRST_ID + i, m->organ, name, unit, OF(posts, &m->seed), OF(person_ranks, &m->seed));
    }
}

static void ids(struct maker *m)
{
    m->organ = number("SELECT id FROM organ WHERE code = 'qy'");
    m->clerk = number("SELECT id FROM app_user WHERE login = 'clerk'");
    m->petition_office = number("SELECT o.id FROM office o JOIN organ g ON g.id = o.organ_id WHERE g.code = 'qy' AND o.code = 'petition'");
    m->supervision = number("SELECT o.id FROM office o JOIN organ g ON g.id = o.organ_id WHERE g.code = 'qy' AND o.code = 'supervision'");
    m->investigation = number("SELECT o.id FROM office o JOIN organ g ON g.id = o.organ_id WHERE g.code = 'qy' AND o.code = 'investigation'");
}

/* The demonstration's own records are left to the job. */
static void demo_reindex(struct maker *m)
{
    (void)m;
    run("INSERT INTO outbox (id, topic, kind, record_id, at_ms) SELECT e.id, 'search', e.kind, e.record_id, 1 FROM event e WHERE e.name = 'register' AND e.id > 1099511627776");
}

static void petition_make(struct maker *m, int64_t i, int64_t left, struct date on, int64_t place, const char *day)
{
    static const char *const channels[] = { "letter", "letter", "visit", "phone", "web", "web", "other" }, *const sources[] = { "own", "own", "own", "upper", "lower", "other" };
    static const char *const classes[] = { "accusation", "accusation", "accusation", "suggestion", "appeal", "out_of_scope" };
    static const char *const conducts[] = { "political", "organisational", "integrity", "mass", "work", "life", "duty" }, *const ranks[] = { "township", "general", "institution", "village", "village", "community", "other" };
    int64_t id = FIRST_ID + i, office = draw(&m->seed, 50) == 0 ? m->supervision : m->petition_office, assignee = draw(&m->seed, 12) == 0 ? m->clerk : 0;
    const char *class = OF(classes, &m->seed), *conduct = strcmp(class, "accusation") == 0 ? OF(conducts, &m->seed) : NULL, *state = state_now(m, left), *rank = OF(ranks, &m->seed);
    char no[64], name[32], unit[64], subject[200], fold[32], all[TEXT_BYTES + 400];

    data_text(m->body, sizeof m->body, &m->seed);
    name_of(name, sizeof name, &m->seed);
    snprintf(unit, sizeof unit, "%s%s", OF(towns, &m->seed), OF(villages, &m->seed));
    snprintf(no, sizeof no, "信〔%.4s〕%07lld号", day, (long long)i + 1);
    snprintf(subject, sizeof subject, "反映%s%s%s", unit, name, OF(matters, &m->seed));
    snprintf(fold, sizeof fold, "%016llx", (unsigned long long)draw(&m->seed, UINT64_MAX));
    put(m->petition, "isiiIssssssssssiss", id, no, m->organ, office, assignee, day, OF(channels, &m->seed), OF(sources, &m->seed), class, conduct, subject,
        m->body, fold, unit, state, m->clerk, name, rank);
    put(m->reported, "issss", id, name, unit, OF(posts, &m->seed), rank);
    if (draw(&m->seed, 3) == 0)
        put(m->tag, "is", id, OF(topics, &m->seed));
    if (conduct != NULL)
        put(m->conduct, "is", id, conduct);
    put(m->event, "i", id);
    snprintf(all, sizeof all, "%s\n%s\n%s\n%s\n%s", subject, m->body, unit, name, unit);
    index_one(m, "petition", id, on, place, office, assignee, state, all, no);
    if (i % 10 == 0)
        lead_make(m, id, i / 10, left, day, subject);
}

/* The day of every petition, rising; a transaction of many days, so that the log does not outgrow the table. */
static void days_make(struct maker *m, struct date from, struct date to, int64_t all)
{
    int64_t days = to.days - from.days + 1, place = 0;
    int32_t last = 0;

    for (int64_t i = 0; i < all; i++) {
        struct date on = { from.days + (int32_t)(i * days / all) };
        int y, mo, d;
        char day[DATE_TEXT_BYTES + 20];
        place = on.days == last ? place + 1 : 1;
        last = on.days;
        date_split(on, &y, &mo, &d);
        snprintf(day, sizeof day, "%04d-%02d-%02d", y, mo, d);
        petition_make(m, i, all - i, on, place, day);
        if (i % 50000 == 49999) {
            run("COMMIT; BEGIN");
            note("  %lld", (long long)i + 1);
        }
    }
}

void data_make(const char *dir, int64_t per_year, int years)
{
    struct maker m = { .seed = 20200630 };
    struct str why;
    struct db *db;
    char url[1100], path[1100];
    struct date from, to;

    snprintf(path, sizeof path, "%s/made", dir);
    if (access(path, F_OK) == 0)
        return;
    note("making %s: %lld petitions a year, %d years", dir, (long long)per_year, years);
    make_demo(dir);
    snprintf(url, sizeof url, "sqlite:%s/xiezhi.db", dir);
    sure(db_open(&db, str_z(url), DB_WRITE, &why), "open");
    lite = db->handle;
    run("DELETE FROM outbox; DELETE FROM search_doc; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -400000; BEGIN;"
        "INSERT INTO search_fts (search_fts, rank) VALUES ('automerge', 8)");
    prepare_all(&m);
    ids(&m);
    if (!date_make(2020 - years, 7, 1, &from) || !date_make(2020, 6, 30, &to))
        die("dates");
    persons_make(&m, per_year);
    days_make(&m, from, to, per_year * years);
    demo_reindex(&m);
    run("UPDATE lead SET disposal_state = 'done', disposal_method = (SELECT d.method FROM disposal d WHERE d.lead_id = lead.id) WHERE id < 1099511627776");
    run("INSERT INTO search_fts (search_fts, rank) VALUES ('automerge', 4); COMMIT; PRAGMA wal_checkpoint (TRUNCATE)");
    lite = NULL;
    db_close(db);
    FILE *f = fopen(path, "w");
    if (f == NULL || fclose(f) != 0)
        die("%s", path);
}
