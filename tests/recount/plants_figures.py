"""Planted rows for the figures one by one: F09 to F44, IMP06, IMP13, IMP14 and the tables."""
import district
from plant import ABOVE, CASE, GOV, LEAD, OWN, PARTY, plant, tables


# ---------------------------------------------------------------- F09-F20
@plant("F09 a lead of gang crime", f"{LEAD} F09+1")
def _(b):
    yield
    b.dispose(b.lead("2018-03-03", tags=["gang"]), "close", "2020-03-03")


for family, code, form in (("first", "F1_ADMONISH", "F40+1 F41+1"), ("closing", "CL_FACE", "F40+1 F41+1"),
                           ("org_other", "OO_BLAME", "F40+1 F42+1"),
                           ("org_handling", "OH_REMOVE", "F40+1 F42+1 F10+1"), ("clarification", "CLR_UNIT", "")):
    @plant(f"F10 an umbrella with {code}", form)
    def _(b, family=family, code=code):
        x = b.lead("2018-03-03", [b.p])
        b.flag(x, b.p, umbrella=1)
        yield
        b.talked(b.p, "2020-03-03", code, family, lead=x)


@plant("F10 an umbrella handed to the procuratorate", "F10+1 F40+1 F44+1")
def _(b):
    x = b.lead("2018-03-03", [b.p])
    b.flag(x, b.p, umbrella=1)
    k = b.case(b.p, [x], "2018-03-03")
    yield
    b.result("judicial", "J_TRANSFER", b.p, "2020-03-03", lead=x, case=k)


@plant("F10 flagged in another matter", "")
def _(b):
    b.sanctioned(b.p, "2020-03-03")
    y = b.lead("2020-03-03", [b.p])
    yield
    b.flag(y, b.p, umbrella=1)


@plant("F11 gang-related and a member at filing", "F11+1")
def _(b):
    x, _, _ = b.sanctioned(b.p, "2020-03-03")
    yield
    b.flag(x, b.p, gang_related=1)


@plant("F11 gang-related, no member at filing", "")
def _(b):
    x, k, _ = b.sanctioned(b.p, "2020-03-03", "G_WARN")
    k["party_member"] = 0
    yield
    b.flag(x, b.p, gang_related=1)


@plant("F11 without a case: a member at first disposal", "F11+1")
def _(b):
    x = b.lead("2020-03-03", [b.q])
    b.talked(b.q, "2020-03-03", "OH_REMOVE", "org_handling", lead=x)
    b.q["party_member"] = 0
    yield
    b.flag(x, b.q, gang_related=1)


@plant("F11 leaves out whom F10 counts", "F10+1 F11-1")
def _(b):
    x, _, _ = b.sanctioned(b.p, "2020-03-03")
    b.flag(x, b.p, gang_related=1)
    y = b.sanctioned(b.p, "2020-04-04")[0]
    yield
    b.flag(y, b.p, umbrella=1)


@plant("F13 by its own date, the lead not in F12", f"{CASE} {PARTY} F13+1 F36+1 F40+1 F42+1")
def _(b):
    yield
    b.sanctioned(b.p, "2020-03-03", tags=["poverty_project"])


@plant("F14 handled only", "F14+1 F40+1 F42+1")
def _(b):
    yield
    b.result("org_handling", "OH_TRANSFER", b.p, "2020-03-03", lead=b.lead("2018-03-03", [b.p], ["poverty"]))


@plant("F14 other measures and talks are no handling", "F40+2 F41+1 F42+1")
def _(b):
    yield
    b.talked(b.p, "2020-03-03", "OO_HONOUR", "org_other", lead=b.lead("2018-03-03", [b.p], ["poverty"]))
    b.talked(b.q, "2020-03-03", lead=b.lead("2018-03-03", [b.q], ["poverty"]))


def handled(b):
    x = b.lead("2018-03-03", [b.p], ["poverty"])
    b.result("org_handling", "OH_TRANSFER", b.p, "2020-03-03", lead=x)
    return x, b.case(b.p, [x], "2018-03-03")


@plant("F14 sanctioned before the window, by an organ outside", "F14-1")
def _(b):
    x, k = handled(b)
    yield
    b.result("party", "P_WARN", b.p, "2018-12-12", lead=x, case=k, organ_id=b.city)


@plant("F14 sanctioned on the last day", f"F14-1 F13+1 {PARTY} F36+1")
def _(b):
    x, k = handled(b)
    yield
    b.result("party", "P_WARN", b.p, "2020-06-30", lead=x, case=k)


@plant("F14 sanctioned after the window", "")
def _(b):
    x, k = handled(b)
    yield
    b.result("party", "P_WARN", b.p, "2020-06-30", lead=x, case=k, effective_on="2020-07-01")


