/* cells.c - one row of cells into typed values, with a sentence for each cell that is wrong. */
#include <string.h>

#include "area/exchange/import.h"
#include "base/utf8.h"
#include "base/text.h"
#include "gen/text.h"

void bad_add(struct ctx *c, struct import *m, const struct import_row *r, int field, struct str why)
{
    int col = field >= 0 ? m->col_of[field] : -1;

    if (m->n_bad == m->cap_bad) {
        int cap = m->cap_bad * 2 + 64;
        struct bad_row *more = NEWS(c->a, struct bad_row, (size_t)cap);
        if (m->n_bad > 0)
            memcpy(more, m->bad, (size_t)m->n_bad * sizeof *more);
        m->bad = more;
        m->cap_bad = cap;
    }
    m->bad[m->n_bad++] = (struct bad_row){ .at = r->at, .number = r->number, .col = col, .why = why,
        .label = field >= 0 ? sheet_label(c->lang, &m->kind->fields[field]) : STR("") };
}

static void fault(struct ctx *c, struct import *m, struct import_row *r, int field, int text_id, struct str x, struct str y)
{
    const struct str args[] = { text_short(c->a, x, 40), y };

    bad_add(c, m, r, field, text_args(c->a, c->lang, text_id, args, 2));
    r->bad = true;
}

/* ---- texts */
static bool text_clean(struct ctx *c, struct import *m, struct import_row *r, int field, struct str s)
{
    static const int ids[] = { [TEXT_OK] = 0, [TEXT_NOT_UTF8] = T_exchange_bad_utf8, [TEXT_CONTROL] = T_exchange_bad_control,
        [TEXT_BIDI] = T_exchange_bad_bidi };
    enum text_fault f = text_check(s);
    int max = m->kind->fields[field].max;

    if (f != TEXT_OK)
        fault(c, m, r, field, ids[f], STR(""), STR(""));
    else if (max > 0 && s.n > (size_t)max && utf8_count(s) > (size_t)max)
        fault(c, m, r, field, T_page_fault_long, str_int(c->a, max), str_int(c->a, (int64_t)utf8_count(s)));
    else
        return true;
    return false;
}

/* ---- dates: a year must stand there, or an old register's 6-13 would silently become one of this year */
static bool has_year(struct arena *a, struct str text, struct date d)
{
    int y, month, day;

    date_split(d, &y, &month, &day);
    return str_has(text_search_form(a, text), str_int(a, y));
}

static void take_date(struct ctx *c, struct import *m, struct import_row *r, int field, const struct cell *cell, struct cell_value *v)
{
    struct date today = date_of_ms(c->now_ms);
    enum date_fault f = DATE_OK;
    bool read = cell_date(&m->sheet, cell, today, &f, &v->date);

    if (read && (cell->kind == CELL_DATE || cell->kind == CELL_NUMBER || has_year(c->a, cell->text, v->date)))
        return;
    v->date = DATE_NONE;
    if (read)
        fault(c, m, r, field, T_exchange_no_year, cell->text, STR(""));
    else
        fault(c, m, r, field, f == DATE_NO_SUCH_DAY ? T_page_fault_no_day : T_exchange_bad_date, str_trim(cell->text), STR(""));
}

static void take_time(struct ctx *c, struct import *m, struct import_row *r, int field, const struct cell *cell, struct cell_value *v)
{
    struct date today = date_of_ms(c->now_ms);
    struct cell serial = *cell;

    if (cell->kind == CELL_NUMBER && !(cell->text.n == 8 && memchr(cell->text.p, '.', 8) == NULL))
        serial.kind = CELL_DATE;        /* a number in a column of times is a serial number, whatever it is shown as */
    bool read = cell_time(&m->sheet, &serial, today, &v->ms);
    if (read && (serial.kind == CELL_DATE || has_year(c->a, cell->text, date_of_ms(v->ms))))
        return;
    v->ms = 0;
    fault(c, m, r, field, read ? T_exchange_no_year : T_exchange_bad_time, str_trim(cell->text), STR(""));
}

/* ---- codes */
/* Code or label as it stands; else what a person may have meant by it. Exact ones first: they are nearly all, and picking is slow. */
static struct str code_of(struct ctx *c, const char *list, struct str typed)
{
    const struct def_code *k = def_code(c->def, list, typed);

    for (int i = 0; k == NULL && i < def_list(c->def, list)->n; i++) {
        const struct def_code *x = &def_list(c->def, list)->items[i];
        if (str_eq(x->zh, typed) || str_eq(x->en, typed))
            k = x;
    }
    if (k == NULL)
        k = def_pick(c->def, list, typed);
    return k != NULL ? k->code : STR("");
}

/* The part before the next mark; *last: no mark followed it. */
static struct str next_part(struct str *rest, bool *last)
{
    static const struct str marks[] = { STR_INIT("、"), STR_INIT("；"), STR_INIT("，"), STR_INIT(";"), STR_INIT(","), STR_INIT("\n") };
    size_t at = rest->n, skip = 0;

    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        ptrdiff_t found = str_find(*rest, marks[i]);
        if (found >= 0 && (size_t)found < at) {
            at = (size_t)found;
            skip = marks[i].n;
        }
    }
    struct str part = str_trim(str_head(*rest, at));
    *last = skip == 0;
    *rest = str_from(*rest, at + skip);
    return part;
}

