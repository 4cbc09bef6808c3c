# With the password alone nobody gets past the second factor: not by setting a new password, not by any other door.
= UPDATE app_user SET totp_secret = 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' WHERE login = 'leader'
as nobody from 10.0.0.9
> POST /signin login=leader password={password:leader}
< 303 /signin/code
> GET /signin/code
< 200
> GET /signin/password
< 303 /signin/code
> POST /signin/password password=Walnut-tree-22 password_again=Walnut-tree-22
< 401
> GET /petition
< 303 /signin/code
> POST /signin/code code=000000
< 422
~ 动态口令不对
> POST /signin/code code=000001
< 422
> POST /signin/code code=000002
< 422
> POST /signin/code code=000003
< 422
> POST /signin/code code=000004
< 429
~ 秒后再试
# A right password again buys no fresh guesses.
> POST /signin login=leader password={password:leader}
< 303 /signin/code
> GET /signin/code
< 200
> POST /signin/code code=000005
< 429
= UPDATE app_user SET totp_secret = NULL WHERE login = 'leader'
