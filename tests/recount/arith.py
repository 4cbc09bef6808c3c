"""Windows and the arithmetic of definitions.md G1, G9 to G11, on integers and decimals only."""
import calendar
import datetime
import re
from decimal import Decimal


def month_days(y, m):
    return calendar.monthrange(y, m)[1]


def ymd(text):
    return tuple(int(p) for p in text.split("-"))


def iso(y, m, d):
    return f"{y:04d}-{m:02d}-{d:02d}"


def period(text):
    """2020H1, 2020Q2, 2020-06, 2020, or from..to -> (from, to)."""
    if ".." in text:
        return tuple(text.split(".."))
    m = re.fullmatch(r"(\d{4})(?:H([12])|Q([1-4])|-(\d\d))?", text)
    y = int(m.group(1))
    first, last = 1, 12
    if m.group(2):
        last = 6 * int(m.group(2))
        first = last - 5
    elif m.group(3):
        last = 3 * int(m.group(3))
        first = last - 2
    elif m.group(4):
        first = last = int(m.group(4))
    return iso(y, first, 1), iso(y, last, month_days(y, last))


def prev_window(w, mut=frozenset()):
    """G1: both ends a year back; `to` at a month's end stays there, `from` is only clamped."""
    if "prev by 365 days" in mut:
        return tuple((datetime.date(*ymd(d)) - datetime.timedelta(days=365)).isoformat() for d in w)
    fy, fm, fd = ymd(w[0])
    ty, tm, td = ymd(w[1])
    at_end = td == month_days(ty, tm) and "prev end only clamped" not in mut
    start = min(fd, month_days(fy - 1, fm))
    if "prev start kept at the month's end" in mut and fd == month_days(fy, fm):
        start = month_days(fy - 1, fm)
    return iso(fy - 1, fm, start), iso(ty - 1, tm, month_days(ty - 1, tm) if at_end else min(td, month_days(ty - 1, tm)))


def months(w):
    y, m, _ = ymd(w[0])
    out = []
    while f"{y:04d}-{m:02d}" <= w[1][:7]:
        out.append(f"{y:04d}-{m:02d}")
        y, m = (y + 1, 1) if m == 12 else (y, m + 1)
    return out


def half_up(num, den):
    return (2 * num + den) // (2 * den)


def plain(number):
    """A decimal as it is printed: ".0" dropped."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def tenths(n):
    return Decimal(n) / 10


def yoy(cur, prev, mut=frozenset()):
    """G9 -> (word, signed value or None, text)."""
    if cur == prev:
        return "持平", Decimal(0), "持平"
    if prev == 0:
        return "上年同期为0", None, "上年同期为0"
    base = cur if "year on year over the present" in mut and cur else prev
    d, word = abs(cur - prev), "增长" if cur > prev else "下降"
    t = d * 1000 // base if "year on year truncated" in mut else half_up(d * 1000, base)
    value = tenths(t)
    if t == 0:
        h = half_up(d * 10000, base)
        value = Decimal(h) / 100
        if h == 0:
            return word, Decimal(0), "不足0.01%"
    return word, value if cur > prev else -value, word + plain(value) + "%"


def shares(counts, mut=frozenset()):
    """G10: tenths of per cent that sum to 1000, in the order of the codes; None when there is nothing."""
    total = sum(counts)
    if total == 0:
        return [None] * len(counts)
    if "shares rounded one by one" in mut:
        return [half_up(c * 1000, total) for c in counts]
    out = [c * 1000 // total for c in counts]
    rest = sorted(range(len(counts)), key=lambda i: (-(counts[i] * 1000 % total), i if "share ties by code only" in mut else -counts[i], i))
    for i in rest[:1000 - sum(out)]:
        out[i] += 1
    return out


def over(n, word="余"):
    """G11: 57 -> 50余, 186 -> 180余, 3456 -> 3400余, 180 -> 180; below 10 exact."""
    if n < 10:
        return str(n)
    step = max(10, 10 ** (len(str(n)) - 2))
    return str(n) if n % step == 0 else f"{n // step * step}{word}"
