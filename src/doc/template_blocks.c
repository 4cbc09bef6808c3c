/* Markdown to blocks, by cmark-gfm. Only what an official document has is taken; the rest is an
 * error with its line. */
#include "doc/template.h"

#include <cmark-gfm-core-extensions.h>
#include <pthread.h>
#include <string.h>

#define COLUMNS_MAX 30

struct walk {
    struct doc *d;
    const struct doc_run *runs; int n_runs;
    const int *lines; int n_lines;
    struct str widths;                  /* of @widths, until its table comes */
    struct str *why;
};

static const struct { const char *word; enum doc_kind kind; } marks[] = {
    { "@mark", DOC_MARK }, { "@letter", DOC_LETTERHEAD }, { "@number", DOC_NUMBER }, { "@to", DOC_ADDRESSEE },
    { "@attachment", DOC_ATTACHMENT },
    { "@sign", DOC_SIGN }, { "@date", DOC_DATE }, { "@note", DOC_NOTE }, { "@copy", DOC_COPY_TO },
    { "@issuer", DOC_ISSUER }, { "@break", DOC_BREAK },
};

static enum err fault(struct walk *w, cmark_node *node, const char *what)
{
    int at = cmark_node_get_start_line(node) - 1;
    int line = at >= 0 && at < w->n_lines ? w->lines[at] : 1;

    *w->why = str_fmt(w->d->a, "line %d: %s", line, what);
    return ERR_DEF;
}

/* add_words - text in which runs stand as numbers between U+E000 and U+E001. */
static void add_words(struct walk *w, struct doc_text *t, struct str s)
{
    while (s.n > 0) {
        ptrdiff_t open = str_find(s, STR(RUN_OPEN)), close = str_find(s, STR(RUN_CLOSE));
        int64_t i;

        if (open < 0 || close < open) {
            doc_run_add(w->d, t, (struct doc_run){ .text = str_copy(w->d->a, s) });
            return;
        }
        doc_run_add(w->d, t,
                    (struct doc_run){ .text = str_copy(w->d->a, str_head(s, (size_t)open)) });
        if (str_to_int((struct str){ s.p + open + 3, (size_t)(close - open) - 3 }, &i) && i >= 0
            && i < w->n_runs)
            doc_run_add(w->d, t, w->runs[i]);
        s = str_from(s, (size_t)close + 3);
    }
}

static enum err add_inline(struct walk *w, struct doc_text *t, cmark_node *node);

/* add_node - one inline node as runs; a soft break joins: Chinese has no blank between lines. */
static enum err add_node(struct walk *w, struct doc_text *t, cmark_node *c)
{
    cmark_node_type type = cmark_node_get_type(c);
    struct str literal = str_z(cmark_node_get_literal(c));

    if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
        add_words(w, t, literal);
    else if (type == CMARK_NODE_LINEBREAK
             || (type == CMARK_NODE_HTML_INLINE && str_eq(literal, STR("<br>"))))
        doc_run_add(w->d, t, (struct doc_run){ .text = STR("\n") });
    else if (type == CMARK_NODE_HTML_INLINE)
        return fault(w, cmark_node_parent(c), "html other than <br> has no place in a document");
    else if (type != CMARK_NODE_SOFTBREAK)
        return add_inline(w, t, c);
    return ERR_OK;
}

static enum err add_inline(struct walk *w, struct doc_text *t, cmark_node *node)
{
    for (cmark_node *c = cmark_node_first_child(node); c != NULL; c = cmark_node_next(c))
        TRY(add_node(w, t, c));
    return ERR_OK;
}

static bool has_break(const struct doc_text *t)
{
    for (const struct doc_run *r = t->first; r != NULL; r = r->next)
        if (r->text.n > 0 && memchr(r->text.p, '\n', r->text.n) != NULL)
            return true;
    return false;
}

/* add_paragraphs - a body paragraph; a line break in it, typed or from a value, begins another. */
static void add_paragraphs(struct walk *w, const struct doc_text *t)
{
    struct doc_block *b;

    if (t->first == NULL)
        return;
    b = doc_add(w->d, DOC_PARA);
    if (!has_break(t)) {
        b->text = *t;
        return;
    }
    for (const struct doc_run *r = t->first; r != NULL; r = r->next) {
        struct str rest = r->text;

        while (rest.n > 0) {
            ptrdiff_t at = str_find(rest, STR("\n"));
            struct doc_run piece = *r;

            piece.text = at < 0 ? rest : str_head(rest, (size_t)at);
            doc_run_add(w->d, &b->text, piece);
            if (at >= 0 && b->text.first != NULL)
                b = doc_add(w->d, DOC_PARA);
            rest = at < 0 ? STR("") : str_from(rest, (size_t)at + 1);
        }
    }
}

