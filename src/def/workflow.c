/* workflow.c - def/workflow.yaml: kind -> { zh, en, source, versions, states, moves }. A row stands once and says in which
 * versions of the law it holds (`since`, `until`; both included), so that two laws are read side by side; here
 * every version becomes a workflow of its own. A move may leave several states, and `to: same` is an act that
 * changes no state. */
#include "def/load.h"

#include <stddef.h>

#define WORKFLOWS_MAX   64
#define MOVES_MAX       256     /* of one version, after the lists of states are spread out */
#define VERSION_LAST    1000000

struct kind_head { struct str zh, en, source; const struct node *versions, *states, *moves; };
static const struct column kind_columns[] = {
    { "zh",       COL_STR,  offsetof(struct kind_head, zh),       true },
    { "en",       COL_STR,  offsetof(struct kind_head, en),       true },
    { "source",   COL_STR,  offsetof(struct kind_head, source),   true },
    { "versions", COL_NODE, offsetof(struct kind_head, versions), true },
    { "states",   COL_NODE, offsetof(struct kind_head, states),   true },
    { "moves",    COL_NODE, offsetof(struct kind_head, moves),    true },
};

struct version_row { struct str source, zh, en; struct date from, to; int version; };
static const struct column version_columns[] = {
    { "version", COL_INT,  offsetof(struct version_row, version), true  },
    { "zh",      COL_STR,  offsetof(struct version_row, zh),      true  },
    { "en",      COL_STR,  offsetof(struct version_row, en),      true  },
    { "source",  COL_STR,  offsetof(struct version_row, source),  true  },
    { "from",    COL_DATE, offsetof(struct version_row, from),    false },
    { "to",      COL_DATE, offsetof(struct version_row, to),      false },
};

struct state_row { struct def_state state; int since, until; };
static const struct column state_columns[] = {
    { "name",   COL_STR,   offsetof(struct state_row, state.name),   true  },
    { "zh",     COL_STR,   offsetof(struct state_row, state.zh),     true  },
    { "en",     COL_STR,   offsetof(struct state_row, state.en),     true  },
    { "limit",  COL_STR,   offsetof(struct state_row, state.limit),  false },
    { "source", COL_STR,   offsetof(struct state_row, state.source), true  },
    { "mark",   COL_STR,   offsetof(struct state_row, state.mark),   false },
    { "final",  COL_YESNO, offsetof(struct state_row, state.final),  false },
    { "since",  COL_INT,   offsetof(struct state_row, since),        false },
    { "until",  COL_INT,   offsetof(struct state_row, until),        false },
};

struct move_row { struct def_move move; const struct node *from; int since, until; };
static const struct column move_columns[] = {
    { "name",      COL_STR,   offsetof(struct move_row, move.name),      true  },
    { "zh",        COL_STR,   offsetof(struct move_row, move.zh),        true  },
    { "en",        COL_STR,   offsetof(struct move_row, move.en),        true  },
    { "from",      COL_NODE,  offsetof(struct move_row, from),           true  },
    { "to",        COL_STR,   offsetof(struct move_row, move.to),        true  },
    { "perm",      COL_STR,   offsetof(struct move_row, move.perm),      true  },
    { "guard",     COL_STR,   offsetof(struct move_row, move.guard),     false },
    { "document",  COL_STR,   offsetof(struct move_row, move.document),  false },
    { "form",      COL_STR,   offsetof(struct move_row, move.form),      false },
    { "source",    COL_STR,   offsetof(struct move_row, move.source),    true  },
    { "mark",      COL_STR,   offsetof(struct move_row, move.mark),      false },
    { "four_eyes", COL_YESNO, offsetof(struct move_row, move.four_eyes), false },
    { "undoable",  COL_YESNO, offsetof(struct move_row, move.undoable),  false },
    { "since",     COL_INT,   offsetof(struct move_row, since),          false },
    { "until",     COL_INT,   offsetof(struct move_row, until),          false },
};
#define READ(l, row, cols, out) row_read((l), (row), (cols), sizeof (cols) / sizeof (cols)[0], NULL, (out))

static enum err states_of(struct load *l, const struct kind_head *head, struct def_workflow *w)
{
    struct def_state *states = NEWS(l->a, struct def_state, (size_t)head->states->n);

