/* handover_text.c - what was opened, in words: two texts for people, in the language of who opens it. */
#include "area/handover/handover_open.h"
#include "base/buf.h"
#include "base/text.h"
#include "def/def.h"
#include "gen/text.h"

static void line(struct ctx *c, struct buf *b, int label, struct str value)
{
    if (str_trim(value).n > 0)
        buf_fmt(b, "%.*s%.*s%.*s\n", PF(text_of(c->lang, label)), PF(text_of(c->lang, T_page_colon)), PF(str_trim(value)));
}

static void block(struct ctx *c, struct buf *b, int label, struct str value)
{
    if (str_trim(value).n > 0)
        buf_fmt(b, "\n%.*s\n%.*s\n", PF(text_of(c->lang, label)), PF(str_trim(value)));
}

/* A name that breaks the line could say something else below it. */
static struct str one_line(struct arena *a, struct str name)
{
    char *p = NEWS(a, char, name.n + 1);

    for (size_t i = 0; i < name.n; i++)
        p[i] = (unsigned char)name.p[i] < ' ' || name.p[i] == 127 ? '?' : name.p[i];
    return (struct str){ p, name.n };
}

static void files(struct ctx *c, struct buf *b, const struct handover_part *all, int n)
{
    static const int state[] = { [HANDOVER_GOOD] = T_handover_file_good, [HANDOVER_MISSING] = T_handover_file_missing, [HANDOVER_TORN] = T_handover_file_torn };

    for (int i = 0; i < n; i++) {
        const struct str args[] = { str_z(all[i].name), one_line(c->a, all[i].of.name), str_int(c->a, all[i].of.bytes) };
        struct str said = text_args(c->a, c->lang, state[all[i].state], args, 3);
        buf_fmt(b, "%s%.*s\n", i == 0 ? "\n" : "", PF(said));
    }
}

static void head(struct ctx *c, struct buf *b, const struct handover_opened *x)
{
    const struct bundle_head *h = &x->head;
    const struct str args[] = { x->handed.organ_name, str_z(h->organ), str_int(c->a, h->no), str_z(h->day) };
    struct str said = text_args(c->a, c->lang, T_handover_head, args, 4);

    buf_fmt(b, "%.*s\n\n", PF(said));
}

static size_t size_of(const struct handover_opened *x)
{
    size_t n = (size_t)64 << 10;

    n += x->closed.matter.n + (size_t)x->n_files * 2048;
    for (int i = 0; i < x->n_notes; i++)
        n += x->notes[i].text.n + 1024 + (size_t)x->notes[i].n_files * 2048;
    return n;
}

static struct str rank(struct ctx *c, struct str code)
{
    return c->def != NULL ? def_label(c->def, c->lang, "petition_rank", code) : code;
}

static void note(struct ctx *c, struct buf *b, const struct handover_said *n)
{
    struct str said = text_args(c->a, c->lang, n->opened ? T_handover_added : T_handover_added_closed, &n->day, 1);

    buf_fmt(b, "\n---- %.*s\n%.*s\n", PF(said), PF(n->text));
    files(c, b, n->files, n->n_files);
}

struct str handover_report_text(struct ctx *c, const struct handover_opened *x)
{
    const struct opened_report *r = &x->report;
    struct buf b = buf_new(c->a, size_of(x));

    head(c, &b, x);
    line(c, &b, T_envelope_day, r->day);
    line(c, &b, T_handover_rank, rank(c, r->text[OPENED_RANK]));
    line(c, &b, T_handover_name, r->text[OPENED_NAME]);
    line(c, &b, T_handover_unit, r->text[OPENED_UNIT]);
    line(c, &b, T_envelope_subject, r->text[OPENED_SUBJECT]);
    line(c, &b, T_envelope_happened_on, r->text[OPENED_HAPPENED_ON]);
    line(c, &b, T_petition_place, r->text[OPENED_PLACE]);
    block(c, &b, T_petition_body, r->text[OPENED_BODY]);
    block(c, &b, T_envelope_known, r->text[OPENED_KNOWN]);
    files(c, &b, x->files, x->n_files);
    for (int i = 0; i < x->n_notes; i++)
        note(c, &b, &x->notes[i]);
    return buf_str(&b);
}

struct str handover_reporter_text(struct ctx *c, const struct handover_opened *x)
{
    struct buf b = buf_new(c->a, (size_t)64 << 10);

    head(c, &b, x);
    if (!x->identity_opened) {
        struct str said = text_of(c->lang, T_handover_reporter_closed);
        buf_fmt(&b, "%.*s\n", PF(said));
        return buf_str(&b);
    }
    struct str kind = text_of(c->lang, str_eq(x->kind, STR("real")) ? T_handover_signed : T_handover_unsigned);
    buf_fmt(&b, "%.*s\n", PF(kind));
    line(c, &b, T_handover_reporter, x->name);
    line(c, &b, T_handover_contact, x->contact);
    return buf_str(&b);
}
