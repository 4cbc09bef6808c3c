/* row.c - how a row of def/ is read and checked against the columns that its file declares; faults name file and line. */
#include "def/load.h"

enum err def_fault(struct load *l, const struct node *at, struct str sentence)
{
    *l->why = str_fmt(l->a, "%s:%d: %.*s", at != NULL && at->file != NULL ? at->file : "def", at != NULL ? at->line : 0, PF(sentence));
    return ERR_DEF;
}

bool word_next(struct str *rest, struct str *word)
{
    *word = STR("");
    while (rest->n > 0 && word->n == 0)
        *word = str_cut(rest, ' ');
    return word->n > 0;
}

enum err row_is(struct load *l, const struct node *row, enum node_kind kind, const char *what)
{
    static const char *const kinds[] = { "one value", "a list", "a map" };

    if (row != NULL && row->kind == kind)
        return ERR_OK;
    return DEF_FAULT(l, row, "%s should be %s", what, kinds[kind]);
}

static enum err value_read(struct load *l, const struct node *v, const struct column *col, char *to)
{
    int64_t number;

    if (col->type == COL_NODE) {
        *(const struct node **)(void *)to = v;
        return ERR_OK;
    }
    TRY(row_is(l, v, NODE_SCALAR, col->key));
    switch (col->type) {
    case COL_DATE:
        if (v->text.n > 0 && !date_parse_iso(v->text, (struct date *)(void *)to))
            return DEF_FAULT(l, v, "%s: there is no day '%.*s'", col->key, PF(v->text));
        return ERR_OK;
    case COL_YESNO:
        if (!str_eq(v->text, STR("yes")) && !str_eq(v->text, STR("no")))
            return DEF_FAULT(l, v, "%s is yes or no, not '%.*s'", col->key, PF(v->text));
        *(bool *)to = str_eq(v->text, STR("yes"));
        return ERR_OK;
    case COL_INT:
        if (!str_to_int(v->text, &number) || number < 0 || number > 1000000)
            return DEF_FAULT(l, v, "%s is a number, not '%.*s'", col->key, PF(v->text));
        *(int *)(void *)to = (int)number;
        return ERR_OK;
    default:
        *(struct str *)(void *)to = v->text;
        return ERR_OK;
    }
}

static const struct column *column_find(const struct column *cols, int n, struct str key)
{
    for (int i = 0; i < n; i++)
        if (str_eq(str_z(cols[i].key), key))
            return &cols[i];
    return NULL;
}

enum err row_read(struct load *l, const struct node *row, const struct column *cols, int n, const struct node *extra, void *out)
{
    TRY(row_is(l, row, NODE_MAP, "a row"));
    for (int i = 0; i < row->n; i++) {
        const struct column *col = column_find(cols, n, row->keys[i]);
        if (col != NULL)
            TRY(value_read(l, &row->items[i], col, (char *)out + col->at));
        else if (node_get(extra, str_copy(l->a, row->keys[i]).p) == NULL)
            return DEF_FAULT(l, &row->items[i], "nothing here is called '%.*s'", PF(row->keys[i]));
    }
    for (int i = 0; i < n; i++) {
        const struct node *v = cols[i].required ? node_get(row, cols[i].key) : NULL;
        if (cols[i].required && (v == NULL || (v->kind == NODE_SCALAR && v->text.n == 0)))
            return DEF_FAULT(l, row, "the row needs a value for '%s'", cols[i].key);
    }
    return ERR_OK;
}
