/* kinds.c - a row of each kind as the domain's own call: what a page would send, by the same checks, gates, numbers and history. */
#include "area/admin/admin.h"
#include "area/casework/entered.h"
#include "area/exchange/exchange_store.h"
#include "area/exchange/import.h"
#include "area/intake/petition.h"
#include "area/vault/vault.h"
#include "gen/text.h"

static const struct cell_value *value(const struct import *m, const struct import_row *r, const char *field)
{
    static const struct cell_value none = { .yes = -1 };
    int f = sheet_field_find(m->kind, str_z(field));

    return f >= 0 ? &r->v[f] : &none;
}

static struct str text(const struct import *m, const struct import_row *r, const char *field) { return value(m, r, field)->text; }
static struct date day(const struct import *m, const struct import_row *r, const char *field) { return value(m, r, field)->date; }

/* ---- persons of petitions and leads: one name, or several with as many units, posts and ranks (or one for all) */
static enum err part_for(struct ctx *c, struct str whole, int n, struct str *out, const char *field)
{
    struct str parts[REPORTED_MAX];
    int k = n > 1 ? text_places(whole, parts, REPORTED_MAX) : 1;

    if (k != n && n > 1)
        k = text_parts(whole, parts, REPORTED_MAX);
    if (k > 1 && k != n)
        return refuse_field(c, str_z(field), ERR_INVALID, T_exchange_persons, str_int(c->a, n));
    for (int i = 0; i < n; i++)
        out[i] = k == n && n > 1 ? parts[i] : k == 0 ? STR("") : whole;
    return ERR_OK;
}

static enum err persons_from(struct ctx *c, const struct import *m, const struct import_row *r, struct reported *out, int *count)
{
    struct str names[REPORTED_MAX], units[REPORTED_MAX], posts[REPORTED_MAX];
    const struct cell_value *ranks = value(m, r, "person_rank");
    int n = text_places(text(m, r, "person_name"), names, REPORTED_MAX);

    if (n < 2 || n != ranks->n_codes)           /* a place without a name is a person only where his rank stands */
        n = text_parts(text(m, r, "person_name"), names, REPORTED_MAX);
    *count = n > 0 ? n : 1;
    if (n == 0)
        names[0] = STR("");
    if (ranks->n_codes > 1 && ranks->n_codes != *count)
        return refuse_field(c, STR("person_rank"), ERR_INVALID, T_exchange_persons, str_int(c->a, *count));
    TRY(part_for(c, text(m, r, "person_unit"), *count, units, "person_unit"));
    TRY(part_for(c, text(m, r, "person_post"), *count, posts, "person_post"));
    for (int i = 0; i < *count; i++)
        out[i] = (struct reported){ .name = names[i], .unit = units[i], .post = posts[i],
            .rank = ranks->n_codes == 0 ? STR("") : ranks->codes[ranks->n_codes == 1 ? 0 : i] };
    return ERR_OK;
}

static int codes_from(const struct import *m, const struct import_row *r, const char *field, struct str *out, int max)
{
    const struct cell_value *v = value(m, r, field);
    int n = 0;

    for (int i = 0; i < v->n_codes && n < max; i++)
        out[n++] = v->codes[i];
    return n;
}

/* What the form alone declares, as its field would be typed. */
static struct extras extras_from(struct ctx *c, const struct import *m, const struct import_row *r)
{
    struct extras e = extra_blank(c, m->kind->name);

    for (int f = 0; f < m->kind->n; f++) {
        const struct cell_value *v = &r->v[f];
        struct str word = v->text;
        if (!m->kind->fields[f].extra || m->kind->fields[f].out)
            continue;
        for (int i = 0; i < v->n_codes; i++)
            word = i == 0 ? v->codes[0] : str_fmt(c->a, "%.*s %.*s", PF(word), PF(v->codes[i]));
        if (m->kind->fields[f].type == FIELD_DATE)
            word = date_str(c->a, v->date);
        else if (m->kind->fields[f].type == FIELD_YESNO)
            word = v->yes < 0 ? STR("") : v->yes > 0 ? STR("1") : STR("0");
        extra_set(&e, m->kind->fields[f].name, word);
    }
    return e;
}

