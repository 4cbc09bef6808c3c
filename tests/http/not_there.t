# A record that is not there, one that is not mine to see and one that I am kept from answer alike.
as officer
> GET /petition
< 200
save seen href="/petition/([0-9a-f]{16})"
> GET /petition/{seen}
< 200
> POST /petition/{seen}/recuse
< 303
> GET /petition/{seen}
< 404
~ 没有这条记录，或者您看不到它
> GET /petition/0123456789abcdef
< 404
~ 没有这条记录，或者您看不到它
> GET /petition
< 200
! {seen}
as casemgr
> GET /petition/{seen}
< 200
= DELETE FROM hidden WHERE reason = 'recused'
