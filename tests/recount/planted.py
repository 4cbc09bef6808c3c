"""Plants the rows of plants_rules.py and plants_figures.py one after the other and sees what the program's figures do."""
import copy
import re

import dump
import plants_figures  # noqa: F401 - registers its plants
import plants_rules  # noqa: F401
import recount
from plant import PLANTS, Ground

DERIVED = set(recount.YOYS) | set(recount.SHARES) | {"IMP02"}


def changes(before, after):
    """{name: change} of every figure, last year's value and table."""
    out = {}
    for f in after:
        if f.startswith("_"):
            continue
        a, b = before[f], after[f]
        if (a["value"], a["state"], a["text"]) != (b["value"], b["state"], b["text"]):
            out[f] = "=" + b["state"] if b["state"] != a["state"] else difference(a["value"], b["value"])
        if a["prev"] != b["prev"] and f not in DERIVED:
            out[f + ".prev"] = difference(a["prev"], b["prev"])
        for t in set(a) | set(b):
            if t.startswith("by_") and not recount.same(a.get(t, {}), b.get(t, {})):
                out[f"{f}.{t}"] = ""
    return out


def difference(a, b):
    whole = isinstance(a, int) and isinstance(b, int)
    return f"{b - a:+d}" if whole else ""


def expected(text):
    out = {}
    for word in text.split():
        m = re.fullmatch(r"([A-Za-z0-9_.]+?)([+-]\d+|=\w+)?", word)
        out[m.group(1)] = m.group(2) or ""
    return out


def faults(expect, exact, before, after):
    want, got, bad = expected(expect), changes(before, after), []
    for f in sorted(set(want) | set(got)):
        if f in DERIVED and f not in want:
            continue
        if f in exact or (f in got and want.get(f) in (got[f], "") and f in want):
            continue
        bad.append((f, "expected", want.get(f, "no change"), "got", got.get(f, "no change")))
    for f, triple in exact.items():
        have = (after[f]["value"], after[f]["text"], after[f]["state"])
        if not (recount.same(triple[0], have[0]) and triple[1:] == have[1:]):
            bad.append((f, "expected", triple, "got", have))
    return bad


def ask_program(store, rows, ask):
    period, scope, as_of, organ = ask
    store.replace(rows)
    return recount.read_json(store.figures(period, scope, as_of, organ if organ != "qy" else None))


def run(score, name, store):
    defs, bare = dump.Defs(), {}
    for clause, expect, ask, exact, f in PLANTS:
        b = Ground(store.home)
        quiet = copy.deepcopy(b.tables)
        steps = f(b)
        next(steps)
        if b.tables != quiet:
            before = ask_program(store, copy.deepcopy(b.tables), ask)
        else:
            before = bare[ask] = bare.get(ask) or ask_program(store, quiet, ask)
        next(steps, None)
        after = ask_program(store, b.tables, ask)
        own = recount.Figures(dump.from_data(store.data), defs, ask[3], ask[0], ask[2], ask[1]).all()
        score.case(f"{name} planted: {clause}", faults(expect, exact, before, after)
                   + [("recount",) + d for d in recount.compare(own, after)])
    refused(score, name, store)


def refused(score, name, store):
    """G1: as_of before the window is refused."""
    try:
        store.figures("2020H1", as_of="2019-12-31")
        score.case(f"{name} planted: G1 as_of before from is refused", [("answered",)])
    except RuntimeError:
        score.case(f"{name} planted: G1 as_of before from is refused", [])
