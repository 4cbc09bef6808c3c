#include "app/check_numbers.h"

#include "db/db.h"
#include "gen/text.h"

#define COUNTERS_MAX 4096               /* organs × registers × years */
#define VALUE_MAX    (8 << 20)          /* numbers of one register in one year: a bit each */

struct counter { int64_t organ_id, value, start; int year; struct str kind; unsigned char *given; int64_t doubles, beyond; };
struct counters { struct counter *of; int n, last; int64_t numbers; };

static enum err load(struct ctx *c, struct counters *all)
{
    struct stmt *q = db_get(c->db, SQL_CHECK_COUNTERS);

    all->of = NEWS(c->a, struct counter, COUNTERS_MAX);
    while (all->n < COUNTERS_MAX && db_next(q)) {
        struct counter *k = &all->of[all->n++];
        *k = (struct counter){ .organ_id = db_int(q, 0), .kind = db_str(q, 1, c->a), .year = (int)db_int(q, 2), .value = db_int(q, 3),
            .start = db_int(q, 4) };
        if (k->value > VALUE_MAX || k->start < 0)
            k->value = 0;                       /* then every number of it is one that was not given */
        k->given = NEWS(c->a, unsigned char, (size_t)k->value / 8 + 1);
    }
    return db_end(q);
}

static bool is(const struct counter *k, int64_t organ_id, struct str kind, int year)
{
    return k->organ_id == organ_id && k->year == year && str_eq(k->kind, kind);
}

/* A register without a counter gets one that gave nothing. */
static struct counter *find(struct ctx *c, struct counters *all, int64_t organ_id, struct str kind, int year)
{
    if (all->last < all->n && is(&all->of[all->last], organ_id, kind, year))
        return &all->of[all->last];
    for (all->last = 0; all->last < all->n; all->last++)
        if (is(&all->of[all->last], organ_id, kind, year))
            return &all->of[all->last];
    if (all->n == COUNTERS_MAX)
        return NULL;
    all->of[all->n] = (struct counter){ .organ_id = organ_id, .kind = kind, .year = year, .given = NEWS(c->a, unsigned char, 1) };
    return &all->of[all->n++];
}

/* 信〔2020〕0001号, 纪监建〔2020〕3号 */
static bool read_no(struct str no, int *year, int64_t *n)
{
    ptrdiff_t open = str_find(no, STR("〔")), close = str_find(no, STR("〕")), end = str_find(no, STR("号"));
    int64_t y = 0;

    if (open < 0 || close < open || end < close)
        return false;
    struct str y_text = str_head(str_from(no, (size_t)open + 3), (size_t)(close - open) - 3);
    struct str n_text = str_head(str_from(no, (size_t)close + 3), (size_t)(end - close) - 3);
    bool read = str_to_int(y_text, &y) && str_to_int(n_text, n);
    *year = (int)y;
    return read;
}

/* A number that was brought along (outside) is nobody's fault, nor is a proposal's that went to several units; it fills its place in ours. */
static void mark(struct counter *k, int64_t n, bool outside)
{
    if (n <= k->start || n > k->value) {
        k->beyond += outside ? 0 : 1;
        return;
    }
    unsigned char bit = (unsigned char)(1u << (n % 8));
    if ((k->given[n / 8] & bit) != 0 && !outside)
        k->doubles++;
    k->given[n / 8] |= bit;
}

static enum err read_all(struct ctx *c, struct counters *all)
{
    struct stmt *q = db_get(c->db, SQL_CHECK_NUMBERS);

    while (db_next(q)) {
        struct str kind = db_str(q, 1, c->a), no = db_str(q, 2, c->a);
        bool outside = db_int(q, 3) != 0;
        int64_t n = 0;
        int year = 0;
        if (!read_no(no, &year, &n) && outside)
            continue;
        struct counter *k = find(c, all, db_int(q, 0), kind, year);
        if (k != NULL)
            mark(k, n, outside);
        all->numbers++;
    }
    return db_end(q);
}

static int64_t missing(const struct counter *k, int64_t *first)
{
    int64_t n = 0;

    for (int64_t i = k->start + 1; i <= k->value; i++) {
        if ((k->given[i / 8] >> (i % 8) & 1) != 0)
            continue;
        *first = n++ == 0 ? i : *first;
    }
    return n;
}

static void tell(struct ctx *c, struct findings *k, struct counter *of)
{
    struct str kind = of->kind;
    int64_t first = 0, gaps = missing(of, &first);
    struct str args[4] = { check_name(c, "kind", str_cut(&kind, '.')), str_int(c->a, of->year) };

    args[3] = str_int(c->a, first);
    args[2] = str_int(c->a, gaps);
    if (gaps > 0)
        check_say(c, k, true, T_check_number_missing, args, 4);
    args[2] = str_int(c->a, of->doubles);
    if (of->doubles > 0)
        check_say(c, k, true, T_check_number_double, args, 3);
    args[2] = str_int(c->a, of->beyond);
    if (of->beyond > 0)
        check_say(c, k, true, T_check_number_beyond, args, 3);
}

enum err check_numbers(struct ctx *c, struct findings *k)
{
    struct counters all = { 0 };
    int before = k->faults;

    TRY(load(c, &all));
    TRY(read_all(c, &all));
    for (int i = 0; i < all.n; i++)
        tell(c, k, &all.of[i]);
    struct str args[2] = { str_int(c->a, all.n), str_int(c->a, all.numbers) };
    if (k->faults == before)
        check_say(c, k, false, T_check_numbers, args, 2);
    return ERR_OK;
}
