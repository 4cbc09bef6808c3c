"""Recusal as it is played: pressed, asked for by another one, and named by really registering. Afterwards every record of the matter -
petition, lead, case, disposals, results, proposals - answers like one that does not exist, and stands in no list, search, export,
drill-down or pick list; and what grows from it (taking on, joining) is hidden, too."""
import json
import re
import secrets
import time
import urllib.parse

ABSENT = "0123456789abcdef"
LETTER = {"persons.0.rank": "乡科级", "persons.0.post": "所长", "persons.0.unit": "某镇某所", "channel": "letter", "source": "own",
          "received_on": "今天", "class": "accusation", "do": "next"}
EXPORTS = ("petition", "lead", "case", "result", "proposal")


def hexed(ref):
    return "%016x" % int(ref)


def plain(body, ref):
    body = re.sub(r"20\d\d-\d\d-\d\d \d\d:\d\d:\d\d", "(time)", body.replace(ref, "(ref)"))
    return re.sub(r'value="[0-9a-f]{32}"', "(token)", body)


class Play:
    def __init__(self, d):
        self.d, self.faults = d, []

    def fault(self, text):
        self.faults.append(text)

    def refs(self, table, where):
        return [hexed(r) for r in self.d.sql("SELECT ref FROM %s WHERE %s" % (table, where))]

    def matter(self, case):
        """All that hangs on a case, by kind."""
        leads = "SELECT lead_id FROM case_lead WHERE case_id = %s" % case
        return {"case": self.refs("casefile", "id = %s" % case), "lead": self.refs("lead", "id IN (%s)" % leads),
                "petition": self.refs("petition", "id IN (SELECT petition_id FROM lead WHERE id IN (%s))" % leads),
                "disposal": self.refs("disposal", "lead_id IN (%s)" % leads),
                "result": self.refs("result", "case_id = %s OR lead_id IN (%s)" % (case, leads)),
                "proposal": self.refs("proposal", "case_id = %s OR lead_id IN (%s)" % (case, leads))}

    def matters(self):
        rows = self.d.sql("SELECT k.id FROM casefile k JOIN case_lead j ON j.case_id = k.id JOIN lead l ON l.id = j.lead_id"
                          " WHERE l.petition_id IS NOT NULL AND k.filed_on IS NOT NULL AND k.voided = 0 AND k.organ_id = (SELECT organ_id FROM"
                          " app_user WHERE login = 'principal') AND EXISTS (SELECT 1 FROM result r WHERE r.case_id = k.id AND r.voided = 0)"
                          " AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.kind = 'case' AND h.record_id = k.id) ORDER BY k.id LIMIT 9")
        return [self.matter(r) for r in dict.fromkeys(rows)]

    def exported(self, login):
        """Rows that come out, by kind."""
        rows = {}
        for kind in EXPORTS:
            a = self.d.as_user(login).get("/export/%s.json" % kind)
            rows[kind] = len(json.loads(a.body)["rows"]) if a.status == 200 and isinstance(json.loads(a.body), dict) else \
                len(json.loads(a.body)) if a.status == 200 else -1
        return rows

    def searched(self, login, words):
        b = self.d.as_user(login)
        return b.post("/search", [("q", words)], follow=True).body

    def sees(self, login, matter):
        b = self.d.as_user(login)
        return [kind for kind, refs in matter.items() for ref in refs if b.get("/%s/%s" % (kind, ref)).status == 200]

    def months(self, matter):
        dates = []
        for table, column, kind in (("petition", "registered_on", "petition"), ("lead", "registered_on", "lead"), ("casefile", "filed_on", "case")):
            for ref in matter.get(kind, []):
                dates += self.d.sql("SELECT %s FROM %s WHERE ref = %d AND %s IS NOT NULL" % (column, table, int(ref, 16), column))
        return sorted({d[:7] for d in dates})

    def figure_pages(self, matter):
        """The lists behind the figures of the months in which the matter counts, and behind those of a published summary."""
        pages, ids = [], set()
        for month in self.months(matter):
            doors = re.findall(r'href="/figures/([A-Z]\w+)\?', self.d.as_user("officer").get("/figures?period=" + month).body)
            ids |= set(doors)
            pages += ["/figures/%s?period=%s" % (i, month) for i in sorted(set(doors))] + ["/figures?period=" + month]
        report = self.d.sql("SELECT ref FROM report WHERE state = 'published' LIMIT 1")
        return pages + ["/summary/%s/rows/%s" % (hexed(r), i) for r in report for i in sorted(ids)]

    def shown(self, login, matter):
        refs = [r for refs in matter.values() for r in refs]
        b = self.d.as_user(login)
        return [(page, ref) for page in self.figure_pages(matter) + ["/"] for body in [b.get(page).body] for ref in refs if ref in body]

    def hidden(self, login, matter, what):
        b = self.d.as_user(login)
        for kind, refs in matter.items():
            for ref in refs:
                for door in ("/%s/%%s" % kind, "/%s/%%s/recusal" % kind if kind in ("petition", "lead", "case") else "/%s/%%s/do/approve" % kind):
                    a, absent = b.get(door % ref), b.get(door % ABSENT)
                    if a.status != absent.status or plain(a.body, ref) != plain(absent.body, ABSENT):
                        self.fault("%s: %s as %s is %d, an absent one %d" % (what, door % ref, login, a.status, absent.status))
                if kind != "disposal" and ref in b.get("/" + kind).body:
                    self.fault("%s: the list of %s as %s shows it" % (what, kind, login))
        for page, ref in self.shown(login, matter):
            self.fault("%s: %s as %s shows %s" % (what, page, login, ref))

    def gone(self, login, matter, words, act, what):
        """Seen before, gone afterwards, and gone from counts and search by as many rows as there were."""
        if len(self.sees(login, matter)) != sum(len(r) for r in matter.values()):
            self.fault("%s: %s does not see the matter before, so the case proves nothing" % (what, login))
        if matter["lead"][0] not in self.searched(login, words):
            self.fault("%s: the search of %s does not find the lead before" % (what, login))
        if not self.shown(login, matter):
            self.fault("%s: no list behind a figure shows it to %s before" % (what, login))
        before = self.exported(login)
        a = act()
        if a.status != 303:
            self.fault("%s answers %d" % (what, a.status))
            return
        self.hidden(login, matter, what)
        if any(r in self.searched(login, words) for refs in matter.values() for r in refs):
            self.fault("%s: the search of %s still finds it" % (what, login))
        after = self.exported(login)
        for kind in EXPORTS:
            if before[kind] - after[kind] != len(matter[kind]):
                self.fault("%s: export of %s for %s went from %d to %d, of %d rows" % (what, kind, login, before[kind], after[kind],
                                                                                   len(matter[kind])))

    def register(self, name, body):
        b = self.d.as_user("officer")
        fields = dict(LETTER, **{"persons.0.name": name, "body": body, "once": secrets.token_hex(16)})
        a = b.post("/petition/new", list(fields.items()))
        found = re.search(r"(?:last=|/petition/)([0-9a-f]{16})", urllib.parse.unquote(a.header("Location")))
        if a.status != 303 or not found:
            self.fault("registering answers %d" % a.status)
        return found.group(1) if found else ABSENT

    def named(self):
        officer, casemgr = self.d.as_user("officer"), self.d.as_user("casemgr")
        first, second = self.register("周案管", "反映周案管的问题"), self.register("某某人", "反映另一件事")
        if casemgr.get("/petition/" + second).status != 200:
            self.fault("named: casemgr does not see a foreign letter")
        self.hidden("casemgr", {"petition": [first]}, "named by registering")
        a = officer.post("/petition/%s/join" % second, [("earlier", first), ("once", secrets.token_hex(16))])
        if a.status != 303:
            self.fault("joining answers %d" % a.status)
        self.hidden("casemgr", {"petition": [first, second]}, "joined to it")
        office = self.d.sql("SELECT code FROM office WHERE code = 'supervision' LIMIT 1")
        a = officer.post("/petition/%s/do/take" % first, [("office", office[0]), ("on", "今天"), ("once", secrets.token_hex(16))])
        lead = self.refs("lead", "petition_id = (SELECT id FROM petition WHERE ref = %d)" % int(first, 16))
        if a.status != 303 or not lead:
            self.fault("taking on answers %d" % a.status)
            return
        self.hidden("casemgr", {"petition": [first, second], "lead": lead}, "taken on")
        person = ['data-id="%s"' % i for i in self.d.sql("SELECT id FROM person WHERE name = '周案管'")]
        if not person or any(p in casemgr.get("/pick/person?q=" + w).body for p in person for w in ("周案管", "zag")):
            self.fault("named: the pick list of casemgr offers the namesake (%d entries)" % len(person))
        if not any(p in officer.get("/pick/person?q=周案管").body for p in person):
            self.fault("named: the pick list of officer does not offer him, so the case proves nothing")

    def lifted(self, lead, matter):
        who = hexed(self.d.sql("SELECT ref FROM app_user WHERE login = 'leader'")[0])
        fields = [("user", who), ("what", "asked"), ("reason", "查明不是近亲属")]
        if self.d.as_user("casemgr").post("/lead/%s/recusal/lift" % lead, fields).status != 403:
            self.fault("lifting: the case manager may")
        if self.d.as_user("officer").post("/lead/%s/recusal/lift" % lead, fields).status != 303:
            self.fault("lifting is refused")
        if len(self.sees("leader", matter)) != sum(len(r) for r in matter.values()):
            self.fault("lifting: the leader does not see the matter again")
        body = self.d.as_user("officer").get("/lead/" + lead).body
        if "解除回避" not in body or "近亲属" not in body:
            self.fault("lifting: the history does not tell")

    def indexed(self):
        for _ in range(240):
            if self.d.sql("SELECT count(*) FROM outbox WHERE topic = 'search'")[0] == "0":
                return
            time.sleep(0.25)
        self.fault("the search index does not catch up")

    def run(self):
        self.indexed()
        matters = self.matters()
        pressed, asked = matters[0], next(m for m in matters[1:] if not set(m["lead"]) & set(matters[0]["lead"]))
        words = {m["lead"][0]: self.d.sql("SELECT subject FROM lead WHERE ref = %d" % int(m["lead"][0], 16))[0] for m in (pressed, asked)}
        self.gone("principal", pressed, words[pressed["lead"][0]],
                  lambda: self.d.as_user("principal").post("/case/%s/recuse" % pressed["case"][0]), "pressed")
        who = hexed(self.d.sql("SELECT ref FROM app_user WHERE login = 'leader'")[0])
        self.gone("leader", asked, words[asked["lead"][0]],
                  lambda: self.d.as_user("casemgr").post("/lead/%s/recusal" % asked["lead"][0], [("user", who), ("reason", "近亲属")]), "asked")
        self.lifted(asked["lead"][0], asked)
        self.named()
        return self.faults
