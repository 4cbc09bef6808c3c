#!/usr/bin/env python3
"""An independent recount of the figures, from raw table dumps and definitions.md alone.

    recount.py DATA PERIOD [--as-of D] [--organ CODE] [--scope tree|own]     prints what it counts, as json
    compare(expected, printed)                                              names every field in which the program differs

Written by somebody who has not read the program's own counting. `mut` carries names of mutated definitions (mutations.py): each puts one
wrong clause in the place of the right one, to prove that the random districts would notice.
"""
import argparse
import json
import os
import sys
from decimal import Decimal

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import arith
import dump as dumps
from count import Count
from records import Records

UNREGISTERED = "〔未登记〕"


# ---- G8: the registers that each figure reads
READS = {
    "petition": "F26 F27 F28a F26p IMP06", "lead": "F09 F12 F28 F28p F29 F30 F30p IMP01", "case": "F31 F31p",
    "result case": "F32 F33 F34 F35x F32p F36 F37", "proposal": "F38 F39 F39j", "accountability": "F15 F20",
    "result lead": "F10 F14 F40 F41 F42 F43 F44 F41p F42p F43p F44p", "result lead case": "F11 F13", "petition lead case result": "IMP02",
    "": "N01 N02 N03 IMP03 IMP10 IMP13 IMP14",
}
REGISTERS = {figure: names.split() for names, figures in READS.items() for figure in figures.split()}
COUNTS = ("F09 F10 F11 F12 F13 F14 F15 F20 F26 F27 F28a F28 F29 F30 F31 F32 F33 F34 F35x F36 F37 F38 F39 F39j F40 F41 F42 F43 "
          "F44").split()
YOYS = {"F26p": "F26", "F28p": "F28", "F30p": "F30", "F31p": "F31", "F32p": "F32", "IMP01": "F29"}
SHARES = {"F41p": "F41", "F42p": "F42", "F43p": "F43", "F44p": "F44"}


class Figures:
    """The answer that `xiezhi figures --format json` should give."""

    def __init__(self, tables, defs, organ_code, period, as_of=None, scope="tree", mut=frozenset()):
        self.mut, self.t = mut, tables
        start, end = arith.period(period)
        self.w = (start, min(end, as_of or end))
        self.prev_w = arith.prev_window(self.w, mut)
        self.period, self.organ = (start, end), next(o for o in tables["organ"] if o["code"] == organ_code)
        rec = Records(tables, defs, mut)
        self.cur = Count(rec, self.organ["id"], scope, self.w)
        self.prev = Count(rec, self.organ["id"], scope, self.prev_w, self.w[1] if "last year by today's tree" in mut else None)
        self.n, self.p = self.cur.numbers(), self.prev.numbers()

    def open(self, figure, w):
        day = w[1] if "register opened inside the window" in self.mut else w[0]
        opened = {r["register"] for r in self.t["register_opened"] if r["opened_on"] <= day and r["organ_id"] == self.organ["id"]}
        return "registers not asked" in self.mut or all(r in opened for r in REGISTERS[figure])

    def all(self):
        out = {f: self.entry(f) for f in COUNTS + list(YOYS) + list(SHARES)}
        for f, tables in self.cur.tables().items():
            if out[f]["state"] != "unregistered":
                out[f].update(tables)
        name = self.name()
        out["N01"] = out["N03"] = self.fixed("N01", name["district"])
        out["N02"] = self.fixed("N02", name["account"])
        out["IMP02"] = self.fixed("IMP02", "、".join(self.word(f) for f in ("F26", "F28", "F30", "F31", "F32")))
        out["IMP03"] = self.fixed("IMP03", 0, "0")
        out["IMP06"] = self.rural()
        out["IMP13"], out["IMP14"] = self.items("IMP13", "problems"), self.items("IMP14", "plans")
        out["_checks"] = self.checks()
        out["IMP10"] = self.fixed("IMP10", sum(c is not None and not c[0] for c in out["_checks"]))
        return out

    def entry(self, f):
        base = YOYS.get(f, f)
        if not self.open(f, self.w):
            return {"value": None, "text": UNREGISTERED, "prev": None, "state": "unregistered"}
        known = self.open(f, self.prev_w)
        if f in SHARES:
            return self.share(f, known)
        cur, prev = self.n[base], self.p[base]
        if f in YOYS:
            if not known:
                return {"value": None, "text": "不可比", "prev": None, "state": "prev_unregistered"}
            word, value, text = arith.yoy(cur, prev, self.mut)
            return {"value": value, "text": text, "prev": prev, "state": "prev_zero" if value is None else "ok"}
        return {"value": cur, "text": str(cur), "prev": prev if known else None, "state": "ok"}

    def share(self, f, known):
        at = int(f[2]) - 1
        value = arith.shares([self.n[f"F4{i}"] for i in range(1, 5)], self.mut)[at]
        prev = arith.shares([self.p[f"F4{i}"] for i in range(1, 5)], self.mut)[at]
        prev = arith.tenths(prev) if prev is not None and known else None
        if value is None:
            return {"value": None, "text": "", "prev": prev, "state": "none"}
        return {"value": arith.tenths(value), "text": arith.plain(arith.tenths(value)) + "%", "prev": prev, "state": "ok"}

    def fixed(self, f, value, text=None):
        if not self.open(f, self.w):
            return {"value": None, "text": UNREGISTERED, "prev": None, "state": "unregistered"}
        return {"value": value, "text": str(value) if text is None else text, "prev": None, "state": "ok"}

    def name(self):
        """The name as valid at the end of the window."""
        rows = [n for n in self.t["organ_name"] if n["organ_id"] == self.organ["id"]]
        valid = [n for n in rows if n["valid_from"] <= self.w[1] and (n["valid_to"] is None or self.w[1] <= n["valid_to"])]
        if "name as it is now" in self.mut:
            return max(rows, key=lambda n: n["valid_from"])
        return valid[0] if valid else self.organ

    def word(self, f):
        if not self.open(f, self.prev_w):
            return "不可比"
        return arith.yoy(self.n[f], self.p[f])[0]

    def rural(self):
        if not self.open("IMP06", self.w):
            return self.fixed("IMP06", None)
        tags = self.cur.tables()["F26"]["by_topic"]
        if self.n["F26"] == 0:
            return {"value": None, "text": "", "state": "none"}
        share = arith.tenths(arith.half_up(tags.get("rural", 0) * 1000, self.n["F26"]))
        others = max((n for t, n in tags.items() if t != "rural"), default=0)
        largest = tags.get("rural", 0) >= others if "rural among the largest" in self.mut else tags.get("rural", 0) > others
        return {"value": share, "text": arith.plain(share) + "%", "state": "supported" if largest else "not_supported"}

    def items(self, f, column):
        if not self.open(f, self.w):
            return self.fixed(f, None)
        for r in self.t["report"]:
            if (r["organ_id"], r["from_on"], r["to_on"]) == (self.organ["id"],) + self.period:
                n = len([x for x in r[column].split("\n") if x.strip()])
                return {"value": n, "text": str(n), "prev": None, "state": "ok"}
        return {"value": None, "text": "", "prev": None, "state": "none"}

    def checks(self):
        """IMP10, in the order of definitions.md; None = an operand is not registered, so the check is left out."""
        n, t, out = self.n, self.cur.tables(), []

        def check(figures, ok, left, right):
            out.append((ok, left, right) if all(self.open(f, self.w) for f in figures.split()) else None)

        def equal(figures, left, right):
            check(figures, left == right, left, right)
        equal("F26 F27 F28a", n["F26"], n["F27"] + n["F28a"])
        equal("F26", n["F26"], sum(t["F26"]["by_class"].values()))
        equal("F26", n["F26"], sum(t["F26"]["by_channel"].values()))
        equal("F28", n["F28"], sum(t["F28"]["by_method"].values()))
        for f in ("F09", "F12", "F30"):
            check(f + " F28", n[f] <= n["F28"], n[f], n["F28"])
        equal("F31", n["F31"], sum(t["F31"]["by_rank"].values()))
        check("F13 F32", n["F13"] <= n["F32"], n["F13"], n["F32"])
        equal("F32 F33 F34 F35x", n["F32"], n["F33"] + n["F34"] - n["F35x"])
        equal("F32 F36 F37", n["F32"], n["F36"] + n["F37"])
        equal("F40 F41 F42 F43 F44", n["F40"], n["F41"] + n["F42"] + n["F43"] + n["F44"])
        tenths = [s for s in arith.shares([n[f"F4{i}"] for i in range(1, 5)], self.mut) if s is not None]
        out.append(None if not self.open("F40", self.w) or not tenths else (sum(tenths) == 1000, sum(tenths), 1000))
        out.append((True, 0, 0) if self.open("N01", self.w) else None)
        return out


