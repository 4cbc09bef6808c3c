/* audit_web.c - the audit administrator's pages: the log with filters, its export, and whether it is whole. */
#include "area/admin/admin_slice.h"
#include "area/admin/audit_page.h"
#include "def/def.h"
#include "gen/text.h"

#define EXPORT_MAX 100000

static struct date day_arg(struct ctx *c, const struct request *q, const char *name)
{
    struct date d = DATE_NONE;

    return date_read(str_trim(req_str(q, name)), date_of_ms(c->now_ms), &d) == DATE_OK ? d : DATE_NONE;
}

static struct audit_ask ask_of(struct ctx *c, const struct request *q, int most)
{
    return (struct audit_ask){ .user = str_trim(req_str(q, "user")), .verb = str_trim(req_str(q, "verb")), .kind = str_trim(req_str(q, "kind")),
        .record_id = req_int(q, "record", 0), .before = req_int(q, "after", 0), .refused = str_eq(req_str(q, "refused"), STR("1")),
        .from = day_arg(c, q, "from"), .to = day_arg(c, q, "to"), .most = most };
}

static struct str account_words(struct ctx *c, struct str name, struct str login, int64_t id)
{
    return name.n > 0 ? str_fmt(c->a, "%.*s（%.*s）", PF(name), PF(login)) : str_int(c->a, id);
}

static struct str by_words(struct ctx *c, const struct audit_line *l)
{
    return l->user_id == 0 ? text_of(c->lang, T_audit_nobody) : account_words(c, l->name, l->login, l->user_id);
}

/* A record by its kind and id, which tell this reader nothing more; an account by its name. */
static struct str about_words(struct ctx *c, const struct audit_line *l)
{
    bool record = def_code(c->def, "record_kind", l->kind) != NULL;
    struct str kind = def_label(c->def, c->lang, record ? "record_kind" : "audit_kind", l->kind);

    if (l->record_id == 0)
        return kind;
    return str_fmt(c->a, "%.*s %.*s", PF(kind), PF(l->whom.n > 0 ? account_words(c, l->whom, l->whom_login, 0) : str_int(c->a, l->record_id)));
}

/* What was only looked at is said in words; any other detail stands as the log holds it, as its filter and export do. */
static struct str detail_words(struct ctx *c, const struct audit_line *l)
{
    static const struct { const char *detail; int text; } looked[] = {
        { "list", T_looked_list }, { "read", T_looked_read }, { "print", T_looked_print } };

    for (size_t i = 0; i < sizeof looked / sizeof looked[0]; i++)
        if (str_eq(l->detail, str_z(looked[i].detail)))
            return text_of(c->lang, looked[i].text);
    return l->detail;
}

static void columns(struct ctx *c, struct list_view *l)
{
    list_col(l, STR("at"), text_of(c->lang, T_audit_at), COL_DATE, 11, false);
    list_col(l, STR("user"), text_of(c->lang, T_audit_user), COL_PERSON, 13, false);
    list_col(l, STR("from"), text_of(c->lang, T_audit_from), COL_CODE, 5, false);
    list_col(l, STR("verb"), text_of(c->lang, T_audit_verb), COL_CODE, 8, false);
    list_col(l, STR("kind"), text_of(c->lang, T_audit_record), COL_CODE, 16, false);
    list_col(l, STR("detail"), text_of(c->lang, T_audit_detail), COL_TEXT, 0, false);
    list_col(l, STR("refused"), text_of(c->lang, T_audit_outcome), COL_STATE, 4, false);
}

static void filters(struct ctx *c, struct list_view *l)
{
    struct list_option *refused = NEWS(c->a, struct list_option, 1);

    refused[0] = (struct list_option){ STR("1"), text_of(c->lang, T_audit_only_refused) };
    list_filter(c, l, STR("user"), text_of(c->lang, T_account_login), FILTER_TEXT, NULL, 0);
    list_filter(c, l, STR("verb"), text_of(c->lang, T_audit_verb), FILTER_TEXT, NULL, 0);
    list_filter(c, l, STR("kind"), text_of(c->lang, T_audit_kind), FILTER_TEXT, NULL, 0);
    list_filter(c, l, STR("record"), text_of(c->lang, T_audit_record_id), FILTER_TEXT, NULL, 0);
    list_filter(c, l, STR("from"), text_of(c->lang, T_audit_since), FILTER_DATE, NULL, 0);
    list_filter(c, l, STR("to"), text_of(c->lang, T_audit_until), FILTER_DATE, NULL, 0);
    list_filter(c, l, STR("refused"), text_of(c->lang, T_audit_outcome), FILTER_SELECT, refused, 1);
}

