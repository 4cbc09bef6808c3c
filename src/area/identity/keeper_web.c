/* keeper_web.c - what the keepers' two pages share: told to the vault, then written down, or drawn again with why not. */
#include "area/identity/identity_page.h"

struct step { struct touched touched; bool drawn; };

enum err keeper_answer(struct ctx *c, struct request *q, enum err e, const char *path, const char *said, keeper_show_fn *show, struct reply *out)
{
    struct step *s = NEW(c->a, struct step);

    q->prepared = s;
    s->touched = c->touched;
    s->drawn = e == ERR_INVALID;
    if (s->drawn) {
        out->status = err_http(e);
        return show(c, q, refusal_text(c, e), out);
    }
    out->location = said_path(c->a, str_z(path), said, STR(""));
    return e;
}

enum err keeper_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct step *s = q->prepared;

    (void)out;
    c->touched = s->touched;
    c->touched.refused = s->drawn;
    return ERR_OK;
}
