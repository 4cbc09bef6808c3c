# Rights take two: one administrator asks, another confirms; nobody for himself; the three are apart.
as sysadmin
> GET /petition
< 403
> GET /audit
< 403
> GET /admin/user
< 200
save clerk href="/admin/user/([0-9a-f]{16})">clerk<
save own href="/admin/user/([0-9a-f]{16})">sysadmin<
save secadmin href="/admin/user/([0-9a-f]{16})">secadmin<
> POST /admin/user/{own}/lock do=lock
< 403
> POST /admin/user/{secadmin}/password
< 403
~ 要由另一名管理员确认
> POST /admin/user/{clerk}/ask act=role_give role=leader reason=升职
< 403
as secadmin
> GET /admin/organ
< 403
> GET /audit
< 403
> POST /admin/user/{clerk}/ask act=role_give role=leader
< 422
~ 写明理由
> POST /admin/user/{clerk}/ask act=role_give role=auditor reason=兼任
< 403
~ 三员分立
> POST /admin/user/{clerk}/ask act=role_give role=keeper reason=第三名保管员
< 422
~ 最多由2人担任
> POST /admin/user/{clerk}/ask act=role_give role=leader reason=升职
< 303 /admin/user/{clerk}
> POST /admin/user/{clerk}/ask act=role_give role=leader reason=升职
< 409
> GET /admin/rights
< 200
save ask /admin/rights/([0-9a-f]{16})/refuse
> POST /admin/rights/{ask}/confirm
< 403
~ 提出的人不能自己确认
= SELECT count(*) FROM user_role r JOIN app_user u ON u.id = r.user_id WHERE u.login = 'clerk' AND r.role = 'leader'
0
as auditor
> POST /admin/rights/{ask}/confirm
< 403
> GET /audit
< 200
! 升职
as sysadmin
> POST /admin/rights/{ask}/confirm
< 303 /admin/rights
= SELECT count(*) FROM user_role r JOIN app_user u ON u.id = r.user_id WHERE u.login = 'clerk' AND r.role = 'leader'
1
> POST /admin/rights/{ask}/confirm
< 409
= DELETE FROM user_role WHERE role = 'leader' AND user_id IN (SELECT id FROM app_user WHERE login = 'clerk')
# A seat that was free when it was asked for is not given twice.
= UPDATE user_role SET role = 'statistician' WHERE role = 'keeper' AND user_id = (SELECT id FROM app_user WHERE login = 'keeperb')
as secadmin
> POST /admin/user/{clerk}/ask act=role_give role=keeper reason=接替
< 303 /admin/user/{clerk}
> GET /admin/rights
< 200
save seat /admin/rights/([0-9a-f]{16})/refuse
= UPDATE user_role SET role = 'keeper' WHERE role = 'statistician' AND user_id = (SELECT id FROM app_user WHERE login = 'keeperb')
as sysadmin
> POST /admin/rights/{seat}/confirm
< 422
~ 最多由2人担任
= SELECT count(*) FROM user_role WHERE role = 'keeper'
2