static enum err office_from(struct ctx *c, const struct import *m, const struct import_row *r, int64_t *id)
{
    struct str code = text(m, r, "office");

    *id = 0;
    return code.n > 0 ? office_by_code(c, c->who->organ_id, code, id) : ERR_OK;
}

/* ---- petition */
static enum err petition_from(struct ctx *c, const struct import *m, const struct import_row *r, struct petition_new *n)
{
    *n = (struct petition_new){ .channel = text(m, r, "channel"), .source = text(m, r, "source"), .sender_no = text(m, r, "sender_no"),
        .source_organ = text(m, r, "source_organ"), .class = text(m, r, "class"), .subject = text(m, r, "subject"),
        .body = text(m, r, "body"), .place = text(m, r, "place"),
        .old_no = text(m, r, "old_no"), .reply = text(m, r, "reply"), .registered_on = day(m, r, "registered_on"),
        .received_on = day(m, r, "received_on"), .received_at_ms = value(m, r, "received_at")->ms,
        .replied_at_ms = value(m, r, "replied_at")->ms, .imported_key = r->key, .ref = r->ref, .extra = extras_from(c, m, r) };
    n->n_topics = codes_from(m, r, "topics", n->topics, TAGS_MAX);
    n->n_conduct = codes_from(m, r, "conduct", n->conduct, TAGS_MAX);
    if (!date_is_set(n->received_on) && n->received_at_ms != 0)
        n->received_on = date_of_ms(n->received_at_ms);
    return persons_from(c, m, r, n->persons, &n->n_persons);
}

static enum err petition_try(struct ctx *c, const struct import *m, struct import_row *r)
{
    struct petition_new n;

    TRY(petition_from(c, m, r, &n));
    if (n.replied_at_ms != 0 && n.received_at_ms != 0 && n.replied_at_ms < n.received_at_ms)
        return refuse_field(c, STR("replied_at"), ERR_INVALID, T_exchange_replied_early, time_str(c->a, n.replied_at_ms));
    return petition_check(c, &n);
}

static enum err petition_take(struct ctx *c, const struct import *m, struct import_row *r, struct str *no)
{
    struct petition_new n;
    struct petition p;

    TRY(petition_from(c, m, r, &n));
    TRY(office_from(c, m, r, &n.office_id));
    TRY(petition_register(c, &n, &p));
    *no = p.no;
    return ERR_OK;
}

/* ---- lead, with the disposal that the old register states */
static enum err lead_from(struct ctx *c, const struct import *m, const struct import_row *r, struct lead_new *n)
{
    *n = (struct lead_new){ .source = text(m, r, "source"), .source_no = text(m, r, "source_no"), .subject = text(m, r, "subject"),
        .body = text(m, r, "body"), .campaign = text(m, r, "campaign"), .old_no = text(m, r, "old_no"),
        .registered_on = day(m, r, "registered_on"), .received_on = day(m, r, "received_on"), .imported_key = r->key,
        .extra = extras_from(c, m, r) };
    n->n_topics = codes_from(m, r, "topics", n->topics, TAGS_MAX);
    return persons_from(c, m, r, n->persons, &n->n_persons);
}

static enum err lead_try(struct ctx *c, const struct import *m, struct import_row *r)
{
    struct lead_new n;

    TRY(lead_from(c, m, r, &n));
    return lead_new_check(c, &n);
}

static struct entered entered_of(const struct import *m, const struct import_row *r, struct date on)
{
    return (struct entered){ text(m, r, "approver"), text(m, r, "approver_no"), on };
}

