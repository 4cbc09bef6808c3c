#include "area/envelope/screening.h"

#include "area/envelope/screening_store.h"
#include "base/buf.h"
#include "base/text.h"
#include "base/utf8.h"
#include "gate/gate.h"
#include "gate/hide.h"
#include "gen/text.h"

#define KIND STR("envelope")

enum err envelope_load(struct ctx *c, int64_t id, struct envelope *out)
{
    TRY(screening_store_load(c, id, out));
    ctx_touch(c, KIND, id, STR("read"));
    return ERR_OK;
}

struct flow_record envelope_flow(const struct envelope *e)
{
    return (struct flow_record){ KIND, e->state, e->id, e->rev, e->workflow, e->screener_id };
}

bool envelope_mine(const struct ctx *c, const struct envelope *e)
{
    return str_eq(e->state, STR("screening")) && e->screener_id == c->who->id;
}

/* ---- what the moves wait for */
static enum err mine(struct ctx *c, const struct flow_record *r)
{
    return r->proposer == c->who->id ? ERR_OK : refuse(c, ERR_FORBIDDEN, T_envelope_not_yours);
}

static enum err opened(struct ctx *c, const struct flow_record *r)
{
    bool is;

    TRY(screening_store_is_opened(c, r->id, &is));
    return is ? ERR_OK : refuse(c, ERR_MOVE, T_envelope_not_opened);
}

static enum err unopened(struct ctx *c, const struct flow_record *r)
{
    bool is;

    TRY(screening_store_is_opened(c, r->id, &is));
    return is ? refuse(c, ERR_MOVE, T_envelope_opened_already) : ERR_OK;
}

void envelope_guards(void)
{
    static const struct flow_guard guards[] = { { "envelope", "mine", mine }, { "envelope", "opened", opened }, { "envelope", "unopened", unopened } };

    flow_guards(guards, sizeof guards / sizeof guards[0]);
}

/* ---- rank and name */
enum err envelope_look(struct ctx *c, const struct envelope *e, struct envelope_seen *out)
{
    const struct vault_asker by = { c->who->id, c->now_ms };
    enum err r = vault_open_screen(c->vault, c->a, &by, e->screen, &out->who);

    out->elsewhere = r == ERR_NOT_FOUND;
    out->altered = r == ERR_TAMPERED || (r == ERR_OK && out->who.report_id != e->id);
    out->article15 = r == ERR_OK && rank_article15(c->def, out->who.rank);
    return out->elsewhere || out->altered ? ERR_OK : r;
}

static bool named(const struct ctx *c, const struct envelope_seen *seen)
{
    struct str name = text_fold(c->a, seen->who.name);

    return name.n > 0 && str_eq(name, text_fold(c->a, c->who->name));
}

static enum err move(struct ctx *c, struct envelope *e, struct str name, struct str note)
{
    struct flow_record r = envelope_flow(e);

    TRY(flow_move(c, &r, name, note, NULL));
    e->rev = r.rev;
    e->state = r.state;
    ctx_touch(c, KIND, e->id, name);
    return ERR_OK;
}

enum err envelope_take_up(struct ctx *c, struct envelope *e, const struct envelope_seen *seen, bool *taken)
{
    *taken = false;
    TRY(gate(c, PERM_ENVELOPE_SCREEN));
    if (!seen->elsewhere && !seen->altered)
        TRY(hide_from_named(c, str_trim(seen->who.name), KIND, e->id));
    if (named(c, seen)) {
        ctx_touch(c, KIND, e->id, STR("hidden"));
        return ERR_OK;
    }
    TRY(move(c, e, STR("take"), STR("")));
    TRY(screening_store_screener(c, e->id, c->who->id));
    e->screener_id = c->who->id;
    *taken = true;
    return ERR_OK;
}

