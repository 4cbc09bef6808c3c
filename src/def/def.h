/* def.h - law as data: the rows of def/ in memory, one immutable snapshot, checked whole at start.
 *
 * Files (YAML; every scalar a string typed by the schema; no anchors, tags or duplicate keys - decisions.md section 2):
 *   def/sources.yaml    rule ids: key, title, article, mark (C, P, M, ?), from, to
 *   def/codes.yaml      code lists; an item has code, zh, en, source and what the list's columns add
 *   def/topics.yaml     topic tree (top codes, parents) and def/campaigns.yaml
 *   def/results.yaml    result families and codes, each with its form of the four forms
 *   def/workflow.yaml   states and moves per kind and version
 *   def/forms.yaml      forms, their fields in the order of the paper
 *   def/lists.yaml      lists: columns, filters, sorts, offered pairs
 *   def/roles.yaml      role -> permissions, scope flags
 *   def/figures.yaml    one row per figure; def/checks.yaml cross-checks
 *   def/templates.yaml  document templates, the record kind and state that offers them
 *   def/sheets.yaml     import/export sheets: kind -> columns
 *   def/calendar/YYYY.yaml   working days
 *   def/doc/NAME.md     document templates          def/text/{zh,en}.yaml  message catalogue (compiled into the program)
 * All are embedded at build; --def DIR loads a directory through the same parser and checker.
 */
#ifndef DEF_DEF_H
#define DEF_DEF_H

#include "base/ctx.h"
#include "base/date.h"

/* A parsed YAML tree, for what has no type of its own. Every node knows its line. */
enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };
struct node { enum node_kind kind; struct str text; struct node *items; struct str *keys; int n, line; const char *file; };
const struct node *node_get(const struct node *map, const char *key);   /* NULL when absent */
struct str node_str(const struct node *map, const char *key);           /* "" when absent */
bool node_has_word(const struct node *map, const char *key, struct str word);    /* in a blank-separated list */
MUST_USE enum err yaml_parse(struct arena *a, const char *file, struct str text, struct node *out, struct str *why);

struct def_code {
    struct str list, code, zh, en, parent, source, mark;    /* parent: in a tree (topics), else "" */
    struct date from, to;           /* validity; unset = unlimited */
    int ord;                        /* order on screen and in tables */
    const struct node *row;         /* what the list adds: form, family, lines, organ types … */
};
struct def_list { struct str name; const struct def_code *items; int n; };

struct def_move {
    struct str name, zh, en, from, to, perm, guard, document, source, mark;
    struct str form;                /* def/forms id asked before the move, or "" */
    bool four_eyes;                 /* another person than the proposer */
    bool undoable;
};
struct def_state { struct str name, zh, en, limit, source, mark; bool final; };
struct def_workflow {
    struct str kind, zh, en; int version; struct date from, to;     /* zh, en: the law of the version; opened under this version in [from, to] */
    const struct def_state *states; int n_states;
    const struct def_move *moves; int n_moves;
};

struct def_field {
    struct str name, zh, en, type;  /* type: text line date int code codes person persons topics unit yesno file money */
    struct str list;                /* code list for code/codes */
    struct str hint_zh, hint_en, store, group, show_when;   /* store: "" = column of that name, "extra" = table extra */
    bool required, remember;        /* remember: kept by "save and next" */
    int max, width;                 /* code points; width in characters on screen */
};
#define FORM_EXTRAS_MAX 12          /* fields of one form with store: extra: a record's page and an import sheet hold them beside their own */
struct def_form { struct str name, kind; const struct def_field *fields; int n; };

struct def_role { struct str name, zh, en; uint64_t perms; bool full_scope, register_scope, official, admin; int holders; /* 0 = any number */ };

struct def {
    struct arena a;                 /* its own memory, for the life of the snapshot */
    struct str hash;                /* SHA-256 of all files, hex: frozen reports name it */
    struct def_list *lists; int n_lists;            /* codes, topics, campaigns, results, sources: all as lists by name */
    struct def_workflow *workflows; int n_workflows;
    struct def_form *forms; int n_forms;
    struct def_role *roles; int n_roles;
    struct node figures, checks, templates, sheets, views;       /* typed by the slice that reads them, checked at load */
    struct node list_pages;         /* def/lists.yaml: how registers are shown */
    struct { struct str name, text; } *docs; int n_docs;                /* def/doc/X.md */
    uint8_t *day_kind; int first_year, n_years;     /* calendar; see calendar.h */
};

/* def_load - all files of `dir` (NULL = the embedded ones), parsed and checked. why gets "file:line: what is wrong".
 * Errors: DEF. */
MUST_USE enum err def_load(struct def *d, const char *dir, struct str *why);
void def_free(struct def *d);

const struct def_list *def_list(const struct def *d, const char *name);                 /* aborts on an unknown name */
const struct def_code *def_code(const struct def *d, const char *list, struct str code); /* NULL when unknown */
struct str def_label(const struct def *d, enum lang l, const char *list, struct str code);  /* "" for "" */
/* def_pick - what a person typed: code, number on screen, label or pinyin initials. NULL when none or several fit. */
const struct def_code *def_pick(const struct def *d, const char *list, struct str typed);
bool def_under(const struct def *d, const char *list, struct str code, struct str top);  /* code is top or below it */
/* sources.c: the rules that a row cites, as they stand on a day. A source without dates of its own has those of the rule it is part of. */
bool def_in_force(const struct def *d, struct str sources, struct date on);             /* one of them at least is */
bool def_in_force_within(const struct def *d, struct str sources, struct date from, struct date to);    /* on some day; unset = open */
char def_mark_on(const struct def *d, struct str sources, struct str own_mark, struct date on);         /* weakest: O C P M ? */
struct str def_sources_text(struct arena *a, enum lang l, const struct def *d, struct str sources, struct date on);    /* 《…》第21条、… */
const struct def_workflow *def_workflow(const struct def *d, struct str kind, struct date opened_on);
const struct def_workflow *def_workflow_version(const struct def *d, struct str kind, int version);
const struct def_state *def_state(const struct def_workflow *w, struct str name);
const struct def_move *def_move(const struct def_workflow *w, struct str from, struct str name);
const struct def_form *def_form(const struct def *d, const char *name);
bool def_field_extra(const struct def_field *f);                                        /* kept in table extra, by its name */
const struct def_role *def_role(const struct def *d, struct str name);
struct str def_doc(const struct def *d, const char *name);                              /* text of def/doc/NAME.md */

#endif
