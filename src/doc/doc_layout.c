#include "doc/doc_layout.h"

#include <math.h>
#include <string.h>

#define BASELINE 0.38           /* of the size: from the middle of a line box down to its base line (Song, Fang, Kai alike) */
#define BLANKS_BEFORE_SIGN 2    /* room for the seal; given up when name and date would stand alone on a page */
#define IMPRINT_PITCH 20.0      /* points: lines inside one row of 版记 */
#define IMPRINT_PAD 4.0         /* points: above and below the text of such a row */

static const struct doc_style styles[DOC__MAX] = {
    [DOC_MARK]       = { FACE_TITLE, 31, 31, 42, 0, 0, 0, LAY_CENTRE, true },
    [DOC_LETTERHEAD] = { FACE_TITLE, 31, 31, 42, 0, 0, 0, LAY_CENTRE, true },
    [DOC_NUMBER]     = { FACE_FANG, SIZE_3, CELL_WIDTH, LINE_PITCH, 0, 0, 0, LAY_CENTRE, false },
    [DOC_TITLE]      = { FACE_TITLE, SIZE_2, SIZE_2, LINE_PITCH, 0, 0, 0, LAY_CENTRE, false },
    [DOC_ADDRESSEE]  = { FACE_FANG, SIZE_3, CELL_WIDTH, LINE_PITCH, 0, 0, 0, LAY_LEFT, false },
    [DOC_HEADING1]   = { FACE_HEI, SIZE_3, CELL_WIDTH, LINE_PITCH, 2, 0, 0, LAY_JUSTIFY, false },
    [DOC_HEADING2]   = { FACE_KAI, SIZE_3, CELL_WIDTH, LINE_PITCH, 2, 0, 0, LAY_JUSTIFY, false },
    [DOC_HEADING3]   = { FACE_FANG, SIZE_3, CELL_WIDTH, LINE_PITCH, 2, 0, 0, LAY_JUSTIFY, false },
    [DOC_PARA]       = { FACE_FANG, SIZE_3, CELL_WIDTH, LINE_PITCH, 2, 0, 0, LAY_JUSTIFY, false },
    [DOC_ATTACHMENT] = { FACE_FANG, SIZE_3, CELL_WIDTH, LINE_PITCH, 0, 2, 0, LAY_JUSTIFY, false },
    [DOC_SIGN]       = { FACE_FANG, SIZE_3, CELL_WIDTH, LINE_PITCH, 0, 0, 0, LAY_RIGHT, false },
    [DOC_DATE]       = { FACE_FANG, SIZE_3, CELL_WIDTH, LINE_PITCH, 0, 0, 4, LAY_RIGHT, false },
    [DOC_NOTE]       = { FACE_FANG, SIZE_3, CELL_WIDTH, LINE_PITCH, 2, 0, 0, LAY_JUSTIFY, false },
    [DOC_COPY_TO]    = { FACE_FANG, SIZE_4, SIZE_4, IMPRINT_PITCH, 0, 1, 1, LAY_JUSTIFY, false },
    [DOC_ISSUER]     = { FACE_FANG, SIZE_4, SIZE_4, IMPRINT_PITCH, 0, 1, 1, LAY_LEFT, false },
};
static const struct doc_style page_number = { .face = FACE_SONG, .size = SIZE_4, .unit = SIZE_4,
                                              .left = 1, .right = 1 };

static struct doc_line *new_line(struct doc_flow *f)
{
    struct doc_layout *o = f->out;

    if (o->n_lines == o->cap_lines) {
        int cap = o->cap_lines == 0 ? 256 : o->cap_lines * 2;
        struct doc_line *grown = NEWS(f->a, struct doc_line, (size_t)cap);

        if (o->n_lines > 0)
            memcpy(grown, o->lines, (size_t)o->n_lines * sizeof *grown);
        o->lines = grown;
        o->cap_lines = cap;
    }
    return &o->lines[o->n_lines++];
}

