/* lead_tie_web.c - what ties a lead to others and says about its persons: flags, topics, merging, handing over; and the leads of a case. */
#include "area/admin/admin.h"
#include "area/casework/case.h"
#include "area/casework/casework.h"
#include "area/register/register.h"
#include "gen/text.h"



/* One act of a lead or a case: its form of def/forms.yaml and the permission that the domain asks. */
struct act { const char *name, *form; int label; enum perm perm; };
static const struct act lead_acts[] = {
    { "flag",      "act_flag",      T_casework_flags,     PERM_RESULT_PROPOSE },
    { "topics",    "act_topics",    T_casework_topics,    PERM_LEAD_REGISTER },
    { "tie",       "act_tie",       T_casework_tie,       PERM_LEAD_REGISTER },
    { "untie",     "act_tie",       T_casework_untie,     PERM_LEAD_REGISTER },
    { "hand_over", "act_hand_over", T_casework_hand_over, PERM_LEAD_REGISTER },
};
static const struct act case_acts[] = {
    { "join", "act_tie", T_casework_join, PERM_CASE_FILE },
    { "part", "act_tie", T_casework_part, PERM_CASE_FILE },
};

static const struct act *act_of(const struct act *acts, int n, struct str name)
{
    for (int i = 0; i < n; i++)
        if (str_eq(name, str_z(acts[i].name)))
            return &acts[i];
    return NULL;
}

static void offer(struct ctx *c, const struct act *acts, int n, struct str path, struct record_view *r)
{
    for (int i = 0; i < n; i++)
        if (may(c, acts[i].perm))
            record_move(r, text_of(c->lang, acts[i].label), STR(""), str_fmt(c->a, "%.*s/more/%s", PF(path), acts[i].name), RECORD_LINK);
}

void lead_acts_offer(struct ctx *c, struct str path, struct record_view *r) { offer(c, lead_acts, COUNT(lead_acts), path, r); }
void case_acts_offer(struct ctx *c, struct str path, struct record_view *r) { offer(c, case_acts, COUNT(case_acts), path, r); }

static enum err form_page(struct ctx *c, struct request *q, const struct act *a, enum here here, struct str title, struct str path,
    struct form_values *v, struct reply *out)
{
    struct form_page_view p = { .page = page_new(c, q, here, text_of(c->lang, a->label)) };

    page_crumb(&p.page, title, path);
    page_crumb(&p.page, text_of(c->lang, a->label), STR(""));
    p.form = (struct form_view){ .values = v, .action = str_fmt(c->a, "%.*s/more/%s", PF(path), a->name), .cancel = path, .first_focus = true };
    form_button(&p.form, STR("go"), text_of(c->lang, a->label), true);
    if (v->was_sent) {
        form_refused(c, v, ERR_INVALID);
        out->status = err_http(ERR_INVALID);
    }
    form_page_html(&out->body, c, &p);
    return ERR_OK;
}

/* ---- leads */
static enum err lead_arg(struct ctx *c, struct request *q, struct lead *l, const struct act **a)
{
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    *a = act_of(lead_acts, COUNT(lead_acts), q->path_args[1]);
    if (*a == NULL)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    return lead_load(c, ref, l);
}

static void now_so(struct ctx *c, const struct lead *l, struct form_values *v)
{
    if (value_has_field(v, "topics"))
        value_set_codes(c, v, "topics", l->topics, l->n_topics);
    if (!value_has_field(v, "umbrella") || l->n_persons == 0)
        return;
    const struct lead_person *p = &l->persons[0];
    struct value_person one = { p->who.name, p->who.unit, p->who.post, p->rank, p->who.id };
    value_set_persons(c, v, "person", &one, 1);
    value_set_yes(c, v, "umbrella", p->umbrella ? 1 : 0);
    value_set_yes(c, v, "gang_related", p->gang_related ? 1 : 0);
}

static enum err lead_act_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct lead l;
    const struct act *a;
    struct form_values v;

    TRY(lead_arg(c, q, &l, &a));
    form_blank(c, def_form(c->def, a->form), NULL, &v);
    now_so(c, &l, &v);
    return form_page(c, q, a, HERE_LEAD, l.subject, record_path(c, "lead", l.ref, ""), &v, out);
}

/* One of the lead's persons, picked or typed by name. */
static enum err flag(struct ctx *c, struct lead *l, const struct form_values *v)
{
    struct value_person one = { .person_id = 0 };

