#include "doc/doc.h"

#include <string.h>

static const char *const kind_names[DOC__MAX] = {
    [DOC_MARK] = "mark", [DOC_LETTERHEAD] = "letterhead", [DOC_NUMBER] = "number", [DOC_TITLE] = "title",
    [DOC_ADDRESSEE] = "addressee",
    [DOC_HEADING1] = "heading1", [DOC_HEADING2] = "heading2", [DOC_HEADING3] = "heading3", [DOC_PARA] = "paragraph",
    [DOC_TABLE] = "table", [DOC_ATTACHMENT] = "attachment", [DOC_SIGN] = "sign", [DOC_DATE] = "date",
    [DOC_NOTE] = "note", [DOC_COPY_TO] = "copy_to", [DOC_ISSUER] = "issuer", [DOC_BREAK] = "page_break",
};

struct doc *doc_new(struct arena *a)
{
    struct doc *d = NEW(a, struct doc);

    d->a = a;
    d->date = DATE_NONE;
    return d;
}

struct doc_block *doc_add(struct doc *d, enum doc_kind kind)
{
    struct doc_block *b = NEW(d->a, struct doc_block);

    b->kind = kind;
    if (d->last == NULL)
        d->first = b;
    else
        d->last->next = b;
    d->last = b;
    return b;
}

struct doc_block *doc_say(struct doc *d, enum doc_kind kind, struct str text)
{
    struct doc_block *b = doc_add(d, kind);

    doc_run_add(d, &b->text, (struct doc_run){ .text = text });
    return b;
}

void doc_run_add(struct doc *d, struct doc_text *t, struct doc_run run)
{
    struct doc_run *r;

    if (run.text.n == 0)
        return;
    r = NEW(d->a, struct doc_run);
    *r = run;
    r->next = NULL;
    if (t->last == NULL)
        t->first = r;
    else
        t->last->next = r;
    t->last = r;
}

struct doc_table *doc_table_new(struct doc *d, int n_rows, int n_cols)
{
    struct doc_table *t = NEW(d->a, struct doc_table);
    size_t n = mul_size((size_t)n_rows, (size_t)n_cols);

    *t = (struct doc_table){ .cells = NEWS(d->a, struct doc_cell, n),
                             .n_rows = n_rows,
                             .n_cols = n_cols,
                             .align = NEWS(d->a, enum doc_align, (size_t)n_cols) };
    for (size_t i = 0; i < n; i++)
        t->cells[i].span = 1;
    return t;
}

struct doc_cell *doc_cell(const struct doc_table *t, int row, int col)
{
    return &t->cells[(size_t)row * (size_t)t->n_cols + (size_t)col];
}

const char *doc_kind_name(enum doc_kind k)
{
    return kind_names[k];
}

struct str doc_plain(struct arena *a, const struct doc_text *t)
{
    size_t n = 0;
    char *p;

    for (const struct doc_run *r = t->first; r != NULL; r = r->next)
        n += r->text.n;
    p = NEWS(a, char, n + 1);
    n = 0;
    for (const struct doc_run *r = t->first; r != NULL; r = r->next)
        for (size_t i = 0; i < r->text.n; i++)
            if (r->text.p[i] != '\n')
                p[n++] = r->text.p[i];
    return (struct str){ p, n };
}

struct str doc_title(const struct doc *d)
{
    for (const struct doc_block *b = d->first; b != NULL; b = b->next)
        if (b->kind == DOC_TITLE)
            return doc_plain(d->a, &b->text);
    return d->first == NULL ? STR("") : doc_plain(d->a, &d->first->text);
}

enum err doc_bytes(const struct buf *b, struct str *out)
{
    if (b->overflow || b->a->full)
        return ERR_TOO_LARGE;
    *out = buf_str(b);
    return ERR_OK;
}