/* mark_of - the @word that a paragraph begins with, if any; takes it off the text. */
static bool mark_of(struct doc_text *t, struct str *word)
{
    struct doc_run *r = t->first;
    struct str rest;

    if (r == NULL || r->kind != DOC_PLAIN || r->text.n == 0 || r->text.p[0] != '@')
        return false;
    rest = r->text;
    *word = str_cut(&rest, ' ');
    r->text = rest;
    return true;
}

/* split_issuer - "LEFT | RIGHT" into the two texts of the block. */
static void split_issuer(struct walk *w, struct doc_block *b, const struct doc_text *t)
{
    struct doc_text *side = &b->text;

    for (const struct doc_run *r = t->first; r != NULL; r = r->next) {
        struct str rest = r->text;

        if (side == &b->text && r->kind == DOC_PLAIN && str_has(rest, STR("|"))) {
            doc_run_add(w->d, side, (struct doc_run){ .text = str_trim(str_cut(&rest, '|')) });
            side = &b->right;
            rest = str_trim(rest);
        }
        doc_run_add(
            w->d, side,
            (struct doc_run){ .text = rest, .id = r->id, .value = r->value, .kind = r->kind });
    }
}

static enum err add_marked(struct walk *w, cmark_node *node, const struct doc_text *t,
                           struct str word)
{
    if (str_eq(word, STR("@widths"))) {
        w->widths = t->first->text;
        return ERR_OK;
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        struct doc_block *b;

        if (!str_eq(word, str_z(marks[i].word)))
            continue;
        if (marks[i].kind != DOC_BREAK && t->first->text.n == 0 && t->first->next == NULL)
            return ERR_OK;              /* the value was empty: no such element */
        b = doc_add(w->d, marks[i].kind);
        if (marks[i].kind == DOC_ISSUER)
            split_issuer(w, b, t);
        else
            for (const struct doc_run *r = t->first; r != NULL; r = r->next)
                doc_run_add(w->d, &b->text, *r);
        return ERR_OK;
    }
    return fault(w, node, "unknown element; see def/doc/README.md for the words that begin with @");
}

/* starts_mark - c ends a line and the next begins with @: another element, though no blank line
 * parts them. */
static bool starts_mark(cmark_node *c)
{
    cmark_node *next = cmark_node_next(c);

    return cmark_node_get_type(c) == CMARK_NODE_SOFTBREAK && next != NULL
           && cmark_node_get_type(next) == CMARK_NODE_TEXT
           && str_starts(str_z(cmark_node_get_literal(next)), STR("@"));
}

static enum err add_piece(struct walk *w, cmark_node *node, struct doc_text *t)
{
    struct str word;

    if (mark_of(t, &word))
        return add_marked(w, node, t, word);
    add_paragraphs(w, t);
    return ERR_OK;
}

static enum err add_paragraph(struct walk *w, cmark_node *node)
{
    struct doc_text t = { 0 };

    for (cmark_node *c = cmark_node_first_child(node); c != NULL; c = cmark_node_next(c)) {
        if (!starts_mark(c)) {
            TRY(add_node(w, &t, c));
            continue;
        }
        TRY(add_piece(w, node, &t));
        t = (struct doc_text){ 0 };
    }
    return add_piece(w, node, &t);
}

static enum err add_heading(struct walk *w, cmark_node *node)
{
    static const enum doc_kind kinds[] = { DOC_TITLE, DOC_HEADING1, DOC_HEADING2, DOC_HEADING3 };
    int level = cmark_node_get_heading_level(node);
    struct doc_text t = { 0 };

    if (level > 4)
        return fault(w, node, "headings go down to ####");
    TRY(add_inline(w, &t, node));
    if (t.first != NULL)
        doc_add(w->d, kinds[level - 1])->text = t;
    return ERR_OK;
}

static enum err set_widths(struct walk *w, cmark_node *node, struct doc_table *t)
{
    struct str rest = w->widths;
    int n = 0;

    if (rest.n == 0)
        return ERR_OK;
    t->widths = NEWS(w->d->a, int, (size_t)t->n_cols);
    while (rest.n > 0) {
        struct str one = str_cut(&rest, ' ');
        int64_t v;

        if (one.n == 0)
            continue;
        if (n == t->n_cols || !str_to_int(one, &v) || v < 1 || v > 100)
            return fault(w, node,
                         "@widths needs one number from 1 to 100 for each column of the table");
        t->widths[n++] = (int)v;
    }
    w->widths = STR("");
    return n == t->n_cols ? ERR_OK
                          : fault(w, node, "@widths needs one number for each column of the table");
}

