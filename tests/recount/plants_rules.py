"""Planted rows for the rules of all figures, G1 to G13, and the names."""
import arith
from plant import CASE, LEAD, OWN, PARTY, minus, plant


# ---------------------------------------------------------------- G1 window
for name, day, want in (("first day", "2020-01-01", OWN), ("last day", "2020-06-30", OWN), ("day before", "2019-12-31", ""),
                        ("day after", "2020-07-01", ""), ("29 February", "2020-02-29", OWN)):
    @plant(f"G1 {name}", want)
    def _(b, day=day):
        yield
        b.petition(day)


@plant("G1 the month's end is the 29th", OWN, ("2020-02", "tree", None, "qy"))
def _(b):
    yield
    b.petition("2020-02-29")


@plant("G1 to at a month's end stays there a year earlier", "F26.prev+1 F27.prev+1", ("2021-02", "tree", None, "qy"))
def _(b):
    yield
    b.petition("2020-02-29")


@plant("G1 29 February goes back to the 28th", "F26.prev+1 F27.prev+1", ("2020-02", "tree", None, "qy"))
def _(b):
    yield
    b.petition("2019-02-28")
    b.petition("2019-03-01")


@plant("G1 from is only clamped", "F26.prev+1 F27.prev+1", ("2021-02-28..2021-06-30", "tree", None, "qy"))
def _(b):
    yield
    b.petition("2020-02-28")


@plant("G1 from on 29 February is clamped", "F26.prev+1 F27.prev+1", ("2020-02-29..2020-03-31", "tree", None, "qy"))
def _(b):
    yield
    b.petition("2019-02-28")
    b.petition("2019-02-27")


@plant("G1 as_of ends the window and last year's", "F26.prev+1 F27.prev+1", ("2020H1", "tree", "2020-03-31", "qy"))
def _(b):
    yield
    b.petition("2020-04-01")
    b.petition("2019-04-01")
    b.petition("2019-03-31")


@plant("G1 as_of after the end lengthens nothing", "", ("2020H1", "tree", "2020-12-31", "qy"))
def _(b):
    yield
    b.petition("2020-07-01")


@plant("G1 entry time filters nothing", OWN)
def _(b):
    yield
    b.petition("2020-03-03", made_at_ms=1900000000000)


# ---------------------------------------------------------------- G2 scope
@plant("G2 a town's row in the tree", OWN)
def _(b):
    yield
    b.petition("2020-03-03", organ_id=b.t1)


@plant("G2 a town's row outside of own", "", ("2020H1", "own", None, "qy"))
def _(b):
    yield
    b.petition("2020-03-03", organ_id=b.t1)
    b.dispose(b.lead("2020-03-03", organ_id=b.t1), "hold", "2020-03-03")
    b.proposal("dic", "2020-03-03", organ_id=b.t1)


@plant("G2 a grandchild in the tree", OWN)
def _(b):
    yield
    b.petition("2020-03-03", organ_id=b.v1)


@plant("G2 the organ above is outside", "")
def _(b):
    yield
    b.petition("2020-03-03", organ_id=b.city)
    b.dispose(b.lead("2020-03-03", organ_id=b.city), "hold", "2020-03-03")
    b.sanctioned(b.p, "2020-03-03")[1]["organ_id"] = b.city
    b.tables["result"][-1]["organ_id"] = b.city


@plant("G2 the tree of the window's end, for rows of its beginning too", OWN)
def _(b):
    yield
    b.petition("2020-01-15", organ_id=b.t2)


@plant("G2 an organ that joins later is not yet in", "", ("2020-02", "tree", None, "qy"))
def _(b):
    yield
    b.petition("2020-02-15", organ_id=b.t2)


@plant("G2 last year by last year's tree", "")
def _(b):
    yield
    b.petition("2019-02-15", organ_id=b.t2)


@plant("G2 the link's last day is included", OWN)
def _(b):
    yield
    b.petition("2020-02-15", organ_id=b.t3)
    b.petition("2020-02-15", organ_id=b.t4)


