/* Recusal asked by others: in force at once over the whole matter, lifted with a reason, told in the history; and a name that turned out to
 * be another person's. Both databases. */
#include "world.h"

#include "area/casework/lead.h"
#include "area/intake/petition.h"
#include "area/recusal/recusal.h"
#include "base/text.h"
#include "gate/gate.h"
#include "gate/hide.h"

static struct world w;

#define OK(call) do { enum err e_ = (call); if (e_ != ERR_OK) fail_msg("%s: %s %.*s", #call, err_name(e_), PF(refusal_text(&w.c, e_))); } while (0)

static void as(struct user *who) { w.c.who = who; w.c.why_id = 0; }

static struct petition registered(const char *name, int64_t ref)
{
    struct petition p;
    struct petition_new n = { .n_persons = 1, .channel = STR("letter"), .source = STR("own"), .class = STR("accusation"), .subject = STR("信"),
        .ref = ref };

    n.persons[0] = (struct reported){ str_z(name), STR("某村"), STR("主任"), STR("village"), 0 };
    n.body = str_fmt(w.c.a, "反映的内容%lld", (long long)ref);
    as(w.one);
    OK(petition_register(&w.c, &n, &p));
    OK(petition_load(&w.c, p.ref, &p));
    return p;
}

static struct lead taken(struct petition *p)
{
    int64_t ref = 0;
    struct lead l;

    as(w.one);
    OK(petition_load(&w.c, p->ref, p));
    OK(petition_act(&w.c, p, STR("take"), &(struct petition_act){ .on = date_of_ms(w.c.now_ms), .office = STR("supervision") }, &ref));
    OK(lead_load(&w.c, ref, &l));
    return l;
}

static struct recusal_of of_petition(const struct petition *p)
{
    return (struct recusal_of){ STR("petition"), p->id, p->ref, p->organ_id, p->assignee_id, false };
}

static bool sees_petition(struct user *who, int64_t ref)
{
    struct petition p;

    as(who);
    enum err e = petition_load(&w.c, ref, &p);
    as(w.one);
    assert_true(e == ERR_OK || e == ERR_NOT_FOUND);
    return e == ERR_OK;
}

static bool sees_lead(struct user *who, int64_t ref)
{
    struct lead l;

    as(who);
    enum err e = lead_load(&w.c, ref, &l);
    as(w.one);
    assert_true(e == ERR_OK || e == ERR_NOT_FOUND);
    return e == ERR_OK;
}

static int64_t ref_of(const struct user *u)
{
    return fixture_int(&w.f, w.f.db, str_fmt(w.c.a, "SELECT ref FROM app_user WHERE id = %lld", (long long)u->id).p);
}

static void begin(void **state)
{
    (void)state;
    world_open(&w);
    OK(db_begin(w.c.db, DB_WRITE));
}

static void end(void)
{
    OK(db_commit(w.c.db));
    world_close(&w);
}

static void asked_blocks_at_once(void **state)
{
    begin(state);
    struct petition p = registered("钱某", 71), q = registered("孙某", 72);
    struct lead l = taken(&p);
    struct recusal_of r = of_petition(&p);
    assert_int_equal(recusal_ask(&w.c, &r, ref_of(w.spare), STR(" ")), ERR_INVALID);
    assert_int_equal(recusal_ask(&w.c, &r, 4711, STR("近亲属")), ERR_INVALID);
    assert_int_equal(recusal_ask(&w.c, &r, ref_of(w.one), STR("近亲属")), ERR_INVALID);     /* oneself: by one's own button */
    assert_true(sees_petition(w.spare, p.ref) && sees_lead(w.spare, l.ref));
    OK(recusal_ask(&w.c, &r, ref_of(w.spare), STR("近亲属")));
    assert_false(sees_petition(w.spare, p.ref) || sees_lead(w.spare, l.ref));
    assert_true(sees_petition(w.other, p.ref) && sees_petition(w.spare, q.ref));
    OK(petition_load(&w.c, q.ref, &q));
    OK(petition_join(&w.c, &q, p.ref));
    assert_false(sees_petition(w.spare, q.ref));                /* it goes along when records are tied together */
    assert_int_equal(recusal_ask(&w.c, &r, ref_of(w.spare), STR("再次")), ERR_INVALID);
    assert_int_equal(fixture_int(&w.f, w.f.db, "SELECT count(*) FROM event WHERE name = 'recuse_asked' AND note = '丙闲人：近亲属'"), 1);
    assert_int_equal(fixture_int(&w.f, w.f.db, "SELECT count(*) FROM audit WHERE detail LIKE '%近亲属%'"), 0);
    as(w.other);
    assert_int_equal(recusal_lift(&w.c, &r, ref_of(w.spare), STR("asked"), STR("")), ERR_INVALID);
    assert_int_equal(recusal_lift(&w.c, &r, ref_of(w.spare), STR("named"), STR("查明不是近亲属")), ERR_INVALID);
    OK(recusal_lift(&w.c, &r, ref_of(w.spare), STR("asked"), STR("查明不是近亲属")));
    assert_true(sees_petition(w.spare, p.ref) && sees_lead(w.spare, l.ref) && sees_petition(w.spare, q.ref));
    assert_int_equal(fixture_int(&w.f, w.f.db, "SELECT count(*) FROM event WHERE name = 'recuse_lifted'"), 1);
    end();
}

