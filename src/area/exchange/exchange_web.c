/* exchange_web.c - importing on pages: the same halves as the command; export_web.c has the way out. A file with bad rows is kept for its session (kept_web.h),
 * so that its marks can be fetched and its good rows taken without bringing it again. */
#include "area/exchange/exchange_slice.h"
#include "area/exchange/kept_web.h"
#include "area/exchange/later_web.h"
#include "area/register/register.h"
#include "base/utf8.h"
#include "gate/once.h"
#include "gen/text.h"

#define SHOWN_MAX 200
#define JOBS_MAX  20
#define XLSX_TYPE STR("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")

static struct str row_n(struct ctx *c, struct str number) { return text_args(c->a, c->lang, T_exchange_row_n, &number, 1); }

/* ---- home */
static void job_columns(struct ctx *c, struct list_view *l)
{
    list_col(l, STR("at"), text_of(c->lang, T_exchange_when), COL_TEXT, 12, false);
    list_col(l, STR("kind"), text_of(c->lang, T_exchange_kind), COL_CODE, 7, false);
    list_col(l, STR("rows"), text_of(c->lang, T_exchange_rows), COL_NUMBER, 6, false);
    list_col(l, STR("left"), text_of(c->lang, T_exchange_rows_left), COL_NUMBER, 7, false);
    list_col(l, STR("file"), text_of(c->lang, T_exchange_file), COL_TEXT, 0, false);
    list_col(l, STR("user"), text_of(c->lang, T_exchange_who), COL_PERSON, 8, false);
}

static enum err jobs_list(struct ctx *c, struct request *q, struct list_view *l)
{
    struct import_job *jobs = NEWS(c->a, struct import_job, JOBS_MAX);
    const struct sheet_kind *k;
    int n;

    *l = list_new(c, q, text_of(c->lang, T_exchange_past));
    job_columns(c, l);
    TRY(import_jobs(c, jobs, JOBS_MAX, &n));
    for (int i = 0; i < n; i++) {
        struct list_row *r = list_row(c, l, ref_text(c->a, jobs[i].ref), str_fmt(c->a, "/import/done/%.*s", PF(ref_text(c->a, jobs[i].ref))));
        TRY(sheet_kind(c, import_job_arg(&jobs[i], "kind"), &k));
        list_cell(r, time_str(c->a, jobs[i].at_ms), TONE_NONE);
        list_cell(r, sheet_kind_label(c->lang, k), TONE_NONE);
        list_cell(r, import_job_arg(&jobs[i], "rows"), TONE_NONE);
        list_cell(r, import_job_arg(&jobs[i], "left"), TONE_NONE);
        list_cell(r, import_job_arg(&jobs[i], "file"), TONE_NONE);
        list_cell(r, jobs[i].user, TONE_NONE);
    }
    l->empty = text_of(c->lang, T_exchange_none_yet);
    return ERR_OK;
}

static enum err home(struct ctx *c, struct request *q, struct reply *out)
{
    struct import_home_view v = { .page = page_new(c, q, HERE_IMPORT, text_of(c->lang, T_exchange_title)) };
    struct str names = sheet_kinds_named(c);

    while (names.n > 0)
        TRY(sheet_kind(c, str_trim(str_cut(&names, ',')), &v.kinds[v.n_kinds++]));
    TRY(jobs_list(c, q, &v.jobs));
    import_home_html(&out->body, c, &v);
    return ERR_OK;
}

static enum err sheet_get(struct ctx *c, struct request *q, struct reply *out)
{
    const struct sheet_kind *k;

    TRY(sheet_kind(c, q->path_args[0], &k));
    out->type = XLSX_TYPE;
    out->filename = str_fmt(c->a, "%.*s.xlsx", PF(k->name));
    return empty_sheet(c, k, &out->bytes);
}

/* ---- the page of one kind */
static struct import_page_view page_view(struct ctx *c, struct request *q, const struct sheet_kind *k)
{
    struct str label = sheet_kind_label(c->lang, k);
    struct import_page_view v = { .page = page_new(c, q, HERE_IMPORT, text_args(c->a, c->lang, T_exchange_import_kind, &label, 1)), .kind = k,
        .once = once_make(c->a) };

    page_crumb(&v.page, label, STR(""));
    return v;
}

static enum err kind_get(struct ctx *c, struct request *q, struct reply *out)
{
    const struct sheet_kind *k;

    TRY(sheet_kind(c, q->path_args[0], &k));
    struct import_page_view v = page_view(c, q, k);
    import_page_html(&out->body, c, &v);
    return ERR_OK;
}

