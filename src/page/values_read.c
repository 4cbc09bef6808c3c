/* values_read.c - the request against the form: one reader per type of field, each with its sentences. */
#include <string.h>

#include "base/utf8.h"
#include "page/html.h"
#include "page/values_int.h"

#define INT_MAX_TYPED  1000000000000LL          /* no count or sum of a district comes near */
#define FEN_PER_YUAN   100
#define WAN            10000
#define PART_MAX_CHARS 100                      /* name, unit or post of a person */

const char *list_name(struct arena *a, struct str list) { return str_copy(a, list).p; }

static void fault(struct ctx *c, struct form_value *x, int text_id, struct str arg, struct str second)
{
    const struct str args[] = { arg, second };

    if (x->error.n == 0)
        x->error = text_args(c->a, c->lang, text_id, args, 2);
}

/* ---- text */
/* Outer blanks stay as they were typed: pages show them, matching passes over them. Nothing but blanks is nothing. */
static struct str kept(struct str s) { return str_trim(s).n > 0 ? s : STR(""); }

static struct str one_line(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, s.n + 1);

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] == '\n' || s.p[i] == '\t')
            buf_char(&b, ' ');
        else if (s.p[i] != '\r')
            buf_char(&b, s.p[i]);
    return kept(buf_str(&b));
}

static struct str unix_lines(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, s.n + 1);

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\r')
            buf_char(&b, s.p[i]);
        else if (i + 1 == s.n || s.p[i + 1] != '\n')
            buf_char(&b, '\n');
    return kept(buf_str(&b));
}

static bool clean(struct ctx *c, struct form_value *x, int text_fault)
{
    static const int ids[] = { [TEXT_OK] = 0, [TEXT_NOT_UTF8] = T_page_fault_utf8, [TEXT_CONTROL] = T_page_fault_control,
        [TEXT_BIDI] = T_page_fault_bidi };

    if (text_fault != TEXT_OK)
        fault(c, x, ids[text_fault], STR(""), STR(""));
    return text_fault == TEXT_OK;
}

static void bounded(struct ctx *c, struct form_value *x, struct str s, int otherwise)
{
    int max = x->field->max > 0 ? x->field->max : otherwise;
    size_t n = utf8_count(s);

    if (n > (size_t)max)
        fault(c, x, T_page_fault_long, str_int(c->a, max), str_int(c->a, (int64_t)n));
}

static void take_line(struct ctx *c, struct form_value *x)
{
    x->text = one_line(c->a, x->typed);
    bounded(c, x, x->text, VALUE_LINE_MAX);
}

static void take_text(struct ctx *c, struct form_value *x)
{
    x->text = unix_lines(c->a, x->typed);
    bounded(c, x, x->text, VALUE_TEXT_MAX);
}

/* ---- dates and numbers */
/* The year and month of 2020-02-30 or 20200230, to say how long that month is; false when they cannot be told. */
static bool year_month(struct arena *a, struct str typed, int *year, int *month)
{
    struct str s = text_search_form(a, typed);
    int part[2] = { 0, 0 }, k = 0, digits = 0;

    for (size_t i = 0; i < s.n && k < 2; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9') {
            part[k] = part[k] * 10 + (s.p[i] - '0');
            if (++digits == (k == 0 ? 4 : 2)) {
                k++;
                digits = 0;
            }
        } else if (digits > 0) {
            k++;
            digits = 0;
        }
    }
    *year = part[0];
    *month = part[1];
    return part[0] >= 1000 && part[1] >= 1 && part[1] <= 12;
}

static void take_date(struct ctx *c, struct form_value *x)
{
    struct str typed = str_trim(x->typed);
    int year, month;

    switch (date_read(typed, date_of_ms(c->now_ms), &x->date)) {
    case DATE_OK:
        x->text = date_str(c->a, x->date);
        return;
    case DATE_NO_SUCH_DAY:
        if (year_month(c->a, typed, &year, &month)) {
            const struct str args[] = { typed, str_int(c->a, year), str_int(c->a, month), str_int(c->a, date_month_days(year, month)) };
            x->error = text_args(c->a, c->lang, T_page_fault_month, args, 4);
            break;
        }
        fault(c, x, T_page_fault_no_day, typed, STR(""));
        break;
    case DATE_UNREADABLE:
        fault(c, x, T_page_fault_date, typed, STR(""));
        break;
    case DATE_EMPTY:
        break;
    }
    x->date = DATE_NONE;
}

static struct str without_commas(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, s.n + 1);

    s = text_search_form(a, str_trim(s));
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ',' && s.p[i] != ' ')
            buf_char(&b, s.p[i]);
    return buf_str(&b);
}

static void take_int(struct ctx *c, struct form_value *x)
{
    struct str s = without_commas(c->a, x->typed);

    if (s.n == 0)
        return;
    if (!str_to_int(s, &x->number) || x->number < 0 || x->number > INT_MAX_TYPED) {
        x->number = 0;
        fault(c, x, T_page_fault_int, str_trim(x->typed), STR(""));
    } else {
        x->text = str_int(c->a, x->number);
    }
}

