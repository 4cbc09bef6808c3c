/* summary_cli.c - xiezhi summary: a published report's bytes, else a draft as the figures stand. */
#include <errno.h>
#include <stdlib.h>

#include "area/summary/summary_slice.h"
#include "gate/gate.h"
#include "gen/text.h"

static enum err write_file(struct ctx *c, struct str path, struct str bytes)
{
    FILE *f = fopen(path.p, "wb");

    if (f == NULL)
        return refuse(c, errno == ENOENT ? ERR_NOT_FOUND : ERR_DENIED, T_summary_cannot_write, path);
    bool whole = fwrite(bytes.p, 1, bytes.n, f) == bytes.n;
    whole = fclose(f) == 0 && whole;
    return whole ? ERR_OK : refuse(c, ERR_FULL, T_summary_cannot_write, path);
}

static enum err summary_read(struct ctx *c, struct args *a)
{
    struct window w;
    struct report r;
    struct stats s;
    struct doc *d;
    enum doc_format f = DOC_DOCX_FORMAT;
    struct str out = arg_opt(a, "--out"), format = arg_opt(a, "--format"), bytes;

    if (!period_read(arg_opt(a, "--period"), &w))
        return refuse(c, ERR_INVALID, T_stats_no_period, arg_opt(a, "--period"));
    if (format.n > 0 && !doc_format_find(format, &f))
        return refuse(c, ERR_INVALID, T_input_no_code, format);
    enum err e = report_of_period(c, w, &r);
    if (e == ERR_NOT_FOUND) {
        c->why_id = 0;
        r = (struct report){ .organ_id = c->who->organ_id, .w = w, .as_of = w.to };
    } else if (e != ERR_OK) {
        return e;
    }
    if (r.published) {
        TRY(report_bytes(c, &r, f, &bytes));
    } else {
        TRY(report_tree(c, &r, &s, &d));
        TRY(doc_print(d, f, &bytes));
    }
    if (out.n > 0) {
        TRY(arg_file(c, a, out, &out));
        return write_file(c, out, bytes);
    }
    fwrite(bytes.p, 1, bytes.n, a->out);
    return ERR_OK;
}

static const struct command commands[] = {
    { "summary", PERM_SUMMARY_READ, summary_read, NULL, "--period P --format docx|pdf|html|md|json --out F" },
};

const struct slice summary_slice = { summary_routes, SUMMARY_ROUTES, commands, COUNT(commands) };