void flow_rule(struct doc_flow *f, double x0, double y0, double x1, double y1, double width)
{
    struct doc_layout *o = f->out;

    if (o->n_rules == o->cap_rules) {
        int cap = o->cap_rules == 0 ? 64 : o->cap_rules * 2;
        struct doc_rule *grown = NEWS(f->a, struct doc_rule, (size_t)cap);

        if (o->n_rules > 0)
            memcpy(grown, o->rules, (size_t)o->n_rules * sizeof *grown);
        o->rules = grown;
        o->cap_rules = cap;
    }
    o->rules[o->n_rules++] = (struct doc_rule){ .page = f->page,
                                                .x0 = AREA_LEFT + x0,
                                                .y0 = AREA_TOP + y0,
                                                .x1 = AREA_LEFT + x1,
                                                .y1 = AREA_TOP + y1,
                                                .width = width };
}

static void red_rule(struct doc_flow *f, double x0, double y, double x1, double width)
{
    flow_rule(f, x0, y, x1, y, width);
    f->out->rules[f->out->n_rules - 1].red = true;
}

void flow_page(struct doc_flow *f)
{
    f->page++;
    f->y = 0;
}

void flow_line(struct doc_flow *f, const struct doc_block *of, struct doc_style s,
               struct doc_atom *atoms, int n, double em, double x, double width, double y)
{
    double slack = width - em * s.unit;
    struct doc_line *l = new_line(f);

    *l = (struct doc_line){ .atoms = atoms, .n = n, .page = f->page, .size = s.size, .narrow = 1,
                            .face = s.face, .red = s.red, .of = of };
    if (s.align == LAY_CENTRE)
        x += slack / 2;
    else if (s.align == LAY_RIGHT)
        x += slack;
    doc_spread(atoms, n, s.unit, s.align == LAY_JUSTIFY ? slack : 0);
    l->x = AREA_LEFT + x;
    l->y = AREA_TOP + y + s.pitch / 2 + BASELINE * s.size;
}

static double snap(double y)            /* down to the next of the 22 lines */
{
    return ceil(y / LINE_PITCH - 1e-6) * LINE_PITCH;
}

static void need_lines(struct doc_flow *f, int n)
{
    if (f->y + n * LINE_PITCH > AREA_HEIGHT + 1e-6)
        flow_page(f);
}

static void blank_lines(struct doc_flow *f, int n)
{
    f->y = snap(f->y);
    if (f->y > 0) /* a page never begins with blank lines that were meant as a distance */
        f->y += n * LINE_PITCH;
}

/* place_text - t in style s, line by line, over pages. Returns how many lines. */
static int place_text(struct doc_flow *f, const struct doc_block *of, const struct doc_text *t,
                      struct doc_style s)
{
    int n, count = 0;
    struct doc_atom *atoms = doc_atoms(f->a, t, s.face, f->m, &n);
    double room = AREA_WIDTH / s.unit - s.left - s.right;

    f->y = snap(f->y);
    for (int from = 0; from < n; count++) {
        double em, indent = from == 0 ? s.indent : 0;
        int end = doc_break(atoms, n, from, room - indent, &em);
        int shown = end - (atoms[end - 1].cp == '\n');
        struct doc_style line = s;

        if (s.align == LAY_JUSTIFY && (end == n || shown < end))
            line.align = LAY_LEFT;
        need_lines(f, 1);
        flow_line(f, of, line, atoms + from, shown - from, em, (s.left + indent) * s.unit,
                  (room - indent) * s.unit, f->y);
        f->y += s.pitch;
        from = end;
    }
    return count;
}

/* even_room - the narrowest room in which a title takes no more lines than it must, so that they
 * are of like length. */
static double even_room(const struct doc_atom *atoms, int n, double room)
{
    int fewest = 0;

    for (double r = room; r > room / 3; r -= 0.5) {
        int lines = 0;
        double em;

        for (int from = 0; from < n; lines++)
            from = doc_break(atoms, n, from, r, &em);
        if (fewest == 0)
            fewest = lines;
        if (lines > fewest)
            return r + 0.5;
    }
    return room;
}

