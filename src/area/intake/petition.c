#include "area/intake/petition.h"

#include "area/admin/admin.h"
#include "area/casework/lead.h"
#include "area/envelope/correspondence.h"
#include "area/intake/petition_store.h"
#include "def/calendar.h"
#include "base/buf.h"
#include "base/utf8.h"
#include "gate/counter.h"
#include "gate/gate.h"
#include "gate/hide.h"
#include "gen/text.h"

#define KIND            STR("petition")
#define SUBJECT_MAX     80              /* code points made from the text when no subject was typed */
#define BODY_MAX        100000          /* code points: the longest letter anybody wrote by hand, ten times */

/* ---- article 15 */
bool rank_article15(const struct def *d, struct str rank)
{
    const struct def_code *k = def_code(d, "petition_rank", rank);

    return k != NULL && str_eq(node_str(k->row, "article15"), STR("yes"));
}

enum err petition_article15(struct ctx *c, const struct reported *persons, int n)
{
    for (int i = 0; i < n; i++) {
        if (!rank_article15(c->def, persons[i].rank))
            continue;
        ctx_touch(c, STR("article15"), 0, persons[i].rank);
        return refuse_field(c, STR("persons"), ERR_FORBIDDEN, T_petition_article15, STR(""));
    }
    return ERR_OK;
}

/* ---- checks of what was typed */
static enum err code_check(struct ctx *c, const char *list, struct str field, struct str code, bool required)
{
    const struct def_code *row = code.n > 0 ? def_code(c->def, list, code) : NULL;

    if (code.n == 0 && required)
        return refuse_field(c, field, ERR_INVALID, T_input_required, field);
    if (code.n > 0 && row == NULL)
        return refuse_field(c, field, ERR_INVALID, T_input_no_code, code);
    return ERR_OK;
}

static enum err dates_check(struct ctx *c, struct petition_new *n)
{
    struct date today = date_of_ms(c->now_ms);

    if (!date_is_set(n->registered_on))
        n->registered_on = today;
    if (!date_is_set(n->received_on))
        n->received_on = n->registered_on;
    if (date_cmp(n->registered_on, today) > 0)
        return refuse_field(c, STR("registered_on"), ERR_INVALID, T_input_future, date_str(c->a, n->registered_on));
    if (date_cmp(n->received_on, n->registered_on) > 0)
        return refuse_field(c, STR("received_on"), ERR_INVALID, T_petition_received_late, date_str(c->a, n->received_on));
    return ERR_OK;
}

static enum err words_check(struct ctx *c, const struct petition_new *n)
{
    for (int i = 0; i < n->n_topics; i++)
        TRY(code_check(c, "topics", STR("topics"), n->topics[i], true));
    for (int i = 0; i < n->n_conduct; i++)
        TRY(code_check(c, "conduct", STR("conduct"), n->conduct[i], true));
    for (int i = 0; i < n->n_persons; i++)
        TRY(code_check(c, "petition_rank", STR("persons"), n->persons[i].rank, false));
    return ERR_OK;
}

/* Own letters have no sender; of the others the organ is found by name or code where we know it (F28a asks for it). */
static enum err sender_check(struct ctx *c, struct petition_new *n)
{
    if (str_eq(n->source, STR("own"))) {
        n->source_organ = n->sender_no = STR("");
        n->source_organ_id = 0;
        return ERR_OK;
    }
    return n->source_organ.n > 0 ? petition_store_organ(c, n->source_organ, &n->source_organ_id) : ERR_OK;
}

enum err petition_check(struct ctx *c, struct petition_new *n)
{
    TRY(petition_article15(c, n->persons, n->n_persons));
    TRY(code_check(c, "channel", STR("channel"), n->channel, true));
    TRY(code_check(c, "source", STR("source"), n->source, true));
    TRY(code_check(c, "class", STR("class"), n->class, false));
    TRY(sender_check(c, n));
    TRY(words_check(c, n));
    TRY(dates_check(c, n));
    if (text_fold(c->a, n->body).n == 0 && text_fold(c->a, n->subject).n == 0)
        return refuse_field(c, STR("body"), ERR_INVALID, T_petition_no_text, STR(""));
    if (utf8_count(n->body) > BODY_MAX)
        return refuse_field(c, STR("body"), ERR_TOO_LARGE, T_input_too_long, str_int(c->a, BODY_MAX));
    if (n->subject.n == 0)
        n->subject = text_short(c->a, str_trim(n->body), SUBJECT_MAX);
    return ERR_OK;
}

