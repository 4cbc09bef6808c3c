/* person_web.c - 人员: the register, a person with all that hangs on him and the viewer may see, changes, joining two entries of one person. */
#include "area/person/person_page.h"
#include "area/person/person_store.h"
#include "area/register/register.h"
#include "gen/text.h"

#define FORM          "person"
#define ALIKE_MAX     50
#define MATTERS_MAX   400

static struct str path_of(struct ctx *c, int64_t ref, const char *tail) { return record_path(c, "person", ref, tail); }

static enum err load_arg(struct ctx *c, struct request *q, struct person *p)
{
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    return person_load(c, ref, p);
}

static enum err list_page(struct ctx *c, struct request *q, struct reply *out)
{
    return register_list_page(c, q, "person", HERE_PERSON, T_person_title, "/person/new", T_person_new_title, PERM_PERSON_EDIT, out);
}

/* ---- the form */
static void from_values(const struct form_values *v, struct person *p)
{
    p->name = value_str(v, "name");
    p->id_no = value_str(v, "id_no");
    p->unit = value_str(v, "unit");
    p->post = value_str(v, "post");
    p->rank = value_str(v, "rank");
    p->party_member = value_yes(v, "party_member");
    p->public_office = value_yes(v, "public_office");
    p->is_organisation = value_yes(v, "is_organisation") == 1;
}

static void to_values(struct ctx *c, const struct person *p, struct form_values *v)
{
    form_blank(c, def_form(c->def, FORM), NULL, v);
    value_set_str(c, v, "name", p->name);
    value_set_str(c, v, "id_no", p->id_no);
    value_set_str(c, v, "unit", p->unit);
    value_set_str(c, v, "post", p->post);
    value_set_str(c, v, "rank", p->rank);
    value_set_yes(c, v, "party_member", p->party_member);
    value_set_yes(c, v, "public_office", p->public_office);
    value_set_yes(c, v, "is_organisation", p->is_organisation ? 1 : 0);
    v->rev = p->rev;
}

static enum err new_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct form_values v;

    form_blank(c, def_form(c->def, FORM), NULL, &v);
    return register_form_page(c, q, HERE_PERSON, text_of(c->lang, T_person_new_title), &v, STR("/person/new"), STR("/person"), out);
}

static enum err new_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct form_values v;
    struct person p = { 0 };
    enum err e = form_read(c, def_form(c->def, FORM), q, &v);

    if (e == ERR_OK) {
        from_values(&v, &p);
        e = person_add(c, &p);
    }
    if (e == ERR_INVALID)
        return register_form_page(c, q, HERE_PERSON, text_of(c->lang, T_person_new_title), &v, STR("/person/new"), STR("/person"), out);
    TRY(e);
    ctx_touch(c, STR("person"), p.id, STR("register"));
    out->location = said_path(c->a, path_of(c, p.ref, ""), "person.said_added", STR(""));
    return ERR_OK;
}

static enum err edit_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct person p;
    struct form_values v;

    TRY(load_arg(c, q, &p));
    to_values(c, &p, &v);
    return register_form_page(c, q, HERE_PERSON, p.name, &v, path_of(c, p.ref, "/edit"), path_of(c, p.ref, ""), out);
}

static enum err edit_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct person p;
    struct form_values v;

    TRY(load_arg(c, q, &p));
    enum err e = form_read(c, def_form(c->def, FORM), q, &v);
    if (e == ERR_OK && v.rev != p.rev) {
        form_fault(c, &v, STR(""), text_of(c->lang, T_person_conflict));
        v.rev = p.rev;
        e = ERR_INVALID;
    } else if (e == ERR_OK) {
        from_values(&v, &p);
        e = person_edit(c, &p);
    }
    if (e == ERR_INVALID)
        return register_form_page(c, q, HERE_PERSON, p.name, &v, path_of(c, p.ref, "/edit"), path_of(c, p.ref, ""), out);
    out->location = said_path(c->a, path_of(c, p.ref, ""), "person.said_saved", STR(""));
    return e;
}

