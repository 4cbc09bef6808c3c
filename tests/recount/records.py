"""The rows with their links: what is alive (G3), who is one person (G5), what is one matter (G6), what carries a topic (G13)."""


class Union:
    def __init__(self):
        self.up = {}

    def find(self, x):
        self.up.setdefault(x, x)
        while self.up[x] != x:
            self.up[x] = self.up[self.up[x]]
            x = self.up[x]
        return x

    def join(self, a, b):
        self.up[self.find(a)] = self.find(b)


class Records:
    """The rows with their links, and what of them is alive (G3), one person (G5), one matter (G6), one topic (G13)."""

    def __init__(self, tables, defs, mut=frozenset()):
        self.t, self.defs, self.mut = tables, defs, mut
        self.person = {p["id"]: p for p in tables["person"]}
        self.lead = {r["id"]: r for r in tables["lead"]}
        self.case = {r["id"]: r for r in tables["casefile"]}
        self.disposal = {r["id"]: r for r in tables["disposal"]}
        self.lead_person = {(r["lead_id"], r["person_id"]): r for r in tables["lead_person"]}
        self.case_leads = self.group("case_lead", "case_id", lambda r: r["lead_id"], lambda r: r["parted_at_ms"] is None
                                     or self.has("parted leads stay joined"))
        self.lead_tags = self.group("lead_tag", "lead_id", lambda r: r["topic"])
        self.origin_rows = self.group("lead", "origin_id", lambda r: r["id"])
        self.matters = self.connect()

    def has(self, name):
        return name in self.mut

    def group(self, table, key, value, keep=lambda r: True):
        out = {}
        for r in self.t[table]:
            if keep(r):
                out.setdefault(r[key], []).append(value(r))
        return out

    # ---- G5
    def canonical(self, person_id):
        if self.has("merged persons apart"):
            return person_id
        while self.person[person_id]["canonical_id"] != person_id:
            person_id = self.person[person_id]["canonical_id"]
        return person_id

    def is_organisation(self, person_id):
        return bool(self.person[self.canonical(person_id)]["is_organisation"])

    # ---- G3
    def lead_live(self, lead_id):
        return not self.lead[lead_id]["voided"] or self.has("voided lead counted")

    def case_live(self, case_id):
        k = self.case[case_id]
        if k["voided"] and not self.has("voided case counted"):
            return False
        leads = self.case_leads.get(case_id, [])
        if self.has("every lead of a case must live"):
            return all(self.lead_live(x) for x in leads)
        if not leads:
            return not self.has("case without leads left out")
        return any(self.lead_live(x) for x in leads)

    def disposal_live(self, d):
        return (not d["voided"] or self.has("voided disposal counted")) and self.lead_live(d["lead_id"])

    def result_live(self, r):
        if r["voided"] and not self.has("voided result counted"):
            return False
        if self.has("revoked result left out") and r["revoked_on"]:
            return False
        if r["state"] != "approved" and not self.has("unapproved result counted"):
            return False
        if r["case_id"] is not None:
            return self.case_live(r["case_id"])
        if r["disposal_id"] is not None and not self.has("results outlive their disposal"):
            if not self.disposal_live(self.disposal[r["disposal_id"]]):
                return False
        return r["lead_id"] is None or self.lead_live(r["lead_id"])

    # ---- G6
    def connect(self):
        """Live leads, joined by one origin, by a live case, by a merge in force."""
        u, linked = Union(), self.lead_live if not self.has("voided leads connect") else lambda x: True
        for x in self.lead.values():
            if not self.has("origins apart") and linked(x["id"]):
                u.join(x["id"], ("origin", x["origin_id"]))
        if not self.has("matter without cases"):
            for k in self.case.values():
                leads = [x for x in self.case_leads.get(k["id"], []) if linked(x)]
                for x in leads[1:] if self.case_live(k["id"]) else []:
                    u.join(x, leads[0])
        if not self.has("matter without merges"):
            for m in self.t["lead_merge"]:
                if (m["undone_at_ms"] is None or self.has("undone merge counted")) and linked(m["lead_a"]) and linked(m["lead_b"]):
                    u.join(m["lead_a"], m["lead_b"])
        return u

    def leads_of(self, row):
        """The live leads that a case or a result hangs on."""
        case_id = row["id"] if "filed_on" in row else row["case_id"]
        leads = [x for x in self.case_leads.get(case_id, []) if self.lead_live(x)] if case_id is not None else []
        if not leads and row.get("lead_id") is not None and self.lead_live(row["lead_id"]):
            leads = [row["lead_id"]]
        return leads

    def matter(self, row):
        leads = self.leads_of(row)
        if not leads:
            return None
        return leads[0] if self.has("matter is one lead") else self.matters.find(leads[0])

    # ---- G7
    def attribute(self, row, name):
        """Snapshot on the case; without a case, on the lead."""
        if self.has("rank of cases only") and name == "rank" and row["case_id"] is None:
            return None
        if row["case_id"] is not None:
            return self.case[row["case_id"]][name]
        if row["lead_id"] is None:
            return None
        at = self.lead_person.get((row["lead_id"], row["person_id"]))
        if at is None:
            same = [v for (lead, p), v in sorted(self.lead_person.items())
                    if lead == row["lead_id"] and self.canonical(p) == self.canonical(row["person_id"])]
            at = same[0] if same else None
        return at[name] if at else None

    def party_member(self, r, matter):
        """At filing; without a case of this person in the matter, at first disposal."""
        if self.has("party member as the person stands now"):
            return self.person[self.canonical(r["person_id"])]["party_member"] == 1
        if self.has("party member not asked"):
            return True
        return self.attribute(r, "party_member") == 1

    def bucket(self, rank):
        return self.defs.ranks.get(rank, {}).get("bucket", rank) if rank else ""

    def bucket_order(self, bucket):
        return self.defs.buckets.index(bucket) if bucket in self.defs.buckets else len(self.defs.buckets)

    # ---- G13
    def lead_carries(self, lead_id, topic):
        rows = self.origin_rows[self.lead[lead_id]["origin_id"]] if not self.has("topic of the row only") else [lead_id]
        for x in rows:
            if not self.lead_live(x):
                continue
            for tag in self.lead_tags.get(x, []):
                if tag == topic or (not self.has("topic without those below") and self.defs.under(tag, topic)):
                    return True
        return False

    def carries(self, row, topic):
        return any(self.lead_carries(x, topic) for x in self.leads_of(row))

    def flagged(self, r, flag):
        matter, who = self.matter(r), self.canonical(r["person_id"])
        if matter is None:
            return False
        leads = [x for x in self.lead if self.lead_live(x) and self.matters.find(x) == self.matters.find(matter)]
        if self.has("flag of the same lead only"):
            leads = [x for x in leads if x in self.leads_of(r)]
        if self.has("voided leads flag"):
            leads += self.case_leads.get(r["case_id"], [])
        return any(lp[flag] and self.canonical(p) == who for x in leads for (_, p), lp in self.flags_of(x))

    def flags_of(self, lead_id):
        if not hasattr(self, "_flags"):
            self._flags = {}
            for key, lp in self.lead_person.items():
                if lp["umbrella"] or lp["gang_related"]:
                    self._flags.setdefault(key[0], []).append((key, lp))
        return self._flags.get(lead_id, [])
