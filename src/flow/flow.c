#include "flow/flow.h"

#include <string.h>

#include "base/buf.h"
#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"
#include "base/text.h"

#define GUARDS_MAX 32

static const struct flow_guard *guards[GUARDS_MAX];
static int guards_n;

void flow_guards(const struct flow_guard *g, int n)
{
    for (int i = 0; i < n && guards_n < GUARDS_MAX; i++)
        guards[guards_n++] = &g[i];
}

static const struct flow_guard *guard_find(struct str kind, struct str name)
{
    for (int i = 0; i < guards_n; i++)
        if (str_eq(str_z(guards[i]->name), name) && str_eq(str_z(guards[i]->kind), kind))
            return guards[i];
    return NULL;
}

static bool guard_among(struct str words, struct str name)
{
    while (words.n > 0)
        if (str_eq(str_cut(&words, ' '), name))
            return true;
    return false;
}

static bool guard_used(const struct def *d, const struct flow_guard *g)
{
    for (int w = 0; w < d->n_workflows; w++)
        for (int m = 0; m < d->workflows[w].n_moves; m++)
            if (str_eq(d->workflows[w].kind, str_z(g->kind)) && guard_among(d->workflows[w].moves[m].guard, str_z(g->name)))
                return true;
    return false;
}

const char *flow_guards_fault(const struct def *d)
{
    for (int w = 0; w < d->n_workflows; w++)
        for (int m = 0; m < d->workflows[w].n_moves; m++) {
            struct str names = d->workflows[w].moves[m].guard;
            while (names.n > 0) {
                struct str name = str_cut(&names, ' ');
                if (guard_find(d->workflows[w].kind, name) == NULL)
                    return name.p;
            }
        }
    for (int i = 0; i < guards_n; i++)
        if (!guard_used(d, guards[i]))
            return guards[i]->name;
    return NULL;
}

enum err flow_open(struct ctx *c, struct str kind, struct date opened_on, struct str *state, int *version)
{
    const struct def_workflow *w = def_workflow(c->def, kind, opened_on);

    if (w == NULL)
        return refuse(c, ERR_DEF, T_flow_none, kind);
    *state = w->states[0].name;
    *version = w->version;
    return ERR_OK;
}

/* Only a disposal's state stands elsewhere too. */
enum err flow_stands(struct ctx *c, struct str kind, int64_t id)
{
    if (!str_eq(kind, STR("disposal")))
        return ERR_OK;
    struct stmt *q = db_get(c->db, SQL_FLOW_DISPOSAL_STANDS);
    db_bind_int(q, ":id", id);
    return db_one(q);
}

static enum err swap(struct ctx *c, const struct flow_record *r, struct str to)
{
    static const struct { const char *kind; enum sql_id id; } table[] = {
        { "petition", SQL_FLOW_PETITION }, { "lead", SQL_FLOW_LEAD }, { "disposal", SQL_FLOW_DISPOSAL },
        { "case", SQL_FLOW_CASE }, { "result", SQL_FLOW_RESULT }, { "proposal", SQL_FLOW_PROPOSAL },
        { "envelope", SQL_FLOW_ENVELOPE },
    };
    int64_t changed = 0;

    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        if (!str_eq(r->kind, str_z(table[i].kind)))
            continue;
        struct stmt *q = db_get(c->db, table[i].id);
        db_bind_int(q, ":id", r->id);
        db_bind_str(q, ":from", r->state);
        db_bind_int(q, ":rev", r->rev);
        db_bind_str(q, ":to", to);
        TRY(db_run(q, &changed));
        return changed == 1 ? flow_stands(c, r->kind, r->id) : refuse(c, ERR_CONFLICT, T_flow_conflict);
    }
    return ERR_BUG;
}

struct event_row { struct str kind, name, from, to, note; int64_t record_id; };

/* The search index hears of every event: what is found, and under which state and office, follows the record. */
static enum err outbox_add(struct ctx *c, struct str kind, int64_t record_id, int64_t id)
{
    struct stmt *q = db_get(c->db, SQL_OUTBOX_ADD);

    db_bind_int(q, ":id", id);
    db_bind_str(q, ":topic", STR("search"));
    db_bind_str(q, ":kind", kind);
    db_bind_int(q, ":record_id", record_id);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_run(q, NULL);
}

static enum err event_add(struct ctx *c, const struct event_row *e, int64_t *id)
{
    struct stmt *q = db_get(c->db, SQL_EVENT_ADD);

    *id = rand_id(c->rand, c->now_ms);
    db_bind_int(q, ":id", *id);
    db_bind_str(q, ":kind", e->kind);
    db_bind_int(q, ":record_id", e->record_id);
    db_bind_str(q, ":name", e->name);
    db_bind_str(q, ":from_state", e->from);
    db_bind_str(q, ":to_state", e->to);
    db_bind_int(q, ":user_id", c->who->id);
    db_bind_int(q, ":at_ms", c->now_ms);
    db_bind_str(q, ":note", e->note);
    TRY(db_run(q, NULL));
    return outbox_add(c, e->kind, e->record_id, *id);
}

