#include "area/exchange/rows.h"

#include "area/casework/entered.h"
#include "area/intake/petition.h"
#include "base/buf.h"
#include "gen/text.h"

#define ROW_CODES_MAX 64        /* ticked in one field of a form */

struct row { struct ctx *c; const struct sheet_kind *k; struct str *cells; };

static void put(struct row *r, const char *field, struct str s)
{
    int f = sheet_field_find(r->k, str_z(field));

    if (f >= 0)
        r->cells[f] = s;
}

static void put_date(struct row *r, const char *field, struct date d) { put(r, field, date_str(r->c->a, d)); }
static void put_time(struct row *r, const char *field, int64_t ms) { put(r, field, ms != 0 ? time_str(r->c->a, ms) : STR("")); }

static void put_code(struct row *r, const char *field, struct str code)
{
    int f = sheet_field_find(r->k, str_z(field));

    if (f >= 0 && code.n > 0 && r->k->fields[f].list != NULL)
        r->cells[f] = def_label(r->c->def, r->c->lang, r->k->fields[f].list, code);
}

static void put_yes(struct row *r, const char *field, int yes) { put(r, field, yes < 0 ? STR("") : yes ? STR("是") : STR("否")); }

/* Several of a kind, as import reads them. All empty: nothing. */
static void join(struct row *r, struct buf *b, struct str s, int i)
{
    (void)r;
    buf_add(b, i > 0 ? STR("；") : STR(""));
    buf_add(b, s);
}

static void put_codes(struct row *r, const char *field, const struct str *codes, int n)
{
    int f = sheet_field_find(r->k, str_z(field));
    struct buf b = buf_new(r->c->a, 8192);

    for (int i = 0; f >= 0 && i < n; i++)
        join(r, &b, def_label(r->c->def, r->c->lang, r->k->fields[f].list, codes[i]), i);
    put(r, field, buf_str(&b));
}

static void put_joined(struct row *r, const char *field, const struct str *s, int n)
{
    struct buf b = buf_new(r->c->a, 32768);
    size_t all = 0;

    for (int i = 0; i < n; i++) {
        join(r, &b, s[i], i);
        all += s[i].n;
    }
    put(r, field, all > 0 ? buf_str(&b) : STR(""));
}

/* The fields that the form alone declares: codes by their labels, several as import reads them. */
static void put_extras(struct row *r, const struct extras *e)
{
    for (int i = 0; i < e->n; i++) {
        const struct extra *x = &e->v[i];
        struct str codes[ROW_CODES_MAX], rest = x->word;
        const char *name = str_copy(r->c->a, x->field->name).p;
        int f = sheet_field_find(r->k, x->field->name), n = 0;
        if (f < 0 || x->word.n == 0)
            continue;
        while (r->k->fields[f].list != NULL && rest.n > 0 && n < ROW_CODES_MAX)
            codes[n++] = str_cut(&rest, ' ');
        if (n > 0)
            put_codes(r, name, codes, n);
        else
            put(r, name, extra_shown(r->c, x));
    }
}

static enum err put_extra(struct row *r, int64_t id)
{
    struct extras e;

    TRY(extra_load(r->c, r->k->name, id, &e));
    put_extras(r, &e);
    return ERR_OK;
}

static void put_persons(struct row *r, const struct reported *p, int n)
{
    struct str names[REPORTED_MAX], units[REPORTED_MAX], posts[REPORTED_MAX], ranks[REPORTED_MAX];

    for (int i = 0; i < n; i++) {
        names[i] = p[i].name;
        units[i] = p[i].unit;
        posts[i] = p[i].post;
        ranks[i] = p[i].rank;
    }
    put_joined(r, "person_name", names, n);
    put_joined(r, "person_unit", units, n);
    put_joined(r, "person_post", posts, n);
    put_codes(r, "person_rank", ranks, n);
}

static struct str state_of(struct row *r, struct flow_record f) { return flow_state_label(r->c, &f); }
static struct str no_of(struct row *r, struct str no) { return r->c->who->register_scope ? no : STR(""); }

static enum err petition_row(struct row *r, int64_t ref)
{
    struct petition p;

    TRY(petition_load(r->c, ref, &p));
    put(r, "no", no_of(r, p.no));
    put_persons(r, p.persons, p.n_persons);
    put_code(r, "channel", p.channel);
    put_code(r, "source", p.source);
    put(r, "source_organ", p.source_name);
    put(r, "sender_no", p.sender_no);
    put_date(r, "registered_on", p.registered_on);
    put_date(r, "received_on", p.received_on);
    put_time(r, "received_at", p.received_at_ms);
    put(r, "old_no", p.old_no);
    put(r, "subject", p.subject);
    put(r, "body", p.body);
    put_code(r, "class", p.class);
    put_codes(r, "conduct", p.conduct, p.n_conduct);
    put_codes(r, "topics", p.topics, p.n_topics);
    put(r, "place", p.place);
    put(r, "reply", p.reply);
    put_time(r, "replied_at", p.replied_at_ms);
    put(r, "office", p.office_name);
    put(r, "state", state_of(r, petition_flow(&p)));
    put_extras(r, &p.extra);
    return ERR_OK;
}

static enum err lead_row(struct row *r, int64_t ref)
{
    struct lead l;
    struct disposal *d;
    struct reported persons[REPORTED_MAX];
    int n, count = 0;

