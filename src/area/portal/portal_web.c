/* portal_web.c - the pages of the reporting site. The doors stand at the end of the file. */
#include "area/portal/portal_slice.h"

#include <string.h>

#include "gen/text.h"

#define JSON_MAX_BYTES ((size_t)16 << 20)

const struct portal_call *portal_call_of(const struct request *q) { return q->portal; }

bool portal_takes_body(struct str path) { return str_eq(path, STR("/report")) || str_eq(path, STR("/follow/message")); }

static struct portal_frame frame(struct ctx *c, const struct request *q, int title)
{
    return (struct portal_frame){ text_of(c->lang, title), portal_call_of(q)->keys->organ_name, q->path };
}

/* ---- json, written in the request's arena: a library's heap would keep what it frees */
static struct buf json_open(struct ctx *c)
{
    struct buf b = buf_new(c->a, JSON_MAX_BYTES);

    buf_char(&b, '{');
    return b;
}

static void json_name(struct buf *b, const char *name)
{
    if (b->n > 0 && b->p[b->n - 1] != '{')
        buf_char(b, ',');
    buf_json(b, str_z(name));
    buf_char(b, ':');
}

static void json_text(struct buf *b, const char *name, struct str value)
{
    json_name(b, name);
    buf_json(b, value);
}

static void answer_json(struct reply *out, struct buf *b)
{
    buf_char(b, '}');
    out->type = STR("application/json; charset=utf-8");
    out->bytes = buf_str(b);
}

/* ---- reading pages */
static enum err home_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct portal_frame f = frame(c, q, T_portal_title);

    portal_home_html(&out->body, c, &f);
    return ERR_OK;
}

static enum err form_get(struct ctx *c, struct request *q, struct reply *out)
{
    static const struct portal_report blank = { 0 };
    struct portal_form_view v = { .frame = frame(c, q, T_portal_report), .r = &blank };

    portal_form_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err follow_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct portal_follow_view v = { .frame = frame(c, q, T_portal_follow) };

    portal_follow_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err away_get(struct ctx *c, struct request *q, struct reply *out)
{
    (void)q;
    portal_away_html(&out->body, c);
    out->headers[out->n_headers].name = STR("Clear-Site-Data");
    out->headers[out->n_headers++].value = STR("\"cache\", \"storage\"");
    return ERR_OK;
}

static enum err key_get(struct ctx *c, struct request *q, struct reply *out)
{
    const struct portal_keys *k = portal_call_of(q)->keys;
    struct buf j = json_open(c);

    json_text(&j, "organ", k->organ_code);
    json_text(&j, "organ_key", str_hex(c->a, k->organ_sign, sizeof k->organ_sign));
    json_text(&j, "key", str_hex(c->a, k->ack_public, sizeof k->ack_public));
    json_text(&j, "from", date_str(c->a, k->ack_from));
    json_text(&j, "to", date_str(c->a, k->ack_to));
    json_text(&j, "certificate", str_hex(c->a, k->ack_certificate, sizeof k->ack_certificate));
    answer_json(out, &j);
    return ERR_OK;
}

/* ---- a report */
struct sent { struct portal_report r; struct portal_taken t; struct portal_matter m; struct str sealed; struct receipt receipt; bool drawn; };

/* The form again with its fault; what was typed stands in it, but files must be chosen again. */
static enum err form_again(struct ctx *c, struct request *q, enum err e, struct sent *s, struct reply *out)
{
    struct portal_form_view v = { .frame = frame(c, q, T_portal_report), .r = &s->r, .error = refusal_text(c, e), .field = c->why_field };

