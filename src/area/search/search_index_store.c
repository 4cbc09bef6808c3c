/* search_index_store.c - from the outbox into the index. FTS5 takes rows in the order of their key without a flush between them, so a batch is
 * worked out first, put in that order, and written last. */
#include <stdlib.h>
#include <string.h>

#include "area/search/search.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "db/db.h"

#define BATCH_MAX  256                  /* outbox rows: bounds how long the writer is held */
#define DOCS_MAX   2048                 /* records: a person brings the leads and cases that show the name */
#define BYTES_MAX  ((size_t)1 << 20)    /* of text */
#define DAY_BITS   20                   /* a million records of one day */
#define BODY_MAX   ((size_t)4 << 20)

static const struct source { const char *kind; enum sql_id of, names; } sources[] = {
    { "petition", SQL_SEARCH_OF_PETITION, SQL_SEARCH_NAMES_PETITION }, { "lead", SQL_SEARCH_OF_LEAD, SQL_SEARCH_NAMES_LEAD },
    { "case", SQL_SEARCH_OF_CASE, SQL_SEARCH_NAMES_CASE }, { "person", SQL_SEARCH_OF_PERSON, SQL_SEARCH_NAMES_PERSON },
};

struct doc {
    struct str kind, body, num, tags, state;
    int64_t id, record_id, organ_id, office_id, assignee_id;    /* id 0: not in the index */
    struct date on;
    bool placed;                        /* in this batch: no row of the day has a later place */
};
struct change { struct doc d; bool adds; int ord; };
struct batch { struct doc *docs; struct change *changes; int64_t *rows; int n_docs, n_changes, n_rows; size_t bytes; };

static const struct source *source_of(struct str kind)
{
    for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
        if (str_eq(kind, str_z(sources[i].kind)))
            return &sources[i];
    return NULL;
}

/* ---- which records */
static void note(struct batch *b, struct str kind, int64_t record_id)
{
    const struct source *s = source_of(kind);

    if (s == NULL || b->n_docs == DOCS_MAX)
        return;
    for (int i = 0; i < b->n_docs; i++)
        if (b->docs[i].record_id == record_id && str_eq(b->docs[i].kind, kind))
            return;
    b->docs[b->n_docs++] = (struct doc){ .kind = str_z(s->kind), .record_id = record_id };
}

static enum err waiting(struct ctx *c, struct batch *b)
{
    struct stmt *q = db_get(c->db, SQL_SEARCH_WAITING);
    int64_t persons[BATCH_MAX];
    int n = 0;

    db_bind_int(q, ":top", BATCH_MAX);
    while (b->n_rows < BATCH_MAX && db_next(q)) {
        struct str kind = db_str(q, 1, NULL);
        b->rows[b->n_rows++] = db_int(q, 0);
        if (str_eq(kind, STR("person")))
            persons[n++] = db_int(q, 2);
        note(b, kind, db_int(q, 2));
    }
    TRY(db_end(q));
    for (int i = 0; i < n; i++) {
        q = db_get(c->db, SQL_SEARCH_WITH_PERSON);
        db_bind_int(q, ":id", persons[i]);
        while (db_next(q))
            note(b, db_str(q, 0, NULL), db_int(q, 1));
        TRY(db_end(q));
    }
    return ERR_OK;
}

/* ---- what a record says */
/* Invisible characters are left out and a line parts the fields, so that no word runs from one into the next. */
static void say(struct buf *b, struct str s)
{
    uint32_t cp;
    size_t from = 0;

    if (s.n == 0)
        return;
    if (b->n > 0)
        buf_lit(b, "\n");
    for (size_t at = 0, took; at < s.n; at += took) {
        took = utf8_next(s, at, &cp);
        if (utf8_is_han(cp) || utf8_search_form(cp) != 0)
            continue;
        buf_add(b, (struct str){ s.p + from, at - from });
        from = at + took;
    }
    buf_add(b, str_from(s, from));
}