static void line(struct ctx *c, struct list_view *l, const struct audit_line *a)
{
    struct list_row *r = list_row(c, l, STR(""), STR(""));

    list_cell(r, time_str(c->a, a->at_ms), TONE_NONE);
    list_cell(r, by_words(c, a), TONE_NONE);
    bool own = str_eq(a->verb, STR("demo")) || str_eq(a->verb, STR("init"));     /* made by the program itself, in his name */
    list_cell(r, own ? text_of(c->lang, T_audit_program) : a->peer_uid < 0 ? text_of(c->lang, T_audit_browser)
        : str_fmt(c->a, "uid %lld", (long long)a->peer_uid), TONE_NONE);
    list_cell(r, verb_words(c, a->verb), TONE_NONE);
    list_cell(r, about_words(c, a), TONE_NONE);
    list_cell(r, detail_words(c, a), TONE_NONE);
    list_cell(r, a->refused ? text_of(c->lang, T_audit_refused) : text_of(c->lang, T_audit_done), a->refused ? TONE_WARN : TONE_NONE);
}

static enum err log_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct audit_line *lines = NEWS(c->a, struct audit_line, LIST_ROWS_SHOWN + 1);
    struct audit_view *v = NEW(c->a, struct audit_view);
    struct audit_ask ask = ask_of(c, q, LIST_ROWS_SHOWN + 1);
    int n;

    v->page = page_new(c, q, HERE_AUDIT, text_of(c->lang, T_audit_log));
    v->page.shape = PAGE_ACROSS;
    v->list = list_new(c, q, text_of(c->lang, T_audit_log));
    columns(c, &v->list);
    filters(c, &v->list);
    enum err e = audit_log(c, &ask, lines, LIST_ROWS_SHOWN + 1, &n);
    if (e == ERR_NOT_FOUND) {
        n = 0;                          /* a login that nobody has: an empty list, which says so */
        c->why_id = 0;
    } else {
        TRY(e);
    }
    for (int i = 0; i < n && i < LIST_ROWS_SHOWN; i++)
        line(c, &v->list, &lines[i]);
    if (n > LIST_ROWS_SHOWN)
        v->list.after = str_int(c->a, lines[LIST_ROWS_SHOWN - 1].id);
    v->list.empty = text_of(c->lang, T_audit_empty);
    struct request whole = *q;
    whole.path = STR("/audit/export.csv");
    list_export(&v->list, STR("csv"), with_param(c->a, &whole, "", STR("")), false);
    audit_list_html(&out->body, c, v);
    return ERR_OK;
}

static void csv_field(struct buf *b, struct str s, bool last)
{
    bool runs = s.n > 0 && (s.p[0] == '=' || s.p[0] == '+' || s.p[0] == '-' || s.p[0] == '@');

    buf_char(b, '"');
    if (runs)
        buf_char(b, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_char(b, '"');
        buf_char(b, s.p[i]);
    }
    buf_char(b, '"');
    if (last)
        buf_lit(b, "\r\n");
    else
        buf_char(b, ',');
}

static void csv_line(struct ctx *c, struct buf *b, const struct audit_line *a)
{
    const struct str fields[] = { str_int(c->a, a->seq), time_str(c->a, a->at_ms), a->login, a->name, str_int(c->a, a->peer_uid), a->verb,
        a->kind, a->record_id != 0 ? str_int(c->a, a->record_id) : STR(""), a->detail, a->refused ? STR("1") : STR("0") };

    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
        csv_field(b, fields[i], i + 1 == sizeof fields / sizeof fields[0]);
}

static enum err export_get(struct ctx *c, struct request *q, struct reply *out)
{
    struct audit_line *lines = NEWS(c->a, struct audit_line, EXPORT_MAX);
    struct audit_ask ask = ask_of(c, q, EXPORT_MAX);
    struct buf b = buf_new(c->a, (size_t)48 << 20);
    int n;

