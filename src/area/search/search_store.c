#include "area/search/search_store.h"

#include "base/buf.h"
#include "db/db.h"
#include "gate/gate.h"

#define LOOKED_AT_MAX 5000              /* rows compared word by word in one question */
#define KEPT_MS       ((int64_t)12 * 3600 * 1000)
#define ORGANS_MAX    512

static const struct { const char *kind; enum sql_id row; } rows[] = {
    { "petition", SQL_SEARCH_ROW_PETITION }, { "lead", SQL_SEARCH_ROW_LEAD }, { "case", SQL_SEARCH_ROW_CASE },
    { "person", SQL_SEARCH_ROW_PERSON },
};

bool search_store_exact(const struct search_sql *s)
{
    for (int i = 0; i < s->n_words; i++)
        if (!s->words[i].exact || (s->numbers && s->words[i].number.n > 0))
            return false;
    return true;
}

static void bind_common(struct ctx *c, struct stmt *q, const struct search_sql *s, int top)
{
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":petition", (s->kinds & 1) != 0);
    db_bind_int(q, ":lead", (s->kinds & 2) != 0);
    db_bind_int(q, ":case", (s->kinds & 4) != 0);
    db_bind_int(q, ":person", (s->kinds & 8) != 0);
    db_bind_str(q, ":state", s->state);
    db_bind_int(q, ":organ_id", s->organ_id);
    db_bind_int(q, ":low", s->low);
    db_bind_int(q, ":high", s->high);
    db_bind_int(q, ":top", top);
}

static struct stmt *ask_sqlite(struct ctx *c, const struct search_sql *s, bool exact, int top)
{
    struct stmt *q = db_get(c->db, exact ? SQL_SEARCH_HITS : SQL_SEARCH_HITS_TEXT);

    bind_common(c, q, s, top);
    db_bind_str(q, ":match", match_text(c->a, s->words, s->n_words, s->numbers, s->tags));
    return q;
}

static struct stmt *ask_pg(struct ctx *c, const struct search_sql *s, int top)
{
    struct stmt *q = db_get(c->db, SQL_SEARCH_HITS_PG);
    struct buf grams = buf_new(c->a, 65536), words = buf_new(c->a, 65536), numbers = buf_new(c->a, 65536);

    for (int i = 0; i < s->n_words; i++) {
        buf_add(&grams, i > 0 ? STR(" ") : STR(""));
        buf_add(&grams, grams_of(c->a, s->words[i].is.text, true));
        buf_add(&words, i > 0 ? STR("\n") : STR(""));
        buf_add(&words, s->words[i].is.text);
        buf_add(&numbers, i > 0 ? STR("\n") : STR(""));
        buf_add(&numbers, s->numbers ? s->words[i].number.text : STR(""));
    }
    bind_common(c, q, s, top);
    db_bind_str(q, ":grams", buf_str(&grams));
    db_bind_str(q, ":words", buf_str(&words));
    db_bind_str(q, ":numbers", buf_str(&numbers));
    return q;
}

static bool every_word_in(const struct search_sql *s, struct str body, struct str num)
{
    for (int i = 0; i < s->n_words; i++)
        if (!form_in(body, &s->words[i].is) && !(s->numbers && s->words[i].number.n > 0 && form_in(num, &s->words[i].number)))
            return false;
    return true;
}

static struct str own_kind(struct str kind)
{
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (str_eq(kind, str_z(rows[i].kind)))
            return str_z(rows[i].kind);
    return STR("");
}

/* A phrase of the index passes over marks (国，国 is found by 国国): where that could be, the text itself decides. */
enum err search_store_keys(struct ctx *c, const struct search_sql *s, int top, struct search_key *out, int *n, int64_t *on)
{
    bool pg = db_kind(c->db) == DB_PG, exact = !pg && search_store_exact(s);
    int most = pg || exact ? top : LOOKED_AT_MAX, seen = 0;
    struct stmt *q = pg ? ask_pg(c, s, most) : ask_sqlite(c, s, exact, most);

    *n = 0;
    for (*on = 0; *n < top && db_next(q); seen++) {
        *on = db_int(q, 0);
        if (exact || every_word_in(s, db_str(q, 3, NULL), db_str(q, 4, c->a)))
            out[(*n)++] = (struct search_key){ own_kind(db_str(q, 1, NULL)), *on, db_int(q, 2) };
    }
    if (*n == top || seen < most)
        *on = 0;
    return db_end(q);
}

static enum err piece(struct ctx *c, const struct search_sql *s, int64_t doc, struct hit *h)
{
    struct stmt *q = db_get(c->db, SQL_SEARCH_BODY);

    db_bind_int(q, ":id", doc);
    if (db_next(q)) {
        struct str text = db_str(q, 0, c->a);
        if (str_starts(text, h->title))
            text = str_trim(str_from(text, h->title.n));        /* it stands above already */
        h->marks = snippet(c->a, text, s->words, s->n_words, &h->n_marks);
    }
    h->heads = marked(c->a, h->title, s->words, s->n_words, &h->n_heads);
    return db_end(q);
}

