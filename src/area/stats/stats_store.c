#include "area/stats/stats_store.h"

#include <stdlib.h>
#include <string.h>

#include "db/db.h"

#define ORGANS_MAX 4096         /* of one tree */
#define WORDS_MAX  64           /* tags of one row, registers of one organ */

struct fact *fact_add(struct ctx *c, struct fact_list *l)
{
    if (l->n == l->cap) {
        int cap = l->cap == 0 ? 256 : l->cap * 2;
        struct fact *v = NEWS(c->a, struct fact, (size_t)cap);
        if (l->n > 0)
            memcpy(v, l->v, (size_t)l->n * sizeof *v);
        l->v = v;
        l->cap = cap;
    }
    return &l->v[l->n++];
}

enum err stat_tree(struct ctx *c, int64_t root, struct date on, int64_t **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_STAT_TREE);

    *out = NEWS(c->a, int64_t, ORGANS_MAX);
    *n = 0;
    db_bind_int(q, ":root", root);
    db_bind_date(q, ":on", on);
    while (*n < ORGANS_MAX && db_next(q))
        (*out)[(*n)++] = db_int(q, 0);
    return db_end(q);
}

enum err stat_registers(struct ctx *c, int64_t organ_id, struct date opened_by, struct str **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_STAT_REGISTERS);

    *out = NEWS(c->a, struct str, WORDS_MAX);
    *n = 0;
    db_bind_int(q, ":organ_id", organ_id);
    while (*n < WORDS_MAX && db_next(q))
        if (date_cmp(db_date(q, 1), opened_by) <= 0)
            (*out)[(*n)++] = db_str(q, 0, c->a);
    return db_end(q);
}

enum err stat_name(struct ctx *c, int64_t organ_id, struct date on, struct str *district, struct str *account)
{
    struct stmt *q = db_get(c->db, SQL_STAT_ORGAN_NAME);

    db_bind_int(q, ":organ_id", organ_id);
    db_bind_date(q, ":on", on);
    if (db_next(q)) {
        *district = db_str(q, 0, c->a);
        *account = db_str(q, 1, c->a);
    }
    return db_end(q);
}

static struct stmt *in_window(struct ctx *c, enum sql_id id, const struct facts *f, int64_t organ_id)
{
    struct stmt *q = db_get(c->db, id);

    db_bind_int(q, ":organ_id", organ_id);
    db_bind_date(q, ":from", f->w.from);
    db_bind_date(q, ":to", f->w.to);
    return q;
}

/* ---- petitions */
/* A petition handed between organs of the scope counts once, by its first live registration there, whenever that was (G2). */
static enum err is_first(struct ctx *c, const struct facts *f, int64_t origin, int64_t id, bool *first)
{
    struct stmt *q = db_get(c->db, SQL_STAT_PETITION_ORIGIN);
    bool found = false;

    *first = true;
    db_bind_int(q, ":origin_id", origin);
    while (!found && db_next(q)) {
        if (!facts_has_organ(f, db_int(q, 1)))
            continue;
        found = true;
        *first = db_int(q, 0) == id;
    }
    return db_end(q);
}

enum err stat_petitions(struct ctx *c, struct facts *f, int64_t organ_id)
{
    struct fact_list *l = &f->of[FACT_PETITION], handed = { 0 };
    struct stmt *q = in_window(c, SQL_STAT_PETITIONS, f, organ_id);

    while (db_next(q)) {
        bool is_handed = db_int(q, 8) != 0;
        struct fact *x = fact_add(c, is_handed ? &handed : l);
        *x = (struct fact){ .id = db_int(q, 0), .ref = db_int(q, 1), .lead = db_int(q, 2), .on = db_date(q, 3),
            .channel = db_str(q, 4, c->a), .source = db_str(q, 5, c->a), .source_organ = db_int(q, 6), .code = db_str(q, 7, c->a) };
    }
    TRY(db_end(q));
    for (int i = 0; i < handed.n; i++) {
        bool first;
        TRY(is_first(c, f, handed.v[i].lead, handed.v[i].id, &first));
        if (first)
            *fact_add(c, l) = handed.v[i];
    }
    return ERR_OK;
}

