#include "area/intake/petition_store.h"

#include <sodium.h>

#include "base/utf8.h"
#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"

struct str petition_body_fold(struct arena *a, struct str body)
{
    unsigned char h[crypto_hash_sha256_BYTES];
    struct str fold = text_fold(a, body);

    if (fold.n == 0)
        return STR("");
    crypto_hash_sha256(h, (const unsigned char *)fold.p, fold.n);
    return str_hex(a, h, sizeof h);
}

/* The columns that registration and editing share. */
static void bind_typed(struct ctx *c, struct stmt *q, const struct petition_new *n, struct str body_fold)
{
    db_bind_opt(q, ":old_no", n->old_no);
    db_bind_date(q, ":received_on", n->received_on);
    db_bind_str(q, ":channel", n->channel);
    db_bind_str(q, ":source", n->source);
    db_bind_id(q, ":source_organ_id", n->source_organ_id);
    db_bind_str(q, ":source_organ", n->source_organ);
    db_bind_opt(q, ":sender_no", n->sender_no);
    db_bind_opt(q, ":class", n->class);
    db_bind_opt(q, ":conduct", n->n_conduct > 0 ? n->conduct[0] : STR(""));
    db_bind_str(q, ":subject", n->subject);
    db_bind_str(q, ":body", n->body);
    db_bind_str(q, ":body_fold", body_fold);
    db_bind_str(q, ":place", n->place);
    db_bind_str(q, ":place_fold", text_fold(c->a, n->place));
    db_bind_str(q, ":person", n->n_persons > 0 ? n->persons[0].name : STR(""));
    db_bind_opt(q, ":rank", n->n_persons > 0 ? n->persons[0].rank : STR(""));
}

enum err petition_store_add(struct ctx *c, const struct petition_new *n, const struct petition_row *r)
{
    int64_t added = 0;
    struct stmt *q = db_get(c->db, SQL_PETITION_ADD);

    bind_typed(c, q, n, r->body_fold);
    db_bind_int(q, ":id", r->id);
    db_bind_int(q, ":ref", r->ref);
    db_bind_str(q, ":no", r->no);
    db_bind_int(q, ":organ_id", r->organ_id);
    db_bind_int(q, ":office_id", r->office_id);
    db_bind_int(q, ":origin_id", r->id);
    db_bind_date(q, ":registered_on", n->registered_on);
    db_bind_id(q, ":received_at_ms", n->received_at_ms);
    db_bind_str(q, ":reply", n->reply);
    db_bind_id(q, ":replied_at_ms", n->replied_at_ms);
    db_bind_opt(q, ":imported_key", n->imported_key);
    db_bind_str(q, ":state", r->state);
    db_bind_int(q, ":workflow", r->workflow);
    db_bind_id(q, ":repeat_of", n->repeat_of);
    db_bind_int(q, ":made_by", c->who->id);
    db_bind_int(q, ":made_at_ms", c->now_ms);
    TRY(db_run(q, &added));
    return added == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_petition_imported_again, n->imported_key);
}

enum err petition_store_edit(struct ctx *c, const struct petition *p, const struct petition_new *n, struct str body_fold)
{
    int64_t changed = 0;
    struct stmt *q = db_get(c->db, SQL_PETITION_EDIT);

    bind_typed(c, q, n, body_fold);
    db_bind_int(q, ":id", p->id);
    db_bind_int(q, ":rev", p->rev);
    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_flow_conflict);
}

static enum err person_add(struct ctx *c, int64_t id, int ord, const struct reported *r)
{
    struct stmt *q = db_get(c->db, SQL_PETITION_PERSON_ADD);

    db_bind_int(q, ":id", rand_id(c->rand, c->now_ms));
    db_bind_int(q, ":petition_id", id);
    db_bind_int(q, ":ord", ord);
    db_bind_id(q, ":person_id", r->person_id);
    db_bind_str(q, ":name", r->name);
    db_bind_str(q, ":name_fold", text_fold(c->a, r->name));
    db_bind_str(q, ":unit", r->unit);
    db_bind_str(q, ":unit_fold", text_fold(c->a, r->unit));
    db_bind_str(q, ":post", r->post);
    db_bind_opt(q, ":rank", r->rank);
    return db_run(q, NULL);
}

static enum err word_add(struct ctx *c, enum sql_id sql, const char *column, int64_t id, struct str word)
{
    struct stmt *q = db_get(c->db, sql);

    db_bind_int(q, ":petition_id", id);
    db_bind_str(q, column, word);
    return db_run(q, NULL);
}

