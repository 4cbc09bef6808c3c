/* workflow_print.c - def/workflow.yaml as a text and as a picture (docs/workflow.txt, docs/workflow.svg): what a lawyer reads instead of
 * the rows. `xiezhi workflow [--svg]`; needs no data directory. */
#include "app/app.h"

#include <string.h>

#include "def/def.h"
#include "gate/route.h"

#define ROW_H    30         /* between two states of the picture */
#define BOX_W    200
#define LANE_W   16
#define MARGIN   20

static const char *const kinds[] = { "petition", "lead", "disposal", "case", "result", "proposal", "envelope" };

static int state_at(const struct def_workflow *w, struct str name)
{
    for (int i = 0; i < w->n_states; i++)
        if (str_eq(w->states[i].name, name))
            return i;
    return -1;
}

static bool same(const struct def_move *m) { return str_eq(m->to, STR("same")) || str_eq(m->to, m->from); }

static const char *who(const struct def_move *m) { return str_eq(m->perm, STR("system")) ? "follows another record's approved move" : ""; }

static struct arena words;             /* the dates of the heads */

static struct str since(struct date d) { return date_is_set(d) ? date_str(&words, d) : STR(""); }

/* ---- text */
static void move_line(FILE *out, const struct def_move *m)
{
    fprintf(out, "      %-16.*s -> %-14.*s %.*s / %.*s   [%.*s]", PF(m->name), PF(same(m) ? STR("(stays)") : m->to), PF(m->zh), PF(m->en),
        PF(str_eq(m->perm, STR("system")) ? str_z(who(m)) : m->perm));
    if (m->four_eyes)
        fprintf(out, " by another than the proposer");
    if (m->guard.n > 0)
        fprintf(out, ", guard %.*s", PF(m->guard));
    if (m->document.n > 0)
        fprintf(out, ", paper %.*s", PF(m->document));
    if (m->undoable)
        fprintf(out, ", can be taken back");
    fprintf(out, "   %.*s%s%.*s\n", PF(m->source), m->mark.n > 0 ? " " : "", PF(m->mark));
}

static void text_of_workflow(FILE *out, const char *kind, const struct def_workflow *w)
{
    fprintf(out, "\n%s, version %d   %.*s%s%.*s\n", kind, w->version, PF(since(w->from)), date_is_set(w->to) ? " to " : "", PF(since(w->to)));
    for (int i = 0; i < w->n_states; i++) {
        const struct def_state *s = &w->states[i];
        fprintf(out, "  %.*s  %.*s / %.*s%s%s%.*s   %.*s\n", PF(s->name), PF(s->zh), PF(s->en), s->final ? "  (final)" : "",
            s->limit.n > 0 ? "  limit " : "", PF(s->limit), PF(s->source));
        for (int k = 0; k < w->n_moves; k++)
            if (str_eq(w->moves[k].from, s->name))
                move_line(out, &w->moves[k]);
    }
}

/* ---- picture: states one below the other, each move a lane with its number, the numbers explained beside */
static void box(FILE *out, const struct def_state *s, int y)
{
    fprintf(out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"22\" rx=\"2\" fill=\"%s\" stroke=\"#333\"/>\n", MARGIN, y - 11, BOX_W,
        s->final ? "#e8e6e0" : "#fff");
    fprintf(out, "<text x=\"%d\" y=\"%d\">%.*s %.*s%s%.*s</text>\n", MARGIN + 8, y + 5, PF(s->zh), PF(s->name), s->limit.n > 0 ? " " : "",
        PF(s->limit));
}

static void lane(FILE *out, const struct def_move *m, int no, int from_y, int to_y, int x)
{
    int left = MARGIN + BOX_W, mid = (from_y + to_y) / 2;

    fprintf(out, "<path d=\"M%d %dH%dV%dH%d\" fill=\"none\" stroke=\"%s\"%s marker-end=\"url(#a)\"/>\n", left, from_y - 4, x, to_y + 4, left + 2,
        m->four_eyes ? "#8f1d22" : "#555", str_eq(m->perm, STR("system")) ? " stroke-dasharray=\"3 3\"" : "");
    fprintf(out, "<text x=\"%d\" y=\"%d\" class=\"n\">%d</text>\n", x + 2, mid + 4, no);
}