static int by_id(const void *x, const void *y)
{
    int64_t a = ((const struct fact *)x)->id, b = ((const struct fact *)y)->id;

    return a < b ? -1 : a > b;
}

/* Facts of one organ are sorted by id before their parts are laid beside them. */
static struct fact *find(const struct fact_list *l, int64_t id)
{
    int lo = 0, hi = l->n - 1;

    while (lo <= hi) {
        int mid = (lo + hi) / 2;
        if (l->v[mid].id == id)
            return &l->v[mid];
        if (l->v[mid].id < id)
            lo = mid + 1;
        else
            hi = mid - 1;
    }
    return NULL;
}

static void word_add(struct ctx *c, struct str **words, int *n, struct str w)
{
    struct str *more;

    if ((*n & (*n - 1)) == 0) {                 /* room is always the next power of two */
        more = NEWS(c->a, struct str, *n == 0 ? 1 : (size_t)*n * 2);
        if (*n > 0)
            memcpy(more, *words, (size_t)*n * sizeof *more);
        *words = more;
    }
    (*words)[(*n)++] = w;
}

static int weight(struct ctx *c, struct str rank)
{
    const struct def_code *row = def_code(c->def, "petition_rank", rank);
    int64_t w = 0;

    return row != NULL && str_to_int(node_str(row->row, "weight"), &w) ? (int)w : -1;
}

enum err stat_petition_parts(struct ctx *c, struct facts *f, int64_t organ_id)
{
    struct fact_list *l = &f->of[FACT_PETITION];
    struct fact *x;

    qsort(l->v, (size_t)l->n, sizeof *l->v, by_id);
    struct stmt *q = in_window(c, SQL_STAT_PETITION_TAGS, f, organ_id);
    while (db_next(q))
        if ((x = find(l, db_int(q, 0))) != NULL)
            word_add(c, &x->tags, &x->n_tags, db_str(q, 1, c->a));
    TRY(db_end(q));
    q = in_window(c, SQL_STAT_PETITION_CONDUCT, f, organ_id);
    while (db_next(q))
        if ((x = find(l, db_int(q, 0))) != NULL)
            word_add(c, &x->conduct, &x->n_conduct, db_str(q, 1, c->a));
    TRY(db_end(q));
    q = in_window(c, SQL_STAT_PETITION_RANKS, f, organ_id);
    while (db_next(q)) {
        struct str rank = db_str(q, 1, c->a);
        if ((x = find(l, db_int(q, 0))) != NULL && (x->rank.n == 0 || weight(c, rank) > weight(c, x->rank)))
            x->rank = rank;
    }
    return db_end(q);
}

/* ---- disposals, cases, results, proposals */
enum err stat_disposals(struct ctx *c, struct facts *f, int64_t organ_id)
{
    struct fact_list *l = &f->of[FACT_DISPOSAL];
    struct stmt *q = in_window(c, SQL_STAT_DISPOSALS, f, organ_id);
    int from = l->n;

    while (db_next(q))
        *fact_add(c, l) = (struct fact){ .id = db_int(q, 0), .ref = db_int(q, 1), .lead_id = db_int(q, 2), .lead = db_int(q, 3),
            .on = db_date(q, 4), .code = db_str(q, 5, c->a) };
    TRY(db_end(q));
    for (int i = from; i < l->n; i++)
        TRY(stat_origin_tags(c, l->v[i].lead, &l->v[i].tags, &l->v[i].n_tags));
    return ERR_OK;
}

enum err stat_cases(struct ctx *c, struct facts *f, int64_t organ_id)
{
    struct stmt *q = in_window(c, SQL_STAT_CASES, f, organ_id);

    while (db_next(q))
        *fact_add(c, &f->of[FACT_CASE]) = (struct fact){ .id = db_int(q, 0), .ref = db_int(q, 1), .on = db_date(q, 2),
            .rank = db_str(q, 3, c->a), .is_organisation = db_int(q, 4) != 0 };
    return db_end(q);
}

