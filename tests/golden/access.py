"""Who reaches which column: role -> door -> statement -> table.column.

Statements and their columns come from SQLite's authorizer (build/test/access_list). From a door to its statements leads the call graph
of the C text: every function that a handler names, called or passed on, and so on. That is more than a run reaches, never less; what the
query builder composes (def/lists.yaml, def/figures.yaml) is shown as the views it may read. Templates are C too (build/gen/page_*.c)."""
import glob
import os
import re
from collections import defaultdict

FUNCTION = re.compile(r"^(?P<static>static )?(?:MUST_USE |const |unsigned |struct \w+ \*?|enum \w+ \*?|[\w ]+? \*?)(?P<name>\w+)\((?P<args>[^;{}]*?)\)\s*\n?\{", re.M)
WORD = re.compile(r"(?<![\w.>])[A-Za-z_]\w*\b")         # a name, not a member
CALL = re.compile(r"(?<![\w.>])([A-Za-z_]\w*)\s*\(")
STRING = re.compile(r'"(?:[^"\\\n]|\\.)*"')
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
BUILT = "query_run"


def functions(root):
    """(file, name) -> names in its body, names called there; name -> files in which it is not static."""
    bodies, public = {}, defaultdict(list)
    files = glob.glob(os.path.join(root, "src/**/*.c"), recursive=True) + glob.glob(os.path.join(root, "build/gen/page_*.c"))
    for path in sorted(files):
        text = STRING.sub('""', COMMENT.sub(" ", open(path, encoding="utf-8").read()))
        for m in FUNCTION.finditer(text):
            end = text.find("\n}", m.end())
            one_line = text.find("}", m.end())
            line_end = text.find("\n", m.end())
            if 0 < one_line < line_end:
                end = one_line
            body = text[m.end():end]
            key = (path, m.group("name"))
            words, calls = bodies.get(key, (set(), set()))
            bodies[key] = words | set(WORD.findall(body)), calls | set(CALL.findall(body))
            if not m.group("static"):
                public[m.group("name")].append(path)
    return bodies, public


# Tables of rows that a function walks by pointer: what stands in them counts as named by the function.
TABLES = re.compile(r"^(?:static )?const (?:struct [^=]*?|\w+ [^=]*?)\b(?P<name>\w+)\[[^\]]*\]\s*=\s*\{(?P<body>.*?)^\};|"
                    r"^static const struct \{[^}]*\} (?P<name2>\w+)\[\] = \{(?P<body2>.*?)^\};", re.M | re.S)


def tables(root):
    found = {}
    for path in glob.glob(os.path.join(root, "src/**/*.c"), recursive=True):
        text = STRING.sub('""', COMMENT.sub(" ", open(path, encoding="utf-8").read()))
        for m in TABLES.finditer(text):
            found[(path, m.group("name") or m.group("name2"))] = set(WORD.findall(m.group("body") or m.group("body2")))
    return found


def reach(start, bodies, public, rows):
    seen, todo, ids = set(), list(start), set()
    while todo:
        key = todo.pop()
        if key in seen:
            continue
        seen.add(key)
        path = key[0]
        words, calls = bodies.get(key, (set(), set()))
        for w in list(words):
            if (path, w) in rows:       # a table of functions or statements, walked here
                words, calls = words | rows[(path, w)], calls | rows[(path, w)]
        for w in sorted(words):
            if w.startswith("SQL_"):
                ids.add(w[4:])
            if (path, w) in bodies:
                todo.append((path, w))
            elif w in public and w in calls:
                todo.extend((p, w) for p in public[w])
            if w == BUILT:
                ids.add("(built by def)")
    return ids


ROUTE = re.compile(r"\{\s*(GET|POST),\s*\"([^\"]+)\",\s*PERM_(\w+),\s*([^,]+),\s*(\w+),\s*(\w+)\s*\}")
PERM = re.compile(r'PERM\((\w+),\s*"([^"]+)"\)')
ROLE = re.compile(r"\{name: (\w+),.*?perms: ([a-z_. ]+)[,}]")


