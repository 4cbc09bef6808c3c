/* notice.h - notices to who reported under his own name: of acceptance and of the result, within 15 working days each; for the keepers alone.
 *
 * Driven by   def/codes.yaml (notice_limit), def/calendar.      Rows: the vault's; which petition it is and when it was closed, the register's.
 * Scope       petitions visible to the keeper.      Memory c->a.      Source: 检举控告工作规则 art. 26, 27.
 */
#ifndef AREA_IDENTITY_NOTICE_H
#define AREA_IDENTITY_NOTICE_H

#include "area/vault/vault.h"
#include "base/ctx.h"
#include "base/date.h"

#define NOTICES_SHOWN 500

struct notice {
    int64_t ref;
    struct str no, what;                /* what: accepted, result */
    struct date from, due, told;        /* from: received, or closed; due unset: the calendar of that year is not known; told unset: not yet */
    int left; bool has_left;            /* working days; below 0: overdue by so many */
    struct str teller;
};
enum notice_sort { NOTICE_BY_DUE, NOTICE_BY_NO, NOTICE_BY_WHAT, NOTICE_BY_FROM };
struct notice_list { struct notice *rows; int n, all, unlooked, days_accepted, days_result; bool passphrase; };      /* n: shown; all: how many there are */
/* notice_list - those not delivered yet, or with `told` those that are. A petition that was declined, returned, sent on or voided has none;
 * a repeat has no second notice of acceptance; a result is due once every lead of the petition is closed or its case ended. */
MUST_USE enum err notice_list(struct ctx *c, bool told, enum notice_sort sort, bool descending, struct notice_list *out);
MUST_USE enum err notice_look(struct ctx *c, struct str passphrase);
/* notice_told - on: as people type a day; "" takes the mark back. The audit row names no petition: it would tell that it is signed. */
MUST_USE enum err notice_told(struct ctx *c, int64_t ref, struct str what, struct str on);

#endif
