/* flow.h - the life of every record: states and moves are rows of def/workflow.yaml, and this is the only writer of `state`.
 *
 * Driven by   def/workflow.yaml (pinned per record at opening), guards in C (flow_guards).
 * Owns table event, the columns state and rev of every record kind, lead.disposal_state and disposal_method.      Used by: intake, casework.
 * Memory      c->a.      Errors: MOVE, FORBIDDEN, CONFLICT, and what a guard refuses.
 */
#ifndef FLOW_FLOW_H
#define FLOW_FLOW_H

#include "base/ctx.h"
#include "def/def.h"

struct flow_record {
    struct str kind, state;     /* petition lead disposal case result proposal */
    int64_t id, rev;
    int workflow;               /* version it was opened under */
    int64_t proposer;           /* user whose proposal this is; four-eyes moves refuse him. 0 = none */
};

/* A guard answers ERR_OK or refuses with a reason; def names it, C is it, and both sides are checked at start. */
struct flow_guard { const char *kind, *name; enum err (*check)(struct ctx *c, const struct flow_record *r); };
void flow_guards(const struct flow_guard *g, int n);        /* each slice its own, once at start */
const char *flow_guards_fault(const struct def *d);         /* a guard that only one side knows, or NULL */

/* flow_open - state and version of a new record: the first state of the workflow in force on that day. */
MUST_USE enum err flow_open(struct ctx *c, struct str kind, struct date opened_on, struct str *state, int *version);
/* flow_move - permission, four eyes, guard, then compare-and-swap on (state, rev); history appended. rev in *r moves on. */
MUST_USE enum err flow_move(struct ctx *c, struct flow_record *r, struct str move, struct str note, const struct def_move **taken);
/* flow_follow - a move that another record's approved move brings with it (a lead follows its disposal): guard and swap, no gate of its own. */
MUST_USE enum err flow_follow(struct ctx *c, struct flow_record *r, struct str move);
/* flow_event - history of what is no move: "register", "edit", "void", "join". */
MUST_USE enum err flow_event(struct ctx *c, struct str kind, int64_t id, struct str name, struct str note);

/* flow_stands - the state of a disposal stands in its lead, too: every move sees to it, whoever adds or voids one calls this. */
MUST_USE enum err flow_stands(struct ctx *c, struct str kind, int64_t id);

/* flow_note - who, when, number, why of a move, as one line of its history; empty parts are left out. */
struct str flow_note(struct ctx *c, const struct str *parts, size_t n);
/* flow_indexed - without an event: something hangs on the record that is found by search from now on. */
MUST_USE enum err flow_indexed(struct ctx *c, struct str kind, int64_t id);

struct flow_choice { const struct def_move *move; bool open; struct str reason; };   /* reason: why not, and who could */
MUST_USE enum err flow_choices(struct ctx *c, const struct flow_record *r, struct flow_choice **out, int *n);
struct flow_step { int64_t id, at_ms, user_id; struct str name, label, user, note, from, to; bool undone; };
MUST_USE enum err flow_history(struct ctx *c, struct str kind, int64_t id, struct flow_step **out, int *n);
/* flow_undo - the last move, by the same user, while nobody else acted: a reversing event. Errors: MOVE. */
MUST_USE enum err flow_undo(struct ctx *c, struct flow_record *r);
/* flow_last - the newest event of a record. own: made by this user, still standing. undoable: a move that def lets take back. */
struct flow_last { int64_t id, at_ms; struct str name, user; bool own, undoable; };
MUST_USE enum err flow_last(struct ctx *c, const struct flow_record *r, struct flow_last *out);
/* flow_take_back - the same for what is no move ("edit", "register"): the event is marked, an "undo" follows. The caller restores. */
MUST_USE enum err flow_take_back(struct ctx *c, const struct flow_record *r, const struct flow_last *last);
struct str flow_event_label(struct ctx *c, const struct flow_record *r, struct str name);
/* flow_acted - did this user make one of these moves (blank-separated, not undone) on the record: who did the one may not do the other. */
MUST_USE enum err flow_acted(struct ctx *c, const struct flow_record *r, struct str names, bool *acted);
struct str flow_state_label(struct ctx *c, const struct flow_record *r);

#endif
