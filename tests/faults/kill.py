"""kill: kill -9 during intake with 32 clients; every acknowledged petition is there, numbers have no gap, the audit verifies."""
import os, re, sys, threading, time
from server import Browser, Place

CLIENTS = 32
CEILING_S = 120
failed = []


def expect(ok, what):
    if not ok:
        failed.append(what)
        print('FAILED', what, flush=True)


def until(acked, n):
    """Until so many are acknowledged; the ceiling is against hanging only."""
    end = time.monotonic() + CEILING_S
    while len(acked) < n and time.monotonic() < end:
        time.sleep(0.005)


def client(place, cookie, csrf, tag, acked, stop):
    b = Browser.__new__(Browser)
    b.place, b.cookie, b.csrf = place, cookie, csrf
    import http.client
    b.http = http.client.HTTPConnection('127.0.0.1', place.port, timeout=CEILING_S)
    n = 0
    try:
        while not stop.is_set():
            subject = f'{tag}-{threading.get_ident()}-{n}'
            status, head, _ = b.letter(subject, reporter_name='某人' if n % 2 else '', reporter_claimed='real' if n % 2 else '')
            if status == 303:
                acked.append((subject, n % 2))
            elif status not in (503,):
                failed.append(f'{tag}: status {status}')
                break
            n += 1
    except OSError:
        pass
    except Exception as e:              # a torn answer of the killed server
        if 'Remote' not in type(e).__name__ and 'Incomplete' not in type(e).__name__ and 'BadStatus' not in type(e).__name__:
            failed.append(f'{tag}: {e!r}')


def numbers_have_no_gap(place):
    """From the first number, which is 1 unless the register was in use before us, to the last, each once."""
    for organ, year, value, started in place.rows("SELECT organ_id, year, value, start_set FROM counter WHERE kind = 'petition'"):
        got = sorted(int(re.search(r'(\d+)号', no).group(1)) for (no,) in
                     place.rows(f"SELECT no FROM petition WHERE organ_id = {organ} AND no LIKE '%〔{year}〕%'"))
        first = got[0] if got and started == '1' else 1
        expect(got == list(range(first, int(value) + 1)), f'numbers of organ {organ} in {year} have a gap: {len(got)} from {first} to {value}')


def one_round(place, k, n):
    place.serve()
    first = Browser(place)
    acked, stop = [], threading.Event()
    threads = [threading.Thread(target=client, args=(place, first.cookie, first.csrf, f'r{k}', acked, stop)) for _ in range(CLIENTS)]
    for t in threads:
        t.start()
    until(acked, n)
    place.kill()
    stop.set()
    for t in threads:
        t.join()
    return acked


def check(place, acked, k):
    there = {s for (s,) in place.rows(f"SELECT subject FROM petition WHERE subject LIKE 'r{k}-%'")}
    lost = [s for s, _ in acked if s not in there]
    expect(not lost, f'round {k}: {len(lost)} acknowledged petitions are not there, e.g. {lost[:2]}')
    numbers_have_no_gap(place)
    sealed = sealed_refs(place)
    for subject, ref in place.rows(f"SELECT subject, ref FROM petition WHERE subject LIKE 'r{k}-%'"):
        if dict(acked).get(subject):
            expect(ref in sealed, f'round {k}: who wrote {subject} is not in the vault')


def sealed_refs(place):
    import sqlite3
    db = sqlite3.connect(place.dir + '/vault/vault.db')
    try:
        return {str(r[0]) for r in db.execute('SELECT petition_ref FROM identity')}
    finally:
        db.close()


def campaign(db, rounds, name):
    place = Place(db)
    total = 0
    try:
        for k in range(rounds):
            acked = one_round(place, k, 6 + 3 * (k % 7))
            total += len(acked)
            check(place, acked, k)
        v = place.run('audit', 'verify')
        expect(v.returncode == 0, f'{name}: audit verify says {v.stdout[-300:]} {v.stderr[-300:]}')
        expect(total > rounds * 5, f'{name}: only {total} petitions were acknowledged in {rounds} rounds')
        print(f'{name}: {rounds} kills, {total} acknowledged petitions, all there', flush=True)
    finally:
        place.remove()


if __name__ == '__main__':
    rounds = int(os.environ.get('KILLS', '50'))
    campaign('', rounds, 'SQLite')
    done = 1
    if len(sys.argv) > 1:
        campaign(sys.argv[1], max(rounds // 5, 5), 'PostgreSQL, client killed')
        done += 1
    sys.exit(print(f'{0 if failed else done} passed, {len(failed)} failed') or bool(failed))
