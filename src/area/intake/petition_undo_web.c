/* petition_undo.c - taking the last thing back: before each change the petition is kept as it was, under the revision that the change makes.
 * What was kept is also the earlier wording of an edited letter: nothing that was ever registered is lost. */
#include "area/envelope/correspondence.h"
#include "area/intake/petition.h"
#include "area/intake/petition_store.h"
#include "gate/gate.h"
#include "gen/text.h"
#include "net/request.h"
#include "page/html.h"

#define KIND            STR("petition")
#define IMAGE_MAX_BYTES ((size_t)2 << 20)       /* the longest letter, each byte of it written as three */

/* ---- what differs */
static struct str words(struct ctx *c, const struct str *w, int n)
{
    struct buf b = buf_new(c->a, 4096);

    for (int i = 0; i < n; i++) {
        if (i > 0)
            buf_char(&b, ' ');
        buf_add(&b, w[i]);
    }
    return buf_str(&b);
}

static struct str persons_words(struct ctx *c, const struct petition_new *n)
{
    struct buf b = buf_new(c->a, 16384);

    for (int i = 0; i < n->n_persons; i++) {
        const struct reported *r = &n->persons[i];
        buf_fmt(&b, "%s%.*s %.*s %.*s %.*s", i > 0 ? "；" : "", PF(r->name), PF(r->unit), PF(r->post),
            PF(def_label(c->def, c->lang, "petition_rank", r->rank)));
    }
    return buf_str(&b);
}

int petition_changes(struct ctx *c, const struct petition_new *was, const struct petition_new *now, struct petition_change *out, int max)
{
    const struct petition_change all[] = {
        { STR("persons"), persons_words(c, was), persons_words(c, now) }, { STR("channel"), was->channel, now->channel },
        { STR("source"), was->source, now->source }, { STR("source_organ"), was->source_organ, now->source_organ },
        { STR("sender_no"), was->sender_no, now->sender_no },
        { STR("received_on"), date_str(c->a, was->received_on), date_str(c->a, now->received_on) },
        { STR("old_no"), was->old_no, now->old_no }, { STR("subject"), was->subject, now->subject }, { STR("body"), was->body, now->body },
        { STR("class"), was->class, now->class }, { STR("place"), was->place, now->place },
        { STR("conduct"), words(c, was->conduct, was->n_conduct), words(c, now->conduct, now->n_conduct) },
        { STR("topics"), words(c, was->topics, was->n_topics), words(c, now->topics, now->n_topics) },
    };
    int n = 0;

    for (size_t i = 0; i < sizeof all / sizeof all[0] && n < max; i++)
        if (!str_eq(all[i].was, all[i].now))
            out[n++] = all[i];
    for (int i = 0; i < now->extra.n && n < max; i++) {
        const struct extra *x = &now->extra.v[i], empty = { x->field, STR("") }, *old = i < was->extra.n ? &was->extra.v[i] : &empty;
        if (!str_eq(x->word, old->word))
            out[n++] = (struct petition_change){ x->field->name, extra_shown(c, old), extra_shown(c, x) };
    }
    return n;
}

void petition_as_typed(const struct petition *p, struct petition_new *out)
{
    *out = (struct petition_new){ .channel = p->channel, .source = p->source, .source_organ = p->source_name, .sender_no = p->sender_no,
        .class = p->class, .subject = p->subject, .body = p->body, .place = p->place, .old_no = p->old_no,
        .registered_on = p->registered_on, .received_on = p->received_on, .source_organ_id = p->source_organ_id,
        .n_persons = p->n_persons, .n_topics = p->n_topics, .n_conduct = p->n_conduct, .extra = p->extra };
    for (int i = 0; i < p->n_persons; i++)
        out->persons[i] = p->persons[i];
    for (int i = 0; i < p->n_topics; i++)
        out->topics[i] = p->topics[i];
    for (int i = 0; i < p->n_conduct; i++)
        out->conduct[i] = p->conduct[i];
}

