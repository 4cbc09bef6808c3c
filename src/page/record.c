#include "page/record.h"

#include "page/parts.h"

struct record_view record_new(const struct request *q, struct str number, struct str subject)
{
    return (struct record_view){ .number = number, .subject = subject, .show_empty = req_has(q, "empty"), .path = q->path };
}

void record_badge(struct record_view *r, struct str label, struct str value, enum tone tone)
{
    if (r->n_badges < RECORD_STATE_MAX && value.n > 0)
        r->badges[r->n_badges++] = (struct record_badge){ label, value, tone };
}

static void add_fact(struct record_view *r, struct record_fact f)
{
    if (r->n_facts < RECORD_FACTS_MAX)
        r->facts[r->n_facts++] = f;
}

void record_fact(struct record_view *r, struct str label, struct str value, struct str path)
{
    add_fact(r, (struct record_fact){ .label = label, .value = value, .path = path });
}

void record_fact_wide(struct record_view *r, struct str label, struct str value)
{
    add_fact(r, (struct record_fact){ .label = label, .value = value, .wide = true });
}

void record_fact_items(struct record_view *r, struct str label, const struct str *items, int n)
{
    add_fact(r, (struct record_fact){ .label = label, .items = items, .n_items = n, .wide = true });
}

void record_move(struct record_view *r, struct str label, struct str hint, struct str path, enum record_how how)
{
    if (r->n_moves < RECORD_MOVES_MAX)
        r->moves[r->n_moves++] = (struct record_move){ .label = label, .hint = hint, .path = path, .how = how, .main = r->n_moves == 0 };
}

void record_cannot(struct record_view *r, struct str label, struct str reason)
{
    if (r->n_cannot < RECORD_MOVES_MAX)
        r->cannot[r->n_cannot++] = (struct record_cannot){ label, reason };
}

bool fact_empty(const struct record_fact *f) { return f->value.n == 0 && f->n_items == 0; }

int record_empty_count(const struct record_view *r)
{
    int n = 0;

    for (int i = 0; i < r->n_facts; i++)
        n += fact_empty(&r->facts[i]);
    return n;
}