    s->drawn = true;
    if (portal_call_of(q)->json) {
        portal_refused(c, q, e, out);
        return ERR_OK;
    }
    v.frame.path = STR("/report");
    portal_form_html(&out->body, c, &v);
    out->status = err_http(e);
    return ERR_OK;
}

static void typed_in(const struct request *q, struct portal_report *r)
{
    *r = (struct portal_report){ .kind = req_str(q, "kind"), .accused_rank = req_str(q, "accused_rank"), .accused_name = req_str(q, "accused_name"),
        .accused_unit = req_str(q, "accused_unit"), .subject = req_str(q, "subject"), .body = req_str(q, "body"),
        .happened_on = req_str(q, "happened_on"), .place = req_str(q, "place"), .known = req_str(q, "known"),
        .reporter_name = req_str(q, "reporter_name"), .reporter_contact = req_str(q, "reporter_contact") };
}

static enum err report_read(struct ctx *c, struct request *q, struct reply *out)
{
    const struct portal_call *k = portal_call_of(q);
    struct sent *s = NEW(c->a, struct sent);
    enum err e = ERR_OK;

    q->prepared = s;
    if (k->incoming != NULL)
        e = incoming_end(c, k->incoming, &s->r);
    else
        typed_in(q, &s->r);
    if (e == ERR_OK)
        e = portal_seal(c, k->keys, &s->r, &s->t);
    return e == ERR_OK ? ERR_OK : form_again(c, q, e, s, out);
}

static enum err report_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct sent *s = q->prepared;

    if (s->drawn)
        return ERR_OK;
    TRY(portal_store(c, &s->r, &s->t));
    struct str receipt = receipt_show(c->a, &s->t.receipt);
    if (portal_call_of(q)->json) {
        struct buf j = json_open(c);
        json_text(&j, "receipt", receipt);
        json_text(&j, "acknowledgement", s->t.acknowledgement);
        answer_json(out, &j);
    } else {
        struct portal_taken_view v = { frame(c, q, T_portal_taken), receipt, s->t.acknowledgement, str_eq(s->r.kind, STR("real")) };
        portal_taken_html(&out->body, c, &v);
    }
    out->status = 201;
    return ERR_OK;
}

/* ---- following */
static enum err receipt_of(struct ctx *c, struct str typed, struct receipt *r)
{
    int group;

    if (receipt_read(typed, r, &group))
        return ERR_OK;
    return group > 0 ? refuse_field(c, STR("receipt"), ERR_NOT_FOUND, T_portal_group_wrong, str_int(c->a, group))
        : refuse_field(c, STR("receipt"), ERR_NOT_FOUND, T_portal_receipt_short, STR(""));
}

static enum err found(struct ctx *c, struct str typed, struct sent *s)
{
    struct receipt_keys keys;

    TRY(receipt_of(c, typed, &s->receipt));
    receipt_keys(&s->receipt, &keys);
    enum err e = portal_follow(c, &keys, &s->m);
    sodium_memzero(&keys, sizeof keys);
    return e;
}

static enum err follow_again(struct ctx *c, struct request *q, enum err e, struct str typed, struct reply *out)
{
    struct portal_follow_view v = { frame(c, q, T_portal_follow), refusal_text(c, e), typed };

    if (portal_call_of(q)->json) {
        portal_refused(c, q, e, out);
        return ERR_OK;
    }
    v.frame.path = STR("/follow");
    portal_follow_html(&out->body, c, &v);
    out->status = err_http(e);
    return ERR_OK;
}

static void matter_json(struct ctx *c, const struct portal_matter *m, struct reply *out)
{
    struct buf j = json_open(c);

    json_text(&j, "state", m->state);
    json_text(&j, "day", m->day);
    json_name(&j, "notes");
    buf_char(&j, '[');
    for (int i = 0; i < m->n_notes; i++) {
        if (i > 0)
            buf_char(&j, ',');
        buf_char(&j, '{');
        json_text(&j, "day", m->notes[i].day);
        json_text(&j, "from", m->notes[i].inward ? STR("reporter") : STR("organ"));
        json_text(&j, "text", m->notes[i].text);
        buf_char(&j, '}');
    }
    buf_char(&j, ']');
    if (m->acknowledgement.n > 0)
        json_text(&j, "acknowledgement", m->acknowledgement);
    answer_json(out, &j);
}

