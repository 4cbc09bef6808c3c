/* views.c - the law in memory: def/ loaded, def/views.yaml as the whitelist of the query builder, guards on both sides. */
#include "app/app.h"

#include <stdlib.h>

#include "area/casework/casework.h"
#include "area/envelope/screening.h"
#include "area/stats/stats.h"
#include "db/query.h"
#include "flow/flow.h"

static int words(struct arena *a, struct str list, struct str *out, int max)
{
    int n = 0;

    (void)a;
    while (list.n > 0 && n < max) {
        struct str w = str_trim(str_cut(&list, ' '));
        if (w.n > 0)
            out[n++] = w;
    }
    return n;
}

static int columns(struct arena *a, const struct node *row, const char *key, struct str *out, int max)
{
    const struct node *cols = node_get(row, key);
    int n = 0;

    if (cols == NULL)
        return 0;
    if (cols->kind == NODE_SCALAR)
        return words(a, cols->text, out, max);
    for (int i = 0; i < cols->n && n < max; i++)
        out[n++] = cols->items[i].kind == NODE_SCALAR ? cols->items[i].text : node_str(&cols->items[i], "name");
    return n;
}

static void views_allow(struct app *app)
{
    const struct node *all = &app->def.views;
    const struct node *inside = node_get(all, "views");
    struct arena *a = &app->def.a;

    if (inside != NULL)
        all = inside;
    struct query_view *v = NEWS(a, struct query_view, (size_t)all->n + 1);
    for (int i = 0; i < all->n; i++) {
        struct str *cols = NEWS(a, struct str, 64), *filled = NEWS(a, struct str, 64);
        v[i] = (struct query_view){ .view = all->kind == NODE_MAP ? all->keys[i] : node_str(&all->items[i], "view"), .cols = cols,
            .n = columns(a, &all->items[i], "columns", cols, 64), .filled = filled,
            .n_filled = columns(a, &all->items[i], "filled", filled, 64), .kind = node_str(&all->items[i], "kind") };
    }
    query_whitelist(v, all->n);
}

/* Nothing of these is ever counted: a figure worked out before stands. */
static void quiet_tables(void)
{
    static const char *const quiet[] = { "app_user", "audit", "audit_head", "draft", "job", "known_device", "outbox", "saved_filter", "search_asked",
        "search_doc", "search_fts", "search_text", "sent_form", "session", "signin_try" };

    db_quiet(quiet, (int)(sizeof quiet / sizeof quiet[0]));
}

enum err law_load(struct app *app, struct str *why)
{
    TRY(def_load(&app->def, getenv("XIEZHI_DEF"), why));
    views_allow(app);
    quiet_tables();
    casework_guards();
    envelope_guards();
    const char *guard = flow_guards_fault(&app->def);
    struct str word = stats_def_fault(&app->def);
    if (guard != NULL)
        *why = str_fmt(&app->def.a, "workflow.yaml: guard %s", guard);
    else if (word.n > 0)
        *why = str_fmt(&app->def.a, "figures.yaml, checks.yaml: %.*s", PF(word));
    return guard != NULL || word.n > 0 ? ERR_DEF : ERR_OK;
}
