/* handover_web.c - the button on an envelope's page: the file comes as the answer, and is kept nowhere. */
#include <unistd.h>

#include "area/ferry/ferry.h"
#include "area/handover/handover_file.h"
#include "area/handover/handover_slice.h"
#include "area/register/register.h"
#include "gen/text.h"

static enum err made(struct ctx *c, struct request *q, struct handover_file_made *f)
{
    struct str path = str_fmt(c->a, "%s/out/%016llx.handover", c->data_dir, (unsigned long long)rand_ref(c->rand));
    int64_t id;

    TRY(path_ref(c, q, &id));
    TRY(medium_folder(c, str_fmt(c->a, "%s/out", c->data_dir)));
    return handover_file_read(c, id, path, req_str(q, "passphrase"), f);
}

/* A passphrase that does not open is said on the envelope's page. */
static enum err hand_over_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct handover_file_made *f = NEW(c->a, struct handover_file_made);
    enum err e = made(c, q, f);

    q->prepared = f;
    if (e != ERR_INVALID)
        return e;
    q->prepared = NULL;
    c->why_id = 0;
    c->touched.refused = true;
    out->location = said_path(c->a, record_path(c, "envelope", f->e.id, ""), "handover.said_passphrase", STR(""));
    return ERR_OK;
}

/* Tells nothing but whose file it is, and its number. */
static enum err answer(struct ctx *c, const struct handover_file_made *f, struct reply *out)
{
    struct str organ;

    TRY(ferry_organ(c, &organ));
    out->path = str_copy(c->a, str_z(f->m.path));
    out->temporary = true;
    out->type = STR("application/octet-stream");
    out->filename = str_fmt(c->a, "%.*s-higher-%lld.handover", PF(organ), (long long)f->row.no);
    return ERR_OK;
}

static enum err hand_over_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct handover_file_made *f = q->prepared;

    if (f == NULL)
        return ERR_OK;
    TRY(handover_file_apply(c, f));
    enum err e = handover_file_show(c, f);
    if (e == ERR_OK)
        e = answer(c, f, out);
    if (e != ERR_OK)
        medium_drop(&f->m);
    return e;
}

static const struct route routes[] = {
    /* method path                         permission            flags    prepare         apply */
    { POST, "/envelope/:ref/hand-over",   PERM_ENVELOPE_SCREEN, R_WIPED, hand_over_read, hand_over_post },
};

const struct slice handover_web_slice = { routes, COUNT(routes), NULL, 0 };