    TRY(audit_log(c, &ask, lines, EXPORT_MAX, &n));
    buf_lit(&b, "\xEF\xBB\xBFseq,at,login,name,uid,verb,kind,record,detail,refused\r\n");
    for (int i = 0; i < n; i++)
        csv_line(c, &b, &lines[i]);
    if (b.overflow)
        return refuse(c, ERR_TOO_LARGE, T_audit_narrow);
    ctx_touch(c, STR("audit"), 0, str_fmt(c->a, "export:%d", n));
    out->type = STR("text/csv; charset=utf-8");
    out->filename = STR("audit.csv");
    out->bytes = buf_str(&b);
    return ERR_OK;
}

static enum err verify_page(struct ctx *c, struct request *q, struct reply *out)
{
    struct verify_view *v = NEW(c->a, struct verify_view);

    v->page = page_new(c, q, HERE_AUDIT, text_of(c->lang, T_audit_verify));
    TRY(audit_check(c, &v->report, &v->n_heads));
    ctx_touch(c, STR("audit"), 0, str_fmt(c->a, "verify:%d", v->report.n_faults));
    verify_html(&out->body, c, v);
    return ERR_OK;
}

/* ---- the same on the command line */
static enum err list_cli(struct ctx *c, struct args *a)
{
    struct audit_ask ask = { .user = arg_opt(a, "--user"), .verb = arg_opt(a, "--verb"), .kind = arg_opt(a, "--kind"),
        .refused = arg_flag(a, "--refused"), .most = 1000 };
    int64_t most = 1000;
    int n;

    if (arg_opt(a, "--most").n > 0 && (!str_to_int(arg_opt(a, "--most"), &most) || most < 1 || most > EXPORT_MAX))
        return refuse(c, ERR_USAGE, T_audit_most);
    ask.most = (int)most;
    if ((arg_opt(a, "--from").n > 0 && !date_parse_iso(arg_opt(a, "--from"), &ask.from))
        || (arg_opt(a, "--to").n > 0 && !date_parse_iso(arg_opt(a, "--to"), &ask.to)))
        return refuse(c, ERR_USAGE, T_audit_dates);
    struct audit_line *lines = NEWS(c->a, struct audit_line, (size_t)most);
    TRY(audit_log(c, &ask, lines, (int)most, &n));
    for (int i = 0; i < n; i++)
        fprintf(a->out, "%.*s\t%.*s\t%lld\t%.*s\t%.*s\t%lld\t%.*s%s\n", PF(time_str(c->a, lines[i].at_ms)),
            PF(lines[i].login.n > 0 ? lines[i].login : STR("-")), (long long)lines[i].peer_uid, PF(lines[i].verb), PF(lines[i].kind),
            (long long)lines[i].record_id, PF(lines[i].detail), lines[i].refused ? "\trefused" : "");
    ctx_touch(c, STR("audit"), 0, str_fmt(c->a, "list:%d", n));
    return ERR_OK;
}

static enum err verify_cli(struct ctx *c, struct args *a)
{
    struct audit_report r;
    int heads;

    TRY(audit_check(c, &r, &heads));
    ctx_touch(c, STR("audit"), 0, str_fmt(c->a, "verify:%d", r.n_faults));
    if (r.n_faults == 0) {
        struct str counts[2] = { str_int(c->a, r.rows), str_int(c->a, heads) };
        struct str said = text_args(c->a, c->lang, T_audit_whole, counts, 2);
        fprintf(a->out, "%.*s\n", PF(said));
        return ERR_OK;
    }
    for (int i = 0; i < r.n_faults; i++) {
        struct str said = fault_words(c, &r.faults[i]);
        fprintf(a->out, "%.*s: %.*s\n", PF(r.faults[i].what), PF(said));
    }
    return refuse(c, ERR_TAMPERED, T_err_TAMPERED);
}

static const struct route routes[] = {
    /* method path              permission        flags           prepare      apply */
    { GET,  "/audit",            PERM_AUDIT_READ, R_LISTED_READ,  log_page,    NULL },
    { GET,  "/audit/export.csv", PERM_AUDIT_READ, R_AUDITED_READ, export_get,  NULL },
    { GET,  "/audit/verify",     PERM_AUDIT_READ, R_AUDITED_READ, verify_page, NULL },
};

static const struct command commands[] = {
    { "audit list",   PERM_AUDIT_READ, list_cli,   NULL, "[--user LOGIN] [--verb V] [--kind K] [--from DATE] [--to DATE] [--refused] [--most N]" },
    { "audit verify", PERM_AUDIT_READ, verify_cli, NULL, "" },
};

const struct slice audit_slice = { routes, COUNT(routes), commands, COUNT(commands) };
