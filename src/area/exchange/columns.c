#include "area/exchange/columns.h"

#include "base/utf8.h"
#include "base/buf.h"
#include "gen/text.h"

static const struct { const char *name; enum perm read; } kinds[] = {
    { "petition", PERM_PETITION_READ }, { "lead", PERM_LEAD_READ }, { "case", PERM_CASE_READ }, { "result", PERM_CASE_READ },
    { "proposal", PERM_PROPOSAL_READ },
};

static bool type_read(struct str word, enum field_type *out)
{
    static const char *const words[] = { [FIELD_LINE] = "line", [FIELD_TEXT] = "text", [FIELD_DATE] = "date", [FIELD_TIME] = "time",
        [FIELD_CODE] = "code", [FIELD_CODES] = "codes", [FIELD_YESNO] = "yesno" };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(word, str_z(words[i]))) {
            *out = (enum field_type)i;
            return true;
        }
    return false;
}

static bool says_yes(const struct node *row, const char *key) { return str_eq(node_str(row, key), STR("yes")); }

static enum err field_read(struct ctx *c, const struct node *row, struct sheet_field *f)
{
    struct str list = node_str(row, "list");
    int64_t max = 0;

    *f = (struct sheet_field){ .name = node_str(row, "name"), .zh = node_str(row, "zh"), .en = node_str(row, "en"),
        .hint_zh = node_str(row, "hint_zh"), .hint_en = node_str(row, "hint_en"), .also = node_str(row, "also"),
        .list = list.n > 0 ? str_copy(c->a, list).p : NULL, .required = says_yes(row, "required"), .sealed = says_yes(row, "sealed"),
        .out = says_yes(row, "out") };
    (void)str_to_int(node_str(row, "max"), &max);
    f->max = (int)max;
    if (f->name.n == 0 || f->zh.n == 0 || f->en.n == 0 || !type_read(node_str(row, "type"), &f->type))
        return refuse(c, ERR_DEF, T_exchange_def, str_fmt(c->a, "sheets.yaml:%d", row->line));
    return ERR_OK;
}

/* A field that the form alone declares. Numbers go out only: a sheet has no type for them. */
static void extra_add(struct ctx *c, const struct def_field *x, struct sheet_kind *k)
{
    static const struct { const char *form; enum field_type sheet; } types[] = { { "text", FIELD_TEXT }, { "date", FIELD_DATE },
        { "code", FIELD_CODE }, { "codes", FIELD_CODES }, { "topics", FIELD_CODES }, { "yesno", FIELD_YESNO } };
    struct sheet_field f = { .name = x->name, .zh = x->zh, .en = x->en, .hint_zh = x->hint_zh, .hint_en = x->hint_en, .max = x->max,
        .type = FIELD_LINE, .extra = true, .out = str_eq(x->type, STR("int")) || str_eq(x->type, STR("money")) };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_eq(x->type, str_z(types[i].form)))
            f.type = types[i].sheet;
    if (f.type == FIELD_CODE || f.type == FIELD_CODES)
        f.list = str_eq(x->type, STR("topics")) ? "topics" : str_copy(c->a, x->list).p;
    if (k->n < SHEET_FIELDS_MAX && sheet_field_find(k, x->name) < 0)
        k->fields[k->n++] = f;
}

static void extras_add(struct ctx *c, struct sheet_kind *k)
{
    const struct def_form *f = def_form(c->def, str_copy(c->a, k->name).p);

    for (int i = 0; i < f->n; i++)
        if (def_field_extra(&f->fields[i]))
            extra_add(c, &f->fields[i], k);
}

static enum err kind_read(struct ctx *c, const struct node *row, struct sheet_kind *k)
{
    const struct node *cols = node_get(row, "columns");

    k->zh = node_str(row, "zh");
    k->en = node_str(row, "en");
    k->list = node_str(row, "list");
    if (cols == NULL || cols->kind != NODE_LIST || cols->n > SHEET_FIELDS_MAX)
        return refuse(c, ERR_DEF, T_exchange_def, str_fmt(c->a, "sheets.yaml:%d", row->line));
    for (int i = 0; i < cols->n; i++)
        TRY(field_read(c, &cols->items[i], &k->fields[k->n++]));
    extras_add(c, k);
    return ERR_OK;
}

struct str sheet_kinds_named(struct ctx *c)
{
    struct buf b = buf_new(c->a, 256);

    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        buf_add(&b, i > 0 ? STR(", ") : STR(""));
        buf_add(&b, str_z(kinds[i].name));
    }
    return buf_str(&b);
}

enum err sheet_kind(struct ctx *c, struct str name, const struct sheet_kind **out)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct node *row = node_get(&c->def->sheets, kinds[i].name);
        if (!str_eq(name, str_z(kinds[i].name)) || row == NULL)
            continue;
        struct sheet_kind *k = NEW(c->a, struct sheet_kind);
        k->name = str_z(kinds[i].name);
        k->read = kinds[i].read;
        *out = k;
        return kind_read(c, row, k);
    }
    return refuse(c, ERR_NOT_FOUND, T_exchange_no_kind, name, sheet_kinds_named(c));
}

int sheet_field_find(const struct sheet_kind *k, struct str name)
{
    for (int i = 0; i < k->n; i++)
        if (str_eq(k->fields[i].name, name))
            return i;
    return -1;
}

static bool also_has(struct arena *a, struct str also, struct str folded)
{
    while (also.n > 0) {
        struct str word = str_cut(&also, ' ');
        if (word.n > 0 && str_eq(text_fold(a, word), folded))
            return true;
    }
    return false;
}

/* Labels win over what else is usual: two passes. */
int sheet_field_meant(struct arena *a, const struct sheet_kind *k, struct str heading)
{
    struct str folded = text_fold(a, heading);

    if (folded.n == 0)
        return -1;
    for (int i = 0; i < k->n; i++)
        if (str_eq(str_trim(heading), k->fields[i].name) || str_eq(text_fold(a, k->fields[i].zh), folded)
            || str_eq(text_fold(a, k->fields[i].en), folded))
            return i;
    for (int i = 0; i < k->n; i++)
        if (also_has(a, k->fields[i].also, folded))
            return i;
    return -1;
}

struct str sheet_label(enum lang l, const struct sheet_field *f) { return l == LANG_EN ? f->en : f->zh; }

struct str sheet_kind_label(enum lang l, const struct sheet_kind *k) { return l == LANG_EN ? k->en : k->zh; }
