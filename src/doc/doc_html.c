/* HTML. Every byte of text passes `put`; the tags are the constants of `tags`. Figures carry
 * data-figure (id) and data-value (exact), so a page can make each a door to its list; numbers
 * typed by hand are marked `typed`. */
#include "doc/doc.h"

static const struct { const char *open, *close; } tags[DOC__MAX] = {
    [DOC_MARK]       = { "<p class=\"doc-mark\">", "</p>" },
    [DOC_LETTERHEAD] = { "<p class=\"doc-mark\">", "</p>" },
    [DOC_NUMBER]     = { "<p class=\"doc-number\">", "</p>" },
    [DOC_TITLE]      = { "<h1>", "</h1>" },
    [DOC_ADDRESSEE]  = { "<p class=\"doc-to\">", "</p>" },
    [DOC_HEADING1]   = { "<h2>", "</h2>" },
    [DOC_HEADING2]   = { "<h3>", "</h3>" },
    [DOC_HEADING3]   = { "<h4>", "</h4>" },
    [DOC_PARA]       = { "<p>", "</p>" },
    [DOC_TABLE]      = { "<p>", "</p>" },
    [DOC_ATTACHMENT] = { "<p class=\"doc-attachment\">", "</p>" },
    [DOC_SIGN]       = { "<p class=\"doc-sign\">", "</p>" },
    [DOC_DATE]       = { "<p class=\"doc-date\">", "</p>" },
    [DOC_NOTE]       = { "<p class=\"doc-note\">", "</p>" },
    [DOC_COPY_TO]    = { "<p class=\"doc-copy\">", "</p>" },
    [DOC_ISSUER]     = { "<p class=\"doc-issuer\">", "</p>" },
    [DOC_BREAK]      = { "<hr class=\"doc-break\">", "" },
};

/* The paper on a screen, for a file that stands alone; inside the program assets/xiezhi.css does
 * this. */
static const char page_style[] =
    "body{margin:0;background:#eee}"
    ".doc{box-sizing:border-box;max-width:210mm;margin:1em auto;padding:37mm 26mm 35mm 28mm;background:#fff;color:#000;"
    "font:16pt/1.8 FangSong,STFangsong,FandolFang,serif;text-align:justify}"
    ".doc p{margin:0;text-indent:2em}.doc h1{font:bold 22pt/1.5 SimSun,STSong,serif;text-align:center;margin:0 0 1em}"
    ".doc h2,.doc h3,.doc h4{font-size:16pt;font-weight:normal;margin:0;text-indent:2em}"
    ".doc h2{font-family:SimHei,STHeiti,sans-serif}.doc h3{font-family:KaiTi,STKaiti,serif}"
    ".doc .doc-mark{color:#e60012;font:bold 31pt/1.5 SimSun,STSong,serif;text-align:center;text-indent:0}"
    ".doc .doc-number{text-align:center;text-indent:0;border-bottom:2px solid #e60012;margin-bottom:2em}"
    ".doc .doc-to{text-indent:0}.doc .doc-sign{text-align:right;margin:2em 2em 0 0}"
    ".doc .doc-date{text-align:right;margin-right:4em}.doc .doc-attachment{margin-top:1em}"
    ".doc .doc-copy,.doc .doc-issuer{font-size:14pt;text-indent:0;padding:0 1em;border-top:1px solid}"
    ".doc .doc-copy{margin-top:3em}.doc .doc-issuer{display:flex;justify-content:space-between}"
    ".doc .doc-issuer+.doc-issuer{border-top:0;border-bottom:1px solid}"
    ".doc table{border-collapse:collapse;width:100%;font-size:14pt;line-height:1.5}"
    ".doc td,.doc th{border:1px solid;padding:.2em .4em;font-weight:normal}"
    ".doc .figure{color:inherit;text-decoration-style:dotted}";

static void put(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        switch (s.p[i]) {
        case '&':  buf_lit(b, "&amp;"); break;
        case '<':  buf_lit(b, "&lt;"); break;
        case '>':  buf_lit(b, "&gt;"); break;
        case '"':  buf_lit(b, "&quot;"); break;
        case '\'': buf_lit(b, "&#39;"); break;
        case '\n': buf_lit(b, "<br>"); break;
        default:   buf_char(b, s.p[i]);
        }
}

/* Ids hold no space, so an id between two spaces is the whole id. */
static bool has_word(struct str words, struct str id)
{
    for (size_t i = 0; i + id.n + 1 < words.n; i++)
        if (words.p[i] == ' ' && words.p[i + 1 + id.n] == ' ' && str_eq(str_head(str_from(words, i + 1), id.n), id))
            return true;
    return false;
}

