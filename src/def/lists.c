/* lists.c - the files whose rows are codes: sources, codes, topics, campaigns, results. Each file is a map
 * list -> { zh, en, columns: { name: type }, items: [ row … ] }; columns are what the rows of that list add. */
#include "def/load.h"

#include <stddef.h>
#include <string.h>

#define LISTS_MAX   96
#define ROWS_MAX    2000

static const struct column code_columns[] = {
    { "code",   COL_STR,  offsetof(struct def_code, code),   true  },
    { "zh",     COL_STR,  offsetof(struct def_code, zh),     true  },
    { "en",     COL_STR,  offsetof(struct def_code, en),     true  },
    { "parent", COL_STR,  offsetof(struct def_code, parent), false },
    { "source", COL_STR,  offsetof(struct def_code, source), false },
    { "mark",   COL_STR,  offsetof(struct def_code, mark),   false },
    { "from",   COL_DATE, offsetof(struct def_code, from),   false },
    { "to",     COL_DATE, offsetof(struct def_code, to),     false },
};
#define CODE_COLUMNS (int)(sizeof code_columns / sizeof code_columns[0])

struct list_head { struct str zh, en; const struct node *columns, *items; };
static const struct column list_columns[] = {
    { "zh",      COL_STR,  offsetof(struct list_head, zh),      true  },
    { "en",      COL_STR,  offsetof(struct list_head, en),      true  },
    { "columns", COL_NODE, offsetof(struct list_head, columns), false },
    { "items",   COL_NODE, offsetof(struct list_head, items),   true  },
};

/* A row without a mark bears the weakest of its sources': C < P < M < ?; O is our own arrangement. */
static struct str weakest_mark(const struct load *l, struct str sources)
{
    static const char order[] = "OCPM?";
    const struct def_list *known = &l->d->lists[0];
    struct str key, mark = STR("O");

    while (word_next(&sources, &key))
        for (int i = 0; i < known->n; i++)
            if (str_eq(known->items[i].code, key) && strchr(order, known->items[i].mark.p[0]) > strchr(order, mark.p[0]))
                mark = known->items[i].mark;
    return mark;
}

static enum err items_load(struct load *l, struct str list, const struct list_head *head, struct def_code *items)
{
    for (int i = 0; i < head->items->n; i++) {
        const struct node *row = &head->items->items[i];
        items[i] = (struct def_code){ .list = list, .from = DATE_NONE, .to = DATE_NONE, .row = row, .ord = i + 1 };
        TRY(row_read(l, row, code_columns, CODE_COLUMNS, head->columns, &items[i]));
        if (items[i].mark.n > 0 && (items[i].mark.n != 1 || strchr("OCPM?", items[i].mark.p[0]) == NULL))
            return DEF_FAULT(l, row, "mark is C, P, M, ? or O, not '%.*s'", PF(items[i].mark));
        if (items[i].mark.n == 0 && l->d->n_lists > 0)
            items[i].mark = weakest_mark(l, items[i].source);
        if (items[i].mark.n == 0)
            return DEF_FAULT(l, row, "the row needs a value for 'mark'");
        for (int k = 0; k < i; k++)
            if (str_eq(items[k].code, items[i].code))
                return DEF_FAULT(l, row, "the code '%.*s' stands twice in the list '%.*s'", PF(items[i].code), PF(list));
    }
    return ERR_OK;
}

static enum err list_load(struct load *l, struct str name, const struct node *body)
{
    struct list_head head = { 0 };

    if (l->d->n_lists == LISTS_MAX)
        return DEF_FAULT(l, body, "there are more than %d lists", LISTS_MAX);
    for (int i = 0; i < l->d->n_lists; i++)
        if (str_eq(l->d->lists[i].name, name))
            return DEF_FAULT(l, body, "there are two lists called '%.*s'", PF(name));
    TRY(row_read(l, body, list_columns, sizeof list_columns / sizeof list_columns[0], NULL, &head));
    TRY(row_is(l, head.items, NODE_LIST, "items"));
    if (head.columns != NULL)
        TRY(row_is(l, head.columns, NODE_MAP, "columns"));
    if (head.items->n == 0 || head.items->n > ROWS_MAX)
        return DEF_FAULT(l, body, "a list has between 1 and %d rows", ROWS_MAX);
    struct def_code *items = NEWS(l->a, struct def_code, (size_t)head.items->n);
    TRY(items_load(l, name, &head, items));
    l->d->lists[l->d->n_lists++] = (struct def_list){ name, items, head.items->n };
    return ERR_OK;
}

static const struct def_list *list_find(const struct def *d, struct str name)
{
    for (int i = 0; i < d->n_lists; i++)
        if (str_eq(d->lists[i].name, name))
            return &d->lists[i];
    return NULL;
}

/* Forms pick a kind within one family: results_party, results_gov … are cut out of results, in its order. */
static enum err family_lists(struct load *l)
{
    const struct def_list *families = list_find(l->d, STR("result_family")), *all = list_find(l->d, STR("results"));
    const struct node *at = &l->parts[PART_RESULTS];

    if (families == NULL || all == NULL)
        return DEF_FAULT(l, at, "the lists 'result_family' and 'results' are needed");
    for (int f = 0; f < families->n; f++) {
        struct def_code *cut = NEWS(l->a, struct def_code, (size_t)all->n);
        int n = 0;
        if (l->d->n_lists == LISTS_MAX)
            return DEF_FAULT(l, at, "there are more than %d lists", LISTS_MAX);
        struct str name = str_fmt(l->a, "results_%.*s", PF(families->items[f].code));
        for (int i = 0; i < all->n; i++)
            if (str_eq(node_str(all->items[i].row, "family"), families->items[f].code))
                cut[n++] = all->items[i];
        l->d->lists[l->d->n_lists++] = (struct def_list){ name, cut, n };
    }
    return ERR_OK;
}

enum err lists_load(struct load *l)
{
    static const enum def_part parts[] = { PART_SOURCES, PART_CODES, PART_TOPICS, PART_CAMPAIGNS, PART_RESULTS };

    l->d->lists = NEWS(l->a, struct def_list, LISTS_MAX);
    for (size_t p = 0; p < sizeof parts / sizeof parts[0]; p++) {
        const struct node *root = &l->parts[parts[p]];
        TRY(row_is(l, root, NODE_MAP, "a file of lists"));
        for (int i = 0; i < root->n; i++)
            TRY(list_load(l, root->keys[i], &root->items[i]));
        if (p == 0 && (root->n != 1 || !str_eq(l->d->lists[0].name, STR("sources"))))
            return DEF_FAULT(l, root, "this file holds the list 'sources' and no other");
    }
    return family_lists(l);
}
