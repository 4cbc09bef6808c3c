/* migrate.c - the numbered files of sql/, each applied once, all that are new in one transaction.
 *
 * One text serves both databases. For SQLite every CREATE TABLE becomes STRICT; for PostgreSQL a
 * closed list of words is mapped: INTEGER -> BIGINT, BLOB -> BYTEA, and in the definition of a
 * table TEXT -> TEXT COLLATE "C", so that both sort and compare by bytes. Only words in capitals
 * are types; a column may be called text. What exists on one database only stands between two
 * lines:
 *     -- only: sqlite     (or pg)
 *     -- end
 */
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "db/db_int.h"
#include "gen/embed.h"

#define FILE_MAX ((size_t)1 << 20)      /* one migration, translated */

/* ------------------------------------------------------------------ the dialect */
struct translation {
    enum db_kind kind;
    struct str in;
    size_t at;
    struct buf out;
    struct str first, second;           /* words that begin the statement */
    char last;                          /* last character that is no blank and in no comment */
};

static bool in_table(const struct translation *t)
{
    return (str_eq(t->first, STR("CREATE")) || str_eq(t->first, STR("ALTER")))
        && str_eq(t->second, STR("TABLE"));
}

static bool is_word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static struct str pg_word(const struct translation *t, struct str word)
{
    if (str_eq(word, STR("INTEGER")))
        return STR("BIGINT");
    if (str_eq(word, STR("BLOB")))
        return STR("BYTEA");
    return str_eq(word, STR("TEXT")) && in_table(t) ? STR("TEXT COLLATE \"C\"") : word;
}

static void put_word(struct translation *t)
{
    struct str word = str_from(t->in, t->at);
    size_t n = 0;

    while (n < word.n && is_word_char(word.p[n]))
        n++;
    word = str_head(word, n);
    t->at += n;
    t->last = word.p[n - 1];
    buf_add(&t->out, t->kind == DB_PG ? pg_word(t, word) : word);
    if (t->first.n == 0)
        t->first = word;
    else if (t->second.n == 0)
        t->second = word;
}

/* A text, a quoted name or a comment: as it stands, with what closes it. */
static void put_through(struct translation *t, char close)
{
    size_t from = t->at++;

    while (t->at < t->in.n && t->in.p[t->at] != close)
        t->at++;
    t->at += t->at < t->in.n;
    buf_add(&t->out, str_head(str_from(t->in, from), t->at - from));
}

static void put_end(struct translation *t)
{
    if (t->kind == DB_SQLITE && str_eq(t->first, STR("CREATE")) && str_eq(t->second, STR("TABLE")))
        buf_add(&t->out, t->last == ')' ? STR(" STRICT") : STR(", STRICT"));
    t->first = t->second = STR("");
}

static void skip_line(struct translation *t)
{
    const char *end = memchr(t->in.p + t->at, '\n', t->in.n - t->at);

    t->at = end == NULL ? t->in.n : (size_t)(end - t->in.p) + 1;
}

static bool line_starts(const struct translation *t, struct str head)
{
    return (t->at == 0 || t->in.p[t->at - 1] == '\n') && str_starts(str_from(t->in, t->at), head);
}

/* At "-- only: X": goes on behind this line when X is meant for us, else behind the block's end. */
static void enter_only(struct translation *t)
{
    bool pg = line_starts(t, STR("-- only: pg\n")), lite = line_starts(t, STR("-- only: sqlite\n"));
    bool ours = t->kind == DB_PG ? pg : lite;

    if (!pg && !lite)
        t->out.overflow = true;         /* a misspelt name would leave the block out everywhere */
    skip_line(t);
    while (!ours && t->at < t->in.n && !line_starts(t, STR("-- end\n")))
        skip_line(t);
}

static void put_next(struct translation *t)
{
    char c = t->in.p[t->at];

    if (line_starts(t, STR("-- only: "))) {
        enter_only(t);
    } else if (c == '-' && t->at + 1 < t->in.n && t->in.p[t->at + 1] == '-') {
        put_through(t, '\n');
    } else if (c == '\'' || c == '"') {
        put_through(t, c);
        t->last = c;
    } else if (is_word_char(c)) {
        put_word(t);
    } else {
        if (c == ';')
            put_end(t);
        if (c != ' ' && c != '\n')
            t->last = c;
        buf_char(&t->out, c);
        t->at++;
    }
}

struct str migrate_translate(struct arena *a, enum db_kind kind, struct str sql)
{
    struct translation t = {
        .kind = kind, .in = sql, .out = buf_new(a, FILE_MAX), .first = STR(""), .second = STR("")
    };

    while (t.at < sql.n)
        put_next(&t);
    buf_char(&t.out, '\0');
    return t.out.overflow ? STR("") : buf_str(&t.out);
}