enum err search_store_row(struct ctx *c, const struct search_sql *s, const struct search_key *k, struct found *out)
{
    struct hit *h = &out->hits[out->n];
    struct stmt *q = NULL;

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (str_eq(k->kind, str_z(rows[i].kind)))
            q = db_get(c->db, rows[i].row);
    if (q == NULL)
        return ERR_BUG;
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":id", k->id);
    bool there = db_next(q);
    if (there)
        *h = (struct hit){ .kind = k->kind, .ref = db_int(q, 0), .no = c->who->register_scope ? db_str(q, 1, c->a) : STR(""),
            .title = db_str(q, 2, c->a), .state = db_str(q, 3, c->a), .workflow = (int)db_int(q, 4),
            .on = db_date(q, 5), .person = db_str(q, 6, c->a), .doc = k->doc };
    TRY(db_end(q));
    if (!there)
        return ERR_OK;
    out->n++;
    return piece(c, s, k->doc, h);
}

static enum err ids_read(struct stmt *q, int64_t *ids, int max, int *n)
{
    while (*n <= max && db_next(q))
        ids[(*n)++] = db_int(q, 0);
    return db_end(q);
}

enum err search_store_waiting(struct ctx *c, struct str kind, int64_t *ids, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_SEARCH_WAITING_OF);

    db_bind_str(q, ":kind", kind);
    db_bind_int(q, ":top", max + 1);
    return ids_read(q, ids, max, n);
}

enum err search_store_candidates(struct ctx *c, struct str kind, const struct word *w, int64_t *ids, int max, int *n)
{
    bool pg = db_kind(c->db) == DB_PG, most = str_eq(kind, STR("petition"));       /* of the index: their tag would be walked for nothing */
    struct stmt *q = db_get(c->db, pg ? SQL_SEARCH_CANDIDATES_PG : SQL_SEARCH_CANDIDATES);

    db_bind_str(q, ":kind", kind);
    db_bind_int(q, ":top", max + 1 - *n);
    if (pg)
        db_bind_str(q, ":grams", grams_of(c->a, w->is.text, true));
    else
        db_bind_str(q, ":match", match_pieces(c->a, w, most ? STR("") : str_fmt(c->a, "\"zk%.*s\"", PF(kind))));
    return ids_read(q, ids, max, n);
}

enum err search_store_scope(struct ctx *c, int64_t pairs[][2], int max, int *n, bool *lacks)
{
    struct stmt *q = db_get(c->db, SQL_SEARCH_SCOPE_LACKS);

    db_bind_int(q, ":viewer", c->who->id);
    *lacks = !db_next(q) || db_int(q, 0) > 0;
    TRY(db_end(q));
    q = db_get(c->db, SQL_SEARCH_SCOPE);
    db_bind_int(q, ":viewer", c->who->id);
    for (*n = 0; *n < max && db_next(q); (*n)++) {
        pairs[*n][0] = db_int(q, 0);
        pairs[*n][1] = db_int(q, 1);
    }
    return db_end(q);
}

enum err search_store_organs(struct ctx *c, struct search_organ **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_SEARCH_ORGANS);

    *out = NEWS(c->a, struct search_organ, ORGANS_MAX);
    db_bind_int(q, ":viewer", c->who->id);
    for (*n = 0; *n < ORGANS_MAX && db_next(q); (*n)++)
        (*out)[*n] = (struct search_organ){ db_str(q, 0, c->a), db_str(q, 1, c->a), db_int(q, 2) };
    return db_end(q);
}

enum err search_store_lag(struct ctx *c, int64_t *ms)
{
    struct stmt *q = db_get(c->db, SQL_SEARCH_LAG);
    int64_t at = db_next(q) ? db_int(q, 0) : 0;

    *ms = at == 0 ? 0 : c->now_ms > at ? c->now_ms - at : 1;
    return db_end(q);
}

enum err search_store_keep(struct ctx *c, int64_t ref, const struct search_ask *ask)
{
    struct stmt *q = db_get(c->db, SQL_SEARCH_ASKED_SWEEP);

    db_bind_int(q, ":before", c->now_ms - KEPT_MS);
    TRY(db_run(q, NULL));
    q = db_get(c->db, SQL_SEARCH_ASKED_ADD);
    db_bind_int(q, ":ref", ref);
    db_bind_int(q, ":user_id", c->who->id);
    db_bind_str(q, ":words", ask->words);
    db_bind_str(q, ":kind", ask->kind);
    db_bind_str(q, ":state", ask->state);
    db_bind_str(q, ":organ", ask->organ);
    db_bind_date(q, ":from_on", ask->from);
    db_bind_date(q, ":to_on", ask->to);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_run(q, NULL);
}

enum err search_store_kept(struct ctx *c, int64_t ref, struct search_ask *out)
{
    struct stmt *q = db_get(c->db, SQL_SEARCH_ASKED);

    *out = (struct search_ask){ 0 };
    db_bind_int(q, ":ref", ref);
    db_bind_int(q, ":user_id", c->who->id);
    if (db_next(q))
        *out = (struct search_ask){ .words = db_str(q, 0, c->a), .kind = db_str(q, 1, c->a), .state = db_str(q, 2, c->a),
            .organ = db_str(q, 3, c->a), .from = db_date(q, 4), .to = db_date(q, 5) };
    return db_end(q);
}
