/* Tables on paper: bordered, 4号 Fangsong, rows kept whole where a page has room, a head repeated
 * on every page. */
#include "doc/doc_layout.h"

#define PITCH 20.0              /* points: line to line */
#define PAD_X 4.0
#define PAD_Y 4.0
#define RULE 0.5                /* points */
#define NATURAL_MAX_EM 12.0     /* by content: what a column may claim at most for its own text */

/* One cell of the row at hand, broken into lines. */
struct cut { struct doc_atom *atoms; int n, *ends, n_lines; double *em; double x, width; struct doc_style style; };

double *doc_columns(struct arena *a, const struct doc_table *t, double width)
{
    double *w = NEWS(a, double, (size_t)t->n_cols), sum = 0;

    for (int c = 0; c < t->n_cols; c++) {
        w[c] = t->widths != NULL ? t->widths[c] : 2;
        for (int r = 0; t->widths == NULL && r < t->n_rows; r++) {
            const struct doc_cell *cell = doc_cell(t, r, c);
            int n;
            struct doc_atom *atoms = doc_atoms(a, &cell->text, FACE_FANG, NULL, &n);
            double em = 0;

            for (int i = 0; i < n; i++)
                em += (double)atoms[i].em;
            em = em > NATURAL_MAX_EM ? NATURAL_MAX_EM : em;
            if (cell->span == 1 && em > w[c])
                w[c] = em;
        }
        sum += w[c];
    }
    for (int c = 0; c < t->n_cols; c++)
        w[c] *= width / sum;
    return w;
}

static void cut_cell(struct doc_flow *f, struct cut *k, const struct doc_text *t)
{
    double room = (k->width - 2 * PAD_X) / k->style.unit;

    k->atoms = doc_atoms(f->a, t, k->style.face, f->m, &k->n);
    k->ends = NEWS(f->a, int, (size_t)k->n + 1);
    k->em = NEWS(f->a, double, (size_t)k->n + 1);
    k->n_lines = 0;
    for (int from = 0; from < k->n; k->n_lines++)
        from = k->ends[k->n_lines] =
            doc_break(k->atoms, k->n, from, room > 1 ? room : 1, &k->em[k->n_lines]);
}

/* cut_row - the cells of row r; returns how many lines the tallest has. */
static int cut_row(struct doc_flow *f, const struct doc_table *t, int r, const double *widths,
                   struct cut *cuts)
{
    int most = 1;
    double x = 0;

    for (int c = 0; c < t->n_cols; c++) {
        const struct doc_cell *cell = doc_cell(t, r, c);
        bool head = t->has_head && r == 0;

        cuts[c] =
            (struct cut){ .x = x, .style = { .size = SIZE_4, .unit = SIZE_4, .pitch = PITCH } };
        cuts[c].style.face = head ? FACE_HEI : FACE_FANG;
        if (head || t->align[c] == DOC_CENTRE)
            cuts[c].style.align = LAY_CENTRE;
        else
            cuts[c].style.align = t->align[c] == DOC_RIGHT ? LAY_RIGHT : LAY_LEFT;
        for (int s = 0; s < cell->span; s++)
            cuts[c].width += widths[c + s];
        x += widths[c];
        if (cell->span > 0)
            cut_cell(f, &cuts[c], &cell->text);
        most = cuts[c].n_lines > most ? cuts[c].n_lines : most;
    }
    return most;
}

/* draw_part - lines [from, from + n) of a row's cells at f->y, with their borders. */
static void draw_part(struct doc_flow *f, const struct doc_block *b, const struct cut *cuts,
                      int from, int n)
{
    double bottom = f->y + n * PITCH + 2 * PAD_Y;

    for (int c = 0; c < b->table->n_cols; c++) {
        const struct cut *k = &cuts[c];
        int shown = k->n_lines - from < n ? k->n_lines - from : n;
        /* a short cell stands in the middle */
        double y = f->y + PAD_Y + (n - (shown > 0 ? shown : 0)) * PITCH / 2;

        if (k->width <= 0)
            continue;
        for (int i = from; i < from + shown; i++, y += PITCH) {
            int start = i == 0 ? 0 : k->ends[i - 1], end = k->ends[i];
            int last = end - (end > start && k->atoms[end - 1].cp == '\n');

            flow_line(f, b, k->style, k->atoms + start, last - start, k->em[i], k->x + PAD_X,
                      k->width - 2 * PAD_X, y);
        }
        flow_rule(f, k->x, f->y, k->x, bottom, RULE);
        flow_rule(f, k->x, f->y, k->x + k->width, f->y, RULE);
        flow_rule(f, k->x, bottom, k->x + k->width, bottom, RULE);
    }
    flow_rule(f, AREA_WIDTH, f->y, AREA_WIDTH, bottom, RULE);
    f->y = bottom;
}

static int lines_left(const struct doc_flow *f)
{
    return (int)((AREA_HEIGHT - f->y - 2 * PAD_Y + 1e-6) / PITCH);
}

void flow_table(struct doc_flow *f, const struct doc_block *b)
{
    const struct doc_table *t = b->table;
    double *widths = doc_columns(f->a, t, AREA_WIDTH);
    struct cut *head = NEWS(f->a, struct cut, (size_t)t->n_cols);
    int head_lines = 0, page_lines = (int)((AREA_HEIGHT - 2 * PAD_Y) / PITCH);

    f->y += f->y > 0 ? PAD_Y : 0;
    for (int r = 0; r < t->n_rows; r++) {
        bool is_head = t->has_head && r == 0;
        struct cut *cuts = is_head ? head : NEWS(f->a, struct cut, (size_t)t->n_cols);
        int n = cut_row(f, t, r, widths, cuts), from = 0;

        if (is_head)
            head_lines = n < page_lines / 2 ? n : 0;
        while (from < n) {
            int left = lines_left(f), part = n - from;

            if (part > left && f->y > 0 && (part <= page_lines - head_lines || left < 1)) {
                flow_page(f);
                if (head_lines > 0 && !is_head)
                    draw_part(f, b, head, 0, head_lines);
                continue;
            }
            part = part < left ? part : left;
            draw_part(f, b, cuts, from, part);
            from += part;
        }
    }
    f->y += PAD_Y;
}
