/* exchange_cli.c - xiezhi sheet, import, export. What an import found wrong is printed row by row; the marked sheet is written where asked. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "area/exchange/exchange_slice.h"
#include "area/exchange/export.h"
#include "area/exchange/import.h"
#include "base/text.h"
#include "gen/text.h"

#define FILE_MAX_BYTES  ((size_t)64 << 20)      /* twice what a page takes: nobody waits for a socket here */
#define PRINTED_MAX     200                     /* lines of a report; the marked sheet holds them all */

/* ---- files */
static enum err path_refuse(struct ctx *c, struct str path)
{
    return refuse(c, errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : errno == ENOSPC ? ERR_FULL : ERR_DENIED,
        errno == ENOENT || errno == ENOTDIR ? T_exchange_no_file : T_exchange_cannot_open, path);
}

static enum err file_read(struct ctx *c, struct str path, struct str *out)
{
    FILE *f = fopen(path.p, "rb");
    struct stat st;

    if (f == NULL)
        return path_refuse(c, path);
    if (fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode) || (size_t)st.st_size > FILE_MAX_BYTES) {
        fclose(f);
        return refuse(c, S_ISREG(st.st_mode) ? ERR_TOO_LARGE : ERR_INVALID, S_ISREG(st.st_mode) ? T_sheet_too_large : T_exchange_cannot_open,
            path);
    }
    char *p = NEWS(c->a, char, (size_t)st.st_size + 1);
    *out = (struct str){ p, fread(p, 1, (size_t)st.st_size, f) };
    fclose(f);
    return ERR_OK;
}

static enum err file_write(struct ctx *c, struct str path, struct str bytes)
{
    FILE *f = fopen(path.p, "wb");

    if (f == NULL)
        return path_refuse(c, path);
    bool whole = fwrite(bytes.p, 1, bytes.n, f) == bytes.n;
    whole = fclose(f) == 0 && whole;
    return whole ? ERR_OK : refuse(c, ERR_FULL, T_exchange_cannot_open, path);
}

static enum err bytes_out(struct ctx *c, struct args *a, struct str bytes)
{
    struct str path = arg_opt(a, "--out");

    if (path.n > 0) {
        TRY(arg_file(c, a, path, &path));
        return file_write(c, path, bytes);
    }
    return fwrite(bytes.p, 1, bytes.n, a->out) == bytes.n ? ERR_OK : ERR_FULL;
}

/* ---- sheet */
static enum err sheet_read_half(struct ctx *c, struct args *a)
{
    const struct sheet_kind *k;
    struct str bytes;

    TRY(sheet_kind(c, arg_word(a, 0), &k));
    TRY(empty_sheet(c, k, &bytes));
    return bytes_out(c, a, bytes);
}

/* ---- import */
static struct str line(struct ctx *c, int text_id, struct str x, struct str y)
{
    const struct str args[] = { x, y };

    return text_args(c->a, c->lang, text_id, args, 2);
}

static void say(FILE *out, struct str s) { fprintf(out, "%.*s\n", PF(s)); }

static void report_bad(struct ctx *c, struct args *a, const struct import *m)
{
    for (int i = 0; i < m->n_bad && i < PRINTED_MAX; i++)
        say(a->out, bad_row_text(c, m, &m->bad[i]));
    if (m->n_bad > PRINTED_MAX)
        say(a->out, line(c, T_exchange_more_bad, str_int(c->a, m->n_bad - PRINTED_MAX), STR("")));
}

static void report_notes(struct ctx *c, struct args *a, const struct import *m)
{
    for (int i = 0; i < m->n_unused; i++)
        say(a->out, line(c, T_exchange_unused, m->unused[i], STR("")));
    for (int i = 0; i < m->n_same && i < PRINTED_MAX; i++)
        say(a->out, line(c, T_exchange_same, str_int(c->a, m->same[i].number), m->same[i].as));
    if (m->n_same > 0)
        say(a->out, line(c, T_exchange_same_n, str_int(c->a, m->n_same), STR("")));
}

static enum err options_read(struct ctx *c, struct args *a, struct import *m)
{
    struct str map = arg_opt(a, "--map");