    if (value_persons(v, "person", &one, 1) == 0)
        return refuse_field(c, STR("person"), ERR_INVALID, T_input_required, STR("person"));
    for (int i = 0; i < l->n_persons; i++)
        if (l->persons[i].who.id == one.person_id || (one.person_id == 0 && str_eq(l->persons[i].who.name, one.name)))
            return lead_flag(c, l, l->persons[i].who.id, value_yes(v, "umbrella") == 1, value_yes(v, "gang_related") == 1);
    return refuse_field(c, STR("person"), ERR_INVALID, T_casework_not_of_lead, one.name);
}

static enum err hand_over(struct ctx *c, struct lead *l, struct str typed)
{
    struct organ_row *all = NEWS(c->a, struct organ_row, ORGANS_MAX);
    struct lead made;
    int n;

    TRY(organs(c, all, ORGANS_MAX, &n));
    for (int i = 0; i < n; i++)
        if (all[i].o.in_program && all[i].o.id != l->organ_id && (str_eq(all[i].o.code, typed) || str_eq(all[i].o.name, typed)))
            return lead_hand_over(c, l, all[i].o.id, &made);
    return refuse_field(c, STR("organ"), ERR_INVALID, T_casework_organ_unknown, typed);
}

static enum err lead_act(struct ctx *c, struct lead *l, const struct act *a, const struct form_values *v)
{
    struct str topics[TAGS_MAX], name = str_z(a->name);
    int64_t other;

    if (str_eq(name, STR("flag")))
        return flag(c, l, v);
    if (str_eq(name, STR("topics")))
        return lead_tag(c, l, topics, value_codes(v, "topics", topics, TAGS_MAX));
    if (str_eq(name, STR("hand_over")))
        return hand_over(c, l, value_str(v, "organ"));
    TRY(lead_by_no(c, value_str(v, "no"), &other));
    return str_eq(name, STR("tie")) ? lead_merge(c, l, other) : lead_unmerge(c, l, other);
}

static enum err lead_act_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct lead l;
    const struct act *a;
    struct form_values v;

    TRY(lead_arg(c, q, &l, &a));
    struct str path = record_path(c, "lead", l.ref, "");
    enum err e = form_read(c, def_form(c->def, a->form), q, &v);
    if (e == ERR_OK)
        e = lead_act(c, &l, a, &v);
    if (e == ERR_INVALID)
        return form_page(c, q, a, HERE_LEAD, l.subject, path, &v, out);
    out->location = path;
    return e;
}

/* ---- the leads of a case */
static enum err case_arg(struct ctx *c, struct request *q, struct casefile *k, const struct act **a)
{
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    *a = act_of(case_acts, COUNT(case_acts), q->path_args[1]);
    if (*a == NULL)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    return case_load(c, ref, k);
}

static enum err case_act_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct casefile k;
    const struct act *a;
    struct form_values v;

    TRY(case_arg(c, q, &k, &a));
    form_blank(c, def_form(c->def, a->form), NULL, &v);
    return form_page(c, q, a, HERE_CASE, k.subject, record_path(c, "case", k.ref, ""), &v, out);
}

static enum err case_act_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct casefile k;
    const struct act *a;
    struct form_values v;
    int64_t other;

    TRY(case_arg(c, q, &k, &a));
    struct str path = record_path(c, "case", k.ref, "");
    enum err e = form_read(c, def_form(c->def, a->form), q, &v);
    if (e == ERR_OK)
        e = lead_by_no(c, value_str(&v, "no"), &other);
    if (e == ERR_OK)
        e = str_eq(str_z(a->name), STR("join")) ? case_join_lead(c, &k, other) : case_part_lead(c, &k, other);
    if (e == ERR_INVALID)
        return form_page(c, q, a, HERE_CASE, k.subject, path, &v, out);
    out->location = path;
    return e;
}

static const struct route routes[] = {
    { GET,  "/lead/:ref/more/:act", PERM_LEAD_READ, R_AUDITED_READ, lead_act_page, NULL },
    { POST, "/lead/:ref/more/:act", PERM_LEAD_READ, 0,              NULL,          lead_act_post },
    { GET,  "/case/:ref/more/:act", PERM_CASE_FILE, R_AUDITED_READ, case_act_page, NULL },
    { POST, "/case/:ref/more/:act", PERM_CASE_FILE, 0,              NULL,          case_act_post },
};

const struct slice lead_tie_slice = { routes, COUNT(routes), NULL, 0 };