static void bad_list(struct ctx *c, struct request *q, const struct import *m, struct list_view *l)
{
    *l = list_new(c, q, text_of(c->lang, T_exchange_bad_rows));
    list_col(l, STR("row"), text_of(c->lang, T_exchange_row), COL_CODE, 6, false);
    list_col(l, STR("col"), text_of(c->lang, T_exchange_col), COL_CODE, 4, false);
    list_col(l, STR("field"), text_of(c->lang, T_exchange_column), COL_CODE, 10, false);
    list_col(l, STR("why"), text_of(c->lang, T_exchange_why), COL_TEXT, 0, false);
    for (int i = 0; i < m->n_bad && i < SHOWN_MAX; i++) {
        struct list_row *r = list_row(c, l, STR(""), STR(""));
        list_cell(r, row_n(c, str_int(c->a, m->bad[i].number)), TONE_NONE);
        list_cell(r, m->bad[i].col >= 0 ? column_letters(c->a, m->bad[i].col) : STR(""), TONE_NONE);
        list_cell(r, m->bad[i].label, TONE_NONE);
        list_cell(r, m->bad[i].why, TONE_NONE);
    }
}

static bool known_among(const struct import *m)
{
    for (int i = 0; i < m->n_bad; i++)
        if (m->bad[i].known)
            return true;
    return false;
}

struct bringing { struct import m; int64_t kept, later; bool drawn; };         /* later: the reference of the work, 0 = at once */

/* The page again: with the rows that are wrong, or why the file as a whole was not taken. What was refused is said here, not as an error page. */
static enum err draw(struct ctx *c, struct request *q, struct bringing *b, enum err e, struct reply *out)
{
    struct import *m = &b->m;
    struct import_page_view v = page_view(c, q, m->kind);

    if (m->n_bad > 0) {
        v.m = m;
        v.n_good = m->n_rows - m->n_bad_rows;
        bad_list(c, q, m, &v.bad);
    } else {
        v.fault = refusal_text(c, e);
    }
    c->why_id = 0;
    v.map_open = m->map_text.n > 0 || (m->n_bad == 0 && m->bytes.n > 0 && e == ERR_INVALID);
    v.offer_again = (e == ERR_CONFLICT || known_among(m)) && !m->again;
    if ((m->n_bad > 0 || v.offer_again) && b->kept == 0)
        TRY(kept_save(c, q, m, &b->kept));
    v.kept = b->kept != 0 ? ref_text(c->a, b->kept) : STR("");
    out->body.b.n = 0;
    import_page_html(&out->body, c, &v);
    out->status = err_http(e == ERR_FORBIDDEN ? ERR_INVALID : e);
    b->drawn = true;
    return ERR_OK;
}

static bool shown_here(enum err e)
{
    return e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_TOO_LARGE || e == ERR_FORBIDDEN || e == ERR_NOT_FOUND || e == ERR_MOVE;
}

static const struct upload *upload_of(const struct request *q, const char *name)
{
    for (int i = 0; i < q->n_uploads; i++)
        if (str_eq(q->uploads[i].name, str_z(name)) && q->uploads[i].bytes.n > 0)
            return &q->uploads[i];
    return NULL;
}

/* A large file goes on behind the page; it is kept, so that its marks can be fetched when rows are bad. */
static enum err read_it(struct ctx *c, struct request *q, struct bringing *b, struct reply *out)
{
    if (b->m.bytes.n >= LATER_BYTES) {
        b->later = rand_ref(c->rand);
        return b->kept != 0 ? ERR_OK : kept_save(c, q, &b->m, &b->kept);
    }
    enum err e = import_read(c, &b->m);

    return e == ERR_OK || !shown_here(e) ? e : draw(c, q, b, e, out);
}

static enum err upload_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct bringing *b = NEW(c->a, struct bringing);
    const struct upload *file = upload_of(q, "file"), *map = upload_of(q, "map");

    q->prepared = b;
    TRY(sheet_kind(c, q->path_args[0], &b->m.kind));
    if (file == NULL) {
        enum err e = refuse(c, ERR_INVALID, T_exchange_choose_file);
        return draw(c, q, b, e, out);
    }
    b->m.bytes = file->bytes;
    b->m.file_name = text_short(c->a, file->filename, 100);
    b->m.map_text = map != NULL ? map->bytes : STR("");
    return read_it(c, q, b, out);
}

static enum err kept_arg(struct ctx *c, struct request *q, struct bringing *b)
{
    if (!ref_read(q->path_args[0], &b->kept))
        return refuse(c, ERR_NOT_FOUND, T_exchange_not_kept);
    return kept_load(c, q, b->kept, &b->m);
}

static enum err kept_read(struct ctx *c, struct request *q, struct reply *out)
{
    struct bringing *b = NEW(c->a, struct bringing);

    q->prepared = b;
    TRY(kept_arg(c, q, b));
    b->m.good_rows = str_eq(req_str(q, "do"), STR("good"));
    b->m.again = str_eq(req_str(q, "do"), STR("again"));
    return read_it(c, q, b, out);
}

/* The bad rows once more, by an address that can be reloaded. */
static enum err kept_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct bringing *b = NEW(c->a, struct bringing);

    TRY(kept_arg(c, q, b));
    enum err e = import_read(c, &b->m);
    TRY(e == ERR_OK || shown_here(e) ? ERR_OK : e);
    TRY(draw(c, q, b, e, out));
    out->status = 200;
    return ERR_OK;
}

static enum err go_on_later(struct ctx *c, const struct bringing *b, struct reply *out)
{
    struct str kind = b->m.kind->name;

