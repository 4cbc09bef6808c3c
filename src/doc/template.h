/* template.h - document templates without logic: Markdown with tags, filled into a document tree.
 *
 *   {{F26}} {{yoy F26}}         a figure; its change on last year
 *   {{share F41p}} {{over F24}} a share; a number rounded with 余 or 多
 *   {{yoy F26 同比}}            the word goes before a direction (同比下降5.2%), not before a phrase that
 *                               is whole (与去年同期持平)
 *   {{text petition.no}}        a text of the record or the report
 *   {{free problems}}           free text kept with the report: a paragraph per line; it may cite figures
 *                               by the tags of the first two lines, and numbers typed in it are collected
 *   {{typed}}                   those numbers, "12个村、3次" (decisions.md 14)
 *   {{#if ID}} … {{else}} … {{/if}}         ID has something to print; 〔未登记〕 counts, "none" does not
 *   {{#some ID}} … {{else}} … {{/some}}     its value is there and not 0
 *   {{#claim ID}} … {{else}} … {{/claim}}   the figure bears the claim (IMP05, IMP06, IMP09)
 *   {{#each LIST}} … {{/each}}              per row; ids that begin with a point are of the row: {{text .name}}
 *   {{! comment}}
 *
 * Blocks: # title, ## 一、, ### （一）, #### 1., paragraphs (lines join), tables, and lines that begin with
 * a word: @mark @letter @number @to @attachment @sign @date @note @copy @issuer LEFT | RIGHT, @break,
 * @widths 4 10 4 10 (of the table below). A cell that holds only < is joined to the one on its left; <br>
 * breaks a line; a head of empty cells is none.
 *
 * Values never pass the Markdown parser, so nothing typed into a record can turn into a mark.
 * Used by     doc/print, area/stats, area/summary.      Memory: the arena of the document.
 * Errors      DEF with "line 12: what is wrong" in *why: an unknown id or tag, an open block, Markdown
 *             that has no place in an official document. TOO_LARGE.
 */
#ifndef DOC_TEMPLATE_H
#define DOC_TEMPLATE_H

#include "doc/doc.h"

enum doc_ask { ASK_FIGURE, ASK_YOY, ASK_SHARE, ASK_OVER, ASK_TEXT, ASK_FREE, ASK_CLAIM, ASK_EACH };
enum doc_state { VALUE_OK, VALUE_UNREGISTERED, VALUE_NONE };

struct doc_value {
    bool known;                 /* false: there is no such id - the template is at fault */
    enum doc_state state;
    struct str text;            /* as printed; UNREGISTERED prints doc_values.unregistered instead */
    struct str value;           /* exact, for #some, html and json: "180", "-5.2", "" = null */
    struct str id;              /* of the figure printed, when it is not the one asked for: yoy F26 is F26p */
    bool phrase;                /* yoy: a whole phrase, takes no 同比 before it */
    bool yes;                   /* claim: may be said.  each: unused */
};
struct doc_row { struct str list; int index; };                 /* list "" = not inside #each */

struct doc_values {
    void *self;
    /* value - answers one tag. id is without its leading point; row says of which row. Memory: a. */
    struct doc_value (*value)(void *self, struct arena *a, enum doc_ask ask, struct str id,
                              struct doc_row row);
    /* rows - how many rows a list has; -1 = no such list. */
    int (*rows)(void *self, struct str list);
    struct str unregistered;    /* 〔未登记〕 */
    struct str author;          /* to struct doc */
    struct date date;
};

MUST_USE enum err template_fill(struct arena *a, struct str text, const struct doc_values *v,
                                struct doc **out, struct str *why);

/* template_tags - every tag of a template in its order, for the checker of def and for tests. Errors: DEF. */
struct template_tag { enum doc_ask ask; struct str id; int line; };
MUST_USE enum err template_tags(struct arena *a, struct str text, struct template_tag **tags, int *n,
                                struct str *why);

/* template_free_fault - the first tag of a free text that cannot be read, "" = none. Called when it is
 * saved: such a tag is printed as it was typed. */
struct str template_free_fault(struct arena *a, struct str text, const struct doc_values *v);

/* Between template.c and its two halves. */
enum token_kind {
    TOKEN_TEXT, TOKEN_VALUE, TOKEN_TYPED, TOKEN_IF, TOKEN_SOME, TOKEN_CLAIM, TOKEN_EACH, TOKEN_ELSE, TOKEN_END
};
struct token {
    enum token_kind kind;
    enum doc_ask ask;
    struct str text;            /* TEXT: the piece; otherwise the id */
    struct str arg;             /* yoy: the word before */
    int line;
    int other, end;             /* of a block: its ELSE or -1, its END */
};
MUST_USE enum err template_tokens(struct arena *a, struct str text, struct token **out, int *n,
                                  struct str *why);
bool template_is_figure(struct str id);         /* F26, F39j, IMP06, N01 */

/* A run stands in the Markdown as its number between these two characters. */
#define RUN_OPEN  "\xEE\x80\x80"        /* U+E000 */
#define RUN_CLOSE "\xEE\x80\x81"        /* U+E001 */
/* template_blocks - parses md and appends its blocks to d. lines: template line of every line of md. */
MUST_USE enum err template_blocks(struct doc *d, struct str md, const struct doc_run *runs, int n_runs,
                                  const int *lines, int n_lines, struct str *why);

#endif
