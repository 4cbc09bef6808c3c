/* chart.h - small charts as SVG written by the server: no script, prints, one scale. The table beside it stays: a chart only
 * shows the course. Every chart has a title and a description for those who do not see it. Geometry in chart.c, marks in chart.html.
 */
#ifndef PAGE_CHART_H
#define PAGE_CHART_H

#include "page/html.h"

#define CHART_SHARES_MAX 8

/* Bars of up to twelve months, this year filled, last year as an outline behind it. */
struct chart_months {
    struct str title, unit;             /* "信访举报", "件次" */
    struct str now_label, then_label;   /* "2020", "2019"; then_label "" = one year only */
    int64_t now[12], then[12];
    int first_month, n_months;          /* 1..12; months of the period */
    int n_known;                        /* months of `now` that have happened; the rest stay empty */
    struct str id;                      /* unique on the page: [a-z0-9-] */
};
void chart_months_html(struct html *h, struct ctx *c, const struct chart_months *m);

/* One bar cut into shares: 四种形态, channels, ranks. Words and per cent stand under it. */
struct chart_share { struct str label, path; int64_t n; };
struct chart_shares { struct str title, unit, id; struct chart_share parts[CHART_SHARES_MAX]; int n; };
void chart_shares_html(struct html *h, struct ctx *c, const struct chart_shares *s);

/* permille_text - 2 of 7 -> "28.6%"; "—" of nothing. */
struct str permille_text(struct arena *a, int64_t part, int64_t whole);

#endif
