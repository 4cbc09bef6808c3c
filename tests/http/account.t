# One's own account: a new password needs the old one and ends every other session; a lock ends them all.
as adjudicator
> GET /account
< 200
as nobody from 10.4.4.4
> POST /signin login=adjudicator password={password:adjudicator}
< 303 /
> GET /account
< 200
~ 10.4.4.4
as adjudicator
> POST /account/password password_now=not-the-one password=Walnut-tree-33 password_again=Walnut-tree-33
< 422
~ 现在的密码不对
> POST /account/password password_now={password:adjudicator} password=Walnut-tree-33 password_again=Walnut-tree-33
< 303 /account
= SELECT count(*) FROM session s JOIN app_user u ON u.id = s.user_id WHERE u.login = 'adjudicator'
1
as sysadmin
> GET /admin/user
< 200
save adj href="/admin/user/([0-9a-f]{16})">adjudicator<
> POST /admin/user/{adj}/lock do=lock
< 303 /admin/user/{adj}
as adjudicator
> GET /account
< 401
as sysadmin
> POST /admin/user/{adj}/lock do=unlock
< 303 /admin/user/{adj}
