/* html.h - the only way into a page: every byte passes an escaper, literals come from templates (area/X/NAME.html, compiled by tools/tmplc). */
#ifndef PAGE_HTML_H
#define PAGE_HTML_H

#include "base/date.h"
#include "base/text.h"
#include "net/reply.h"

#define html_lit(h, lit) buf_add(&(h)->b, STR(lit))     /* accepts a string literal only */
void html_text(struct html *h, struct str s);           /* element content and quoted attributes: & < > " ' */
void html_visible(struct html *h, struct str s);        /* as html_text, with zero-width characters and outer blanks made visible */
void html_url(struct html *h, struct str s);            /* one path or query component */
/* html_made - what one of our own writers made and escaped already (doc_html); never what a person typed. */
void html_made(struct html *h, struct str made);
void html_int(struct html *h, int64_t v);
void html_id(struct html *h, int64_t ref);              /* a 63-bit reference, 16 hex digits */

#endif