@plant("G2 handed over inside the scope counts once", "")
def _(b):
    first = b.petition("2020-03-03")
    yield
    b.petition("2020-03-05", organ_id=b.t1, origin_id=first["id"], channel="visit", source="upper", source_organ_id=b.home, tags=["gang"])


@plant("G2 by its first registration, whenever it was", "")
def _(b):
    first = b.petition("2019-12-30")
    yield
    b.petition("2020-03-05", organ_id=b.t1, origin_id=first["id"])


@plant("G2 the first live registration", "F26.by_channel F27.by_channel F26.by_class F27.by_class F26.by_rank F27.by_rank")
def _(b):
    first = b.petition("2020-03-03")
    b.petition("2020-03-05", organ_id=b.t1, origin_id=first["id"], channel="visit", **{"class": "appeal"})
    yield
    first["voided"] = 1


@plant("G2 the first registration in scope", OWN)
def _(b):
    first = b.petition("2019-11-11", organ_id=b.city)
    yield
    b.petition("2020-03-05", origin_id=first["id"])


@plant("G2 leads by origin, wherever the event happened", "F29+1")
def _(b):
    x = b.lead("2020-03-03")
    b.dispose(x, "inquiry", "2020-03-03")
    y = b.lead("2020-03-10", organ_id=b.t1, origin_id=x["id"])
    yield
    b.dispose(y, "inquiry", "2020-03-12")


# ---------------------------------------------------------------- G3 void and change
@plant("G3 a voided petition", minus(OWN))
def _(b):
    p = b.petition("2020-03-03")
    yield
    p["voided"] = 1


@plant("G3 voiding a petition never touches its lead", minus(OWN))
def _(b):
    p = b.petition("2020-03-03")
    b.dispose(b.lead("2020-03-04", petition_id=p["id"]), "verify", "2020-03-04")
    yield
    p["voided"] = 1


@plant("G3 a voided lead", minus(f"{LEAD} F30+1 F40+1 F41+1"))
def _(b):
    x, _ = b.talked(b.p, "2020-03-03")
    b.dispose(x, "verify", "2020-03-03")
    yield
    x["voided"] = 1


@plant("G3 a voided disposal takes its results along", minus(f"{LEAD} F29+1 F40+1 F41+1"))
def _(b):
    x = b.lead("2020-03-03", [b.p])
    d = b.dispose(x, "inquiry", "2020-03-03")
    b.result("first", "F1_REMIND", b.p, "2020-03-03", lead=x, disposal=d)
    yield
    d["voided"] = 1


@plant("G3 a voided case takes its results along", minus(f"{CASE} {PARTY} F36+1 F40+1 F42+1"))
def _(b):
    _, k, _ = b.sanctioned(b.p, "2020-03-03")
    yield
    k["voided"] = 1


@plant("G3 one of a case's leads voided", "")
def _(b):
    x, k, _ = b.sanctioned(b.p, "2020-03-03")
    b.put("case_lead", case_id=k["id"], lead_id=b.lead("2020-03-03")["id"], parted_at_ms=None)
    yield
    x["voided"] = 1


@plant("G3 all of a case's leads voided", minus(f"{CASE} {PARTY} F36+1 F40+1 F42+1"))
def _(b):
    x, _, _ = b.sanctioned(b.p, "2020-03-03")
    yield
    x["voided"] = 1


@plant("G3 a case without a lead hangs on none", f"{CASE} {PARTY} F36+1")
def _(b):
    yield
    k = b.case(b.p, [], "2020-03-03")
    b.result("party", "P_WARN", b.p, "2020-03-03", case=k)


@plant("G3 a voided result", minus(f"{PARTY} F36+1 F40+1 F42+1"))
def _(b):
    _, _, r = b.sanctioned(b.p, "2020-03-03")
    yield
    r["voided"] = 1


@plant("G3 a decision later revoked stays", "")
def _(b):
    _, _, r = b.sanctioned(b.p, "2020-03-03")
    yield
    r["revoked_on"] = "2020-05-05"


