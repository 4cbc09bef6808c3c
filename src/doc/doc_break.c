/* Line breaking for Chinese text with numbers and Latin words in it.
 *
 * Source: GB/T 15834-2011, 5.1 (which marks may not begin or end a line). A mark that may not begin
 * a line takes the character before it down with it; the line that lost one is spread, so that all
 * lines end at the same edge. */
#include "doc/doc_layout.h"

#include "base/utf8.h"

#define EPSILON 1e-6                    /* 28 cells of 1 em fit 28 em */

struct range { uint32_t from, to; };

static bool in_ranges(const struct range *r, size_t n, uint32_t cp)
{
    for (size_t i = 0; i < n; i++)
        if (cp >= r[i].from && cp <= r[i].to)
            return true;
    return false;
}
#define IN(table, cp) in_ranges((table), sizeof(table) / sizeof *(table), (cp))

static const struct range wide[] = {
    { 0x1100, 0x115F }, { 0x2014, 0x2015 }, { 0x2018, 0x2019 }, { 0x201C, 0x201D }, { 0x2026, 0x2026 },
    { 0x2030, 0x2030 }, { 0x2103, 0x2103 }, { 0x2160, 0x217F }, { 0x2190, 0x2193 }, { 0x2460, 0x24FF },
    { 0x2500, 0x27BF }, { 0x2E80, 0xA4CF }, { 0xAC00, 0xD7A3 }, { 0xE000, 0xFAFF }, { 0xFE10, 0xFE1F },
    { 0xFE30, 0xFE6F }, { 0xFF01, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x1F300, 0x1FAFF }, { 0x20000, 0x3FFFD },
};
static const struct range combining[] = {
    { 0x0300, 0x036F }, { 0x0F18, 0x0F19 }, { 0x0F71, 0x0F84 }, { 0x0F90, 0x0FBC }, { 0x180B, 0x180D },
    { 0x1AB0, 0x1AFF }, { 0x200B, 0x200F }, { 0x2060, 0x2060 }, { 0x20D0, 0x20FF }, { 0x302A, 0x302F },
    { 0x3099, 0x309A }, { 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF }, { 0xE0100, 0xE01EF },
};
static const struct range no_start[] = {        /* closing marks, what hangs on the word before */
    { '!', '!' }, { ')', ')' }, { ',', ',' }, { '.', '.' }, { ':', ';' }, { '?', '?' }, { ']', ']' }, { '}', '}' },
    { '%', '%' }, { 0x00B7, 0x00B7 }, { 0x2019, 0x2019 }, { 0x201D, 0x201D }, { 0x2026, 0x2026 },
    { 0x2030, 0x2030 }, { 0x2103, 0x2103 }, { 0x3001, 0x3002 }, { 0x3009, 0x3009 }, { 0x300B, 0x300B },
    { 0x300D, 0x300D }, { 0x300F, 0x300F }, { 0x3011, 0x3011 }, { 0x3015, 0x3015 }, { 0x3017, 0x3017 },
    { 0xFF01, 0xFF01 }, { 0xFF05, 0xFF05 }, { 0xFF09, 0xFF09 }, { 0xFF0C, 0xFF0C }, { 0xFF0E, 0xFF0E },
    { 0xFF1A, 0xFF1B }, { 0xFF1F, 0xFF1F },
};
static const struct range no_end[] = {          /* opening marks */
    { '(', '(' }, { '[', '[' }, { '{', '{' }, { 0x2018, 0x2018 }, { 0x201C, 0x201C }, { 0x3008, 0x3008 },
    { 0x300A, 0x300A }, { 0x300C, 0x300C }, { 0x300E, 0x300E }, { 0x3010, 0x3010 }, { 0x3014, 0x3014 },
    { 0x3016, 0x3016 }, { 0xFF08, 0xFF08 }, { 0xFFE5, 0xFFE5 },
};

bool doc_is_wide(uint32_t cp)
{
    return cp > 0xFF && IN(wide, cp);
}

/* in_word - a line is not broken between two of these: numbers with their points, Latin words. */
static bool in_word(uint32_t cp)
{
    return cp > ' ' && cp < 0x2000 && cp != 0x00B7 && !IN(no_end, cp);
}

static bool may_break(const struct doc_atom *a, const struct doc_atom *b)
{
    if (a->cp == ' ')
        return b->cp != ' ';
    if (b->cp == ' ' || (in_word(a->cp) && in_word(b->cp)))
        return false;
    if (a->cp == b->cp && (a->cp == 0x2014 || a->cp == 0x2026))
        return false;           /* a dash and an ellipsis are two characters long */
    return !IN(no_end, a->cp) && !IN(no_start, b->cp);
}

static double width_of(enum doc_face f, const struct doc_measure *m, struct str cluster,
                       uint32_t cp)
{
    if (m != NULL)
        return m->em(m->self, f, cluster);
    return doc_is_wide(cp) ? 1.0 : 0.5;
}

struct doc_atom *doc_atoms(struct arena *a, const struct doc_text *t, enum doc_face f,
                           const struct doc_measure *m, int *n)
{
    size_t most = 0;
    struct doc_atom *atoms, *at;

    for (const struct doc_run *r = t->first; r != NULL; r = r->next)
        most += utf8_count(r->text);
    atoms = at = NEWS(a, struct doc_atom, most + 1);
    for (const struct doc_run *r = t->first; r != NULL; r = r->next) {
        size_t i = 0;

        while (i < r->text.n) {
            uint32_t cp;
            size_t start = i, took = utf8_next(r->text, i, &cp);

            for (i += took; i < r->text.n; i += took) {
                uint32_t mark;

                took = utf8_next(r->text, i, &mark);
                if (!IN(combining, mark))
                    break;
            }
            *at = (struct doc_atom){ .p = r->text.p + start, .n = (int)(i - start), .cp = cp };
            if (cp != '\n')
                at->em = (float)width_of(f, m, (struct str){ at->p, (size_t)at->n }, cp);
            at++;
        }
    }
    *n = (int)(at - atoms);
    return atoms;
}

int doc_break(const struct doc_atom *atoms, int n, int from, double room, double *em)
{
    int end = from, good = from;
    double w = 0, good_w = 0;

    for (; end < n; end++) {
        if (atoms[end].cp == '\n') {
            *em = w;
            return end + 1;
        }
        if (end > from && may_break(&atoms[end - 1], &atoms[end])) {
            good = end;
            good_w = w;
        }
        if (w + (double)atoms[end].em > room + EPSILON && atoms[end].cp != ' ')
            break;
        w += (double)atoms[end].em;
    }
    if (end == n || good == from) {     /* the rest fits, or one word is longer than a line */
        *em = w;
        return end > from || end == n ? end : from + 1;
    }
    *em = good_w;
    return good;
}

void doc_spread(struct doc_atom *atoms, int n, double unit, double slack)
{
    int gaps = 0;
    double x = 0;

    for (int i = 1; i < n; i++)
        gaps += !(in_word(atoms[i - 1].cp) && in_word(atoms[i].cp));
    if (slack > gaps * unit / 2)
        slack = 0;
    for (int i = 0; i < n; i++) {
        if (i > 0 && gaps > 0 && !(in_word(atoms[i - 1].cp) && in_word(atoms[i].cp)))
            x += slack / gaps;
        atoms[i].x = (float)x;
        x += (double)atoms[i].em * unit;
    }
}
