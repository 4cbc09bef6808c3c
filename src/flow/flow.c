#include "flow/flow.h"

#include <string.h>

#include "db/db.h"
#include "gate/gate.h"
#include "gen/text.h"
#include "page/html.h"

static const struct flow_guard *guards;
static int guards_n;

void flow_guards(const struct flow_guard *g, int n)
{
    guards = g;
    guards_n = n;
}

static const struct flow_guard *guard_find(struct str kind, struct str name)
{
    for (int i = 0; i < guards_n; i++)
        if (str_eq(str_z(guards[i].name), name) && str_eq(str_z(guards[i].kind), kind))
            return &guards[i];
    return NULL;
}

static bool guard_used(const struct def *d, const struct flow_guard *g)
{
    for (int w = 0; w < d->n_workflows; w++)
        for (int m = 0; m < d->workflows[w].n_moves; m++)
            if (str_eq(d->workflows[w].kind, str_z(g->kind)) && str_eq(d->workflows[w].moves[m].guard, str_z(g->name)))
                return true;
    return false;
}

const char *flow_guards_fault(const struct def *d)
{
    for (int w = 0; w < d->n_workflows; w++)
        for (int m = 0; m < d->workflows[w].n_moves; m++) {
            struct str name = d->workflows[w].moves[m].guard;
            if (name.n > 0 && guard_find(d->workflows[w].kind, name) == NULL)
                return name.p;
        }
    for (int i = 0; i < guards_n; i++)
        if (!guard_used(d, &guards[i]))
            return guards[i].name;
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

static enum err swap(struct ctx *c, const struct flow_record *r, struct str to)
{
    static const struct { const char *kind; enum sql_id id; } table[] = {
        { "petition", SQL_FLOW_PETITION }, { "lead", SQL_FLOW_LEAD }, { "disposal", SQL_FLOW_DISPOSAL },
        { "case", SQL_FLOW_CASE }, { "result", SQL_FLOW_RESULT }, { "proposal", SQL_FLOW_PROPOSAL },
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
        return changed == 1 ? ERR_OK : refuse(c, ERR_CONFLICT, T_flow_conflict);
    }
    return ERR_BUG;
}

struct event_row { struct str kind, name, from, to, note; int64_t record_id; };

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
    return db_run(q, NULL);
}

/* What is no move changed the words of the record: the search index hears of it. */
enum err flow_event(struct ctx *c, struct str kind, int64_t id, struct str name, struct str note)
{
    struct event_row e = { .kind = kind, .name = name, .note = note, .record_id = id };
    int64_t event_id;

    TRY(event_add(c, &e, &event_id));
    struct stmt *q = db_get(c->db, SQL_OUTBOX_ADD);
    db_bind_int(q, ":id", event_id);
    db_bind_str(q, ":topic", STR("search"));
    db_bind_str(q, ":kind", kind);
    db_bind_int(q, ":record_id", id);
    db_bind_int(q, ":at_ms", c->now_ms);
    return db_run(q, NULL);
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
    const struct flow_guard *g = m->guard.n > 0 ? guard_find(r->kind, m->guard) : NULL;
    return g != NULL ? g->check(c, r) : ERR_OK;
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
            .user = db_str(q, 4, c->a), .at_ms = db_int(q, 5), .note = db_str(q, 6, c->a), .undone = !db_null(q, 7),
            .label = event_label(c, kind, name, w) };
    }
    return db_end(q);
}

/* The last event, when it is a move of this user that nothing followed. */
static enum err last_move(struct ctx *c, const struct flow_record *r, int64_t *event_id, struct str *name, struct str *from)
{
    struct stmt *q = db_get(c->db, SQL_EVENT_LIST);
    bool own = false;

    db_bind_str(q, ":kind", r->kind);
    db_bind_int(q, ":record_id", r->id);
    if (db_next(q)) {
        own = db_int(q, 8) == c->who->id && db_null(q, 7);
        *event_id = db_int(q, 0);
        *name = db_str(q, 1, c->a);
        *from = db_str(q, 2, c->a);
        own = own && str_eq(db_str(q, 3, c->a), r->state);
    }
    TRY(db_end(q));
    return own ? ERR_OK : refuse(c, ERR_MOVE, T_flow_no_undo);
}

enum err flow_undo(struct ctx *c, struct flow_record *r)
{
    const struct def_workflow *w = def_workflow_version(c->def, r->kind, r->workflow);
    struct str name, from;
    int64_t event_id = 0, undo_id;

    TRY(last_move(c, r, &event_id, &name, &from));
    const struct def_move *m = w != NULL ? def_move(w, from, name) : NULL;
    if (m == NULL || !m->undoable)
        return refuse(c, ERR_MOVE, T_flow_no_undo);
    TRY(swap(c, r, from));
    struct event_row e = { r->kind, STR("undo"), r->state, from, name, r->id };
    TRY(event_add(c, &e, &undo_id));
    struct stmt *q = db_get(c->db, SQL_EVENT_UNDONE);
    db_bind_int(q, ":id", event_id);
    db_bind_int(q, ":undone_by", undo_id);
    r->state = from;
    r->rev++;
    return db_one(q);
}

struct str flow_state_label(struct ctx *c, const struct flow_record *r)
{
    const struct def_workflow *w = def_workflow_version(c->def, r->kind, r->workflow);
    const struct def_state *s = w != NULL ? def_state(w, r->state) : NULL;

    return s == NULL ? r->state : c->lang == LANG_EN ? s->en : s->zh;
}