    TRY(lead_load(r->c, ref, &l));
    for (int i = 0; i < l.n_persons && count < REPORTED_MAX; i++)
        persons[count++] = (struct reported){ l.persons[i].who.name, l.persons[i].who.unit, l.persons[i].who.post, l.persons[i].rank, 0 };
    put(r, "no", no_of(r, l.no));
    put_persons(r, persons, count);
    put_code(r, "source", l.source);
    put(r, "source_no", l.source_no);
    put_date(r, "registered_on", l.registered_on);
    put_date(r, "received_on", l.received_on);
    put(r, "old_no", l.old_no);
    put(r, "subject", l.subject);
    put(r, "body", l.body);
    put_codes(r, "topics", l.topics, l.n_topics);
    put_code(r, "campaign", l.campaign);
    put(r, "office", l.office_name);
    put(r, "state", state_of(r, lead_flow(&l)));
    TRY(put_extra(r, l.id));
    TRY(disposals_of(r->c, l.id, &d, &n));
    while (n > 0 && d[n - 1].voided)
        n--;
    if (n == 0)
        return ERR_OK;
    d = &d[n - 1];                      /* the one in force; the record's page has them all */
    put_code(r, "method", d->method);
    put_date(r, "approved_on", d->approved_on);
    put(r, "approver", d->approver);
    put(r, "approver_no", d->approver_no);
    put_code(r, "outcome", d->outcome);
    put_date(r, "ended_on", d->ended_on);
    return ERR_OK;
}

static enum err put_person(struct row *r, int64_t id)
{
    struct person p;

    TRY(person_by_id(r->c, id, &p));
    put(r, "person_name", p.name);
    put(r, "person_unit", p.unit);
    put(r, "person_post", p.post);
    put_code(r, "person_rank", p.rank);
    put_yes(r, "is_organisation", p.is_organisation ? 1 : -1);
    if (may(r->c, PERM_PERSON_EDIT))    /* the number of a person's card, only for those who keep the persons */
        put(r, "person_id_no", p.id_no);
    return ERR_OK;
}

static enum err case_row(struct row *r, int64_t ref)
{
    struct casefile k;

    TRY(case_load(r->c, ref, &k));
    TRY(put_person(r, k.person_id));
    put(r, "no", date_is_set(k.filed_on) ? no_of(r, k.no) : STR(""));
    put_code(r, "person_rank", k.rank);
    put_yes(r, "party_member", k.party_member);
    put_yes(r, "public_office", k.public_office);
    put(r, "lead_no", k.n_leads > 0 ? no_of(r, k.leads[0].no) : STR(""));
    put(r, "subject", k.subject);
    put_date(r, "party_filed_on", k.party_filed_on);
    put_date(r, "supervisory_filed_on", k.supervisory_filed_on);
    put_yes(r, "party_line", k.party_line);
    put_yes(r, "supervisory_line", k.supervisory_line);
    put(r, "old_no", k.old_no);
    put(r, "office", k.office_name);
    put_date(r, "concluded_on", k.concluded_on);
    put(r, "state", state_of(r, case_flow(&k)));
    return put_extra(r, k.id);
}

static enum err result_row(struct row *r, int64_t ref)
{
    struct result x;

    TRY(result_load(r->c, ref, &x));
    TRY(put_person(r, x.person_id));
    put_code(r, "code", x.code);
    put(r, "case_no", no_of(r, x.case_no));
    put(r, "no", no_of(r, x.no));
    put_date(r, "decided_on", x.decided_on);
    put_date(r, "effective_on", x.effective_on);
    put(r, "approver", x.approver);
    put(r, "body_name", x.body_name);
    put(r, "body_no", x.body_no);
    put_code(r, "basis", x.basis);
    put_code(r, "topic", x.topic);
    put_code(r, "campaign", x.campaign);
    put(r, "text", x.text);
    put_date(r, "counted_on", x.counted_on);
    const struct def_workflow *w = def_workflow(r->c->def, STR("result"), date_of_ms(r->c->now_ms));
    put(r, "state", state_of(r, (struct flow_record){ STR("result"), x.state, x.id, x.rev, w != NULL ? w->version : 1, 0 }));
    return put_extra(r, x.id);
}

static enum err proposal_row(struct row *r, int64_t ref)
{
    struct proposal p;

    TRY(proposal_load(r->c, ref, &p));
    put_code(r, "type", p.type);
    put(r, "no", no_of(r, p.no));
    put(r, "unit", p.unit);
    put(r, "title", p.title);
    put(r, "text", p.text);
    put_date(r, "issued_on", p.issued_on);
    put_date(r, "reply_due_on", p.reply_due_on);
    put_date(r, "replied_on", p.replied_on);
    put(r, "state", state_of(r, proposal_flow(&p)));
    return put_extra(r, p.id);
}

enum err row_load(struct ctx *c, const struct sheet_kind *k, int64_t ref, struct str *cells)
{
    static const struct { const char *kind; enum err (*load)(struct row *, int64_t); } table[] = {
        { "petition", petition_row }, { "lead", lead_row }, { "case", case_row }, { "result", result_row }, { "proposal", proposal_row },
    };
    struct row r = { c, k, cells };

    for (int i = 0; i < k->n; i++)
        cells[i] = STR("");
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (str_eq(k->name, str_z(table[i].kind)))
            return table[i].load(&r, ref);
    return ERR_BUG;
}