struct str flow_note(struct ctx *c, const struct str *parts, size_t n)
{
    struct buf b = buf_new(c->a, 4096);

    for (size_t i = 0; i < n; i++) {
        if (parts[i].n > 0 && b.n > 0)
            buf_lit(&b, " · ");
        buf_add(&b, parts[i]);
    }
    return buf_str(&b);
}

enum err flow_indexed(struct ctx *c, struct str kind, int64_t id) { return outbox_add(c, kind, id, rand_id(c->rand, c->now_ms)); }

enum err flow_event(struct ctx *c, struct str kind, int64_t id, struct str name, struct str note)
{
    struct event_row e = { .kind = kind, .name = name, .note = note, .record_id = id };
    int64_t event_id;

    return event_add(c, &e, &event_id);
}

/* May this move be made by this user now: the one place that all of it is asked. */
static enum err move_check(struct ctx *c, const struct flow_record *r, const struct def_move *m)
{
    enum perm p;

    if (!perm_find(m->perm, &p))
        return refuse(c, ERR_DEF, T_flow_none, m->name);
    TRY(gate(c, p));
    if (m->four_eyes && r->proposer == c->who->id)
        return refuse(c, ERR_FORBIDDEN, T_flow_four_eyes);
    for (struct str names = m->guard; names.n > 0;) {
        struct str name = str_cut(&names, ' ');
        const struct flow_guard *g = guard_find(r->kind, name);
        if (g == NULL)
            return refuse(c, ERR_DEF, T_flow_none, name);
        TRY(g->check(c, r));
    }
    return ERR_OK;
}

enum err flow_acted(struct ctx *c, const struct flow_record *r, struct str names, bool *acted)
{
    struct stmt *q = db_get(c->db, SQL_EVENT_BY);

    *acted = false;
    db_bind_str(q, ":kind", r->kind);
    db_bind_int(q, ":record_id", r->id);
    db_bind_int(q, ":user_id", c->who->id);
    while (db_next(q))
        *acted = *acted || guard_among(names, db_str(q, 0, c->a));
    return db_end(q);
}

enum err flow_move(struct ctx *c, struct flow_record *r, struct str move, struct str note, const struct def_move **taken)
{
    const struct def_workflow *w = def_workflow_version(c->def, r->kind, r->workflow);
    const struct def_move *m = w != NULL ? def_move(w, r->state, move) : NULL;
    int64_t event_id;

    if (m == NULL)
        return refuse(c, ERR_MOVE, T_flow_no_move, move, r->state);
    TRY(move_check(c, r, m));
    TRY(swap(c, r, m->to));
    struct event_row e = { r->kind, m->name, m->from, m->to, note, r->id };
    TRY(event_add(c, &e, &event_id));
    r->state = m->to;
    r->rev++;
    if (taken != NULL)
        *taken = m;
    return ERR_OK;
}

enum err flow_follow(struct ctx *c, struct flow_record *r, struct str move)
{
    const struct def_workflow *w = def_workflow_version(c->def, r->kind, r->workflow);
    const struct def_move *m = w != NULL ? def_move(w, r->state, move) : NULL;
    int64_t event_id;

    if (m == NULL)
        return refuse(c, ERR_MOVE, T_flow_no_move, move, r->state);
    TRY(swap(c, r, m->to));
    struct event_row e = { r->kind, m->name, m->from, m->to, STR(""), r->id };
    TRY(event_add(c, &e, &event_id));
    r->state = m->to;
    r->rev++;
    return ERR_OK;
}

enum err flow_choices(struct ctx *c, const struct flow_record *r, struct flow_choice **out, int *n)
{
    const struct def_workflow *w = def_workflow_version(c->def, r->kind, r->workflow);

    *n = 0;
    if (w == NULL)
        return refuse(c, ERR_DEF, T_flow_none, r->kind);
    *out = NEWS(c->a, struct flow_choice, (size_t)w->n_moves + 1);
    for (int i = 0; i < w->n_moves; i++) {
        if (!str_eq(w->moves[i].from, r->state))
            continue;
        struct ctx trial = *c;          /* a refusal here is an answer, not the call's own */
        trial.why_id = 0;
        enum err e = move_check(&trial, r, &w->moves[i]);
        if (e == ERR_BUG || e == ERR_BUSY || e == ERR_GONE)
            return e;
        struct str why = e == ERR_OK ? STR("") : refusal_text(&trial, e);
        (*out)[(*n)++] = (struct flow_choice){ &w->moves[i], e == ERR_OK, why };
    }
    return ERR_OK;
}

static struct str event_label(struct ctx *c, struct str kind, struct str name, const struct def_workflow *w)
{
    int id;

