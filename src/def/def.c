#include "def/def.h"

#include <stdlib.h>
#include <string.h>

#include "def/load.h"

#define DEF_ARENA_BYTES ((size_t)24 << 20)  /* address space; a set touches about two */

static const char *const part_files[PART__MAX] = {
    [PART_SOURCES] = "sources.yaml", [PART_CODES] = "codes.yaml", [PART_TOPICS] = "topics.yaml",
    [PART_CAMPAIGNS] = "campaigns.yaml", [PART_RESULTS] = "results.yaml", [PART_ROLES] = "roles.yaml",
    [PART_FORMS] = "forms.yaml", [PART_WORKFLOW] = "workflow.yaml", [PART_LISTS] = "lists.yaml", [PART_VIEWS] = "views.yaml",
    [PART_FIGURES] = "figures.yaml", [PART_CHECKS] = "checks.yaml", [PART_TEMPLATES] = "templates.yaml",
    [PART_SHEETS] = "sheets.yaml",
};

static const struct def_file *file_find(const struct load *l, const char *name)
{
    for (int i = 0; i < l->n_files; i++)
        if (str_eq(l->files[i].name, str_z(name)))
            return &l->files[i];
    return NULL;
}

static enum err parts_parse(struct load *l)
{
    for (int p = 0; p < PART__MAX; p++) {
        const struct def_file *f = file_find(l, part_files[p]);
        struct node at = { .file = part_files[p] };
        if (f != NULL)
            TRY(yaml_parse(l->a, part_files[p], f->text, &l->parts[p], l->why));
        else
            return DEF_FAULT(l, &at, "the file is missing");
    }
    return ERR_OK;
}

static void docs_take(struct load *l)
{
    struct def *d = l->d;

    d->docs = arena_alloc(l->a, mul_size(sizeof *d->docs, (size_t)l->n_files), _Alignof(struct str));
    for (int i = 0; i < l->n_files; i++) {
        struct str name = l->files[i].name;
        if (!str_starts(name, STR("doc/")) || !str_ends(name, STR(".md")))
            continue;
        d->docs[d->n_docs].name = str_head(str_from(name, 4), name.n - 7);
        d->docs[d->n_docs++].text = l->files[i].text;
    }
}

static enum err set_load(struct load *l, const char *dir)
{
    struct def *d = l->d;

    TRY(dir != NULL ? files_from_dir(l, dir) : files_embedded(l));
    d->hash = files_hash(l);
    TRY(parts_parse(l));
    docs_take(l);
    TRY(lists_load(l));
    TRY(roles_load(l));
    TRY(forms_load(l));
    TRY(workflow_load(l));
    TRY(calendar_load(l));
    d->figures = l->parts[PART_FIGURES];
    d->checks = l->parts[PART_CHECKS];
    d->templates = l->parts[PART_TEMPLATES];
    d->sheets = l->parts[PART_SHEETS];
    d->views = l->parts[PART_VIEWS];
    d->list_pages = l->parts[PART_LISTS];
    TRY(check_rows(l));
    TRY(check_flow(l));
    return check_tables(l);
}

enum err def_load(struct def *d, const char *dir, struct str *why)
{
    struct load l = { .d = d, .a = &d->a, .why = why };

    *d = (struct def){ 0 };
    arena_open(&d->a, DEF_ARENA_BYTES);
    TRY(set_load(&l, dir));
    *why = STR("");
    return d->a.full ? DEF_FAULT(&l, NULL, "the set is too large") : ERR_OK;
}

void def_free(struct def *d)
{
    arena_close(&d->a);
    *d = (struct def){ 0 };
}

/* ---- looking things up */
const struct def_list *def_list(const struct def *d, const char *name)
{
    struct str want = str_z(name);

    for (int i = 0; i < d->n_lists; i++)
        if (str_eq(d->lists[i].name, want))
            return &d->lists[i];
    abort();                            /* the program names lists in C; the checker cannot know them all */
}

const struct def_code *def_code(const struct def *d, const char *list, struct str code)
{
    const struct def_list *l = def_list(d, list);

    for (int i = 0; i < l->n; i++)
        if (str_eq(l->items[i].code, code))
            return &l->items[i];
    return NULL;
}

struct str def_label(const struct def *d, enum lang lang, const char *list, struct str code)
{
    const struct def_code *row = code.n > 0 ? def_code(d, list, code) : NULL;

    if (row == NULL)
        return code;                    /* an old code that def no longer knows is shown as it stands */
    return lang == LANG_EN ? row->en : row->zh;
}

bool def_under(const struct def *d, const char *list, struct str code, struct str top)
{
    const struct def_code *row = def_code(d, list, code);

    for (int depth = 0; row != NULL && depth < 8; depth++) {
        if (str_eq(row->code, top))
            return true;
        row = row->parent.n > 0 ? def_code(d, list, row->parent) : NULL;
    }
    return false;
}

const struct def_workflow *def_workflow(const struct def *d, struct str kind, struct date opened_on)
{
    for (int i = 0; i < d->n_workflows; i++) {
        const struct def_workflow *w = &d->workflows[i];
        if (str_eq(w->kind, kind) && (!date_is_set(w->from) || date_cmp(w->from, opened_on) <= 0)
            && (!date_is_set(w->to) || date_cmp(opened_on, w->to) <= 0))
            return w;
    }
    return NULL;
}

const struct def_workflow *def_workflow_version(const struct def *d, struct str kind, int version)
{
    for (int i = 0; i < d->n_workflows; i++)
        if (d->workflows[i].version == version && str_eq(d->workflows[i].kind, kind))
            return &d->workflows[i];
    return NULL;
}

const struct def_state *def_state(const struct def_workflow *w, struct str name)
{
    for (int i = 0; i < w->n_states; i++)
        if (str_eq(w->states[i].name, name))
            return &w->states[i];
    return NULL;
}

const struct def_move *def_move(const struct def_workflow *w, struct str from, struct str name)
{
    for (int i = 0; i < w->n_moves; i++)
        if (str_eq(w->moves[i].name, name) && str_eq(w->moves[i].from, from))
            return &w->moves[i];
    return NULL;
}

const struct def_form *def_form(const struct def *d, const char *name)
{
    for (int i = 0; i < d->n_forms; i++)
        if (str_eq(d->forms[i].name, str_z(name)))
            return &d->forms[i];
    return NULL;
}

const struct def_role *def_role(const struct def *d, struct str name)
{
    for (int i = 0; i < d->n_roles; i++)
        if (str_eq(d->roles[i].name, name))
            return &d->roles[i];
    return NULL;
}

struct str def_doc(const struct def *d, const char *name)
{
    for (int i = 0; i < d->n_docs; i++)
        if (str_eq(d->docs[i].name, str_z(name)))
            return d->docs[i].text;
    return STR("");
}
