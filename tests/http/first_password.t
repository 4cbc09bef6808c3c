# A one-time password opens nothing but the door where it is changed, and the code door is not that door.
as nobody
> POST /signin login=clerk password={password:clerk}
< 303 /signin/password
> GET /petition
< 303 /signin/password
> GET /signin/code
< 303 /signin/password
> GET /signin/password
< 200
> POST /signin/password password=short password_again=short
< 422
~ 密码至少 10 个字
> POST /signin/password password=clerk-clerk-22 password_again=clerk-clerk-22
< 422
~ 密码里不能有登录名
> POST /signin/password password=Walnut-tree-22 password_again=Walnut-tree-23
< 422
~ 两次输入的密码不一样
> POST /signin/password password=Walnut-tree-22 password_again=Walnut-tree-22
< 303 /
> GET /petition
< 200
= UPDATE app_user SET password_once = 1 WHERE login = 'clerk'