int text_places(struct str text, struct str *out, int max)
{
    bool last = false;
    int n = 0;

    while (!last && n < max)
        out[n++] = next_part(&text, &last);
    return last ? n : 0;
}

int text_parts(struct str text, struct str *out, int max)
{
    bool last;
    int n = 0;

    while (text.n > 0 && n < max) {
        struct str part = next_part(&text, &last);
        if (part.n > 0)
            out[n++] = part;
    }
    return n;
}

static void take_codes(struct ctx *c, struct import *m, struct import_row *r, int field, struct str text, struct cell_value *v)
{
    struct str code = code_of(c, m->kind->fields[field].list, str_trim(text));

    v->codes = NEWS(c->a, struct str, IMPORT_CODES_MAX);
    if (code.n > 0) {                   /* a label may itself hold a separator: 农村、企业等其他人员 */
        v->codes[v->n_codes++] = code;
        return;
    }
    while (text.n > 0) {
        bool last;
        struct str part = next_part(&text, &last);
        if (part.n == 0)
            continue;
        code = code_of(c, m->kind->fields[field].list, part);
        if (code.n == 0)
            fault(c, m, r, field, T_exchange_no_code, part, STR(""));
        else if (v->n_codes == IMPORT_CODES_MAX)
            fault(c, m, r, field, T_page_fault_many, str_int(c->a, IMPORT_CODES_MAX), STR(""));
        else
            v->codes[v->n_codes++] = code;
    }
}

static int yes_of(struct str s)
{
    static const struct { struct str word; int yes; } words[] = {
        { STR_INIT("是"), 1 }, { STR_INIT("否"), 0 }, { STR_INIT("1"), 1 }, { STR_INIT("0"), 0 }, { STR_INIT("有"), 1 }, { STR_INIT("无"), 0 },
        { STR_INIT("√"), 1 }, { STR_INIT("×"), 0 }, { STR_INIT("yes"), 1 }, { STR_INIT("no"), 0 }, { STR_INIT("Yes"), 1 }, { STR_INIT("No"), 0 },
        { STR_INIT("true"), 1 }, { STR_INIT("false"), 0 },
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(s, words[i].word))
            return words[i].yes;
    return -1;
}

/* ---- the row */
static const struct cell *cell_of(const struct import *m, const struct import_row *r, int field)
{
    static const struct cell none = { 0 };
    const struct sheet_row *row = &m->sheet.rows[r->at];
    int col = m->col_of[field];

    return col >= 0 && col < row->n ? &row->cells[col] : &none;
}

static void take(struct ctx *c, struct import *m, struct import_row *r, int field, const struct cell *cell, struct cell_value *v)
{
    const struct sheet_field *f = &m->kind->fields[field];
    struct str line = str_trim(cell->text);

    if (!text_clean(c, m, r, field, cell->text))
        return;
    switch (f->type) {
    case FIELD_LINE: v->text = line; break;
    case FIELD_TEXT: v->text = cell->text; break;       /* byte for byte: what was written stays as it was written */
    case FIELD_DATE: take_date(c, m, r, field, cell, v); break;
    case FIELD_TIME: take_time(c, m, r, field, cell, v); break;
    case FIELD_CODE:
        v->text = code_of(c, f->list, line);
        if (v->text.n == 0)
            fault(c, m, r, field, T_exchange_no_code, line, STR(""));
        break;
    case FIELD_CODES: take_codes(c, m, r, field, cell->text, v); break;
    case FIELD_YESNO:
        v->yes = yes_of(line);
        if (v->yes < 0)
            fault(c, m, r, field, T_exchange_no_code, line, STR(""));
        break;
    }
}

void row_values(struct ctx *c, struct import *m, struct import_row *r)
{
    r->v = NEWS(c->a, struct cell_value, (size_t)m->kind->n);
    for (int i = 0; i < m->kind->n; i++) {
        const struct sheet_field *f = &m->kind->fields[i];
        const struct cell *cell = cell_of(m, r, i);
        struct cell given = { .kind = CELL_TEXT, .text = m->sets[i] };
        r->v[i].yes = -1;
        if (f->out)
            continue;
        bool empty = str_trim(cell->text).n == 0;
        if (empty && m->sets[i].n > 0)
            take(c, m, r, i, &given, &r->v[i]);
        else if (!empty)
            take(c, m, r, i, cell, &r->v[i]);
        else if (f->required)
            fault(c, m, r, i, T_exchange_empty, sheet_label(c->lang, f), STR(""));
    }
}

struct str row_text(const struct import *m, const struct import_row *r, const char *field)
{
    int f = sheet_field_find(m->kind, str_z(field));

    return f >= 0 ? r->v[f].text : STR("");
}