/* ---- the record */
static struct str matter_label(struct ctx *c, const struct person_matter *m)
{
    static const struct { const char *kind; int label; } kinds[] = {
        { "petition", T_petition_title }, { "lead", T_lead_title }, { "case", T_case_title }, { "result", T_result_title },
    };
    struct str kind = STR("");

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(m->kind, str_z(kinds[i].kind)))
            kind = text_of(c->lang, kinds[i].label);
    struct str subject = str_eq(m->kind, STR("result")) ? def_label(c->def, c->lang, "results", m->subject) : m->subject;
    return str_fmt(c->a, "%.*s %.*s %.*s", PF(kind), PF(c->who->register_scope ? m->no : STR("")), PF(subject));
}

static struct str state_of(struct ctx *c, const struct person_matter *m)
{
    const struct def_workflow *w = def_workflow(c->def, m->kind, date_of_ms(c->now_ms));
    const struct def_state *s = w != NULL ? def_state(w, m->state) : NULL;

    return s == NULL ? m->state : c->lang == LANG_EN ? s->en : s->zh;
}

/* Each kind only for whom its register is open; within it, the rows of his scope. */
static enum err matters(struct ctx *c, const struct person *p, struct record_view *r)
{
    static const struct { const char *kind; enum perm perm; } kinds[] = {
        { "petition", PERM_PETITION_READ }, { "lead", PERM_LEAD_READ }, { "case", PERM_CASE_READ }, { "result", PERM_CASE_READ },
    };
    struct person_matter *m = NEWS(c->a, struct person_matter, MATTERS_MAX);
    int n = 0;

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (may(c, kinds[i].perm))
            TRY(person_store_matters(c, p, kinds[i].kind, m, MATTERS_MAX, &n));
    struct record_link *links = NEWS(c->a, struct record_link, (size_t)n + 1);
    for (int i = 0; i < n; i++)
        links[r->n_links++] = (struct record_link){ matter_label(c, &m[i]), record_path(c, str_copy(c->a, m[i].kind).p, m[i].ref, ""),
            str_fmt(c->a, "%.*s %.*s", PF(date_str(c->a, m[i].dated)), PF(state_of(c, &m[i]))) };
    r->links = links;
    r->links_title = text_of(c->lang, T_person_matters);
    return ERR_OK;
}

static struct str yes_no(struct ctx *c, int v) { return v < 0 ? STR("") : text_of(c->lang, v > 0 ? T_page_yes : T_page_no); }

static void facts(struct ctx *c, const struct person *p, struct record_view *r)
{
    if (may(c, PERM_PERSON_EDIT))           /* only for those who keep the persons, as in an export */
        text_fact(c, r, T_person_id_no, p->id_no);
    text_fact(c, r, T_person_unit, p->unit);
    text_fact(c, r, T_person_post, p->post);
    struct str rank = def_label(c->def, c->lang, "rank", p->rank);
    text_fact(c, r, T_stats_rank, rank.n > 0 ? rank : def_label(c->def, c->lang, "petition_rank", p->rank));
    text_fact(c, r, T_case_party_member, yes_no(c, p->party_member));
    text_fact(c, r, T_person_public_office, yes_no(c, p->public_office));
}

static enum err alike(struct ctx *c, const struct person *p, struct person_view *v)
{
    struct person *same = NEWS(c->a, struct person, ALIKE_MAX), *in = NEWS(c->a, struct person, ALIKE_MAX);
    struct alike *a = NEWS(c->a, struct alike, ALIKE_MAX);

    TRY(person_store_alike(c, p, same, ALIKE_MAX, &v->n_alike));
    for (int i = 0; i < v->n_alike; i++)
        a[i] = (struct alike){ &same[i], text_of(c->lang, p->id_no.n > 0 && str_eq(p->id_no, same[i].id_no) ? T_person_same_id
            : str_eq(p->unit, same[i].unit) ? T_person_same_unit : T_person_same_name) };
    v->alike = a;
    TRY(person_store_merged_in(c, p->id, in, ALIKE_MAX, &v->n_merged));
    v->merged = in;
    return ERR_OK;
}