static double width_em(const struct doc_flow *f, const struct doc_text *t, enum doc_face face)
{
    int n;
    const struct doc_atom *atoms = doc_atoms(f->a, t, face, f->m, &n);
    double em = 0;

    for (int i = 0; i < n; i++)
        em += (double)atoms[i].em;
    return em;
}

/* place_mark - 7.2.4: its upper edge 35 mm below that of the type area; in a letter (10.1) 30 mm
 * below that of the paper. */
static void place_mark(struct doc_flow *f, const struct doc_block *b)
{
    struct doc_style s = styles[b->kind];
    int n;
    struct doc_atom *atoms = doc_atoms(f->a, &b->text, s.face, f->m, &n);
    double em = width_em(f, &b->text, s.face), width = em * s.unit;
    double top = b->kind == DOC_MARK ? MM(35.0) : MM(30.0) - AREA_TOP;

    flow_line(f, b, s, atoms, n, em, 0, width > AREA_WIDTH ? width : AREA_WIDTH,
              top - (s.pitch - s.size) / 2);
    if (width > AREA_WIDTH)     /* a long name is set narrower, as printing houses do */
        f->out->lines[f->out->n_lines - 1].narrow = AREA_WIDTH / width;
    f->head = b->kind;
    f->y = top + s.size;
    if (b->kind == DOC_LETTERHEAD) {
        f->y += MM(4.0);
        red_rule(f, MM(-8.0), f->y, MM(162.0), 2.0); /* 170 mm, in the middle of the paper */
        red_rule(f, MM(-8.0), f->y + 3.0, MM(162.0), 0.75);
        red_rule(f, MM(-8.0), MM(277.0) - AREA_TOP - 3.0, MM(162.0), 0.75);
        red_rule(f, MM(-8.0), MM(277.0) - AREA_TOP, MM(162.0), 2.0);
        f->y += 3.0 + SIZE_3 * 7 / 8;
    }
}

/* place_number - under a mark, two lines below it and the red line 4 mm further down; in a letter,
 * and in papers without a mark, at the right edge. */
static void place_number(struct doc_flow *f, const struct doc_block *b)
{
    struct doc_style s = styles[DOC_NUMBER];
    int n;
    struct doc_atom *atoms = doc_atoms(f->a, &b->text, s.face, f->m, &n);
    double em;

    if (f->head == DOC_MARK)
        f->y += 2 * LINE_PITCH;
    else
        s.align = LAY_RIGHT;
    doc_break(atoms, n, 0, CELLS_PER_LINE, &em);
    flow_line(f, b, s, atoms, n, em, 0, AREA_WIDTH,
              f->y - (f->head == DOC_LETTERHEAD ? (LINE_PITCH - s.size) / 2 : 0));
    f->y += LINE_PITCH;
    if (f->head == DOC_MARK) {
        f->y += MM(4.0) - (LINE_PITCH - s.size) / 2;
        red_rule(f, 0, f->y, AREA_WIDTH, 2.2);
    }
    if (f->head != DOC__MAX)
        f->y += 2 * LINE_PITCH;         /* 7.3.1: the title stands two lines below */
}

static void place_title(struct doc_flow *f, const struct doc_block *b)
{
    struct doc_style s = styles[DOC_TITLE];
    int n;
    struct doc_atom *atoms = doc_atoms(f->a, &b->text, s.face, f->m, &n);
    double spare = AREA_WIDTH / s.unit - even_room(atoms, n, AREA_WIDTH / s.unit);

    s.left = s.right = spare / 2;
    place_text(f, b, &b->text, s);
    blank_lines(f, 1);
}

/* take_back - moves the last two lines of the body to a new page, so that name and date never stand
 * there alone. */