@plant("G3 what was not approved", "")
def _(b):
    yield
    x = b.lead("2020-03-03", [b.p])
    for state in ("proposed", "rejected", "withdrawn"):
        b.dispose(x, "verify", "2020-03-03", approved_on=None, approved_by=None, state=state)
    b.case(b.p, [x], None)
    b.result("org_handling", "OH_REMOVE", b.p, "2020-03-03", lead=x, state="answered")
    b.result("org_handling", "OH_REMOVE", b.p, "2020-03-03", lead=x, state="rejected")
    b.result("first", "F1_REMIND", b.p, None, lead=x, state="proposed")
    b.proposal("dic", None, state="draft")


@plant("G3 a proposal of a voided case", "F38-1")
def _(b):
    k = b.case(b.p, [b.lead("2019-03-03")], "2018-03-03")
    b.proposal("dic", "2020-03-03", case_id=k["id"])
    yield
    k["voided"] = 1


@plant("G3 a proposal of a voided lead", "F39-1")
def _(b):
    x = b.lead("2019-03-03")
    b.proposal("sc", "2020-03-03", lead_id=x["id"])
    yield
    x["voided"] = 1


@plant("G3 a voided proposal", "F39j-1")
def _(b):
    p = b.proposal("joint", "2020-03-03")
    yield
    p["voided"] = 1


# ---------------------------------------------------------------- G4 dates
@plant("G4 a petition received in the window, registered before it", "")
def _(b):
    yield
    b.petition("2019-12-31", received_on="2020-01-01")


@plant("G4 a disposal proposed in the window, approved after it", "")
def _(b):
    yield
    b.dispose(b.lead("2020-06-01"), "verify", "2020-07-01", proposed_on="2020-06-20")


@plant("G4 a case by the earlier of its two lines", "")
def _(b):
    yield
    b.case(b.p, [b.lead("2019-12-01")], "2019-12-31", party_filed_on="2020-02-02", supervisory_filed_on="2019-12-31")


@plant("G4 a sanction by its effect", f"{PARTY} F36+1 F40+1 F42+1")
def _(b):
    yield
    for p, decided, effective in ((b.p, "2019-12-30", "2020-01-01"), (b.q, "2020-06-30", "2020-07-01")):
        x = b.lead("2018-03-03", [p])
        b.result("party", "P_WARN", p, decided, lead=x, case=b.case(p, [x], "2018-03-03"), effective_on=effective)


@plant("G4 organisational handling by the competent body's decision", "F40+1 F42+1")
def _(b):
    yield
    b.result("org_handling", "OH_REMOVE", b.p, "2020-06-30", lead=b.lead("2018-03-03", [b.p]))
    b.result("org_handling", "OH_REMOVE", b.q, "2020-07-01", lead=b.lead("2018-03-03", [b.q]))


@plant("G4 a proposal by its issue", "F38+1")
def _(b):
    yield
    b.proposal("dic", "2020-06-30", replied_on="2020-09-09")
    b.proposal("dic", "2019-12-31", replied_on="2020-01-20")


# ---------------------------------------------------------------- G5 units
@plant("G5 a second sanction of one person", f"{CASE} F40+1 F42+1")
def _(b):
    b.sanctioned(b.p, "2020-03-03")
    yield
    b.sanctioned(b.p, "2020-04-04")


@plant("G5 in different halves: both count",
       f"F31.prev+1 {PARTY} F32.prev+1 F33.prev+1 F36+1 F36.prev+1 F40+1 F40.prev+1 F42+1 F42.prev+1 {CASE}",
       ("2020H1", "tree", None, "qy"))
def _(b):
    yield
    b.sanctioned(b.p, "2020-06-30")
    b.sanctioned(b.p, "2019-06-30")


@plant("G5 in the whole year: once", "F31+1 F31.by_month F31.by_rank F40+1 F42+1", ("2020", "tree", None, "qy"))
def _(b):
    b.sanctioned(b.p, "2020-06-30")
    yield
    b.sanctioned(b.p, "2020-07-01")


@plant("G5 two rows of one person merged", minus("F32+1 F33+1 F37+1 F32.by_rank F32.by_month"))
def _(b):
    b.sanctioned(b.p, "2020-03-03")
    b.sanctioned(b.q, "2020-04-04")
    yield
    b.merge(b.q, b.p)


