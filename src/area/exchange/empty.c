/* empty.c - the empty import sheet: the right headings in their order, code lists as drop-downs, hints at the headings. */
#include "area/exchange/exchange_slice.h"

#include "base/text.h"
#include "gen/text.h"

static const struct str *choices_of(struct ctx *c, const struct sheet_field *f, int *n)
{
    static const char yesno[] = "yesno";
    const char *name = f->type == FIELD_YESNO ? yesno : f->list;
    const struct def_list *list = name != NULL ? def_list(c->def, name) : NULL;
    struct date today = date_of_ms(c->now_ms);

    *n = 0;
    if (list == NULL)
        return NULL;
    struct str *out = NEWS(c->a, struct str, (size_t)list->n + 1);
    for (int i = 0; i < list->n; i++) {
        const struct def_code *k = &list->items[i];
        bool offered = !str_eq(node_str(k->row, "off"), STR("yes")) && !str_eq(node_str(k->row, "article15"), STR("yes"));
        if (offered && (!date_is_set(k->from) || date_cmp(today, k->from) >= 0))
            out[(*n)++] = c->lang == LANG_EN ? k->en : k->zh;
    }
    return out;
}

static struct str hint_of(struct ctx *c, const struct sheet_field *f)
{
    struct str own = c->lang == LANG_EN ? f->hint_en : f->hint_zh, needed = f->required ? text_of(c->lang, T_exchange_needed) : STR("");

    return own.n == 0 ? needed : needed.n == 0 ? own : str_fmt(c->a, "%.*s\n%.*s", PF(needed), PF(own));
}

static int width_of(const struct sheet_field *f)
{
    return f->type == FIELD_TEXT ? 50 : f->type == FIELD_TIME ? 20 : f->type == FIELD_DATE ? 13 : f->max > 200 ? 24 : 16;
}

enum err empty_sheet(struct ctx *c, const struct sheet_kind *k, struct str *xlsx)
{
    struct out_column *cols = NEWS(c->a, struct out_column, (size_t)k->n);
    struct out_sheet s = { .name = sheet_kind_label(c->lang, k), .cols = cols, .for_typing = true };

    for (int i = 0; i < k->n; i++) {
        const struct sheet_field *f = &k->fields[i];
        if (f->out)
            continue;
        struct out_column *col = &cols[s.n_cols++];
        *col = (struct out_column){ .label = sheet_label(c->lang, f), .width = width_of(f), .hint = hint_of(c, f), .required = f->required };
        col->choices = choices_of(c, f, &col->n_choices);
    }
    return xlsx_write(c->a, &s, xlsx);
}