static void take_back(struct doc_flow *f, const struct doc_block *body)
{
    struct doc_line *l = f->out->lines;
    int n = f->out->n_lines, first = n;

    while (first > 0 && l[first - 1].of == body && l[first - 1].page == f->page && n - first < 2)
        first--;
    flow_page(f);
    if (body->kind != DOC_PARA || first == 0 || l[first - 1].page != f->page - 1)
        return;                 /* nothing would be left on the page before */
    for (int i = first; i < n; i++) {
        l[i].page = f->page;
        l[i].y = AREA_TOP + f->y + LINE_PITCH / 2 + BASELINE * l[i].size;
        f->y += LINE_PITCH;
    }
}

/* place_sign - name and date with a seal (7.3.5.1): the date four cells from the right, the name
 * centred over it. */
static void place_sign(struct doc_flow *f, const struct doc_block *before,
                       const struct doc_block *sign, const struct doc_block *date)
{
    struct doc_style s = styles[DOC_SIGN];
    int lines = (sign != NULL) + (date != NULL), blanks = BLANKS_BEFORE_SIGN;
    double date_em = 7, name_em, right;

    f->y = snap(f->y);
    while (blanks > 0 && f->y + (blanks + lines) * LINE_PITCH > AREA_HEIGHT + 1e-6)
        blanks--;
    if (f->y + lines * LINE_PITCH > AREA_HEIGHT + 1e-6 && before != NULL) {
        take_back(f, before);
        blanks = BLANKS_BEFORE_SIGN;
    }
    blank_lines(f, blanks);
    if (date != NULL)
        date_em = width_em(f, &date->text, s.face);
    if (sign != NULL) {
        name_em = width_em(f, &sign->text, s.face);
        right = styles[DOC_DATE].right + date_em / 2 - name_em / 2;
        s.right = right > 0 ? right : 0;
        place_text(f, sign, &sign->text, s);
    }
    if (date != NULL)
        place_text(f, date, &date->text, styles[DOC_DATE]);
}

static bool is_imprint(enum doc_kind k)
{
    return k == DOC_COPY_TO || k == DOC_ISSUER;
}

/* imprint_row - one row of 版记 at y; its height. Drawn only when `draw`. */
static double imprint_row(struct doc_flow *f, const struct doc_block *b, double y, bool draw)
{
    struct doc_style s = styles[b->kind];
    int n, count = 0;
    struct doc_atom *atoms = doc_atoms(f->a, &b->text, s.face, f->m, &n);
    double room = AREA_WIDTH / s.unit - s.left - s.right, em, hang = b->kind == DOC_COPY_TO ? 3 : 0;

    for (int from = 0, end; from < n; from = end, count++) {
        double in = from == 0 ? 0 : hang;               /* after 抄送： */
        struct doc_style line = s;

        end = doc_break(atoms, n, from, room - in, &em);
        if (end == n)
            line.align = LAY_LEFT;
        if (draw)
            flow_line(f, b, line, atoms + from, end - from, em, (s.left + in) * s.unit,
                      (room - in) * s.unit, y + IMPRINT_PAD + count * s.pitch);
    }
    if (draw && b->right.first != NULL) {
        s.align = LAY_RIGHT;
        atoms = doc_atoms(f->a, &b->right, s.face, f->m, &n);
        doc_break(atoms, n, 0, room, &em);
        flow_line(f, b, s, atoms, n, em, s.left * s.unit, room * s.unit, y + IMPRINT_PAD);
    }
    return (count > 0 ? count : 1) * s.pitch + 2 * IMPRINT_PAD;
}

/* place_imprint - 版记 on the last page, its last line on the edge of the type area; lines of 0.35
 * and 0.25 mm (7.4). */