enum err petition_store_parts(struct ctx *c, int64_t id, const struct petition_new *n)
{
    for (int i = 0; i < n->n_persons; i++)
        TRY(person_add(c, id, i, &n->persons[i]));
    for (int i = 0; i < n->n_topics; i++)
        TRY(word_add(c, SQL_PETITION_TAG_ADD, ":topic", id, n->topics[i]));
    for (int i = 0; i < n->n_conduct; i++)
        TRY(word_add(c, SQL_PETITION_CONDUCT_ADD, ":conduct", id, n->conduct[i]));
    return extra_keep(c, STR("petition"), id, &n->extra);
}

enum err petition_store_parts_clear(struct ctx *c, int64_t id)
{
    static const enum sql_id all[] = { SQL_PETITION_PERSONS_CLEAR, SQL_PETITION_TAGS_CLEAR, SQL_PETITION_CONDUCT_CLEAR };

    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        struct stmt *q = db_get(c->db, all[i]);
        db_bind_int(q, ":petition_id", id);
        TRY(db_run(q, NULL));
    }
    return ERR_OK;
}

static void read_row(struct stmt *q, struct arena *a, struct petition *p)
{
    *p = (struct petition){ .id = db_int(q, 0), .ref = db_int(q, 1), .no = db_str(q, 2, a), .old_no = db_str(q, 3, a),
        .organ_id = db_int(q, 4), .office_id = db_int(q, 5), .assignee_id = db_int(q, 6), .origin_id = db_int(q, 7),
        .registered_on = db_date(q, 8), .received_on = db_date(q, 9), .channel = db_str(q, 10, a), .source = db_str(q, 11, a),
        .source_organ_id = db_int(q, 12), .sender_no = db_str(q, 13, a), .class = db_str(q, 14, a), .subject = db_str(q, 15, a),
        .body = db_str(q, 16, a), .place = db_str(q, 17, a), .received_at_ms = db_int(q, 18), .reply = db_str(q, 19, a),
        .replied_at_ms = db_int(q, 20), .state = db_str(q, 21, a), .workflow = (int)db_int(q, 22), .repeat_of = db_int(q, 23),
        .due_on = db_date(q, 24), .voided = db_int(q, 25) != 0, .void_reason = db_str(q, 26, a), .rev = db_int(q, 27),
        .organ_name = db_str(q, 28, a), .office_name = db_str(q, 29, a), .assignee_name = db_str(q, 30, a),
        .source_name = db_null(q, 31) ? db_str(q, 32, a) : db_str(q, 31, a), .source_organ = db_str(q, 32, a), .made_by = db_int(q, 33) };
}

static enum err load_words(struct ctx *c, enum sql_id sql, int64_t id, struct str *out, int *n)
{
    struct stmt *q = db_get(c->db, sql);

    db_bind_int(q, ":petition_id", id);
    while (*n < TAGS_MAX && db_next(q))
        out[(*n)++] = db_str(q, 0, c->a);
    return db_end(q);
}

static enum err load_persons(struct ctx *c, struct petition *p)
{
    struct stmt *q = db_get(c->db, SQL_PETITION_PERSONS);

    db_bind_int(q, ":petition_id", p->id);
    while (p->n_persons < REPORTED_MAX && db_next(q))
        p->persons[p->n_persons++] = (struct reported){ db_str(q, 0, c->a), db_str(q, 1, c->a), db_str(q, 2, c->a),
            db_str(q, 3, c->a), db_int(q, 4) };
    return db_end(q);
}

enum err petition_store_load(struct ctx *c, int64_t ref, struct petition *out)
{
    struct stmt *q = db_get(c->db, SQL_PETITION_BY_REF);

    *out = (struct petition){ 0 };
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":ref", ref);
    if (db_next(q))
        read_row(q, c->a, out);
    TRY(db_end(q));
    if (out->id == 0)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(load_persons(c, out));
    TRY(load_words(c, SQL_PETITION_TAGS, out->id, out->topics, &out->n_topics));
    TRY(load_words(c, SQL_PETITION_CONDUCTS, out->id, out->conduct, &out->n_conduct));
    return extra_load(c, STR("petition"), out->id, &out->extra);
}

static void read_repeats(struct stmt *q, struct arena *a, struct repeat *out, int max, int *n, bool text)
{
    while (db_next(q)) {
        struct repeat r = { db_int(q, 0), db_int(q, 1), db_str(q, 2, a), db_str(q, 3, a), db_str(q, 4, a), db_date(q, 5),
            text, !text };
        int k = 0;
        while (k < *n && out[k].id != r.id)
            k++;
        if (k < *n)
            out[k].same_person = out[k].same_person || r.same_person;
        else if (*n < max)
            out[(*n)++] = r;
    }
}

enum err petition_store_same_text(struct ctx *c, struct str fold, int64_t except, struct repeat *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PETITION_SAME_TEXT);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_str(q, ":body_fold", fold);
    db_bind_int(q, ":except_id", except);
    read_repeats(q, c->a, out, max, n, true);
    return db_end(q);
}

