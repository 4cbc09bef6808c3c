#include "area/docs/casework_texts.h"

#include "base/buf.h"
#include "def/def.h"

static struct str yes_text(bool yes) { return yes ? STR("是") : STR(""); }
static struct str tri_text(int v) { return v == 1 ? STR("是") : v == 0 ? STR("否") : STR(""); }

static void person_texts(struct paper *out, const struct person *p)
{
    static const char *const unknown[] = { "person.gender", "person.birth", "person.ethnic", "person.education", "person.party_joined" };

    paper_text(out, "person.name", p->name);
    paper_text(out, "person.unit", p->unit);
    paper_text(out, "person.post", p->post);
    for (size_t i = 0; i < sizeof unknown / sizeof unknown[0]; i++)
        paper_text(out, unknown[i], STR(""));       /* no register holds them yet */
}

/* ---- lead form */
static struct str joined(struct ctx *c, const char *list, const struct str *codes, int n)
{
    struct buf b = buf_new(c->a, 4096);

    for (int i = 0; i < n; i++) {
        if (i > 0)
            buf_lit(&b, "、");
        buf_add(&b, def_label(c->def, LANG_ZH, list, codes[i]));
    }
    return buf_str(&b);
}

static void lead_persons(struct ctx *c, const struct lead *l, struct paper *out)
{
    static const char *const cells[] = { "name", "unit", "post", "rank", "party", "public_office" };
    struct str *at = NEWS(c->a, struct str, (size_t)l->n_persons * 6 + 1);

    for (int i = 0; i < l->n_persons; i++) {
        const struct lead_person *p = &l->persons[i];
        at[i * 6] = p->who.name;
        at[i * 6 + 1] = p->who.unit;
        at[i * 6 + 2] = p->who.post;
        at[i * 6 + 3] = def_label(c->def, LANG_ZH, "rank", p->rank.n > 0 ? p->rank : p->who.rank);
        at[i * 6 + 4] = p->party_member == 1 ? STR("中共党员") : p->party_member == 0 ? STR("非中共党员") : STR("");
        at[i * 6 + 5] = tri_text(p->public_office);
    }
    out->more[out->n_more].name = STR("lead.persons");
    out->more[out->n_more].cells = cells;
    out->more[out->n_more].at = at;
    out->more[out->n_more].n_cells = 6;
    out->more[out->n_more++].n = l->n_persons;
}

static enum err lead_disposals(struct ctx *c, const struct lead *l, struct paper *out)
{
    static const char *const cells[] = { "method", "approved_on", "proposer", "approver", "outcome", "ended_on" };
    struct disposal *d;
    int n, shown = 0;

    TRY(disposals_of(c, l->id, &d, &n));
    struct str *at = NEWS(c->a, struct str, (size_t)n * 6 + 1);
    for (int i = 0; i < n; i++) {
        if (d[i].voided || !date_is_set(d[i].approved_on))
            continue;
        struct str *row = &at[shown++ * 6];
        row[0] = def_label(c->def, LANG_ZH, "disposal", d[i].method);
        row[1] = paper_day(c->a, d[i].approved_on);
        row[2] = d[i].proposer;
        row[3] = d[i].approver;
        row[4] = def_label(c->def, LANG_ZH, "outcome", d[i].outcome);
        row[5] = paper_day(c->a, d[i].ended_on);
    }
    out->more[out->n_more].name = STR("lead.disposals");
    out->more[out->n_more].cells = cells;
    out->more[out->n_more].at = at;
    out->more[out->n_more].n_cells = 6;
    out->more[out->n_more++].n = shown;
    return ERR_OK;
}

enum err lead_texts(struct ctx *c, const struct lead *l, struct paper *out)
{
    struct flow_record f = lead_flow(l);
    struct flow_step *steps;
    int n;

    TRY(flow_history(c, STR("lead"), l->id, &steps, &n));
    const struct { const char *id; struct str text; } rows[] = {
        { "lead.no", l->no }, { "lead.registered_on", paper_day(c->a, l->registered_on) },
        { "lead.source", def_label(c->def, LANG_ZH, "lead_source", l->source) }, { "lead.source_no", l->source_no },
        { "lead.received_on", paper_day(c->a, l->received_on) }, { "lead.old_no", l->old_no },
        { "lead.topics", joined(c, "topics", l->topics, l->n_topics) }, { "lead.campaign", def_label(c->def, LANG_ZH, "campaigns", l->campaign) },
        { "lead.subject", l->subject }, { "lead.body", l->body }, { "lead.office", l->office_name }, { "lead.assignee", l->assignee_name },
        { "lead.due_on", paper_day(c->a, l->due_on) }, { "lead.state", flow_state_label(c, &f) },
        { "lead.registered_by", n > 0 ? steps[n - 1].user : STR("") },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        paper_text(out, rows[i].id, rows[i].text);
    lead_persons(c, l, out);
    return lead_disposals(c, l, out);
}

/* ---- filing decision */
enum err case_texts(struct ctx *c, const struct casefile *k, const struct document *d, struct paper *out)
{
    bool both = k->party_line && k->supervisory_line;
    struct person p;

