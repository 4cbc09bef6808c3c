"""pgkill: kill -9 of every process of a PostgreSQL server during intake, fsync on; it comes back, the program goes on, nothing acknowledged is lost."""
import os, pwd, signal, subprocess, sys, tempfile, threading, time
from kill import CLIENTS, check, client, expect, failed, until
from server import Browser, Place, gone

PG = os.environ.get('PG_BIN', '/usr/lib/postgresql/15/bin')


class Cluster:
    def __init__(self):
        self.dir = tempfile.mkdtemp(prefix='xiezhi-pg-')
        self.env = {k: v for k, v in os.environ.items() if k != 'LD_PRELOAD'}       # this server waits for its disk
        self.user = pwd.getpwnam('postgres') if os.getuid() == 0 else None
        if self.user:
            os.chown(self.dir, self.user.pw_uid, self.user.pw_gid)
        self.do('initdb', '-D', self.dir + '/data', '-U', 'postgres', '-A', 'trust', '--encoding=UTF8', '--locale=C.UTF-8')
        self.url = f'postgresql:///postgres?host={self.dir}&user=postgres'

    def drop_root(self):
        if self.user:
            os.setgid(self.user.pw_gid)
            os.setuid(self.user.pw_uid)

    def do(self, program, *args):
        subprocess.run([f'{PG}/{program}', *args], check=True, capture_output=True, preexec_fn=self.drop_root, cwd=self.dir, env=self.env)

    def start(self):
        self.log = open(self.dir + '/log', 'ab')
        self.child = subprocess.Popen([f'{PG}/postgres', '-D', self.dir + '/data', '-k', self.dir, '-c', 'listen_addresses='],
                                      stdout=self.log, stderr=self.log, preexec_fn=self.drop_root, cwd=self.dir, env=self.env)
        for _ in range(1200):
            if subprocess.run([f'{PG}/pg_isready', '-q', '-h', self.dir, '-U', 'postgres']).returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError(open(self.dir + '/log').read()[-2000:])

    def kill(self):
        pids = [self.child.pid] + [int(p) for p in subprocess.run(['pgrep', '-P', str(self.child.pid)], capture_output=True, text=True).stdout.split()]
        for pid in pids:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.child.wait()
        self.log.close()
        for pid in pids[1:]:
            for _ in range(300):
                if gone(pid):
                    break
                time.sleep(0.01)

    def remove(self):
        self.child.send_signal(signal.SIGINT)
        self.child.wait(120)
        self.log.close()
        subprocess.run(['rm', '-rf', self.dir])


def patient(place, cookie, csrf, tag, acked, stop):
    """A client that goes on after the database was away: BUSY, GONE and broken connections are tried again."""
    while not stop.is_set():
        client(place, cookie, csrf, tag, acked, stop)
        time.sleep(0.05)


def main(rounds):
    cluster = Cluster()
    cluster.start()
    place = Place(cluster.url)
    place.serve()
    first = Browser(place)
    try:
        for k in range(rounds):
            acked, stop = [], threading.Event()
            threads = [threading.Thread(target=patient, args=(place, first.cookie, first.csrf, f'r{k}', acked, stop)) for _ in range(CLIENTS)]
            for t in threads:
                t.start()
            until(acked, CLIENTS + 5 * k)
            cluster.kill()
            before = len(acked)
            time.sleep(0.3)             # the clients meet a database that is away
            cluster.start()
            until(acked, before + CLIENTS)
            stop.set()
            for t in threads:
                t.join()
            check(place, acked, k)
            expect(before > 0 and len(acked) > before, f'round {k}: {before} before, {len(acked)} after the database came back')
        place.stop()
        v = place.run('audit', 'verify')
        expect(v.returncode == 0, f'audit verify says {v.stdout[-300:]} {v.stderr[-300:]}')
        print(f'PostgreSQL killed {rounds} times', flush=True)
    finally:
        place.remove()
        cluster.remove()


if __name__ == '__main__':
    main(int(os.environ.get('PG_KILLS', '5')))
    sys.exit(print(f'{0 if failed else 1} passed, {len(failed)} failed') or bool(failed))
