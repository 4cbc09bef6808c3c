/* arith.h - the arithmetic of definitions.md G9 to G12, on integers only: year on year, shares, 余/多, money. Pure functions; the tests run the
 * published bulletins through them. */
#ifndef AREA_STATS_ARITH_H
#define AREA_STATS_ARITH_H

#include "base/str.h"

enum yoy_kind { YOY_UP, YOY_DOWN, YOY_SAME, YOY_PREV_ZERO };
/* Signed, in units of 10^-decimals per cent; decimals is 0 (".0" dropped), 1 or 2. tiny: 0.00 after two decimals, "不足0.01%". */
struct yoy { enum yoy_kind kind; int64_t value; int decimals; bool tiny; };
struct yoy yoy_of(int64_t cur, int64_t prev);
struct str yoy_number(struct arena *a, struct yoy y);       /* "-5.2", "12", "0" : signed, as printed */
struct str yoy_text(struct arena *a, struct yoy y);         /* "下降5.2%", "增长12%", "持平", "上年同期为0" */
struct str yoy_word(struct yoy y);                          /* 增长, 下降, 持平 */

/* shares_of - tenths of per cent that sum to exactly 1000: floor, then largest remainder; tie: larger count, then lower index.
 * False when the total is 0. */
bool shares_of(const int64_t *counts, int n, int64_t *tenths);
int64_t share_plain(int64_t part, int64_t whole);           /* half-up tenths, for tags that overlap */
struct str tenths_text(struct arena *a, int64_t tenths);    /* 708 -> "70.8", 700 -> "70" */

/* over_text - G11: 57 -> "50余", 186 -> "180余", 180 -> "180"; word is 余 or 多. */
struct str over_text(struct arena *a, int64_t n, struct str word);
struct str wan_text(struct arena *a, int64_t fen);          /* fen -> 万元, half-up to two decimals, zeros dropped */

#endif
