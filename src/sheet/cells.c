/* cells.c - what a cell means: dates as text and as serial numbers, column letters. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "sheet/sheet.h"

#define ZONE_MS ((int64_t)8 * 3600000)       /* sheets hold local time, UTC+8 */

/* A serial number: days since 1899-12-30 (1900 system, with its false 29 February before day 60) or 1904-01-01. */
static bool serial(const struct sheet *s, struct str text, int64_t *seconds)
{
    char z[64];
    char *end;

    if (text.n == 0 || text.n >= sizeof z)
        return false;
    memcpy(z, text.p, text.n);
    z[text.n] = '\0';
    double v = strtod(z, &end);
    if (*end != '\0' || !(v >= 0) || v > 2958466)
        return false;
    int64_t whole = (int64_t)llround(v * 86400);        /* seconds: the fraction is only a rounded one */
    int64_t base = s->epoch_1904 ? 24107 : 25569;       /* days from the epoch to 1970-01-01 */
    if (!s->epoch_1904 && v < 60)
        whole += 86400;
    *seconds = whole - base * 86400;
    return true;
}

/* Text before a blank or T is the day; behind it HH:MM[:SS]. */
static struct str day_part(struct str s, struct str *rest)
{
    for (size_t i = 0; i < s.n; i++)
        if ((s.p[i] == ' ' || s.p[i] == 'T') && i >= 6) {
            *rest = str_trim(str_from(s, i + 1));
            return str_head(s, i);
        }
    *rest = STR("");
    return s;
}

static bool time_part(struct str s, int64_t *seconds)
{
    int64_t part[3] = { 0 };
    int n = 0;

    while (s.n > 0 && n < 3)
        if (!str_to_int(str_trim(str_cut(&s, ':')), &part[n++]))
            return false;
    *seconds = part[0] * 3600 + part[1] * 60 + part[2];
    return n >= 2 && part[0] < 24 && part[1] < 60 && part[2] < 60 && part[0] >= 0 && part[1] >= 0 && part[2] >= 0;
}

bool cell_date(const struct sheet *s, const struct cell *c, struct date today, enum date_fault *fault, struct date *out)
{
    int64_t seconds;
    struct str rest;

    *fault = DATE_OK;
    if ((c->kind == CELL_DATE || c->kind == CELL_NUMBER) && c->text.n < 8 + 12 && !(c->kind == CELL_NUMBER && c->text.n == 8)
        && serial(s, c->text, &seconds)) {
        *out = date_of_ms(seconds * 1000 - ZONE_MS);
        return true;
    }
    *fault = date_read(day_part(str_trim(c->text), &rest), today, out);
    return *fault == DATE_OK;
}

bool cell_time(const struct sheet *s, const struct cell *c, struct date today, int64_t *ms)
{
    int64_t seconds = 0;
    struct date day;
    struct str rest;

    if (c->kind == CELL_DATE && serial(s, c->text, &seconds)) {
        *ms = seconds * 1000 - ZONE_MS;
        return true;
    }
    if (date_read(day_part(str_trim(c->text), &rest), today, &day) != DATE_OK || (rest.n > 0 && !time_part(rest, &seconds)))
        return false;
    *ms = ms_of_date(day) + seconds * 1000;
    return true;
}

struct str column_letters(struct arena *a, int col)
{
    return col < 26 ? str_fmt(a, "%c", 'A' + col) : str_fmt(a, "%c%c", 'A' + col / 26 - 1, 'A' + col % 26);
}
