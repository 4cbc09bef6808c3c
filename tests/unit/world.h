/* world.h - a small commission in a fresh database: the law loaded, one organ with its offices, and four officers who may do all the
 * business: one investigates, one approves, one adjudicates, one is left for a review. For tests of the domain's own calls; there is no vault and no server. */
#ifndef TESTS_WORLD_H
#define TESTS_WORLD_H

#include "app/app.h"
#include "area/admin/admin.h"
#include "db_fixture.h"
#include "gate/audit.h"

#define WORLD_NOW_MS INT64_C(1593568800000)     /* 2020-07-01 10:00 at UTC+8 */

struct world {
    struct fixture f;
    struct app app;
    struct rand rand;
    struct ctx c;
    struct organ organ, town;
    struct user *one, *other, *spare, *fresh;
};

static inline struct date world_day(int y, int m, int d)
{
    struct date out;

    assert_true(date_make(y, m, d, &out));
    return out;
}

static inline int64_t world_account(struct world *w, const char *login, const char *name)
{
    struct account u = { .organ_id = w->organ.id, .login = str_z(login), .name = str_z(name), .uid = -1 };

    assert_int_equal(office_by_code(&w->c, w->organ.id, STR("leader"), &u.office_id), ERR_OK);
    assert_int_equal(account_add(&w->c, &u), ERR_OK);
    assert_int_equal(account_role_give(&w->c, u.id, STR("officer")), ERR_OK);
    assert_int_equal(account_scope(&w->c, u.id, w->organ.id, 0), ERR_OK);
    return u.id;
}

static inline void world_offices(struct world *w, int64_t organ_id)
{
    const struct def_list *kinds = def_list(w->c.def, "office_kind");
    int64_t id;

    for (int i = 0; i < kinds->n; i++)
        assert_int_equal(office_add(&w->c, organ_id, kinds->items[i].code, kinds->items[i].zh, &id), ERR_OK);
}

static inline void world_found(struct world *w)
{
    static const struct user founder = { .login = STR_INIT("init"), .perms = UINT64_MAX };
    bool made = true;

    w->c.who = &founder;
    w->organ = (struct organ){ .code = STR("qy"), .name = STR("青原区纪委监委"), .district = STR("青原"), .account = STR("青原"),
        .organ_type = STR("district"), .in_program = made };
    w->town = (struct organ){ .code = STR("town1"), .name = STR("某镇纪委"), .district = STR("某镇"), .account = STR("某镇"),
        .organ_type = STR("town"), .in_program = made };
    assert_int_equal(organ_add(&w->c, &w->organ, 0, world_day(2000, 1, 1)), ERR_OK);
    world_offices(w, w->organ.id);
    assert_int_equal(organ_add(&w->c, &w->town, w->organ.id, world_day(2000, 1, 1)), ERR_OK);
    world_offices(w, w->town.id);
    int64_t one = world_account(w, "one", "甲经办"), other = world_account(w, "other", "乙负责"),
        spare = world_account(w, "spare", "丙闲人"), fresh = world_account(w, "fresh", "丁复查");
    assert_int_equal(user_load(&w->c, one, &w->one), ERR_OK);
    assert_int_equal(user_load(&w->c, other, &w->other), ERR_OK);
    assert_int_equal(user_load(&w->c, spare, &w->spare), ERR_OK);
    assert_int_equal(user_load(&w->c, fresh, &w->fresh), ERR_OK);
}

static inline void world_open(struct world *w)
{
    static const unsigned char key[AUDIT_KEY_BYTES] = "a key of the tests, not a secret";
    struct str why = STR("");

    memset(w, 0, sizeof *w);
    w->f = fixture_open();
    arena_close(&w->f.a);
    arena_open(&w->f.a, (size_t)512 << 20);    /* more than a fixture has: nothing is given back before the end */
    w->f.url = str_z(w->f.url_text);
    if (law_load(&w->app, &why) != ERR_OK)
        fail_msg("def: %.*s", PF(why));
    audit_key_set(key);
    w->rand = (struct rand){ .node = 1, .seed = 7 };
    w->c = (struct ctx){ .a = &w->f.a, .db = w->f.db, .def = &w->app.def, .rand = &w->rand, .now_ms = WORLD_NOW_MS, .peer_uid = -1,
        .lang = LANG_ZH };
    assert_int_equal(db_begin(w->f.db, DB_WRITE), ERR_OK);
    world_found(w);
    assert_int_equal(db_commit(w->f.db), ERR_OK);
    w->c.who = w->one;
}

static inline void world_close(struct world *w)
{
    def_free(&w->app.def);
    fixture_close(&w->f);
}

#endif
