/* ferry_web.c - the page 摆渡: a bundle brought by a browser, the next one fetched, a lost number passed over. The same halves as the commands. */
#include "area/ferry/ferry_page.h"
#include "area/ferry/ferry_slice.h"
#include "area/ferry/medium.h"
#include "area/admin/admin.h"
#include "area/ferry/outside.h"
#include "area/portal/poster.h"
#include "base/text.h"
#include "doc/print.h"
#include "gen/text.h"

static int line_id(struct ctx *c, const struct ferry_bundle *b, int64_t keep_days)
{
    if (b->outward && b->confirmed_on.n > 0)
        return b->anew ? T_ferry_stands_out_anew : T_ferry_stands_out_done;
    if (b->outward)
        return bundle_age(c, b->day) > keep_days ? T_ferry_stands_out_overdue : T_ferry_stands_out_open;
    if (b->reason.n == 0)
        return T_ferry_stands_in;
    return b->confirmed_by != 0 ? T_ferry_stands_in_skipped : T_ferry_stands_in_asked;
}

struct str ferry_line(struct ctx *c, const struct ferry_bundle *b, int64_t keep_days)
{
    const struct str args[] = { b->confirmed_on, b->reason };

    return text_args(c->a, c->lang, line_id(c, b, keep_days), args, 2);
}

static enum err show(struct ctx *c, struct request *q, struct str error, struct reply *out)
{
    struct ferry_view v = { .page = page_new(c, q, HERE_FERRY, text_of(c->lang, T_ferry_title)), .error = error, .reason = req_str(q, "reason"),
        .may_confirm = may(c, PERM_FERRY_CONFIRM) };

    TRY(ferry_state(c, &v.s));
    ferry_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err page_get(struct ctx *c, struct request *q, struct reply *out) { return show(c, q, STR(""), out); }

/* A refusal of the ferry is said above the page it came from; what is not its own goes the usual way. */
static bool ours(enum err e)
{
    return e == ERR_INVALID || e == ERR_NOT_FOUND || e == ERR_MOVE || e == ERR_CONFLICT || e == ERR_FULL || e == ERR_NEWER || e == ERR_FOREIGN || e == ERR_TORN
        || e == ERR_ALTERED || e == ERR_GAP || e == ERR_TWICE || e == ERR_TOO_LARGE || e == ERR_FORBIDDEN;
}

static enum err answer(struct ctx *c, struct request *q, enum err e, const char *said, struct reply *out)
{
    if (e == ERR_OK) {
        out->location = said_path(c->a, STR("/ferry"), said, STR(""));
        return ERR_OK;
    }
    if (!ours(e))
        return e;
    out->status = err_http(e);
    c->touched.refused = true;
    return show(c, q, refusal_text(c, e), out);
}

/* ---- in */
struct brought { struct ferry_unpack *u; struct str path; bool drawn; };

static enum err brought_read(struct ctx *c, struct request *q, struct brought *b)
{
    const struct upload *file = NULL;

    for (int i = 0; i < q->n_uploads; i++)
        if (str_eq(q->uploads[i].name, STR("file")) && q->uploads[i].bytes.n > 0)
            file = &q->uploads[i];
    if (file == NULL)
        return refuse(c, ERR_INVALID, T_exchange_choose_file);
    TRY(medium_folder(c, str_fmt(c->a, "%s/ferry", c->data_dir)));
    b->path = str_fmt(c->a, "%s/ferry/%016llx.in", c->data_dir, (unsigned long long)rand_ref(c->rand));
    TRY(medium_write(c, b->path, file->bytes));
    return ferry_unpack_read(c, b->path, &b->u);
}

static enum err unpack_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct brought *b = NEW(c->a, struct brought);
    enum err e = brought_read(c, q, b);

    q->prepared = b;
    b->drawn = e != ERR_OK;
    if (e == ERR_OK)
        return ERR_OK;
    if (b->path.n > 0 && medium_remove(c, b->path) != ERR_OK)
        return ERR_DENIED;
    return answer(c, q, e, "", out);
}

static enum err unpack_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct brought *b = q->prepared;

    if (b->drawn)
        return ERR_OK;
    enum err e = ferry_unpack_apply(c, b->u);
    if (medium_remove(c, b->path) != ERR_OK)
        return ERR_DENIED;
    if (e != ERR_OK)
        return e;
    return answer(c, q, e, "ferry.said_unpacked_here", out);
}

/* ---- out */
static enum err pack_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct ferry_pack *p = NULL;
    enum err e = ferry_pack_read(c, 0, &p);

    q->prepared = e == ERR_OK ? p : NULL;
    return e == ERR_OK ? ERR_OK : answer(c, q, e, "", out);
}

static enum err pack_post(struct ctx *c, struct request *q, struct reply *out)
{
    if (q->prepared == NULL)
        return ERR_OK;
    TRY(ferry_pack_apply(c, q->prepared));
    return answer(c, q, ERR_OK, "ferry.said_packed_here", out);
}

static enum err bundle_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct str organ;
    int64_t no;

    if (!str_to_int(q->path_args[0], &no) || no < 1)
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(ferry_organ(c, &organ));
    TRY(ferry_publish(c, no, &out->path));
    out->type = STR("application/octet-stream");
    out->filename = str_fmt(c->a, "%.*s-out-%lld.ferry", PF(organ), (long long)no);
    ctx_touch(c, STR("bundle"), no, STR("fetched"));
    return ERR_OK;
}

/* ---- passing over */
static enum err skip_post(struct ctx *c, struct request *q, struct reply *out)
{
    int64_t no = 0;

    if (!str_to_int(req_str(q, "no"), &no))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    return answer(c, q, ferry_skip_ask(c, no, req_str(q, "reason")), "ferry.said_skip_asked_here", out);
}

static enum err confirm_post(struct ctx *c, struct request *q, struct reply *out)
{
    int64_t no;

    if (!str_to_int(q->path_args[0], &no))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(ferry_skip_confirm(c, no));
    return answer(c, q, ERR_OK, "ferry.said_skipped_here", out);
}

/* ---- the reporting site's poster: made here, where there is a printer */
static enum err poster_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct organ o;
    struct str address;

    TRY(poster_address(c, req_str(q, "address"), &address));
    TRY(organ_by_id(c, c->who->organ_id, &o));
    if (req_has(q, "in"))
        c->lang = str_eq(req_str(q, "in"), STR("en")) ? LANG_EN : LANG_ZH;
    TRY(poster_make(c, o.name, address, &out->bytes));
    out->type = doc_format_type(DOC_PDF_FORMAT);
    return ERR_OK;
}

static const struct route routes[] = {
    /* method path                    permission           flags           prepare       apply */
    { GET,  "/ferry",                PERM_FERRY_CARRY,   R_LISTED_READ,  page_get,     NULL },
    { GET,  "/poster",               PERM_FERRY_CARRY,   0,              poster_get,   NULL },
    { GET,  "/ferry/:no",            PERM_FERRY_CARRY,   R_AUDITED_READ, bundle_get,   NULL },
    { POST, "/ferry/unpack",         PERM_FERRY_CARRY,   R_UPLOAD,       unpack_read,  unpack_post },
    { POST, "/ferry/pack",           PERM_FERRY_CARRY,   0,              pack_read,    pack_post },
    { POST, "/ferry/skip",           PERM_FERRY_CARRY,   0,              NULL,         skip_post },
    { POST, "/ferry/:no/confirm",    PERM_FERRY_CONFIRM, 0,              NULL,         confirm_post },
};

const struct slice ferry_web_slice = { routes, COUNT(routes), NULL, 0 };
