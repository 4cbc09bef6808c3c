"""Long exports by a real server: a short one is the answer itself, a long one a work with a page of its own - counted, stopped, killed in the middle,
closed for the session that asked, and never with a row that its asker may not see when it runs."""
import csv
import glob
import io
import os
import re
import signal
import time
import zipfile

COPIES = 30


def multiply(d):
    """Thirty more of each of 400 letters: rows enough for an export that takes its time."""
    names = d.sql("SELECT name FROM pragma_table_info('petition')" if d.kind == 'sqlite' else
                  "SELECT column_name FROM information_schema.columns WHERE table_name = 'petition' AND table_schema = current_schema()")
    base = int(d.sql('SELECT min(id) FROM (SELECT id FROM petition ORDER BY id LIMIT 400) x')[0])
    own = {'id': 'k.k * 1000000 + p.rn', 'ref': '4611686018427387904 + k.k * 1000000 + p.rn', 'no': "p.no || '-' || k.k", 'origin_id': 'k.k * 1000000 + p.rn',
           'imported_key': 'NULL'}
    d.sql('WITH RECURSIVE k(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM k WHERE k < %d) INSERT INTO petition (%s) SELECT %s FROM k, '
          '(SELECT petition.*, row_number() OVER (ORDER BY id) AS rn FROM petition WHERE id >= %d AND voided = 0 ORDER BY id LIMIT 400) p'
          % (COPIES, ', '.join(names), ', '.join(own.get(n, 'p.' + n) for n in names), base))


def out_files(d):
    return sorted(os.path.basename(f).split('.', 1)[1] for f in glob.glob(d.data + '/out/*'))


def state(d, work):
    return d.sql("SELECT state FROM job WHERE ref = %d" % int(work.rsplit('/', 1)[1], 16))[0]


def exported(d):
    return int(d.sql("SELECT count(*) FROM audit WHERE verb = 'export' AND refused = 0 AND detail LIKE 'export rows=%'")[0])


class Long:
    def __init__(self, d, check):
        self.d, self.check = d, check
        self.b = d.as_user('officer')

    def ask(self, path, b=None, **more):
        b = b or self.b
        b.get('/account')
        a = b.post(path, **more)
        self.check('%s goes on behind a page' % path, a.status == 303 and re.fullmatch(r'/works/[0-9a-f]{16}', a.header('Location')), (a.status, a.body[-300:]))
        return a.header('Location')

    def until(self, work, b=None, seconds=60):
        """Follows the page as a browser without scripts does: to where it leads, or to why it ended."""
        b, seen = b or self.b, []
        for _ in range(seconds * 20):
            a = b.get(work)
            if a.status != 200 or 'http-equiv="refresh"' not in a.body:
                return a, seen
            seen.append(int(re.search(r'<progress max="100" value="(\d+)"', a.body).group(1)))
            time.sleep(0.05)
        return a, seen

    def running(self, work):
        for _ in range(400):
            a = self.b.get(work)
            if re.search(r'已写 [\d,]*[1-9][\d,]* 行', a.body):
                return a
            time.sleep(0.02)
        return a

    def fetch(self, ready, b=None):
        b = b or self.b
        page = b.get(ready)
        link = re.search(r'href="(/export/kept/[0-9a-f]{16})"', page.body)
        return b.get(link.group(1)) if link else page


def short_and_long(x):
    d, check = x.d, x.check
    before = exported(d)
    a = x.b.get('/export/lead.csv')
    check('a short one is the answer itself', a.status == 200 and a.bytes[:3] == b'\xef\xbb\xbf' and 'lead.csv' in a.header('Content-Disposition'), (a.status, a.body[:200]))
    check('one row of the log', exported(d) == before + 1)
    a = x.b.post('/export/petition.csv?no=' + d.sql("SELECT no FROM petition WHERE no NOT LIKE '%-%' ORDER BY id LIMIT 1")[0])
    check('also when it is asked by a button', a.status == 200 and 2 <= len(a.body.strip().split('\r\n')) <= COPIES + 2, (a.status, a.body[:300]))
    a = x.b.get('/export/petition.csv')
    check('a link to a long one asks first', a.status == 200 and 'method="post" action="/export/petition.csv"' in a.body and '2,000' in a.body, a.body[-600:])
    check('nothing was begun', d.sql("SELECT count(*) FROM job WHERE kind = 'export'") == ['0'])
    page = x.b.get('/petition')
    check('the list has buttons where there may be many', 'action="/export/petition.xlsx"' in page.body and 'href="/export/petition.csv"' not in page.body)
    page = x.b.get('/lead')
    check('and links where there are few', 'href="/export/lead.xlsx"' in page.body and 'action="/export/lead' not in page.body)


