/* forms.c - forms and their fields in the order of the paper; roles and what they may do. */
#include "def/load.h"

#include <stddef.h>

static const struct column field_columns[] = {
    { "name",      COL_STR,   offsetof(struct def_field, name),      true  },
    { "zh",        COL_STR,   offsetof(struct def_field, zh),        true  },
    { "en",        COL_STR,   offsetof(struct def_field, en),        true  },
    { "type",      COL_STR,   offsetof(struct def_field, type),      true  },
    { "list",      COL_STR,   offsetof(struct def_field, list),      false },
    { "hint_zh",   COL_STR,   offsetof(struct def_field, hint_zh),   false },
    { "hint_en",   COL_STR,   offsetof(struct def_field, hint_en),   false },
    { "store",     COL_STR,   offsetof(struct def_field, store),     false },
    { "group",     COL_STR,   offsetof(struct def_field, group),     false },
    { "show_when", COL_STR,   offsetof(struct def_field, show_when), false },
    { "required",  COL_YESNO, offsetof(struct def_field, required),  false },
    { "remember",  COL_YESNO, offsetof(struct def_field, remember),  false },
    { "max",       COL_INT,   offsetof(struct def_field, max),       false },
    { "width",     COL_INT,   offsetof(struct def_field, width),     false },
};

struct form_head { struct str kind, source; const struct node *fields; };
static const struct column form_columns[] = {
    { "kind",   COL_STR,  offsetof(struct form_head, kind),   true  },
    { "source", COL_STR,  offsetof(struct form_head, source), true  },
    { "fields", COL_NODE, offsetof(struct form_head, fields), true  },
};

static enum err form_load(struct load *l, struct str name, const struct node *row, struct def_form *out)
{
    struct form_head head = { 0 };

    TRY(row_read(l, row, form_columns, sizeof form_columns / sizeof form_columns[0], NULL, &head));
    TRY(row_is(l, head.fields, NODE_LIST, "fields"));
    struct def_field *fields = NEWS(l->a, struct def_field, (size_t)head.fields->n);
    for (int i = 0; i < head.fields->n; i++) {
        TRY(row_read(l, &head.fields->items[i], field_columns, sizeof field_columns / sizeof field_columns[0], NULL, &fields[i]));
        for (int k = 0; k < i; k++)
            if (str_eq(fields[k].name, fields[i].name))
                return DEF_FAULT(l, &head.fields->items[i], "the field '%.*s' stands twice in this form", PF(fields[i].name));
    }
    *out = (struct def_form){ name, head.kind, fields, head.fields->n };
    return ERR_OK;
}

enum err forms_load(struct load *l)
{
    const struct node *root = &l->parts[PART_FORMS];

    TRY(row_is(l, root, NODE_MAP, "the file of forms"));
    l->d->forms = NEWS(l->a, struct def_form, (size_t)root->n);
    for (int i = 0; i < root->n; i++)
        TRY(form_load(l, root->keys[i], &root->items[i], &l->d->forms[i]));
    l->d->n_forms = root->n;
    return ERR_OK;
}

bool def_field_extra(const struct def_field *f) { return str_eq(f->store, STR("extra")); }

/* ---- roles */
static const char *const perm_words[] = {
#define PERM(name, text) text,
#include "gate/perm.def"
#undef PERM
};

bool perm_known(struct str name, int *bit)
{
    for (size_t i = 0; i < sizeof perm_words / sizeof perm_words[0]; i++)
        if (str_eq(name, str_z(perm_words[i]))) {
            *bit = (int)i + 1;          /* enum perm begins with PERM__UNSET */
            return true;
        }
    return false;
}

struct role_row { struct def_role role; struct str source, perms; };
static const struct column role_columns[] = {
    { "name",           COL_STR,   offsetof(struct role_row, role.name),           true  },
    { "zh",             COL_STR,   offsetof(struct role_row, role.zh),             true  },
    { "en",             COL_STR,   offsetof(struct role_row, role.en),             true  },
    { "source",         COL_STR,   offsetof(struct role_row, source),              true  },
    { "perms",          COL_STR,   offsetof(struct role_row, perms),               true  },
    { "full_scope",     COL_YESNO, offsetof(struct role_row, role.full_scope),     false },
    { "register_scope", COL_YESNO, offsetof(struct role_row, role.register_scope), false },
    { "official",       COL_YESNO, offsetof(struct role_row, role.official),       false },
    { "admin",          COL_YESNO, offsetof(struct role_row, role.admin),          false },
    { "holders",        COL_INT,   offsetof(struct role_row, role.holders),        false },
};

static enum err role_load(struct load *l, const struct node *row, struct def_role *out)
{
    struct role_row r = { 0 };
    struct str word;
    int bit;

    TRY(row_read(l, row, role_columns, sizeof role_columns / sizeof role_columns[0], NULL, &r));
    while (word_next(&r.perms, &word)) {
        if (!perm_known(word, &bit))
            return DEF_FAULT(l, row, "there is no permission '%.*s'", PF(word));
        r.role.perms |= (uint64_t)1 << bit;
    }
    *out = r.role;
    return ERR_OK;
}

enum err roles_load(struct load *l)
{
    const struct node *rows = node_get(&l->parts[PART_ROLES], "roles");

    if (rows == NULL)
        return DEF_FAULT(l, &l->parts[PART_ROLES], "the file holds a list 'roles'");
    TRY(row_is(l, rows, NODE_LIST, "roles"));
    l->d->roles = NEWS(l->a, struct def_role, (size_t)rows->n);
    for (int i = 0; i < rows->n; i++) {
        TRY(role_load(l, &rows->items[i], &l->d->roles[i]));
        for (int k = 0; k < i; k++)
            if (str_eq(l->d->roles[k].name, l->d->roles[i].name))
                return DEF_FAULT(l, &rows->items[i], "the role '%.*s' stands twice", PF(l->d->roles[i].name));
    }
    l->d->n_roles = rows->n;
    return ERR_OK;
}
