#include "page/layout.h"

#include "base/utf8.h"
#include "gate/gate.h"
#include "gen/embed.h"
#include "page/parts.h"

#define OF_MAX_BYTES 64                 /* a register number; anything longer is not one */

static page_counts_fn *counts_of;       /* set once at start, before the first thread */

void page_counts_by(page_counts_fn *fill) { counts_of = fill; }

/* The menu in the order of the work: letters, leads, cases, people, figures, then what keeps the house. */
static const struct { enum here here; enum perm perm, or; int label; const char *path, *key; } offices[] = {
    { HERE_HOME,     PERM_SELF,          PERM_SELF,         T_page_menu_home,     "/",           "h" },
    { HERE_PETITION, PERM_PETITION_READ, PERM__UNSET,       T_page_menu_petition, "/petition",   "p" },
    { HERE_LEAD,     PERM_LEAD_READ,     PERM__UNSET,       T_page_menu_lead,     "/lead",       "l" },
    { HERE_CASE,     PERM_CASE_READ,     PERM__UNSET,       T_page_menu_case,     "/case",       "c" },
    { HERE_RESULT,   PERM_CASE_READ,     PERM__UNSET,       T_page_menu_result,   "/result",     "r" },
    { HERE_PROPOSAL, PERM_PROPOSAL_READ, PERM__UNSET,       T_page_menu_proposal, "/proposal",   "j" },
    { HERE_PERSON,   PERM_PERSON_READ,   PERM__UNSET,       T_page_menu_person,   "/person",     "e" },
    { HERE_FIGURES,  PERM_FIGURE_READ,   PERM__UNSET,       T_page_menu_figures,  "/figures",    "f" },
    { HERE_SUMMARY,  PERM_SUMMARY_READ,  PERM__UNSET,       T_page_menu_summary,  "/summary",    "s" },
    { HERE_IMPORT,   PERM_IMPORT,        PERM__UNSET,       T_page_menu_import,   "/import",     "i" },
    { HERE_ENVELOPE, PERM_ENVELOPE_SCREEN, PERM__UNSET,      T_page_menu_envelope, "/envelope",   "o" },
    { HERE_FERRY,    PERM_FERRY_CARRY,   PERM__UNSET,       T_page_menu_ferry,    "/ferry",      "b" },
    { HERE_IDENTITY, PERM_IDENTITY_KEEP, PERM__UNSET,       T_page_menu_identity, "/identity",   "v" },
    { HERE_SYSTEM,   PERM_USER_ADMIN,    PERM_RIGHTS_ADMIN, T_page_menu_system,   "/admin/user", "a" },
    { HERE_AUDIT,    PERM_AUDIT_READ,    PERM__UNSET,       T_page_menu_audit,    "/audit",      "u" },
};
#define N_OFFICES ((int)(sizeof offices / sizeof offices[0]))

static bool office_open(const struct ctx *c, int i)
{
    if (offices[i].here == HERE_HOME)
        return c->who->id != 0;
    return may(c, offices[i].perm) || (offices[i].or != PERM__UNSET && may(c, offices[i].or));
}

int menu_entries(struct ctx *c, const struct page *g, struct menu_entry *out, int max)
{
    int64_t counts[HERE__MAX];
    int n = 0;

    for (int i = 0; i < HERE__MAX; i++)
        counts[i] = g->counts != NULL ? g->counts[i] : -1;
    if (g->counts == NULL && counts_of != NULL && c->who->id != 0)
        counts_of(c, counts);
    for (int i = 0; i < N_OFFICES && n < max; i++)
        if (office_open(c, i))
            out[n++] = (struct menu_entry){ offices[i].here, counts[offices[i].here], text_of(c->lang, offices[i].label),
                str_z(offices[i].path), str_z(offices[i].key) };
    return n;
}

struct str crumb_office(struct ctx *c, const struct page *g, struct str *path)
{
    for (int i = 0; i < N_OFFICES; i++)
        if (offices[i].here == g->here && g->here != HERE_HOME) {
            *path = office_open(c, i) ? str_z(offices[i].path) : STR("");
            return text_of(c->lang, offices[i].label);
        }
    *path = STR("");
    return STR("");
}

struct str lang_tag(enum lang l) { return l == LANG_EN ? STR("en") : STR("zh-CN"); }
const char *shape_class(const struct page *g) { return g->shape == PAGE_ACROSS ? "across" : "sheet"; }