enum err envelope_open(struct ctx *c, struct envelope *e, const struct envelope_seen *seen)
{
    TRY(gate(c, PERM_ENVELOPE_SCREEN));
    if (!envelope_mine(c, e))
        return refuse(c, ERR_FORBIDDEN, T_envelope_not_yours);
    if (seen->elsewhere || seen->article15)
        return refuse(c, ERR_MOVE, T_envelope_stays_closed);
    if (seen->altered)
        return refuse(c, ERR_MOVE, T_envelope_altered);
    TRY(screening_store_opened(c, e->id));
    e->opened_at_ms = c->now_ms;
    ctx_touch(c, KIND, e->id, STR("open"));
    return flow_event(c, KIND, e->id, STR("open"), STR(""));
}

/* ---- moves */
enum err envelope_act(struct ctx *c, struct envelope *e, struct str name)
{
    bool back = str_eq(name, STR("put_back"));

    if (str_eq(name, STR("pass_on")))
        return ERR_BUG;
    TRY(move(c, e, name, STR("")));
    return back ? screening_store_screener(c, e->id, 0) : ERR_OK;
}

/* ---- what passes becomes a petition */
enum err envelope_matter(struct ctx *c, const struct envelope *e, struct vault_matter *out)
{
    const struct vault_asker by = { c->who->id, c->now_ms };

    if (!envelope_mine(c, e) || e->opened_at_ms == 0)
        return refuse(c, ERR_FORBIDDEN, T_envelope_not_yours);
    TRY(vault_open_matter(c->vault, c->a, &by, e->matter, out));
    return out->report_id == e->id ? ERR_OK : refuse(c, ERR_TAMPERED, T_envelope_altered);
}

static void add_line(struct buf *b, int label, struct str value)
{
    if (str_trim(value).n > 0)
        buf_fmt(b, "\n\n%.*s：%.*s", PF(text_of(LANG_ZH, label)), PF(str_trim(value)));
}

void envelope_petition(struct ctx *c, const struct envelope *e, const struct vault_matter *m, struct petition_new *out)
{
    struct buf b = buf_new(c->a, m->body.n + m->happened_on.n + m->known.n + 256);

    buf_add(&b, m->body);
    add_line(&b, T_envelope_happened_on, m->happened_on);
    add_line(&b, T_envelope_known, m->known);
    *out = (struct petition_new){ .channel = STR("web"), .source = STR("own"), .class = STR("accusation"), .subject = str_trim(m->subject),
        .body = buf_str(&b), .place = str_trim(m->place), .received_on = e->day, .n_persons = 1 };
    out->persons[0] = (struct reported){ .name = str_trim(m->name), .unit = str_trim(m->unit), .rank = m->rank };
}

enum err envelope_keep_identity(struct ctx *c, const struct envelope *e, int64_t petition_ref)
{
    struct str closed;

    TRY(screening_store_identity(c, e->id, &closed));
    return vault_keep_identity(c->vault, petition_ref, closed, c->now_ms);
}

enum err envelope_register(struct ctx *c, struct envelope *e, const struct petition_new *n, struct petition *out)
{
    struct flow_record r = envelope_flow(e);

    TRY(gate(c, PERM_ENVELOPE_SCREEN));
    TRY(petition_register(c, n, out));
    TRY(flow_follow(c, &r, STR("register")));
    e->rev = r.rev;
    e->state = r.state;
    TRY(screening_store_became(c, e->id, out->id));
    TRY(hide_inherit(c, KIND, e->id, STR("petition"), out->id));
    TRY(hide_matter(c, STR("petition"), out->id));
    ctx_touch(c, STR("petition"), out->id, STR("register envelope"));
    return ERR_OK;
}

enum err envelope_petition_ref(struct ctx *c, const struct envelope *e, int64_t *ref)
{
    *ref = 0;
    return e->petition_id != 0 && may(c, PERM_PETITION_READ) ? screening_store_petition(c, e->petition_id, ref) : ERR_OK;
}