/* ---- registration */
static enum err hide_named(struct ctx *c, int64_t id, const struct petition_new *n)
{
    for (int i = 0; i < n->n_persons; i++)
        TRY(hide_from_named(c, str_trim(n->persons[i].name), KIND, id));
    return ERR_OK;
}

/* A number is taken after everything else was accepted; the row that bears it follows, then nothing can refuse. */
static enum err number(struct ctx *c, const struct petition_new *n, struct petition_row *r)
{
    int year, month, day;
    int64_t value;

    date_split(n->registered_on, &year, &month, &day);
    TRY(counter_next(c, r->organ_id, KIND, year, &value));
    r->no = register_no(c->a, "信", year, value);
    return ERR_OK;
}

static enum err key_check(struct ctx *c, const struct petition_row *r, struct str key)
{
    struct str no;

    if (key.n == 0)
        return ERR_OK;
    TRY(petition_store_key_known(c, r->organ_id, key, &no));
    return no.n == 0 ? ERR_OK : refuse(c, ERR_CONFLICT, T_petition_imported_again, no);
}

enum err petition_register(struct ctx *c, const struct petition_new *typed, struct petition *out)
{
    struct petition_new n = *typed;
    struct petition_row r = { .organ_id = n.organ_id != 0 ? n.organ_id : c->who->organ_id,
        .office_id = n.office_id != 0 ? n.office_id : c->who->office_id, .ref = n.ref != 0 ? n.ref : rand_ref(c->rand) };

    TRY(gate(c, PERM_PETITION_REGISTER));
    TRY(petition_check(c, &n));
    TRY(key_check(c, &r, n.imported_key));
    TRY(flow_open(c, KIND, n.registered_on, &r.state, &r.workflow));
    r.id = rand_id(c->rand, c->now_ms);
    r.body_fold = petition_body_fold(c->a, n.body);
    TRY(number(c, &n, &r));
    TRY(petition_store_add(c, &n, &r));
    TRY(petition_store_parts(c, r.id, &n));
    TRY(hide_named(c, r.id, &n));
    TRY(flow_event(c, KIND, r.id, STR("register"), STR("")));
    ctx_touch(c, KIND, r.id, STR("register"));
    *out = (struct petition){ .id = r.id, .ref = r.ref, .no = r.no, .organ_id = r.organ_id, .office_id = r.office_id,
        .state = r.state, .workflow = r.workflow, .registered_on = n.registered_on, .origin_id = r.id, .subject = n.subject };
    return ERR_OK;
}

/* Names of the fields that an edit changed, as the form calls them: for its history, never their content. */
static struct str changed_words(struct ctx *c, const struct petition_change *ch, int n)
{
    const struct def_form *f = def_form(c->def, "petition");
    struct buf b = buf_new(c->a, 2048);

    for (int i = 0; i < n; i++)
        for (int k = 0; k < f->n; k++) {
            if (!str_eq(f->fields[k].name, ch[i].field))
                continue;
            if (b.n > 0)
                buf_lit(&b, "、");
            buf_add(&b, f->fields[k].zh);
        }
    return buf_str(&b);
}

/* For the audit: which fields, by name. */
static struct str changed_fields(struct ctx *c, const struct petition_change *ch, int n)
{
    struct buf b = buf_new(c->a, 2048);

    buf_lit(&b, "edit");
    for (int i = 0; i < n; i++)
        buf_fmt(&b, " %.*s", PF(ch[i].field));
    return buf_str(&b);
}

/* What came from outside stays in the reporter's own words. */
static enum err words_stay(struct ctx *c, const struct petition *p, const struct petition_new *n)
{
    int64_t envelope;

    if (str_eq(p->body, n->body))
        return ERR_OK;
    TRY(correspondence_there(c, p->id, &envelope));
    return envelope == 0 ? ERR_OK : refuse_field(c, STR("body"), ERR_INVALID, T_envelope_words_stay, STR(""));
}

enum err petition_edit(struct ctx *c, struct petition *p, const struct petition_new *typed)
{
    struct petition_new n = *typed, was;
    struct petition_change changes[PETITION_CHANGES_MAX];

    TRY(gate(c, PERM_PETITION_REGISTER));
    n.registered_on = p->registered_on;
    TRY(petition_check(c, &n));
    TRY(words_stay(c, p, &n));
    petition_as_typed(p, &was);
    int changed = petition_changes(c, &was, &n, changes, PETITION_CHANGES_MAX);
    if (changed == 0)
        return ERR_OK;
    TRY(petition_keep_before(c, p, p->rev + 1));
    TRY(petition_store_edit(c, p, &n, petition_body_fold(c->a, n.body)));
    TRY(petition_store_parts_clear(c, p->id));
    TRY(petition_store_parts(c, p->id, &n));
    TRY(hide_named(c, p->id, &n));
    p->rev++;
    ctx_touch(c, KIND, p->id, changed_fields(c, changes, changed));
    return flow_event(c, KIND, p->id, STR("edit"), changed_words(c, changes, changed));
}

