/* poster_web.c - what stands where on the poster. The words are in def/text, the code is drawn by page/qr, the page by doc/poster. */
#include "area/portal/poster.h"

#include "doc/poster.h"
#include "base/text.h"
#include "gen/text.h"
#include "page/qr.h"

#define ADDRESS_MAX 120
#define CODE_MM 100.0

static bool host_fits(struct str host)
{
    bool dot = false;

    for (size_t i = 0; i < host.n; i++) {
        char k = host.p[i];
        bool label = (k >= 'a' && k <= 'z') || (k >= '0' && k <= '9') || (k == '-' && i > 0);
        if (!label && !(k == '.' && i > 0 && host.p[i - 1] != '.'))
            return false;
        dot = dot || k == '.';
    }
    return dot && host.p[host.n - 1] != '.';
}

enum err poster_address(struct ctx *c, struct str typed, struct str *out)
{
    struct str s = str_trim(typed), rest;
    bool tls = str_starts(s, STR("https://"));
    int64_t port = 443;

    rest = str_from(s, tls ? 8 : 7);
    if (str_ends(rest, STR("/")))
        rest = str_head(rest, rest.n - 1);
    struct str number = rest, host = str_cut(&number, ':');
    bool good = s.n <= ADDRESS_MAX && (tls || (str_starts(s, STR("http://")) && str_ends(host, STR(".onion")))) && host_fits(host)
        && (host.n == rest.n || (str_to_int(number, &port) && port > 0 && port < 65536));
    if (!good)
        return refuse_field(c, STR("address"), ERR_INVALID, T_poster_address_wrong, STR(""));
    *out = str_fmt(c->a, "%s%.*s/", tls ? "https://" : "http://", PF(rest));
    return ERR_OK;
}

static void line(struct poster *p, double y_mm, double size, enum poster_face face, enum poster_ink ink, struct str text)
{
    p->lines[p->n_lines++] = (struct poster_line){ text, y_mm, size, ink, face };
}

/* The language asked for is large; the other one stands below it, smaller. */
static void words(struct poster *p, enum lang large, enum lang small, struct str organ, struct str address)
{
    static const int facts[] = { T_poster_fact_1, T_poster_fact_2, T_poster_fact_3, T_poster_fact_4 };
    double big = large == LANG_ZH ? 1.0 : 0.8;

    line(p, 21, 24, POSTER_HEAVY, POSTER_WHITE, organ);
    line(p, 54, 44 * big, POSTER_HEAVY, POSTER_BLACK, text_of(large, T_poster_title));
    line(p, 67, 18, POSTER_PLAIN, POSTER_BLACK, text_of(small, T_poster_title));
    line(p, 78, 16, POSTER_PLAIN, POSTER_GREY, text_of(large, T_poster_lead));
    line(p, 190, 18, POSTER_HEAVY, POSTER_BLACK, address);
    line(p, 198, 11, POSTER_PLAIN, POSTER_GREY, text_of(large, T_poster_code));
    for (int i = 0; i < 4; i++) {
        line(p, 213 + 15.0 * i, 17, POSTER_HEAVY, POSTER_BLACK, text_of(large, facts[i]));
        line(p, 219 + 15.0 * i, 11, POSTER_PLAIN, POSTER_GREY, text_of(small, facts[i]));
    }
    line(p, 278, 12, POSTER_PLAIN, POSTER_BLACK, text_of(large, T_poster_else));
    line(p, 285, 11, POSTER_PLAIN, POSTER_GREY, text_of(small, T_poster_else));
}

enum err poster_make(struct ctx *c, struct str organ, struct str address, struct str *pdf)
{
    struct poster *p = NEW(c->a, struct poster);
    struct qr_run *runs = NULL;

    p->n_runs = qr_runs(c->a, address, &runs, &p->modules);
    if (p->n_runs == 0)
        return refuse_field(c, STR("address"), ERR_INVALID, T_poster_address_wrong, STR(""));
    p->runs = NEWS(c->a, struct poster_run, (size_t)p->n_runs);
    for (int i = 0; i < p->n_runs; i++)
        p->runs[i] = (struct poster_run){ runs[i].x, runs[i].y, runs[i].n };
    p->code_mm = CODE_MM;
    p->code_top_mm = 82;
    p->band_mm = 34;
    p->title = text_of(c->lang, T_poster_title);
    p->author = organ;
    words(p, c->lang, c->lang == LANG_EN ? LANG_ZH : LANG_EN, organ, address);
    return print_poster(c->a, p, pdf);
}
