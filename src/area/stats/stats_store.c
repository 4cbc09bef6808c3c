#include "area/stats/stats_store.h"

#include <stdlib.h>
#include <string.h>

#include "db/db.h"
#include "gate/gate.h"

#define FIND_STEPS   8
#define ORGANS_SHOWN 200        /* in the chooser; others by their code in the address */
#define WORDS_MAX  256          /* registers of one organ */

/* Room for one more of `size` bytes; the arena's last allocation grows in place. */
static void *room(struct ctx *c, void *old, int n, int *cap, size_t size)
{
    if (n < *cap)
        return old;
    int more = *cap == 0 ? 64 : *cap * 2;
    void *p = old;
    if (old == NULL || !arena_extend(c->a, old, (size_t)*cap * size, (size_t)more * size)) {
        p = arena_alloc(c->a, mul_size((size_t)more, size), 16);
        if (n > 0)
            memcpy(p, old, (size_t)n * size);
    }
    *cap = more;
    return p;
}

static struct fact *fact_add(struct ctx *c, struct facts *f, enum fact_kind kind)
{
    struct fact_list *l = &f->of[kind];

    l->v = room(c, l->v, l->n, &l->cap, sizeof *l->v);
    l->v[l->n] = (struct fact){ .r = f->no_result };
    return &l->v[l->n++];
}

enum err stat_tree(struct ctx *c, int64_t root, struct date on, int64_t **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_STAT_TREE);
    int cap = 0;

    *out = NULL;
    db_bind_int(q, ":root", root);
    db_bind_date(q, ":on", on);
    for (*n = 0; db_next(q); (*n)++) {
        *out = room(c, *out, *n, &cap, sizeof **out);
        (*out)[*n] = db_int(q, 0);
    }
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

/* The same, of the rows that the viewer may see (0: all). */
static struct stmt *rows_of(struct ctx *c, enum sql_id id, const struct facts *f, int64_t organ_id)
{
    struct stmt *q = in_window(c, id, f, organ_id);

    db_bind_int(q, ":viewer", f->viewer);
    return q;
}

static struct str word(struct ctx *c, struct facts *f, struct stmt *q, int col) { return facts_word(c, f, db_str(q, col, NULL)); }

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
    struct stmt *q = rows_of(c, SQL_STAT_PETITIONS, f, organ_id);

    while (db_next(q)) {
        struct fact *x = fact_add(c, f, FACT_PETITION);
        x->id = db_int(q, 0);
        x->ref = db_int(q, 1);
        x->lead = db_int(q, 2);
        x->on = db_date(q, 3);
        x->channel = word(c, f, q, 4);
        x->source = word(c, f, q, 5);
        x->beside = db_int(q, 6);
        x->code = word(c, f, q, 7);
        x->handed = db_int(q, 8) != 0;
    }
    return db_end(q);
}

static int by_id(const void *x, const void *y)
{
    int64_t a = ((const struct fact *)x)->id, b = ((const struct fact *)y)->id;

    return a < b ? -1 : a > b;
}

enum err stat_petitions_fold(struct ctx *c, struct facts *f)
{
    struct fact_list *l = &f->of[FACT_PETITION];
    int kept = 0;

    for (int i = 0; i < l->n; i++) {
        bool first = true;
        if (l->v[i].handed)
            TRY(is_first(c, f, l->v[i].lead, l->v[i].id, &first));
        if (first)
            l->v[kept++] = l->v[i];
    }
    l->n = kept;
    if (kept > 1)
        qsort(l->v, (size_t)l->n, sizeof *l->v, by_id);
    return ERR_OK;
}

/* Parts come in the order of days, facts stand by id, which rises with the days: what is looked for stands mostly a few steps from the last. */
static struct fact *find(const struct fact_list *l, int64_t id, int *last)
{
    int lo = 0, hi = l->n - 1;