# ---- comparing
def read_json(text):
    return json.loads(text, parse_float=Decimal)


def same(a, b):
    if isinstance(a, (int, Decimal)) and isinstance(b, (int, Decimal)) and not isinstance(a, bool) and not isinstance(b, bool):
        return Decimal(a) == Decimal(b)
    if isinstance(a, dict) and isinstance(b, dict):
        return {k: v for k, v in a.items() if v} == {k: v for k, v in b.items() if v}
    return a == b


def compare(expected, printed):
    """[(figure, field, expected, printed)]"""
    bad = []
    for f, want in expected.items():
        if f == "_checks":
            bad += compare_checks(want, printed.get("_checks", []))
            continue
        got = printed.get(f)
        if got is None:
            bad.append((f, "figure", "there", "missing"))
            continue
        bad += [(f, k, v, got.get(k)) for k, v in want.items() if not same(v, got.get(k))]
    for f, got in printed.items():
        if not f.startswith("_") and f not in expected and f not in ("IMP15", "IMP16") and (got["state"], got["text"], got["value"]) != (
                "unregistered", UNREGISTERED, None):
            bad.append((f, "state", "unregistered", got["state"]))
    return bad


def compare_checks(want, got):
    by_id = {c["id"]: c for c in got}
    bad = []
    for i, w in enumerate(want, 1):
        c = by_id.get(f"K{i:02d}")
        if w is None:
            if c is not None and c.get("ok") is not None:
                bad.append((f"K{i:02d}", "skipped", None, c))
        elif c is None or (c["ok"], c["left"], c["right"]) != w:
            bad.append((f"K{i:02d}", "check", w, c))
    return bad


def main():
    a = argparse.ArgumentParser()
    a.add_argument("data")
    a.add_argument("period")
    a.add_argument("--as-of")
    a.add_argument("--organ", default="qy")
    a.add_argument("--scope", default="tree")
    o = a.parse_args()
    f = Figures(dumps.from_data(o.data), dumps.Defs(), o.organ, o.period, o.as_of, o.scope)
    for k, v in f.all().items():
        print(json.dumps({k: v}, ensure_ascii=False, default=str))


if __name__ == "__main__":
    main()
