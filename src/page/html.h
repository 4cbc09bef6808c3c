/* html.h - the only way into a page: every byte passes an escaper, literals come from templates (area/X/NAME.html, compiled by tools/tmplc). */
#ifndef PAGE_HTML_H
#define PAGE_HTML_H

#include "base/ctx.h"
#include "base/date.h"
#include "net/reply.h"
#include "gen/text.h"       /* enum text_id, made from def/text/zh.yaml and en.yaml */

#define html_lit(h, lit) buf_add(&(h)->b, STR(lit))     /* accepts a string literal only */
void html_text(struct html *h, struct str s);           /* element content and quoted attributes: & < > " ' */
void html_visible(struct html *h, struct str s);        /* as html_text, with zero-width characters and outer blanks made visible */
void html_url(struct html *h, struct str s);            /* one path or query component */
/* html_made - what one of our own writers made and escaped already (doc_html); never what a person typed. */
void html_made(struct html *h, struct str made);
void html_int(struct html *h, int64_t v);
void html_id(struct html *h, int64_t ref);              /* a 63-bit reference, 16 hex digits */

/* text_of - the catalogue's sentence in the context's language. text_args - with {0} {1} … replaced. Memory: c->a. */
struct str text_of(enum lang l, int text_id);
struct str text_args(struct arena *a, enum lang l, int text_id, const struct str *args, int n);
struct str refusal_text(struct ctx *c, enum err e);     /* the reason in c, or the catalogue's sentence for e */
bool text_find(struct str name, int *text_id);          /* "petition.title" -> id; for def rows that name a text */

#endif
