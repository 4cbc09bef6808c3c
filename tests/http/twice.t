# A form sent twice is taken once and answered alike; two clerks on one record: the second is told, and nothing of the first is lost.
as officer
> GET /petition/new
< 200
save once name="once" value="([0-9a-f]+)"
> POST /petition/new once={once} do=open persons.0.name=林某某 persons.0.unit=东岭镇政府 persons.0.rank=village channel=letter source=own class=accusation registered_on=2020-07-06 received_on=2020-07-03 subject=同一封只登一次 body=同一封信按了两次登记
< 303 /petition/
> POST /petition/new once={once} do=open persons.0.name=林某某 persons.0.unit=东岭镇政府 persons.0.rank=village channel=letter source=own class=accusation registered_on=2020-07-06 received_on=2020-07-03 subject=同一封只登一次 body=同一封信按了两次登记
< 303 /petition/
= SELECT count(*) FROM petition WHERE subject = '同一封只登一次'
1
> GET /petition?sort=-registered_on
< 200
save ref data-path="/petition/([0-9a-f]{16})"
> GET /petition/{ref}/edit
< 200
save first name="once" value="([0-9a-f]+)"
> POST /petition/{ref}/edit once={first} rev=0 persons.0.name=林某某 persons.0.unit=东岭镇政府 persons.0.rank=village channel=letter source=own registered_on=2020-07-06 received_on=2020-07-03 subject=先改的人 body=先改的内容
< 303 /petition/{ref}
> POST /petition/{ref}/edit once=00{first} rev=0 persons.0.name=林某某 persons.0.unit=东岭镇政府 persons.0.rank=village channel=letter source=own registered_on=2020-07-06 received_on=2020-07-03 subject=后改的人 body=后改的内容
< 409
~ 后改的内容
= SELECT count(*) FROM petition WHERE subject = '先改的人'
1
