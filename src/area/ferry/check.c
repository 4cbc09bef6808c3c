#include "area/ferry/check.h"

#include <string.h>

#include "gen/text.h"

enum err bundle_expected(struct ctx *c, const struct expected *x, const struct bundle_head *h)
{
    bool known = false;

    if (!str_eq(str_z(h->organ), x->organ))
        return refuse(c, ERR_FOREIGN, T_ferry_other_organ, str_copy(c->a, str_z(h->organ)));
    if (h->direction != x->direction)
        return refuse(c, ERR_FOREIGN, T_ferry_other_direction);
    for (int i = 0; i < x->n_keys; i++)
        known = known || memcmp(h->key, x->keys[i], sizeof h->key) == 0;
    if (!known)
        return refuse(c, ERR_FOREIGN, T_ferry_other_key);
    if (h->no < x->next)
        return refuse(c, ERR_TWICE, T_ferry_twice, str_int(c->a, h->no));
    if (h->no == x->next + 1)
        return refuse(c, ERR_GAP, T_ferry_gap_one, str_int(c->a, h->no), str_int(c->a, x->next));
    if (h->no > x->next)
        return refuse(c, ERR_GAP, T_ferry_gap, str_int(c->a, h->no), str_int(c->a, x->next), str_int(c->a, h->no - 1));
    return ERR_OK;
}

enum err bundle_refused(struct ctx *c, enum err e, struct str path)
{
    static const struct { enum err e; int text; } by[] = { { ERR_INVALID, T_ferry_no_bundle }, { ERR_NEWER, T_ferry_newer },
        { ERR_TORN, T_ferry_torn }, { ERR_ALTERED, T_ferry_altered } };

    for (size_t i = 0; i < sizeof by / sizeof by[0] && c->why_id == 0; i++)
        if (by[i].e == e)
            return refuse(c, e, by[i].text, path);
    return e;
}
