#include "area/docs/paper.h"

#include "area/admin/admin.h"
#include "area/docs/paper_store.h"
#include "base/buf.h"
#include "def/def.h"
#include "gate/counter.h"
#include "gate/gate.h"
#include "gen/text.h"

void paper_text(struct paper *p, const char *id, struct str text)
{
    if (p->n < PAPER_TEXTS_MAX) {
        p->texts[p->n].id = str_z(id);
        p->texts[p->n++].text = text;
    }
}

struct str paper_day(struct arena *a, struct date d)
{
    int y, m, day;

    if (!date_is_set(d))
        return STR("");
    date_split(d, &y, &m, &day);
    return str_fmt(a, "%d年%d月%d日", y, m, day);
}

void paper_open(struct ctx *c, struct paper *p, struct date dated)
{
    struct organ o;

    *p = (struct paper){ .c = c, .dated = dated };
    if (organ_by_id(c, c->who->organ_id, &o) == ERR_OK) {
        paper_text(p, "organ.name", o.name);
        paper_text(p, "organ.mark", str_join(c->a, o.name, STR("文件")));
        paper_text(p, "organ.office", str_join(c->a, o.name, STR("办公室")));
    }
    paper_text(p, "today", paper_day(c->a, date_of_ms(c->now_ms)));
}

struct str paper_number(struct arena *a, struct str no)
{
    ptrdiff_t at = str_find(no, STR("〕"));
    size_t from = at < 0 ? no.n : (size_t)at + sizeof "〕" - 1, to = from;

    while (to + 1 < no.n && no.p[to] == '0')
        to++;
    return str_join(a, str_head(no, from), str_from(no, to));
}

struct str paper_organ(const struct paper *p, bool party)
{
    struct str name = p->n > 0 ? p->texts[0].text : STR(""), both = STR("纪委监委"), one = STR("纪委");

    if (str_ends(name, both)) {
        struct str place = str_head(name, name.n - both.n);
        return party ? str_fmt(p->c->a, "中共%.*s纪律检查委员会", PF(place)) : str_join(p->c->a, place, STR("监察委员会"));
    }
    if (party && str_ends(name, one))
        return str_fmt(p->c->a, "中共%.*s纪律检查委员会", PF(str_head(name, name.n - one.n)));
    return name;
}

void paper_person(struct paper *p, struct str name, struct str unit, struct str post, struct str rank)
{
    if (p->rows == NULL)
        p->rows = arena_alloc(p->c->a, sizeof(struct str) * 4 * 64, 16);
    if (p->n_rows == 64)
        return;
    struct str *row = p->rows[p->n_rows++];
    row[0] = name;
    row[1] = unit;
    row[2] = post;
    row[3] = rank;
}

static struct doc_value answer(void *self, struct arena *a, enum doc_ask ask, struct str id, struct doc_row row)
{
    static const char *const cells[] = { "name", "unit", "post", "rank" };
    const struct paper *p = self;

    (void)a; (void)ask;
    for (size_t i = 0; i < 4 && p->list_name.n > 0 && str_eq(row.list, p->list_name); i++)
        if (str_eq(id, str_z(cells[i]))) {
            struct str t = p->rows[row.index][i];
            return (struct doc_value){ .known = true, .text = t, .value = t, .state = t.n > 0 ? VALUE_OK : VALUE_NONE };
        }
    for (int m = 0; m < p->n_more && row.list.n > 0; m++)
        for (int k = 0; str_eq(row.list, p->more[m].name) && k < p->more[m].n_cells; k++)
            if (str_eq(id, str_z(p->more[m].cells[k]))) {
                struct str t = p->more[m].at[row.index * p->more[m].n_cells + k];
                return (struct doc_value){ .known = true, .text = t, .value = t, .state = t.n > 0 ? VALUE_OK : VALUE_NONE };
            }
    for (int i = 0; i < p->n; i++)
        if (str_eq(p->texts[i].id, id))
            return (struct doc_value){ .known = true, .text = p->texts[i].text, .value = p->texts[i].text,
                .state = p->texts[i].text.n > 0 ? VALUE_OK : VALUE_NONE };
    return (struct doc_value){ 0 };
}

