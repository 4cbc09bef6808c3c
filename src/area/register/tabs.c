/* tabs.c - a list's tabs: those of def/lists.yaml with how many each holds, then the filters that the user saved under a name. */
#include "area/register/list_int.h"

#include "base/utf8.h"
#include "gate/route.h"
#include "gen/text.h"
#include "page/html.h"

#define FILTERS_MAX    10
#define NAME_MAX_CHARS 30
#define TAB_COUNT_MAX  200              /* of a tab that is not looked at: "200+" */

/* The order of a list and its page are no part of a filter. */
static bool is_filter(const struct field *f)
{
    static const char *const others[] = { "sort", "after", "before", "said", "of" };

    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (str_eq(f->name, str_z(others[i])))
            return false;
    return f->value.n > 0;
}

static bool all_in(const struct request *x, const struct request *y)
{
    for (int i = 0; i < x->n_fields; i++) {
        bool found = !is_filter(&x->fields[i]);
        for (int k = 0; k < y->n_fields && !found; k++)
            found = str_eq(x->fields[i].name, y->fields[k].name) && str_eq(x->fields[i].value, y->fields[k].value);
        if (!found)
            return false;
    }
    return true;
}

static bool same_filter(const struct request *x, const struct request *y) { return all_in(x, y) && all_in(y, x); }

static enum err tab_add(struct ctx *c, const struct plan *p, struct list_view *out, struct str label, struct str query, bool saved)
{
    struct request q = { .method = GET, .path = p->path };
    int64_t n;
    int max;

    TRY(form_urlencoded(c, query, &q));
    bool here = same_filter(out->q, &q);
    if (here)
        n = out->count, max = out->count_max;   /* the page counted these rows already */
    else
        TRY(plan_count(c, &q, p, TAB_COUNT_MAX, &n, &max));
    list_tab(out, label, query.n > 0 ? str_fmt(c->a, "%.*s?%.*s", PF(p->path), PF(query)) : p->path, n, max, here);
    if (saved && here) {
        out->drop_path = STR("/filter/drop");
        out->drop_list = p->name;
        out->drop_name = label;
    } else if (here) {
        out->save_path = STR("");       /* it has its tab already */
    }
    return ERR_OK;
}

struct saved { struct str name, query; };
static enum err saved_of(struct ctx *c, struct str list, struct saved *out, int *n)
{
    struct stmt *q = db_get(c->db, SQL_FILTERS_OF);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_str(q, ":list", list);
    for (*n = 0; db_next(q) && *n < FILTERS_MAX; (*n)++)
        out[*n] = (struct saved){ db_str(q, 0, c->a), db_str(q, 1, c->a) };
    return db_end(q);
}

enum err plan_tabs(struct ctx *c, const struct plan *p, struct list_view *out)
{
    const struct node *tabs = node_get(p->row, "tabs");
    struct saved mine[FILTERS_MAX];
    int n_mine;

    out->save_path = STR("/filter");
    TRY(tab_add(c, p, out, text_of(c->lang, T_register_all), STR(""), false));
    for (int i = 0; tabs != NULL && i < tabs->n; i++)
        TRY(tab_add(c, p, out, plan_label(c, &tabs->items[i]), node_str(&tabs->items[i], "query"), false));
    TRY(saved_of(c, p->name, mine, &n_mine));
    for (int i = 0; i < n_mine; i++)
        TRY(tab_add(c, p, out, mine[i].name, mine[i].query, true));
    if (out->drop_path.n > 0)
        out->save_path = STR("");
    return ERR_OK;
}

/* ---- saving: the filter comes as the path of the list looked at; only its fields are kept, written anew */
static struct str query_written(struct ctx *c, const struct request *q)
{
    struct html u = { buf_new(c->a, (size_t)16 << 10) };

    for (int i = 0; i < q->n_fields; i++) {
        if (!is_filter(&q->fields[i]))
            continue;
        if (buf_str(&u.b).n > 0)
            html_lit(&u, "&");
        html_url(&u, q->fields[i].name);
        html_lit(&u, "=");
        html_url(&u, q->fields[i].value);
    }
    return buf_str(&u.b);
}

static enum err filter_drop(struct ctx *c, struct str list, struct str name)
{
    struct stmt *q = db_get(c->db, SQL_FILTER_DROP);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_str(q, ":list", list);
    db_bind_str(q, ":name", name);
    return db_run(q, NULL);
}

static enum err filter_add(struct ctx *c, struct str list, struct str name, struct str query)
{
    struct stmt *q = db_get(c->db, SQL_FILTER_ADD);

    db_bind_int(q, ":id", rand_id(c->rand, c->now_ms));
    db_bind_int(q, ":viewer", c->who->id);
    db_bind_str(q, ":list", list);
    db_bind_str(q, ":name", name);
    db_bind_str(q, ":query", query);
    return db_run(q, NULL);
}

/* "/petition?state=kept" -> its list and the fields */
static enum err path_read(struct ctx *c, struct str text, struct plan *p, struct request *q)
{
    struct str path = str_cut(&text, '?');

    if (!str_starts(path, STR("/")) || !plan_of(c, str_from(path, 1), p))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    q->path = p->path;
    return form_urlencoded(c, text, q);
}

static enum err save_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct request kept = { .method = GET };
    struct plan p;
    struct saved mine[FILTERS_MAX];
    struct str name = str_trim(req_str(q, "name"));
    int n;

    TRY(path_read(c, req_str(q, "path"), &p, &kept));
    struct str query = query_written(c, &kept);
    if (name.n == 0 || query.n == 0)
        return refuse_field(c, STR("name"), ERR_INVALID, T_register_filter_name, STR(""));
    if (utf8_count(name) > NAME_MAX_CHARS)
        return refuse_field(c, STR("name"), ERR_INVALID, T_input_too_long, str_int(c->a, NAME_MAX_CHARS));
    TRY(filter_drop(c, p.name, name));      /* the same name again: the new filter takes its place */
    TRY(saved_of(c, p.name, mine, &n));
    if (n == FILTERS_MAX)
        return refuse(c, ERR_INVALID, T_register_filter_many);
    out->location = said_path(c->a, str_fmt(c->a, "%.*s?%.*s", PF(p.path), PF(query)), "register.said_filter_saved", STR(""));
    return filter_add(c, p.name, name, query);
}

static enum err drop_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct request kept = { .method = GET };
    struct plan p;

    TRY(path_read(c, req_str(q, "path"), &p, &kept));
    struct str query = query_written(c, &kept);
    out->location = said_path(c->a, query.n > 0 ? str_fmt(c->a, "%.*s?%.*s", PF(p.path), PF(query)) : p.path,
        "register.said_filter_dropped", STR(""));
    return filter_drop(c, req_str(q, "list"), req_str(q, "name"));
}

static const struct route routes[] = {
    { POST, "/filter",      PERM_SELF, 0, NULL, save_post },
    { POST, "/filter/drop", PERM_SELF, 0, NULL, drop_post },
};

const struct slice register_slice = { routes, COUNT(routes), NULL, 0 };
