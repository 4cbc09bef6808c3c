#include "app/home.h"

#include "db/db.h"
#include "gen/text.h"
#include "page/list.h"

/* One line per kind of work that waits; shown to whoever may do it. HERE_NONE: counted in the menu by another line already. */
static const struct { enum sql_id sql; enum perm perm; enum here here; int text; const char *path; enum tone tone; } waits[] = {
    { SQL_HOME_OVERDUE,   PERM_PETITION_HANDLE,  HERE_NONE,     T_home_overdue,   "/petition?state=assigned&due_on_to=%E6%98%A8%E5%A4%A9", TONE_BAD },
    { SQL_HOME_PETITIONS, PERM_PETITION_HANDLE,  HERE_PETITION, T_home_petitions, "/petition?state=registered", TONE_NONE },
    { SQL_HOME_ENVELOPES, PERM_ENVELOPE_SCREEN,  HERE_ENVELOPE, T_home_envelopes, "/envelope?state=waiting", TONE_NONE },
    { SQL_HOME_LEADS,     PERM_DISPOSAL_PROPOSE, HERE_LEAD,     T_home_leads,     "/lead?state=registered", TONE_NONE },
    { SQL_HOME_DISPOSALS, PERM_DISPOSAL_APPROVE, HERE_LEAD,     T_home_disposals, "/lead?waiting=1", TONE_NONE },
    { SQL_HOME_CASES,     PERM_CASE_APPROVE,     HERE_CASE,     T_home_cases,     "/case?waiting=1", TONE_NONE },
    { SQL_HOME_RESULTS,   PERM_RESULT_APPROVE,   HERE_RESULT,   T_home_results,   "/result?state=proposed&waiting=1", TONE_NONE },
    { SQL_HOME_DISPOSING,     PERM_DISPOSAL_PROPOSE, HERE_NONE,     T_home_disposing,     "/lead?disposal=approved", TONE_NONE },
    { SQL_HOME_INVESTIGATING, PERM_CASE_INVESTIGATE, HERE_CASE,     T_home_investigating, "/case?state=investigating", TONE_NONE },
    { SQL_HOME_ADJUDICATING,  PERM_CASE_ADJUDICATE,  HERE_CASE,     T_home_adjudicating,  "/case?state=adjudicating", TONE_NONE },
    { SQL_HOME_ANSWERED,      PERM_RESULT_APPROVE,   HERE_RESULT,   T_home_answered,      "/result?state=answered&waiting=1", TONE_NONE },
    { SQL_HOME_DRAFTS,        PERM_PROPOSAL_ISSUE,   HERE_PROPOSAL, T_home_drafts,        "/proposal?waiting=1", TONE_NONE },
    { SQL_HOME_RIGHTS,        PERM_RIGHTS_CONFIRM,   HERE_SYSTEM,   T_home_rights,        "/admin/rights", TONE_NONE },
};

static enum err count(struct ctx *c, enum sql_id sql, int top, int64_t *n)
{
    struct stmt *q = db_get(c->db, sql);

    db_bind_int(q, ":viewer", c->who->id);
    db_bind_int(q, ":top", top + 1);
    if (sql == SQL_HOME_OVERDUE)
        db_bind_str(q, ":today", date_str(c->a, date_of_ms(c->now_ms)));
    *n = db_next(q) ? db_int(q, 0) : 0;
    return db_end(q);
}

void home_counts(struct ctx *c, int64_t counts[HERE__MAX])
{
    for (int i = 0; i < HERE__MAX; i++)
        counts[i] = -1;
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        int64_t n = 0;
        if (waits[i].here == HERE_NONE || !may(c, waits[i].perm) || count(c, waits[i].sql, MENU_COUNT_MAX, &n) != ERR_OK || n == 0)
            continue;
        int64_t *slot = &counts[waits[i].here];
        *slot = *slot < 0 ? n : *slot + n;
    }
}

/* The one main action of each desk: what its user does most. */
static void main_action(struct ctx *c, struct page *g)
{
    static const struct { enum perm perm; int text; const char *path; } acts[] = {
        { PERM_PETITION_REGISTER, T_home_register, "/petition/new" }, { PERM_USER_ADMIN, T_home_users, "/admin/user" },
        { PERM_RIGHTS_CONFIRM, T_home_asked, "/admin/rights" }, { PERM_IDENTITY_KEEP, T_home_identity, "/identity" }, { PERM_AUDIT_READ, T_home_log, "/audit" },
    };

    for (size_t i = 0; i < sizeof acts / sizeof acts[0] && g->act_path.n == 0; i++)
        if (may(c, acts[i].perm)) {
            g->act_path = str_z(acts[i].path);
            g->act = text_of(c->lang, acts[i].text);
        }
}

enum err home_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct stats s;
    struct home_view v = { .page = page_new(c, q, HERE_HOME, text_of(c->lang, T_home_title)) };

    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        int64_t n = 0;
        if (!may(c, waits[i].perm))
            continue;
        TRY(count(c, waits[i].sql, LIST_COUNT_MAX, &n));
        if (n > 0)
            v.waits[v.n_waits++] = (struct home_wait){ text_of(c->lang, waits[i].text), str_z(waits[i].path), n, waits[i].tone };
    }
    if (may(c, PERM_FIGURE_READ))
        TRY(home_standing(c, &s, &v.standing));
    main_action(c, &v.page);
    home_html(&out->body, c, &v);
    return ERR_OK;
}
