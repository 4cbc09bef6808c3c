# The session ends in the middle of typing: after signing in the text is still there, and only a button is needed.
as officer from 10.3.3.3
> GET /petition/new
< 200
save once name="once" value="([0-9a-f]+)"
= UPDATE session SET ends_at_ms = 1 WHERE client = '10.3.3.3'
> POST /petition/new once={once} subject=打了一半的摘要 body=打了一半的内容
< 401
~ 刚才填写的内容还在
~ 打了一半的内容
> POST /signin login=officer password={password:officer} resume_path=/petition/new keep.subject=打了一半的摘要 keep.body=打了一半的内容
< 200
~ 打了一半的摘要
~ 交上去
# What reads only comes back to its place.
= UPDATE session SET ends_at_ms = 1 WHERE client = '10.3.3.3'
> GET /petition?state=registered
< 401
~ /petition?state=registered
= SELECT count(*) FROM petition WHERE subject = '打了一半的摘要'
0