static void legend(FILE *out, const struct def_move *m, int no, int x, int y)
{
    fprintf(out, "<text x=\"%d\" y=\"%d\" class=\"l\">%d  %.*s: %.*s → %.*s  [%.*s]%s%s%.*s  %.*s</text>\n", x, y, no, PF(m->zh), PF(m->from),
        PF(same(m) ? m->from : m->to), PF(m->perm), m->four_eyes ? " 另一人" : "", m->guard.n > 0 ? " ⚑" : "", PF(m->guard), PF(m->source));
}

static int picture_of(FILE *out, const char *kind, const struct def_workflow *w, int y)
{
    int lanes = MARGIN + BOX_W + 24, legend_x = lanes + w->n_moves * LANE_W + 24, top = y + 40;

    fprintf(out, "<text x=\"%d\" y=\"%d\" class=\"h\">%s %d　%.*s</text>\n", MARGIN, y + 16, kind, w->version, PF(since(w->from)));
    for (int i = 0; i < w->n_states; i++)
        box(out, &w->states[i], top + i * ROW_H);
    for (int k = 0; k < w->n_moves; k++) {
        const struct def_move *m = &w->moves[k];
        int from = state_at(w, m->from), to = same(m) ? from : state_at(w, m->to);
        if (from >= 0 && to >= 0)
            lane(out, m, k + 1, top + from * ROW_H, top + to * ROW_H, lanes + k * LANE_W);
        legend(out, m, k + 1, legend_x, top + k * 17);
    }
    int states = w->n_states * ROW_H, moves = w->n_moves * 17;
    return top + (states > moves ? states : moves) + 24;
}

static void each(const struct def *d, FILE *out, int *y)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        for (int v = 1; v < 100; v++) {
            const struct def_workflow *w = def_workflow_version(d, str_z(kinds[i]), v);
            if (w == NULL)
                break;
            if (y == NULL)
                text_of_workflow(out, kinds[i], w);
            else
                *y = picture_of(out, kinds[i], w, *y);
        }
}

static int height_of(const struct def *d)
{
    FILE *nowhere = fopen("/dev/null", "w");
    int y = 0;

    if (nowhere == NULL)
        return 10000;
    each(d, nowhere, &y);
    fclose(nowhere);
    return y;
}

int workflow_main(int argc, char **argv)
{
    static struct app app;
    struct str why = STR("");
    int y = 0;

    arena_open(&words, (size_t)1 << 20);
    enum err e = law_load(&app, &why);
    if (e != ERR_OK) {
        fprintf(stderr, "xiezhi: %.*s\n", PF(why));
        return err_exit(e);
    }
    if (argc < 1 || strcmp(argv[0], "--svg") != 0) {
        printf("States and moves, drawn from def/workflow.yaml. A move says who may make it, what guards it and the article it stands on.\n");
        each(&app.def, stdout, NULL);
        return 0;
    }
    printf("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1500\" height=\"%d\" "
        "font-family=\"Noto Sans CJK SC, Source Han Sans SC, Microsoft YaHei, sans-serif\" font-size=\"13\">\n"
        "<style>.h{font-size:17px;font-weight:600}.l{font-size:12px}.n{font-size:10px;fill:#333}</style>\n"
        "<defs><marker id=\"a\" markerWidth=\"8\" markerHeight=\"8\" refX=\"7\" refY=\"3\" orient=\"auto\"><path d=\"M0 0L7 3L0 6z\"/></marker></defs>\n"
        "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n", height_of(&app.def));
    each(&app.def, stdout, &y);
    printf("</svg>\n");
    return 0;
}