static void tags(struct ctx *c, struct doc *d)
{
    struct buf b = buf_new(c->a, 512);

    buf_fmt(&b, "zk%.*s zo%lld", PF(d->kind), (long long)d->organ_id);
    if (str_eq(d->kind, STR("person")))
        buf_fmt(&b, " zp%lld", (long long)d->organ_id);
    else
        buf_fmt(&b, " zf%lld zs%.*s_%.*s", (long long)d->office_id, PF(d->kind), PF(d->state));
    if (d->assignee_id != 0)
        buf_fmt(&b, " za%lld", (long long)d->assignee_id);
    d->tags = buf_str(&b);
}

/* *live: false for what is void, merged into another or not there at all. */
static enum err read_record(struct ctx *c, struct doc *d, bool *live)
{
    const struct source *s = source_of(d->kind);
    struct buf body = buf_new(c->a, BODY_MAX), num = buf_new(c->a, 4096);
    struct stmt *q = db_get(c->db, s->of);

    db_bind_int(q, ":id", d->record_id);
    *live = db_next(q) && db_int(q, 0) == 0;
    if (*live) {
        d->organ_id = db_int(q, 1);
        d->office_id = db_int(q, 2);
        d->assignee_id = db_int(q, 3);
        d->state = db_str(q, 4, c->a);
        d->on = db_null(q, 5) ? date_of_ms(rand_id_ms(d->record_id)) : db_date(q, 5);
        for (int i = 6; i < 9; i++)
            say(&num, db_str(q, i, NULL));
        for (int i = 9; i < 13; i++)
            say(&body, db_str(q, i, NULL));
    }
    TRY(db_end(q));
    if (!*live)
        return ERR_OK;
    q = db_get(c->db, s->names);
    db_bind_int(q, ":id", d->record_id);
    while (db_next(q))
        for (int i = 0; i < 3; i++)
            say(&body, db_str(q, i, NULL));
    TRY(db_end(q));
    d->body = buf_str(&body);
    d->num = buf_str(&num);
    tags(c, d);
    return body.overflow ? ERR_TOO_LARGE : ERR_OK;
}

static enum err read_indexed(struct ctx *c, struct doc *d)
{
    struct stmt *q = db_get(c->db, SQL_SEARCH_DOC);

    db_bind_str(q, ":kind", d->kind);
    db_bind_int(q, ":record_id", d->record_id);
    if (db_next(q)) {
        d->id = db_int(q, 0);
        d->body = db_str(q, 1, c->a);
        d->num = db_str(q, 2, c->a);
        d->tags = db_str(q, 3, c->a);
    }
    return db_end(q);
}

/* ---- the changes */
/* The last place of the day that this batch has given; 0: none yet. */
static int64_t placed_last(const struct batch *b, struct date on)
{
    for (int i = b->n_changes - 1; i >= 0; i--)
        if (b->changes[i].d.placed && b->changes[i].d.on.days == on.days)
            return b->changes[i].d.id;
    return 0;
}

/* The first free place of the day; those that this batch has given already are counted too. */
static enum err place(struct ctx *c, const struct batch *b, struct doc *d)
{
    int64_t low = (int64_t)d->on.days << DAY_BITS, last = placed_last(b, d->on);

    if (last == 0) {
        struct stmt *q = db_get(c->db, SQL_SEARCH_LAST_OF);
        db_bind_int(q, ":low", low);
        db_bind_int(q, ":high", low + ((int64_t)1 << DAY_BITS));
        if (db_next(q))
            last = db_int(q, 0);
        TRY(db_end(q));
    }
    d->id = last > low ? last + 1 : low + 1;
    d->placed = true;
    return ERR_OK;
}

static void change(struct batch *b, const struct doc *d, bool adds)
{
    b->changes[b->n_changes] = (struct change){ *d, adds, b->n_changes };
    b->n_changes++;
    b->bytes += d->body.n;
}

static enum err work_out(struct ctx *c, struct batch *b, const struct doc *which)
{
    struct doc was = *which, is = *which;
    bool live;

    TRY(read_indexed(c, &was));
    TRY(read_record(c, &is, &live));
    if (live && was.id != 0 && str_eq(was.body, is.body) && str_eq(was.num, is.num) && str_eq(was.tags, is.tags)
        && is.on.days == was.id >> DAY_BITS)
        return ERR_OK;
    if (was.id != 0)
        change(b, &was, false);
    if (!live)
        return ERR_OK;
    is.id = was.id;
    if (was.id == 0 || is.on.days != was.id >> DAY_BITS)
        TRY(place(c, b, &is));
    change(b, &is, true);
    return ERR_OK;
}

