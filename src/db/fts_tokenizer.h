/* fts_tokenizer.h - Chinese text as overlapping pairs of characters: the FTS5 tokenizer
 * "bigram".
 *
 * Word lists miss names and FTS5's own trigram finds nothing of two characters, and most names
 * are that short.
 *     我举报张建国18号  ->  我举 举报 报张 张建 建国 国  18 号
 * A run of Han gives its pairs. Its last character comes once more by itself, in the place of the
 * last pair, so that a word of one character is found at the end of a run too while a word of Han
 * and digits stays a phrase without a gap. Runs of ASCII or full-width letters, digits and '_'
 * are one token, narrow and in lower case. Anything else separates. A query's run does not repeat
 * its last character; ask for a phrase whose last token is a prefix: "张"*.
 * Disadvantages: about 0.7 GB of index for a million reports. A phrase passes over a mark where
 * the pairs happen to agree (建国，国军 is found by 建国军), so who must be exact compares the
 * text again. A number is found from its first digit on only.
 */
#ifndef DB_FTS_TOKENIZER_H
#define DB_FTS_TOKENIZER_H

#include "base/str.h"

struct sqlite3;

struct fts_token {
    struct str text;
    size_t from, to;            /* bytes of the source */
    bool same_place;            /* takes no place of its own */
};

/* fts_each - the tokens in order, until emit returns other than 0; that is then the result.
 * PostgreSQL's text[] is filled by it. */
int fts_each(struct str text, bool is_query,
    int (*emit)(void *arg, const struct fts_token *t), void *arg);

int fts_register(struct sqlite3 *lite);                 /* an SQLite result code */

#endif
