/* values.h - what a person typed into a form of def/forms.yaml: read, typed, bounded, normalised, with a sentence for each fault.
 *
 * Nothing that was typed is lost: `typed` goes back into the field, `text` is what the domain gets.
 * Memory      c->a (texts are views of the request's).      Errors: INVALID when any field has one.
 * Example
 *     struct form_values v;
 *     enum err e = form_read(c, def_form(c->def, "petition"), q, &v);
 *     if (e == ERR_OK) { n.channel = value_str(&v, "channel"); n.received_on = value_date(&v, "received_on"); … e = petition_register(…); }
 *     if (e == ERR_INVALID) { form_refused(c, &v, e); …draw the page again with v… }
 */
#ifndef PAGE_VALUES_H
#define PAGE_VALUES_H

#include "base/date.h"
#include "def/def.h"
#include "net/request.h"

#define VALUE_PERSONS_MAX 20
#define VALUE_CODES_MAX   64
#define VALUE_LINE_MAX    200           /* code points where def gives no max */
#define VALUE_TEXT_MAX    20000

struct value_person { struct str name, unit, post, rank; int64_t person_id; };     /* person_id: picked from the register, 0 = typed */

struct form_value {
    const struct def_field *field;
    struct str typed;           /* as typed: comes back on error */
    struct str text;            /* line, text, unit: trimmed; code: its code; date: ISO; yesno: "1" "0" ""; money: yuan with two decimals */
    struct date date;           /* date */
    int64_t number;             /* int; yesno 1 0 -1; money in fen (0.01 yuan); person: id of the register, 0 = none */
    bool set;                   /* something usable was given */
    struct str *codes; int n_codes;                     /* codes, topics: codes; file: names of files */
    struct value_person *persons; int n_persons;        /* persons; person: one row */
    const struct upload **files; int n_files;           /* file */
    struct str error;           /* the sentence beside the field, "" = fine */
};

struct form_values {
    const struct def_form *form;
    struct form_value *v; int n;        /* one per field of the form, in its order */
    int n_errors;
    struct str refused;                 /* why the domain refused, when it is about no single field */
    struct str once;                    /* token against sending twice; see gate/once.h */
    int64_t rev;                        /* revision that was read, 0 = new */
    struct str pressed;                 /* value of the button: name="do" */
    bool was_sent;                      /* read from a request: errors are shown */
};

/* form_blank - an empty form. `keep` (or NULL): values of the last one; its `remember` fields are taken over. */
void form_blank(struct ctx *c, const struct def_form *f, const struct form_values *keep, struct form_values *out);
/* form_read - all fields of the form from the request; unknown parameters are ignored. Errors: INVALID. */
MUST_USE enum err form_read(struct ctx *c, const struct def_form *f, const struct request *q, struct form_values *out);
/* form_prefill - values from links: ?received_on=2020-06-01&channel=letter. Faults are dropped silently. */
void form_prefill(struct ctx *c, const struct def_form *f, const struct request *q, struct form_values *out);
/* form_fault - a fault that only the domain could find, put beside its field (or on top for ""). */
void form_fault(struct ctx *c, struct form_values *v, struct str field, struct str sentence);
/* form_refused - puts the refusal in c (why_field, why_id) where it belongs and clears it from c. Returns e. */
enum err form_refused(struct ctx *c, struct form_values *v, enum err e);

/* Getters: by field name; a name the form does not have aborts (a bug, found by the first test). */
struct form_value *value_of(const struct form_values *v, const char *name);
bool value_has_field(const struct form_values *v, const char *name);
struct str value_str(const struct form_values *v, const char *name);        /* normalised text; code for a code */
struct date value_date(const struct form_values *v, const char *name);      /* DATE_NONE when empty */
int64_t value_int(const struct form_values *v, const char *name);           /* int, money (fen), person id; 0 when empty */
int value_yes(const struct form_values *v, const char *name);               /* 1, 0, -1 = not said */
int value_codes(const struct form_values *v, const char *name, struct str *out, int max);
int value_persons(const struct form_values *v, const char *name, struct value_person *out, int max);
int value_files(const struct form_values *v, const char *name, const struct upload **out, int max);

/* Setters: to fill a form from a record. */
void value_set_str(struct ctx *c, struct form_values *v, const char *name, struct str s);      /* line, text, code, unit, money as text */
void value_set_date(struct ctx *c, struct form_values *v, const char *name, struct date d);
void value_set_int(struct ctx *c, struct form_values *v, const char *name, int64_t n);         /* int; money: fen */
void value_set_yes(struct ctx *c, struct form_values *v, const char *name, int yes);
void value_set_codes(struct ctx *c, struct form_values *v, const char *name, const struct str *codes, int n);
void value_set_persons(struct ctx *c, struct form_values *v, const char *name, const struct value_person *p, int n);

struct str value_shown(struct ctx *c, const struct form_value *v);          /* as a record shows it: labels, not codes */

#endif
