/* correspondence_web.c - the page 网上往来 of a petition: what its reporter added, what is asked of him, and the clean copies of his files. */
#include "area/envelope/correspondence_page.h"
#include "area/intake/petition.h"
#include "area/register/register.h"
#include "gen/text.h"

#define MEGABYTE (1024 * 1024)

struct asked { struct petition p; struct correspondence x; };

static enum err load_arg(struct ctx *c, struct request *q, struct asked *a)
{
    int64_t ref;

    TRY(path_ref(c, q, &ref));
    TRY(petition_load(c, ref, &a->p));
    return correspondence_load(c, a->p.id, &a->x);
}

static struct str path_of(struct ctx *c, const struct asked *a) { return record_path(c, "petition", a->p.ref, "/correspondence"); }

/* ---- words */
struct str question_standing(struct ctx *c, const struct corr_question *q)
{
    struct str args[] = { q->releaser, time_str(c->a, q->released_at_ms) };

    if (q->withdrawn_at_ms != 0)
        return text_of(c->lang, T_envelope_question_withdrawn);
    if (q->released_at_ms == 0)
        return text_of(c->lang, T_envelope_question_waits);
    return text_args(c->a, c->lang, q->carried_in != 0 ? T_envelope_question_carried : T_envelope_question_released, args, 2);
}

struct str copy_standing(struct ctx *c, const struct corr_file *f)
{
    static const struct { const char *outcome, *why; int text; } words[] = {
        { "cleaned", "", T_envelope_copy_cleaned }, { "pictures", "", T_envelope_copy_pictures }, { "sealed", "unknown", T_envelope_copy_unknown },
        { "sealed", "too_large", T_envelope_copy_too_large }, { "sealed", "virus", T_envelope_copy_virus }, { "sealed", "altered", T_envelope_copy_altered },
        { "sealed", "no_program", T_envelope_copy_no_program },
    };

    if (f->outcome.n == 0)
        return text_of(c->lang, T_envelope_copy_waits);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(f->outcome, str_z(words[i].outcome)) && (words[i].why[0] == '\0' || str_eq(f->why, str_z(words[i].why))))
            return text_of(c->lang, words[i].text);
    return text_of(c->lang, T_envelope_copy_fault);
}

struct str copy_label(struct ctx *c, int at, const struct corr_file *f)
{
    struct str kind = f->copy_kind.n > 0 ? f->copy_kind : f->kind;
    int64_t bytes = f->copy_bytes > 0 ? f->copy_bytes : f->bytes > 0 ? f->bytes : f->closed_bytes;
    struct str size = bytes >= MEGABYTE ? str_fmt(c->a, "%.1f MB", (double)bytes / MEGABYTE) : str_fmt(c->a, "%lld KB", (long long)(bytes + 1023) / 1024);
    const struct str args[] = { str_int(c->a, at), str_fmt(c->a, "%.*s%s%.*s", PF(kind), kind.n > 0 ? ", " : "", PF(size)) };

    return text_args(c->a, c->lang, T_envelope_file_label, args, 2);
}

/* ---- the page */
static enum err draw(struct ctx *c, struct request *q, const struct asked *a, struct form_values *values, struct reply *out)
{
    struct form_values blank;
    struct correspondence_view v = { .page = page_new(c, q, HERE_PETITION, text_of(c->lang, T_envelope_correspondence)), .x = a->x,
        .path = path_of(c, a), .may_handle = may(c, PERM_PETITION_HANDLE) && !a->p.voided, .may_release = may(c, PERM_ENVELOPE_RELEASE) && !a->p.voided };

    page_crumb(&v.page, a->p.subject, record_path(c, "petition", a->p.ref, ""));
    page_crumb(&v.page, v.page.title, STR(""));
    for (int i = 0; i < a->x.n_notes; i++)
        v.closed += a->x.notes[i].opened_at_ms == 0;
    if (values == NULL) {
        form_blank(c, def_form(c->def, "envelope_question"), NULL, &blank);
        values = &blank;
    }
    v.form = (struct form_view){ .values = values, .action = str_join(c->a, v.path, STR("/ask")) };
    form_button(&v.form, STR("ask"), text_of(c->lang, T_envelope_ask), true);
    ctx_touch(c, STR("petition"), a->p.id, STR("correspondence"));
    correspondence_html(&out->body, c, &v);
    return ERR_OK;
}

