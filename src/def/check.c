/* check.c - every row of the set against what it names: words in both languages, sources, lists, permissions, dates. */
#include "def/load.h"

#include <string.h>

#include "base/utf8.h"

#define DEPTH_MAX 12    /* levels of a tree of codes; more is a ring */

static const struct def_code *find(const struct def *d, struct str list, struct str code)
{
    for (int i = 0; i < d->n_lists; i++)
        if (str_eq(d->lists[i].name, list))
            for (int k = 0; k < d->lists[i].n; k++)
                if (str_eq(d->lists[i].items[k].code, code))
                    return &d->lists[i].items[k];
    return NULL;
}

bool list_known(const struct def *d, struct str list)
{
    for (int i = 0; i < d->n_lists; i++)
        if (str_eq(d->lists[i].name, list))
            return true;
    return false;
}

/* ---- what holds for every map of every file: two languages, known sources */
static bool has_han(struct str s)
{
    uint32_t cp;

    for (size_t at = 0; at < s.n;) {
        at += utf8_next(s, at, &cp);
        if (utf8_is_han(cp))
            return true;
    }
    return false;
}

static enum err pair_check(struct load *l, const struct node *map, const char *zh, const char *en)
{
    struct str z = node_str(map, zh), e = node_str(map, en);

    if ((z.n == 0) != (e.n == 0))
        return DEF_FAULT(l, map, "%s and %s stand together, and one is missing", zh, en);
    if (has_han(e))
        return DEF_FAULT(l, map, "%s is not English: '%.*s'", en, PF(e));
    return ERR_OK;
}

static enum err sources_check(struct load *l, const struct node *map)
{
    struct str rest = node_str(map, "source"), key;

    while (word_next(&rest, &key))
        if (find(l->d, STR("sources"), key) == NULL)
            return DEF_FAULT(l, map, "there is no source '%.*s'", PF(key));
    return ERR_OK;
}

static enum err walk(struct load *l, const struct node *n)
{
    if (n->kind == NODE_MAP && node_get(n, "columns") == NULL) {
        TRY(pair_check(l, n, "zh", "en"));
        TRY(pair_check(l, n, "hint_zh", "hint_en"));
        TRY(sources_check(l, n));
    }
    for (int i = 0; n->kind != NODE_SCALAR && i < n->n; i++)
        TRY(walk(l, &n->items[i]));
    return ERR_OK;
}

/* ---- codes */
static enum err dates_check(struct load *l, const struct def_code *c)
{
    struct str rest = c->source, key;
    bool older = true, any = false;

    if (date_is_set(c->from) && date_is_set(c->to) && date_cmp(c->from, c->to) > 0)
        return DEF_FAULT(l, c->row, "'%.*s' ends before it begins", PF(c->code));
    while (word_next(&rest, &key)) {
        const struct def_code *s = find(l->d, STR("sources"), key);
        any = true;
        older = older && s != NULL && date_is_set(c->from) && !def_in_force_within(l->d, key, DATE_NONE, c->from);
    }
    return any && older ? DEF_FAULT(l, c->row, "'%.*s' begins before its source was in force", PF(c->code)) : ERR_OK;
}

static enum err parent_check(struct load *l, const struct def_code *c)
{
    struct str list = str_starts(c->list, STR("results_")) ? STR("results") : c->list;
    const struct def_code *up = c;

    for (int depth = 0; up->parent.n > 0; depth++) {
        const struct def_code *next = find(l->d, list, up->parent);
        if (next == NULL)
            return DEF_FAULT(l, c->row, "the list has no '%.*s' that could be the parent", PF(up->parent));
        if (depth == DEPTH_MAX)
            return DEF_FAULT(l, c->row, "the parents of '%.*s' run in a ring", PF(c->code));
        up = next;
    }
    return ERR_OK;
}

/* States of a record: of the kind that the column's type names, or else the row's own `kind`. */
static enum err states_check(struct load *l, const struct node *v, struct str kind)
{
    const struct def_workflow *w = def_workflow_version(l->d, kind, 1);
    struct str rest = v->text, word;

    if (w == NULL)
        return DEF_FAULT(l, v, "there is no record '%.*s'", PF(kind));
    while (word_next(&rest, &word))
        if (def_state(w, word) == NULL)
            return DEF_FAULT(l, v, "there is no state '%.*s'", PF(word));
    return ERR_OK;
}

