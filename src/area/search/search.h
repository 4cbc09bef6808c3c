/* search.h - words of one character and more over petitions, leads, cases and persons, within what the viewer may see.
 *
 * A word is found where the text holds it, letters and digits from their start on ("A7县" in "住A7县城", not "7县"). Several words:
 * all of them. Width, case, invisible characters and outer blanks do not matter. Newest first.
 * Owns tables search_doc, search_text, search_fts, search_asked; empties outbox.      Driven by src/db/fts_tokenizer.h.
 * Memory c->a.      Scope: rows are counted under the row scope and loaded again under it, so that what was handed over or
 * hidden a moment ago does not show. Disadvantage: what changed within the last second or so is found in its old words only.
 */
#ifndef AREA_SEARCH_SEARCH_H
#define AREA_SEARCH_SEARCH_H

#include "base/ctx.h"
#include "base/date.h"

#define SEARCH_ROWS   50
#define SEARCH_COUNT  1000              /* counted exactly up to here; */
#define SEARCH_COUNT_FEW 200            /* with a state, or where the text itself has to decide, up to here: each row costs more */
#define SEARCH_WORDS  8
#define SEARCH_LEN    60                /* code points of one word */

struct form { struct str text; uint32_t *cp; int n; };                 /* in search form, as bytes and as code points */
struct word { struct form is, number; bool exact; };                   /* number: as part of a register number, n 0 = it is none;
                                                                          exact: the index alone decides */
struct search_ask { struct str words, kind, state, organ; struct date from, to; int64_t before; };     /* before: keyset, 0 = newest */
struct mark { struct str text; bool found; };
struct hit {
    struct str kind, no, title, state, state_label, person;
    int workflow;
    struct date on;
    int64_t ref, doc;
    struct mark *heads; int n_heads;    /* the title, with the words marked */
    struct mark *marks; int n_marks;    /* the piece of text around the first word */
};
/* count: over count_max = there are more than count_max. next 0: the last page; else n may be 0 and more come still. */
struct found {
    struct hit hits[SEARCH_ROWS];
    int n, count_max;
    int64_t count, next, lag_ms;
    struct word words[SEARCH_WORDS]; int n_words;
};

/* search_run - Errors: INVALID (no word that can be searched, too many, too long). */
MUST_USE enum err search_run(struct ctx *c, const struct search_ask *ask, struct found *out);
bool search_kind_open(const struct ctx *c, struct str kind);           /* may this viewer read that kind at all */
MUST_USE enum err search_keep(struct ctx *c, const struct search_ask *ask, int64_t *ref);     /* for the address /search/REF */
MUST_USE enum err search_kept(struct ctx *c, int64_t ref, struct search_ask *out);

/* search_candidates - ids of the records of one kind that may hold this text, in no order: what the index finds and what waits for it.
 * *few is false when there are more than max of them, or the index cannot tell; then the caller looks at every row. No row scope is
 * asked: the caller's own query does. */
MUST_USE enum err search_candidates(struct ctx *c, struct str kind, struct str typed, int64_t *ids, int max, int *n, bool *few);

/* search_words_store.c */
MUST_USE enum err words_read(struct ctx *c, struct str typed, struct word *out, int *n);
bool word_whole(struct ctx *c, struct str typed, struct word *out);      /* blanks and all as one word; false: nothing the index holds */
bool form_in(struct str text, const struct form *w);
/* marked - the whole line; snippet - a piece around the first word. */
struct mark *marked(struct arena *a, struct str text, const struct word *words, int n_words, int *n_marks);
struct mark *snippet(struct arena *a, struct str text, const struct word *words, int n_words, int *n_marks);
struct str match_text(struct arena *a, const struct word *words, int n, bool numbers, struct str tags);    /* FTS5 */
/* match_pieces - what holds each piece of six characters of the word. A phrase walks the list of every pair in it, also the long ones, step by
 * step; of pieces the rare one leads, and little more is found than by the whole. */
struct str match_pieces(struct arena *a, const struct word *w, struct str tags);
struct str grams_of(struct arena *a, struct str text, bool is_query);  /* PostgreSQL: with blanks between */

/* search_index_batch - one step of the job, in the writer's transaction: takes what waits in the outbox, `*arg` (an int) = how many
 * it took. All or nothing with its transaction, so a kill loses or doubles nothing. */
MUST_USE enum err search_index_batch(struct ctx *c, void *arg);

#endif