    for (int k = 0; k < FIND_STEPS && *last + k < l->n; k++)
        if (l->v[*last + k].id == id) {
            *last += k;
            return &l->v[*last];
        }
    while (lo <= hi) {
        int mid = (lo + hi) / 2;
        if (l->v[mid].id == id) {
            *last = mid;
            return &l->v[mid];
        }
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

/* Ranks are pooled: the last ones are known by their address. */
struct weights { const char *ranks[16]; int weight[16]; int n; };

static int weigh(struct ctx *c, struct str rank)
{
    const struct def_code *row = def_code(c->def, "petition_rank", rank);
    int64_t w = 0;

    return row != NULL && str_to_int(node_str(row->row, "weight"), &w) ? (int)w : -1;
}

static int weight(struct ctx *c, struct weights *w, struct str rank)
{
    for (int i = 0; i < w->n; i++)
        if (w->ranks[i] == rank.p)
            return w->weight[i];
    int found = weigh(c, rank);
    if (w->n < 16) {
        w->ranks[w->n] = rank.p;
        w->weight[w->n++] = found;
    }
    return found;
}

enum err stat_petition_parts(struct ctx *c, struct facts *f, int64_t organ_id)
{
    struct fact_list *l = &f->of[FACT_PETITION];
    struct weights w = { 0 };
    struct fact *x;
    int last = 0;

    struct stmt *q = in_window(c, SQL_STAT_PETITION_TAGS, f, organ_id);
    while (db_next(q))
        if ((x = find(l, db_int(q, 0), &last)) != NULL)
            word_add(c, &x->tags, &x->n_tags, word(c, f, q, 1));
    TRY(db_end(q));
    last = 0;
    q = in_window(c, SQL_STAT_PETITION_CONDUCT, f, organ_id);
    while (db_next(q))
        if ((x = find(l, db_int(q, 0), &last)) != NULL)
            word_add(c, &x->conduct, &x->n_conduct, word(c, f, q, 1));
    TRY(db_end(q));
    last = 0;
    q = in_window(c, SQL_STAT_PETITION_RANKS, f, organ_id);
    while (db_next(q)) {
        struct str rank = word(c, f, q, 1);
        if ((x = find(l, db_int(q, 0), &last)) != NULL && (x->rank.n == 0 || weight(c, &w, rank) > weight(c, &w, x->rank)))
            x->rank = rank;
    }
    return db_end(q);
}

/* ---- disposals, cases, results, proposals */
/* The topics of the leads' origins, fetched once for the window and laid beside each decision. */
struct origin_tags { int64_t origin; struct str *tags; int n; };

static enum err disposal_tags(struct ctx *c, struct facts *f, int64_t organ_id, int from)
{
    struct fact_list *l = &f->of[FACT_DISPOSAL];
    struct stmt *q = in_window(c, SQL_STAT_DISPOSAL_TAGS, f, organ_id);
    struct origin_tags *all = NEWS(c->a, struct origin_tags, (size_t)(l->n - from) + 1);
    int n = 0;

    while (db_next(q)) {
        int64_t origin = db_int(q, 0);
        if (n == 0 || all[n - 1].origin != origin) {
            if (n > l->n - from)
                break;                          /* more origins than decisions: cannot be */
            all[n++].origin = origin;
        }
        word_add(c, &all[n - 1].tags, &all[n - 1].n, word(c, f, q, 1));
    }
    TRY(db_end(q));
    for (int i = from; i < l->n; i++)
        for (int lo = 0, hi = n; lo < hi;) {
            int mid = (lo + hi) / 2;
            if (all[mid].origin == l->v[i].lead) {
                l->v[i].tags = all[mid].tags;
                l->v[i].n_tags = all[mid].n;
                break;
            }
            if (all[mid].origin < l->v[i].lead)
                lo = mid + 1;
            else
                hi = mid;
        }
    return ERR_OK;
}

enum err stat_disposals(struct ctx *c, struct facts *f, int64_t organ_id)
{
    struct fact_list *l = &f->of[FACT_DISPOSAL];
    struct stmt *q = rows_of(c, SQL_STAT_DISPOSALS, f, organ_id);
    int from = l->n;

    while (db_next(q)) {
        struct fact *x = fact_add(c, f, FACT_DISPOSAL);
        x->id = db_int(q, 0);
        x->ref = db_int(q, 1);
        x->beside = db_int(q, 2);
        x->lead = db_int(q, 3);
        x->on = db_date(q, 4);
        x->code = word(c, f, q, 5);
    }
    TRY(db_end(q));
    return disposal_tags(c, f, organ_id, from);
}

enum err stat_cases(struct ctx *c, struct facts *f, int64_t organ_id)
{
    struct stmt *q = rows_of(c, SQL_STAT_CASES, f, organ_id);

    while (db_next(q)) {
        struct fact *x = fact_add(c, f, FACT_CASE);
        x->id = db_int(q, 0);
        x->ref = db_int(q, 1);
        x->on = db_date(q, 2);
        x->rank = word(c, f, q, 3);
        x->is_organisation = db_int(q, 4) != 0;
    }
    return db_end(q);
}

enum err stat_results(struct ctx *c, struct facts *f, int64_t organ_id)
{
    struct stmt *q = rows_of(c, SQL_STAT_RESULTS, f, organ_id);

    while (db_next(q)) {
        struct fact *x = fact_add(c, f, FACT_RESULT);
        x->id = db_int(q, 0);
        x->ref = db_int(q, 1);
        x->on = db_date(q, 2);
        x->code = word(c, f, q, 4);
        x->is_organisation = db_int(q, 11) != 0;
        x->rank = word(c, f, q, 12);
        x->r = NEW(c->a, struct result_part);
        *x->r = (struct result_part){ .family = word(c, f, q, 3), .basis = word(c, f, q, 5), .topic = word(c, f, q, 6),
            .campaign = word(c, f, q, 7), .lead_id = db_int(q, 8), .case_id = db_int(q, 9), .person = db_int(q, 10),
            .party_member = db_int(q, 13) == 1 };
    }
    return db_end(q);
}

enum err stat_proposals(struct ctx *c, struct facts *f, int64_t organ_id)
{
    struct stmt *q = rows_of(c, SQL_STAT_PROPOSALS, f, organ_id);

    while (db_next(q)) {
        struct fact *x = fact_add(c, f, FACT_PROPOSAL);
        x->id = db_int(q, 0);
        x->ref = db_int(q, 1);
        x->on = db_date(q, 2);
        x->code = word(c, f, q, 3);
    }
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

enum err stat_lead_cases(struct ctx *c, int64_t lead, struct matter_case **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_STAT_LEAD_CASES);
    int cap = 0;

    *out = NULL;
    db_bind_int(q, ":lead_id", lead);
    for (*n = 0; db_next(q); (*n)++) {
        *out = room(c, *out, *n, &cap, sizeof **out);
        (*out)[*n] = (struct matter_case){ db_int(q, 0), db_int(q, 1), db_date(q, 2) };
    }
    return db_end(q);
}

static void id_add(struct ctx *c, struct ids *l, int *cap, int64_t id)
{
    l->v = room(c, l->v, l->n, cap, sizeof *l->v);
    l->v[l->n++] = id;
}

static enum err ids(struct ctx *c, struct stmt *q, struct ids *out)
{
    int cap = 0;

    *out = (struct ids){ 0 };
    while (db_next(q))
        id_add(c, out, &cap, db_int(q, 0));
    return db_end(q);
}

enum err stat_case_leads(struct ctx *c, int64_t case_id, struct ids *out)
{
    struct stmt *q = db_get(c->db, SQL_STAT_CASE_LEADS);

    db_bind_int(q, ":case_id", case_id);
    return ids(c, q, out);
}

enum err stat_lead_beside(struct ctx *c, const struct lead_node *l, struct ids *out)
{
    struct stmt *q = db_get(c->db, SQL_STAT_LEAD_BESIDE);

    db_bind_int(q, ":lead_id", l->lead);
    db_bind_int(q, ":origin_id", l->origin);
    return ids(c, q, out);
}

enum err stat_lead_flags(struct ctx *c, int64_t lead, struct matter_flag **out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_STAT_LEAD_FLAGS);
    int cap = 0;

    *out = NULL;
    db_bind_int(q, ":lead_id", lead);
    for (*n = 0; db_next(q); (*n)++) {
        *out = room(c, *out, *n, &cap, sizeof **out);
        (*out)[*n] = (struct matter_flag){ db_int(q, 0), db_int(q, 1) != 0, db_int(q, 2) != 0, db_int(q, 3) == 1 };
    }
    return db_end(q);
}

enum err stat_person_sanctions(struct ctx *c, const struct facts *f, int64_t person, struct ids *leads, struct ids *cases)
{
    struct stmt *q = db_get(c->db, SQL_STAT_PERSON_SANCTIONS);
    int a = 0, b = 0;