static void show_matter(struct ctx *c, struct request *q, struct sent *s, int said, struct reply *out)
{
    struct portal_matter_view v = { .frame = frame(c, q, T_portal_follow), .m = &s->m, .receipt = receipt_show(c->a, &s->receipt),
        .said = said != 0 ? text_of(c->lang, said) : STR("") };

    v.frame.path = STR("/follow");
    if (portal_call_of(q)->json)
        matter_json(c, &s->m, out);
    else
        portal_matter_html(&out->body, c, &v);
}

static enum err follow_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct sent *s = NEW(c->a, struct sent);
    enum err e = found(c, req_str(q, "receipt"), s);

    if (e == ERR_NOT_FOUND)
        return follow_again(c, q, e, req_str(q, "receipt"), out);
    if (e == ERR_OK)
        show_matter(c, q, s, 0, out);
    return e;
}

static enum err message_read(struct ctx *c, struct request *q, struct reply *out)
{
    const struct portal_call *k = portal_call_of(q);
    struct sent *s = NEW(c->a, struct sent);
    enum err e = ERR_OK;

    q->prepared = s;
    if (k->incoming != NULL)
        e = incoming_end(c, k->incoming, &s->r);
    else
        typed_in(q, &s->r);
    struct str typed = k->incoming != NULL ? incoming_field(k->incoming, "receipt") : req_str(q, "receipt");
    if (e == ERR_OK)
        e = found(c, typed, s);
    if (e == ERR_OK)
        e = portal_note_seal(c, &s->m, &s->r, &s->sealed);
    if (e == ERR_OK)
        return ERR_OK;
    s->drawn = true;
    return follow_again(c, q, e, typed, out);
}

static enum err message_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct sent *s = q->prepared;

    if (s->drawn)
        return ERR_OK;
    TRY(portal_note_store(c, s->m.id, &s->r, s->sealed));
    struct portal_note *more = NEWS(c->a, struct portal_note, (size_t)s->m.n_notes + 1);
    if (s->m.n_notes > 0)
        memcpy(more, s->m.notes, (size_t)s->m.n_notes * sizeof *more);
    more[s->m.n_notes++] = (struct portal_note){ .day = date_str(c->a, date_of_ms(c->now_ms)), .inward = true };
    s->m.notes = more;
    show_matter(c, q, s, T_portal_note_taken, out);
    return ERR_OK;
}

void portal_refused(struct ctx *c, struct request *q, enum err e, struct reply *out)
{
    struct portal_error_view v = { .frame = frame(c, q, T_error_title), .sentence = refusal_text(c, e), .back = STR("/") };

    if (portal_call_of(q)->json) {
        struct buf j = json_open(c);
        json_text(&j, "error", v.sentence);
        if (c->why_field.n > 0)
            json_text(&j, "field", c->why_field);
        answer_json(out, &j);
    } else {
        portal_error_html(&out->body, c, &v);
    }
    out->status = err_http(e);
}

static const struct route routes[] = {
    /* method path                    permission   flags                   prepare        apply */
    { GET,  "/",                     PERM_PUBLIC, R_NO_AUDIT,             home_get,      NULL },
    { GET,  "/report",               PERM_PUBLIC, R_NO_AUDIT,             form_get,      NULL },
    { POST, "/report",               PERM_PUBLIC, R_NO_AUDIT | R_UPLOAD,  report_read,   report_post },
    { GET,  "/follow",               PERM_PUBLIC, R_NO_AUDIT,             follow_get,    NULL },
    { POST, "/follow",               PERM_PUBLIC, R_NO_AUDIT,             follow_post,   NULL },
    { POST, "/follow/message",       PERM_PUBLIC, R_NO_AUDIT | R_UPLOAD,  message_read,  message_post },
    { GET,  "/acknowledgement/key",  PERM_PUBLIC, R_NO_AUDIT,             key_get,       NULL },
    { GET,  "/away",                 PERM_PUBLIC, R_NO_AUDIT,             away_get,      NULL },
};

const struct slice portal_slice = { routes, COUNT(routes), NULL, 0 };
