"""Published bulletins as districts: rows are made from the counts that an organ published, and the program must print its totals, tables
and shares again. The numbers are facts of bulletins.tsv; each bulletin is named where it stands."""
import district
import recount


def spread(counts):
    """{code: n} as one list of codes."""
    return [code for code, n in counts.items() for _ in range(n)]


class Published(district.Builder):
    def __init__(self, home, ids=20000):
        super().__init__(home, 1, ids)
        self.put("organ_name", organ_id=home, district="青原", account="青原", valid_from="2000-01-01", valid_to=None)
        self.city = self.organ("city", "city", in_program=0)
        for r in district.REGISTERS:
            self.open(r)


# Guandu, January to April 2019: its classes and channels were printed for its own part of 68
GUANDU = {"class": {"accusation": 50, "out_of_scope": 6, "no_substance": 12},
          "channel": {"letter": 23, "visit": 4, "phone": 7, "web": 33, "other": 1},
          "rank": {"township": 5, "general": 6, "institution": 4, "village": 27, "community": 2, "other": 6}}
GUANDU_ABOVE = 110
# of its accusations; several kinds may stand on one letter, so that they sum to 53
GUANDU_CONDUCT = {"organisational": 3, "integrity": 9, "mass": 17, "work": 13, "life": 2, "duty": 7, "other_crime": 2}


def guandu(home):
    b = Published(home)
    channels, ranks, conducts = spread(GUANDU["channel"]), spread(GUANDU["rank"]), spread(GUANDU_CONDUCT)
    for i, code in enumerate(spread(GUANDU["class"])):
        accused = code == "accusation"
        several = conducts[50 + i:51 + i] if accused and 50 + i < len(conducts) else []     # the first letters bear those left over
        b.petition(f"2019-0{1 + i % 4}-15", channel=channels[i], ranks=[ranks[i]] if accused else [],
                   conducts=[conducts[i]] + several if accused else [], **{"class": code})
    for i in range(GUANDU_ABOVE):
        b.petition("2019-03-03", source="upper", source_organ_id=b.city, channel="letter", **{"class": "out_of_scope"})
    return b, "2019-01-01..2019-04-30", {
        "F26": 178, "F27": 68, "F28a": GUANDU_ABOVE, "F27.by_class": GUANDU["class"], "F27.by_channel": GUANDU["channel"],
        "F27.by_rank": GUANDU["rank"], "F27.by_conduct": GUANDU_CONDUCT}


def xishuangbanna(home):
    """Proposals to June 2020: 21 in all, of three types."""
    b = Published(home)
    for kind in spread({"dic": 7, "sc": 13, "joint": 1}):
        b.proposal(kind, "2020-05-05")
    return b, "2020H1", {"F38": 7, "F39": 13, "F39j": 1}


def county(home):
    """A county's petitions of 2019 and 2020, and its own and the upper level's part."""
    b = Published(home)
    for year, total, above in ((2019, 526, 308), (2020, 439, 199)):
        for i in range(total):
            b.petition(f"{year}-{1 + i % 12:02d}-11", **({"source": "upper", "source_organ_id": b.city} if i < above else {}))
    return b, "2020", {"F26": 439, "F28a": 199, "F27": 240, "F26.prev": 526, "F28a.prev": 308, "F26p.text": "下降16.5%"}


# A province's first half of 2022: ranks sum to the persons, forms to the total, shares to 100.0
PROVINCE_RANKS = {"RK_TJ": 42, "RK_XC": 546, "RK_ZK": 1537, "RK_YB": 1183, "RK_NC": 6147}
PROVINCE = {"F29": 2544, "F31": 18771, "F32": 9455, "F33": 8521, "F36": 1537, "F37": 9455 - 1537, "F40": 29440, "F41": 19618, "F42": 7083,
            "F43": 1238, "F44": 1501, "F41p.text": "66.6%", "F42p.text": "24.1%", "F43p.text": "4.2%", "F44p.text": "5.1%",
            "F32.by_rank": {"RK_TJ": 42, "RK_XC": 546, "RK_XK": 1537, "RK_YB": 1183, "RK_QT": 6147}, "IMP10": 0}


def province(home):
    b, day = Published(home, 250000), "2022-03-03"
    ranks = spread(PROVINCE_RANKS)
    handled = 7083 + 1238 + 1501 - len(ranks)                   # those of form 2 that were handled, not sanctioned
    forms = spread({2: 7083 - handled, 3: 1238, 4: 1501})
    for i, (rank, form) in enumerate(zip(ranks, forms)):
        p = b.person(rank=rank)
        x = b.lead("2021-03-03", [p])
        party = i < 8521
        code = {2: ("G_WARN", "P_WARN"), 3: ("G_REMOVE", "P_REMOVE"), 4: ("G_DISMISS", "P_EXPEL")}[form][party]
        b.result("party" if party else "gov", code, p, day, lead=x, case=b.case(p, [x], day), basis="after_conviction" if form == 4 else "")
    for i in range(19618 + handled):
        p = b.person()
        x = b.lead("2021-03-03", [p])
        talked = i < 19618
        if i < 2544:
            b.dispose(x, "inquiry", day)
        elif i < 2544 + 18771 - len(ranks):
            b.case(p, [x], day)
        b.result("first" if talked else "org_handling", "F1_REMIND" if talked else "OH_REMOVE", p, day, lead=x)
    return b, "2022H1", PROVINCE


ALL = (guandu, xishuangbanna, county, province)


def run(score, name, store):
    for make in ALL:
        b, period, want = make(store.home)
        store.replace(b.tables)
        printed = recount.read_json(store.figures(period))
        bad = []
        for key, value in want.items():
            figure, _, field = key.partition(".")
            got = printed[figure].get(field or "value")
            if not recount.same(value, got):
                bad.append((key, value, got))
        score.case(f"{name} bulletin {make.__name__}", bad)
