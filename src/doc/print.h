/* print.h - a document in one of the five formats, by name; the fonts of the PDF are opened once and given back when idle. */
#ifndef DOC_PRINT_H
#define DOC_PRINT_H

#include "doc/doc.h"

enum doc_format { DOC_DOCX_FORMAT, DOC_PDF_FORMAT, DOC_HTML_FORMAT, DOC_MD_FORMAT, DOC_JSON_FORMAT, DOC_FORMAT__MAX };

bool doc_format_find(struct str name, enum doc_format *out);        /* "docx" */
const char *doc_format_name(enum doc_format f);
struct str doc_format_type(enum doc_format f);                      /* content type */
/* doc_print - Errors: TOO_LARGE, BUG. Thread-safe: PDFs are printed one after another. Memory: d->a. */
MUST_USE enum err doc_print(const struct doc *d, enum doc_format f, struct str *out);
/* doc_print_page - one page (from 0) as png, 144 dots to the inch. */
MUST_USE enum err doc_print_page(const struct doc *d, int page, struct str *out, int *pages);
/* doc_print_idle - called now and then: when no PDF was printed since the last call, gives the fonts back; true when it did. */
bool doc_print_idle(void);

#endif