def whole_way(x):
    d, check = x.d, x.check
    before, want = exported(d), sorted(d.sql('SELECT no FROM petition WHERE voided = 0'))
    work = x.ask('/export/petition.csv')
    a, seen = x.until(work)
    check('the bar only goes on', seen == sorted(seen) and all(0 <= n <= 100 for n in seen), seen)
    check('it leads to its file', a.status == 303 and a.header('Location').startswith('/export/ready/'), (a.status, a.body[-400:]))
    ready = a.header('Location')
    page = x.b.get(ready)
    check('the page says how many', '{:,}'.format(len(want)) in page.body and 'petition.csv' in page.body, page.body[-600:])
    f = x.fetch(ready)
    rows = list(csv.reader(io.StringIO(f.bytes.decode('utf-8-sig'))))
    got = sorted(re.sub(' .*', '', r[0]) for r in rows[1:])             # who sees several organs reads behind the number whose it is
    check('every row is in it, once', got == want, (len(got), len(want), [p for p in zip(got, want) if p[0] != p[1]][:3]))
    check('it has its name', f.status == 200 and 'petition.csv' in f.header('Content-Disposition'), f.headers)
    check('one row of the log for it', exported(d) == before + 1, (exported(d), before))
    again = x.fetch(ready)
    check('fetched again it is the same, and no other row', again.bytes == f.bytes and exported(d) == before + 1)
    check('closed files alone lie below out', set(out_files(d)) == {'sealed'}, out_files(d))
    kept = [open(n, 'rb').read() for n in glob.glob(d.data + '/out/*.sealed')]
    check('nothing of it can be read there', kept and not any(b'PK\x03\x04' in k[:64] or rows[1][0].encode() in k for k in kept))
    other, second = d.as_user('clerk'), d.browser()
    second.sign_in('officer')
    ref = work.rsplit('/', 1)[1]
    for path in (work, '/export/ready/' + ref, '/export/kept/' + ref):
        check('%s is nobody else\'s' % path.rsplit('/', 1)[0], other.get(path).status == 404)
    check('nor stops it', other.post(work + '/stop').status in (303, 404) and state(d, work) == 'done')
    a = second.get('/export/kept/' + ref)
    check('another session of the same user does not open it', a.status == 404 and '这次登录' in a.body, (a.status, a.body[-300:]))
    en = d.browser(lang='en')
    en.sign_in('officer')
    en.post('/lang', [('lang', 'en'), ('back', '/')])
    a = en.get('/export/ready/' + ref)
    check('in English too', 'rows' in a.body and 'Download petition.csv' in a.body, a.body[-500:])
    en.post('/lang', [('lang', 'zh'), ('back', '/')])
    return ready, ref


def whole_xlsx(x):
    work = x.ask('/export/petition.xlsx?whole=1&class=accusation')
    a, seen = x.until(work)
    f = x.fetch(a.header('Location'))
    z = zipfile.ZipFile(io.BytesIO(f.bytes))
    n = int(x.d.sql("SELECT count(*) FROM petition WHERE voided = 0 AND class = 'accusation'")[0])
    x.check('xlsx with every field and a filter', z.testzip() is None and z.read('xl/worksheets/sheet1.xml').count(b'<row ') == n + 1, n)
    x.check('the bar was seen to move', len(set(seen)) > 1, seen)
    token = 'f' * 32
    first = x.ask('/export/petition.json', fields=[('once', token)])
    x.check('the same form twice is one work', x.ask('/export/petition.json', fields=[('once', token)]) == first)
    x.until(first)


