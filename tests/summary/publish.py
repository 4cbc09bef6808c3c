"""Publishing on both databases, as a work: its steps, twice at once, stopped, the server killed in the middle. Each leaves the whole frozen report or
the draft as it was. (No rows make a check fail: that is tests/unit/long_work_test.c's.)"""
import re
import signal
import time

FORMATS = ('docx', 'pdf', 'html', 'md', 'json')
STEPS = ('计算各项数字', '核对', '排印 docx', '排印 pdf', '排印 html', '排印 md', '排印 json', '记下每个数字背后的记录', '冻结')


class Publishing:
    def __init__(self, d, check):
        self.d, self.check = d, lambda name, *more: check('%s: %s' % (d.kind, name), *more)
        self.b = d.as_user('leader')

    def draft(self, period):
        self.b.get('/summary')
        return self.b.post('/summary', [('period', period)]).header('Location')

    def ask(self, path):
        page = self.b.get(path + '/publish')
        rev = re.search(r'name="rev" value="(\d+)"', page.body).group(1)
        a = self.b.post(path + '/publish', [('rev', rev)])
        self.check('%s goes on behind a page' % path, a.status == 303 and a.header('Location').startswith('/works/'), (a.status, a.body[-300:]))
        return a.header('Location')

    def until(self, work):
        said = []
        for _ in range(3000):
            a = self.b.get(work)
            if a.status != 200 or 'http-equiv="refresh"' not in a.body:
                break
            said += re.findall(r'</p>\s*<p>([^<]*)</p>', a.body[a.body.index('id="going"'):])[:1]
            time.sleep(0.005)
        return a, said

    def rows(self, path):
        """State, bytes kept, rows behind."""
        ref = int(path.rsplit('/', 1)[1], 16)
        whole = ' AND '.join('%s IS NOT NULL' % f for f in FORMATS + ('figures_json', 'sha256', 'published_by', 'published_on'))
        none = ' AND '.join('%s IS NULL' % f for f in FORMATS)
        return self.d.sql("SELECT state || ' ' || CASE WHEN %s THEN 'whole' WHEN %s THEN 'empty' ELSE 'half' END || ' ' || "
                          "CASE WHEN (SELECT count(*) FROM report_member m WHERE m.report_id = r.id) > 0 THEN 'rows' ELSE 'none' END FROM report r WHERE ref = %d"
                          % (whole, none, ref))[0]

    def audited(self):
        return int(self.d.sql("SELECT count(*) FROM audit WHERE verb = 'summary.publish' AND refused = 0 AND detail <> 'asked' AND kind = 'report' "
                              "AND length(detail) = 64")[0])

    def is_draft(self, name, path, before):
        self.check(name + ' leaves the draft as it was', self.rows(path) == 'draft empty none' and self.audited() == before, (self.rows(path), before))


def published(x):
    path, before = x.draft('2019Q3'), x.audited()
    a, said = x.until(x.ask(path))
    x.check('it leads to the report', a.status == 303 and a.header('Location').startswith(path), (a.status, a.body[-400:]))
    x.check('the whole of it', x.rows(path) == 'published whole rows' and x.audited() == before + 1, x.rows(path))
    order = [STEPS.index(s) for s in said if s in STEPS]
    x.check('steps are named, in their order', order == sorted(order) and set(said) <= set(STEPS) | {'等着开始，一次做一件'}, said)      # which of them a look meets is chance
    x.check('the way back to publishing leads to the report', x.b.get(path + '/publish').header('Location') == path)


def twice(x):
    path, before = x.draft('2019Q4'), x.audited()
    first, second = x.ask(path), x.ask(path)
    a, _ = x.until(first)
    b, _ = x.until(second)
    x.check('the second is told that it is published', a.status == 303 and b.status == 200 and '已经发布' in b.body, (a.status, b.body[-700:]))
    x.check('published once', x.rows(path) == 'published whole rows' and x.audited() == before + 1, (x.rows(path), x.audited() - before))
    x.check('nobody else looks at it', x.d.as_user('officer').get(first).status == 404)


def stopped(x):
    path, before = x.draft('2019-05'), x.audited()
    ahead, behind = x.ask(path), x.ask(path)
    x.b.post(behind + '/stop')
    a = x.b.post(ahead + '/stop', follow=True)
    x.check('it is stopped', '已经停下' in a.body and 'id="going"' not in a.body, a.body[-500:])
    a, _ = x.until(behind)
    x.check('one that waits too', '已经停下' in a.body, a.body[-500:])
    time.sleep(1)
    x.is_draft('stopping', path, before)
    x.check('then it is published', x.until(x.ask(path))[0].status == 303 and x.rows(path) == 'published whole rows', x.rows(path))


def killed(x, how, period):
    d, name = x.d, 'killed' if how == signal.SIGKILL else 'ended'
    path, before = x.draft(period), x.audited()
    work = x.ask(path)
    for _ in range(1000):
        if re.search('<p>(核对|排印 )', x.b.get(work).body):
            break
    d.stop(how)
    d.start()
    if how == signal.SIGKILL:
        d.sql("UPDATE job SET lease_until_ms = 1 WHERE state IN ('waiting', 'running')")      # thirty seconds later
    a = x.b.get(work)
    if a.status == 303:                 # it was quicker
        x.check(name + ': whole', x.rows(path) == 'published whole rows' and x.audited() == before + 1, x.rows(path))
        return False
    x.check(name + ': the page says that it has ended', a.status == 200 and re.search('程序重新启动过|已经停下', a.body) is not None, a.body[-500:])
    x.is_draft(name, path, before)
    x.check(name + ': then it is published', x.until(x.ask(path))[0].status == 303 and x.rows(path) == 'published whole rows', x.rows(path))
    return True


def all_of(d, check):
    try:
        d.start()
        x = Publishing(d, check)
        for part in (published, twice, stopped):
            part(x)
        x.check('killed in the middle, once of three times at least', any([killed(x, signal.SIGKILL, '2018-%02d' % m) for m in (7, 8, 9)]))
        killed(x, signal.SIGTERM, '2018-10')
    finally:
        d.close()
