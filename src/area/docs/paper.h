/* paper.h - official papers of a record: the template of def/doc filled from the record, numbered at signing, printed in any format.
 *
 * Documents that leave the commission carry the officer's own summary, never the reporter's words (decisions.md section 3, 3).
 * Owns table document.      Memory c->a.      Errors: NOT_FOUND, DEF (template), INVALID (no summary).
 */
#ifndef AREA_DOCS_PAPER_H
#define AREA_DOCS_PAPER_H

#include "base/date.h"
#include "doc/print.h"
#include "doc/template.h"

/* Named texts and lists for a template. */
#define PAPER_TEXTS_MAX 96
struct paper {
    struct ctx *c;
    struct { struct str id, text; } texts[PAPER_TEXTS_MAX]; int n;
    struct str list_name; struct str (*rows)[4]; int n_rows;    /* one list: .name .unit .post .rank */
    struct { struct str name; const char *const *cells; const struct str *at; int n_cells, n; } more[2]; int n_more;    /* other lists */
    struct date dated;
};
void paper_open(struct ctx *c, struct paper *p, struct date dated);
/* paper_organ - who decides on that line: 青原区纪委监委 is 中共青原区纪律检查委员会 on the Party's and 青原区监察委员会 on the supervisory one. */
struct str paper_organ(const struct paper *p, bool party);
void paper_text(struct paper *p, const char *id, struct str text);
void paper_person(struct paper *p, struct str name, struct str unit, struct str post, struct str rank);
struct str paper_number(struct arena *a, struct str no);       /* GB/T 9704, 7.2.5: 处〔2020〕0043号 is printed 处〔2020〕43号 */
struct str paper_day(struct arena *a, struct date d);           /* 2020年7月1日, "" when unset */
MUST_USE enum err paper_print(struct ctx *c, struct paper *p, struct str template, enum doc_format f, struct str *out);

/* Signed documents of a record. */
struct document { int64_t id, ref, record_id; struct str kind, template, no, fields, maker; struct date made_on; };
struct document_new { struct str kind, template, to, summary, remark, contact, phone, receipt; int64_t record_id; struct date due_on; int enclosures; };
void document_draft(struct ctx *c, const struct document_new *n, struct document *out);    /* as it would be signed: for a preview */
MUST_USE enum err document_sign(struct ctx *c, const struct document_new *n, struct document *out);   /* takes the number */
MUST_USE enum err document_load(struct ctx *c, int64_t ref, struct document *out);
MUST_USE enum err documents_of(struct ctx *c, struct str kind, int64_t record_id, struct document **out, int *n);
/* document_fields - typed values as they are kept: name and value in turn. document_keep - stores a paper with them. */
struct str document_fields(struct ctx *c, const struct str *names_and_values, int pairs);
MUST_USE enum err document_keep(struct ctx *c, struct document *d);
struct str document_field(struct ctx *c, const struct document *d, const char *name);

#endif
