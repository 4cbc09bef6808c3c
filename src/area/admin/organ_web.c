/* organ_web.c - organs with their parents and offices over time (system administrator); the day a register opens and the number its
 * counter starts from (principal leader). */
#include "area/admin/admin_page.h"
#include "area/admin/admin_slice.h"
#include "area/register/register.h"
#include "gate/counter.h"
#include "gen/text.h"

#define COUNTERS_SHOWN 200

static struct page page_of(struct ctx *c, struct request *q, enum here here, struct str title)
{
    struct page g = page_new(c, q, here, title);

    page_crumb(&g, title, STR(""));
    return g;
}

struct str code_words(struct ctx *c, const char *list, struct str code) { return def_label(c->def, c->lang, list, code); }

struct str register_label(struct ctx *c, struct str name)
{
    if (def_code(c->def, "register", name) != NULL)
        return def_label(c->def, c->lang, "register", name);
    if (str_starts(name, STR("proposal.")))
        return def_label(c->def, c->lang, "proposal_type", str_from(name, sizeof "proposal." - 1));
    if (!str_starts(name, STR("document.")))
        return name;
    const struct node *all = node_get(&c->def->templates, "templates");
    for (int i = 0; all != NULL && i < all->n; i++)
        if (str_eq(node_str(&all->items[i], "name"), str_from(name, sizeof "document." - 1)))
            return node_str(&all->items[i], c->lang == LANG_EN ? "en" : "zh");
    return name;
}

static struct date day_arg(struct ctx *c, struct request *q, const char *name)
{
    struct date d = DATE_NONE;

    return date_read(str_trim(req_str(q, name)), date_of_ms(c->now_ms), &d) == DATE_OK ? d : DATE_NONE;
}

static enum err list(struct ctx *c, struct request *q, struct str error, struct reply *out)
{
    struct organ_row *rows = NEWS(c->a, struct organ_row, ORGANS_MAX);
    struct organ_list_view v = { .page = page_of(c, q, HERE_SYSTEM, text_of(c->lang, T_admin_organs)), .error = error, .rows = rows,
        .code = req_str(q, "code"), .name = req_str(q, "name"), .district = req_str(q, "district"), .account = req_str(q, "account"),
        .type = req_str(q, "organ_type"), .parent = req_str(q, "parent") };

    v.page.path = STR("/admin/organ");
    TRY(organs(c, rows, ORGANS_MAX, &v.n));
    organ_list_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err list_page(struct ctx *c, struct request *q, struct reply *out) { return list(c, q, STR(""), out); }

static enum err organ_arg(struct ctx *c, struct request *q, struct organ *o) { return organ_by_code(c, q->path_args[0], o); }

static enum err add(struct ctx *c, struct request *q)
{
    struct organ o = { .code = str_trim(req_str(q, "code")), .name = str_trim(req_str(q, "name")), .district = str_trim(req_str(q, "district")),
        .account = str_trim(req_str(q, "account")), .organ_type = req_str(q, "organ_type"), .in_program = req_has(q, "in_program") };
    struct organ parent = { 0 }, other;
    struct date from = day_arg(c, q, "from");

    if (o.code.n == 0 || o.code.n > 20 || o.name.n == 0 || o.district.n == 0 || o.account.n == 0)
        return refuse_field(c, STR("code"), ERR_INVALID, T_admin_organ_words, STR(""));
    for (size_t i = 0; i < o.code.n; i++)
        if (!((o.code.p[i] >= 'a' && o.code.p[i] <= 'z') || (o.code.p[i] >= '0' && o.code.p[i] <= '9')))
            return refuse_field(c, STR("code"), ERR_INVALID, T_admin_organ_code, o.code);
    if (!date_is_set(from))
        return refuse_field(c, STR("from"), ERR_INVALID, T_admin_from, STR(""));
    if (organ_by_code(c, o.code, &other) == ERR_OK)
        return refuse_field(c, STR("code"), ERR_CONFLICT, T_admin_organ_taken, o.code);
    c->why_id = 0;
    if (req_str(q, "parent").n > 0)
        TRY(organ_by_code(c, req_str(q, "parent"), &parent));
    TRY(organ_add(c, &o, parent.id, from));
    ctx_touch(c, STR("organ"), o.id, STR("add"));
    return ERR_OK;
}

static enum err add_post(struct ctx *c, struct request *q, struct reply *out)
{
    enum err e = add(c, q);

    if (e == ERR_INVALID || e == ERR_CONFLICT) {
        out->status = err_http(e);
        c->touched.refused = true;
        return list(c, q, refusal_text(c, e), out);
    }
    out->location = said_path(c->a, STR("/admin/organ"), "admin.said_organ", STR(""));
    return e;
}

static enum err one(struct ctx *c, struct request *q, struct str error, struct reply *out)
{
    struct organ *o = NEW(c->a, struct organ);
    struct office *rooms = NEWS(c->a, struct office, OFFICES_MAX);
    struct organ_row *all = NEWS(c->a, struct organ_row, ORGANS_MAX);