/* ---- how it was, as urlencoded text */
static void put(struct html *h, struct str name, struct str value)
{
    if (h->b.n > 0)
        html_lit(h, "&");
    html_url(h, name);
    html_lit(h, "=");
    html_url(h, value);
}

static void put_persons(struct ctx *c, struct html *h, const struct petition *p)
{
    for (int i = 0; i < p->n_persons; i++) {
        const struct reported *r = &p->persons[i];
        put(h, str_fmt(c->a, "name.%d", i), r->name);
        put(h, str_fmt(c->a, "unit.%d", i), r->unit);
        put(h, str_fmt(c->a, "post.%d", i), r->post);
        put(h, str_fmt(c->a, "rank.%d", i), r->rank);
        put(h, str_fmt(c->a, "person.%d", i), str_int(c->a, r->person_id));
    }
}

enum err petition_keep_before(struct ctx *c, const struct petition *p, int64_t rev)
{
    struct html h = { buf_new(c->a, IMAGE_MAX_BYTES) };
    const struct { struct str name, value; } rows[] = {
        { STR("channel"), p->channel }, { STR("source"), p->source }, { STR("source_organ"), p->source_organ },
        { STR("source_organ_id"), str_int(c->a, p->source_organ_id) }, { STR("sender_no"), p->sender_no }, { STR("class"), p->class },
        { STR("subject"), p->subject }, { STR("body"), p->body }, { STR("place"), p->place }, { STR("old_no"), p->old_no },
        { STR("received_on"), date_str(c->a, p->received_on) }, { STR("due_on"), date_str(c->a, p->due_on) },
        { STR("office_id"), str_int(c->a, p->office_id) }, { STR("assignee_id"), str_int(c->a, p->assignee_id) },
        { STR("repeat_of"), str_int(c->a, p->repeat_of) }, { STR("persons"), str_int(c->a, p->n_persons) },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        put(&h, rows[i].name, rows[i].value);
    put_persons(c, &h, p);
    for (int i = 0; i < p->n_topics; i++)
        put(&h, STR("topic"), p->topics[i]);
    for (int i = 0; i < p->n_conduct; i++)
        put(&h, STR("conduct"), p->conduct[i]);
    for (int i = 0; i < p->extra.n; i++)
        put(&h, str_join(c->a, STR("extra."), p->extra.v[i].field->name), p->extra.v[i].word);
    return h.b.overflow ? ERR_TOO_LARGE : petition_store_before(c, p->id, rev, buf_str(&h.b));
}

static int64_t number(const struct request *q, const char *name) { return req_int(q, name, 0); }

static void read_image(struct ctx *c, const struct request *q, struct petition_new *n, struct petition *p)
{
    *n = (struct petition_new){ .channel = req_str(q, "channel"), .source = req_str(q, "source"), .source_organ = req_str(q, "source_organ"),
        .source_organ_id = number(q, "source_organ_id"), .sender_no = req_str(q, "sender_no"), .class = req_str(q, "class"),
        .subject = req_str(q, "subject"), .body = req_str(q, "body"), .place = req_str(q, "place"), .old_no = req_str(q, "old_no") };
    if (!date_parse_iso(req_str(q, "received_on"), &n->received_on))
        n->received_on = p->registered_on;
    n->n_topics = req_all(q, "topic", n->topics, TAGS_MAX);
    n->n_conduct = req_all(q, "conduct", n->conduct, TAGS_MAX);
    for (int i = 0; i < number(q, "persons") && i < REPORTED_MAX; i++)
        n->persons[n->n_persons++] = (struct reported){ req_str(q, str_fmt(c->a, "name.%d", i).p), req_str(q, str_fmt(c->a, "unit.%d", i).p),
            req_str(q, str_fmt(c->a, "post.%d", i).p), req_str(q, str_fmt(c->a, "rank.%d", i).p),
            number(q, str_fmt(c->a, "person.%d", i).p) };
    n->extra = extra_blank(c, KIND);
    for (int i = 0; i < n->extra.n; i++)
        n->extra.v[i].word = req_str(q, str_join(c->a, STR("extra."), n->extra.v[i].field->name).p);
    if (!date_parse_iso(req_str(q, "due_on"), &p->due_on))
        p->due_on = DATE_NONE;
    p->office_id = number(q, "office_id");
    p->assignee_id = number(q, "assignee_id");
    p->repeat_of = number(q, "repeat_of");
}

/* ---- taking back */
static bool no_move_of_ours(struct str name)
{
    static const struct str names[] = { STR_INIT("register"), STR_INIT("edit"), STR_INIT("join"), STR_INIT("part"), STR_INIT("hand_over") };

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_eq(name, names[i]))
            return true;
    return false;
}