enum err petition_load(struct ctx *c, int64_t ref, struct petition *out)
{
    TRY(petition_store_load(c, ref, out));
    ctx_touch(c, KIND, out->id, STR("read"));
    return ERR_OK;
}

struct flow_record petition_flow(const struct petition *p)
{
    return (struct flow_record){ KIND, p->state, p->id, p->rev, p->workflow, 0 };
}

/* ---- repeats */
enum err petition_repeats(struct ctx *c, const struct petition_new *n, int64_t except_id, struct repeat **out, int *count)
{
    struct repeat *list = NEWS(c->a, struct repeat, 40);
    struct str fold = petition_body_fold(c->a, n->body);

    *count = 0;
    *out = list;
    if (fold.n > 0)
        TRY(petition_store_same_text(c, fold, except_id, list, 40, count));
    for (int i = 0; i < n->n_persons; i++)
        if (n->persons[i].name.n > 0)
            TRY(petition_store_same_person(c, &n->persons[i], n->place, except_id, list, 40, count));
    return ERR_OK;
}

enum err petition_joined(struct ctx *c, const struct petition *p, struct repeat **out, int *count)
{
    int n = 0, kept = 0;

    *out = NEWS(c->a, struct repeat, 100);
    TRY(petition_store_joined(c, p->repeat_of != 0 ? p->repeat_of : p->id, *out, 100, &n));
    for (int i = 0; i < n; i++)
        if ((*out)[i].id != p->id)
            (*out)[kept++] = (*out)[i];
    *count = kept;
    return ERR_OK;
}

enum err petition_join(struct ctx *c, struct petition *p, int64_t earlier_ref)
{
    struct petition earlier;

    TRY(gate(c, PERM_PETITION_HANDLE));
    TRY(petition_store_load(c, earlier_ref, &earlier));
    if (earlier.id == p->id || earlier.repeat_of == p->id)
        return refuse(c, ERR_INVALID, T_petition_join_self);
    int64_t head = earlier.repeat_of != 0 ? earlier.repeat_of : earlier.id;     /* a chain of repeats has one head */
    TRY(petition_keep_before(c, p, p->rev + 1));
    TRY(petition_store_join(c, p, head));
    p->repeat_of = head;
    p->rev++;
    TRY(hide_matter(c, KIND, p->id));
    ctx_touch(c, KIND, p->id, STR("join"));
    return flow_event(c, KIND, p->id, STR("join"), earlier.no);
}

enum err petition_part(struct ctx *c, struct petition *p)
{
    TRY(gate(c, PERM_PETITION_HANDLE));
    if (p->repeat_of == 0)
        return refuse(c, ERR_MOVE, T_petition_not_joined);
    TRY(petition_keep_before(c, p, p->rev + 1));
    TRY(petition_store_join(c, p, 0));
    p->repeat_of = 0;
    p->rev++;
    ctx_touch(c, KIND, p->id, STR("part"));
    return flow_event(c, KIND, p->id, STR("part"), STR(""));
}

/* ---- moves */
static enum err take_as_lead(struct ctx *c, const struct petition *p, const struct petition_act *a, int64_t *lead_ref)
{
    struct lead_new n = { .petition_id = p->id, .source = STR("petition"), .subject = p->subject, .body = p->body,
        .organ_id = p->organ_id, .source_no = p->no, .n_topics = p->n_topics, .n_persons = p->n_persons };
    struct lead made;

    for (int i = 0; i < p->n_topics; i++)
        n.topics[i] = p->topics[i];
    for (int i = 0; i < p->n_persons; i++)
        n.persons[i] = p->persons[i];
    if (a->office.n > 0)
        TRY(office_by_code(c, p->organ_id, a->office, &n.office_id));
    TRY(lead_register(c, &n, &made));
    *lead_ref = made.ref;
    return hide_inherit(c, KIND, p->id, STR("lead"), made.id);
}

/* Who, when, number and reason of the move, as one line of history. */
static struct str act_note(struct ctx *c, const struct petition_act *a)
{
    const struct str parts[] = { a->organ, a->number, date_str(c->a, a->on), date_str(c->a, a->due_on), a->approver, a->reason, a->note };

