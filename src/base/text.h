/* text.h - sentences for people, in the language of the context: the catalogue def/text/zh.yaml and en.yaml, by id.
 *
 * enum text_id is made at build; an id without both languages stops it.      Memory: the arena that is given.
 */
#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include "base/ctx.h"
#include "gen/text.h"

struct str text_of(enum lang l, int text_id);
/* text_args - with {0} {1} … replaced. */
struct str text_args(struct arena *a, enum lang l, int text_id, const struct str *args, int n);
struct str refusal_text(struct ctx *c, enum err e);     /* the reason in c, or the catalogue's sentence for e */
bool text_find(struct str name, int *text_id);          /* "petition.title" -> id; for def rows that name a text */

#endif
