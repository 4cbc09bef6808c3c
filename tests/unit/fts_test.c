/* What the tokenizer gives, and that FTS5 finds by it every word that is in a text: names of two
 * characters, one character at the end of a run, Han beside digits. SQLite alone. */
#include "db_fixture.h"

#include "base/buf.h"
#include "db/fts_tokenizer.h"

struct seen { char text[512]; size_t n; };

/* "我举 举报" …; what takes no place of its own is put behind a '+'. */
static int note(void *arg, const struct fts_token *t)
{
    struct seen *s = arg;
    const char *between = t->same_place ? "+" : s->n > 0 ? " " : "";

    s->n += (size_t)snprintf(s->text + s->n, sizeof s->text - s->n, "%s%.*s", between, PF(t->text));
    return 0;
}

static void tokens(void **state)
{
    static const struct { const char *text, *indexed, *asked; } cases[] = {
        { "", "", "" },
        { "、。 ！", "", "" },
        { "烟", "烟", "烟" },
        { "张建国", "张建 建国+国", "张建 建国" },
        { "王五，李四", "王五+五 李四+四", "王五 李四" },
        { "改为18", "改为+为 18", "改为 18" },
        { "举报A7号", "举报+报 a7 号", "举报 a7 号" },
        { "Ａｂ＿９！x_1", "ab_9 x_1", "ab_9 x_1" },
        { "买买提·吐尔逊", "买买 买提+提 吐尔 尔逊+逊", "买买 买提 吐尔 尔逊" },
        { "二〇二〇年", "二〇 〇二 二〇 〇年+年", "二〇 〇二 二〇 〇年" },
        { "𠮷野", "𠮷野+野", "𠮷野" },
        { "\xFF张\xE5\xBC", "张", "张" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct seen indexed = { "", 0 }, asked = { "", 0 };
        assert_int_equal(fts_each(str_z(cases[i].text), false, note, &indexed), 0);
        assert_int_equal(fts_each(str_z(cases[i].text), true, note, &asked), 0);
        assert_string_equal(indexed.text, cases[i].indexed);
        assert_string_equal(asked.text, cases[i].asked);
    }
}

static int stop_at_second(void *arg, const struct fts_token *t)
{
    (void)t;
    return ++*(int *)arg == 2 ? 77 : 0;
}

static void the_receiver_may_stop(void **state)
{
    int n = 0;

    (void)state;
    assert_int_equal(fts_each(STR("张建国的事18"), false, stop_at_second, &n), 77);
    assert_int_equal(n, 2);
}

static void a_long_word_is_cut(void **state)
{
    char word[200];
    struct seen s = { "", 0 };

    (void)state;
    memset(word, 'a', sizeof word);
    fts_each((struct str){ word, sizeof word }, false, note, &s);
    assert_int_equal(s.n, 64);
}

static int check_offsets(void *arg, const struct fts_token *t)
{
    const struct str *text = arg;

    assert_true(t->from < t->to && t->to <= text->n);
    assert_true(str_eq((struct str){ text->p + t->from, t->to - t->from }, t->text));
    return 0;
}

static void offsets_are_those_of_the_text(void **state)
{
    struct str text = STR("我，张建国18的a7、烟");

    (void)state;
    assert_int_equal(fts_each(text, false, check_offsets, &text), 0);
}

/* ------------------------------------------------------------------ recall */
static const char *const syllables[] = { "张", "王", "李", "建", "国", "军", "村", "的", "烟", "酒",
    "1", "8", "2020", "A7", "，", "、", "。\n" };
#define SYLLABLES (sizeof syllables / sizeof *syllables)
#define DOCS 400

static uint64_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

static struct str random_text(struct arena *a, uint64_t *seed, int n, size_t choice)
{
    struct buf b = buf_new(a, 4096);

    for (int i = 0; i < n; i++)
        buf_add(&b, str_z(syllables[next_random(seed) % choice]));
    return str_copy(a, buf_str(&b));
}

static int64_t count(struct fixture *f, const char *sql, struct str v)
{
    struct stmt *q = fixture_sql(f, f->db, sql);

    stmt_bind_at(q, 0, (struct value){ .type = VALUE_TEXT, .s = v });
    int64_t n = db_next(q) ? db_int(q, 0) : -1;
    assert_int_equal(db_end(q), ERR_OK);
    return n;
}

static void fill(struct fixture *f, uint64_t *seed)
{
    assert_int_equal(db_exec(f->db,
                         "CREATE TABLE doc (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;"
                         "CREATE VIRTUAL TABLE found USING fts5 (body, content='doc', "
                         "content_rowid='id', tokenize='bigram', prefix='1');"),
        ERR_OK);
    for (int i = 0; i < DOCS; i++) {
        struct stmt *q = fixture_sql(f, f->db, "INSERT INTO doc (id, body) VALUES (?1, ?2)");
        stmt_bind_at(q, 0, (struct value){ .type = VALUE_INT, .i = i });
        stmt_bind_at(q, 1,
            (struct value){ .type = VALUE_TEXT, .s = random_text(&f->a, seed, 60, SYLLABLES) });
        assert_int_equal(db_run(q, NULL), ERR_OK);
    }
    assert_int_equal(db_exec(f->db, "INSERT INTO found (found) VALUES ('rebuild')"), ERR_OK);
}

/* Words of one to four Han: none is missed. What is found beyond them is 建国，国军 for 建国军,
 * and rare. */
static void every_word_is_found(void **state)
{
    uint64_t seed = 20200630;
    struct fixture f = fixture_empty();
    int64_t hits = 0, more = 0;

    (void)state;
    fill(&f, &seed);
    for (int i = 0; i < 300; i++) {
        struct str word = random_text(&f.a, &seed, 1 + i % 4, 10);
        struct str phrase = str_fmt(&f.a, "\"%.*s\" *", PF(word));
        int64_t want = count(&f, "SELECT count(*) FROM doc WHERE instr(body, ?1) > 0", word);
        int64_t got = count(&f, "SELECT count(*) FROM found WHERE found MATCH ?1", phrase);
        assert_int_equal(count(&f, "SELECT count(*) FROM doc WHERE instr(body, ?1) > 0 AND id IN "
            "(SELECT rowid FROM found WHERE found MATCH '\"' || ?1 || '\" *')", word), want);
        hits += want;
        more += got - want;
    }
    assert_true(hits > 1000);
    assert_true(more * 100 < hits);
    fixture_close(&f);
}

static void han_beside_digits_is_found(void **state)
{
    static const struct { struct str text; const char *word; int found; } cases[] = {
        { STR_INIT("金额改为18万元"), "改为18", 1 },
        { STR_INIT("金额改为18万元"), "为18", 1 },
        { STR_INIT("金额改为18万元"), "18万", 1 },
        { STR_INIT("金额改为18万元"), "18万元", 1 },
        { STR_INIT("金额改为18万元"), "改18", 0 },
        { STR_INIT("举报A7号楼"), "举报a7", 1 },
        { STR_INIT("举报Ａ７号楼"), "a7号楼", 1 },
        { STR_INIT("在2020年"), "2020", 1 },
        { STR_INIT("在2020年"), "202", 1 },
    };
    struct fixture f = fixture_empty();

    (void)state;
    assert_int_equal(
        db_exec(
            f.db, "CREATE VIRTUAL TABLE found USING fts5 (body, tokenize='bigram', prefix='1');"),
        ERR_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct stmt *q = fixture_sql(&f, f.db, "INSERT INTO found (body) VALUES (?1)");
        stmt_bind_at(q, 0, (struct value){ .type = VALUE_TEXT, .s = cases[i].text });
        assert_int_equal(db_run(q, NULL), ERR_OK);
        assert_int_equal(count(&f, "SELECT count(*) FROM found WHERE found MATCH ?1",
                             str_fmt(&f.a, "\"%s\" *", cases[i].word)),
            cases[i].found);
        assert_int_equal(db_exec(f.db, "DELETE FROM found"), ERR_OK);
    }
    fixture_close(&f);
}

/* The searched words are content: an error of FTS5 names them, our log does not. A reader's
 * connection has the tokenizer too. */
static void a_reader_searches_and_a_bad_query_is_an_error(void **state)
{
    struct fixture f = fixture_empty();
    struct db *reader;

    (void)state;
    assert_int_equal(
        db_exec(f.db,
            "CREATE VIRTUAL TABLE found USING fts5 (body, tokenize='bigram', prefix='1');"
            "INSERT INTO found (body) VALUES ('张建国')"),
        ERR_OK);
    reader = fixture_connect(&f, DB_READ);
    assert_int_equal(
        fixture_int(&f, reader, "SELECT count(*) FROM found WHERE found MATCH '建国'"), 1);
    struct stmt *q = fixture_sql(&f, reader, "SELECT count(*) FROM found WHERE found MATCH '\"'");
    assert_false(db_next(q));
    assert_int_equal(db_end(q), ERR_BUG);
    db_close(reader);
    fixture_close(&f);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens),
        cmocka_unit_test(the_receiver_may_stop),
        cmocka_unit_test(a_long_word_is_cut),
        cmocka_unit_test(offsets_are_those_of_the_text),
        cmocka_unit_test(every_word_is_found),
        cmocka_unit_test(han_beside_digits_is_found),
        cmocka_unit_test(a_reader_searches_and_a_bad_query_is_an_error),
    };

    log_quiet(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
