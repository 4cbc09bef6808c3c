# One source that tries many logins is slowed down as a source; another is not.
= DELETE FROM signin_try
as nobody from 10.2.2.2
> POST /signin login=a01 password=guess-guess-1
< 401
> POST /signin login=a02 password=guess-guess-1
< 401
= UPDATE signin_try SET tries = 20 WHERE tries = 2
> POST /signin login=a03 password=guess-guess-1
< 401
> POST /signin login=a04 password=guess-guess-1
< 429
as nobody from 10.2.2.3
> POST /signin login=a05 password=guess-guess-1
< 401
= DELETE FROM signin_try
