/* search_cli.c - xiezhi search WORDS: the same question as the page's; one line per record, its piece of text below it. */
#include "area/search/search_slice.h"
#include "base/buf.h"
#include "gen/text.h"

#define LIMIT_MAX 100000

static enum err day_opt(struct ctx *c, const struct args *a, const char *name, struct date *out)
{
    struct str typed = arg_opt(a, name);

    *out = DATE_NONE;
    if (typed.n == 0 || date_read(typed, date_of_ms(c->now_ms), out) == DATE_OK)
        return ERR_OK;
    return refuse(c, ERR_USAGE, T_search_no_day, typed);
}

static enum err ask_of(struct ctx *c, const struct args *a, struct search_ask *ask)
{
    struct buf words = buf_new(c->a, 4096);

    for (int i = 0; arg_word(a, i).n > 0; i++) {
        buf_add(&words, i > 0 ? STR(" ") : STR(""));
        buf_add(&words, arg_word(a, i));
    }
    *ask = (struct search_ask){ .words = buf_str(&words), .kind = arg_opt(a, "--kind"), .state = arg_opt(a, "--state"),
        .organ = arg_opt(a, "--organ") };
    if (ask->kind.n > 0 && !search_kind_open(c, ask->kind))
        return refuse(c, ERR_USAGE, T_input_no_code, ask->kind);
    TRY(day_opt(c, a, "--from", &ask->from));
    return day_opt(c, a, "--to", &ask->to);
}

static void print_hit(struct ctx *c, FILE *out, const struct hit *h)
{
    fprintf(out, "%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", PF(h->kind), PF(h->no.n > 0 ? h->no : ref_text(c->a, h->ref)), PF(date_str(c->a, h->on)),
        PF(h->state_label), PF(h->title));
    if (h->n_marks == 0)
        return;
    fputs("\t", out);
    for (int i = 0; i < h->n_marks; i++)
        fprintf(out, "%s%.*s%s", h->marks[i].found ? "[" : "", PF(h->marks[i].text), h->marks[i].found ? "]" : "");
    fputs("\n", out);
}

static enum err search_read(struct ctx *c, struct args *a)
{
    struct search_ask ask;
    struct found *f = NEW(c->a, struct found);
    int64_t left = SEARCH_ROWS;

    if (arg_opt(a, "--limit").n > 0 && (!str_to_int(arg_opt(a, "--limit"), &left) || left < 0 || left > LIMIT_MAX))
        return refuse(c, ERR_USAGE, T_input_no_code, arg_opt(a, "--limit"));
    TRY(ask_of(c, a, &ask));
    TRY(search_run(c, &ask, f));
    struct str total = f->count > f->count_max ? str_fmt(c->a, "%d+", f->count_max) : str_int(c->a, f->count);
    ctx_touch(c, STR("search"), 0, str_fmt(c->a, "hits %lld", (long long)f->count));
    do {
        for (int i = 0; i < f->n && left > 0; i++, left--)
            print_hit(c, a->out, &f->hits[i]);
        ask.before = f->next;
        if (ask.before != 0 && left > 0)
            TRY(search_run(c, &ask, f));
    } while (ask.before != 0 && left > 0);
    fprintf(a->out, "%.*s\n", PF(text_args(c->a, c->lang, T_search_count, &total, 1)));
    return ERR_OK;
}

static const struct command commands[] = {
    { "search", PERM_SEARCH, search_read, NULL, "WORDS [--kind K] [--from DATE] [--to DATE] [--state S] [--organ CODE] [--limit N]" },
};

const struct slice search_slice = { search_routes, SEARCH_ROUTES, commands, COUNT(commands) };
