/* check.h - the database with itself: numbers without gaps, rows with what they belong to, states that their law knows, the chain of the
 * log, the vault, the search index, kept files. One line for each, counts and names of registers only, never content. Read half. */
#ifndef APP_CHECK_H
#define APP_CHECK_H

#include <stdio.h>

#include "gate/route.h"

extern const struct slice check_slice;
struct findings { FILE *out; int faults; bool tampered; };
/* check_data - prints a line for every check and counts what does not agree. Errors: VAULT, BUSY. */
MUST_USE enum err check_data(struct ctx *c, struct findings *k);

#endif
