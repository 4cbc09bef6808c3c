/* Markdown. Figures are left unmarked: whoever asks for Markdown wants the text to paste it; ids
 * and values are in the json of the same document. Only what a Markdown reader would take for a
 * mark is escaped. */
#include "doc/doc.h"

#include <string.h>

/* put - s with a backslash before what would start or end an inline mark. A '\n' is a break that
 * only paper needs. */
static void put(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\n')
            continue;
        if (strchr("\\`*_[<|~&", s.p[i]) != NULL)
            buf_char(b, '\\');
        buf_char(b, s.p[i]);
    }
}

/* starts_mark - the first characters of a paragraph would be read as a list, heading, quotation or
 * rule. */
static bool starts_mark(struct str s, size_t *at)
{
    size_t i = 0;

    *at = 0;
    if (s.n > 0 && strchr("#+-=>", s.p[0]) != NULL)
        return true;
    while (i < s.n && s.p[i] >= '0' && s.p[i] <= '9')
        i++;
    *at = i;
    return i > 0 && i < s.n && (s.p[i] == '.' || s.p[i] == ')');
}

/* bare - without outer blanks, which Markdown reads as code or drops. U+3000 stays: it is a blank
 * to write in. */
static struct str bare(struct str s)
{
    while (s.n > 0 && s.p[0] == ' ')
        s = str_from(s, 1);
    while (s.n > 0 && s.p[s.n - 1] == ' ')
        s.n--;
    return s;
}

static void paragraph(struct buf *b, const struct doc *d, const struct doc_text *t, struct str head)
{
    struct str s = bare(doc_plain(d->a, t));
    size_t at;

    if (s.n == 0)
        return;
    buf_add(b, head);
    if (head.n == 0 && starts_mark(s, &at)) {
        put(b, str_head(s, at));
        buf_char(b, '\\');
        buf_char(b, s.p[at]);
        s = str_from(s, at + 1);
    }
    put(b, s);
    buf_lit(b, "\n\n");
}

static void table_row(struct buf *b, const struct doc *d, const struct doc_table *t, int row)
{
    buf_char(b, '|');
    for (int c = 0; c < t->n_cols; c++) {
        buf_char(b, ' ');
        put(b, bare(doc_plain(d->a, &doc_cell(t, row, c)->text)));
        buf_lit(b, " |");
    }
    buf_char(b, '\n');
}

static void table(struct buf *b, const struct doc *d, const struct doc_table *t)
{
    static const char *const rules[] = { " --- |", " :-: |", " --: |" };     /* by enum doc_align */

    if (t->has_head) {
        table_row(b, d, t, 0);
    } else {
        buf_char(b, '|');
        for (int c = 0; c < t->n_cols; c++)
            buf_lit(b, "  |");
        buf_char(b, '\n');
    }
    buf_char(b, '|');
    for (int c = 0; c < t->n_cols; c++)
        buf_add(b, str_z(rules[t->align[c]]));
    buf_char(b, '\n');
    for (int r = t->has_head ? 1 : 0; r < t->n_rows; r++)
        table_row(b, d, t, r);
    buf_char(b, '\n');
}

static struct str head_of(enum doc_kind k)
{
    switch (k) {
    case DOC_TITLE:     return STR("# ");
    case DOC_HEADING1:  return STR("## ");
    case DOC_HEADING2:  return STR("### ");
    case DOC_HEADING3:  return STR("#### ");
    default:            return STR("");
    }
}

enum err doc_md(const struct doc *d, struct str *out)
{
    struct buf b = buf_new(d->a, DOC_BYTES_MAX);

    for (const struct doc_block *k = d->first; k != NULL; k = k->next) {
        if (k->kind == DOC_BREAK)
            buf_lit(&b, "---\n\n");
        paragraph(&b, d, &k->text, head_of(k->kind));
        paragraph(&b, d, &k->right, STR(""));
        if (k->table != NULL)
            table(&b, d, k->table);
    }
    if (b.n > 0 && b.p[b.n - 1] == '\n' && b.n > 1 && b.p[b.n - 2] == '\n')
        b.n--;                  /* one newline ends the file */
    return doc_bytes(&b, out);
}