@plant("F14 sanctioned in another matter", f"{CASE} {PARTY} F36+1 F40+1 F42+1")
def _(b):
    handled(b)
    yield
    b.sanctioned(b.p, "2020-03-03")


@plant("F14 another person sanctioned in the matter", f"F13+1 {CASE} {PARTY} F37+1 F40+1 F42+1")
def _(b):
    x, _ = handled(b)
    yield
    k = b.case(b.q, [x], "2020-03-03")
    b.result("party", "P_WARN", b.q, "2020-03-03", lead=x, case=k)


@plant("F15 accountable by its own topic", "F15+1")
def _(b):
    yield
    b.result("accountability", "AC_P_NOTICE", b.p, "2020-03-03", topic="poverty_fund")


@plant("F15 accountable by its lead's topic, twice one person", "F15+1")
def _(b):
    yield
    x = b.lead("2018-03-03", tags=["poverty"])
    b.result("accountability", "AC_P_NOTICE", b.p, "2020-03-03", lead=x)
    b.result("accountability", "AC_P_ADMONISH", b.p, "2020-04-03", lead=x, topic="medical")


@plant("F15 an organisation held accountable", "")
def _(b):
    yield
    b.result("accountability", "AC_NOTICE", b.org, "2020-03-03", topic="poverty", campaign="well_metering")


@plant("F20 by its own campaign", "F20+2")
def _(b):
    yield
    b.result("accountability", "AC_P_NOTICE", b.p, "2020-03-03", campaign="well_metering")
    b.result("accountability", "AC_P_NOTICE", b.q, "2020-03-03", campaign="electric_kang")


@plant("F20 not all of the environment", "")
def _(b):
    yield
    b.result("accountability", "AC_P_NOTICE", b.p, "2020-03-03", topic="well_metering", campaign="greenhouse")
    b.result("accountability", "AC_P_NOTICE", b.q, "2020-03-03", lead=b.lead("2020-01-01", tags=["ecology"], campaign="well_metering"))


# ---------------------------------------------------------------- F26-F31
@plant("F26 declined, forwarded and repeated", f"F26+3 F27+3 {tables('F26')} {tables('F27')}")
def _(b):
    yield
    first = b.petition("2020-03-03", state="declined")
    b.petition("2020-03-03", state="forwarded")
    b.petition("2020-03-03", repeat_of=first["id"])


@plant("F26 one letter with several persons", OWN)
def _(b):
    yield
    b.petition("2020-03-03", ranks=["village", "township", None])


@plant("F28a from above", ABOVE)
def _(b):
    yield
    b.petition("2020-03-03", source="upper", source_organ_id=b.city)


@plant("F28a from above without the sender named", ABOVE)
def _(b):
    yield
    b.petition("2020-03-03", source="upper")


@plant("F27 from an organ of the scope", OWN)
def _(b):
    yield
    b.petition("2020-03-03", organ_id=b.t1, source="upper", source_organ_id=b.home)


@plant("F28a the same, asked of the town itself", ABOVE + " IMP06=not_supported", ("2020H1", "own", None, "t1"))
def _(b):
    for r in district.REGISTERS:
        b.open(r, organ_id=b.t1)
    yield
    b.petition("2020-03-03", organ_id=b.t1, source="upper", source_organ_id=b.home)


@plant("F27 lower organs and other departments", f"F26+2 F27+2 {tables('F26')} {tables('F27')}")
def _(b):
    yield
    b.petition("2020-03-03", source="lower", source_organ_id=b.t1)
    b.petition("2020-03-03", source="other", channel="other")


@plant("F26 no class: 未分类", f"F26+1 F27+1 {tables('F26', 'class channel source month')} {tables('F27', 'class channel source month')}")
def _(b):
    yield
    b.petition("2020-03-03", **{"class": None})


@plant("F28 each of the five ways", f"F28+3 F28.by_method F28.by_month F29+1 F30+1")
def _(b):
    yield
    for method in ("inquiry", "verify", "file"):
        b.dispose(b.lead("2018-03-03"), method, "2020-03-03")


@plant("F28 by the first decision of the window", "F30+1")
def _(b):
    x = b.lead("2018-03-03")
    b.dispose(x, "hold", "2020-03-03")
    yield
    b.dispose(x, "verify", "2020-03-04")


@plant("F28 decided before the window and again in it", f"{LEAD} F29+1")
def _(b):
    x = b.lead("2018-03-03")
    b.dispose(x, "inquiry", "2019-09-09")
    yield
    b.dispose(x, "inquiry", "2020-03-04")


@plant("F28 what ends a disposal is no disposal", "")
def _(b):
    d = b.dispose(b.lead("2018-03-03"), "verify", "2019-12-12")
    yield
    d.update(state="done", outcome="held", ended_on="2020-03-03")