enum err correspondence_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct asked a;

    TRY(load_arg(c, q, &a));
    return draw(c, q, &a, NULL, out);
}

/* ---- what the reporter added is opened */
struct opened { struct corr_opened *all; int n, altered; };

enum err correspondence_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct opened *o = NEW(c->a, struct opened);
    struct asked a;

    (void)out;
    q->prepared = o;
    TRY(load_arg(c, q, &a));
    return correspondence_open(c, &a.x, &o->all, &o->n, &o->altered);
}

enum err correspondence_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct opened *o = q->prepared;
    struct asked a;

    TRY(load_arg(c, q, &a));
    TRY(correspondence_opened(c, a.p.id, o->all, o->n));
    ctx_touch(c, STR("petition"), a.p.id, str_fmt(c->a, "notes %d", o->n));
    out->location = said_path(c->a, path_of(c, &a), o->altered > 0 ? "envelope.said_altered" : "envelope.said_notes", str_int(c->a, o->n));
    return ERR_OK;
}

/* ---- what is asked of him */
struct question { struct form_values v; unsigned char box_public[32]; bool drawn; };

enum err correspondence_ask_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct question *x = NEW(c->a, struct question);
    struct asked a;

    q->prepared = x;
    TRY(load_arg(c, q, &a));
    if (form_read(c, def_form(c->def, "envelope_question"), q, &x->v) != ERR_OK) {
        x->drawn = true;
        out->status = err_http(ERR_INVALID);
        return draw(c, q, &a, &x->v, out);
    }
    return correspondence_key(c, &a.x, x->box_public);
}

enum err correspondence_ask_post(struct ctx *c, struct request *q, struct reply *out)
{
    const struct question *x = q->prepared;
    struct asked a;

    if (x->drawn)
        return ERR_OK;
    TRY(load_arg(c, q, &a));
    out->location = said_path(c->a, path_of(c, &a), "envelope.said_asked", STR(""));
    return correspondence_ask(c, &a.x, value_str(&x->v, "text"), x->box_public);
}

static enum err question_arg(struct ctx *c, struct request *q, struct asked *a, int64_t *question)
{
    TRY(load_arg(c, q, a));
    return ref_read(q->path_args[1], question) ? ERR_OK : refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}

enum err question_release_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct asked a;
    int64_t question;

    TRY(question_arg(c, q, &a, &question));
    out->location = said_path(c->a, path_of(c, &a), "envelope.said_released", STR(""));
    return correspondence_release(c, &a.x, question);
}

enum err question_withdraw_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct asked a;
    int64_t question;

    TRY(question_arg(c, q, &a, &question));
    out->location = said_path(c->a, path_of(c, &a), "envelope.said_withdrawn", STR(""));
    return correspondence_withdraw(c, &a.x, question);
}

/* ---- a clean copy */
static struct str type_of(struct str kind)
{
    static const struct { const char *kind, *type; } types[] = { { "jpg", "image/jpeg" }, { "png", "image/png" }, { "pdf", "application/pdf" },
        { "mp3", "audio/mpeg" }, { "mp4", "video/mp4" } };

    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_eq(kind, str_z(types[i].kind)))
            return str_z(types[i].type);
    return STR("application/octet-stream");
}

enum err copy_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct asked a;
    int64_t ref;

    TRY(load_arg(c, q, &a));
    if (!ref_read(q->path_args[1], &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    for (int i = 0; i < a.x.n_files; i++) {
        const struct corr_file *f = &a.x.files[i];
        if (f->ref != ref || f->copy_file.n == 0)
            continue;
        ctx_touch(c, STR("petition"), a.p.id, STR("copy"));
        TRY(copy_fetch(c, f, &out->path));
        out->temporary = true;
        out->type = type_of(f->copy_kind);
        if (str_eq(out->type, STR("application/octet-stream")))
            out->filename = str_fmt(c->a, "%.*s.%.*s", PF(ref_text(c->a, ref)), PF(f->copy_kind));
        return ERR_OK;
    }
    return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
}