    for (int i = 0; i < a->n; i++) {
        if (str_eq(a->v[i], STR("--set")) && i + 1 < a->n)
            TRY(import_set(c, m, a->v[++i]));
        else if (str_starts(a->v[i], STR("--set=")))
            TRY(import_set(c, m, str_from(a->v[i], 6)));
    }
    m->good_rows = arg_flag(a, "--good-rows");
    m->again = arg_flag(a, "--again");
    if (map.n == 0)
        return ERR_OK;
    TRY(arg_file(c, a, map, &map));
    return file_read(c, map, &m->map_text);
}

static struct str base_name(struct str path)
{
    while (str_find(path, STR("/")) >= 0)
        path = str_from(path, (size_t)str_find(path, STR("/")) + 1);
    return path;
}

static enum err marks_write(struct ctx *c, struct args *a, const struct import *m)
{
    struct str path = arg_opt(a, "--marks"), xlsx;

    if (path.n == 0 || m->n_bad == 0)
        return ERR_OK;
    TRY(import_marks(c, m, &xlsx));
    TRY(arg_file(c, a, path, &path));
    return file_write(c, path, xlsx);
}

static enum err import_read_half(struct ctx *c, struct args *a)
{
    struct import *m = NEW(c->a, struct import);
    struct str path = arg_word(a, 1);

    a->prepared = m;
    TRY(sheet_kind(c, arg_word(a, 0), &m->kind));
    if (path.n == 0)
        return refuse(c, ERR_USAGE, T_exchange_which_file);
    TRY(options_read(c, a, m));
    m->file_name = base_name(path);
    TRY(arg_file(c, a, path, &path));
    TRY(file_read(c, path, &m->bytes));
    enum err e = import_read(c, m);
    report_bad(c, a, m);
    if (m->n_bad > 0) {
        struct ctx quiet = *c;          /* the reason of the refusal stays the rows' */
        TRY(marks_write(&quiet, a, m));
    }
    return e;
}

static enum err import_apply_half(struct ctx *c, struct args *a)
{
    struct import *m = a->prepared;
    int before = m->n_bad;
    enum err e = import_take(c, m);

    if (m->n_bad > before) {
        report_bad(c, a, m);
        TRY(marks_write(c, a, m));
    }
    TRY(e);
    report_notes(c, a, m);
    say(a->out, line(c, T_exchange_taken, str_int(c->a, m->n_taken), m->first_no.n > 0 && c->who->register_scope
        ? str_fmt(c->a, "%.*s — %.*s", PF(m->first_no), PF(m->last_no)) : STR("")));
    if (m->n_bad_rows > 0)
        say(a->out, line(c, T_exchange_left, str_int(c->a, m->n_bad_rows), STR("")));
    return ERR_OK;
}

/* ---- export */
static enum err ask_read(struct ctx *c, struct args *a, struct export_ask *k)
{
    struct str period = arg_opt(a, "--period");

    k->kind = arg_word(a, 0);
    k->whole = true;
    if (period.n > 0 && !period_read(period, &k->window))
        return refuse(c, ERR_INVALID, T_stats_no_period, period);
    for (int i = 0; i + 1 < a->n; i++)
        if (str_eq(a->v[i], STR("--filter")))
            TRY(export_filter(c, k, a->v[i + 1]));
    return ERR_OK;
}

static enum err export_read_half(struct ctx *c, struct args *a)
{
    struct export_ask k = { 0 };
    struct str out = arg_opt(a, "--out"), path;
    int64_t rows;

    TRY(ask_read(c, a, &k));
    if (out.n == 0)
        return refuse(c, ERR_USAGE, T_exchange_which_out);
    if (!export_format_of(out, &k.format))
        return refuse(c, ERR_INVALID, T_exchange_format, out);
    TRY(arg_file(c, a, out, &path));
    TRY(export_write(c, &k, path, &rows));
    fprintf(a->out, "%.*s\n", PF(line(c, T_exchange_exported, str_int(c->a, rows), out)));
    return ERR_OK;
}

const struct command exchange_commands[EXCHANGE_COMMANDS] = {
    { "sheet",  PERM_IMPORT, sheet_read_half,  NULL, "KIND --out F.xlsx" },
    { "import", PERM_IMPORT, import_read_half, import_apply_half,
        "KIND FILE.xlsx|.csv [--map FILE.yaml] [--set field=value]… [--good-rows] [--again] [--marks F.xlsx]" },
    { "export", PERM_EXPORT, export_read_half, NULL, "KIND [--period P] [--filter name=value]… --out F.xlsx|.csv|.json" },
};
