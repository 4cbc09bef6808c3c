"""What one window counts for one organ and scope: the sets behind the figures of definitions.md section 2."""
SANCTIONS = ("party", "gov")
CAMPAIGNS_F20 = ("well_metering", "electric_kang")


class Count:
    """Everything that one window counts for one organ and scope."""

    def __init__(self, rec, organ_id, scope, w, tree_at=None):
        self.rec, self.t, self.mut, self.w = rec, rec.t, rec.mut, w
        self.organs = self.scope_organs(organ_id, scope, tree_at or w[1])
        self.petitions = self.count_petitions()
        self.decisions = [d for d in self.t["disposal"] if d["organ_id"] in self.organs and rec.disposal_live(d)
                          and self.inside(self.decided(d))]
        self.first_decision = self.count_leads()
        self.cases = [k for k in self.t["casefile"] if k["organ_id"] in self.organs and rec.case_live(k["id"])
                      and self.inside(self.filed(k))]
        self.results = [r for r in self.t["result"] if r["organ_id"] in self.organs and rec.result_live(r) and self.inside(self.dated(r))]

    def has(self, name):
        return name in self.mut

    def inside(self, day):
        if day is None:
            return False
        low = self.w[0] < day if self.has("first day left out") else self.w[0] <= day
        return low and (day < self.w[1] if self.has("last day left out") else day <= self.w[1])

    # ---- G2
    def scope_organs(self, organ_id, scope, at):
        if (scope == "own" and not self.has("own takes the tree")) or self.has("tree takes the own"):
            return {organ_id}
        found, todo = {organ_id}, [organ_id]
        while todo:
            up = todo.pop()
            for link in self.t["organ_parent"]:
                valid = link["valid_from"] <= at and (link["valid_to"] is None or at <= link["valid_to"])
                valid = valid or self.has("organ links for ever")
                if link["parent_id"] == up and valid and link["organ_id"] not in found:
                    found.add(link["organ_id"])
                    if not self.has("children only"):
                        todo.append(link["organ_id"])
        return found

    # ---- petitions
    def count_petitions(self):
        day = "received_on" if self.has("petition by received_on") else "registered_on"
        first = {}
        for p in self.t["petition"]:
            if p["organ_id"] not in self.organs or (p["voided"] and not self.has("voided petition counted")):
                continue
            if self.has("first registration of the window") and not self.inside(p[day]):
                continue
            key = p["id"] if self.has("every registration counted") else p["origin_id"]
            old = first.get(key)
            earlier = old is None or (p[day], p["id"]) < (old[day], old["id"])
            if self.has("last registration speaks"):
                earlier = old is None or (p[day], p["id"]) > (old[day], old["id"])
            if earlier:
                first[key] = p
        self.petition_day = day
        return [p for p in first.values() if self.inside(p[day])]

    def from_above(self, p):
        if p["source"] != "upper":
            return False
        return p["source_organ_id"] is None or p["source_organ_id"] not in self.organs or self.has("source by its code only")

    # ---- leads
    def decided(self, d):
        if self.has("disposal by proposed_on"):
            return d["proposed_on"] if d["approved_on"] else None
        if self.has("unapproved disposal counted"):
            return d["approved_on"] or d["proposed_on"]
        return d["approved_on"]

    def lead_key(self, d):
        if self.has("disposals counted as rows"):
            return d["id"]
        return d["lead_id"] if self.has("lead rows, not origins") else self.rec.lead[d["lead_id"]]["origin_id"]

    def count_leads(self):
        first = {}
        for d in sorted(self.decisions, key=lambda d: (self.decided(d), d["id"]), reverse=self.has("last decision names the method")):
            first.setdefault(self.lead_key(d), d)
        return first

    def leads_with_topic(self, topic):
        return {key for key, d in self.first_decision.items() if self.rec.lead_carries(d["lead_id"], topic)
                or any(self.rec.lead_carries(e["lead_id"], topic) for e in self.decisions if self.lead_key(e) == key)}

    def verified(self):
        if self.has("verification by its end"):
            return {self.lead_key(d) for d in self.t["disposal"] if d["method"] == "verify" and d["organ_id"] in self.organs
                    and self.rec.disposal_live(d) and d["approved_on"] and self.inside(d["ended_on"])}
        if self.has("verification as first decision"):
            return {key for key, d in self.first_decision.items() if d["method"] == "verify"}
        rows = [d for d in self.decisions if d["method"] == "verify"]
        return [d["id"] for d in rows] if self.has("verifications counted as rows") else {self.lead_key(d) for d in rows}

    def inquired(self):
        rows = [d for d in self.decisions if d["method"] == "inquiry"]
        return {self.lead_key(d) for d in rows} if self.has("inquiries counted as leads") else rows

    # ---- cases
    def filed(self, k):
        if self.has("case by proposed_on"):
            return k["proposed_on"] if k["filed_on"] else None
        if self.has("withdrawn case left out") and k["withdrawn_on"]:
            return None
        if self.has("case by the later line"):
            return max(filter(None, (k["party_filed_on"], k["supervisory_filed_on"])), default=None)
        if self.has("case by the party line"):
            return k["party_filed_on"] or k["supervisory_filed_on"]
        return k["filed_on"]

    # ---- results
    def dated(self, r):
        """G4: a sanction at its effect, everything else at its decision."""
        if r["family"] in SANCTIONS and not self.has("sanction by decided_on"):
            return r["effective_on"] or r["decided_on"]
        return r["decided_on"]

    def persons(self, rows):
        if self.has("persons counted as rows"):
            return {r["id"] for r in rows}
        return {self.rec.canonical(r["person_id"]) for r in rows}

    def sanctions(self):
        return [r for r in self.results if r["family"] in SANCTIONS
                and (self.has("organisations counted as persons") or not self.rec.is_organisation(r["person_id"]))]

    def both(self):
        party = [r for r in self.sanctions() if r["family"] == "party"]
        gov = [r for r in self.sanctions() if r["family"] == "gov"]
        if self.has("both kinds in one case"):
            cases = {(self.rec.canonical(r["person_id"]), r["case_id"]) for r in gov}
            return {self.rec.canonical(r["person_id"]) for r in party if (self.rec.canonical(r["person_id"]), r["case_id"]) in cases}
        return self.persons(party) & self.persons(gov)

    def ranks_of_sanctioned(self):
        """person -> bucket of the highest rank among the case rows of the sanctions counted."""
        best = {}
        for r in self.sanctions():
            if self.has("rank as the person stands now"):
                rank = self.rec.person[self.rec.canonical(r["person_id"])]["rank"]
            else:
                rank = self.rec.attribute(r, "rank")
            who, bucket = self.rec.canonical(r["person_id"]), self.rec.bucket(rank)
            if self.has("grades without a rank") and rank and rank.startswith("ZJ_"):
                bucket = "RK_QT"
            better = who not in best or self.rec.bucket_order(bucket) < self.rec.bucket_order(best[who])
            if self.has("lowest rank speaks"):
                better = who not in best or self.rec.bucket_order(bucket) > self.rec.bucket_order(best[who])
            if better:
                best[who] = bucket
        return best

    def org_handlings(self):
        families = ("org_handling", "org_other") if self.has("other organisational measures are handlings") else ("org_handling",)
        return [r for r in self.results if r["family"] in families]

    def dealt_with(self):
        """F10: a sanction, organisational handling or judicial transfer; first form only is not 查处."""
        rows = [r for r in self.results if r["family"] in SANCTIONS or r["family"] == "judicial"] + self.org_handlings()
        if self.has("first form is dealt with"):
            rows += [r for r in self.results if r["family"] in ("first", "closing")]
        if self.has("handling is not dealt with"):
            rows = [r for r in rows if r["family"] != "org_handling"]
        if self.has("transfer is not dealt with"):
            rows = [r for r in rows if r["family"] != "judicial"]
        return [r for r in rows if not self.rec.is_organisation(r["person_id"])]

    def umbrella(self):
        return self.persons(r for r in self.dealt_with() if self.rec.flagged(r, "umbrella"))

    def gang(self):
        rows = [r for r in self.dealt_with() if self.rec.flagged(r, "gang_related")
                and self.rec.party_member(r, self.rec.matter(r))]
        found = self.persons(rows)
        return found if self.has("umbrella persons again in F11") else found - self.umbrella()

    def handled_only(self):
        """F14: handled, topic 扶贫, and no sanction of the same person in the same matter up to the end of the window, by any organ."""
        sanctioned = set()
        for r in self.t["result"]:
            if r["family"] not in SANCTIONS or not self.rec.result_live(r):
                continue
            day = self.dated(r)
            if day is None or (day > self.w[1] and not self.has("later sanction takes away")):
                continue
            if self.has("sanction of the window takes away") and not self.inside(day):
                continue
            if self.has("sanction of the scope takes away") and r["organ_id"] not in self.organs:
                continue
            sanctioned.add(self.same_matter(r))
        if self.has("sanctioned persons stay in F14"):
            sanctioned = set()
        return self.persons(r for r in self.org_handlings() if self.rec.carries(r, "poverty") and self.same_matter(r) not in sanctioned
                            and not self.rec.is_organisation(r["person_id"]))

    def same_matter(self, r):
        return self.rec.canonical(r["person_id"]), None if self.has("sanction of any matter takes away") else self.rec.matter(r)

    def accountable(self):
        return [r for r in self.results if r["family"] == "accountability"
                and (self.has("organisations held accountable") or not self.rec.is_organisation(r["person_id"]))]

    def accountable_poverty(self):
        def own(r):
            return r["topic"] is not None and self.rec.defs.under(r["topic"], "poverty")
        if self.has("accountability by its own topic"):
            return self.persons(r for r in self.accountable() if own(r))
        if self.has("accountability by its lead's topic"):
            return self.persons(r for r in self.accountable() if self.rec.carries(r, "poverty"))
        return self.persons(r for r in self.accountable() if own(r) or self.rec.carries(r, "poverty"))

    def accountable_wells(self):
        if self.has("F20 by topic"):
            return self.persons(r for r in self.accountable() if r["topic"] and self.rec.defs.under(r["topic"], "ecology"))
        return self.persons(r for r in self.accountable() if r["campaign"] in CAMPAIGNS_F20)

    # ---- the four forms
    def form_of(self, r):
        row = self.rec.defs.results.get(r["code"], {})
        if r["family"] == "accountability" and self.has("accountability bears a form"):
            return 2
        if self.rec.matter(r) is None and not self.has("results without a lead counted"):
            return 0
        if r["family"] == "judicial" and not self.has("every transfer is form 4"):
            who, matter = self.rec.canonical(r["person_id"]), self.rec.matter(r)
            return 4 if any(k["filed_on"] and k["filed_on"] <= r["decided_on"] and not k["voided"] and self.rec.case_live(k["id"])
                            and self.rec.canonical(k["person_id"]) == who and self.rec.matter(dict(k, case_id=k["id"])) == matter
                            for k in self.rec.case.values()) else 0
        if r["basis"] == "after_conviction" and row.get("form_after_conviction") and not self.has("conviction changes no form"):
            return int(row["form_after_conviction"])
        if self.has("conviction raises every kind") and r["basis"] == "after_conviction" and row.get("form"):
            return 4
        return int(row.get("form") or 0)

    def forms(self):
        """(person, matter) -> form."""
        out = {}
        for r in self.results:
            f = self.form_of(r)
            if f == 0 or (self.rec.is_organisation(r["person_id"]) and not self.has("organisations bear a form")):
                continue
            key = (self.rec.canonical(r["person_id"]), self.rec.matter(r))
            if self.has("forms counted as rows"):
                key = r["id"]
            elif self.has("forms counted as persons"):
                key = key[0]
            heavier = min if self.has("lightest form speaks") else max
            out[key] = heavier(out.get(key, f), f)
        if self.has("forms of all time"):
            for r in self.t["result"]:
                key = (self.rec.canonical(r["person_id"]), self.rec.matter(r))
                if key in out and self.rec.result_live(r) and r["organ_id"] in self.organs and (self.dated(r) or "9") <= self.w[1]:
                    out[key] = max(out[key], self.form_of(r))
        return out

    # ---- proposals
    def proposals(self, kind):
        rows = {}
        for p in self.t["proposal"]:
            day = p["replied_on"] if self.has("proposal by its reply") else p["issued_on"]
            kinds = (kind, "joint") if self.has("joint proposals in both types") and kind != "joint" else (kind,)
            if p["organ_id"] not in self.organs or p["type"] not in kinds or day is None:
                continue
            if (p["voided"] and not self.has("voided proposal counted")) or not self.proposal_hangs(p):
                continue
            if self.has("first issue of the window") and not self.inside(day):
                continue
            key = (p["organ_id"], p["type"], p["no"]) if p["no"] and not self.has("proposals counted as rows") else p["id"]
            rows[key] = min(rows.get(key, day), day)
        return [d for d in rows.values() if self.inside(d)]

    def proposal_hangs(self, p):
        if self.has("proposals hang on nothing"):
            return True
        if p["case_id"] is not None:
            return self.rec.case_live(p["case_id"])
        return p["lead_id"] is None or self.rec.lead_live(p["lead_id"])

    # ---- the numbers
    def numbers(self):
        party = [r for r in self.sanctions() if r["family"] == "party"]
        gov = [r for r in self.sanctions() if r["family"] == "gov"]
        above = [p for p in self.petitions if self.from_above(p)]
        ranks, forms = self.ranks_of_sanctioned(), self.forms()
        section = {"RK_XK", "RK_XC"} if self.has("county level in F36") else {"RK_XK"}
        poverty = [r for r in self.sanctions() if self.rec.carries(r, "poverty")]
        if self.has("F13 within F12"):
            within = self.leads_with_topic("poverty")
            poverty = [r for r in poverty if any(self.rec.lead[x]["origin_id"] in within for x in self.rec.leads_of(r))]
        n = {
            "F09": len(self.leads_with_topic("gang")), "F10": len(self.umbrella()), "F11": len(self.gang()),
            "F12": len(self.leads_with_topic("poverty")), "F13": len(self.persons(poverty)), "F14": len(self.handled_only()),
            "F15": len(self.accountable_poverty()), "F20": len(self.accountable_wells()),
            "F26": len(self.petitions), "F27": len(self.petitions) - len(above), "F28a": len(above),
            "F28": len(self.first_decision), "F29": len(self.inquired()), "F30": len(self.verified()), "F31": len(self.cases),
            "F32": len(self.persons(self.sanctions())), "F33": len(self.persons(party)), "F34": len(self.persons(gov)),
            "F35x": len(self.both()), "F36": sum(b in section for b in ranks.values()),
            "F37": sum(b not in section for b in ranks.values()), "F38": len(self.proposals("dic")), "F39": len(self.proposals("sc")),
            "F39j": len(self.proposals("joint")), "F40": len(forms),
        }
        for f in range(1, 5):
            n[f"F4{f}"] = sum(v == f for v in forms.values())
        return n

    # ---- tables
    def tables(self):
        own = [p for p in self.petitions if not self.from_above(p)]
        out = {"F26": self.petition_tables(self.petitions), "F27": self.petition_tables(own)}
        out["F28"] = {"by_method": tally(d["method"] for d in self.first_decision.values()),
                      "by_month": tally(self.decided(d)[:7] for d in self.first_decision.values())}
        out["F31"] = {"by_rank": tally("ORG" if k["is_organisation"] else self.rec.bucket(k["rank"]) for k in self.cases),
                      "by_month": tally(self.filed(k)[:7] for k in self.cases)}
        first = {}
        for r in self.sanctions():
            who = self.rec.canonical(r["person_id"])
            first[who] = min(first.get(who, self.dated(r)), self.dated(r))
        out["F32"] = {"by_rank": tally(self.ranks_of_sanctioned().values()), "by_month": tally(d[:7] for d in first.values())}
        return out

    def petition_tables(self, rows):
        accusations = [p for p in rows if p["class"] == "accusation" or self.has("conduct and rank of every class")]
        return {"by_class": tally(p["class"] or "" for p in rows), "by_channel": tally(p["channel"] for p in rows),
                "by_source": tally(p["source"] for p in rows), "by_month": tally(p[self.petition_day][:7] for p in rows),
                "by_conduct": tally(c for p in accusations for c in self.conducts(p)),
                "by_rank": tally(self.reported_rank(p) for p in accusations), "by_topic": tally(t for p in rows for t in self.tops(p))}

    def lookup(self, table, key, petition):
        name = "_" + table
        if not hasattr(self.rec, name):
            setattr(self.rec, name, self.rec.group(table, "petition_id", lambda r: r[key]))
        return getattr(self.rec, name).get(petition["id"], [])

    def conducts(self, p):
        if self.has("main conduct only"):
            return {p["conduct"]} - {None}
        return ({p["conduct"]} | set(self.lookup("petition_conduct", "conduct", p))) - {None}

    def reported_rank(self, p):
        ranks = [r for r in self.lookup("petition_person", "rank", p) if r]
        weight = self.rec.defs.weights
        return (min if self.has("lowest reported rank") else max)(ranks, key=lambda r: weight.get(r, -1), default="")

    def tops(self, p):
        tags = [self.rec.defs.top_topic(t) for t in self.lookup("petition_tag", "topic", p)]
        return tags if self.has("tags counted one by one") else set(tags)


def tally(keys):
    out = {}
    for k in keys:
        out[k] = out.get(k, 0) + 1
    return out