    TRY(person_by_id(c, k->person_id, &p));
    person_texts(out, &p);
    const struct { const char *id; struct str text; } rows[] = {
        { "case.decision_no", paper_number(c->a, d->no) }, { "case.subject", k->person_name }, { "case.is_organisation", yes_text(k->is_organisation) },
        { "case.filing_kind", both ? STR("立案审查调查") : k->party_line ? STR("立案审查") : STR("立案调查") },
        { "case.examined", both ? STR("审查调查") : k->party_line ? STR("审查") : STR("调查") },
        { "case.party_line", yes_text(k->party_line) }, { "case.supervisory_line", yes_text(k->supervisory_line) },
        { "case.suspicion", document_field(c, d, "suspicion") }, { "case.party_approver", document_field(c, d, "party_approver") },
        { "case.supervisory_approver", document_field(c, d, "supervisory_approver") },
        { "case.crime", yes_text(str_eq(document_field(c, d, "crime"), STR("1"))) }, { "case.office", document_field(c, d, "office") },
        { "case.filed_on", paper_day(c->a, k->filed_on) },
        { "case.organ", both ? str_fmt(c->a, "%.*s　%.*s", PF(paper_organ(out, true)), PF(paper_organ(out, false))) : paper_organ(out, k->party_line) },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        paper_text(out, rows[i].id, rows[i].text);
    return ERR_OK;
}

/* ---- sanction decision */
struct str result_rules(struct ctx *c, const struct result *r)
{
    const struct def_code *row = def_code(c->def, "results", r->code);
    struct date on = date_is_set(r->decided_on) ? r->decided_on : date_of_ms(c->now_ms);

    return row == NULL ? STR("") : def_sources_text(c->a, LANG_ZH, c->def, row->source, on);
}

/* "P12M" as it is written: 十二个月. */
static struct str period_text(struct ctx *c, struct str period)
{
    static const struct { const char *code, *text; } rows[] = { { "P6M", "六个月" }, { "P12M", "十二个月" }, { "P18M", "十八个月" }, { "P24M", "二十四个月" } };

    (void)c;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (str_eq(period, str_z(rows[i].code)))
            return str_z(rows[i].text);
    return STR("");
}

enum err result_texts(struct ctx *c, const struct result *r, const struct document *d, struct paper *out)
{
    const struct def_code *row = def_code(c->def, "results", r->code);
    bool party = str_eq(r->family, STR("party"));
    struct person p;

    TRY(person_by_id(c, r->person_id, &p));
    person_texts(out, &p);
    const struct { const char *id; struct str text; } rows[] = {
        { "result.decision_no", paper_number(c->a, d->no.n > 0 ? d->no : r->no) },
        { "result.name", str_join(c->a, def_label(c->def, LANG_ZH, "results", r->code),
            def_label(c->def, LANG_ZH, "probation_term", document_field(c, d, "term"))) },
        { "result.organ", paper_organ(out, party) }, { "result.mark", str_join(c->a, paper_organ(out, party), STR("文件")) },
        { "result.party", yes_text(party) }, { "result.facts", document_field(c, d, "facts") }, { "result.basis", document_field(c, d, "basis") },
        { "result.decided_by", document_field(c, d, "decided_by") }, { "result.copy_to", document_field(c, d, "copy_to") },
        { "result.period", party || row == NULL ? STR("") : period_text(c, node_str(row->row, "period")) },
        { "result.effective_on", paper_day(c->a, date_is_set(r->effective_on) ? r->effective_on : r->decided_on) },
        { "result.decided_on", paper_day(c->a, r->decided_on) },
        { "result.issued", date_is_set(r->decided_on) ? str_join(c->a, paper_day(c->a, r->decided_on), STR("印发")) : STR("") },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        paper_text(out, rows[i].id, rows[i].text);
    return ERR_OK;
}

/* ---- proposal */
void proposal_texts(struct ctx *c, const struct proposal *p, const struct document *d, struct paper *out)
{
    const struct { const char *id; struct str text; } rows[] = {
        { "proposal.no", d->no.n > 0 ? d->no : p->no }, { "proposal.type", def_label(c->def, LANG_ZH, "proposal_type", p->type) },
        { "proposal.unit", p->unit }, { "proposal.occasion", document_field(c, d, "occasion") },
        { "proposal.findings", document_field(c, d, "findings") }, { "proposal.causes", document_field(c, d, "causes") },
        { "proposal.basis", document_field(c, d, "basis") }, { "proposal.text", document_field(c, d, "requests") },
        { "proposal.reply_due_on", paper_day(c->a, p->reply_due_on) }, { "proposal.issued_on", paper_day(c->a, p->issued_on) },
        { "proposal.copy_to", document_field(c, d, "copy_to") },
        { "proposal.issued", date_is_set(p->issued_on) ? str_join(c->a, paper_day(c->a, p->issued_on), STR("印发")) : STR("") },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        paper_text(out, rows[i].id, rows[i].text);
}