@plant("G5 a chain of merges", minus("F32+1 F33+1 F37+1 F32.by_rank F32.by_month"))
def _(b):
    third = b.person(rank="RK_YB", voided=1)
    b.merge(third, b.q)
    b.sanctioned(b.p, "2020-03-03")
    b.sanctioned(third, "2020-04-04")
    yield
    b.merge(b.q, b.p)


# ---------------------------------------------------------------- G6 matter
def two_talks(b, **second):
    x, _ = b.talked(b.p, "2020-03-03")
    y, _ = b.talked(b.p, "2020-04-04", lead=b.lead("2020-04-04", [b.p], **second))
    return x, y


@plant("G6 one person in two matters", "F40+2 F41+2")
def _(b):
    yield
    two_talks(b)


@plant("G6 leads joined over a case", f"F40-1 F41-1 {CASE}")
def _(b):
    x, y = two_talks(b)
    yield
    b.case(b.p, [x, y], "2020-05-05")


@plant("G6 leads joined over a voided case", "")
def _(b):
    x, y = two_talks(b)
    yield
    b.case(b.p, [x, y], "2020-05-05", voided=1)


@plant("G6 leads joined by a merge", "F40-1 F41-1")
def _(b):
    x, y = two_talks(b)
    yield
    b.put("lead_merge", lead_a=y["id"], lead_b=x["id"], undone_at_ms=None)


@plant("G6 leads joined by merges in a row", "F40-1 F41-1")
def _(b):
    x, y = two_talks(b)
    z = b.lead("2018-01-01")
    b.put("lead_merge", lead_a=y["id"], lead_b=z["id"], undone_at_ms=None)
    yield
    b.put("lead_merge", lead_a=x["id"], lead_b=z["id"], undone_at_ms=None)


@plant("G6 an undone merge", "F40+1 F41+1")
def _(b):
    x, y = two_talks(b)
    m = b.put("lead_merge", lead_a=y["id"], lead_b=x["id"], undone_at_ms=None)
    yield
    m["undone_at_ms"] = 9


@plant("G6 a lead parted from its case", "F40+1 F41+1")
def _(b):
    x, y = two_talks(b)
    b.case(b.p, [x, y], "2018-05-05")
    yield
    b.tables["case_lead"][-1]["parted_at_ms"] = 9


@plant("G6 a voided lead joins nothing", "F40+1 F41+1")
def _(b):
    x, y = two_talks(b)
    z = b.lead("2018-01-01")
    b.case(b.p, [x, z], "2018-05-05")
    b.case(b.p, [z, y], "2018-06-06")
    yield
    z["voided"] = 1


@plant("G6 rows of one origin are one lead", "")
def _(b):
    x, _ = b.talked(b.p, "2020-03-03")
    yield
    b.talked(b.p, "2020-04-04", lead=b.lead("2020-04-04", [b.p], organ_id=b.t1, origin_id=x["id"]))


# ---------------------------------------------------------------- G7 attributes
@plant("G7 the rank at filing, not as it stands", "")
def _(b):
    b.sanctioned(b.p, "2020-03-03")
    yield
    b.p["rank"], b.p["party_member"] = "RK_YB", 0


@plant("G7 a grade maps to its rank", f"{CASE} {PARTY} F36+1 F40+1 F42+1")
def _(b):
    yield
    b.sanctioned(b.person(rank="ZJ_ZR3"), "2020-03-03")


@plant("G7 a higher grade is no section chief", f"{CASE} {PARTY} F37+1 F40+1 F42+1")
def _(b):
    yield
    b.sanctioned(b.person(rank="ZJ_DY4"), "2020-03-03")


@plant("G7 no rank", f"{CASE} {PARTY} F37+1 F40+1 F42+1")
def _(b):
    yield
    b.sanctioned(b.person(rank=None), "2020-03-03")


@plant("G7 without a case, at first disposal", f"{PARTY} F36+1 F40+1 F42+1")
def _(b):
    yield
    b.result("party", "P_WARN", b.q, "2020-03-03", lead=b.lead("2020-03-03", []))
    b.tables["lead_person"].append({"lead_id": b.tables["lead"][-1]["id"], "person_id": b.q["id"], "rank": "RK_FK", "party_member": 1,
                                    "public_office": 1, "frozen_on": "2020-03-03", "umbrella": 0, "gang_related": 0})