static int rows(void *self, struct str list)
{
    const struct paper *p = self;

    for (int m = 0; m < p->n_more; m++)
        if (str_eq(list, p->more[m].name))
            return p->more[m].n;
    return str_eq(list, p->list_name) ? p->n_rows : -1;
}

enum err paper_print(struct ctx *c, struct paper *p, struct str template, enum doc_format f, struct str *out)
{
    struct doc_values v = { .self = p, .value = answer, .rows = rows, .unregistered = STR(""), .date = p->dated };
    struct doc *d;
    struct str why = STR("");
    enum err e = template_fill(c->a, def_doc(c->def, str_copy(c->a, template).p), &v, &d, &why);

    if (e == ERR_DEF)
        return refuse(c, ERR_DEF, T_summary_template, why);
    TRY(e);
    return doc_print(d, f, out);
}

/* ---- signed documents: their typed fields are kept as name=value lines */
static void field(struct buf *b, const char *name, struct str value)
{
    buf_fmt(b, "%s=", name);
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] == '\n')
            buf_lit(b, "\\n");
        else if (value.p[i] != '\r')
            buf_char(b, value.p[i]);
    buf_char(b, '\n');
}

struct str document_field(struct ctx *c, const struct document *d, const char *name)
{
    struct str rest = d->fields, want = str_z(name);

    while (rest.n > 0) {
        struct str line = str_cut(&rest, '\n'), key = str_cut(&line, '=');
        if (!str_eq(key, want))
            continue;
        struct buf b = buf_new(c->a, line.n + 16);
        for (size_t i = 0; i < line.n; i++)
            if (line.p[i] == '\\' && i + 1 < line.n && line.p[i + 1] == 'n') {
                buf_char(&b, '\n');
                i++;
            } else {
                buf_char(&b, line.p[i]);
            }
        return buf_str(&b);
    }
    return STR("");
}

struct str document_fields(struct ctx *c, const struct str *names_and_values, int pairs)
{
    struct buf b = buf_new(c->a, (size_t)1 << 16);

    for (int i = 0; i < pairs; i++)
        field(&b, str_copy(c->a, names_and_values[i * 2]).p, names_and_values[i * 2 + 1]);
    return buf_str(&b);
}

enum err document_keep(struct ctx *c, struct document *d)
{
    d->id = rand_id(c->rand, c->now_ms);
    d->ref = rand_ref(c->rand);
    return document_store_add(c, d);
}

static struct str fields_of(struct ctx *c, const struct document_new *n)
{
    struct buf b = buf_new(c->a, (size_t)1 << 16);

    field(&b, "to", n->to);
    field(&b, "summary", n->summary);
    field(&b, "remark", n->remark);
    field(&b, "contact", n->contact);
    field(&b, "phone", n->phone);
    field(&b, "receipt", n->receipt);
    field(&b, "due_on", date_str(c->a, n->due_on));
    field(&b, "enclosures", str_int(c->a, n->enclosures));
    return buf_str(&b);
}

void document_draft(struct ctx *c, const struct document_new *n, struct document *out)
{
    *out = (struct document){ .kind = n->kind, .record_id = n->record_id, .template = n->template, .made_on = date_of_ms(c->now_ms),
        .fields = fields_of(c, n) };
}

enum err document_sign(struct ctx *c, const struct document_new *n, struct document *out)
{
    int y, m, d;
    int64_t value;
    bool letter = str_ends(n->template, STR("_letter"));

    if (letter && (str_trim(n->to).n == 0 || str_trim(n->summary).n == 0))
        return refuse_field(c, STR("summary"), ERR_INVALID, T_docs_to_and_summary, STR(""));
    document_draft(c, n, out);
    out->id = rand_id(c->rand, c->now_ms);
    out->ref = rand_ref(c->rand);
    date_split(out->made_on, &y, &m, &d);
    TRY(counter_next(c, c->who->organ_id, str_join(c->a, STR("document."), n->template), y, &value));
    out->no = register_no(c->a, str_eq(n->template, STR("assign_letter")) ? "交" : str_eq(n->template, STR("forward_letter")) ? "转" : "告",
        y, value);
    return document_store_add(c, out);
}