enum err petition_store_same_person(struct ctx *c, const struct reported *r, struct str place, int64_t except,
    struct repeat *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PETITION_SAME_PERSON);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_str(q, ":name_fold", text_fold(c->a, r->name));
    db_bind_str(q, ":unit_fold", text_fold(c->a, r->unit));
    db_bind_str(q, ":place_fold", text_fold(c->a, place));
    db_bind_int(q, ":except_id", except);
    read_repeats(q, c->a, out, max, n, false);
    return db_end(q);
}

static enum err swap_done(struct ctx *c, struct stmt *q)
{
    int64_t changed = 0;

    TRY(db_run(q, &changed));
    return changed == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_flow_conflict);
}

enum err petition_store_join(struct ctx *c, const struct petition *p, int64_t earlier_id)
{
    struct stmt *q = db_get(c->db, SQL_PETITION_JOIN);

    db_bind_int(q, ":id", p->id);
    db_bind_int(q, ":rev", p->rev);
    db_bind_id(q, ":repeat_of", earlier_id);
    return swap_done(c, q);
}

enum err petition_store_void(struct ctx *c, const struct petition *p, struct str reason)
{
    struct stmt *q = db_get(c->db, SQL_PETITION_VOID);

    db_bind_int(q, ":id", p->id);
    db_bind_int(q, ":rev", p->rev);
    db_bind_str(q, ":reason", reason);
    return swap_done(c, q);
}

enum err petition_store_assign(struct ctx *c, const struct petition *p, int64_t office_id, int64_t user_id, struct date due_on)
{
    struct stmt *q = db_get(c->db, SQL_PETITION_ASSIGN);

    db_bind_int(q, ":id", p->id);
    db_bind_int(q, ":rev", p->rev);
    db_bind_int(q, ":office_id", office_id);
    db_bind_id(q, ":assignee_id", user_id);
    db_bind_date(q, ":due_on", due_on);
    return swap_done(c, q);
}

enum err petition_store_key_known(struct ctx *c, int64_t organ_id, struct str key, struct str *no)
{
    struct stmt *q = db_get(c->db, SQL_PETITION_KEY_KNOWN);

    *no = STR("");
    db_bind_int(q, ":organ_id", organ_id);
    db_bind_str(q, ":imported_key", key);
    if (db_next(q))
        *no = db_str(q, 0, c->a);
    return db_end(q);
}

enum err petition_store_joined(struct ctx *c, int64_t head_id, struct repeat *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_PETITION_JOINED);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":head_id", head_id);
    read_repeats(q, c->a, out, max, n, false);
    return db_end(q);
}

enum err petition_store_has_repeats(struct ctx *c, int64_t id, bool *has)
{
    struct stmt *q = db_get(c->db, SQL_PETITION_HAS_REPEATS);

    db_bind_int(q, ":id", id);
    *has = db_next(q) && db_int(q, 0) > 0;
    return db_end(q);
}

enum err petition_store_restore(struct ctx *c, const struct petition *p)
{
    struct stmt *q = db_get(c->db, SQL_PETITION_RESTORE);

    db_bind_int(q, ":id", p->id);
    db_bind_int(q, ":rev", p->rev);
    db_bind_int(q, ":office_id", p->office_id);
    db_bind_id(q, ":assignee_id", p->assignee_id);
    db_bind_date(q, ":due_on", p->due_on);
    db_bind_id(q, ":repeat_of", p->repeat_of);
    return swap_done(c, q);
}

enum err petition_store_before(struct ctx *c, int64_t id, int64_t rev, struct str body)
{
    struct stmt *q = db_get(c->db, SQL_BEFORE_ADD);

    db_bind_str(q, ":kind", STR("petition"));
    db_bind_int(q, ":record_id", id);
    db_bind_int(q, ":rev", rev);
    db_bind_str(q, ":body", body);
    return db_run(q, NULL);
}

enum err petition_store_before_load(struct ctx *c, int64_t id, int64_t rev, struct str *body)
{
    struct stmt *q = db_get(c->db, SQL_BEFORE_LOAD);

    *body = STR("");
    db_bind_str(q, ":kind", STR("petition"));
    db_bind_int(q, ":record_id", id);
    db_bind_int(q, ":rev", rev);
    if (db_next(q))
        *body = db_str(q, 0, c->a);
    return db_end(q);
}

/* The sender that a name or code means; there are a few dozen organs, and names are compared without blanks. */
enum err petition_store_organ(struct ctx *c, struct str typed, int64_t *id)
{
    struct str want = text_fold(c->a, typed);
    struct stmt *q = db_get(c->db, SQL_ORGAN_MEANT);

    *id = 0;
    while (db_next(q))
        if (want.n > 0 && (str_eq(text_fold(c->a, db_str(q, 1, c->a)), want) || str_eq(db_str(q, 2, c->a), want)))
            *id = db_int(q, 0);
    return db_end(q);
}
