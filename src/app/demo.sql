-- name:  DEMO_USER
-- in:    login text
-- out:   id int
-- scope: none(the demonstration fills itself before anybody signs in)
SELECT id FROM app_user WHERE login = :login;
