/* demo_portal.c - reports under way in every state, by the calls of both sides: sent outside, carried inside, screened, registered, asked, answered. */
#include <string.h>
#include <unistd.h>

#include "app/demo_int.h"
#include "app/portal.h"
#include "area/envelope/correspondence.h"
#include "area/envelope/passing.h"
#include "area/ferry/ferry.h"
#include "area/ferry/outside.h"
#include "base/buf.h"
#include "base/text.h"
#include "gen/text.h"

/* One line of words.md each, in its order; the first one is still outside. */
enum stands { OUTSIDE, WAITS, SCREENED, CLOSED, PASSED, REGISTERED, ASKED, ANSWERED, DECLINED, STANDS__MAX };
struct demo_report { int64_t id; struct str receipt; unsigned char note_public[32]; };
struct under_way {
    struct demo *d;
    struct str dir, medium;
    struct demo_report r[STANDS__MAX];
    enum stands at;
    struct ferry_unpack *unpack;
};

/* ---- outside */
static enum err send(struct ctx *o, const struct portal_keys *k, struct under_way *u, enum stands i)
{
    struct str line = demo_word(u->d, WORDS_REPORTS, (int)i);
    struct portal_report r = { .kind = demo_part(line, 0), .accused_rank = demo_part(line, 1), .accused_name = demo_part(line, 2),
        .accused_unit = demo_part(line, 3), .subject = demo_part(line, 4), .body = demo_part(line, 5), .happened_on = demo_part(line, 6),
        .place = demo_part(line, 7), .known = demo_part(line, 8) };
    struct portal_taken t = { .id = 0 };

    if (str_eq(r.kind, STR("real"))) {
        r.reporter_name = demo_name(o, u->d, 40 + (int)i);
        r.reporter_contact = STR("13800000000");
    }
    TRY(portal_seal(o, k, &r, &t));
    TRY(portal_store(o, &r, &t));
    u->r[i] = (struct demo_report){ .id = t.id, .receipt = receipt_show(o->a, &t.receipt) };
    memcpy(u->r[i].note_public, t.note_public, sizeof t.note_public);
    return ERR_OK;
}

struct sending { struct portal_keys k; struct under_way *u; };

static enum err send_all(struct ctx *o, void *arg)
{
    struct sending *s = arg;

    for (enum stands i = WAITS; i < STANDS__MAX; i++)
        TRY(send(o, &s->k, s->u, i));
    return ERR_OK;
}

static enum err send_last(struct ctx *o, void *arg)
{
    struct sending *s = arg;

    return send(o, &s->k, s->u, OUTSIDE);
}

static enum err answer(struct ctx *o, void *arg)
{
    struct sending *s = arg;
    struct portal_matter m = { .id = s->u->r[ANSWERED].id };
    struct portal_report r = { .body = demo_word(s->u->d, WORDS_TALK, 2) };
    struct str sealed;

    memcpy(m.note_public, s->u->r[ANSWERED].note_public, sizeof m.note_public);
    TRY(portal_note_seal(o, &m, &r, &sealed));
    return portal_note_store(o, m.id, &r, sealed);
}

/* ---- across, both ways */
static enum err unpack(struct ctx *c, void *arg)
{
    struct under_way *u = arg;

    demo_as(c, u->d, DEMO_CASEMGR);
    TRY(ferry_unpack_read(c, u->medium, &u->unpack));
    TRY(ferry_unpack_apply(c, u->unpack));
    return demo_done(c);
}

static enum err pack(struct ctx *c, void *arg)
{
    struct under_way *u = arg;
    struct ferry_pack *p;

    demo_as(c, u->d, DEMO_CASEMGR);
    TRY(ferry_pack_read(c, 0, &p));
    TRY(ferry_pack_apply(c, p));
    TRY(ferry_pack_done(c, p, u->medium));
    return demo_done(c);
}

static enum err carry_in(struct under_way *u, struct ctx *c, struct ctx *o)
{
    struct outside_done done;

    TRY(outside_pack(o, u->medium, 0, &done));
    TRY(writer_run(u->d->app, c, unpack, u));
    return unlink(u->medium.p) == 0 ? ERR_OK : ERR_DENIED;
}

static enum err carry_out(struct under_way *u, struct ctx *c, struct ctx *o)
{
    struct outside_done done;

    TRY(writer_run(u->d->app, c, pack, u));
    TRY(outside_unpack(o, u->medium, &done));
    return unlink(u->medium.p) == 0 ? ERR_OK : ERR_DENIED;
}

/* ---- inside */
static enum err take(struct ctx *c, struct under_way *u, struct envelope *e, struct envelope_seen *seen)
{
    bool taken;

    demo_as(c, u->d, DEMO_CLERK);
    TRY(envelope_load(c, u->r[u->at].id, e));
    TRY(envelope_look(c, e, seen));
    TRY(envelope_take_up(c, e, seen, &taken));
    return demo_done(c);
}

static enum err close_it(struct ctx *c, struct under_way *u, struct envelope *e)
{
    const struct envelope_passed p = { demo_word(u->d, WORDS_PHRASES, PHRASE_CITY), STR(""), STR(""), e->day };
    struct vault_passed v;