static void figure(struct buf *b, struct doc_html_opts o, const struct doc_run *r)
{
    bool door = o.figure_href.n > 0 && (o.figure_ids.n == 0 || has_word(o.figure_ids, r->id));

    if (door) {
        buf_lit(b, "<a class=\"figure\" href=\"");
        put(b, o.figure_href);
        put(b, r->id);
        put(b, o.figure_query);
        buf_lit(b, "\" data-figure=\"");
    } else {
        buf_lit(b, "<span class=\"figure\" data-figure=\"");
    }
    put(b, r->id);
    buf_lit(b, "\" data-value=\"");
    put(b, r->value);
    buf_lit(b, "\">");
    put(b, r->text);
    buf_add(b, door ? STR("</a>") : STR("</span>"));
}

static void runs(struct buf *b, struct doc_html_opts o, const struct doc_text *t)
{
    for (const struct doc_run *r = t->first; r != NULL; r = r->next) {
        if (r->kind == DOC_FIGURE) {
            figure(b, o, r);
        } else if (r->kind == DOC_TYPED) {
            buf_lit(b, "<span class=\"typed\">");
            put(b, r->text);
            buf_lit(b, "</span>");
        } else {
            put(b, r->text);
        }
    }
}

static void cell(struct buf *b, struct doc_html_opts o, const struct doc_table *t, int row, int col)
{
    static const char *const align[] = { [DOC_LEFT] = "", [DOC_CENTRE] = " class=\"centre\"",
                                         [DOC_RIGHT] = " class=\"right\"" };
    const struct doc_cell *c = doc_cell(t, row, col);
    bool head = t->has_head && row == 0;

    if (c->span == 0)
        return;
    buf_add(b, head ? STR("<th") : STR("<td"));
    if (c->span > 1)
        buf_fmt(b, " colspan=\"%d\"", c->span);
    buf_add(b, head ? STR(" scope=\"col\"") : str_z(align[t->align[col]]));
    buf_char(b, '>');
    runs(b, o, &c->text);
    buf_add(b, head ? STR("</th>") : STR("</td>"));
}

static void table(struct buf *b, struct doc_html_opts o, const struct doc_table *t)
{
    buf_lit(b, "<table>\n");
    for (int r = 0; r < t->n_rows; r++) {
        bool head = t->has_head && r == 0;

        buf_add(b, head ? STR("<thead><tr>") : STR("<tr>"));
        for (int c = 0; c < t->n_cols; c++)
            cell(b, o, t, r, c);
        buf_add(b, head ? STR("</tr></thead>\n") : STR("</tr>\n"));
    }
    buf_lit(b, "</table>\n");
}

static void part(struct buf *b, struct doc_html_opts o, enum doc_kind k, const struct doc_text *t)
{
    if (t->first == NULL && k != DOC_BREAK)
        return;
    buf_add(b, str_z(tags[k].open));
    runs(b, o, t);
    buf_add(b, str_z(tags[k].close));
    buf_char(b, '\n');
}

enum err doc_html(const struct doc *d, struct doc_html_opts o, struct str *out)
{
    struct buf b = buf_new(d->a, DOC_BYTES_MAX);

    if (o.whole) {
        buf_lit(&b, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n"
                    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>");
        put(&b, doc_title(d));
        buf_lit(&b, "</title>\n<style>");
        buf_add(&b, str_z(page_style));
        buf_lit(&b, "</style>\n</head>\n<body>\n");
    }
    buf_lit(&b, "<article class=\"doc\" lang=\"zh-CN\">\n");
    for (const struct doc_block *k = d->first; k != NULL; k = k->next) {
        part(&b, o, k->kind, &k->text);
        part(&b, o, k->kind, &k->right);
        if (k->table != NULL)
            table(&b, o, k->table);
    }
    buf_lit(&b, "</article>\n");
    if (o.whole)
        buf_lit(&b, "</body>\n</html>\n");
    return doc_bytes(&b, out);
}

enum err doc_html_inside(struct str page, struct str *out)
{
    ptrdiff_t from = str_find(page, STR("<article")), to = str_find(page, STR("</article>"));
    ptrdiff_t open = from < 0 ? -1 : str_find(str_from(page, (size_t)from), STR(">"));

    if (open < 0 || to < from + open)
        return ERR_BUG;
    *out = str_head(str_from(page, (size_t)(from + open + 1)), (size_t)(to - from - open - 1));
    return ERR_OK;
}
