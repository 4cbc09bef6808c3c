"""The files of dist/ put up in a temporary prefix: the real nginx, with nothing changed but this machine's own places, before the real program in what systemd would make of its unit."""
import http.client, os, pwd, re, shutil, signal, socket, ssl, subprocess, tempfile, time

BIN, ROOT = os.path.abspath('build/xiezhi'), os.geteuid() == 0
RIGHTS = {'CAP_SETGID': 6, 'CAP_SETUID': 7, 'CAP_SETPCAP': 8}
ADDRESS = '127.0.0.77'                  # ours, as the front sees it; another one than the front's own


def unit(path):
    """[(key, value)] of a unit's [Service]."""
    part = open(path).read().split('[Service]')[1].split('[Install]')[0]
    return [tuple(l.split('=', 1)) for l in part.split('\n') if '=' in l and not l.startswith('#')]


def groups():
    """What each @group of systemd's names holds."""
    out, now = {}, None
    for l in subprocess.run(['systemd-analyze', 'syscall-filter'], capture_output=True, text=True).stdout.split('\n'):
        if l.startswith('@'):
            now = out.setdefault(l.strip(), [])
        elif l.startswith('    ') and not l.strip().startswith('#') and now is not None:
            now.append(l.strip())
    return out


def calls(service):
    """The names that a unit's SystemCallFilter lines leave."""
    of, kept = groups(), set()

    def names(word):
        return set().union(*(names(w) for w in of[word])) if word in of else {word}
    for key, value in service:
        if key == 'SystemCallFilter':
            take = set().union(*(names(w) for w in value.lstrip('~').split()))
            kept = kept - take if value.startswith('~') else kept | take
    return kept | names('@default')     # systemd always leaves these