    for (int i = 0; i < head->states->n; i++) {
        struct state_row r = { .until = VERSION_LAST };
        TRY(READ(l, &head->states->items[i], state_columns, &r));
        if (w->version < r.since || w->version > r.until)
            continue;
        for (int k = 0; k < w->n_states; k++)
            if (str_eq(states[k].name, r.state.name))
                return DEF_FAULT(l, &head->states->items[i], "the state '%.*s' stands twice", PF(r.state.name));
        states[w->n_states++] = r.state;
    }
    w->states = states;
    return ERR_OK;
}

static enum err move_put(struct load *l, const struct node *row, struct def_workflow *w, struct def_move *moves, const struct def_move *m)
{
    if (w->n_moves == MOVES_MAX)
        return DEF_FAULT(l, row, "there are more than %d moves", MOVES_MAX);
    for (int i = 0; i < w->n_moves; i++)
        if (str_eq(moves[i].name, m->name) && str_eq(moves[i].from, m->from))
            return DEF_FAULT(l, row, "the move '%.*s' from '%.*s' stands twice", PF(m->name), PF(m->from));
    if (def_state(w, m->from) == NULL)
        return DEF_FAULT(l, row, "there is no state '%.*s' in version %d", PF(m->from), w->version);
    if (def_state(w, m->to) == NULL)
        return DEF_FAULT(l, row, "there is no state '%.*s' in version %d", PF(m->to), w->version);
    moves[w->n_moves++] = *m;
    return ERR_OK;
}

static enum err move_spread(struct load *l, const struct node *row, struct def_workflow *w, struct def_move *moves)
{
    struct move_row r = { .until = VERSION_LAST };

    TRY(READ(l, row, move_columns, &r));
    if (w->version < r.since || w->version > r.until)
        return ERR_OK;
    bool one = r.from->kind == NODE_SCALAR, same = str_eq(r.move.to, STR("same"));
    if (!one)
        TRY(row_is(l, r.from, NODE_LIST, "from"));
    for (int i = 0; i < (one ? 1 : r.from->n); i++) {
        r.move.from = one ? r.from->text : r.from->items[i].text;
        if (same)
            r.move.to = r.move.from;
        TRY(move_put(l, row, w, moves, &r.move));
    }
    return ERR_OK;
}

static enum err version_load(struct load *l, struct str kind, const struct kind_head *head, const struct node *row)
{
    struct version_row v = { .from = DATE_NONE, .to = DATE_NONE };
    struct def_workflow *w = &l->d->workflows[l->d->n_workflows];

    TRY(READ(l, row, version_columns, &v));
    if (l->d->n_workflows == WORKFLOWS_MAX)
        return DEF_FAULT(l, row, "there are more than %d workflows", WORKFLOWS_MAX);
    if (def_workflow_version(l->d, kind, v.version) != NULL)
        return DEF_FAULT(l, row, "version %d stands twice", v.version);
    *w = (struct def_workflow){ .kind = kind, .zh = v.zh, .en = v.en, .version = v.version, .from = v.from, .to = v.to };
    TRY(states_of(l, head, w));
    struct def_move *moves = NEWS(l->a, struct def_move, MOVES_MAX);
    for (int i = 0; i < head->moves->n; i++)
        TRY(move_spread(l, &head->moves->items[i], w, moves));
    w->moves = moves;
    l->d->n_workflows++;
    return ERR_OK;
}

enum err workflow_load(struct load *l)
{
    const struct node *root = &l->parts[PART_WORKFLOW];

    TRY(row_is(l, root, NODE_MAP, "the file of workflows"));
    l->d->workflows = NEWS(l->a, struct def_workflow, WORKFLOWS_MAX + 1);
    for (int i = 0; i < root->n; i++) {
        struct kind_head head = { 0 };
        TRY(READ(l, &root->items[i], kind_columns, &head));
        TRY(row_is(l, head.versions, NODE_LIST, "versions"));
        TRY(row_is(l, head.states, NODE_LIST, "states"));
        TRY(row_is(l, head.moves, NODE_LIST, "moves"));
        for (int k = 0; k < head.versions->n; k++)
            TRY(version_load(l, root->keys[i], &head, &head.versions->items[k]));
    }
    return ERR_OK;
}
