"""Random districts, written straight into the tables: everything that definitions.md distinguishes, in small numbers and awkward days.

A district is a dictionary of tables; `Store` puts it into a data directory that `xiezhi init` made, on SQLite or PostgreSQL. No domain call
of the program is used, so that what the program would refuse to write is there as well where the schema allows it (imports may bring it).
"""
import csv
import datetime
import io
import os
import random
import sqlite3
import subprocess

EDGES = ("2018-12-31 2019-01-01 2019-02-28 2019-03-01 2019-03-31 2019-04-01 2019-06-30 2019-07-01 2019-12-31 2020-01-01 "
         "2020-01-15 2020-02-28 "
         "2020-02-29 2020-03-01 2020-03-31 2020-04-01 2020-06-30 2020-07-01 2019-01-15 2019-03-03 2020-03-03").split()
RANKS = ["RK_XC", "RK_XK", "RK_ZK", "RK_FK", "RK_YB", "RK_NC", "RK_SQ", "RK_QY", "RK_QT", "ZJ_DY4", "ZJ_ZR1", "ZJ_ZR3", "ZJ_KY1", None]
REPORTED = ["county", "township", "general", "institution", "village", "community", "enterprise", "other", "unknown", None]
TOPICS = ["gang", "poverty", "poverty_fund", "poverty_project", "rural", "village_finance", "farm_land", "village_election", "ecology",
          "well_metering", "education", "medical", "formalism", "other"]
CONDUCTS = ["political", "organisational", "integrity", "mass", "work", "life", "duty", "other"]
FIRST = ["F1_REMIND", "F1_CRITICISE", "F1_SELFCRIT", "F1_ADMONISH", "F1_NOTICE"]
PARTY = ["P_WARN", "P_SERIOUS", "P_REMOVE", "P_PROBATION", "P_EXPEL"]
GOV = ["G_WARN", "G_DEMERIT", "G_MAJOR", "G_DOWNGRADE", "G_REMOVE", "G_DISMISS"]
HANDLING = ["OH_SUSPEND", "OH_TRANSFER", "OH_GRADE", "OH_RESIGN", "OH_REMOVE", "OH_DEMOTE", "OH_RETIRE"]
OTHER = ["OO_HONOUR", "OO_NPC", "OO_BLAME", "OO_OTHER"]
REGISTERS = ["organ", "petition", "lead", "case", "result", "accountability", "proposal", "report"]

# What a row needs besides the columns that matter here.
FILL = {
    "organ": {"name": "某机关", "organ_type": "town", "in_program": 1},
    "person": {"name": "某人", "name_sort": "mouren", "initials": "mr", "unit": "某单位", "post": "某职务"},
    "person_merge": {"by_user": 0, "at_ms": 1},
    "petition": {"office_id": 0, "subject": "反映问题", "body": "正文", "body_fold": "x", "state": "registered", "workflow": 1, "made_by": 0,
                 "made_at_ms": 0},
    "petition_person": {"name": "某人", "name_fold": "某人", "unit": "", "post": ""},
    "lead": {"office_id": 0, "source": "petition", "subject": "线索", "body": "正文", "state": "registered", "workflow": 1, "made_by": 0,
             "made_at_ms": 0},
    "disposal": {"proposed_by": 0, "made_at_ms": 0},
    "casefile": {"office_id": 0, "subject": "案件", "party_line": 1, "supervisory_line": 0, "proposed_by": 0, "workflow": 1, "made_by": 0,
                 "made_at_ms": 0},
    "lead_merge": {"by_user": 0, "at_ms": 1},
    "result": {"proposed_by": 0, "made_at_ms": 0},
    "proposal": {"office_id": 0, "unit": "某单位", "title": "建议书", "text": "正文", "state": "issued", "workflow": 1, "proposed_by": 0,
                 "made_at_ms": 0},
    "register_opened": {"by_user": 0},
    "report": {"as_of": "", "state": "draft"},
}
ORDER = ["organ", "organ_name", "organ_parent", "person", "person_merge", "petition", "petition_person", "petition_tag", "petition_conduct",
         "lead", "lead_person", "lead_tag", "disposal", "casefile", "case_lead", "lead_merge", "result", "proposal", "register_opened",
         "report"]
