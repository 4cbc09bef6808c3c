# A right password opens a session, a wrong one does not; the answer never says which of the two was wrong.
as nobody
> GET /petition
< 401
~ 登录名
> POST /signin login=officer password=wrong-wrong-1
< 401
~ 登录名或密码不对
> POST /signin login=nobody-here password=wrong-wrong-1
< 401
~ 登录名或密码不对
> POST /signin login=officer password={password:officer} back=/petition
< 303 /petition
~ HttpOnly; SameSite=Strict
> GET /petition
< 200
# An address outside is no place to come back to.
as nobody
> POST /signin login=officer password={password:officer} back=//evil.example/
< 303 /
> GET /account
< 200
> POST /signout
< 303 /signin
> GET /petition
< 401
= SELECT count(*) FROM audit WHERE verb = 'signin' AND detail = 'wrong_password' AND refused = 1
2