static void place_imprint(struct doc_flow *f, const struct doc *d)
{
    double height = 0, y;
    bool first = true;

    for (const struct doc_block *b = d->first; b != NULL; b = b->next)
        height += is_imprint(b->kind) ? imprint_row(f, b, 0, false) : 0;
    if (f->y + height + LINE_PITCH / 2 > AREA_HEIGHT && height > 0)
        flow_page(f);
    y = AREA_HEIGHT - height;
    f->out->tail_lines = height > 0 ? (int)floor((y - snap(f->y)) / LINE_PITCH + 1e-6) : 0;
    for (const struct doc_block *b = d->first; b != NULL; b = b->next) {
        if (!is_imprint(b->kind))
            continue;
        if (f->head != DOC_LETTERHEAD)          /* a letter has no lines there */
            flow_rule(f, 0, y, AREA_WIDTH, y, first ? MM(0.35) : MM(0.25));
        y += imprint_row(f, b, y, true);
        first = false;
    }
    if (height > 0 && f->head != DOC_LETTERHEAD)
        flow_rule(f, 0, AREA_HEIGHT, AREA_WIDTH, AREA_HEIGHT, MM(0.35));
}

/* place_page_numbers - 7.5: dash, number, dash in 4号 Song, 7 mm under the type area; odd pages
 * right, even pages left. */
static void place_page_numbers(struct doc_flow *f)
{
    struct doc_style s = page_number;

    for (f->page = f->head == DOC_LETTERHEAD ? 1 : 0; f->page < f->out->n_pages; f->page++) {
        struct doc_text t = { 0 };
        struct doc_run r = { .text = str_fmt(f->a, "\xE2\x80\x94 %d \xE2\x80\x94", f->page + 1) };
        int n;
        struct doc_atom *atoms;

        t.first = t.last = &r;
        atoms = doc_atoms(f->a, &t, s.face, f->m, &n);
        s.align = f->page % 2 == 0 ? LAY_RIGHT : LAY_LEFT;
        flow_line(f, NULL, s, atoms, n, width_em(f, &t, s.face), s.left * s.unit,
                  AREA_WIDTH - (s.left + s.right) * s.unit, AREA_HEIGHT + MM(7.0));
    }
}

/* place_block - one block; returns the last block it used up (a name takes its date along). */
static const struct doc_block *place_block(struct doc_flow *f, const struct doc_block *b,
                                           const struct doc_block *before)
{
    const struct doc_block *date = b->next != NULL && b->next->kind == DOC_DATE ? b->next : NULL;

    switch (b->kind) {
    case DOC_MARK: case DOC_LETTERHEAD: place_mark(f, b); break;
    case DOC_NUMBER: place_number(f, b); break;
    case DOC_TITLE:  place_title(f, b); break;
    case DOC_TABLE:  flow_table(f, b); break;
    case DOC_BREAK:  flow_page(f); break;
    case DOC_SIGN:   place_sign(f, before, b, date); return date != NULL ? date : b;
    case DOC_DATE:   place_sign(f, before, NULL, b); break;
    case DOC_COPY_TO: case DOC_ISSUER: case DOC__MAX: break;    /* at the foot, after everything */
    case DOC_HEADING1: case DOC_HEADING2: case DOC_HEADING3:
        f->y = snap(f->y);
        need_lines(f, 2);       /* never the last line of a page */
        place_text(f, b, &b->text, styles[b->kind]);
        break;
    case DOC_ATTACHMENT:
        if (before != NULL && before->kind != DOC_ATTACHMENT)
            blank_lines(f, 1);
        place_text(f, b, &b->text, styles[b->kind]);
        break;
    case DOC_ADDRESSEE: case DOC_PARA: case DOC_NOTE:
        place_text(f, b, &b->text, styles[b->kind]);
        break;
    }
    return b;
}

struct doc_layout *doc_layout(const struct doc *d, const struct doc_measure *m)
{
    struct doc_flow f = { .out = NEW(d->a, struct doc_layout), .head = DOC__MAX, .a = d->a, .m = m };
    const struct doc_block *before = NULL;

    for (const struct doc_block *b = d->first; b != NULL; b = b->next) {
        b = place_block(&f, b, before);
        before = b;
    }
    place_imprint(&f, d);
    f.out->n_pages = f.page + 1;
    place_page_numbers(&f);
    return f.out;
}
