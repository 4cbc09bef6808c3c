# What every page says to the browser.
as officer
> GET /petition
< 200
~ default-src 'none'; script-src 'self'; style-src 'self'
~ base-uri 'none'
~ X-Content-Type-Options: nosniff
~ Referrer-Policy: same-origin
~ Cross-Origin-Opener-Policy: same-origin
~ Cache-Control: no-store
! unsafe-inline
! style="
! onclick=
> GET /no-such-page
< 404
~ Cache-Control: no-store
~ default-src 'none'
+ X-Forwarded-Proto: https
> POST /signin login=officer password={password:officer}
< 303 /
~ ; Secure