/* A column's type: text, int, yesno, date, "code LIST" / "codes LIST", or "states KIND". */
static enum err column_check(struct load *l, const struct node *row, const struct node *v, struct str name, struct str type)
{
    struct str kind = str_cut(&type, ' '), word, rest = v->text;
    struct date day;
    int64_t number;

    TRY(row_is(l, v, NODE_SCALAR, str_copy(l->a, name).p));
    if (str_eq(kind, STR("int")) && !str_to_int(v->text, &number))
        return DEF_FAULT(l, v, "%.*s is a number, not '%.*s'", PF(name), PF(v->text));
    if (str_eq(kind, STR("date")) && !date_parse_iso(v->text, &day))
        return DEF_FAULT(l, v, "%.*s: there is no day '%.*s'", PF(name), PF(v->text));
    if (str_eq(kind, STR("yesno")) && !str_eq(v->text, STR("yes")) && !str_eq(v->text, STR("no")))
        return DEF_FAULT(l, v, "%.*s is yes or no, not '%.*s'", PF(name), PF(v->text));
    if (str_eq(kind, STR("states")))
        return states_check(l, v, type.n > 0 ? type : node_str(row, "kind"));
    if (!str_starts(kind, STR("code")))
        return ERR_OK;
    if (!list_known(l->d, type))
        return DEF_FAULT(l, v, "there is no list '%.*s'", PF(type));
    while (word_next(&rest, &word))
        if (find(l->d, type, word) == NULL)
            return DEF_FAULT(l, v, "the list '%.*s' has no '%.*s'", PF(type), PF(word));
    return ERR_OK;
}

static bool type_known(struct str type)
{
    static const char *const types[] = { "text", "int", "yesno", "date", "code", "codes", "states" };

    return AMONG(str_cut(&type, ' '), types);
}

static enum err columns_check(struct load *l, const struct node *list)
{
    const struct node *columns = node_get(list, "columns"), *items = node_get(list, "items");

    for (int c = 0; columns != NULL && c < columns->n; c++) {
        if (!type_known(columns->items[c].text))
            return DEF_FAULT(l, &columns->items[c], "there is no column type '%.*s'", PF(columns->items[c].text));
        const char *key = str_copy(l->a, columns->keys[c]).p;
        for (int i = 0; i < items->n; i++) {
            const struct node *v = node_get(&items->items[i], key);
            if (v != NULL && v->kind == NODE_SCALAR && v->text.n > 0)
                TRY(column_check(l, &items->items[i], v, columns->keys[c], columns->items[c].text));
        }
    }
    return ERR_OK;
}

static enum err codes_check(struct load *l)
{
    static const enum def_part parts[] = { PART_SOURCES, PART_CODES, PART_TOPICS, PART_CAMPAIGNS, PART_RESULTS };

    for (size_t p = 0; p < sizeof parts / sizeof parts[0]; p++)
        for (int i = 0; i < l->parts[parts[p]].n; i++)
            TRY(columns_check(l, &l->parts[parts[p]].items[i]));
    for (int i = 0; i < l->d->n_lists; i++) {
        const struct def_list *list = &l->d->lists[i];
        for (int k = 0; k < list->n; k++) {
            if (list->items[k].source.n == 0 && !str_eq(list->name, STR("sources")))
                return DEF_FAULT(l, list->items[k].row, "'%.*s' cites no source", PF(list->items[k].code));
            TRY(dates_check(l, &list->items[k]));
            TRY(parent_check(l, &list->items[k]));
        }
    }
    return ERR_OK;
}

/* ---- forms */
static const struct node *field_row(const struct load *l, int form, int field)
{
    return &node_get(&l->parts[PART_FORMS].items[form], "fields")->items[field];
}

static const struct def_field *field_find(const struct def_form *f, struct str name)
{
    for (int i = 0; i < f->n; i++)
        if (str_eq(f->fields[i].name, name))
            return &f->fields[i];
    return NULL;
}

/* show_when: "source=upper|lower" - another field of the form and the codes that open this one. */
static enum err show_check(struct load *l, const struct node *row, const struct def_form *form, struct str when)
{
    struct str name = str_cut(&when, '='), code;
    const struct def_field *other = field_find(form, name);

