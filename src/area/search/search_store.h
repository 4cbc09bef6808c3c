/* search_store.h - what search.c asks the database. Errors: those of db.h. Memory: c->a. */
#ifndef AREA_SEARCH_SEARCH_STORE_H
#define AREA_SEARCH_SEARCH_STORE_H

#include "area/search/search.h"

struct search_sql {                     /* one question, as both databases take it */
    const struct word *words; int n_words;
    unsigned kinds;                     /* bit 0 petition, 1 lead, 2 case, 3 person */
    struct str state, tags;
    int64_t organ_id, low, high;
    bool numbers;
};
struct search_key { struct str kind; int64_t doc, id; };
struct search_organ { struct str code, name; int64_t id; };

bool search_store_exact(const struct search_sql *s);    /* the index alone decides, the texts need not be looked at */
/* search_store_keys - newest first, top at most. *on: 0 when these are all or *n is top; else so many texts were looked at in vain that
 * the question has to be put again below this key. */
MUST_USE enum err search_store_keys(struct ctx *c, const struct search_sql *s, int top, struct search_key *out, int *n, int64_t *on);
/* search_store_row - loads a hit again under the row scope; nothing is added when it is gone by now. */
MUST_USE enum err search_store_row(struct ctx *c, const struct search_sql *s, const struct search_key *k, struct found *out);
/* ids after the first *n; both stop at max + 1 */
MUST_USE enum err search_store_waiting(struct ctx *c, struct str kind, int64_t *ids, int max, int *n);
MUST_USE enum err search_store_candidates(struct ctx *c, struct str kind, const struct word *w, int64_t *ids, int max, int *n);
MUST_USE enum err search_store_scope(struct ctx *c, int64_t pairs[][2], int max, int *n, bool *lacks);
MUST_USE enum err search_store_organs(struct ctx *c, struct search_organ **out, int *n);
MUST_USE enum err search_store_lag(struct ctx *c, int64_t *ms);
MUST_USE enum err search_store_keep(struct ctx *c, int64_t ref, const struct search_ask *ask);
MUST_USE enum err search_store_kept(struct ctx *c, int64_t ref, struct search_ask *out);

#endif