    *leads = *cases = (struct ids){ 0 };
    db_bind_int(q, ":viewer", f->viewer);
    db_bind_int(q, ":canonical_id", person);
    db_bind_date(q, ":to", f->w.to);
    while (db_next(q)) {
        id_add(c, leads, &a, db_int(q, 0));
        id_add(c, cases, &b, db_int(q, 1));
    }
    return db_end(q);
}

/* ---- what is asked */
enum err stat_published_over(struct ctx *c, int64_t organ_id, struct window w, struct published *out)
{
    struct stmt *q = db_get(c->db, SQL_STAT_PUBLISHED_OVER);

    *out = (struct published){ 0 };
    db_bind_int(q, ":organ_id", organ_id);
    db_bind_date(q, ":from", w.from);
    db_bind_date(q, ":to", w.to);
    if (db_next(q))
        *out = (struct published){ db_int(q, 0), { db_date(q, 1), db_date(q, 2) } };
    return db_end(q);
}

enum err stat_is_below(struct ctx *c, int64_t root, int64_t organ_id, struct date on, bool *found)
{
    struct stmt *q = db_get(c->db, SQL_STAT_IN_TREE);

    db_bind_int(q, ":root", root);
    db_bind_int(q, ":organ_id", organ_id);
    db_bind_date(q, ":on", on);
    *found = db_next(q);
    return db_end(q);
}

enum err stat_organs_below(struct ctx *c, int64_t root, struct date on, const struct organ **out, int *n)
{
    struct organ *all = NEWS(c->a, struct organ, ORGANS_SHOWN);
    struct stmt *q = db_get(c->db, SQL_STAT_ORGANS_BELOW);