@plant("F29 talked to again", "F29+1")
def _(b):
    x = b.lead("2018-03-03", [b.p, b.q])
    b.dispose(x, "inquiry", "2020-03-03")
    yield
    b.dispose(x, "inquiry", "2020-03-03")


@plant("F30 a lead once, when approved", "")
def _(b):
    x = b.lead("2018-03-03")
    b.dispose(x, "verify", "2020-03-03")
    yield
    b.dispose(x, "verify", "2020-04-03", ended_on="2020-05-05", state="done")


@plant("F31 both lines are one case", CASE)
def _(b):
    yield
    b.case(b.p, [b.lead("2018-03-03")], "2020-03-03", supervisory_filed_on="2020-03-05", supervisory_line=1)


@plant("F31 later withdrawn still counts", "")
def _(b):
    k = b.case(b.p, [b.lead("2018-03-03")], "2020-03-03")
    yield
    k.update(withdrawn_on="2020-05-05", state="withdrawn")


@plant("F31 an organisation has its bucket", CASE)
def _(b):
    yield
    b.case(b.org, [b.lead("2018-03-03")], "2020-03-03", rank="RK_ZK")


# ---------------------------------------------------------------- F32-F37
@plant("F35x both kinds, not of one case", f"{CASE} F34+1 F35x+1 F40+1 F42+1")
def _(b):
    b.sanctioned(b.p, "2020-03-03")
    yield
    b.sanctioned(b.p, "2020-04-04", "G_DEMERIT")


@plant("F32 an organisation is not counted", CASE)
def _(b):
    yield
    b.sanctioned(b.org, "2020-03-03", "PO_REORG")


@plant("F32 a sanction that hangs on no lead: no form", PARTY + " F37+1")
def _(b):
    yield
    b.result("party", "P_EXPEL", b.q, "2020-03-03", basis="after_conviction")


@plant("F34 by code, not by the word 警告", f"{CASE} {GOV} F36+1 F40+1 F42+1")
def _(b):
    yield
    b.sanctioned(b.p, "2020-03-03", "G_WARN")


@plant("F36 the highest rank among the sanctions' cases", f"{CASE} F32.by_rank F36+1 F37-1 F40+1 F42+1")
def _(b):
    b.sanctioned(b.q, "2020-03-03")
    yield
    _, k, _ = b.sanctioned(b.q, "2020-04-04")
    k["rank"] = "RK_FK"


@plant("F37 county level too", f"{CASE} {PARTY} F37+1 F40+1 F42+1")
def _(b):
    yield
    b.sanctioned(b.person(rank="RK_XC"), "2020-03-03")


# ---------------------------------------------------------------- F38, F39
@plant("F39j the joint type in neither", "F39j+1")
def _(b):
    yield
    b.proposal("joint", "2020-03-03")


@plant("F38 the same number again", "")
def _(b):
    p = b.proposal("dic", "2020-03-03")
    yield
    b.proposal("dic", "2020-04-03", no=p["no"])


@plant("F38 the same number of another organ or type", "F38+1 F39+1")
def _(b):
    p = b.proposal("dic", "2020-03-03")
    yield
    b.proposal("dic", "2020-04-03", no=p["no"], organ_id=b.t1)
    b.proposal("sc", "2020-04-03", no=p["no"])


@plant("F38 first issued before the window", "")
def _(b):
    p = b.proposal("dic", "2019-12-03")
    yield
    b.proposal("dic", "2020-04-03", no=p["no"])


@plant("F38 first issued by a row whose case was voided", "F38+1")
def _(b):
    k = b.case(b.p, [b.lead("2019-03-03")], "2018-03-03", voided=1)
    p = b.proposal("dic", "2019-12-03", case_id=k["id"])
    yield
    b.proposal("dic", "2020-04-03", no=p["no"])


@plant("F38 first issued by a row that was voided", "F38+1")
def _(b):
    p = b.proposal("dic", "2019-12-03", voided=1)
    yield
    b.proposal("dic", "2020-04-03", no=p["no"])


# ---------------------------------------------------------------- F40-F44
@plant("F40 the heaviest form speaks", f"F41-1 F43+1 F33+1 F32+1 F36+1 F32.by_rank F32.by_month {CASE}")
def _(b):
    x, _ = b.talked(b.p, "2020-03-03")
    yield
    k = b.case(b.p, [x], "2020-04-04")
    b.result("party", "P_PROBATION", b.p, "2020-04-04", case=k)


@plant("F40 only results dated in the window", "F40+1 F41+1")
def _(b):
    x = b.lead("2018-03-03", [b.p])
    k = b.case(b.p, [x], "2018-03-03")
    b.result("party", "P_PROBATION", b.p, "2019-11-11", lead=x, case=k)
    yield
    b.talked(b.p, "2020-03-03", lead=x)