class Stand:
    def __init__(self):
        self.home = tempfile.mkdtemp(prefix='xiezhi-front-')
        os.chmod(self.home, 0o755)
        self.children = []
        made = subprocess.run([BIN, 'init', '--demo', '--no-reports', '--data', self.home + '/inside'], capture_output=True, text=True)
        assert made.returncode == 0, made.stderr
        self.passwords = made.stdout
        os.rename(self.home + '/inside/portal', self.home + '/portal')
        self.uid, self.gid = (pwd.getpwnam('nobody').pw_uid, pwd.getpwnam('www-data').pw_gid) if ROOT else (os.getuid(), os.getgid())
        self.keeper = pwd.getpwnam('daemon').pw_uid     # whose the vault is
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=front',
                        '-keyout', self.home + '/key', '-out', self.home + '/crt'], check=True, capture_output=True)
        if ROOT:
            for top in ('/portal', '/inside'):
                for folder, _, names in os.walk(self.home + top):
                    vault = folder.startswith(self.home + '/inside/vault')
                    for n in ['.'] + names:
                        os.chown(os.path.join(folder, n), *((self.keeper, self.keeper) if vault else (self.uid, self.gid)))
            os.chown(self.home + '/inside', self.uid, self.keeper)
            os.chmod(self.home + '/inside', 0o710)

    def front(self, name, socket_file, ports):
        """nginx by dist/nginx/NAME with `ports` {shipped: ours}. Returns its prefix and what had to be changed."""
        prefix = f'{self.home}/{name}'
        os.makedirs(prefix + '/run')
        shipped = open('dist/nginx/' + name).read()
        text = re.sub(r'^ +listen \[::\].*\n', '', shipped, flags=re.M)
        for was, now in [(r'listen (?:127\.0\.0\.1:)?(\d+)', lambda m: f'listen 127.0.0.1:{ports[m.group(1)]}'), (r'/etc/nginx/\w+\.(crt|key);', rf'{self.home}/\1;'),
                         (r'unix:/run/[\w-]+/http', f'unix:{socket_file}'), (r'/run/xiezhi-front/', prefix + '/run/'), (r'/run/nginx\.pid', prefix + '/run/pid'),
                         (r'/var/log/nginx/', prefix + '/')]:
            text = re.sub(was, now, text)
        open(prefix + '/conf', 'w').write(text)
        memory = dict(unit('dist/systemd/nginx.service.d/xiezhi.conf'))['Environment'].split('=', 1)
        env = {'PATH': os.environ['PATH'], memory[0]: memory[1]}
        child = subprocess.Popen(['nginx', '-p', prefix, '-c', prefix + '/conf', '-e', prefix + '/early', '-g', 'daemon off;'], env=env, stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)     # else it would hold the test's own log open
        self.children.append(child)
        for port in ports.values():
            self.wait(port)
        return prefix, child, [(a, b) for a, b in zip(re.sub(r'^ +listen \[::\].*\n', '', shipped, flags=re.M).split('\n'), text.split('\n')) if a != b]

    def caged(self, name, words, owner=False):
        """The program with `words`, by dist/systemd/NAME: its filter, families, network, rights and user, or whom it goes on as (owner). Only root
        can do that; otherwise plainly."""
        service = unit('dist/systemd/' + name)
        one = dict(service)
        cmd = [self.home + '/xiezhi', *words]
        if not os.path.exists(cmd[0]):
            shutil.copy(BIN, cmd[0])
        if not ROOT:
            return cmd
        jail, names = self.home + '/jail', f'{self.home}/{name}.calls'
        if not os.path.exists(jail):
            subprocess.run(['cc', '-O1', '-o', jail, 'tests/front/jail.c', '-lseccomp'], check=True)
        open(names, 'w').write('\n'.join(sorted(calls(service))))
        families = ','.join(str(int(getattr(socket, f))) for f in one['RestrictAddressFamilies'].split())
        as_owner = owner or 'User' in one
        user = (self.uid, self.gid) if as_owner else (0, self.keeper)       # the inside begins as root and goes on as the owners
        rights = '' if as_owner else ','.join(str(RIGHTS[r]) for r in one['CapabilityBoundingSet'].split())
        return [jail, names, *map(str, user), '0' if one['PrivateNetwork'] == 'yes' else '1', '0' if one.get('MemoryDenyWriteExecute') == 'yes' else '1', families, rights] + cmd

    def program(self, name, words, socket_file):
        """A server of ours by its unit, at a socket file."""
        cmd = self.caged(name, [*words, '--listen', socket_file])
        log = open(f'{self.home}/{name}.log', 'wb')
        os.makedirs(os.path.dirname(socket_file), exist_ok=True)
        os.chown(os.path.dirname(socket_file), self.uid, self.gid)
        os.chmod(os.path.dirname(socket_file), 0o2750)        # the server has no group of ours: www-data is in its own on a real machine
        child = subprocess.Popen(cmd, stdout=subprocess.PIPE, stderr=log, text=True)
        self.children.append(child)
        assert child.stdout.readline().startswith('http'), (child.wait(5), open(log.name).read())
        return child

    def log(self, name):
        return open(f'{self.home}/{name}.log', errors='replace').read()

    @staticmethod
    def wait(port):
        for _ in range(200):
            try:
                return socket.create_connection(('127.0.0.1', port)).close()
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f'nobody listens at {port}')

    @staticmethod
    def end(child):
        child.send_signal(signal.SIGTERM)
        code = child.wait(90)
        if child.stdout:
            child.stdout.close()
        return code

    def close(self):
        for c in self.children:
            if c.poll() is None:
                c.terminate()
                try:
                    c.wait(20)
                except subprocess.TimeoutExpired:
                    c.kill()
                    c.wait()
        subprocess.run(['rm', '-rf', self.home])


def free_ports(n):
    held = [socket.socket() for _ in range(n)]
    for s in held:
        s.bind(('127.0.0.1', 0))
    out = [s.getsockname()[1] for s in held]
    for s in held:
        s.close()
    return out


def raw(port, tls=True):
    s = socket.create_connection(('127.0.0.1', port), timeout=60, source_address=(ADDRESS, 0))
    return ssl._create_unverified_context().wrap_socket(s) if tls else s


def ask(port, method, path, body=None, head=None, tls=True):
    kind = {'context': ssl._create_unverified_context()} if tls else {}
    c = (http.client.HTTPSConnection if tls else http.client.HTTPConnection)('127.0.0.1', port, timeout=120, source_address=(ADDRESS, 0), **kind)
    c.request(method, path, body, head or {})
    r = c.getresponse()
    heads = {k.lower(): v for k, v in r.getheaders()}
    if 'set-cookie' in heads:
        heads['set-cookie'] = '\n'.join(r.msg.get_all('Set-Cookie'))
    out = r.status, heads, r.read().decode('utf-8', 'replace')
    c.close()
    return out


class Local(http.client.HTTPConnection):
    """Straight to a socket file, with nobody in front."""

    def __init__(self, path):
        super().__init__('local')
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)
