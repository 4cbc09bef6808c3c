/* columns.h - the columns of an import sheet, as def/sheets.yaml declares them: one row is one field of the record. What def/forms.yaml
 * adds without a column (store: extra) follows them. */
#ifndef AREA_EXCHANGE_COLUMNS_H
#define AREA_EXCHANGE_COLUMNS_H

#include "def/def.h"
#include "gate/gate.h"

#define SHEET_FIELDS_MAX 44

enum field_type { FIELD_LINE, FIELD_TEXT, FIELD_DATE, FIELD_TIME, FIELD_CODE, FIELD_CODES, FIELD_YESNO };
struct sheet_field {
    struct str name, zh, en, hint_zh, hint_en, also;
    const char *list;               /* code list, or NULL */
    enum field_type type;
    bool required, sealed, out;     /* sealed: to the vault only; out: written by export, passed over by import */
    bool extra;                     /* of def/forms.yaml, store: extra: on the sheet without a row in def/sheets.yaml */
    int max;                        /* code points; 0 = no bound of its own */
};
struct sheet_kind {
    struct str name, zh, en, list;  /* list: the row of def/lists.yaml whose filters, order and scope export takes */
    enum perm read;                 /* whoever takes rows out may read them, too */
    struct sheet_field fields[SHEET_FIELDS_MAX]; int n;
};

/* sheet_kind - of "petition", "lead", "case", "result", "proposal". Memory c->a. Errors: NOT_FOUND, with the kinds there are; DEF. */
MUST_USE enum err sheet_kind(struct ctx *c, struct str name, const struct sheet_kind **out);
int sheet_field_find(const struct sheet_kind *k, struct str name);      /* by its name; -1 */
/* sheet_field_meant - by what stands in a heading: label in either language, name, or another usual heading; folded. -1 = none. */
int sheet_field_meant(struct arena *a, const struct sheet_kind *k, struct str heading);
struct str sheet_label(enum lang l, const struct sheet_field *f);
struct str sheet_kinds_named(struct ctx *c);                            /* "petition, lead, …" */
struct str sheet_kind_label(enum lang l, const struct sheet_kind *k);

#endif