    TRY(envelope_act(c, e, STR("keep_closed")));
    TRY(demo_done(c));
    if (u->at != PASSED)
        return ERR_OK;
    TRY(envelope_pass_read(c, e, &p, STR(""), &v));
    TRY(envelope_pass(c, e, &p, &v));
    return demo_done(c);
}

static enum err registered(struct ctx *c, struct envelope *e, const struct envelope_seen *seen, struct petition *p)
{
    struct vault_matter m;
    struct petition_new n;

    TRY(envelope_open(c, e, seen));
    TRY(demo_done(c));
    TRY(envelope_matter(c, e, &m));
    envelope_petition(c, e, &m, &n);
    n.ref = rand_ref(c->rand);
    TRY(envelope_keep_identity(c, e, n.ref));
    TRY(envelope_register(c, e, &n, p));
    return demo_done(c);
}

static enum err asked(struct ctx *c, struct under_way *u, const struct petition *p)
{
    struct correspondence x;
    unsigned char key[32];

    TRY(correspondence_load(c, p->id, &x));
    TRY(correspondence_key(c, &x, key));
    TRY(correspondence_ask(c, &x, demo_word(u->d, WORDS_TALK, u->at == ANSWERED ? 1 : 0), key));
    TRY(demo_done(c));
    demo_as(c, u->d, DEMO_LEADER);
    TRY(correspondence_load(c, p->id, &x));
    TRY(correspondence_release(c, &x, x.questions[0].ref));
    return demo_done(c);
}

static enum err declined(struct ctx *c, struct under_way *u, struct petition *p)
{
    const struct petition_act a = { .reason = demo_word(u->d, WORDS_TALK, 3) };
    int64_t lead;

    TRY(petition_act(c, p, STR("decline"), &a, &lead));
    return demo_done(c);
}

static enum err handle(struct ctx *c, void *arg)
{
    struct under_way *u = arg;
    struct envelope e;
    struct envelope_seen seen;
    struct petition p;

    TRY(take(c, u, &e, &seen));
    if (u->at == CLOSED || u->at == PASSED)
        return close_it(c, u, &e);
    if (u->at == SCREENED)
        return ERR_OK;
    TRY(registered(c, &e, &seen, &p));
    if (u->at == DECLINED)
        return declined(c, u, &p);
    return u->at == ASKED || u->at == ANSWERED ? asked(c, u, &p) : ERR_OK;
}

static enum err tell(struct ctx *c, void *arg)
{
    struct progress_told *due;
    int n;

    (void)arg;
    TRY(progress_due(c, &due, &n));
    return progress_tell(c, due, n);
}

static enum err inside(struct under_way *u, struct ctx *c)
{
    for (enum stands i = SCREENED; i < STANDS__MAX; i++) {
        u->at = i;
        TRY(writer_run(u->d->app, c, handle, u));
    }
    return writer_run(u->d->app, c, tell, NULL);
}

static enum err play(struct under_way *u, struct ctx *c, struct ctx *o)
{
    struct sending s = { .u = u };

    TRY(portal_keys_read(c->a, u->dir.p, &s.k));
    enum err e = carry_tx(o, send_all, &s);
    if (e == ERR_OK)
        e = carry_in(u, c, o);
    if (e == ERR_OK)
        e = inside(u, c);
    if (e == ERR_OK)
        e = carry_out(u, c, o);
    if (e == ERR_OK)
        e = carry_tx(o, answer, &s);
    if (e == ERR_OK)
        e = carry_in(u, c, o);
    if (e == ERR_OK)
        e = carry_out(u, c, o);
    if (e == ERR_OK)
        e = carry_tx(o, send_last, &s);
    sodium_memzero(&s, sizeof s);
    return e;
}

static struct str receipts_of(struct ctx *c, const struct under_way *u)
{
    static const struct { enum stands at; int text; } shown[] = { { OUTSIDE, T_demo_outside }, { WAITS, T_demo_waits }, { ASKED, T_demo_asked },
        { DECLINED, T_demo_finished } };
    struct buf b = buf_new(c->a, 1024);

    for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++)
        buf_fmt(&b, "%.*s   %.*s\n", PF(u->r[shown[i].at].receipt), PF(text_of(LANG_ZH, shown[i].text)));
    return buf_str(&b);
}

enum err demo_portal(struct app *app, struct ctx *c, const struct organ *district, struct str *receipts)
{
    struct demo *d = NEW(c->a, struct demo);
    struct under_way *u = NEW(c->a, struct under_way);
    struct ctx o = *c;
    struct str why;

    *d = (struct demo){ .app = app, .district = district, .today = date_of_ms(app_now(app)) };
    *u = (struct under_way){ .d = d, .dir = str_fmt(c->a, "%s/portal", app->data_dir), .medium = str_fmt(c->a, "%s/portal/tmp/medium", app->data_dir) };
    demo_words_load(d);
    TRY(writer_run(app, c, demo_users, d));
    TRY(db_open(&o.db, str_fmt(c->a, "sqlite:%.*s/portal.db", PF(u->dir)), DB_WRITE, &why));
    o.data_dir = u->dir.p;
    o.now_ms = app_now(app);
    enum err e = play(u, c, &o);
    db_close(o.db);
    *receipts = receipts_of(c, u);
    return e;
}
