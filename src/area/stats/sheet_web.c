/* sheet_web.c - the figures and their tables as one flat sheet: a row per figure, then a row per part of it. */
#include "area/stats/assemble.h"
#include "area/stats/stats_web.h"
#include "gen/text.h"
#include "page/html.h"
#include "sheet/sheet.h"

struct str table_title(struct ctx *c, const struct table *t)
{
    static const struct { const char *by; int text; } titles[] = {
        { "class", T_petition_class }, { "channel", T_petition_channel }, { "source", T_petition_source }, { "conduct", T_petition_conduct },
        { "topic", T_petition_topics }, { "rank", T_stats_rank }, { "month", T_stats_month }, { "method", T_stats_method },
    };

    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (str_eq(t->by, str_z(titles[i].by)))
            return text_of(c->lang, titles[i].text);
    return t->by;
}

#define SHEET_COLS 8        /* id, name, part, number, unit, share, last year, change */

static void sheet_line(struct ctx *c, struct out_cell *row, const struct figure *g, const struct table *t, const struct bar *b)
{
    bool number = b != NULL || (g->has_value && !g->is_text && g->decimals == 0 && !str_eq(g->unit, STR("%")));

    row[0].text = g->id;
    row[1].text = c->lang == LANG_EN ? g->en : g->zh;
    row[3] = (struct out_cell){ .text = b != NULL ? str_int(c->a, b->n) : number ? str_int(c->a, g->value) : g->text, .number = number };
    row[4].text = number ? figure_unit(c, g) : STR("");
    if (b != NULL) {
        row[2].text = str_fmt(c->a, "%.*s：%.*s", PF(table_title(c, t)), PF(c->lang == LANG_EN ? b->en : b->zh));
        row[5] = (struct out_cell){ .text = b->has_share ? tenths_text(c->a, b->tenths) : STR(""), .number = b->has_share };
    }
    if (b != NULL ? g->has_prev : figure_compares(g)) {
        row[6] = (struct out_cell){ .text = str_int(c->a, b != NULL ? b->prev : g->prev), .number = true };
        row[7].text = b != NULL ? yoy_shown(c, b->n, b->prev) : c->lang == LANG_EN ? yoy_shown(c, g->value, g->prev) : g->change;
    }
}

enum err stats_xlsx(struct ctx *c, const struct stats *s, struct str *out)
{
    int n = 0;

    const struct out_column cols[SHEET_COLS] = { { .label = text_of(c->lang, T_stats_id), .width = 8 },
        { .label = text_of(c->lang, T_stats_figure), .width = 24 }, { .label = text_of(c->lang, T_stats_part), .width = 30 },
        { .label = period_name(c->a, s->ask.w), .width = 14 }, { .label = text_of(c->lang, T_stats_unit), .width = 8 }, { .label = STR("%"), .width = 8 },
        { .label = s->ask.no_prev ? STR("—") : period_name(c->a, window_prev(s->ask.w)), .width = 14 },
        { .label = text_of(c->lang, T_stats_change), .width = 16 } };
    int rows = s->n_figures;
    for (int i = 0; i < s->n_tables; i++)
        rows += s->tables[i].n;
    struct out_cell *cells = NEWS(c->a, struct out_cell, (size_t)rows * SHEET_COLS + 1);
    for (int i = 0; i < s->n_figures; i++)
        sheet_line(c, &cells[n++ * SHEET_COLS], &s->figures[i], NULL, NULL);
    for (int i = 0; i < s->n_tables; i++)
        for (int m = 0; m < s->tables[i].n; m++)
            sheet_line(c, &cells[n++ * SHEET_COLS], stats_figure(s, s->tables[i].figure), &s->tables[i], &s->tables[i].rows[m]);
    struct out_sheet sheet = { .name = text_of(c->lang, T_stats_title), .cols = cols, .n_cols = SHEET_COLS, .cells = cells, .n_rows = n };
    return xlsx_write(c->a, &sheet, out);
}
