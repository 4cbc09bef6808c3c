/* utf8.h - code points, the check at the edge, and the forms of a text that search and repeats compare. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

size_t utf8_next(struct str s, size_t at, uint32_t *cp);    /* bytes taken (>=1); invalid byte gives U+FFFD */
size_t utf8_put(char out[4], uint32_t cp);                  /* bytes written */
size_t utf8_count(struct str s);                            /* code points */
bool   utf8_valid(struct str s);                            /* no overlong, surrogate or > U+10FFFF */
bool   utf8_is_han(uint32_t cp);

enum text_fault { TEXT_OK, TEXT_NOT_UTF8, TEXT_CONTROL, TEXT_BIDI };
/* text_check - what the edge refuses: invalid UTF-8, C0/C1 controls other than TAB, CR, LF, bidi overrides/embeddings/isolates. */
enum text_fault text_check(struct str s);
/* text_fold - form for comparing: NFKC-like for ASCII full width, lower case, without blanks, zero-width characters and
 * punctuation. Equal folds = "the same text". Memory: a. */
struct str text_fold(struct arena *a, struct str s);
/* text_search_form - text without zero-width characters, full-width letters and digits made half-width, lower case;
 * everything else kept. This form is indexed. Memory: a. */
struct str text_search_form(struct arena *a, struct str s);
/* utf8_search_form - one code point in that form; 0 when it is left out. */
uint32_t utf8_search_form(uint32_t cp);
/* text_short - at most n code points, with an ellipsis when cut. Memory: a. */
struct str text_short(struct arena *a, struct str s, size_t n);

#endif