static enum err unregister(struct ctx *c, struct petition *p, const struct flow_record *f, const struct flow_last *last)
{
    bool has_repeats = false;

    TRY(petition_store_has_repeats(c, p->id, &has_repeats));
    if (has_repeats)
        return refuse(c, ERR_MOVE, T_petition_has_repeats);
    TRY(petition_store_void(c, p, text_of(LANG_ZH, T_petition_unregistered)));
    return flow_take_back(c, f, last);
}

static enum err restore(struct ctx *c, struct petition *p, int64_t kept_at, bool words_too)
{
    struct request *q = NEW(c->a, struct request);
    struct petition_new n;
    struct str body;

    TRY(petition_store_before_load(c, p->id, kept_at, &body));
    if (body.n == 0)
        return ERR_OK;
    TRY(form_urlencoded(c, body, q));
    read_image(c, q, &n, p);
    if (words_too) {
        TRY(petition_store_edit(c, p, &n, petition_body_fold(c->a, n.body)));
        p->rev++;
        TRY(petition_store_parts_clear(c, p->id));
        TRY(petition_store_parts(c, p->id, &n));
    }
    TRY(petition_store_restore(c, p));
    p->rev++;
    return ERR_OK;
}

/* A report that came from outside would be nobody's to handle if its registration were taken back; what was chosen wrongly is edited. */
static enum err from_outside(struct ctx *c, const struct petition *p, struct str name, bool *is)
{
    int64_t envelope = 0;

    if (str_eq(name, STR("register")))
        TRY(correspondence_there(c, p->id, &envelope));
    *is = envelope != 0;
    return ERR_OK;
}

enum err petition_undo(struct ctx *c, struct petition *p)
{
    struct flow_record f = petition_flow(p);
    struct flow_last last;
    int64_t kept_at = p->rev;
    bool outside;

    TRY(gate(c, PERM_PETITION_HANDLE));
    TRY(flow_last(c, &f, &last));
    ctx_touch(c, KIND, p->id, STR("undo"));
    if (last.undoable) {
        TRY(flow_undo(c, &f));
        p->rev = f.rev;
        p->state = f.state;
        return restore(c, p, kept_at, false);
    }
    if (!last.own || !no_move_of_ours(last.name))
        return refuse(c, ERR_MOVE, T_flow_no_undo);
    TRY(from_outside(c, p, last.name, &outside));
    if (outside)
        return refuse(c, ERR_MOVE, T_envelope_no_undo);
    if (str_eq(last.name, STR("register")))
        return unregister(c, p, &f, &last);
    TRY(flow_take_back(c, &f, &last));
    return restore(c, p, kept_at, str_eq(last.name, STR("edit")));
}

enum err petition_undoable(struct ctx *c, const struct petition *p, struct str *label)
{
    struct flow_record f = petition_flow(p);
    struct flow_last last;
    bool outside;

    *label = STR("");
    TRY(flow_last(c, &f, &last));
    if (p->voided || !may(c, PERM_PETITION_HANDLE) || last.undoable || !last.own || !no_move_of_ours(last.name))
        return ERR_OK;
    TRY(from_outside(c, p, last.name, &outside));
    if (outside)
        return ERR_OK;
    struct str name = flow_event_label(c, &f, last.name);
    *label = text_args(c->a, c->lang, T_petition_undo_what, &name, 1);
    return ERR_OK;
}
