#include "base/idcard.h"

#include <string.h>

#include "base/date.h"
#include "base/utf8.h"

#define LONG_FORM  18
#define SHORT_FORM 15
#define BIRTH_AT   6
#define YEAR_MIN   1800         /* nobody in a register was born earlier; "0199-01-01" is a slip */

static bool all_digits(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

/* check_char - MOD 11-2: weights are powers of two, the remainder 10 is written X. */
static char check_char(const char *p)
{
    int sum = 0;

    for (int i = 0; i < LONG_FORM - 1; i++)
        sum = (sum + p[i] - '0') * 2 % 11;
    return "10X98765432"[sum];
}

static bool is_born(const char *p)
{
    int64_t ymd;
    struct date d;

    return str_to_int((struct str){ p + BIRTH_AT, 8 }, &ymd) && ymd / 10000 >= YEAR_MIN
        && date_make((int)(ymd / 10000), (int)(ymd / 100 % 100), (int)(ymd % 100), &d);
}

enum idcard_fault idcard_read(struct arena *a, struct str s, struct str *out)
{
    struct str typed = text_fold(a, s);
    char *p = NEWS(a, char, LONG_FORM + 1);
    bool is_long = typed.n == LONG_FORM;

    *out = STR("");
    if (!is_long && typed.n != SHORT_FORM)
        return IDCARD_LENGTH;
    if (!all_digits(str_head(typed, typed.n - is_long)))
        return IDCARD_DIGITS;
    if (is_long) {
        memcpy(p, typed.p, LONG_FORM);
    } else {
        memcpy(p, typed.p, BIRTH_AT);
        memcpy(p + BIRTH_AT, "19", 2);
        memcpy(p + BIRTH_AT + 2, typed.p + BIRTH_AT, SHORT_FORM - BIRTH_AT);
        p[LONG_FORM - 1] = check_char(p);
    }
    if (p[LONG_FORM - 1] == 'x')
        p[LONG_FORM - 1] = 'X';
    if (p[LONG_FORM - 1] != 'X' && !all_digits((struct str){ p, LONG_FORM }))
        return IDCARD_DIGITS;
    if (!is_born(p))
        return IDCARD_DATE;
    if (p[LONG_FORM - 1] != check_char(p))
        return IDCARD_CHECK;
    *out = (struct str){ p, LONG_FORM };
    return IDCARD_OK;
}