@plant("G7 a flag at its last value", "F10+1")
def _(b):
    x, _, _ = b.sanctioned(b.p, "2020-03-03")
    yield
    b.flag(x, b.p, umbrella=1)


@plant("G7 a flag on another lead of the matter", "F10+1")
def _(b):
    x, _, _ = b.sanctioned(b.p, "2020-03-03")
    y = b.lead("2018-03-03", [b.p])
    b.put("lead_merge", lead_a=y["id"], lead_b=x["id"], undone_at_ms=None)
    yield
    b.flag(y, b.p, umbrella=1)


@plant("G7 a flag on a voided lead", "F10-1")
def _(b):
    x, k, _ = b.sanctioned(b.p, "2020-03-03")
    y = b.lead("2018-03-03", [b.p])
    b.put("case_lead", case_id=k["id"], lead_id=y["id"], parted_at_ms=None)
    b.flag(y, b.p, umbrella=1)
    yield
    y["voided"] = 1


# ---------------------------------------------------------------- G8 state
READ = {"petition": "F26 F27 F28a IMP06", "lead": "F09 F10 F11 F12 F13 F14 F28 F29 F30 F40 F41 F42 F43 F44",
        "case": "F11 F13 F31 F32 F33 F34 F35x F36 F37", "result": "F10 F11 F13 F14 F32 F33 F34 F35x F36 F37 F40 F41 F42 F43 F44",
        "accountability": "F15 F20", "proposal": "F38 F39 F39j"}
for register, figures in READ.items():
    shown = "".join(f" {f}.by_{t}" for f, names in (("F26", "class channel source month rank"), ("F27", "class channel source month rank"),
                    ("F28", "method month"), ("F31", "rank month"), ("F32", "rank month")) if f in figures.split() for t in names.split())
    gone = " ".join(f"{f}=unregistered {f}.prev" for f in figures.split() if f != "IMP06") + shown
    gone += " IMP06=unregistered" if register == "petition" else ""

    @plant(f"G8 the {register} register opened a day too late", gone)
    def _(b, register=register):
        yield
        for r in b.tables["register_opened"]:
            if r["register"] == register:
                r["opened_on"] = "2020-01-02"

    @plant(f"G8 the {register} register opened on the first day: only last year is not comparable",
           " ".join(f"{f}.prev" for f in figures.split() if f != "IMP06"))
    def _(b, register=register):
        yield
        for r in b.tables["register_opened"]:
            if r["register"] == register:
                r["opened_on"] = "2020-01-01"


@plant("G8 another organ's register helps nothing", "F15=unregistered F15.prev F20=unregistered F20.prev")
def _(b):
    yield
    for r in b.tables["register_opened"]:
        if r["register"] == "accountability":
            r["organ_id"] = b.t1


@plant("G8 last year unregistered: not comparable", "F38.prev F39.prev F39j.prev F26.prev F27.prev F28a.prev", exact={
    "F26p": (None, "不可比", "prev_unregistered")})
def _(b):
    yield
    for r in b.tables["register_opened"]:
        if r["register"] in ("proposal", "petition"):
            r["opened_on"] = "2019-01-02"


# ---------------------------------------------------------------- G9, G10
@plant("G9 equal: 持平", "F26.prev+1 F27.prev+1", exact={"F26p": (0, "持平", "ok")})
def _(b):
    yield
    b.petition("2019-05-05")


@plant("G9 up by a half", "", exact={"F26p": (50, "增长50%", "ok")})
def _(b):
    yield
    b.petition("2019-12-05")


@plant("G9 half away from zero", "F26.prev+6 F27.prev+6", exact={"F26p": (arith.tenths(-625), "下降62.5%", "ok")})
def _(b):
    yield
    for _ in range(6):
        b.petition("2019-05-05")


@plant("G9 last year none", "F38+1", exact={"IMP02": ("增长、增长、持平、持平、持平", "增长、增长、持平、持平、持平", "ok")})
def _(b):
    yield
    b.proposal("dic", "2020-05-05")