    return flow_note(c, parts, sizeof parts / sizeof parts[0]);
}

/* A day that has not come yet, or a limit before the day of the letter, was typed wrongly. */
static enum err act_dates(struct ctx *c, const struct petition_act *a)
{
    if (date_is_set(a->on) && date_cmp(a->on, date_of_ms(c->now_ms)) > 0)
        return refuse_field(c, STR("on"), ERR_INVALID, T_input_future, date_str(c->a, a->on));
    if (date_is_set(a->due_on) && date_is_set(a->on) && date_cmp(a->due_on, a->on) < 0)
        return refuse_field(c, STR("due_on"), ERR_INVALID, T_petition_due_early, date_str(c->a, a->due_on));
    return ERR_OK;
}

bool petition_accepted(const struct petition *p)
{
    return !p->voided && !str_eq(p->state, STR("declined")) && !str_eq(p->state, STR("returned"));
}

bool petition_own_unit(struct arena *a, const struct petition *p, struct str organ)
{
    struct str to = text_fold(a, organ);

    for (int i = 0; i < p->n_persons; i++)
        if (to.n > 0 && str_eq(to, text_fold(a, p->persons[i].unit)))
            return true;
    return false;
}

/* Three months at most, rolled to a working day, once article 21 binds. */
static enum err due_check(struct ctx *c, struct str move, const struct petition_act *a)
{
    if (!str_eq(move, STR("assign")) || !date_is_set(a->on) || !date_is_set(a->due_on) || !def_in_force(c->def, STR("JK20-21"), a->on))
        return ERR_OK;
    struct date last = date_add_months(a->on, 3), rolled;
    if (calendar_roll(c->def, last, &rolled))
        last = rolled;
    return date_cmp(a->due_on, last) <= 0 ? ERR_OK : refuse_field(c, STR("due_on"), ERR_INVALID, T_petition_due_late, date_str(c->a, last));
}

/* No report goes to the unit of whom it is about (decisions.md section 3, 3; article 47). */
static enum err receiver_check(struct ctx *c, const struct petition *p, struct str move, struct str organ)
{
    if (!str_eq(move, STR("assign")) && !str_eq(move, STR("forward")))
        return ERR_OK;
    return petition_own_unit(c->a, p, organ) ? refuse_field(c, STR("organ"), ERR_INVALID, T_petition_to_own_unit, str_trim(organ)) : ERR_OK;
}

enum err petition_act(struct ctx *c, struct petition *p, struct str move, const struct petition_act *a, int64_t *lead_ref)
{
    struct flow_record r = petition_flow(p);

    *lead_ref = 0;
    TRY(act_dates(c, a));
    TRY(due_check(c, move, a));
    TRY(receiver_check(c, p, move, a->organ));
    TRY(petition_keep_before(c, p, p->rev + (date_is_set(a->due_on) ? 2 : 1)));
    TRY(flow_move(c, &r, move, act_note(c, a), NULL));
    p->rev = r.rev;
    p->state = r.state;
    if (date_is_set(a->due_on)) {
        TRY(petition_store_assign(c, p, p->office_id, p->assignee_id, a->due_on));
        p->rev++;
    }
    ctx_touch(c, KIND, p->id, move);
    return str_eq(move, STR("take")) ? take_as_lead(c, p, a, lead_ref) : ERR_OK;
}

enum err petition_void(struct ctx *c, struct petition *p, struct str reason)
{
    TRY(gate(c, PERM_RECORD_VOID));
    if (str_trim(reason).n == 0)
        return refuse_field(c, STR("reason"), ERR_INVALID, T_input_required, STR("reason"));
    TRY(petition_store_void(c, p, reason));
    ctx_touch(c, KIND, p->id, STR("void"));
    return flow_event(c, KIND, p->id, STR("void"), reason);
}

enum err petition_assign(struct ctx *c, struct petition *p, int64_t user_id, int64_t office_id)
{
    TRY(gate(c, PERM_PETITION_HANDLE));
    TRY(petition_keep_before(c, p, p->rev + 1));
    TRY(petition_store_assign(c, p, office_id != 0 ? office_id : p->office_id, user_id, p->due_on));
    p->rev++;
    ctx_touch(c, KIND, p->id, STR("assign"));
    return flow_event(c, KIND, p->id, STR("hand_over"), STR(""));
}

enum err petition_recuse(struct ctx *c, const struct petition *p, int64_t user_id)
{
    TRY(gate(c, PERM_RECUSE));
    ctx_touch(c, KIND, p->id, STR("recuse"));
    return hide_from(c, user_id, KIND, p->id, STR("recused"));
}