    TRY(work_ask(c, b->later, STR("import"), str_fmt(c->a, "label=%.*s\nback=/import/%.*s\n", PF(work_line(c->a, b->m.file_name)), PF(kind))));
    if (out->later == NULL)
        out->later = import_later(c, &b->m, b->later, b->kept);
    out->location = work_path(c->a, b->later);
    return ERR_OK;
}

/* The writer. What was only shown again leaves a row of the log without content: article 15 asks for one. */
static enum err take_post(struct ctx *c, struct request *q, struct reply *out)
{
    struct bringing *b = q->prepared;

    if (b->drawn) {
        ctx_touch(c, b->m.n_article15 > 0 ? STR("article15") : b->m.kind->name, 0, str_fmt(c->a, "import refused rows=%d article15=%d",
            b->m.n_bad_rows, b->m.n_article15));
        return ERR_OK;
    }
    if (b->later != 0)
        return go_on_later(c, b, out);
    TRY(exchange_save(c));               /* some rows are judged only here: nothing of them stays, and the page says which */
    enum err e = import_take(c, &b->m);
    if (e != ERR_OK) {
        exchange_save_rollback(c);
        return shown_here(e) ? draw(c, q, b, e, out) : e;
    }
    exchange_save_release(c);
    if (b->kept != 0)
        kept_drop(c, b->kept);
    out->location = str_fmt(c->a, "/import/done/%.*s", PF(ref_text(c->a, b->m.job_ref)));
    return ERR_OK;
}

static enum err marks_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct bringing *b = NEW(c->a, struct bringing);

    TRY(kept_arg(c, q, b));
    enum err e = import_read(c, &b->m);
    if (e != ERR_OK && b->m.n_bad == 0)
        return e;
    c->why_id = 0;
    ctx_touch(c, b->m.kind->name, 0, STR("marks"));
    out->type = XLSX_TYPE;
    out->filename = STR("marks.xlsx");
    return import_marks(c, &b->m, &out->bytes);
}

/* ---- what came of it */
static void same_list(struct ctx *c, struct request *q, const struct import_job *j, struct list_view *l)
{
    struct str rest = j->message;

    *l = list_new(c, q, text_of(c->lang, T_exchange_same_title));
    list_col(l, STR("row"), text_of(c->lang, T_exchange_row), COL_CODE, 8, false);
    list_col(l, STR("as"), text_of(c->lang, T_exchange_same_as), COL_TEXT, 0, false);
    while (rest.n > 0) {
        struct str as = str_cut(&rest, '\n'), number = str_cut(&as, ' ');
        struct list_row *r = list_row(c, l, STR(""), STR(""));
        list_cell(r, row_n(c, number), TONE_NONE);
        list_cell(r, as, TONE_NONE);
    }
}

static enum err done_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct import_job j;
    const struct sheet_kind *k;
    int64_t ref;

    if (!ref_read(q->path_args[0], &ref))
        return refuse(c, ERR_NOT_FOUND, T_err_NOT_FOUND);
    TRY(import_job_load(c, ref, &j));
    TRY(sheet_kind(c, import_job_arg(&j, "kind"), &k));
    struct import_done_view v = { .page = page_new(c, q, HERE_IMPORT, text_of(c->lang, T_exchange_done)), .job = &j,
        .path = str_fmt(c->a, "/%.*s", PF(k->name)) };
    page_crumb(&v.page, sheet_kind_label(c->lang, k), STR(""));
    same_list(c, q, &j, &v.same);
    import_done_html(&out->body, c, &v);
    return ERR_OK;
}

const struct route exchange_routes[EXCHANGE_ROUTES] = {
    /* method path                    permission   flags           prepare      apply */
    { GET,  "/import",                PERM_IMPORT, 0,              home,        NULL },
    { GET,  "/import/done/:ref",      PERM_IMPORT, 0,              done_get,    NULL },
    { GET,  "/import/kept/:ref/marks", PERM_IMPORT, R_AUDITED_READ, marks_get,  NULL },
    { POST, "/import/kept/:ref",      PERM_IMPORT, 0,              kept_read,   take_post },
    { GET,  "/import/:kind",          PERM_IMPORT, 0,              kind_get,    NULL },
    { POST, "/import/:kind",          PERM_IMPORT, R_UPLOAD,       upload_read, take_post },
    { GET,  "/import/:kind/sheet",    PERM_IMPORT, 0,              sheet_get,   NULL },
    { GET,  "/export/kept/:ref",      PERM_EXPORT, 0,              export_kept, NULL },
    { GET,  "/export/ready/:ref",     PERM_EXPORT, 0,              export_ready, NULL },
    { GET,  "/export/:file",          PERM_EXPORT, R_AUDITED_READ, export_get,  NULL },
    { POST, "/export/:file",          PERM_EXPORT, 0,              export_ask_read, export_ask_post },
    { GET,  "/import/kept/:ref",      PERM_IMPORT, 0,              kept_get,    NULL },
};

const struct slice exchange_slice = { exchange_routes, EXCHANGE_ROUTES, exchange_commands, EXCHANGE_COMMANDS };
