#include "area/stats/arith.h"

#include "base/buf.h"

static int64_t iabs(int64_t v) { return v < 0 ? -v : v; }

/* (cur - prev) / prev * 100 in units of 10^-decimals, half away from zero. */
static int64_t percent(int64_t cur, int64_t prev, int64_t unit)
{
    int64_t top = iabs(cur - prev) * 100 * unit, bottom = iabs(prev);
    int64_t whole = (2 * top + bottom) / (2 * bottom);

    return (cur < prev) != (prev < 0) ? -whole : whole;
}

struct yoy yoy_of(int64_t cur, int64_t prev)
{
    struct yoy y = { cur > prev ? YOY_UP : YOY_DOWN, 0, 1, false };

    if (cur == prev)
        return (struct yoy){ YOY_SAME, 0, 0, false };
    if (prev == 0)
        return (struct yoy){ YOY_PREV_ZERO, 0, 0, false };
    y.value = percent(cur, prev, 10);
    if (y.value == 0) {
        y.decimals = 2;
        y.value = percent(cur, prev, 100);
        y.tiny = y.value == 0;
    } else if (y.value % 10 == 0) {
        y.decimals = 0;
        y.value /= 10;
    }
    return y;
}

static struct str decimal(struct arena *a, int64_t v, int decimals)
{
    int64_t unit = decimals == 2 ? 100 : decimals == 1 ? 10 : 1;

    if (decimals == 0)
        return str_int(a, v);
    return str_fmt(a, "%s%lld.%0*lld", v < 0 ? "-" : "", (long long)(iabs(v) / unit), decimals, (long long)(iabs(v) % unit));
}

struct str yoy_number(struct arena *a, struct yoy y) { return decimal(a, y.value, y.decimals); }

struct str yoy_word(struct yoy y)
{
    return y.kind == YOY_UP ? STR("增长") : y.kind == YOY_DOWN ? STR("下降") : y.kind == YOY_SAME ? STR("持平") : STR("上年同期为0");
}

struct str yoy_text(struct arena *a, struct yoy y)
{
    if (y.kind == YOY_SAME || y.kind == YOY_PREV_ZERO)
        return yoy_word(y);
    if (y.tiny)
        return str_fmt(a, "%.*s不足0.01%%", PF(yoy_word(y)));
    return str_fmt(a, "%.*s%.*s%%", PF(yoy_word(y)), PF(decimal(a, iabs(y.value), y.decimals)));
}

bool shares_of(const int64_t *counts, int n, int64_t *tenths)
{
    int64_t total = 0, given = 0;

    for (int i = 0; i < n; i++)
        total += counts[i];
    for (int i = 0; i < n; i++)
        tenths[i] = 0;
    if (total == 0)
        return false;
    for (int i = 0; i < n; i++)
        given += tenths[i] = counts[i] * 1000 / total;
    for (bool taken[64] = { false }; given < 1000; given++) {
        int best = -1;
        for (int i = 0; i < n && i < 64; i++) {
            if (taken[i])
                continue;
            int64_t r = counts[i] * 1000 % total, b = best < 0 ? -1 : counts[best] * 1000 % total;
            if (best < 0 || r > b || (r == b && counts[i] > counts[best]))
                best = i;
        }
        if (best < 0)
            break;
        taken[best] = true;
        tenths[best]++;
    }
    return true;
}

int64_t share_plain(int64_t part, int64_t whole) { return whole == 0 ? 0 : (2 * part * 1000 + whole) / (2 * whole); }

struct str tenths_text(struct arena *a, int64_t tenths)
{
    return tenths % 10 == 0 ? str_int(a, tenths / 10) : decimal(a, tenths, 1);
}

struct str over_text(struct arena *a, int64_t n, struct str word)
{
    int64_t step = 10;

    if (n < 10)
        return str_int(a, n);
    for (int64_t rest = n / 1000; rest > 0; rest /= 10)
        step *= 10;
    if (n % step == 0)
        return str_int(a, n);
    return str_fmt(a, "%lld%.*s", (long long)(n / step * step), PF(word));
}

struct str wan_text(struct arena *a, int64_t fen)
{
    int64_t hundredths = (iabs(fen) * 2 + 10000) / 20000;       /* of 万元: 10^6 fen = 1 */
    struct str sign = fen < 0 ? STR("-") : STR("");

    if (hundredths % 100 == 0)
        return str_fmt(a, "%.*s%lld", PF(sign), (long long)(hundredths / 100));
    if (hundredths % 10 == 0)
        return str_fmt(a, "%.*s%lld.%lld", PF(sign), (long long)(hundredths / 100), (long long)(hundredths / 10 % 10));
    return str_fmt(a, "%.*s%lld.%02lld", PF(sign), (long long)(hundredths / 100), (long long)(hundredths % 100));
}
