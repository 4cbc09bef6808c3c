#include "base/ctx.h"

/* Arguments are copied: callers name things that live on their stack. The first reason stays,
 * because it is the nearest to the cause; what outer calls add on the way up would hide it. */
enum err refuse_args(struct ctx *c, enum err e, int text_id, const struct str *args, size_t n)
{
    if (c->why_id != 0)
        return e;
    c->why_id = text_id;
    for (size_t i = 0; i < n && i < WHY_ARGS_MAX; i++)
        c->why_args[i] = str_copy(c->a, args[i]);
    return e;
}

enum err refuse_field(struct ctx *c, struct str field, enum err e, int text_id, struct str arg)
{
    if (c->why_id == 0)
        c->why_field = str_copy(c->a, field);
    return refuse_args(c, e, text_id, &arg, 1);
}

/* The last call wins: what a request reads on its way comes before what it is about. */
void ctx_touch(struct ctx *c, struct str kind, int64_t id, struct str detail)
{
    c->touched = (struct touched){ str_copy(c->a, kind), str_copy(c->a, detail), id, false };
}
