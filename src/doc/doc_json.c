/* JSON: {title, date, blocks: [{kind, text, runs?, rows?}], typed_numbers}. `text` has every word,
 * so a reader who wants only the words needs nothing else; `runs` is there when a run is a figure
 * or a number typed by hand. */
#include "doc/doc.h"

static bool has_marked(const struct doc_text *t)
{
    for (const struct doc_run *r = t->first; r != NULL; r = r->next)
        if (r->kind != DOC_PLAIN)
            return true;
    return false;
}

/* words - "text": …, and "runs": […] when one of them is not plain. No braces. */
static void words(struct buf *b, const struct doc *d, const struct doc_text *t)
{
    buf_lit(b, "\"text\":");
    buf_json(b, doc_plain(d->a, t));
    if (!has_marked(t))
        return;
    buf_lit(b, ",\"runs\":[");
    for (const struct doc_run *r = t->first; r != NULL; r = r->next) {
        buf_lit(b, "{\"text\":");
        buf_json(b, r->text);
        if (r->kind == DOC_FIGURE) {
            buf_lit(b, ",\"figure\":");
            buf_json(b, r->id);
            buf_lit(b, ",\"value\":");
            if (r->value.n > 0)
                buf_json(b, r->value);
            else
                buf_lit(b, "null");
        } else if (r->kind == DOC_TYPED) {
            buf_lit(b, ",\"typed\":true");
        }
        buf_char(b, '}');
        if (r->next != NULL)
            buf_char(b, ',');
    }
    buf_char(b, ']');
}

static void table(struct buf *b, const struct doc *d, const struct doc_table *t)
{
    buf_fmt(b, ",\"head\":%s,\"rows\":[", t->has_head ? "true" : "false");
    for (int r = 0; r < t->n_rows; r++) {
        bool first = true;

        buf_add(b, r > 0 ? STR(",[") : STR("["));
        for (int c = 0; c < t->n_cols; c++) {
            const struct doc_cell *cell = doc_cell(t, r, c);

            if (cell->span == 0)
                continue;
            buf_add(b, first ? STR("{") : STR(",{"));
            words(b, d, &cell->text);
            if (cell->span > 1)
                buf_fmt(b, ",\"span\":%d", cell->span);
            buf_char(b, '}');
            first = false;
        }
        buf_char(b, ']');
    }
    buf_char(b, ']');
}

static void block(struct buf *b, const struct doc *d, const struct doc_block *k)
{
    buf_fmt(b, "{\"kind\":\"%s\",", doc_kind_name(k->kind));
    words(b, d, &k->text);
    if (k->right.first != NULL) {
        buf_lit(b, ",\"right\":{");
        words(b, d, &k->right);
        buf_char(b, '}');
    }
    if (k->table != NULL)
        table(b, d, k->table);
    buf_add(b, k->next != NULL ? STR("},\n") : STR("}\n"));
}

enum err doc_json(const struct doc *d, struct str *out)
{
    struct buf b = buf_new(d->a, DOC_BYTES_MAX);

    buf_lit(&b, "{\"title\":");
    buf_json(&b, doc_title(d));
    buf_lit(&b, ",\"date\":");
    buf_json(&b, date_str(d->a, d->date));
    buf_lit(&b, ",\n\"blocks\":[\n");
    for (const struct doc_block *k = d->first; k != NULL; k = k->next)
        block(&b, d, k);
    buf_lit(&b, "],\n\"typed_numbers\":[");
    for (const struct doc_typed *t = d->typed; t != NULL; t = t->next) {
        buf_lit(&b, "{\"number\":");
        buf_json(&b, t->number);
        buf_lit(&b, ",\"context\":");
        buf_json(&b, t->context);
        buf_lit(&b, ",\"part\":");
        buf_json(&b, t->part);
        buf_add(&b, t->next != NULL ? STR("},") : STR("}"));
    }
    buf_lit(&b, "]}\n");
    return doc_bytes(&b, out);
}