static enum err with_id(struct ctx *c, enum sql_id sql, int64_t id)
{
    struct stmt *q = db_get(c->db, sql);

    db_bind_int(q, ":id", id);
    return db_run(q, NULL);
}

static enum err with_text(struct ctx *c, enum sql_id sql, const struct doc *d)
{
    struct stmt *q = db_get(c->db, sql);

    db_bind_int(q, ":id", d->id);
    db_bind_str(q, ":body", d->body);
    db_bind_str(q, ":num", d->num);
    db_bind_str(q, ":tags", d->tags);
    return db_run(q, NULL);
}

static enum err drop(struct ctx *c, const struct doc *d)
{
    if (db_kind(c->db) == DB_SQLITE)
        TRY(with_text(c, SQL_SEARCH_FTS_DROP, d));
    return with_id(c, SQL_SEARCH_TEXT_DROP, d->id);
}

static enum err grams_set(struct ctx *c, const struct doc *d)
{
    struct stmt *q = db_get(c->db, SQL_SEARCH_GRAMS_SET);

    db_bind_int(q, ":id", d->id);
    db_bind_str(q, ":fold", text_search_form(c->a, d->body));
    db_bind_str(q, ":num_fold", text_search_form(c->a, d->num));
    db_bind_str(q, ":grams", grams_of(c->a, str_fmt(c->a, "%.*s\n%.*s", PF(d->body), PF(d->num)), false));
    return db_run(q, NULL);
}

static enum err add(struct ctx *c, const struct doc *d)
{
    struct stmt *q = db_get(c->db, SQL_SEARCH_DOC_ADD);

    db_bind_int(q, ":id", d->id);
    db_bind_str(q, ":kind", d->kind);
    db_bind_int(q, ":record_id", d->record_id);
    db_bind_int(q, ":organ_id", d->organ_id);
    db_bind_int(q, ":office_id", d->office_id);
    db_bind_id(q, ":assignee_id", d->assignee_id);
    db_bind_str(q, ":state", d->state);
    TRY(db_run(q, NULL));
    TRY(with_text(c, SQL_SEARCH_TEXT_ADD, d));
    return db_kind(c->db) == DB_SQLITE ? with_text(c, SQL_SEARCH_FTS_ADD, d) : grams_set(c, d);
}

/* By key; what leaves a place goes before what takes it. */
static int change_order(const void *x, const void *y)
{
    const struct change *a = x, *b = y;

    if (a->d.id != b->d.id)
        return a->d.id < b->d.id ? -1 : 1;
    if (a->adds != b->adds)
        return a->adds ? 1 : -1;
    return a->ord - b->ord;
}

/* A record that moves to another day leaves its old place first: its key in search_doc is one. */
static enum err write_all(struct ctx *c, struct batch *b)
{
    qsort(b->changes, (size_t)b->n_changes, sizeof *b->changes, change_order);
    for (int i = 0; i < b->n_changes; i++)
        if (!b->changes[i].adds)
            TRY(with_id(c, SQL_SEARCH_DOC_DROP, b->changes[i].d.id));
    for (int i = 0; i < b->n_changes; i++)
        TRY(b->changes[i].adds ? add(c, &b->changes[i].d) : drop(c, &b->changes[i].d));
    for (int i = 0; i < b->n_rows; i++)
        TRY(with_id(c, SQL_SEARCH_DONE, b->rows[i]));
    return ERR_OK;
}

enum err search_index_batch(struct ctx *c, void *arg)
{
    struct batch b = { .docs = NEWS(c->a, struct doc, DOCS_MAX), .changes = NEWS(c->a, struct change, 2 * DOCS_MAX),
        .rows = NEWS(c->a, int64_t, BATCH_MAX) };
    int *taken = arg;

    *taken = 0;
    TRY(waiting(c, &b));
    for (int i = 0; i < b.n_docs; i++)
        TRY(work_out(c, &b, &b.docs[i]));
    TRY(write_all(c, &b));
    *taken = b.n_rows;
    return ERR_OK;
}
