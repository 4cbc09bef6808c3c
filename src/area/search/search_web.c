/* search_web.c - what was typed is sent by POST, kept for half a day under a reference, and looked for at /search/REF: no address, no
 * log and no audit row holds the words. */
#include "area/register/register.h"
#include "area/search/search_slice.h"
#include "area/search/search_store.h"
#include "gen/text.h"

#define STATES_MAX 64

static const struct { const char *kind; int label; } kinds[] = {
    { "petition", T_page_menu_petition }, { "lead", T_page_menu_lead }, { "case", T_page_menu_case }, { "person", T_page_menu_person },
};
#define N_KINDS ((int)(sizeof kinds / sizeof kinds[0]))

struct str search_kind_label(struct ctx *c, struct str kind)
{
    for (int i = 0; i < N_KINDS; i++)
        if (str_eq(kind, str_z(kinds[i].kind)))
            return text_of(c->lang, kinds[i].label);
    return kind;
}

/* ---- what was asked */
static enum err day(struct ctx *c, const struct request *q, const char *name, struct date *out)
{
    struct str typed = str_trim(req_str(q, name));

    *out = DATE_NONE;
    if (typed.n == 0)
        return ERR_OK;
    if (date_read(typed, date_of_ms(c->now_ms), out) == DATE_OK)
        return ERR_OK;
    return refuse_field(c, str_z(name), ERR_INVALID, T_search_no_day, typed);
}

/* A state is chosen together with its kind: "lead/registered". */
static enum err read_ask(struct ctx *c, const struct request *q, struct search_ask *out)
{
    struct str state = str_trim(req_str(q, "state"));

    *out = (struct search_ask){ .words = req_str(q, "q"), .kind = str_trim(req_str(q, "kind")), .organ = str_trim(req_str(q, "organ")) };
    if (str_find(state, STR("/")) > 0) {
        out->kind = str_cut(&state, '/');
        out->state = state;
    }
    TRY(day(c, q, "from", &out->from));
    return day(c, q, "to", &out->to);
}

/* ---- the page */
static void kind_options(struct ctx *c, struct search_view *v)
{
    v->states = NEWS(c->a, struct list_option, STATES_MAX);
    for (int i = 0; i < N_KINDS; i++) {
        struct str kind = str_z(kinds[i].kind), label = text_of(c->lang, kinds[i].label);
        if (!search_kind_open(c, kind))
            continue;
        v->kinds[v->n_kinds++] = (struct list_option){ kind, label };
        const struct def_workflow *w = def_workflow(c->def, kind, date_of_ms(c->now_ms));
        for (int k = 0; w != NULL && k < w->n_states && v->n_states < STATES_MAX; k++)
            v->states[v->n_states++] = (struct list_option){ str_fmt(c->a, "%.*s/%.*s", PF(kind), PF(w->states[k].name)),
                str_fmt(c->a, "%.*s · %.*s", PF(label), PF(c->lang == LANG_EN ? w->states[k].en : w->states[k].zh)) };
    }
}

static enum err organ_options(struct ctx *c, struct search_view *v)
{
    struct search_organ *o;

    TRY(search_store_organs(c, &o, &v->n_organs));
    v->organs = NEWS(c->a, struct list_option, (size_t)v->n_organs + 1);
    for (int i = 0; i < v->n_organs; i++)
        v->organs[i] = (struct list_option){ o[i].code, o[i].name };
    return ERR_OK;
}

static struct str lag_words(struct ctx *c, int64_t ms)
{
    struct str seconds = str_int(c->a, (ms + 999) / 1000);

    return ms == 0 ? text_of(c->lang, T_search_current) : text_args(c->a, c->lang, T_search_lag, &seconds, 1);
}

static enum err draw(struct ctx *c, struct request *q, struct search_view *v, struct reply *out)
{
    v->page = page_new(c, q, HERE_NONE, text_of(c->lang, T_search_title));
    v->page.search = v->ask.words;
    v->from = date_str(c->a, v->ask.from);
    v->to = date_str(c->a, v->ask.to);
    if (v->ask.state.n > 0)
        v->kind_state = str_fmt(c->a, "%.*s/%.*s", PF(v->ask.kind), PF(v->ask.state));
    kind_options(c, v);
    TRY(organ_options(c, v));
    if (v->refused.n > 0)
        out->status = err_http(ERR_INVALID);
    search_html(&out->body, c, v);
    return ERR_OK;
}

/* What cannot be looked for is said beside the box; the words stay in it. */
static enum err answer(struct ctx *c, struct request *q, struct search_view *v, struct reply *out)
{
    struct found *f = NEW(c->a, struct found);

    if (!str_to_int(req_str(q, "after"), &v->ask.before))
        v->ask.before = 0;
    enum err e = search_run(c, &v->ask, f);
    if (e == ERR_INVALID)
        v->refused = refusal_text(c, e);
    else if (e != ERR_OK)
        return e;
    else
        v->found = f;
    v->lag = lag_words(c, f->lag_ms);
    v->next = v->found != NULL && f->next != 0 ? with_param(c->a, q, "after", str_int(c->a, f->next)) : STR("");
    v->first = v->ask.before != 0 ? with_param(c->a, q, "", STR("")) : STR("");
    ctx_touch(c, STR("search"), 0, str_fmt(c->a, "hits %lld", (long long)f->count));
    return draw(c, q, v, out);
}

/* Our own pages send words by POST only; who writes them into an address himself is answered too. */
static enum err search_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct search_view v = { .found = NULL };

    if (str_trim(req_str(q, "q")).n == 0)
        return draw(c, q, &v, out);
    enum err e = read_ask(c, q, &v.ask);
    if (e == ERR_OK)
        return answer(c, q, &v, out);
    v.refused = refusal_text(c, e);
    return draw(c, q, &v, out);
}

static enum err kept_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct search_view v = { .found = NULL };
    int64_t ref;

    if (!ref_read(q->path_args[0], &ref))
        return refuse(c, ERR_NOT_FOUND, T_search_gone);
    TRY(search_kept(c, ref, &v.ask));
    return answer(c, q, &v, out);
}

struct prepared { struct search_ask ask; bool drawn; };

static enum err search_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct prepared *m = NEW(c->a, struct prepared);
    struct search_view v = { .found = NULL };
    struct word words[SEARCH_WORDS];
    int n;

    q->prepared = m;
    enum err e = read_ask(c, q, &m->ask);
    if (e == ERR_OK && str_trim(m->ask.words).n > 0)
        e = words_read(c, m->ask.words, words, &n);
    if (e != ERR_OK && e != ERR_INVALID)
        return e;
    m->drawn = e != ERR_OK;
    if (!m->drawn)
        return ERR_OK;
    v.ask = m->ask;
    v.refused = refusal_text(c, e);
    return draw(c, q, &v, out);
}

static enum err search_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct prepared *m = q->prepared;
    int64_t ref = 0;

    if (m->drawn)
        return ERR_OK;
    out->location = STR("/search");
    if (str_trim(m->ask.words).n == 0)
        return ERR_OK;
    TRY(search_keep(c, &m->ask, &ref));
    ctx_touch(c, STR("search"), 0, STR("words"));
    out->location = str_fmt(c->a, "/search/%.*s", PF(ref_text(c->a, ref)));
    return ERR_OK;
}

const struct route search_routes[SEARCH_ROUTES] = {
    { GET,  "/search",      PERM_SEARCH, R_LISTED_READ, search_page, NULL },
    { POST, "/search",      PERM_SEARCH, 0,             search_read, search_post },
    { GET,  "/search/:ref", PERM_SEARCH, R_LISTED_READ, kept_page,   NULL },
};