WITH_REF = ("person", "petition", "lead", "disposal", "casefile", "result", "proposal", "report")


def add_days(day, n):
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=n)).isoformat()


class Builder:
    """Rows with fresh ids. `put` returns the row, so that a later one may hang on it."""

    def __init__(self, home, seed=0, ids=20000):
        self.rng = random.Random(seed)
        self.home = home                                        # id of the organ that `init` made
        self.tables = {t: [] for t in ORDER}
        self.ids = iter(self.rng.sample(range(10 ** 6, 10 ** 7), ids))
        self.numbers = {}

    def put(self, table, **values):
        row = dict(FILL.get(table, {}))
        if table not in ("petition_tag", "petition_conduct", "lead_tag", "lead_person", "case_lead", "register_opened"):
            row["id"] = next(self.ids)
        if table in WITH_REF:
            row["ref"] = row["id"]
        row.update(values)
        self.tables[table].append(row)
        return row

    def number(self, kind, organ_id):
        key = (kind, organ_id)
        self.numbers[key] = self.numbers.get(key, 0) + 1
        return f"{kind}{organ_id % 1000:03d}-{self.numbers[key]:04d}"

    # ---- the fewest words for each kind of record
    def organ(self, code, kind="town", parent=None, start="2000-01-01", end=None, **values):
        o = self.put("organ", code=code, district=code, account=code, organ_type=kind, **values)
        self.put("organ_name", organ_id=o["id"], district=code, account=code, valid_from="2000-01-01", valid_to=None)
        if parent is not None:
            self.link(o["id"], parent, start, end)
        return o["id"]

    def link(self, organ_id, parent_id, start="2000-01-01", end=None):
        return self.put("organ_parent", organ_id=organ_id, parent_id=parent_id, valid_from=start, valid_to=end)

    def open(self, register, day="2000-01-01", organ_id=None):
        return self.put("register_opened", organ_id=organ_id or self.home, register=register, opened_on=day)

    def person(self, **values):
        p = self.put("person", **{"organ_id": self.home, "canonical_id": 0, "rank": None, "party_member": 1, "public_office": 1,
                                  "is_organisation": 0, "voided": 0, **values})
        p["canonical_id"] = p["canonical_id"] or p["id"]
        return p

    def merge(self, p, into):
        """As the program keeps it: whoever was merged into p goes along, so that no chain is longer than one step."""
        for q in self.tables["person"]:
            if q["canonical_id"] == p["id"]:
                q["canonical_id"] = into["id"]
        self.put("person_merge", from_id=p["id"], into_id=into["id"], undone_at_ms=None)

    def petition(self, day, tags=(), ranks=(), conducts=(), **values):
        organ = values.get("organ_id", self.home)
        p = self.put("petition", **{"organ_id": organ, "no": self.number("信", organ), "origin_id": 0, "registered_on": day,
                                    "received_on": day,
                                    "channel": "letter", "source": "own", "source_organ_id": None, "class": "accusation",
                                    "conduct": conducts[0] if conducts else None, "voided": 0, **values})
        p["origin_id"] = p["origin_id"] or p["id"]
        for i, r in enumerate(ranks):
            self.put("petition_person", petition_id=p["id"], ord=i, person_id=None, rank=r)
        for t in dict.fromkeys(tags):
            self.put("petition_tag", petition_id=p["id"], topic=t)
        for c in dict.fromkeys(conducts):
            self.put("petition_conduct", petition_id=p["id"], conduct=c)
        return p

    def lead(self, day, persons=(), tags=(), **values):
        organ = values.get("organ_id", self.home)
        x = self.put("lead", **{"organ_id": organ, "no": self.number("线", organ), "origin_id": 0, "petition_id": None, "registered_on": day,
                                "received_on": day, "voided": 0, **values})
        x["origin_id"] = x["origin_id"] or x["id"]
        for p in persons:
            self.reported(x, p)
        for t in dict.fromkeys(tags):
            self.put("lead_tag", lead_id=x["id"], topic=t)
        return x

    def reported(self, lead, person, **values):
        return self.put("lead_person", **{"lead_id": lead["id"], "person_id": person["id"], "rank": person["rank"],
                                          "party_member": person["party_member"], "public_office": 1, "frozen_on": None, "umbrella": 0,
                                          "gang_related": 0, **values})

    def dispose(self, lead, method, day, **values):
        return self.put("disposal", **{"lead_id": lead["id"], "organ_id": lead["organ_id"], "method": method, "proposed_on": day,
                                       "approved_on": day, "approved_by": 0, "state": "approved", "outcome": None, "ended_on": None,
                                       "voided": 0, **values})

    def case(self, person, leads, day, **values):
        organ = values.get("organ_id", leads[0]["organ_id"] if leads else self.home)
        k = self.put("casefile", **{"organ_id": organ, "no": self.number("立", organ), "person_id": person["id"], "rank": person["rank"],
                                    "party_member": person["party_member"], "public_office": 1,
                                    "is_organisation": person["is_organisation"],
                                    "party_filed_on": day, "supervisory_filed_on": None, "filed_on": day,
                                    "proposed_on": day or "2020-01-02",
                                    "withdrawn_on": None, "state": "investigating" if day else "proposed", "voided": 0, **values})
        for x in leads:
            self.put("case_lead", case_id=k["id"], lead_id=x["id"], parted_at_ms=None)
        return k

    def result(self, family, code, person, day, lead=None, case=None, disposal=None, **values):
        at = case or lead
        sanction = family in ("party", "gov")
        r = {"organ_id": at["organ_id"] if at else self.home, "family": family, "code": code, "person_id": person["id"],
             "lead_id": lead["id"] if lead else None, "case_id": case["id"] if case else None,
             "disposal_id": disposal["id"] if disposal else None, "topic": None, "campaign": None, "basis": "", "decided_on": day,
             "effective_on": day if sanction else None, "state": "approved", "revoked_on": None, "voided": 0, **values}
        r["counted_on"] = None if r["state"] != "approved" else r["effective_on"] if sanction else r["decided_on"]
        return self.put("result", **r)

    def proposal(self, kind, day, **values):
        organ = values.get("organ_id", self.home)
        return self.put("proposal", **{"organ_id": organ, "no": self.number("建" + kind, organ) if day else None, "type": kind,
                                       "case_id": None,
                                       "lead_id": None, "issued_on": day, "replied_on": None, "voided": 0, **values})