@plant("G9 the word when last year had none", "F30+1 F28+1 F28.by_method F28.by_month", exact={
    "F30p": (None, "上年同期为0", "prev_zero"), "IMP02": ("增长、增长、上年同期为0、持平、持平",) * 2 + ("ok",)})
def _(b):
    yield
    b.dispose(b.lead("2020-05-05"), "verify", "2020-05-05")


@plant("G10 three thirds: the lower code gets the tenth", "F40+2 F41+1 F43+1", exact={
    "F41p": (arith.tenths(334), "33.4%", "ok"), "F42p": (arith.tenths(333), "33.3%", "ok"), "F43p": (arith.tenths(333), "33.3%", "ok"),
    "F44p": (0, "0%", "ok")})
def _(b):
    yield
    b.talked(b.p, "2020-03-03")
    b.result("org_handling", "OH_DEMOTE", b.q, "2020-03-03", lead=b.lead("2020-03-03", [b.q]))


@plant("G10 a tie goes to the larger count", "F40+15 F41+1 F42+2 F43+12", exact={
    # 1, 3, 12 of 16: 62.5, 187.5, 750 tenths; one tenth is left over, the remainders are equal
    "F41p": (arith.tenths(62), "6.2%", "ok"), "F42p": (arith.tenths(188), "18.8%", "ok"), "F43p": (75, "75%", "ok"),
    "F44p": (0, "0%", "ok")})
def _(b):
    yield
    b.talked(b.p, "2020-03-03")
    for code in ["OH_REMOVE"] * 2 + ["OH_DEMOTE"] * 12:
        b.talked(b.person(), "2020-03-03", code, "org_handling")


# ---------------------------------------------------------------- G13 topics
@plant("G13 a topic below the asked one", f"{LEAD} F12+1")
def _(b):
    yield
    b.dispose(b.lead("2020-03-03", tags=["poverty_fund"]), "hold", "2020-03-03")


@plant("G13 the tag of another live row of the origin", "F12+1")
def _(b):
    x = b.lead("2020-03-03")
    b.dispose(x, "hold", "2020-03-03")
    y = b.lead("2020-03-04", organ_id=b.city, origin_id=x["id"])
    yield
    b.put("lead_tag", lead_id=y["id"], topic="poverty")


@plant("G13 the tag of a voided row of the origin", "")
def _(b):
    x = b.lead("2020-03-03")
    b.dispose(x, "hold", "2020-03-03")
    y = b.lead("2020-03-04", organ_id=b.t1, origin_id=x["id"], voided=1)
    yield
    b.put("lead_tag", lead_id=y["id"], topic="poverty")


@plant("G13 a case carries the topic of any of its leads", "F13+1")
def _(b):
    _, k, _ = b.sanctioned(b.p, "2020-03-03")
    y = b.lead("2018-03-03")
    b.put("case_lead", case_id=k["id"], lead_id=y["id"], parted_at_ms=None)
    yield
    b.put("lead_tag", lead_id=y["id"], topic="poverty")


@plant("G13 petition tags feed petition figures only", "F26.by_topic F27.by_topic")
def _(b):
    p = b.petition("2020-03-03")
    b.dispose(b.lead("2020-03-04", petition_id=p["id"]), "verify", "2020-03-04")
    yield
    b.put("petition_tag", petition_id=p["id"], topic="poverty")


@plant("G13 several tags under one top code", "")
def _(b):
    p = b.petition("2020-03-03", tags=["village_finance"])
    yield
    b.put("petition_tag", petition_id=p["id"], topic="farm_land")
    b.put("petition_tag", petition_id=p["id"], topic="rural")


# ---------------------------------------------------------------- names
@plant("N01-N03 the name valid at the window's end", "", ("2020-05", "tree", None, "qy"), {"N01": ("青原", "青原", "ok")})
def _(b):
    yield
    b.lead("2018-01-01")


@plant("N01-N03 the name changed before the window's end", "", exact={n: ("新青", "新青", "ok") for n in ("N01", "N02", "N03")})
def _(b):
    yield
    b.lead("2018-01-01")
