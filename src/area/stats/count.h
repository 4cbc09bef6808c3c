/* count.h - the words that def/figures.yaml filters and counts with. A row cites them, C is them; both sides are checked at start. Private to stats. */
#ifndef AREA_STATS_COUNT_H
#define AREA_STATS_COUNT_H

#include "area/stats/facts.h"

/* A figure's rule, read from its row: from: result   where: sanction person poverty   count: person */
#define WHERE_MAX 8
typedef bool predicate_fn(struct ctx *c, const struct facts *f, const struct fact *x);
struct rule {
    enum fact_kind from;
    predicate_fn *where[WHERE_MAX]; int n_where;
    enum count_by { COUNT_ROWS, COUNT_LEAD, COUNT_PERSON, COUNT_PERSON_MATTER, COUNT_BOTH } by;
    struct str rank_part;       /* "section" or "others": of the persons counted, by their highest rank (F36, F37) */
    int form;                   /* 1..4: of the pairs counted, those whose heaviest form is this one; 0 = any that bears a form */
    bool left_out;              /* F11: without the persons of F10; F14: without those sanctioned in the same matter */
};
MUST_USE enum err rule_read(struct ctx *c, const struct node *row, struct rule *out);
struct str rule_fault(const struct node *row);               /* a word of from, count or where that nobody knows; "" = none */

/* One thing counted (a row, a lead, a person, a pair) with the first fact that makes it and its code for tables. */
struct counted { int64_t key, key2; struct date on; const struct fact *first; int form; int rank; };
struct counted_list { struct counted *v; int n; const struct fact **facts; int n_facts; };
struct scratch { struct counted *v, *all; const struct fact **facts; int cap; };
/* count_run - the distinct things of a rule and all facts behind them. Order: by key; rows as they were read.
 * Memory: the scratch, so the list is good until the next call. */
MUST_USE enum err count_run(struct ctx *c, const struct facts *f, const struct rule *r, struct counted_list *out);
int rank_weight(struct ctx *c, struct str rank);            /* higher is higher; -1 unknown */
bool rank_is_section(struct ctx *c, struct str rank);       /* 正科, 副科 or an equivalent 职级 */
struct str rank_bucket(struct ctx *c, struct str rank, bool is_organisation);

#endif