class District(Builder):
    """One random district: the same for the same seed."""

    def __init__(self, seed, home):
        super().__init__(home, seed)
        r = self.rng
        self.size = r.choice((0.3, 1, 1, 2))
        self.late = r.random() < 0.2                            # nothing in the year before: previous = 0
        self.make_organs()
        self.make_registers()
        self.make_persons()
        self.make_petitions()
        self.make_leads()
        self.make_cases()
        self.make_merges()
        self.make_results()
        self.make_proposals()
        self.make_reports()
        self.make_corners()
        if seed % 7 == 0:
            self.make_ties()

    # ---- dice
    def chance(self, p):
        return self.rng.random() < p

    def times(self, n):
        return range(max(1, int(n * self.size * self.rng.uniform(0.7, 1.3))))

    def day(self):
        r = self.rng
        d = r.choice(EDGES) if self.chance(0.4) else add_days("2018-11-01", r.randrange(640))
        return d if not self.late or d >= "2020-01-01" else add_days("2020-01-01", r.randrange(180))

    def some(self, items, low, high):
        return self.rng.sample(items, min(len(items), self.rng.randint(low, high)))

    def organ_here(self):
        return self.rng.choice([self.home] * 5 + self.organs)

    # ---- parts
    def make_organs(self):
        r = self.rng
        self.city = self.organ("city", "city", in_program=0)
        self.link(self.home, self.city)
        change = r.choice(("2020-01-01", "2020-02-29", "2020-07-01", "2019-07-01"))
        self.put("organ_name", organ_id=self.home, district="青原", account="青原", valid_from="2000-01-01", valid_to=add_days(change, -1))
        self.put("organ_name", organ_id=self.home, district="新青", account="新青", valid_from=change, valid_to=None)
        a = self.organ("t1", parent=self.home)
        b = self.organ("t2", parent=self.home, start=r.choice(("2020-01-01", "2020-06-30", "2019-03-01", "2020-02-29")))
        c = self.organ("t3", parent=self.home, end=r.choice(("2019-06-30", "2019-12-31", "2020-02-29", "2020-06-29", "2020-06-30")))
        d = self.organ("t4", parent=self.city, end="2019-12-31")    # another district's, then ours: the tree changes
        self.link(d, self.home, "2020-01-01")
        e = self.organ("v1", parent=a)                          # a grandchild
        self.organs = [a, b, c, d, e, self.city]
        self.in_tree = [a, b, c, d, e]

    def make_registers(self):
        shut = self.chance(0.35)
        for name in REGISTERS:
            day = "2000-01-01"
            if shut and self.chance(0.3):
                day = self.rng.choice(("2019-01-01", "2019-01-02", "2019-07-01", "2020-01-01", "2020-01-02", "2020-06-30", None))
            if day:
                self.open(name, day)
            self.open(name, "2000-01-01", self.in_tree[0])

    def make_persons(self):
        r = self.rng
        self.people = [self.person(rank=r.choice(RANKS), party_member=r.choice((1, 1, 1, 0, None)), is_organisation=int(self.chance(0.08)))
                       for _ in self.times(45)]
        for p in self.people:                                   # as frozen on the leads: other than on the person and on the case
            p["at_lead"] = {"rank": r.choice(RANKS), "party_member": r.choice((1, 1, 0, None))}
        natural = [p for p in self.people if not p["is_organisation"]]
        self.alias = {}
        for p in self.some(natural, len(natural) // 6, len(natural) // 4):
            q = self.person(rank=r.choice(RANKS), party_member=r.choice((1, 0, None)))
            self.merge(q, p)
            self.alias.setdefault(p["id"], [p]).append(q)
            if self.chance(0.4):                                # a chain: third into second into first, kept flat by the merge
                third = self.person(rank=r.choice(RANKS))
                self.put("person_merge", from_id=third["id"], into_id=q["id"], undone_at_ms=None)
                third["canonical_id"] = p["id"]
                self.alias[p["id"]].append(third)

    def one_of(self, p):
        """The person under any of its merged rows."""
        return self.rng.choice(self.alias.get(p["id"], [p]))

    def make_petitions(self):
        r, made = self.rng, []
        for _ in self.times(70):
            organ, day = self.organ_here(), self.day()
            values = {"organ_id": organ, "channel": r.choice(("letter", "visit", "phone", "web", "other")),
                      "voided": int(self.chance(0.08)),
                      "source": r.choice(("own", "own", "own", "upper", "upper", "lower", "other")),
                      "received_on": add_days(day, -r.choice((0, 0, 1, 9))),
                      "class": r.choice(("accusation", "accusation", "accusation", "suggestion", "appeal", "out_of_scope",
                                         "no_substance", None))}
            if values["source"] == "upper":
                values["source_organ_id"] = r.choice((self.city, self.home if organ != self.home else self.city, None))
            elif values["source"] == "lower":
                values["source_organ_id"] = r.choice(self.in_tree)
            if made and self.chance(0.2):                       # handed over: the same origin, registered again by another organ
                first = r.choice(made)
                values["origin_id"] = first["origin_id"]
                if self.chance(0.7):
                    day = add_days(first["registered_on"], r.choice((0, 1, 3, 40, 190, -5)))
            reported = [r.choice(REPORTED) for _ in range(r.choice((0, 1, 1, 2, 3)))]
            made.append(self.petition(day, tags=self.some(TOPICS, 0, 3), ranks=reported,
                                      conducts=self.some(CONDUCTS, 0, 3), **values))
        self.petitions = made

    def make_leads(self):
        r, self.leads = self.rng, []
        for _ in self.times(45):
            organ, day = self.organ_here(), self.day()
            values = {"organ_id": organ, "voided": int(self.chance(0.08)), "petition_id": None}
            if self.chance(0.4):
                values["petition_id"] = r.choice(self.petitions)["id"]
            if self.leads and self.chance(0.18):
                values["origin_id"] = r.choice(self.leads)["origin_id"]
            x = self.lead(day, tags=self.some(TOPICS, 0, 2), **values)
            x["people"] = self.some(self.people, 1, 3)
            for p in x["people"]:
                self.reported(x, self.one_of(p), umbrella=int(self.chance(0.2)), gang_related=int(self.chance(0.25)), frozen_on=day,
                              **p["at_lead"])
            self.leads.append(x)
            for _ in range(r.choice((0, 1, 1, 1, 2, 3))):
                self.make_disposal(x, add_days(x["registered_on"], r.choice((0, 0, 1, 5, 30, 100))) if self.chance(0.6) else self.day())

    def make_disposal(self, lead, day):
        r = self.rng
        method = r.choice(("inquiry", "inquiry", "verify", "verify", "hold", "close", "file"))
        if self.chance(0.15):
            return self.dispose(lead, method, day, approved_on=None, approved_by=None,
                                state=r.choice(("proposed", "rejected", "withdrawn")))
        d = self.dispose(lead, method, day, proposed_on=add_days(day, -r.choice((0, 0, 1, 10))), state=r.choice(("approved", "done")),
                         voided=int(self.chance(0.07)))
        if d["state"] == "done":
            d["ended_on"] = add_days(day, r.choice((0, 5, 31, 150)))
        if method in ("inquiry", "verify") and self.chance(0.6):
            for p in self.some(lead["people"], 1, 3):
                family, code = r.choice((("first", r.choice(FIRST)), ("first", r.choice(FIRST)), ("closing", "CL_ACCEPT"),
                                         ("closing", "CL_FACE")))
                self.result(family, code, self.one_of(p), add_days(day, r.choice((0, 1, 20, 60))), lead=lead, disposal=d,
                            **self.fate(False))
        return d

    def fate(self, sanction):
        """Void, revoked, or never approved."""
        if self.chance(0.1):
            return {"state": self.rng.choice(("proposed", "answered", "rejected", "withdrawn"))}
        return {"voided": int(self.chance(0.07)), "revoked_on": "2020-05-05" if sanction and self.chance(0.15) else None}

    def make_cases(self):
        r, self.cases = self.rng, []
        for _ in self.times(30):
            leads = self.some(self.leads, 1, 3) if self.chance(0.4) else [r.choice(self.leads)] if self.chance(0.93) else []
            person = r.choice(leads[0]["people"] if leads and self.chance(0.9) else self.people)
            party, gov = self.day(), self.day()
            line = r.choice(("party", "gov", "both"))
            dates = {"party_filed_on": party if line != "gov" else None, "supervisory_filed_on": gov if line != "party" else None}
            filed = min(d for d in dates.values() if d)
            values = {"rank": r.choice(RANKS), "party_member": r.choice((1, 1, 0, None)), "party_line": int(line != "gov"),
                      "supervisory_line": int(line != "party"), "voided": int(self.chance(0.06)),
                      "proposed_on": add_days(filed, -r.choice((0, 3, 20)))}
            if self.chance(0.08):
                filed, dates = None, {"party_filed_on": None, "supervisory_filed_on": None}
            elif self.chance(0.08):
                values.update(withdrawn_on=add_days(filed, 40), state="withdrawn")
            k = self.case(self.one_of(person), leads, filed, **{**dates, **values})
            k["person"], k["leads"] = person, leads
            if len(leads) > 1 and self.chance(0.2):
                self.tables["case_lead"][-1]["parted_at_ms"] = 5
                k["leads"] = leads[:-1]
            self.cases.append(k)

    def make_merges(self):
        for _ in self.times(6):
            a, b = self.rng.sample(self.leads, 2) if len(self.leads) > 1 else (self.leads[0], self.leads[0])
            if a is not b:
                self.put("lead_merge", lead_a=a["id"], lead_b=b["id"], undone_at_ms=7 if self.chance(0.25) else None)

    def make_results(self):
        r = self.rng
        for k in self.cases:
            if k["filed_on"] is None:
                continue
            for _ in range(r.choice((0, 1, 1, 2, 2, 3))):
                self.case_result(k)
        for _ in self.times(16):
            self.lead_result(r.choice(self.leads))
        for _ in self.times(10):
            self.accountability()
        for _ in self.times(3):                                 # not tied to a lead
            family, code = r.choice((("party", "P_EXPEL"), ("gov", "G_DISMISS"), ("party", "P_WARN"), ("first", "F1_REMIND"),
                                     ("judicial", "J_TRANSFER")))
            self.result(family, code, r.choice(self.people), self.day(), basis=r.choice(("after_conviction", "")),
                        organ_id=self.organ_here())

    def case_result(self, k):
        r, p = self.rng, self.one_of(k["person"])
        lead = k["leads"][0] if k["leads"] and self.chance(0.7) else None
        day = add_days(k["filed_on"], r.choice((0, 20, 60, 150))) if self.chance(0.6) else self.day()
        family, code = r.choice((("party", r.choice(PARTY)), ("party", r.choice(PARTY)), ("gov", r.choice(GOV)), ("gov", r.choice(GOV)),
                                 ("org_handling", r.choice(HANDLING)), ("org_other", r.choice(OTHER)), ("judicial", "J_TRANSFER"),
                                 ("first", r.choice(FIRST)), ("clarification", "CLR_UNIT")))
        if k["is_organisation"]:
            family, code = "party", r.choice(("PO_REORG", "PO_DISSOLVE"))
        values = self.fate(family in ("party", "gov"))
        if family in ("party", "gov"):
            values["effective_on"] = add_days(day, r.choice((0, 0, 0, 1, 15, 45)))
            values["basis"] = r.choice(("own_case", "own_case", "after_conviction", "after_penalty"))
        if family == "judicial":
            day = add_days(k["filed_on"], r.choice((-1, 0, 1, 40)))
        if self.chance(0.1):
            values["organ_id"] = self.organ_here()
        self.result(family, code, p, day, lead=lead, case=k, **values)

    def lead_result(self, x):
        r, p = self.rng, self.one_of(self.rng.choice(x["people"]))
        family, code = r.choice((("org_handling", r.choice(HANDLING)), ("org_handling", r.choice(HANDLING)), ("org_other", r.choice(OTHER)),
                                 ("first", r.choice(FIRST)), ("judicial", "J_TRANSFER"), ("party", r.choice(PARTY)),
                                 ("gov", r.choice(GOV))))
        if p["is_organisation"]:
            family, code = "clarification", "CLR_OPEN"
        self.result(family, code, p, self.day(), lead=x, **self.fate(family in ("party", "gov")))

    def accountability(self):
        r, p = self.rng, self.rng.choice(self.people)
        self.result("accountability", "AC_NOTICE" if p["is_organisation"] else r.choice(("AC_P_NOTICE", "AC_P_ADMONISH", "AC_P_ORG")),
                    self.one_of(p), self.day(), lead=r.choice(self.leads) if self.chance(0.5) else None,
                    topic=r.choice((None, "poverty", "poverty_fund", "ecology", "well_metering", "medical")),
                    campaign=r.choice((None, "well_metering", "electric_kang", "poverty", "greenhouse")), **self.fate(False))

    def make_proposals(self):
        r, made = self.rng, []
        for _ in self.times(16):
            day = self.day() if self.chance(0.9) else None
            values = {"organ_id": self.organ_here(), "voided": int(self.chance(0.08)), "state": "issued" if day else "draft"}
            link = r.choice((None, None, "case", "lead"))
            if link == "case":
                values["case_id"] = r.choice(self.cases)["id"]
            elif link == "lead":
                values["lead_id"] = r.choice(self.leads)["id"]
            if day and self.chance(0.3):
                values["replied_on"] = add_days(day, r.choice((10, 40)))
            kind = r.choice(("dic", "sc", "joint"))
            if made and day and self.chance(0.25):              # the same number once more
                first = r.choice(made)
                values["organ_id"], values["no"] = first["organ_id"], first["no"]
                kind = first["type"] if self.chance(0.8) else kind
            p = self.proposal(kind, day, **values)
            if day:
                made.append(p)

    def make_reports(self):
        for start, end in (("2019-01-01", "2019-06-30"), ("2020-01-01", "2020-06-30"), ("2020-01-01", "2020-03-31")):
            if self.chance(0.6):
                self.put("report", organ_id=self.home, from_on=start, to_on=end, as_of=end, problems="\n".join("题" * n for n in
                         range(1, self.rng.randint(1, 6))), plans="打算一\n\n打算二\n" if self.chance(0.5) else "")


    # ---- what dice bring together too seldom
    def make_corners(self):
        r = self.rng
        if self.chance(0.4):                                    # flagged on a lead that was voided, sanctioned in the same case
            p, day = r.choice([q for q in self.people if not q["is_organisation"]]), self.day()
            x, y = self.lead(day), self.lead(day, voided=1)
            self.reported(y, p, umbrella=1, gang_related=1, **p["at_lead"])
            k = self.case(p, [x, y], day)
            self.result("party", "P_WARN", p, day, case=k)
        if self.chance(0.5):                                    # handled here, sanctioned before by an organ outside
            p, day = r.choice([q for q in self.people if not q["is_organisation"]]), self.day()
            x = self.lead(day, tags=["poverty"])
            self.reported(x, p, **p["at_lead"])
            k = self.case(p, [x], add_days(day, -300), organ_id=self.city)
            self.result("gov", "G_WARN", p, add_days(day, -200), case=k)
            self.result("org_handling", "OH_TRANSFER", self.one_of(p), day, lead=x)

    def make_ties(self):
        """1, 3, 12 of 16 in February 2020: the tenths left over are equal, and the larger count gets one first."""
        self.tables["result"] = [x for x in self.tables["result"] if x["family"] in ("accountability", "clarification")]
        for code, times in (("F1_REMIND", 1), ("OH_REMOVE", 3), ("OH_DEMOTE", 12)):
            for _ in range(times):
                p = self.person()
                self.result("first" if code[0] == "F" else "org_handling", code, p, "2020-02-20", lead=self.lead("2020-02-01", [p]))


# ---- into a data directory
def sql_columns(rows):
    extra = ("people", "person", "leads", "at_lead")                       # the generator's own notes on a row
    names = []
    for row in rows:
        names += [c for c in row if c not in names and c not in extra]
    return names


class Store:
    """A data directory made by `xiezhi init`, whose business rows are replaced as a whole."""

    @classmethod
    def opened(cls, xiezhi, data, user):
        """A directory that is there already, only asked."""
        store = cls.__new__(cls)
        store.xiezhi, store.data, store.url, store.user = xiezhi, data, "", user
        return store

    def __init__(self, xiezhi, data, url=""):
        self.xiezhi, self.data, self.url, self.user = xiezhi, data, url, "recount"
        cmd = [xiezhi, "init", "--data", data] + (["--db", url] if url else [])
        subprocess.run(cmd, check=True, capture_output=True)
        self.home = int(self.scalar("SELECT id FROM organ WHERE code = 'qy'"))
        office = self.scalar("SELECT min(id) FROM office")
        self.execute("INSERT INTO app_user (id, ref, login, name, organ_id, office_id, password_hash, password_once, uid) VALUES "
                     f"(5, 5, 'recount', '核对', {self.home}, {office}, '', 0, {os.getuid()});"
                     "INSERT INTO user_role (user_id, role, given_by, given_at_ms) VALUES (5, 'officer', 0, 0);"
                     f"INSERT INTO user_scope (user_id, organ_id, office_id) VALUES (5, {self.home}, 0);")

    def psql(self, script):
        return subprocess.run(["psql", "-X", "-q", "-At", "-v", "ON_ERROR_STOP=1", self.url], input=script, capture_output=True,
                              encoding="utf-8",
                              check=True).stdout

    def scalar(self, sql):
        if self.url:
            return self.psql(sql + ";").strip()
        db = sqlite3.connect(os.path.join(self.data, "xiezhi.db"))
        try:
            return db.execute(sql).fetchone()[0]
        finally:
            db.close()

    def execute(self, script):
        if self.url:
            self.psql(script)
            return
        db = sqlite3.connect(os.path.join(self.data, "xiezhi.db"))
        try:
            db.executescript(script)
            db.commit()
        finally:
            db.close()

    def replace(self, tables):
        wipe = "".join(f"DELETE FROM {t}{f' WHERE id <> {self.home}' if t == 'organ' else ''};\n" for t in reversed(ORDER))
        if self.url:
            self.psql(wipe_free(wipe) + "".join(self.copy(t, tables[t]) for t in ORDER if tables[t]) + "COMMIT;\n")
            return
        db = sqlite3.connect(os.path.join(self.data, "xiezhi.db"))
        try:
            db.execute("PRAGMA synchronous = OFF")
            db.executescript("BEGIN;" + wipe)
            for t in ORDER:
                names = sql_columns(tables[t])
                if names:
                    db.executemany(f"INSERT INTO {t} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})",
                                   [[row.get(n) for n in names] for row in tables[t]])
            db.commit()
        finally:
            db.close()

    def copy(self, table, rows):
        names, out = sql_columns(rows), io.StringIO()
        w = csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        for row in rows:
            w.writerow(["\\N" if row.get(n) is None else row[n] for n in names])
        return f"COPY {table} ({', '.join(names)}) FROM STDIN (FORMAT csv, NULL '\\N');\n{out.getvalue()}\\.\n"

    def figures(self, period, scope="tree", as_of=None, organ=None):
        """What the program prints: its json text."""
        cmd = [self.xiezhi, "figures", "--data", self.data, "--as", self.user, "--period", period, "--scope", scope, "--format", "json"]
        cmd += (["--as-of", as_of] if as_of else []) + (["--organ", organ] if organ else [])
        done = subprocess.run(cmd, capture_output=True, encoding="utf-8")
        if done.returncode != 0:
            raise RuntimeError(f"{' '.join(cmd[6:])}: exit {done.returncode}: {done.stderr.strip()}")
        return done.stdout


def wipe_free(wipe):
    """Rows are replaced in one transaction, foreign keys looked at by nobody: a district need not come in their order."""
    return "BEGIN;\nSET LOCAL session_replication_role = replica;\n" + wipe