def report(root, authorizer, routes_text):
    reads, writes, via = defaultdict(set), defaultdict(set), defaultdict(set)
    order = []
    for line in authorizer.splitlines():
        name, what, column, view = line.split("\t")
        if name not in reads:
            order.append(name)
        reads[name]
        (reads if what == "read" else writes)[name].add(column)
        if view != "-":
            via[(name, column)].add(view)
    owner = {}
    for path in glob.glob(os.path.join(root, "src/**/*.sql"), recursive=True):
        for m in re.finditer(r"-- name:\s+(\w+)", open(path, encoding="utf-8").read()):
            owner[m.group(1)] = os.path.relpath(path, os.path.join(root, "src"))
    views = re.findall(r"^(rpt_\w+):", open(os.path.join(root, "def/views.yaml"), encoding="utf-8").read(), re.M)
    bodies, public = functions(root)
    rows = tables(root)
    perms = {a: b for a, b in PERM.findall(open(os.path.join(root, "src/gate/perm.def"), encoding="utf-8").read())}
    doors, missing = {}, []
    for path in sorted(glob.glob(os.path.join(root, "src/**/*.c"), recursive=True)):
        text = open(path, encoding="utf-8").read()
        for method, door, perm, _flags, prepare, apply in ROUTE.findall(text):
            start = [k for f in (prepare, apply) if f != "NULL"
                     for k in ([(path, f)] if (path, f) in bodies else [(p, f) for p in public.get(f, [])])]
            if not start:
                missing.append("%s %s: no such handler found" % (method, door))
            doors[(door, method)] = (perms[perm], reach(start, bodies, public, rows))
    listed = {(l.split()[0], l.split()[1]) for l in routes_text.splitlines() if l.strip()}
    missing += ["%s %s is in `xiezhi routes` and not found in the text" % (b, a) for a, b in sorted(listed - set(doors))]
    roles = {n: set(p.split()) for n, p in ROLE.findall(open(os.path.join(root, "def/roles.yaml"), encoding="utf-8").read())}
    out = ["Who reaches which column. Made by tests/golden/run; read the diff before you sign it.",
           "Every page with a menu counts what waits, and the home page shows how things stand: each part only to who holds its permission",
           "(app/home.c), so the home page (GET /) stands in part 2 and is left out of part 1.", ""]
    out += roles_part(roles, doors, reads, writes, views)
    out += doors_part(roles, doors)
    out += statements_part(order, reads, writes, via, owner)
    return "\n".join(out) + "\n", [("every door is known", missing)] + proofs(root, reads, writes, via, owner, doors, roles)


def grouped(columns):
    by = defaultdict(set)
    for c in columns:
        table, column = c.split(".", 1)
        by[table].add(column)
    return ["%s: %s" % (t, " ".join(sorted(by[t]))) for t in sorted(by)]


def open_to(role_perms, perm):
    return perm == "public" or perm in role_perms


def roles_part(roles, doors, reads, writes, views):
    out = ["== 1. roles: the columns that its doors reach", ""]
    for role in roles:
        ids = set()
        for (door, _), (perm, reached) in doors.items():
            if door != "/" and open_to(roles[role], perm):
                ids |= reached
        out.append(role)
        for head, table in (("reads", reads), ("writes", writes)):
            columns = set().union(*[table[i] for i in ids if i in table]) if ids else set()
            out += ["  %s %s" % (head, g) for g in grouped(columns)]
        if "(built by def)" in ids:
            out.append("  reads, as declared in def/: %s" % " ".join(views))
        out.append("")
    return out


def doors_part(roles, doors):
    out = ["== 2. doors: permission, roles, statements", ""]
    for (door, method), (perm, ids) in sorted(doors.items()):
        who = [r for r in roles if open_to(roles[r], perm)]
        out.append("%s %s   %s" % (method, door, perm))
        out.append("  " + ("everybody" if perm == "public" else " ".join(who) or "(no role)"))
        line = "  "
        for i in sorted(ids):
            if len(line) + len(i) > 130:
                out.append(line.rstrip())
                line = "  "
            line += i + " "
        out += [line.rstrip()] if line.strip() else []
        out.append("")
    return out


def statements_part(order, reads, writes, via, owner):
    out = ["== 3. statements: where they stand, what they read and write", ""]
    for name in sorted(order, key=lambda n: (owner.get(n, ""), n)):
        out.append("%s   %s" % (name, owner.get(name, "?")))
        for head, table in (("reads", reads), ("writes", writes)):
            plain = {c for c in table[name] if not via[(name, c)]}
            out += ["  %s %s" % (head, g) for g in grouped(plain)]
            for v in sorted({v for c in table[name] for v in via[(name, c)]}):
                out += ["  %s through %s %s" % (head, v, g) for g in grouped(c for c in table[name] if v in via[(name, c)])]
        out.append("")
    return out