struct str money_text(struct arena *a, int64_t fen)
{
    return str_fmt(a, "%lld.%02lld", (long long)(fen / FEN_PER_YUAN), (long long)(fen % FEN_PER_YUAN));
}

/* Whole and decimals are read apart: money never passes through a floating point number. */
bool money_read(struct str s, int64_t *fen)
{
    int64_t unit = FEN_PER_YUAN, whole = 0;
    struct str decimals;

    if (str_ends(s, STR("元")))
        s.n -= sizeof "元" - 1;
    if (str_ends(s, STR("万"))) {
        s.n -= sizeof "万" - 1;
        unit *= WAN;
    }
    decimals = s;
    s = str_cut(&decimals, '.');
    if (s.n == 0 || s.n > 12 || s.p[0] == '-' || !str_to_int(s, &whole) || whole > INT_MAX_TYPED * FEN_PER_YUAN / unit)
        return false;
    *fen = whole * unit;
    for (size_t i = 0; i < decimals.n; i++) {
        if (decimals.p[i] < '0' || decimals.p[i] > '9' || (unit == 1 && decimals.p[i] != '0'))
            return false;
        if (unit == 1)
            continue;
        unit /= 10;
        *fen += (decimals.p[i] - '0') * unit;
    }
    return true;
}

static void take_money(struct ctx *c, struct form_value *x)
{
    struct str s = without_commas(c->a, x->typed);

    if (s.n == 0)
        return;
    if (money_read(s, &x->number))
        x->text = money_text(c->a, x->number);
    else
        fault(c, x, T_page_fault_money, str_trim(x->typed), STR(""));
}

static void take_yesno(struct ctx *c, struct form_value *x)
{
    static const struct { struct str word; int yes; } words[] = {
        { STR_INIT("1"), 1 }, { STR_INIT("yes"), 1 }, { STR_INIT("on"), 1 }, { STR_INIT("是"), 1 },
        { STR_INIT("0"), 0 }, { STR_INIT("no"), 0 }, { STR_INIT("否"), 0 },
    };
    struct str s = str_trim(x->typed);

    x->number = -1;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(s, words[i].word)) {
            x->number = words[i].yes;
            x->text = words[i].yes ? STR("1") : STR("0");
        }
    if (s.n > 0 && x->text.n == 0)
        fault(c, x, T_page_fault_code, s, STR(""));
}

/* ---- codes */
static struct str picked(struct ctx *c, struct str list, struct str typed)
{
    const struct def_code *k = def_code(c->def, list_name(c->a, list), typed);

    if (k == NULL)
        k = def_pick(c->def, list_name(c->a, list), typed);
    return k != NULL ? k->code : STR("");
}

static void take_code(struct ctx *c, struct form_value *x)
{
    struct str typed = str_trim(x->typed);

    if (typed.n == 0)
        return;
    x->text = picked(c, x->field->list, typed);
    if (x->text.n == 0)
        fault(c, x, T_page_fault_code, typed, STR(""));
}

static void add_code(struct ctx *c, struct form_value *x, struct str typed)
{
    struct str code = picked(c, field_list(x->field), typed);

    if (code.n == 0) {
        fault(c, x, T_page_fault_code, typed, STR(""));
        return;
    }
    for (int i = 0; i < x->n_codes; i++)
        if (str_eq(x->codes[i], code))
            return;
    if (x->n_codes == VALUE_CODES_MAX)
        fault(c, x, T_page_fault_many, str_int(c->a, VALUE_CODES_MAX), STR(""));
    else
        x->codes[x->n_codes++] = code;
}

/* One parameter per tick, or several codes in one parameter (links, command lines). */
static void read_codes(struct ctx *c, struct form_value *x, const struct request *q, const char *name)
{
    struct str all[VALUE_CODES_MAX + 1], one;
    int n = req_all(q, name, all, VALUE_CODES_MAX + 1);

    x->codes = NEWS(c->a, struct str, VALUE_CODES_MAX);
    for (int i = 0; i < n; i++)
        while (all[i].n > 0)
            if ((one = str_trim(str_cut(&all[i], ','))).n > 0)
                add_code(c, x, one);
    x->set = x->n_codes > 0;
}

/* ---- persons: rows persons.0.name, .unit, .post, .rank, .id; a row of blanks is none */
struct str persons_part(struct arena *a, struct str field, int row, const char *part)
{
    return str_fmt(a, "%.*s.%d.%s", PF(field), row, part);
}

static struct str part(struct ctx *c, struct form_value *x, const struct request *q, int row, const char *name)
{
    struct str s = one_line(c->a, req_str(q, persons_part(c->a, x->field->name, row, name).p));

    clean(c, x, req_fault(q, persons_part(c->a, x->field->name, row, name)));
    if (utf8_count(s) > PART_MAX_CHARS)
        fault(c, x, T_page_fault_long, str_int(c->a, PART_MAX_CHARS), str_int(c->a, (int64_t)utf8_count(s)));
    return s;
}

