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
void doc_print_idle(void);      /* gives the fonts back to the kernel; the next PDF opens them again */

#endif
