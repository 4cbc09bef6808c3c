"""What a planted row is: every clause of definitions.md that concerns these figures has rows that change exactly the named figures.

A plant is a generator: what stands before its `yield` is there already, what stands after is planted. Its expectation names each figure
with the change of its value ("F26+1"), of last year's ("F26.prev+1") or the table that becomes another ("F26.by_class"); nothing else may
change. Year on year, direction words and shares follow from their counts and are left out unless `exact` names them.
"""
import re

import district

PLANTS = []
ASK = ("2020H1", "tree", None, "qy")


def plant(clause, expect="", ask=ASK, exact=None):
    def keep(f):
        PLANTS.append((clause, expect, ask, exact or {}, f))
        return f
    return keep


def tables(figure, names="class channel source month rank"):
    return " ".join(f"{figure}.by_{n}" for n in names.split())


OWN = f"F26+1 F27+1 {tables('F26')} {tables('F27')}"            # an accusation by letter, nobody's rank given
ABOVE = f"F26+1 F28a+1 {tables('F26')}"
LEAD = "F28+1 F28.by_method F28.by_month"
CASE = "F31+1 F31.by_rank F31.by_month"
PARTY = "F32+1 F33+1 F32.by_rank F32.by_month"
GOV = "F32+1 F34+1 F32.by_rank F32.by_month"


def minus(expect):
    return re.sub(r"\+(\d)", r"-\1", expect)


class Ground(district.Builder):
    """The same quiet district below every plant."""

    def __init__(self, home):
        super().__init__(home, 0)
        self.put("organ_name", organ_id=home, district="青原", account="青原", valid_from="2000-01-01", valid_to="2020-05-31")
        self.put("organ_name", organ_id=home, district="新青", account="新青", valid_from="2020-06-01", valid_to=None)
        self.city = self.organ("city", "city", in_program=0)
        self.link(home, self.city)
        self.t1 = self.organ("t1", parent=home)
        self.v1 = self.organ("v1", parent=self.t1)
        self.t2 = self.organ("t2", parent=home, start="2020-03-01")
        self.t3 = self.organ("t3", parent=home, end="2020-06-30")
        self.t4 = self.organ("t4", parent=home, end="2020-06-29")
        for r in district.REGISTERS:
            self.open(r)
        self.p = self.person(rank="RK_ZK")
        self.q = self.person(rank="RK_YB")
        self.org = self.person(is_organisation=1, party_member=0)
        for day in ("2019-01-20", "2019-02-20", "2020-01-20", "2020-02-20", "2020-04-20"):
            self.petition(day)
            self.dispose(self.lead(day, [self.q]), "hold", day)
        self.sanctioned(self.person(rank="RK_YB"), "2019-03-03")
        self.sanctioned(self.person(rank="RK_YB"), "2020-03-03")

    def sanctioned(self, person, day, code="P_WARN", tags=(), **values):
        """A lead, a case on the same day, a sanction in it."""
        x = self.lead(day, [person], tags)
        k = self.case(person, [x], day)
        return x, k, self.result("party" if code[0] == "P" else "gov", code, person, day, lead=x, case=k, **values)

    def talked(self, person, day, code="F1_REMIND", family="first", lead=None, **values):
        x = lead or self.lead(day, [person])
        return x, self.result(family, code, person, day, lead=x, **values)

    def flag(self, lead, person, **flags):
        for lp in self.tables["lead_person"]:
            if (lp["lead_id"], lp["person_id"]) == (lead["id"], person["id"]):
                lp.update(flags)
