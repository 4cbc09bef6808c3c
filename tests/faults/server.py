"""server: a data directory, the program serving it, and a signed-in browser, for the tests that break things."""
import http.client, os, re, secrets, signal, sqlite3, subprocess, tempfile, time, urllib.parse

BIN = os.path.abspath('build/xiezhi')


def gone(pid):
    """No such process any more, or only its entry for a parent to read."""
    try:
        with open(f'/proc/{pid}/stat') as f:
            return f.read().rsplit(') ', 1)[1][0] == 'Z'
    except (FileNotFoundError, ProcessLookupError):
        return True


class Place:
    """A demonstration district in a directory of its own; `db` is '' for SQLite or a postgresql:// address."""

    def __init__(self, db=''):
        self.home = tempfile.mkdtemp(prefix='xiezhi-faults-')
        self.dir, self.db, self.child = self.home + '/data', db, None
        args = ['init', '--demo', '--data', self.dir] + (['--db', db] if db else [])
        out = subprocess.run([BIN] + args, capture_output=True, text=True)
        assert out.returncode == 0, out.stderr
        self.password = {l.split()[0]: l.split()[1] for l in out.stdout.splitlines() if len(l.split()) >= 3}

    def serve(self):
        self.log = open(self.home + '/log', 'ab')
        self.child = subprocess.Popen([BIN, 'serve', '--data', self.dir, '--listen', '127.0.0.1:0'],
                                      stdout=subprocess.PIPE, stderr=self.log, text=True)
        line = self.child.stdout.readline()
        assert line.startswith('http'), open(self.home + '/log').read()[-2000:]
        self.port = int(line.strip().rstrip('/').rsplit(':', 1)[1])

    def kill(self):
        """Like a power cut for the program, its vault and its parse helper: nothing is told to end in order."""
        children = subprocess.run(['pgrep', '-P', str(self.child.pid)], capture_output=True, text=True).stdout.split()
        for pid in [self.child.pid] + [int(p) for p in children]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.child.wait()
        self.child.stdout.close()
        self.log.close()
        for pid in children:
            for _ in range(200):
                if gone(pid):
                    break
                time.sleep(0.01)
        self.child = None

    def stop(self):
        if self.child:
            self.child.send_signal(signal.SIGTERM)
            assert self.child.wait(120) == 0
            self.child.stdout.close()
            self.log.close()
            self.child = None

    def run(self, *args):
        return subprocess.run([BIN, *args, '--data', self.dir], capture_output=True, text=True)

    def rows(self, sql):
        """Rows as the database has them, past the program."""
        if not self.db:
            db = sqlite3.connect(self.dir + '/xiezhi.db')
            try:
                return [tuple('' if v is None else str(v) for v in r) for r in db.execute(sql)]
            finally:
                db.close()
        out = subprocess.run(['psql', '-X', '-A', '-t', '-F', '\x1f', '-c', sql, self.db], capture_output=True, text=True)
        assert out.returncode == 0, out.stderr
        return [tuple(l.split('\x1f')) for l in out.stdout.splitlines()]

    def remove(self):
        self.stop()
        subprocess.run(['rm', '-rf', self.home])


class Browser:
    def __init__(self, place, login='officer'):
        self.place, self.cookie = place, ''
        self.http = http.client.HTTPConnection('127.0.0.1', place.port, timeout=120)
        status, head, _ = self.post('/signin', {'login': login, 'password': place.password[login]})
        assert status == 303, status
        self.cookie = head['Set-Cookie'].split(';')[0]
        _, _, page = self.get('/petition/new')
        self.csrf = re.search(r'name="csrf" value="(\w+)"', page).group(1)

    def get(self, path):
        return self.ask('GET', path, None)

    def post(self, path, fields):
        return self.ask('POST', path, urllib.parse.urlencode(fields))

    def ask(self, method, path, body):
        head = {'Cookie': self.cookie} if self.cookie else {}
        if body is not None:
            head['Content-Type'] = 'application/x-www-form-urlencoded'
        self.http.request(method, path, body, head)
        r = self.http.getresponse()
        return r.status, r.headers, r.read().decode('utf-8', 'replace')

    def letter(self, subject, **more):
        fields = {'csrf': self.csrf, 'once': secrets.token_hex(16), 'channel': 'letter', 'source': 'own', 'class': 'accusation',
                  'persons.0.name': '钱某', 'persons.0.unit': '某村', 'persons.0.post': '村主任', 'persons.0.rank': 'village',
                  'subject': subject, 'body': '内容' + subject, 'do': 'open'}
        fields.update(more)
        return self.post('/petition/new', fields)
