#include "area/identity/notice.h"

#include <stdlib.h>

#include "area/identity/identity_store.h"
#include "def/calendar.h"
#include "gate/gate.h"
#include "gen/text.h"

static struct vault_asker asker(const struct ctx *c) { return (struct vault_asker){ c->who->id, c->now_ms }; }

/* One row of def notice_limit: what is told, within how many working days, and on what states it hangs. */
struct limit { struct str what; int days; const struct node *row; };

static enum err limit_of(struct ctx *c, const char *what, struct limit *out)
{
    const struct def_code *k = def_code(c->def, "notice_limit", str_z(what));
    int64_t n;

    if (k == NULL || !str_to_int(node_str(k->row, "days"), &n) || n < 1 || n > 366)
        return ERR_DEF;
    *out = (struct limit){ str_z(what), (int)n, k->row };
    return ERR_OK;
}

static void clock_set(struct ctx *c, struct notice *x, int days)
{
    struct date today = date_of_ms(c->now_ms);

    x->has_left = calendar_add(c->def, x->from, days, &x->due) && (date_cmp(today, x->due) <= 0
        ? calendar_between(c->def, today, x->due, &x->left) : calendar_between(c->def, x->due, today, &x->left));
    if (x->has_left && date_cmp(today, x->due) > 0)
        x->left = -x->left;
}

/* The day on which the last thing that grew from it ended; unset while something is open, or nothing grew from it. */
static struct date followed_on(const struct matter_row *p)
{
    if (p->leads == 0 || p->open_leads > 0)
        return DATE_NONE;
    return date_is_set(p->case_ended_on) && (!date_is_set(p->lead_ended_on) || date_cmp(p->case_ended_on, p->lead_ended_on) > 0)
        ? p->case_ended_on : p->lead_ended_on;
}

static struct date closed_on(const struct limit *l, const struct matter_row *p)
{
    if (node_has_word(l->row, "reported", p->state))
        return p->reported_at_ms != 0 ? date_of_ms(p->reported_at_ms) : DATE_NONE;
    return node_has_word(l->row, "followed", p->state) ? followed_on(p) : DATE_NONE;
}

struct making { struct notice *rows; int n; bool told; struct limit accepted, result; };

static enum err one(struct ctx *c, struct making *m, int64_t ref, const struct matter_row *p, const struct limit *l, struct date from,
    const struct vault_told *t)
{
    struct notice x = { .ref = ref, .no = p->no, .what = l->what, .from = from, .told = DATE_NONE, .due = DATE_NONE };
    struct str none;

    if (node_has_word(l->row, "never", p->state) || (t->on.n > 0) != m->told || !date_is_set(from))
        return ERR_OK;
    if (t->on.n > 0 && date_parse_iso(t->on, &x.told))
        TRY(identity_store_user(c, t->user_id, &x.teller, &none));
    clock_set(c, &x, l->days);
    m->rows[m->n++] = x;
    return ERR_OK;
}

static enum err of_petition(struct ctx *c, struct making *m, const struct vault_notice *v)
{
    struct matter_row p;
    enum err e = identity_store_matter(c, v->petition_ref, &p);

    if (e == ERR_NOT_FOUND || (e == ERR_OK && p.voided))
        return ERR_OK;
    TRY(e);
    if (!p.repeat)
        TRY(one(c, m, v->petition_ref, &p, &m->accepted, p.received_on, &v->accepted));
    return one(c, m, v->petition_ref, &p, &m->result, closed_on(&m->result, &p), &v->result);
}

/* ---- in order; what has no day comes last, and rows alike by number */
static int by_date(struct date a, struct date b)
{
    if (!date_is_set(a) || !date_is_set(b))
        return (int)date_is_set(b) - (int)date_is_set(a);
    return date_cmp(a, b);
}

static int by_text(struct str a, struct str b) { return str_cmp(a, b); }

static int compare(const void *x, const void *y, void *arg)
{
    const struct notice *a = x, *b = y;
    const int *how = arg;
    int d = how[0] == NOTICE_BY_WHAT ? by_text(a->what, b->what) : how[0] == NOTICE_BY_FROM ? by_date(a->from, b->from)
        : how[0] == NOTICE_BY_DUE ? by_date(a->due, b->due) : 0;

    if (d == 0)
        d = by_text(a->no, b->no);
    if (d == 0)
        d = by_text(a->what, b->what);
    return how[1] ? -d : d;
}

enum err notice_list(struct ctx *c, bool told, enum notice_sort sort, bool descending, struct notice_list *out)
{
    struct making m = { .told = told };
    struct vault_notices all;
    int how[] = { (int)sort, descending };

    *out = (struct notice_list){ 0 };
    TRY(gate(c, PERM_IDENTITY_KEEP));
    TRY(limit_of(c, "accepted", &m.accepted));
    TRY(limit_of(c, "result", &m.result));
    TRY(vault_notices(c->vault, c->a, &all));
    m.rows = NEWS(c->a, struct notice, 2 * (size_t)all.n + 1);
    for (int i = 0; i < all.n; i++)
        TRY(of_petition(c, &m, &all.rows[i]));
    qsort_r(m.rows, (size_t)m.n, sizeof *m.rows, compare, how);
    *out = (struct notice_list){ m.rows, m.n < NOTICES_SHOWN ? m.n : NOTICES_SHOWN, m.n, all.unlooked, m.accepted.days, m.result.days,
        all.passphrase };
    return ERR_OK;
}

enum err notice_look(struct ctx *c, struct str passphrase)
{
    struct vault_asker by = asker(c);

    TRY(gate(c, PERM_IDENTITY_KEEP));
    ctx_touch(c, STR(""), 0, STR("notice look"));
    enum err e = vault_notice_look(c->vault, &by, passphrase);
    return e == ERR_DENIED ? refuse_field(c, STR("passphrase"), ERR_INVALID, T_identity_passphrase_wrong, STR("")) : e;
}

static enum err day_read(struct ctx *c, struct str on, struct str *iso)
{
    struct date today = date_of_ms(c->now_ms), day;

    *iso = STR("");
    if (str_trim(on).n == 0)
        return ERR_OK;
    if (date_read(str_trim(on), today, &day) != DATE_OK || date_cmp(day, today) > 0)
        return refuse_field(c, STR("on"), ERR_INVALID, T_identity_bad_day, STR(""));
    *iso = date_str(c->a, day);
    return ERR_OK;
}

enum err notice_told(struct ctx *c, int64_t ref, struct str what, struct str on)
{
    struct vault_asker by = asker(c);
    struct matter_row p;
    struct str iso;

    TRY(gate(c, PERM_IDENTITY_KEEP));
    ctx_touch(c, STR(""), 0, STR("notice told"));
    if (identity_store_matter(c, ref, &p) != ERR_OK)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(day_read(c, on, &iso));
    enum err e = vault_told(c->vault, &by, ref, what, iso);
    return e == ERR_INVALID ? refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND) : e;
}