def part_of(path):
    bits = path.split("/")
    return "/".join(bits[:2]) if bits[0] == "area" else bits[0]


# A table that more than one part writes, and why that is right. Flow writes the states (and revision) of every record, nothing else of it.
SHARED = {
    "outbox": {"flow", "area/search"},              # filled where a record changes, emptied where it is indexed
    "app_user": {"gate", "area/admin"},             # signing in keeps its own columns; accounts are the administrators'
    "session": {"gate", "area/admin"},
}
STATE_COLUMNS = ("state", "disposal_state", "disposal_method")     # the others: a lead's disposal's, which stand in the lead as well
FLOW_STATES = {"petition", "lead", "disposal", "casefile", "result", "proposal", "envelope"}
# As it came, for the vault alone; and closed anew by it, for the next higher organ.
CLOSED = {(name, "envelope.identity") for name in ("ENVELOPE_IDENTITY", "HANDOVER_REPORT", "PASSING_CLOSED")}


def proofs(root, reads, writes, via, owner, doors, roles):
    one, state, identity, log, admins = [], [], [], [], []
    writers = defaultdict(set)
    for name, columns in writes.items():
        for c in columns:
            table, column = c.split(".", 1)
            if not (owner[name].startswith("flow/") and table in FLOW_STATES and column in STATE_COLUMNS + ("rev",)):
                writers[table].add(part_of(owner[name]))
            if table in FLOW_STATES and column in STATE_COLUMNS and not owner[name].startswith("flow/"):
                state.append("%s writes %s" % (name, c))
            if table in ("audit", "audit_head") and not owner[name].startswith("gate/"):
                log.append("%s writes %s" % (name, c))
            if table == "audit" and column != "+":
                log.append("%s changes or deletes rows of the audit log" % name)
    for table, parts in sorted(writers.items()):
        if len(parts) > 1 and parts != SHARED.get(table):
            one.append("%s is written by %s" % (table, ", ".join(sorted(parts))))
    for name, columns in list(reads.items()) + list(writes.items()):
        identity += ["%s names %s" % (name, c) for c in columns if re.search(r"reporter|informant|identity", c) and (name, c) not in CLOSED]
    business = FLOW_STATES | {"petition_person", "lead_person", "person", "report", "event"}
    for role in ("sysadmin", "secadmin", "auditor"):
        own = [(d, ids) for d, (perm, ids) in doors.items() if perm in roles[role] and perm != "self"]
        for (door, method), ids in own:
            touched = {c.split(".")[0] for i in ids if i in writes for c in writes[i]} | (
                {c.split(".")[0] for i in ids if i in reads for c in reads[i]})
            for t in sorted(touched & business - ALLOWED.get((door, method), set())):
                admins.append("%s reaches %s through %s %s" % (role, t, method, door))
    stats = ["%s writes %s" % (n, c) for n, cs in writes.items() for c in cs if owner[n].startswith("area/stats/")]
    words = re.search(r"const quiet\[\] = \{(.*?)\};", open(os.path.join(root, "src/app/views.c"), encoding="utf-8").read(), re.S)[1]
    quiet = set(re.findall(r'"(\w+)"', words))
    kept = ["%s reads %s, whose changes nobody counts" % (n, c) for n, cs in reads.items() for c in cs
            if owner[n].startswith("area/stats/") and c.split(".")[0] in quiet]
    return [("stats only reads", stats), ("no figure rests on a quiet table", kept if len(quiet) > 5 else ["no quiet tables found"]), ("one part writes each table", one), ("only flow writes a state", state), ("no statement names a reporter", identity),
            ("the log is only appended to, by gate", log), ("administrators reach no business", admins)]


# A new name is compared with the names in records, to hide them from it; nothing of them comes back (gate/hide.c, RECORDS_NAMED).
NAMESAKES = {"petition", "petition_person", "lead", "lead_person", "person", "casefile", "proposal", "envelope"}
ALLOWED = {("/admin/user/new", "POST"): NAMESAKES, ("/admin/user/:ref/edit", "POST"): NAMESAKES}
