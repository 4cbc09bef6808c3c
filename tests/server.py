"""A demonstration district as a real server, for the suites that speak HTTP: SQLite in a directory of its own, or a database of its own on
the PostgreSQL that XIEZHI_TEST_PG names. Standard library only."""
import http.client
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROG = os.path.join(ROOT, "build", "xiezhi")
PSQL = next((p for p in ("/usr/lib/postgresql/15/bin/psql", "/usr/bin/psql") if os.path.exists(p)), "psql")
NEW_PASSWORD = "Proved-2026-desk"


def pg_url(name):
    base = os.environ.get("XIEZHI_TEST_PG")
    return base.replace("///postgres", "///" + name, 1) if base else None


def pg_fresh(name):
    base = os.environ.get("XIEZHI_TEST_PG")
    subprocess.run([PSQL, base, "-q", "-c", "DROP DATABASE IF EXISTS %s" % name, "-c", "CREATE DATABASE %s" % name], check=True,
                   capture_output=True)
    return pg_url(name)


class Demo:
    """One district. `kind` is sqlite or pg; `name` tells databases apart."""
    under = ()                          # what the server is started through, e.g. setpriv with its words

    def __init__(self, kind="sqlite", name="http", demo=True):
        self.kind, self.tmp, self.process = kind, tempfile.mkdtemp(prefix="xiezhi-%s." % name), None
        self.data = os.path.join(self.tmp, "data")
        self.url = pg_fresh("suite_" + name) if kind == "pg" else None
        args = [PROG, "init", "--data", self.data] + (["--demo", "--no-reports"] if demo else []) + (["--db", self.url] if self.url else [])
        out = subprocess.run(args, check=True, capture_output=True, text=True).stdout
        self.passwords = dict(re.findall(r"^([a-z]+) +(\S+)", out, re.M))
        self.clients = {}

    @classmethod
    def over(cls, kind, data, url, printed):
        """A district that a suite has made already; `printed` is what init said. Its directory stays when this one is closed."""
        d = cls.__new__(cls)
        d.kind, d.tmp, d.data, d.url, d.process, d.clients = kind, tempfile.mkdtemp(prefix="xiezhi-over."), data, url, None, {}
        d.passwords = dict(re.findall(r"^([a-z]+) +(\S+)", printed, re.M))
        return d

    def start(self, *more):
        self.process = subprocess.Popen([*self.under, PROG, "serve", "--data", self.data, "--listen", "127.0.0.1:0", *more], stdout=subprocess.PIPE,
                                        stderr=open(os.path.join(self.tmp, "log"), "a"), text=True)
        line = self.process.stdout.readline()
        if not line.startswith("http://"):
            raise RuntimeError("the server does not start: " + open(os.path.join(self.tmp, "log")).read()[-400:])
        self.port = int(line.rsplit(":", 1)[1].strip().rstrip("/"))
        return self

    def stop(self, how=signal.SIGTERM):
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process.stdout.close()
            self.process = None

    def close(self):
        self.stop()
        shutil.rmtree(self.tmp, ignore_errors=True)

    def log(self):
        return open(os.path.join(self.tmp, "log"), encoding="utf-8").read()

    def cli(self, *args, **more):
        return subprocess.run([PROG, *args, "--data", self.data], capture_output=True, text=True, **more)

    def sql(self, text):
        """Rows as text, fields joined by |. Writes are committed: a test may age a session or tamper with the log."""
        if self.kind == "pg":
            r = subprocess.run([PSQL, self.url, "-q", "-A", "-t", "-c", text], check=True, capture_output=True, text=True)
            return [l for l in r.stdout.splitlines() if l]
        db = sqlite3.connect(os.path.join(self.data, "xiezhi.db"), timeout=20)
        rows = ["|".join("" if v is None else str(v) for v in row) for row in db.execute(text).fetchall()]
        db.commit()
        db.close()
        return rows

    def browser(self, **more):
        return Browser(self, **more)

    def as_user(self, login):
        """The signed-in browser of a user, made once."""
        if login not in self.clients:
            b = self.browser()
            b.sign_in(login)
            self.clients[login] = b
        return self.clients[login]


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.bytes = status, headers, body
        self.body = body.decode("utf-8", "replace")

    def header(self, name):
        return next((v for k, v in self.headers if k.lower() == name.lower()), "")


class Browser:
    def __init__(self, demo, address=None, lang="zh-CN"):
        self.demo, self.cookies, self.csrf, self.address, self.lang, self.last = demo, {}, "", address, lang, None

    def ask(self, method, path, fields=None, headers=None, follow=False, raw=None):
        h = {"Accept-Language": self.lang}
        if self.cookies:
            h["Cookie"] = "; ".join("%s=%s" % c for c in self.cookies.items())
        if self.address:
            h["X-Real-IP"] = self.address
        body = raw
        if method == "POST" and raw is None:
            fields = list(fields or [])
            if self.csrf and not any(k == "csrf" for k, _ in fields):
                fields.append(("csrf", self.csrf))
            fields = [(k, v) for k, v in fields if not (k == "csrf" and v == "-")]
            body = urllib.parse.urlencode(fields)
            h["Content-Type"] = "application/x-www-form-urlencoded"
        h.update(headers or {})
        c = http.client.HTTPConnection("127.0.0.1", self.demo.port, timeout=60)
        c.request(method, urllib.parse.quote(path, safe="/?&=%:;,+~.-_"), body=body, headers=h)
        r = c.getresponse()
        a = Answer(r.status, r.getheaders(), r.read())
        c.close()
        for k, v in a.headers:
            if k.lower() == "set-cookie":
                name, value = v.split(";")[0].split("=", 1)
                self.cookies[name] = value
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', a.body)
        if token:
            self.csrf = token.group(1)
        self.last = a
        if follow and a.status == 303:
            return self.ask("GET", a.header("Location"), follow=True)
        return a

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, fields=None, **more):
        return self.ask("POST", path, fields, **more)

    def sign_in(self, login, password=None):
        a = self.post("/signin", [("login", login), ("password", password or self.demo.passwords[login])])
        if a.status == 303 and a.header("Location") == "/signin/password":
            self.get("/signin/password")
            self.post("/signin/password", [("password", NEW_PASSWORD), ("password_again", NEW_PASSWORD)])
            self.demo.passwords[login] = NEW_PASSWORD
        if a.status == 303:
            self.get("/account")
        return a