enum err stat_results(struct ctx *c, struct facts *f, int64_t organ_id)
{
    struct stmt *q = in_window(c, SQL_STAT_RESULTS, f, organ_id);

    while (db_next(q))
        *fact_add(c, &f->of[FACT_RESULT]) = (struct fact){ .id = db_int(q, 0), .ref = db_int(q, 1), .on = db_date(q, 2),
            .family = db_str(q, 3, c->a), .code = db_str(q, 4, c->a), .basis = db_str(q, 5, c->a), .topic = db_str(q, 6, c->a),
            .campaign = db_str(q, 7, c->a), .lead_id = db_int(q, 8), .case_id = db_int(q, 9), .person = db_int(q, 10),
            .is_organisation = db_int(q, 11) != 0, .rank = db_str(q, 12, c->a), .party_member = db_int(q, 13) == 1 };
    return db_end(q);
}

enum err stat_proposals(struct ctx *c, struct facts *f, int64_t organ_id)
{
    struct stmt *q = in_window(c, SQL_STAT_PROPOSALS, f, organ_id);

    while (db_next(q))
        *fact_add(c, &f->of[FACT_PROPOSAL]) = (struct fact){ .id = db_int(q, 0), .ref = db_int(q, 1), .on = db_date(q, 2),
            .code = db_str(q, 3, c->a) };
    return db_end(q);
}

enum err stat_origin_tags(struct ctx *c, int64_t origin, struct str **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_STAT_ORIGIN_TAGS);

    db_bind_int(q, ":origin_id", origin);
    while (db_next(q))
        word_add(c, out, n, db_str(q, 0, c->a));
    return db_end(q);
}

/* ---- the graph of leads and cases */
enum err stat_lead(struct ctx *c, struct lead_node *l)
{
    struct stmt *q = db_get(c->db, SQL_STAT_LEAD);

    db_bind_int(q, ":lead_id", l->lead);
    if (db_next(q)) {
        l->origin = db_int(q, 0);
        l->voided = db_int(q, 1) != 0;
    }
    return db_end(q);
}

enum err stat_lead_cases(struct ctx *c, int64_t lead, struct matter_case *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_STAT_LEAD_CASES);

    db_bind_int(q, ":lead_id", lead);
    for (*n = 0; *n < max && db_next(q); (*n)++)
        out[*n] = (struct matter_case){ db_int(q, 0), db_int(q, 1), db_date(q, 2) };
    return db_end(q);
}

static enum err ids(struct stmt *q, int64_t *out, int max, int *n)
{
    for (*n = 0; *n < max && db_next(q); (*n)++)
        out[*n] = db_int(q, 0);
    return db_end(q);
}

enum err stat_case_leads(struct ctx *c, int64_t case_id, int64_t *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_STAT_CASE_LEADS);

    db_bind_int(q, ":case_id", case_id);
    return ids(q, out, max, n);
}

enum err stat_lead_merges(struct ctx *c, int64_t lead, int64_t *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_STAT_LEAD_MERGES);

    db_bind_int(q, ":lead_id", lead);
    return ids(q, out, max, n);
}

enum err stat_lead_flags(struct ctx *c, int64_t lead, struct matter_flag *out, int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_STAT_LEAD_FLAGS);

    db_bind_int(q, ":lead_id", lead);
    for (*n = 0; *n < max && db_next(q); (*n)++)
        out[*n] = (struct matter_flag){ db_int(q, 0), db_int(q, 1) != 0, db_int(q, 2) != 0, db_int(q, 3) == 1 };
    return db_end(q);
}

enum err stat_person_sanctions(struct ctx *c, int64_t person, struct date to, int64_t (*pairs)[2], int max, int *n)
{
    struct stmt *q = db_get(c->db, SQL_STAT_PERSON_SANCTIONS);

    db_bind_int(q, ":canonical_id", person);
    db_bind_date(q, ":to", to);
    for (*n = 0; *n < max && db_next(q); (*n)++) {
        pairs[*n][0] = db_int(q, 0);
        pairs[*n][1] = db_int(q, 1);
    }
    return db_end(q);
}
