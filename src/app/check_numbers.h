/* check_numbers.h - the numbers of every register: exactly those that its counter gave, each once (decisions.md 2). */
#ifndef APP_CHECK_NUMBERS_H
#define APP_CHECK_NUMBERS_H

#include "app/check.h"

MUST_USE enum err check_numbers(struct ctx *c, struct findings *k);

/* check.c, for its parts: a line of the answer; the word for a kind of rows. */
void check_say(struct ctx *c, struct findings *k, bool fault, int text, const struct str *args, int n);
struct str check_name(struct ctx *c, const char *prefix, struct str name);

#endif