    *n = 0;
    *out = all;
    db_bind_int(q, ":root", root);
    db_bind_date(q, ":on", on);
    while (*n < ORGANS_SHOWN && db_next(q))
        all[(*n)++] = (struct organ){ .id = db_int(q, 0), .code = db_str(q, 1, c->a), .name = db_str(q, 2, c->a) };
    return db_end(q);
}

enum err stat_latest(struct ctx *c, int64_t organ_id, struct date *last)
{
    struct stmt *q = db_get(c->db, SQL_STAT_LATEST);

    db_bind_int(q, ":organ_id", organ_id);
    *last = db_next(q) ? db_date(q, 0) : DATE_NONE;
    return db_end(q);
}

enum err stat_report_text(struct ctx *c, const struct stat_ask *ask, struct str *problems, struct str *plans, bool *found)
{
    struct stmt *q = db_get(c->db, SQL_STAT_REPORT);

    db_bind_int(q, ":organ_id", ask->organ_id);
    db_bind_date(q, ":from", ask->period.from);
    db_bind_date(q, ":to", ask->period.to);
    *found = db_next(q);
    if (*found) {
        *problems = db_str(q, 0, c->a);
        *plans = db_str(q, 1, c->a);
    }
    return db_end(q);
}

/* ---- one row behind a figure, in the viewer's scope */
enum err stat_member(struct ctx *c, const struct member *m, struct member_line *out)
{
    static const struct { const char *kind; enum sql_id sql; } rows[] = {
        { "petition", SQL_STAT_ROW_PETITION }, { "lead", SQL_STAT_ROW_LEAD }, { "case", SQL_STAT_ROW_CASE },
        { "result", SQL_STAT_ROW_RESULT }, { "proposal", SQL_STAT_ROW_PROPOSAL },
    };
    size_t i = 0;

    *out = (struct member_line){ .kind = m->kind, .on = m->on, .code = m->code };
    while (i < sizeof rows / sizeof rows[0] && !str_eq(m->kind, str_z(rows[i].kind)))
        i++;
    if (i == sizeof rows / sizeof rows[0])
        return ERR_OK;
    struct stmt *q = db_get(c->db, rows[i].sql);
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":id", m->id);
    if (db_next(q)) {
        out->visible = true;
        out->ref = db_int(q, 0);
        out->no = db_str(q, 1, c->a);
        out->subject = db_str(q, 2, c->a);
        out->on = date_is_set(m->on) ? m->on : db_date(q, 3);
        out->code = m->code.n > 0 ? m->code : db_str(q, 4, c->a);
    }
    return db_end(q);
}
