/* values_int.h - private to page/: what values.c, values_read.c and form.c share. */
#ifndef PAGE_VALUES_INT_H
#define PAGE_VALUES_INT_H

#include "page/form.h"

bool field_is(const struct def_field *f, const char *type);
void values_start(struct ctx *c, const struct def_form *f, struct form_values *out);
/* value_take - types and normalises one text that was typed; sets error when it cannot. */
void value_take(struct ctx *c, struct form_value *x, struct str typed);
struct str money_text(struct arena *a, int64_t fen);            /* 540000 -> "5400.00" */
bool money_read(struct str s, int64_t *fen);                    /* "5,400", "0.54万", "5400元" */
/* list_name - def's calls take a C string; names of lists are short words of def/. Memory: a. */
const char *list_name(struct arena *a, struct str list);
/* field_list - the code list of a field; topics and persons have one by nature (topics, rank). */
struct str field_list(const struct def_field *f);
/* value_asked - is the field asked, as things stand, by its show_when? */
bool value_asked(const struct form_values *v, const struct def_field *f);
/* persons_part - "persons.3.name", the parameter of one cell of a row. */
struct str persons_part(struct arena *a, struct str field, int row, const char *part);

#endif