    if (other == NULL)
        return DEF_FAULT(l, row, "show_when names a field '%.*s' that this form has not", PF(name));
    while ((code = str_cut(&when, '|')).n > 0)
        if (other->list.n > 0 && find(l->d, other->list, code) == NULL)
            return DEF_FAULT(l, row, "show_when: the list '%.*s' has no '%.*s'", PF(other->list), PF(code));
    return ERR_OK;
}

/* What table extra can hold, and under what names: a name goes over the wire beside the form's own parameters, a dot parts a row of persons. */
static enum err extra_check(struct load *l, const struct node *row, const struct def_form *form, const struct def_field *f)
{
    static const char *const kept[] = { "text", "line", "unit", "organ", "date", "int", "money", "yesno", "code", "codes", "topics" },
        *const forms[] = { "petition", "lead", "case", "result", "proposal" },
        *const taken[] = { "do", "once", "page", "rev", "csrf", "last", "of", "said", "lead", "case", "alone" };
    int n = 0;

    if (!AMONG(form->name, forms))
        return DEF_FAULT(l, row, "the form '%.*s' keeps no field without a column", PF(form->name));
    if (!AMONG(f->type, kept))
        return DEF_FAULT(l, row, "store: extra keeps no field of type '%.*s'", PF(f->type));
    for (size_t i = 0; i < f->name.n; i++)
        if (f->name.p[i] != '_' && (f->name.p[i] < 'a' || f->name.p[i] > 'z') && (f->name.p[i] < '0' || f->name.p[i] > '9'))
            return DEF_FAULT(l, row, "the name '%.*s' holds more than a-z, 0-9 and _", PF(f->name));
    if (AMONG(f->name, taken))
        return DEF_FAULT(l, row, "the name '%.*s' means something else in a form", PF(f->name));
    for (int i = 0; i < form->n; i++)
        n += def_field_extra(&form->fields[i]);
    return n <= FORM_EXTRAS_MAX ? ERR_OK : DEF_FAULT(l, row, "more than %d fields with store: extra", FORM_EXTRAS_MAX);
}

/* A field that nothing keeps would lose what is typed into it: on the form of a record each has its column, or says where else it stays. */
static bool has_column(const struct def_form *form, const struct def_field *f)
{
    static const struct { const char *form, *columns; } records[] = {
        { "petition", "persons channel source source_organ sender_no received_on subject body class conduct topics place registered_on old_no" },
        { "lead", "persons source source_no received_on registered_on old_no subject body topics campaign" },
        { "disposal", "method plan" },
        { "case", "person subject party_line supervisory_line rank party_member public_office old_no" },
        { "result", "code person basis topic campaign text" },
        { "proposal", "type unit title text reply_due_on" },
        { "person", "name id_no unit post rank party_member public_office is_organisation" },
    };

    for (size_t i = 0; i < sizeof records / sizeof records[0]; i++) {
        struct str rest = str_z(records[i].columns), word;
        if (!str_eq(form->name, str_z(records[i].form)))
            continue;
        while (word_next(&rest, &word))
            if (str_eq(word, f->name))
                return true;
        return false;
    }
    return true;
}

static enum err store_check(struct load *l, const struct node *row, const struct def_form *form, const struct def_field *f)
{
    static const char *const stores[] = { "", "extra", "vault" },
        *const sealed[] = { "reporter_name", "reporter_contact", "reporter_claimed", "scans" };

    if (!AMONG(f->store, stores))
        return DEF_FAULT(l, row, "store is extra, vault or nothing, not '%.*s'", PF(f->store));
    if (str_eq(f->store, STR("vault")) != (str_eq(form->name, STR("petition")) && AMONG(f->name, sealed)))
        return DEF_FAULT(l, row, "who reported is store: vault, and nothing else is; not '%.*s'", PF(f->name));
    if (str_eq(f->group, STR("reporter")) && !str_eq(f->store, STR("vault")))
        return DEF_FAULT(l, row, "the group 'reporter' is of what is sealed, not of '%.*s'", PF(f->name));
    if (f->store.n == 0 && !has_column(form, f))
        return DEF_FAULT(l, row, "nothing keeps the field '%.*s'; store: extra does", PF(f->name));
    return def_field_extra(f) ? extra_check(l, row, form, f) : ERR_OK;
}

