"""Raw dumps of the tables, from SQLite or PostgreSQL, and the code lists of def/. Standard library only.

Nothing here asks the program: the rows come from the database itself, the lists from the files that a stranger can read.
"""
import csv
import io
import os
import re
import sqlite3
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# table: columns; i = number, t = text
TABLES = {
    "organ": "id:i code:t district:t account:t",
    "organ_name": "organ_id:i district:t account:t valid_from:t valid_to:t",
    "organ_parent": "organ_id:i parent_id:i valid_from:t valid_to:t",
    "person": "id:i canonical_id:i rank:t party_member:i is_organisation:i",
    "petition": "id:i organ_id:i origin_id:i registered_on:t received_on:t channel:t source:t source_organ_id:i class:t conduct:t voided:i",
    "petition_person": "petition_id:i rank:t",
    "petition_tag": "petition_id:i topic:t",
    "petition_conduct": "petition_id:i conduct:t",
    "lead": "id:i organ_id:i origin_id:i petition_id:i registered_on:t received_on:t voided:i",
    "lead_person": "lead_id:i person_id:i rank:t party_member:i umbrella:i gang_related:i",
    "lead_tag": "lead_id:i topic:t",
    "disposal": "id:i lead_id:i organ_id:i method:t proposed_on:t approved_on:t ended_on:t state:t voided:i",
    "casefile": "id:i organ_id:i person_id:i rank:t party_member:i is_organisation:i party_filed_on:t supervisory_filed_on:t filed_on:t "
                "proposed_on:t withdrawn_on:t state:t voided:i",
    "case_lead": "case_id:i lead_id:i parted_at_ms:i",
    "lead_merge": "lead_a:i lead_b:i undone_at_ms:i",
    "result": "id:i organ_id:i family:t code:t person_id:i lead_id:i disposal_id:i case_id:i topic:t campaign:t basis:t decided_on:t "
              "effective_on:t counted_on:t state:t revoked_on:t voided:i",
    "proposal": "id:i no:t organ_id:i type:t case_id:i lead_id:i issued_on:t replied_on:t voided:i",
    "register_opened": "organ_id:i register:t opened_on:t",
    "report": "organ_id:i from_on:t to_on:t problems:t plans:t",
}


def columns(table):
    return [c.split(":") for c in TABLES[table].split()]


def _row(cols, values):
    return {name: (int(v) if kind == "i" and v is not None else v) for (name, kind), v in zip(cols, values)}


def from_sqlite(path):
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return {t: [_row(columns(t), r) for r in db.execute(f"SELECT {', '.join(n for n, _ in columns(t))} FROM {t}")] for t in TABLES}
    finally:
        db.close()


def from_postgres(url):
    script = "".join(f"\\echo @@{t}\nCOPY (SELECT {', '.join(n for n, _ in columns(t))} FROM {t}) TO STDOUT (FORMAT csv, NULL '\\N');\n"
                     for t in TABLES)
    out = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url], input=script, capture_output=True, encoding="utf-8",
                         check=True).stdout
    tables = {}
    for part in re.split(r"^@@", out, flags=re.M)[1:]:
        name, _, body = part.partition("\n")
        rows = csv.reader(io.StringIO(body))
        tables[name] = [_row(columns(name), [None if v == "\\N" else v for v in r]) for r in rows]
    return tables


def from_data(data_dir):
    """The dump of a data directory: its `config` says which database it keeps."""
    url = ""
    with open(os.path.join(data_dir, "config"), encoding="utf-8") as f:
        for line in f:
            if line.startswith("db="):
                url = line[3:].strip()
    if url.startswith("postgres"):
        return from_postgres(url)
    return from_sqlite(url[7:] if url.startswith("sqlite:") else os.path.join(data_dir, "xiezhi.db"))


# ---- def/: one row a line, `- {key: value, …}`
def _flow_row(text):
    out, i = {}, 0
    pair = re.compile(r'\s*([A-Za-z_0-9]+):\s*(?:"((?:[^"\\]|\\.)*)"|([^,}]*))\s*(,|\})')
    while i < len(text):
        m = pair.match(text, i)
        if m is None:
            raise ValueError(f"not a row of def: {text}")
        out[m.group(1)] = m.group(2) if m.group(2) is not None else m.group(3).strip()
        if m.group(4) == "}":
            return out
        i = m.end()
    raise ValueError(f"row of def without an end: {text}")


def code_lists(name):
    lists, current = {}, None
    with open(os.path.join(ROOT, "def", name), encoding="utf-8") as f:
        for line in f:
            head = re.match(r"^([a-z_0-9]+):\s*$", line)
            row = re.match(r"^\s+- \{(.*)$", line)
            if head:
                current = lists.setdefault(head.group(1), [])
            elif row and current is not None:
                current.append(_flow_row(row.group(1)))
    return lists


class Defs:
    """What of def/ the figures read: forms, ranks, topics; nothing of how the program counts."""

    def __init__(self):
        codes = code_lists("codes.yaml")
        self.results = {r["code"]: r for r in code_lists("results.yaml")["results"]}
        self.topics = {r["code"]: r.get("parent") for r in code_lists("topics.yaml")["topics"]}
        self.ranks = {r["code"]: r for r in codes["rank"]}
        self.buckets = [r["code"] for r in codes["rank_bucket"]]            # highest first
        self.weights = {r["code"]: int(r["weight"]) for r in codes["petition_rank"]}
        self.methods = [r["code"] for r in codes["disposal"]]

    def top_topic(self, code):
        while self.topics.get(code):
            code = self.topics[code]
        return code

    def under(self, code, topic):
        while code is not None:
            if code == topic:
                return True
            code = self.topics.get(code)
        return False