    for (int i = 0; w != NULL && i < w->n_moves; i++)
        if (str_eq(w->moves[i].name, name))
            return c->lang == LANG_EN ? w->moves[i].en : w->moves[i].zh;
    (void)kind;
    return text_find(str_join(c->a, STR("event."), name), &id) ? text_of(c->lang, id) : name;
}

enum err flow_history(struct ctx *c, struct str kind, int64_t id, struct flow_step **out, int *n)
{
    const struct def_workflow *w = def_workflow(c->def, kind, date_of_ms(c->now_ms));
    struct stmt *q = db_get(c->db, SQL_EVENT_LIST);
    int room = 0;

    *n = 0;
    db_bind_str(q, ":kind", kind);
    db_bind_int(q, ":record_id", id);
    while (db_next(q)) {
        if (*n == room) {
            struct flow_step *more = NEWS(c->a, struct flow_step, (size_t)room * 2 + 16);
            if (room > 0)
                memcpy(more, *out, (size_t)room * sizeof *more);
            *out = more;
            room = room * 2 + 16;
        }
        struct str name = db_str(q, 1, c->a);
        (*out)[(*n)++] = (struct flow_step){ .id = db_int(q, 0), .name = name, .from = db_str(q, 2, c->a), .to = db_str(q, 3, c->a),
            .user = db_str(q, 4, c->a), .at_ms = db_int(q, 5), .user_id = db_int(q, 8), .note = db_str(q, 6, c->a), .undone = !db_null(q, 7),
            .label = event_label(c, kind, name, w) };
    }
    return db_end(q);
}

enum err flow_last(struct ctx *c, const struct flow_record *r, struct flow_last *out)
{
    const struct def_workflow *w = def_workflow_version(c->def, r->kind, r->workflow);
    struct stmt *q = db_get(c->db, SQL_EVENT_LIST);
    struct str from = STR(""), to = STR("");

    *out = (struct flow_last){ .name = STR(""), .user = STR("") };
    db_bind_str(q, ":kind", r->kind);
    db_bind_int(q, ":record_id", r->id);
    if (db_next(q)) {
        *out = (struct flow_last){ .id = db_int(q, 0), .name = db_str(q, 1, c->a), .user = db_str(q, 4, c->a), .at_ms = db_int(q, 5),
            .own = db_int(q, 8) == c->who->id && db_null(q, 7) };
        from = db_str(q, 2, c->a);
        to = db_str(q, 3, c->a);
    }
    TRY(db_end(q));
    const struct def_move *m = w != NULL && to.n > 0 ? def_move(w, from, out->name) : NULL;
    out->undoable = out->own && m != NULL && m->undoable && str_eq(to, r->state);
    return ERR_OK;
}

static enum err mark_undone(struct ctx *c, int64_t event_id, int64_t undo_id)
{
    struct stmt *q = db_get(c->db, SQL_EVENT_UNDONE);

    db_bind_int(q, ":id", event_id);
    db_bind_int(q, ":undone_by", undo_id);
    return db_one(q);
}

enum err flow_take_back(struct ctx *c, const struct flow_record *r, const struct flow_last *last)
{
    struct event_row e = { .kind = r->kind, .name = STR("undo"), .note = flow_event_label(c, r, last->name), .record_id = r->id };
    int64_t undo_id;

    if (!last->own)
        return refuse(c, ERR_MOVE, T_flow_no_undo);
    TRY(event_add(c, &e, &undo_id));
    return mark_undone(c, last->id, undo_id);
}

enum err flow_undo(struct ctx *c, struct flow_record *r)
{
    const struct def_workflow *w = def_workflow_version(c->def, r->kind, r->workflow);
    struct flow_step *steps = NULL;
    struct flow_last last;
    int64_t undo_id;
    int n;

    TRY(flow_last(c, r, &last));
    if (!last.undoable)
        return refuse(c, ERR_MOVE, T_flow_no_undo);
    TRY(flow_history(c, r->kind, r->id, &steps, &n));
    struct str from = steps[0].from;
    TRY(swap(c, r, from));
    struct event_row e = { r->kind, STR("undo"), r->state, from, event_label(c, r->kind, last.name, w), r->id };
    TRY(event_add(c, &e, &undo_id));
    r->state = from;
    r->rev++;
    return mark_undone(c, last.id, undo_id);
}

struct str flow_event_label(struct ctx *c, const struct flow_record *r, struct str name)
{
    return event_label(c, r->kind, name, def_workflow_version(c->def, r->kind, r->workflow));
}

struct str flow_state_label(struct ctx *c, const struct flow_record *r)
{
    const struct def_workflow *w = def_workflow_version(c->def, r->kind, r->workflow);
    const struct def_state *s = w != NULL ? def_state(w, r->state) : NULL;

    return s == NULL ? r->state : c->lang == LANG_EN ? s->en : s->zh;
}
