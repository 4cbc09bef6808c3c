# The language is the user's own and stays; a visitor gets what the browser asks for.
as nobody
+ Accept-Language: en-GB
> GET /signin
< 200
~ <html lang="en">
as investigator
> POST /lang lang=en back=/lead
< 303 /lead
> GET /lead
< 200
~ <html lang="en">
> POST /lang lang=zh back=//evil.example
< 303 /
> GET /lead
< 200
~ <html lang="zh-CN">