static void only_who_may(void **state)
{
    begin(state);
    struct petition p = registered("钱某", 71);
    struct recusal_of r = of_petition(&p);
    struct user clerk = *w.one;
    clerk.perms &= ~(UINT64_C(1) << PERM_RECUSE_OTHERS | UINT64_C(1) << PERM_RECUSE_LIFT);
    as(&clerk);
    r.assignee_id = 0;
    assert_int_equal(recusal_ask(&w.c, &r, ref_of(w.spare), STR("近亲属")), ERR_FORBIDDEN);
    r.assignee_id = clerk.id;                                   /* who is responsible for it may ask … */
    OK(recusal_ask(&w.c, &r, ref_of(w.spare), STR("近亲属")));
    assert_int_equal(recusal_lift(&w.c, &r, ref_of(w.spare), STR("asked"), STR("不是")), ERR_FORBIDDEN);    /* … but not decide */
    r.voided = true;
    assert_int_equal(recusal_ask(&w.c, &r, ref_of(w.other), STR("近亲属")), ERR_MOVE);
    end();
}

static void own_recusal_is_another_reason(void **state)
{
    begin(state);
    struct petition p = registered("钱某", 71);
    struct recusal_of r = of_petition(&p);
    OK(recusal_ask(&w.c, &r, ref_of(w.spare), STR("近亲属")));
    OK(hide_from(&w.c, w.spare->id, STR("petition"), p.id, STR("recused")));
    OK(recusal_lift(&w.c, &r, ref_of(w.spare), STR("asked"), STR("查明不是")));
    assert_false(sees_petition(w.spare, p.ref));
    OK(recusal_lift(&w.c, &r, ref_of(w.spare), STR("recused"), STR("本人说明情况")));
    assert_true(sees_petition(w.spare, p.ref));
    end();
}

static void a_namesake_is_cleared(void **state)
{
    begin(state);
    struct petition p = registered("丙闲人", 71), q = registered("丙闲人", 72);
    struct recusal_of r = of_petition(&p);
    assert_false(sees_petition(w.spare, p.ref) || sees_petition(w.spare, q.ref));
    OK(recusal_lift(&w.c, &r, ref_of(w.spare), STR("named"), STR("被反映人是某村主任，不是同一人")));
    assert_true(sees_petition(w.spare, p.ref));
    assert_false(sees_petition(w.spare, q.ref));                /* another letter, another question */
    struct lead l = taken(&p);
    assert_true(sees_lead(w.spare, l.ref) && sees_petition(w.spare, p.ref));        /* the same name, written anew in the same matter */
    OK(hide_namesake(&w.c, w.spare->id, STR("丙闲人")));         /* ends, and hides nothing of what was cleared */
    assert_true(sees_petition(w.spare, p.ref));
    OK(petition_load(&w.c, p.ref, &p));
    as(w.one);
    OK(petition_load(&w.c, q.ref, &q));
    OK(petition_join(&w.c, &q, p.ref));
    assert_false(sees_petition(w.spare, p.ref));                /* tied to what names him still */
    end();
}

int main(void)
{
    static const struct CMUnitTest tests[] = { cmocka_unit_test(asked_blocks_at_once), cmocka_unit_test(only_who_may),
        cmocka_unit_test(own_recusal_is_another_reason), cmocka_unit_test(a_namesake_is_cleared) };

    return fixture_run(tests, sizeof tests / sizeof *tests);
}