@plant("F40 one pair per person on the result row", "F40+2 F41+2")
def _(b):
    yield
    x = b.lead("2020-03-03", [b.p, b.q])
    b.talked(b.p, "2020-03-03", lead=x)
    b.talked(b.q, "2020-03-03", lead=x)


for family, code, basis, form in (("closing", "CL_ACCEPT", "", 1), ("closing", "CL_FACE", "", 1), ("org_handling", "OH_DEMOTE", "", 3),
                                  ("org_handling", "OH_RETIRE", "", 2), ("org_other", "OO_PENSION", "", 2),
                                  ("clarification", "CLR_UNIT", "", 0),
                                  ("accountability", "AC_P_SANCTION", "", 0)):
    @plant(f"F4{form} {code}", f"F40+1 F4{form}+1" if form else "")
    def _(b, family=family, code=code):
        yield
        b.talked(b.p, "2020-03-03", code, family)

for code, basis, form in (("P_EXPEL", "own_case", 3), ("P_EXPEL", "after_conviction", 4), ("P_EXPEL", "after_penalty", 3),
                          ("P_WARN", "after_conviction", 2), ("G_DISMISS", "after_conviction", 4), ("G_REMOVE", "after_conviction", 3)):
    @plant(f"F4{form} {code} {basis}", f"{CASE} {PARTY if code[0] == 'P' else GOV} F36+1 F40+1 F4{form}+1")
    def _(b, code=code, basis=basis):
        yield
        b.sanctioned(b.p, "2020-03-03", code, basis=basis)

for name, day, want in (("the day before filing", "2020-03-02", ""), ("on the day of filing", "2020-03-03", "F40+1 F44+1")):
    @plant(f"F44 handed to the procuratorate {name}", want)
    def _(b, day=day):
        x = b.lead("2018-03-03", [b.p])
        k = b.case(b.p, [x], "2020-03-03")
        yield
        b.result("judicial", "J_TRANSFER", b.p, day, lead=x, case=k)


@plant("F44 the filing of another person in the matter", "")
def _(b):
    x = b.lead("2018-03-03", [b.p])
    b.case(b.q, [x], "2018-03-03")
    yield
    b.result("judicial", "J_TRANSFER", b.p, "2020-03-03", lead=x)


@plant("F40 results that hang on no lead", "")
def _(b):
    yield
    b.result("first", "F1_REMIND", b.p, "2020-03-03")
    b.result("judicial", "J_TRANSFER", b.p, "2020-03-03")


@plant("F40 an organisation is no person", "")
def _(b):
    yield
    b.talked(b.org, "2020-03-03", "F1_NOTICE")


# ---------------------------------------------------------------- IMP, tables
@plant("IMP06 the largest of the topics", f"{OWN} F26.by_topic F27.by_topic IMP06", exact={"IMP06": (25, "25%", "supported")})
def _(b):
    yield
    b.petition("2020-03-03", tags=["village_finance", "farm_land"])


@plant("IMP06 not strictly the largest", "F26.by_topic F27.by_topic IMP06", exact={"IMP06": (25, "25%", "not_supported")})
def _(b):
    p = b.petition("2020-03-03", tags=["village_finance"])
    yield
    b.put("petition_tag", petition_id=p["id"], topic="medical")


@plant("IMP13, IMP14 the items of the report", "IMP13 IMP14", exact={"IMP13": (3, "3", "ok"), "IMP14": (2, "2", "ok")})
def _(b):
    yield
    b.put("report", organ_id=b.home, from_on="2020-01-01", to_on="2020-06-30", as_of="2020-06-30", problems="一\n二\n三", plans="一\n\n二\n")


@plant("tables: conduct overlaps, rank is the highest reported", "F26.by_conduct F27.by_conduct F26.by_rank F27.by_rank")
def _(b):
    p = b.petition("2020-03-03", ranks=["village"], conducts=["mass"])
    yield
    b.put("petition_conduct", petition_id=p["id"], conduct="duty")
    b.put("petition_person", petition_id=p["id"], ord=2, person_id=None, rank="township")


@plant("tables: conduct and rank of accusations only", "")
def _(b):
    p = b.petition("2020-03-03", **{"class": "suggestion"})
    yield
    b.put("petition_conduct", petition_id=p["id"], conduct="duty")
    b.put("petition_person", petition_id=p["id"], ord=2, person_id=None, rank="township")


@plant("tables: a person in the month of the first event", "F32.by_month F40+1 F42+1", )
def _(b):
    x, k, _ = b.sanctioned(b.p, "2020-03-03")
    yield
    y = b.lead("2018-03-03", [b.p])
    b.result("party", "P_WARN", b.p, "2020-02-02", lead=y, case=b.case(b.p, [y], "2018-03-03"))
