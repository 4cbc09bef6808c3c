/* Plain text: a line per paragraph, heading and table cell. It is what the other five must agree
 * with. */
#include "doc/doc.h"

static void line(struct buf *b, const struct doc *d, const struct doc_text *t)
{
    struct str s = doc_plain(d->a, t);

    if (s.n == 0)
        return;
    buf_add(b, s);
    buf_char(b, '\n');
}

enum err doc_text(const struct doc *d, struct str *out)
{
    struct buf b = buf_new(d->a, DOC_BYTES_MAX);

    for (const struct doc_block *k = d->first; k != NULL; k = k->next) {
        line(&b, d, &k->text);
        line(&b, d, &k->right);
        if (k->table == NULL)
            continue;
        for (int i = 0; i < k->table->n_rows * k->table->n_cols; i++)
            line(&b, d, &k->table->cells[i].text);
    }
    return doc_bytes(&b, out);
}