    TRY(organ_arg(c, q, o));
    struct organ_view v = { .page = page_of(c, q, HERE_SYSTEM, o->name), .error = error, .o = o, .offices = rooms, .organs = all };
    v.page.path = str_fmt(c->a, "/admin/organ/%.*s", PF(o->code));
    TRY(offices(c, o->id, rooms, OFFICES_MAX, &v.n_offices));
    TRY(organs(c, all, ORGANS_MAX, &v.n_organs));
    organ_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err one_page(struct ctx *c, struct request *q, struct reply *out) { return one(c, q, STR(""), out); }

/* One door for the four things that can be done to an organ: each has its form on the page. */
static enum err change(struct ctx *c, struct request *q, struct organ *o)
{
    struct str what = req_str(q, "do");
    struct organ parent = { 0 };
    int64_t id;

    if (str_eq(what, STR("parent"))) {
        TRY(organ_by_code(c, req_str(q, "parent"), &parent));
        return organ_move(c, o, parent.id, day_arg(c, q, "from"));
    }
    if (str_eq(what, STR("rename"))) {
        o->name = str_trim(req_str(q, "name"));
        o->district = str_trim(req_str(q, "district"));
        o->account = str_trim(req_str(q, "account"));
        return organ_rename(c, o, day_arg(c, q, "from"));
    }
    if (str_eq(what, STR("office_end")))
        return office_end(c, req_int(q, "office_id", 0), day_arg(c, q, "last"));
    struct str name = str_trim(req_str(q, "name"));
    if (name.n == 0)
        return refuse_field(c, STR("name"), ERR_INVALID, T_admin_name, STR(""));
    TRY(office_add(c, o->id, req_str(q, "code"), name, &id));
    ctx_touch(c, STR("office"), id, STR("add"));
    return ERR_OK;
}

static enum err change_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct organ o;

    TRY(organ_arg(c, q, &o));
    enum err e = change(c, q, &o);
    if (e == ERR_INVALID || e == ERR_CONFLICT) {
        out->status = err_http(e);
        c->touched.refused = true;
        return one(c, q, refusal_text(c, e), out);
    }
    out->location = said_path(c->a, str_fmt(c->a, "/admin/organ/%.*s", PF(o.code)), "admin.said_saved", STR(""));
    return e;
}

/* ---- registers */
static enum err register_page(struct ctx *c, struct request *q, struct str error, struct reply *out)
{
    struct register_row *rows = NEWS(c->a, struct register_row, OFFICES_MAX);
    struct counter_row *numbers = NEWS(c->a, struct counter_row, COUNTERS_SHOWN);
    struct register_view v = { .page = page_of(c, q, HERE_FIGURES, text_of(c->lang, T_admin_registers)), .error = error, .rows = rows,
        .counters = numbers };

    v.page.path = STR("/register");
    TRY(registers(c, c->who->organ_id, rows, OFFICES_MAX, &v.n));
    TRY(counters(c, c->who->organ_id, numbers, COUNTERS_SHOWN, &v.n_counters));
    register_open_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err register_get(struct ctx *c, struct request *q, struct reply *out) { return register_page(c, q, STR(""), out); }

static enum err register_done(struct ctx *c, struct request *q, enum err e, struct reply *out)
{
    if (e == ERR_INVALID || e == ERR_CONFLICT) {
        out->status = err_http(e);
        c->touched.refused = true;
        return register_page(c, q, refusal_text(c, e), out);
    }
    out->location = said_path(c->a, STR("/register"), "admin.said_saved", STR(""));
    return e;
}

static enum err open_post(struct ctx *c, struct request *q, struct reply *out)
{
    return register_done(c, q, register_open_named(c, req_str(q, "register"), day_arg(c, q, "on")), out);
}

static enum err counter_post(struct ctx *c, struct request *q, struct reply *out)
{
    return register_done(c, q, counter_start_named(c, req_str(q, "kind"), req_int(q, "year", 0), req_int(q, "last", -1)), out);
}

static const struct route routes[] = {
    /* method path                    permission         flags          prepare        apply */
    { GET,  "/admin/organ",           PERM_USER_ADMIN,   0,             list_page,     NULL },
    { POST, "/admin/organ",           PERM_USER_ADMIN,   0,             NULL,          add_post },
    { GET,  "/admin/organ/:code",     PERM_USER_ADMIN,   0,             one_page,      NULL },
    { POST, "/admin/organ/:code",     PERM_USER_ADMIN,   0,             NULL,          change_post },
    { GET,  "/register",              PERM_FIGURE_OPEN,  0,             register_get,  NULL },
    { POST, "/register/open",         PERM_FIGURE_OPEN,  0,             NULL,          open_post },
    { POST, "/register/counter",      PERM_FIGURE_OPEN,  0,             NULL,          counter_post },
};

const struct slice organ_slice = { routes, COUNT(routes), NULL, 0 };
