/* load.h - private to src/def: what the parts of the loader share while a set is read. Nobody else includes it.
 *
 * Memory      d->a for all that stays. A fault is one sentence, "file:line: what is wrong", in *why.
 */
#ifndef DEF_LOAD_H
#define DEF_LOAD_H

#include "def/def.h"

#define DEF_FILES_MAX 128       /* files of one set: 14 of rows, a calendar a year, the document templates */

struct def_file { struct str name, text; };     /* "codes.yaml", "calendar/2020.yaml", "doc/petition_form.md" */

enum def_part {                 /* the files of rows, in the order in which they are read */
    PART_SOURCES, PART_CODES, PART_TOPICS, PART_CAMPAIGNS, PART_RESULTS, PART_ROLES, PART_FORMS, PART_WORKFLOW,
    PART_LISTS, PART_VIEWS, PART_FIGURES, PART_CHECKS, PART_TEMPLATES, PART_SHEETS, PART__MAX
};

struct load {
    struct def *d;
    struct arena *a;            /* = &d->a */
    struct str *why;
    struct def_file files[DEF_FILES_MAX]; int n_files;
    struct node parts[PART__MAX];               /* kind NODE_MAP once read */
};

/* def_fault - notes "file:line: sentence" and returns ERR_DEF. */
enum err def_fault(struct load *l, const struct node *at, struct str sentence);
#define DEF_FAULT(l, at, ...) def_fault((l), (at), str_fmt((l)->a, __VA_ARGS__))

/* A row against its columns: unknown keys, missing values and values of the wrong type are faults. */
enum column_type { COL_STR, COL_DATE, COL_YESNO, COL_INT, COL_NODE };
struct column { const char *key; enum column_type type; size_t at; bool required; };
enum err row_read(struct load *l, const struct node *row, const struct column *cols, int n, const struct node *extra, void *out);
enum err row_is(struct load *l, const struct node *row, enum node_kind kind, const char *what);
/* The one blank-separated word list of a value: "JK20-14 JK20-17". False when no word is left. */
bool word_next(struct str *rest, struct str *word);
bool word_among(struct str word, const char *const *words, size_t n);
#define AMONG(word, words) word_among((word), (words), sizeof (words) / sizeof (words)[0])
#define COLUMNS(columns) (int)(sizeof (columns) / sizeof (columns)[0])

enum err files_from_dir(struct load *l, const char *dir);       /* files.c */
enum err files_embedded(struct load *l);
struct str files_hash(struct load *l);

enum err lists_load(struct load *l);            /* lists.c: sources, codes, topics, campaigns, results */
enum err workflow_load(struct load *l);         /* workflow.c */
enum err forms_load(struct load *l);            /* forms.c: forms and roles */
enum err roles_load(struct load *l);
enum err calendar_load(struct load *l);         /* calendar.c */

enum err check_rows(struct load *l);            /* check.c: references of every row */
enum err check_flow(struct load *l);            /* check_flow.c: the graphs of workflow.yaml */
enum err check_tables(struct load *l);          /* check_tables.c: figures, lists, sheets, templates, views */

bool list_known(const struct def *d, struct str list);           /* check.c */
bool perm_known(struct str name, int *bit);     /* forms.c: gate/perm.def */

#endif