static enum err disposal_take(struct ctx *c, const struct import *m, const struct import_row *r, struct lead *l)
{
    struct entered e = entered_of(m, r, day(m, r, "approved_on"));
    struct str method = text(m, r, "method"), outcome = text(m, r, "outcome");
    struct disposal d;

    if (method.n == 0)
        return !date_is_set(e.on) && outcome.n == 0 ? ERR_OK : refuse_field(c, STR("method"), ERR_INVALID, T_exchange_needs_method, STR(""));
    if (!date_is_set(e.on))
        return outcome.n > 0 ? refuse_field(c, STR("approved_on"), ERR_INVALID, T_exchange_needs_approval, STR(""))
            : disposal_propose(c, l, method, STR(""), &d);
    TRY(disposal_enter(c, l, method, &e, &d));
    return outcome.n > 0 ? disposal_enter_end(c, &d, outcome, day(m, r, "ended_on")) : ERR_OK;
}

static enum err lead_take(struct ctx *c, const struct import *m, struct import_row *r, struct str *no)
{
    struct lead_new n;
    struct lead l;

    TRY(lead_from(c, m, r, &n));
    TRY(office_from(c, m, r, &n.office_id));
    TRY(lead_register(c, &n, &l));
    *no = l.no;
    return disposal_take(c, m, r, &l);
}

/* ---- case and result: one person, a lead or a case that is here already */
static enum err person_from(struct ctx *c, const struct import *m, const struct import_row *r, int64_t *id)
{
    struct person p = { .name = text(m, r, "person_name"), .id_no = text(m, r, "person_id_no"), .unit = text(m, r, "person_unit"),
        .post = text(m, r, "person_post"), .rank = text(m, r, "person_rank"), .party_member = value(m, r, "party_member")->yes,
        .public_office = value(m, r, "public_office")->yes, .is_organisation = value(m, r, "is_organisation")->yes == 1 };

    TRY(person_for(c, &p));
    *id = p.id;
    return ERR_OK;
}

static enum err tied_to(struct ctx *c, const struct import *m, const struct import_row *r, int64_t *case_ref, int64_t *lead_ref)
{
    *case_ref = *lead_ref = 0;
    TRY(exchange_case_by_no(c, text(m, r, "case_no"), case_ref));
    return exchange_lead_by_no(c, text(m, r, "lead_no"), lead_ref);
}

static enum err case_take(struct ctx *c, const struct import *m, struct import_row *r, struct str *no)
{
    struct date party = day(m, r, "party_filed_on"), supervisory = day(m, r, "supervisory_filed_on");
    struct date first = !date_is_set(party) ? supervisory : !date_is_set(supervisory) || date_cmp(party, supervisory) < 0 ? party : supervisory;
    struct entered e = entered_of(m, r, first);
    struct case_new n = { .n_leads = 1, .subject = text(m, r, "subject"), .old_no = text(m, r, "old_no"), .imported_key = r->key,
        .rank = text(m, r, "person_rank"), .party_member = value(m, r, "party_member")->yes,
        .public_office = value(m, r, "public_office")->yes, .extra = extras_from(c, m, r) };
    int64_t none;
    struct casefile k;

    TRY(tied_to(c, m, r, &none, &n.lead_refs[0]));
    TRY(person_from(c, m, r, &n.person_id));
    TRY(office_from(c, m, r, &n.office_id));
    n.party_line = date_is_set(party) || value(m, r, "party_line")->yes == 1;
    n.supervisory_line = date_is_set(supervisory) || value(m, r, "supervisory_line")->yes == 1;
    TRY(date_is_set(first) ? case_enter(c, &n, &e, party, supervisory, &k) : case_propose(c, &n, &k));
    *no = date_is_set(first) ? k.no : STR("");
    return ERR_OK;
}

