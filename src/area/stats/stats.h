/* stats.h - figures: one row of def/figures.yaml gives the number and the list behind it, for a window, an organ and its scope.
 *
 * Driven by   def/figures.yaml, def/checks.yaml; domain/definitions.md is what they follow, clause by clause (G1 to G13).
 * Reads rows through stats_store.c only; includes no other slice.      Memory c->a.
 * How it works: each source row of the window is fetched once, by date, with the columns figures read (a `fact`); a figure is a filter
 * of named predicates over facts and a way to count them. The same filter yields the members.
 */
#ifndef AREA_STATS_STATS_H
#define AREA_STATS_STATS_H

#include "area/stats/arith.h"
#include "base/date.h"
#include "def/def.h"

struct stat_ask {
    struct window w;            /* asked for; computed: ends at as_of if that is earlier */
    struct window period;       /* set by stats_compute: as it was asked for */
    struct date as_of;
    int64_t organ_id;
    bool own;                   /* without descendants */
    int64_t viewer;             /* 0 = official figures; else only the rows this user may see (decisions.md 3) */
    bool masked;                /* names and periods only: for who may write a report but not see live official figures */
    bool no_prev;               /* last year is not told: both numbers of one period would tell of a hidden row */
};

#define STATS_UNREGISTERED STR("〔未登记〕")
#define STATS_MASKED       STR("〔略〕")
enum figure_state { FIG_OK, FIG_UNREGISTERED, FIG_NONE, FIG_PREV_ZERO, FIG_PREV_UNREGISTERED };
struct figure {
    struct str id, zh, en, unit, kind, text;        /* text: as the summary prints it */
    enum figure_state state;
    bool has_value, has_prev, is_text;
    int64_t value, prev;        /* counts; percents in hundredths, with decimals below */
    int decimals;               /* digits printed of a percent */
    struct str words;           /* value of a text figure */
    struct str change;          /* of a count against last year: "增长5.2%", "持平"; "" where there is no last year */
    struct str claim;           /* IMP06: supported | not_supported */
    const struct node *row;
};
struct member { struct str kind, code; int64_t id, ref; struct date on; };     /* code, on: as counted; unset in a frozen list */
struct member_line { bool visible; int64_t ref; struct str kind, no, subject, code; struct date on; };       /* as the viewer may read it */
struct check { struct str id; bool ok, skipped; int64_t left, right; struct str left_text, right_text, zh, en; };
struct bar { struct str code, zh, en; int64_t n, prev; int64_t tenths; bool has_share; };    /* a row of a table */
struct table { struct str figure, by; struct bar *rows; int n; bool overlapping; };

struct stats {
    struct stat_ask ask;
    struct str organ_name, organ_code;
    struct figure *figures; int n_figures;
    struct check *checks; int n_checks;
    struct table *tables; int n_tables;
    struct facts *cur, *prev;           /* private: facts.h */
};

/* stats_def_fault - a word of def/figures.yaml or checks.yaml that only stats could know, and does not; "" = none: for the check at start. */
struct str stats_def_fault(const struct def *d);
/* stats_compute - all figures, tables and checks of a window with year on year. The window ends at min(to, as_of); as_of before from is INVALID. */
MUST_USE enum err stats_compute(struct ctx *c, const struct stat_ask *ask, struct stats *out);
const struct figure *stats_figure(const struct stats *s, struct str id);        /* NULL: no such id */
/* stats_members - the rows behind one figure (or one row of its table: by, code; both "" for all). Errors: NOT_FOUND. */
MUST_USE enum err stats_members(struct ctx *c, const struct stats *s, struct str id, struct str by, struct str code, struct member **out,
    int *n);
/* stats_months - F26 of the twelve months of the year in which W ends, and of the year before. */
MUST_USE enum err stats_months(struct ctx *c, const struct stats *s, int64_t now[12], int64_t then[12]);
struct list_view;
/* members_cols, members_rows - the list of such rows, a page at a time; unseen: how many of the page are not the viewer's to see. */
void members_cols(struct ctx *c, struct list_view *l);
MUST_USE enum err members_rows(struct ctx *c, struct list_view *l, const struct member *m, int n, int *unseen);
MUST_USE enum err stats_xlsx(struct ctx *c, const struct stats *s, struct str *out);
struct str table_title(struct ctx *c, const struct table *t);     /* "类别" */
struct str stats_json(struct ctx *c, const struct stats *s);                    /* shape: decisions.md section 2 */
bool figure_compares(const struct figure *g);          /* a count that stands beside last year's */
const char *figure_state_name(enum figure_state s);

#endif