static void read_persons(struct ctx *c, struct form_value *x, const struct request *q)
{
    int rows = field_is(x->field, "person") ? 1 : VALUE_PERSONS_MAX;

    x->persons = NEWS(c->a, struct value_person, VALUE_PERSONS_MAX);
    for (int i = 0; i < rows; i++) {
        struct value_person p = { part(c, x, q, i, "name"), part(c, x, q, i, "unit"), part(c, x, q, i, "post"), STR(""), 0 };
        struct str rank = part(c, x, q, i, "rank");
        if (rank.n > 0 && (p.rank = picked(c, field_list(x->field), rank)).n == 0)
            fault(c, x, T_page_fault_code, rank, STR(""));
        if (p.name.n > 0 && !str_to_int(part(c, x, q, i, "id"), &p.person_id))
            p.person_id = 0;
        if (p.name.n + p.unit.n + p.post.n + rank.n > 0)
            x->persons[x->n_persons++] = p;
    }
    x->set = x->n_persons > 0;
    if (x->set) {
        x->text = x->persons[0].name;
        x->number = x->persons[0].person_id;
    }
}

static void read_files(struct ctx *c, struct form_value *x, const struct request *q)
{
    x->files = NEWS(c->a, const struct upload *, UPLOADS_MAX);
    x->codes = NEWS(c->a, struct str, UPLOADS_MAX);
    for (int i = 0; i < q->n_uploads && i < UPLOADS_MAX; i++)
        if (str_eq(q->uploads[i].name, x->field->name) && q->uploads[i].bytes.n > 0) {
            x->codes[x->n_codes++] = q->uploads[i].filename;
            x->files[x->n_files++] = &q->uploads[i];
        }
    x->set = x->n_files > 0;
}

/* ---- a field, a form */
void value_take(struct ctx *c, struct form_value *x, struct str typed)
{
    static const struct { const char *type; void (*take)(struct ctx *c, struct form_value *x); } readers[] = {
        { "text", take_text }, { "line", take_line }, { "unit", take_line }, { "organ", take_line }, { "date", take_date }, { "int", take_int },
        { "money", take_money }, { "yesno", take_yesno }, { "code", take_code },
    };

    x->typed = typed;
    if (!clean(c, x, (int)text_check(typed)))
        return;
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (field_is(x->field, readers[i].type))
            readers[i].take(c, x);
    x->set = x->text.n > 0;
}

static void read_field(struct ctx *c, struct form_value *x, const struct request *q)
{
    const struct def_field *f = x->field;
    const char *name = str_copy(c->a, f->name).p;

    if (field_is(f, "codes") || field_is(f, "topics"))
        read_codes(c, x, q, name);
    else if (field_is(f, "persons") || field_is(f, "person"))
        read_persons(c, x, q);
    else if (field_is(f, "file"))
        read_files(c, x, q);
    else if (clean(c, x, req_fault(q, f->name)))
        value_take(c, x, req_str(q, name));
    else
        x->typed = req_str(q, name);
}

static bool holds(const struct form_value *x, struct str code)
{
    if (str_eq(x->text, code))
        return true;
    for (int i = 0; i < x->n_codes; i++)
        if (str_eq(x->codes[i], code))
            return true;
    return false;
}

bool value_asked(const struct form_values *v, const struct def_field *f)
{
    struct str when = f->show_when, name = str_cut(&when, '=');

    if (f->show_when.n == 0)
        return true;
    for (int i = 0; i < v->n; i++)
        while (str_eq(v->v[i].field->name, name) && when.n > 0)
            if (holds(&v->v[i], str_cut(&when, '|')))
                return true;
    return false;
}

enum err form_read(struct ctx *c, const struct def_form *f, const struct request *q, struct form_values *out)
{
    values_start(c, f, out);
    out->was_sent = true;
    out->pressed = req_str(q, "do");
    out->rev = req_int(q, "rev", 0);
    if (req_str(q, "once").n > 0)
        out->once = req_str(q, "once");
    for (int i = 0; i < out->n; i++)
        read_field(c, &out->v[i], q);
    for (int i = 0; i < out->n; i++) {
        struct form_value *x = &out->v[i];
        if (x->field->required && !x->set && x->error.n == 0 && value_asked(out, x->field))
            fault(c, x, T_page_fault_required, field_label(c->lang, x->field), STR(""));
        out->n_errors += x->error.n > 0;
    }
    return out->n_errors > 0 ? ERR_INVALID : ERR_OK;
}

void form_prefill(struct ctx *c, const struct def_form *f, const struct request *q, struct form_values *out)
{
    values_start(c, f, out);
    for (int i = 0; i < out->n; i++) {
        read_field(c, &out->v[i], q);
        if (out->v[i].error.n > 0)
            out->v[i] = (struct form_value){ .field = &f->fields[i], .date = DATE_NONE };
    }
}