/* join_cells - a cell that holds only < belongs to the one on its left. */
static void join_cells(struct doc_table *t, int row)
{
    int owner = 0;

    for (int c = 1; c < t->n_cols; c++) {
        struct doc_cell *cell = doc_cell(t, row, c);
        const struct doc_run *r = cell->text.first;

        if (r != NULL && r->next == NULL && r->kind == DOC_PLAIN && str_eq(r->text, STR("<"))) {
            *cell = (struct doc_cell){ .span = 0 };
            doc_cell(t, row, owner)->span++;
        } else {
            owner = c;
        }
    }
}

static bool row_is_empty(const struct doc_table *t, int row)
{
    for (int c = 0; c < t->n_cols; c++)
        if (doc_cell(t, row, c)->text.first != NULL)
            return false;
    return true;
}

static enum err fill_rows(struct walk *w, cmark_node *node, struct doc_table *t)
{
    int r = 0;

    for (cmark_node *row = cmark_node_first_child(node); row != NULL;
         row = cmark_node_next(row), r++) {
        int c = 0;

        for (cmark_node *cell = cmark_node_first_child(row); cell != NULL && c < t->n_cols;
             cell = cmark_node_next(cell), c++)
            TRY(add_inline(w, &doc_cell(t, r, c)->text, cell));
        join_cells(t, r);
    }
    t->has_head = !row_is_empty(t, 0);
    if (!t->has_head) {                 /* Markdown asks for a head; a form has none */
        t->cells += t->n_cols;
        t->n_rows--;
    }
    return ERR_OK;
}

static enum err add_table(struct walk *w, cmark_node *node)
{
    int cols = cmark_gfm_extensions_get_table_columns(node), rows = 0;
    const uint8_t *align = cmark_gfm_extensions_get_table_alignments(node);
    struct doc_table *t;

    for (cmark_node *row = cmark_node_first_child(node); row != NULL; row = cmark_node_next(row))
        rows++;
    if (cols > COLUMNS_MAX)
        return fault(w, node, "a table has 30 columns at most");
    t = doc_table_new(w->d, rows, cols);
    for (int c = 0; c < cols; c++)
        t->align[c] = align[c] == 'c' ? DOC_CENTRE : align[c] == 'r' ? DOC_RIGHT : DOC_LEFT;
    TRY(set_widths(w, node, t));
    TRY(fill_rows(w, node, t));
    if (t->n_rows > 0)
        doc_add(w->d, DOC_TABLE)->table = t;
    return ERR_OK;
}

static enum err add_block(struct walk *w, cmark_node *node)
{
    cmark_node_type type = cmark_node_get_type(node);

    if (type == CMARK_NODE_HEADING)
        return add_heading(w, node);
    if (type == CMARK_NODE_PARAGRAPH)
        return add_paragraph(w, node);
    if (strcmp(cmark_node_get_type_string(node), "table") == 0)
        return add_table(w, node);
    if (type == CMARK_NODE_LIST)
        return fault(
            w, node,
            "lists are paragraphs in official documents; write 1\\. for a number at the start");
    return fault(w, node, "only headings, paragraphs and tables have a place in a document");
}

static cmark_node *parse(struct str md)
{
    static pthread_once_t once =
        PTHREAD_ONCE_INIT; /* the library's own list of extensions is not locked */
    cmark_parser *p;
    cmark_node *root;

    pthread_once(&once, cmark_gfm_core_extensions_ensure_registered);
    p = cmark_parser_new(CMARK_OPT_DEFAULT);
    cmark_parser_attach_syntax_extension(p, cmark_find_syntax_extension("table"));
    cmark_parser_feed(p, md.p, md.n);
    root = cmark_parser_finish(p);
    cmark_parser_free(p);
    return root;
}

enum err template_blocks(struct doc *d, struct str md, const struct doc_run *runs, int n_runs,
                         const int *lines, int n_lines, struct str *why)
{
    struct walk w = { .d = d, .runs = runs, .n_runs = n_runs, .lines = lines, .n_lines = n_lines, .why = why };
    cmark_node *root = parse(md);
    enum err e = ERR_OK;

    for (cmark_node *b = cmark_node_first_child(root); b != NULL && e == ERR_OK;
         b = cmark_node_next(b))
        e = add_block(&w, b);
    cmark_node_free(root);
    return e;
}