static enum err field_check(struct load *l, const struct node *row, const struct def_form *form, const struct def_field *f)
{
    static const char *const types[] = { "text", "line", "date", "int", "code", "codes", "person", "persons", "topics", "unit", "organ",
        "yesno", "file", "money" };
    bool coded = str_starts(f->type, STR("code"));

    if (!AMONG(f->type, types))
        return DEF_FAULT(l, row, "there is no field type '%.*s'", PF(f->type));
    TRY(store_check(l, row, form, f));
    if (coded && f->list.n == 0)
        return DEF_FAULT(l, row, "the field '%.*s' needs a list", PF(f->name));
    if (f->list.n > 0 && !list_known(l->d, f->list))
        return DEF_FAULT(l, row, "there is no list '%.*s'", PF(f->list));
    if ((str_eq(f->type, STR("text")) || str_eq(f->type, STR("line"))) && f->max == 0)
        return DEF_FAULT(l, row, "the field '%.*s' needs a greatest length", PF(f->name));
    if (f->group.n > 0 && find(l->d, STR("form_group"), f->group) == NULL)
        return DEF_FAULT(l, row, "the list 'form_group' has no '%.*s'", PF(f->group));
    return f->show_when.n > 0 ? show_check(l, row, form, f->show_when) : ERR_OK;
}

static enum err forms_check(struct load *l)
{
    for (int i = 0; i < l->d->n_forms; i++) {
        const struct def_form *f = &l->d->forms[i];
        if (find(l->d, STR("record_kind"), f->kind) == NULL)
            return DEF_FAULT(l, &l->parts[PART_FORMS].items[i], "there is no record kind '%.*s'", PF(f->kind));
        for (int k = 0; k < f->n; k++)
            TRY(field_check(l, field_row(l, i, k), f, &f->fields[k]));
    }
    return ERR_OK;
}

/* ---- roles: the three administrators hold no business, and nobody else holds what is theirs */
static uint64_t bits(const char *const *names, size_t n)
{
    uint64_t set = 0;
    int bit;

    for (size_t i = 0; i < n; i++)
        if (perm_known(str_z(names[i]), &bit))
            set |= (uint64_t)1 << bit;
    return set;
}

static enum err roles_check(struct load *l)
{
    static const char *const admin_only[] = { "user.admin", "rights.admin", "audit.read" }, *const self[] = { "self" },
        *const shared[] = { "admin.read", "rights.confirm" }, /* of the two who keep accounts and rights, never the auditor's */
        *const never[] = { "public", "system" }, *const keeper[] = { "identity.keep" };
    const struct node *rows = node_get(&l->parts[PART_ROLES], "roles");

    for (int i = 0; i < l->d->n_roles; i++) {
        const struct def_role *r = &l->d->roles[i];
        uint64_t of_admins = r->perms & bits(admin_only, 3), both = bits(shared, 2);
        uint64_t business = r->perms & ~(bits(admin_only, 3) | bits(self, 1) | both);
        if ((r->perms & bits(never, 2)) != 0)
            return DEF_FAULT(l, &rows->items[i], "no role is given 'public' or 'system'");
        if (r->admin && (business != 0 || (of_admins & (of_admins - 1)) != 0 || of_admins == 0))
            return DEF_FAULT(l, &rows->items[i], "an administrator holds one of user.admin, rights.admin, audit.read, and no business");
        if (!r->admin && (of_admins | (r->perms & both)) != 0)
            return DEF_FAULT(l, &rows->items[i], "only an administrator holds user.admin, rights.admin, audit.read or what goes with them");
        if ((r->perms & bits(&admin_only[2], 1)) != 0 && (r->perms & both) != 0)
            return DEF_FAULT(l, &rows->items[i], "the audit administrator sees logs only");
        if ((r->perms & bits(keeper, 1)) != 0 && business != bits(keeper, 1))
            return DEF_FAULT(l, &rows->items[i], "who keeps identities consents to what others ask and holds no other business");
        if (r->admin && (r->full_scope || r->register_scope))
            return DEF_FAULT(l, &rows->items[i], "an administrator sees no rows");
    }
    return ERR_OK;
}

enum err check_rows(struct load *l)
{
    for (int p = 0; p < PART__MAX; p++)
        for (int i = 0; l->parts[p].kind != NODE_SCALAR && i < l->parts[p].n; i++)
            TRY(walk(l, &l->parts[p].items[i]));
    TRY(codes_check(l));
    TRY(forms_check(l));
    return roles_check(l);
}