static enum err merged_away(struct ctx *c, const struct person *p, struct person_view *v)
{
    struct person into;

    v->n_alike = 0;
    enum err e = person_chosen(c, p->canonical_id, &into);
    if (e == ERR_NOT_FOUND) {
        c->why_id = 0;
        return ERR_OK;
    }
    TRY(e);
    v->record.banner = text_args(c->a, c->lang, T_person_merged_into, &into.name, 1);
    record_move(&v->record, into.name, text_of(c->lang, T_person_open_other), path_of(c, into.ref, ""), RECORD_LINK);
    if (v->may_merge)
        record_move(&v->record, text_of(c->lang, T_person_unmerge), STR(""), path_of(c, p->ref, "/unmerge"), RECORD_POST);
    return ERR_OK;
}

static enum err record_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct person p;

    TRY(load_arg(c, q, &p));
    struct flow_record f = { .kind = STR("person"), .id = p.id };
    struct person_view v = { .page = page_new(c, q, HERE_PERSON, p.name), .record = record_new(q, STR(""), p.name),
        .path = path_of(c, p.ref, ""), .may_merge = may(c, PERM_PERSON_MERGE) };
    v.page.bare = true;
    v.record.path = v.path;
    v.record.rev = p.rev;
    v.record.edit = may(c, PERM_PERSON_EDIT) && !p.voided && p.canonical_id == p.id ? path_of(c, p.ref, "/edit") : STR("");
    if (p.is_organisation)
        record_badge(&v.record, STR(""), text_of(c->lang, T_person_organisation), TONE_NONE);
    facts(c, &p, &v.record);
    TRY(matters(c, &p, &v.record));
    TRY(alike(c, &p, &v));
    TRY(register_history(c, &f, &v.record));
    if (p.canonical_id != p.id)
        TRY(merged_away(c, &p, &v));
    person_page_html(&out->body, c, &v);
    return ERR_OK;
}

/* ---- one person entered twice */
static enum err merge_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct person p, other;
    int64_t ref;

    TRY(load_arg(c, q, &p));
    if (!ref_read(req_str(q, "other"), &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(person_load(c, ref, &other));
    out->location = said_path(c->a, path_of(c, p.ref, ""), "person.said_merged", STR(""));
    return person_merge(c, other.id, p.id);
}

static enum err unmerge_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct person p;

    TRY(load_arg(c, q, &p));
    out->location = said_path(c->a, path_of(c, p.ref, ""), "person.said_unmerged", STR(""));
    return person_unmerge(c, p.id);
}

static const struct route routes[] = {
    /* method path                 permission          flags           prepare      apply */
    { GET,  "/person",              PERM_PERSON_READ,   R_LISTED_READ,  list_page,   NULL },
    { GET,  "/person/new",          PERM_PERSON_EDIT,   0,              new_page,    NULL },
    { POST, "/person/new",          PERM_PERSON_EDIT,   0,              NULL,        new_post },
    { GET,  "/person/:ref",         PERM_PERSON_READ,   R_AUDITED_READ, record_page, NULL },
    { GET,  "/person/:ref/edit",    PERM_PERSON_EDIT,   R_AUDITED_READ, edit_page,   NULL },
    { POST, "/person/:ref/edit",    PERM_PERSON_EDIT,   0,              NULL,        edit_post },
    { POST, "/person/:ref/merge",   PERM_PERSON_MERGE,  0,              NULL,        merge_post },
    { POST, "/person/:ref/unmerge", PERM_PERSON_MERGE,  0,              NULL,        unmerge_post },
    { GET,  "/pick/person",         PERM_PERSON_READ,   R_LISTED_READ,  pick_person, NULL },
    { GET,  "/pick/unit",           PERM_PERSON_READ,   R_LISTED_READ,  pick_unit,   NULL },
    { GET,  "/pick/organ",          PERM_PERSON_READ,   R_LISTED_READ,  pick_organ,  NULL },
};

const struct slice person_slice = { routes, COUNT(routes), NULL, 0 };