static enum err result_take(struct ctx *c, const struct import *m, struct import_row *r, struct str *no)
{
    struct entered e = entered_of(m, r, day(m, r, "decided_on"));
    struct body_answer b = { .name = text(m, r, "body_name"), .number = text(m, r, "body_no"), .decided_on = e.on };
    const struct def_code *row = def_code(c->def, "results", text(m, r, "code"));
    struct result_new n = { .code = text(m, r, "code"), .family = row != NULL ? node_str(row->row, "family") : STR(""),
        .topic = text(m, r, "topic"), .campaign = text(m, r, "campaign"), .basis = text(m, r, "basis"), .text = text(m, r, "text"), .imported_key = r->key,
        .no = text(m, r, "no"), .decided_on = e.on, .effective_on = day(m, r, "effective_on"), .extra = extras_from(c, m, r) };
    struct result made;

    TRY(tied_to(c, m, r, &n.case_ref, &n.lead_ref));
    if (n.case_ref == 0 && n.lead_ref == 0)
        return refuse_field(c, STR("case_no"), ERR_INVALID, T_exchange_needs_tie, STR(""));
    TRY(person_from(c, m, r, &n.person_id));
    TRY(date_is_set(e.on) ? result_enter(c, &n, &e, &b, &made) : result_propose(c, &n, &made));
    *no = made.no;
    return ERR_OK;
}

static enum err proposal_take(struct ctx *c, const struct import *m, struct import_row *r, struct str *no)
{
    struct entered e = entered_of(m, r, day(m, r, "issued_on"));
    struct proposal_new n = { .type = text(m, r, "type"), .unit = text(m, r, "unit"), .title = text(m, r, "title"), .text = text(m, r, "text"),
        .no = text(m, r, "no"), .reply_due_on = day(m, r, "reply_due_on"), .imported_key = r->key,
        .extra = extras_from(c, m, r) };
    struct proposal p;

    TRY(tied_to(c, m, r, &n.case_ref, &n.lead_ref));
    TRY(office_from(c, m, r, &n.office_id));
    if (!date_is_set(e.on) && date_is_set(day(m, r, "replied_on")))
        return refuse_field(c, STR("issued_on"), ERR_INVALID, T_exchange_needs_approval, STR(""));
    TRY(date_is_set(e.on) ? proposal_enter(c, &n, &e, day(m, r, "replied_on"), &p) : proposal_draft(c, &n, &p));
    *no = p.no;
    return ERR_OK;
}

/* ---- by kind */
struct kind_calls {
    const char *name;
    enum err (*try)(struct ctx *, const struct import *, struct import_row *);      /* NULL: only taking tells */
    enum err (*take)(struct ctx *, const struct import *, struct import_row *, struct str *);
};
static const struct kind_calls calls[] = {
    { "petition", petition_try, petition_take }, { "lead", lead_try, lead_take }, { "case", NULL, case_take },
    { "result", NULL, result_take }, { "proposal", NULL, proposal_take },
};

static const struct kind_calls *calls_of(const struct import *m)
{
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        if (str_eq(m->kind->name, str_z(calls[i].name)))
            return &calls[i];
    return &calls[0];
}

enum err row_check(struct ctx *c, const struct import *m, struct import_row *r)
{
    const struct kind_calls *k = calls_of(m);

    return k->try != NULL ? k->try(c, m, r) : ERR_OK;
}

enum err row_take(struct ctx *c, const struct import *m, struct import_row *r, struct str *no) { return calls_of(m)->take(c, m, r, no); }

bool kind_checked_first(const struct import *m) { return str_eq(m->kind->name, STR("petition")); }

bool row_body(const struct import *m, const struct import_row *r, struct str *body)
{
    *body = text(m, r, "body");
    return str_eq(m->kind->name, STR("petition")) && body->n > 0;
}

bool row_identity(const struct import *m, const struct import_row *r, struct identity *out)
{
    *out = (struct identity){ text(m, r, "reporter_name"), text(m, r, "reporter_contact"), text(m, r, "reporter_id_no"),
        text(m, r, "reporter_address"), text(m, r, "reporter_claimed") };
    return out->name.n + out->contact.n + out->id_no.n + out->address.n + out->claimed.n > 0;
}
