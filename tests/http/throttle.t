# Wrong tries slow the guesser down; the owner signs in from his own browser, and at a strange desk at the first right try.
as casemgr
> GET /account
< 200
= UPDATE signin_try SET next_at_ms = 0, tries = 0
as nobody from 10.1.1.1
> POST /signin login=casemgr password=guess-guess-1
< 401
> POST /signin login=casemgr password=guess-guess-2
< 401
> POST /signin login=casemgr password=guess-guess-3
< 401
> POST /signin login=casemgr password=guess-guess-4
< 401
> POST /signin login=casemgr password=guess-guess-5
< 429
~ 秒后再试
# Even the right password waits where the guessing came from …
> POST /signin login=casemgr password={password:casemgr}
< 429
# … but not in the browser that is known, and not at another desk.
as casemgr
> POST /signin login=casemgr password={password:casemgr}
< 303 /
as nobody from 10.1.1.2
> POST /signin login=casemgr password={password:casemgr}
< 303 /