/* ------------------------------------------------------------------ the files */
/* Number of a file of this folder ("sql/", "sql/portal/"), 0 = none of it. */
static int number_of(const struct embedded *f, struct str folder)
{
    struct str name = str_z(f->name);
    int64_t n = 0;

    if (!str_starts(name, folder) || !str_ends(name, STR(".sql")))
        return 0;
    name = str_from(name, folder.n);
    if (name.n < 5 || name.p[4] != '_')
        return 0;
    return str_to_int(str_head(name, 4), &n) ? (int)n : 0;
}

static int newest(struct str folder)
{
    int most = 0;

    for (int i = 0; i < embedded_n; i++)
        if (number_of(&embedded_files[i], folder) > most)
            most = number_of(&embedded_files[i], folder);
    return most;
}

int db_schema_version(void) { return newest(STR("sql/")); }

static enum err apply(struct db *db, struct arena *a, struct str folder, int version, int64_t now_ms)
{
    const struct embedded *f = NULL;

    for (int i = 0; i < embedded_n; i++)
        if (number_of(&embedded_files[i], folder) == version)
            f = &embedded_files[i];
    struct str sql = STR("");
    if (f != NULL)
        sql = migrate_translate(a, db->kind, (struct str){ (const char *)f->p, f->n });
    if (sql.n == 0) {
        log_line(
            LOG_ERROR, "migration %d: missing, too long, or only for what nobody knows", version);
        return ERR_BUG;
    }
    TRY(db_exec(db, sql.p));
    struct stmt *q = db_get(db, SQL_SCHEMA_APPLIED);
    db_bind_int(q, ":version", version);
    db_bind_int(q, ":now", now_ms);
    TRY(db_one(q));
    log_line(LOG_INFO, "schema %d applied: %s", version, f->name);
    return ERR_OK;
}

static enum err number(struct db *db, enum sql_id id, int *out)
{
    struct stmt *q = db_get(db, id);

    *out = db_next(q) ? (int)db_int(q, 0) : 0;
    return db_end(q);
}

static enum err current_version(struct db *db, int *out)
{
    int known = 0;

    *out = 0;
    TRY(db_run(db_get(db, SQL_SCHEMA_LOCK), NULL));
    TRY(number(db, SQL_SCHEMA_KNOWN, &known));
    return known == 0 ? ERR_OK : number(db, SQL_SCHEMA_VERSION, out);
}

static enum err foreign_keys_hold(struct db *db)
{
    struct stmt *q;

    if (db->kind != DB_SQLITE)
        return ERR_OK;
    q = db_prepare_text(db, STR("PRAGMA foreign_key_check"));
    bool broken = db_next(q);
    TRY(db_end(q));
    if (broken)
        log_line(LOG_ERROR, "a migration left a reference to a row that is not there");
    return broken ? ERR_BUG : ERR_OK;
}

static enum err all_new(struct db *db, struct str folder, int64_t now_ms, struct str *why)
{
    struct arena a;
    int version = 0;
    enum err e = ERR_OK;

    TRY(current_version(db, &version));
    if (version > newest(folder)) {
        log_line(LOG_ERROR, "the database has schema %d, this program knows %d", version,
            newest(folder));
        *why = STR("the database was written by a newer version of the program");
        return ERR_NEWER;
    }
    if (version == newest(folder))
        return ERR_OK;
    arena_open(&a, 8 * FILE_MAX);
    for (version++; version <= newest(folder) && e == ERR_OK; version++) {
        arena_reset(&a);
        e = apply(db, &a, folder, version, now_ms);
    }
    arena_close(&a);
    return e == ERR_OK ? foreign_keys_hold(db) : e;
}

/* SQLite rebuilds a table by copy and rename, during which references point nowhere: they are
 * checked once at the end. The switch has no effect inside a transaction. */
static void foreign_keys(struct db *db, const char *sql)
{
    if (db->kind == DB_SQLITE && db->ops->exec(db, sql) != ERR_OK)
        log_line(LOG_ERROR, "foreign keys could not be switched");
}

enum err db_migrate(struct db *db, int64_t now_ms, struct str *why)
{
    return db_migrate_in(db, "sql/", now_ms, why);
}

enum err db_migrate_in(struct db *db, const char *folder, int64_t now_ms, struct str *why)
{
    struct str unheard;
    enum err e;

    why = why == NULL ? &unheard : why;
    *why = STR("the schema of the database could not be brought up to date");
    foreign_keys(db, "PRAGMA foreign_keys = OFF");
    e = db_begin(db, DB_WRITE);
    if (e == ERR_OK) {
        e = all_new(db, str_z(folder), now_ms, why);
        if (e == ERR_OK)
            e = db_commit(db);
        if (e != ERR_OK)
            db_rollback(db);
    }
    foreign_keys(db, "PRAGMA foreign_keys = ON");
    if (e == ERR_OK)
        *why = STR("");
    return e;
}