const char *tone_class(enum tone t)
{
    static const char *const names[] = { [TONE_NONE] = "", [TONE_GOOD] = "good", [TONE_WARN] = "warn", [TONE_BAD] = "bad" };

    return names[t];
}

/* ---- addresses */
static void add_param(struct html *u, bool *first, struct str name, struct str value)
{
    buf_char(&u->b, *first ? '?' : '&');
    *first = false;
    html_url(u, name);
    buf_char(&u->b, '=');
    html_url(u, value);
}

static bool falls_away(struct str name)
{
    return str_eq(name, STR("after")) || str_eq(name, STR("before")) || str_eq(name, STR("said")) || str_eq(name, STR("of"));
}

struct str with_param(struct arena *a, const struct request *q, const char *name, struct str value)
{
    struct html u = { buf_new(a, (size_t)64 << 10) };
    bool first = true;

    buf_add(&u.b, q->path);
    for (int i = 0; i < q->n_fields && q->method == GET; i++) {
        const struct field *f = &q->fields[i];
        if (!falls_away(f->name) && !str_eq(f->name, str_z(name)) && f->value.n > 0)
            add_param(&u, &first, f->name, f->value);
    }
    if (name[0] != '\0' && value.n > 0)
        add_param(&u, &first, str_z(name), value);
    return buf_str(&u.b);
}

struct str said_path(struct arena *a, struct str path, const char *text, struct str of)
{
    struct html u = { buf_new(a, (size_t)16 << 10) };
    bool first = !str_has(path, STR("?"));

    buf_add(&u.b, path);
    add_param(&u, &first, STR("said"), str_z(text));
    if (of.n > 0)
        add_param(&u, &first, STR("of"), of);
    return buf_str(&u.b);
}

/* ---- a page */
/* Anybody can make a link: only a thing that looks like a register number may be put into our sentence. */
static bool looks_like_number(struct str s)
{
    bool digit = false;

    for (size_t i = 0; i < s.n; i++) {
        char ch = s.p[i];
        digit = digit || (ch >= '0' && ch <= '9');
        if (ch == ' ' || ch == '/' || ch == ':' || ch == '@' || ch == '.' || ch == '<')
            return false;
    }
    return digit && s.n <= OF_MAX_BYTES && text_check(s) == TEXT_OK;
}

static struct str said_text(struct ctx *c, const struct request *q)
{
    struct str id = req_str(q, "said"), of = req_str(q, "of");
    int text;

    if (q->method != GET || !str_has(id, STR(".said_")) || !text_find(id, &text))
        return STR("");
    if (!looks_like_number(of))
        of = STR("");
    return str_trim(text_args(c->a, c->lang, text, &of, 1));
}

enum here page_office(struct str path)
{
    struct str rest = str_from(path, path.n > 0 ? 1 : 0), first = str_cut(&rest, '/');

    for (int i = 0; i < N_OFFICES; i++)
        if (first.n > 0 && str_eq(str_from(str_z(offices[i].path), 1), first))
            return offices[i].here;
    return HERE_NONE;
}

struct page page_new(struct ctx *c, const struct request *q, enum here here, struct str title)
{
    return (struct page){ .title = title, .here = here, .path = with_param(c->a, q, "", STR("")), .search = req_str(q, "q"),
        .said = said_text(c, q) };
}

void page_crumb(struct page *g, struct str label, struct str path)
{
    if (g->n_crumbs < CRUMBS_MAX)
        g->crumbs[g->n_crumbs++] = (struct crumb){ label, path };
}

/* ---- assets */
static const struct embedded *asset(const char *name)
{
    for (int i = 0; i < embedded_n; i++) {
        struct str have = str_z(embedded_files[i].name);
        if (str_starts(have, STR("assets/")) && str_eq(str_from(have, sizeof "assets/" - 1), str_z(name)))
            return &embedded_files[i];
    }
    return NULL;
}

bool asset_is(const char *name) { return asset(name) != NULL; }

void asset_url(struct html *h, const char *name)
{
    const struct embedded *e = asset(name);

    html_lit(h, "/assets/");
    html_text(h, str_z(e != NULL ? e->hash : "none"));
    html_lit(h, "/");
    html_url(h, str_z(name));
}