def hidden(x, ready, ref):
    """A row hidden from him while his export waits is not in it; and the file made before is not given out any more."""
    d, check = x.d, x.check
    one = d.sql("SELECT id FROM petition WHERE voided = 0 AND no LIKE '%-7' ORDER BY id LIMIT 1")[0]
    first = x.ask('/export/petition.xlsx?whole=1')
    second = x.ask('/export/petition.csv')
    check('the second waits for the first', '等着开始，一次做一件' in x.b.get(second).body)
    d.sql("INSERT INTO hidden (user_id, kind, record_id, reason, by_user, at_ms) SELECT id, 'petition', %s, 'recused', 0, 5 FROM app_user WHERE login = 'officer'" % one)
    x.until(first)
    a, _ = x.until(second)
    text = x.fetch(a.header('Location')).body
    check('what is hidden when it runs is not in it', len(text.strip().split('\r\n')) == int(d.sql('SELECT count(*) FROM petition WHERE voided = 0')[0]),
          (a.status, a.header('Location')))
    a = x.b.get('/export/kept/' + ref)
    check('a file of before is not given out', a.status == 404 and '您能看的记录有了变化' in a.body, (a.status, a.body[-300:]))
    d.sql("DELETE FROM hidden WHERE record_id = %s" % one)
    check('but again once it is as before', x.b.get('/export/kept/' + ref).status == 200)


def stopped(x):
    d, check = x.d, x.check
    before, files = exported(d), out_files(d)
    work = x.ask('/export/petition.xlsx?whole=1')
    page = x.running(work)
    check('rows written of rows counted', re.search(r'已写 [\d,]+ 行，共 1\d,\d\d\d 行', page.body) is not None, page.body[-700:])
    a = x.b.post(work + '/stop', follow=True)
    check('it is stopped', '已经停下' in a.body and 'http-equiv="refresh"' not in a.body, a.body[-500:])
    scripts = x.b.get(work, headers={'HX-Request': 'true'})
    check('scripts are told by a header', scripts.header('HX-Refresh') == 'true')
    for _ in range(200):
        if out_files(d) == files:
            break
        time.sleep(0.05)
    check('nothing of it is left', out_files(d) == files, out_files(d))
    time.sleep(0.3)
    check('stopped it stays, and the log has no export', state(d, work) == 'stopped' and exported(d) == before, state(d, work))
    check('no file behind it', x.b.get('/export/kept/' + work.rsplit('/', 1)[1]).status == 404)


def ended_by(x, how):
    """The server ends in the middle: killed, or stopped in order."""
    d, check, name = x.d, x.check, 'killed' if how == signal.SIGKILL else 'ended'
    before = exported(d)
    sealed = out_files(d).count('sealed')
    work = x.ask('/export/petition.xlsx?whole=1')
    x.running(work)
    check(name + ': while it is written it lies open', 'open' in out_files(d), out_files(d))
    d.stop(how)
    d.start()
    check(name + ': nothing half-written stays', out_files(d) == ['sealed'] * sealed, out_files(d))
    if how == signal.SIGKILL:
        d.sql("UPDATE job SET lease_until_ms = 1 WHERE state IN ('waiting', 'running')")      # thirty seconds later
    a = x.b.get(work)
    check(name + ': the page says that it has ended', a.status == 200 and re.search('程序重新启动过|已经停下', a.body) is not None, a.body[-500:])
    check(name + ': no row of the log says that it came out', exported(d) == before)
    check(name + ': the next one runs', x.until(x.ask('/export/petition.csv'))[0].status == 303)


def swept(x):
    d = x.d
    old = glob.glob(d.data + '/out/*.sealed')
    for f in old:
        os.utime(f, (time.time() - 90000,) * 2)
    d.stop()
    d.start()
    for _ in range(100):
        if not any(os.path.exists(f) for f in old):
            break
        time.sleep(0.1)
    x.check('after a day it is swept', old and not any(os.path.exists(f) for f in old), out_files(d))


def long_exports(d, check):
    """On a district of its own that no server serves; it is another one afterwards."""
    try:
        multiply(d)
        d.start()
        x = Long(d, check)
        short_and_long(x)
        ready, ref = whole_way(x)
        whole_xlsx(x)
        hidden(x, ready, ref)
        stopped(x)
        ended_by(x, signal.SIGKILL)
        ended_by(x, signal.SIGTERM)
        swept(x)
    finally:
        d.close()
