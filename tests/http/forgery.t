# Another site cannot make a browser post here, whatever it says of itself.
as officer
> GET /account
< 200
+ Origin: http://evil.example
> POST /lang lang=en
< 403
~ 来自别的网站
+ Origin: http://evil127.0.0.1
> POST /lang lang=en
< 403
+ Origin: null
> POST /lang lang=en
< 403
+ Sec-Fetch-Site: cross-site
> POST /lang lang=en
< 403
+ Sec-Fetch-Site: same-site
> POST /lang lang=en
< 403
+ Sec-Fetch-Site: cross-site
> POST /signin login=officer password=x
< 403
# A form without its token is not done, and not lost: it is shown once more with a button.
> POST /petition/new subject=这一行要留下 csrf=-
< 409
~ 这一行要留下
~ 交上去
= SELECT count(*) FROM petition WHERE subject = '这一行要留下'
0
+ Sec-Fetch-Site: same-origin
> POST /lang lang=zh
< 303 /
