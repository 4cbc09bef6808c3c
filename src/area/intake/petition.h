/* petition.h - 检举控告: what the commission receives, from its registration to its disposal or answer.
 *
 * Driven by   def/workflow.yaml (petition), def/codes.yaml, def/forms.yaml (petition).
 * Owns tables petition, petition_person, petition_tag, petition_conduct.      Used by: intake pages and commands, exchange, demo, casework.
 * Memory      results live in c->a.      Errors: base/err.def; see each call.
 * Example     TRY(petition_register(c, &n, &p));  printf("%.*s", PF(p.no));
 */
#ifndef AREA_INTAKE_PETITION_H
#define AREA_INTAKE_PETITION_H

#include "area/intake/reported.h"
#include "area/register/extra.h"
#include "base/ctx.h"
#include "base/date.h"
#include "flow/flow.h"

struct petition {
    int64_t id, ref, rev, organ_id, office_id, assignee_id, origin_id, repeat_of, received_at_ms, replied_at_ms, source_organ_id, made_by;
    struct str no, old_no, channel, source, sender_no, class, subject, body, place, reply, state, void_reason, organ_name, office_name,
        assignee_name, source_name, source_organ;
    struct date registered_on, received_on, due_on;
    int workflow;
    bool voided;
    struct reported persons[REPORTED_MAX]; int n_persons;
    struct str topics[TAGS_MAX]; int n_topics;
    struct str conduct[TAGS_MAX]; int n_conduct;
    struct extras extra;
};

/* What is typed at registration. Rank and post of the persons come first: article 15 stops before any text is looked at. */
struct petition_new {
    struct reported persons[REPORTED_MAX]; int n_persons;
    struct str channel, source, source_organ, sender_no, class, subject, body, place, old_no, reply, imported_key;
    struct str topics[TAGS_MAX]; int n_topics;
    struct str conduct[TAGS_MAX]; int n_conduct;
    struct date registered_on, received_on;     /* registered_on unset = today */
    int64_t source_organ_id, organ_id, office_id, ref, received_at_ms, replied_at_ms;   /* organ 0 = the viewer's own */
    int64_t repeat_of;                          /* joined at registration, 0 = stands alone */
    struct extras extra;
};

/* article15 - must this report stop here? ERR_OK = it may be registered. Errors: FORBIDDEN (T_petition_article15), with the row
 * touched for an audit row without content. Source: 检举控告工作规则 art. 15; decisions.md section 3, 1. */
MUST_USE enum err petition_article15(struct ctx *c, const struct reported *persons, int n);

/* petition_check - what registration would refuse, before anything is sealed; unset dates and the subject are filled in. */
MUST_USE enum err petition_check(struct ctx *c, struct petition_new *n);

/* petition_register - checks, numbers (信〔2020〕0001号, gap-free per organ and year) and stores. Scope: the viewer's organ.
 * Errors: INVALID (a code, a date in the future, no text), FORBIDDEN (article 15), CONFLICT (imported_key known). */
MUST_USE enum err petition_register(struct ctx *c, const struct petition_new *n, struct petition *out);
MUST_USE enum err petition_edit(struct ctx *c, struct petition *p, const struct petition_new *n);   /* same checks; number and organ stay */

/* petition_load - by the random reference. Errors: NOT_FOUND (also when hidden or out of scope: the same answer). */
MUST_USE enum err petition_load(struct ctx *c, int64_t ref, struct petition *out);
struct flow_record petition_flow(const struct petition *p);

/* petition_body_fold - what two equal texts have in common; "" for no text. */
struct str petition_body_fold(struct arena *a, struct str body);
/* Repeats: the same folded text, or a person of the same name at the same place or unit. Only what the viewer may see. */
struct repeat { int64_t ref, id; struct str no, subject, state; struct date registered_on; bool same_text, same_person; };
MUST_USE enum err petition_repeats(struct ctx *c, const struct petition_new *n, int64_t except_id, struct repeat **out, int *count);
/* petition_joined - the whole group that p belongs to, oldest first, without p itself. */
MUST_USE enum err petition_joined(struct ctx *c, const struct petition *p, struct repeat **out, int *count);
MUST_USE enum err petition_join(struct ctx *c, struct petition *p, int64_t earlier_ref);   /* reversible, loses nothing */
MUST_USE enum err petition_part(struct ctx *c, struct petition *p);

/* What a move of def/workflow may ask (def/forms.yaml move forms): who, when, number, why. */
struct petition_act { struct str note, organ, number, reason, approver; struct date on, due_on; struct str office; };
/* petition_act - makes the move and what belongs to it: take (a lead is registered), forward, assign, supervise, keep, return, decline, answer.
 * *location: where the page goes afterwards. */
/* petition_accepted - was it, or may it still be: not declined, not sent back, not void. */
bool petition_accepted(const struct petition *p);
/* petition_own_unit - is that the unit of a reported person? Nothing of a report is sent there. */
bool petition_own_unit(struct arena *a, const struct petition *p, struct str organ);
MUST_USE enum err petition_act(struct ctx *c, struct petition *p, struct str move, const struct petition_act *a, int64_t *lead_ref);
/* petition_undo - takes the last thing back (registration, edit, join, part, hand-over, an undoable move), by the same user, before
 * anybody else acted. A registration taken back keeps its number and is void. Errors: MOVE. */
MUST_USE enum err petition_undo(struct ctx *c, struct petition *p);
/* petition_undoable - as words for a button, where it is no move (those have one of register_flow); "" = nothing. */
MUST_USE enum err petition_undoable(struct ctx *c, const struct petition *p, struct str *label);
MUST_USE enum err petition_void(struct ctx *c, struct petition *p, struct str reason);
MUST_USE enum err petition_assign(struct ctx *c, struct petition *p, int64_t user_id, int64_t office_id);
MUST_USE enum err petition_recuse(struct ctx *c, const struct petition *p, int64_t user_id);

/* petition_as_typed - the petition as if it were typed again; petition_changes - labels of what differs, "反映内容、类别", "" = nothing. */
void petition_as_typed(const struct petition *p, struct petition_new *out);
struct petition_change { struct str field, was, now; };
int petition_changes(struct ctx *c, const struct petition_new *was, const struct petition_new *now, struct petition_change *out, int max);

#endif
