/* check_flow.c - the graphs of workflow.yaml: every state is reached, every state that is not final has a way out, approval
 * takes two people, and the versions of a kind cover every day once. */
#include "def/load.h"

#define STATES_MAX 64

/* Row of the file that made this state or move, for the line number of a fault. */
static const struct node *row_of(const struct load *l, const struct def_workflow *w, const char *part, struct str name)
{
    const struct node *root = &l->parts[PART_WORKFLOW];

    for (int i = 0; i < root->n; i++) {
        const struct node *rows = str_eq(root->keys[i], w->kind) ? node_get(&root->items[i], part) : NULL;
        for (int k = 0; rows != NULL && k < rows->n; k++)
            if (str_eq(node_str(&rows->items[k], "name"), name))
                return &rows->items[k];
        if (str_eq(root->keys[i], w->kind))
            return &root->items[i];
    }
    return root;
}

static int state_index(const struct def_workflow *w, struct str name)
{
    for (int i = 0; i < w->n_states; i++)
        if (str_eq(w->states[i].name, name))
            return i;
    return 0;
}

static enum err reach_check(struct load *l, const struct def_workflow *w)
{
    bool reached[STATES_MAX] = { true }, leaves[STATES_MAX] = { false };

    if (w->n_states == 0 || w->n_states > STATES_MAX)
        return DEF_FAULT(l, row_of(l, w, "states", STR("")), "a workflow has between 1 and %d states", STATES_MAX);
    for (int round = 0; round < w->n_states; round++)
        for (int i = 0; i < w->n_moves; i++) {
            int from = state_index(w, w->moves[i].from), to = state_index(w, w->moves[i].to);
            reached[to] = reached[to] || reached[from];
            leaves[from] = leaves[from] || from != to;
        }
    for (int i = 0; i < w->n_states; i++) {
        const struct node *row = row_of(l, w, "states", w->states[i].name);
        if (!reached[i])
            return DEF_FAULT(l, row, "no move leads to the state '%.*s' in version %d", PF(w->states[i].name), w->version);
        if (!w->states[i].final && !leaves[i])
            return DEF_FAULT(l, row, "no move leads out of the state '%.*s' in version %d", PF(w->states[i].name), w->version);
    }
    return ERR_OK;
}

static bool doc_known(const struct def *d, struct str name)
{
    const struct node *rows = node_get(&d->templates, "templates");

    for (int i = 0; rows != NULL && i < rows->n; i++)
        if (str_eq(node_str(&rows->items[i], "name"), name))
            return true;
    return false;
}

/* A row stands under a rule that was in force at some time of its version; its own mark is one of the five. */
static enum err source_check(struct load *l, const struct node *row, const struct def_workflow *w, struct str source, struct str mark)
{
    static const char *const marks[] = { "", "O", "C", "P", "M", "?" };
    bool known = false;

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        known = known || str_eq(mark, str_z(marks[i]));
    if (!known)
        return DEF_FAULT(l, row, "mark is C, P, M, ? or O, not '%.*s'", PF(mark));
    if (!def_in_force_within(l->d, source, w->from, w->to))
        return DEF_FAULT(l, row, "no rule that '%.*s' names was in force in version %d", PF(source), w->version);
    return ERR_OK;
}

static enum err move_check(struct load *l, const struct def_workflow *w, const struct def_move *m)
{
    const struct node *row = row_of(l, w, "moves", m->name);
    int bit;

    if (!perm_known(m->perm, &bit))
        return DEF_FAULT(l, row, "there is no permission '%.*s'", PF(m->perm));
    if (m->form.n > 0 && def_form(l->d, str_copy(l->a, m->form).p) == NULL)
        return DEF_FAULT(l, row, "there is no form '%.*s'", PF(m->form));
    if (m->document.n > 0 && !doc_known(l->d, m->document))
        return DEF_FAULT(l, row, "there is no document template '%.*s'", PF(m->document));
    bool decides = str_ends(m->perm, STR(".approve")) || str_eq(m->name, STR("approve")) || str_eq(m->name, STR("issue"));
    if (decides && !m->four_eyes)
        return DEF_FAULT(l, row, "'%.*s' decides, so it needs four_eyes", PF(m->name));
    TRY(source_check(l, row, w, m->source, m->mark));
    if (m->four_eyes && m->undoable)
        return DEF_FAULT(l, row, "what two people decided is not undone by one: '%.*s'", PF(m->name));
    return ERR_OK;
}

/* The versions of a kind stand in order and cover every day up to the open end of the last exactly once. */
static enum err versions_check(struct load *l, const struct def_workflow *w, const struct def_workflow *next)
{
    const struct node *row = row_of(l, w, "versions", STR(""));
    bool last = next == NULL || !str_eq(next->kind, w->kind);

    if (last)
        return date_is_set(w->to) ? DEF_FAULT(l, row, "version %d of '%.*s' ends, and none follows", w->version, PF(w->kind)) : ERR_OK;
    if (next->version <= w->version)
        return DEF_FAULT(l, row, "the versions of '%.*s' are out of order", PF(w->kind));
    if (!date_is_set(w->to) || !date_is_set(next->from) || date_cmp(date_add_days(w->to, 1), next->from) != 0)
        return DEF_FAULT(l, row, "version %d of '%.*s' should end on the day before version %d begins", w->version, PF(w->kind),
                         next->version);
    return ERR_OK;
}

enum err check_flow(struct load *l)
{
    for (int i = 0; i < l->d->n_workflows; i++) {
        const struct def_workflow *w = &l->d->workflows[i];
        TRY(versions_check(l, w, i + 1 < l->d->n_workflows ? w + 1 : NULL));
        TRY(reach_check(l, w));
        for (int k = 0; k < w->n_states; k++)
            TRY(source_check(l, row_of(l, w, "states", w->states[k].name), w, w->states[k].source, w->states[k].mark));
        for (int m = 0; m < w->n_moves; m++)
            TRY(move_check(l, w, &w->moves[m]));
    }
    return ERR_OK;
}
