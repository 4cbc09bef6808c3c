-- name:  ACCOUNTS
-- in:    word text, after text, most int
-- out:   id int, ref int, login text, name text, organ_id int, office_id int, organ text, office text, active int, has_totp int, once int, uid int, rev int, failed int, last_in_ms int
-- scope: none(administrators: who has an account, nothing of what he works on)
SELECT u.id, u.ref, u.login, u.name, u.organ_id, u.office_id, o.name, f.name, u.active,
       CASE WHEN u.totp_secret IS NULL THEN 0 ELSE 1 END, u.password_once, COALESCE(u.uid, -1), u.rev, u.failed, u.last_in_ms
  FROM app_user u JOIN organ o ON o.id = u.organ_id JOIN office f ON f.id = u.office_id
 WHERE u.login > :after AND (u.login LIKE :word OR u.name LIKE :word OR f.name LIKE :word OR o.name LIKE :word)
 ORDER BY u.login LIMIT :most;

-- name:  ACCOUNT_BY_REF
-- in:    ref int
-- out:   id int, ref int, login text, name text, organ_id int, office_id int, organ text, office text, active int, has_totp int, once int, uid int, rev int, failed int, last_in_ms int
-- scope: none(administrators: who has an account, nothing of what he works on)
SELECT u.id, u.ref, u.login, u.name, u.organ_id, u.office_id, o.name, f.name, u.active,
       CASE WHEN u.totp_secret IS NULL THEN 0 ELSE 1 END, u.password_once, COALESCE(u.uid, -1), u.rev, u.failed, u.last_in_ms
  FROM app_user u JOIN organ o ON o.id = u.organ_id JOIN office f ON f.id = u.office_id
 WHERE u.ref = :ref;

-- name:  ACCOUNT_BY_LOGIN
-- in:    login text
-- out:   id int, ref int, login text, name text, organ_id int, office_id int, organ text, office text, active int, has_totp int, once int, uid int, rev int, failed int, last_in_ms int
-- scope: none(administrators: who has an account, nothing of what he works on)
SELECT u.id, u.ref, u.login, u.name, u.organ_id, u.office_id, o.name, f.name, u.active,
       CASE WHEN u.totp_secret IS NULL THEN 0 ELSE 1 END, u.password_once, COALESCE(u.uid, -1), u.rev, u.failed, u.last_in_ms
  FROM app_user u JOIN organ o ON o.id = u.organ_id JOIN office f ON f.id = u.office_id
 WHERE u.login = :login;

-- name:  ACCOUNT_EDIT
-- in:    id int, name text, office_id int, rev int
-- scope: none(system administrator)
UPDATE app_user SET name = :name, office_id = :office_id, rev = rev + 1 WHERE id = :id AND rev = :rev;

-- name:  ACCOUNT_ACTIVE
-- in:    id int, active int
-- scope: none(system administrator)
UPDATE app_user SET active = :active, rev = rev + 1 WHERE id = :id;

-- name:  ACCOUNT_UID
-- in:    id int, uid int
-- scope: none(system administrator, confirmed by a second one)
UPDATE app_user SET uid = :uid, rev = rev + 1 WHERE id = :id;

-- name:  ACCOUNT_TOTP_OFF
-- in:    id int
-- scope: none(system administrator, confirmed by a second one)
UPDATE app_user SET totp_secret = NULL, totp_last = 0, rev = rev + 1 WHERE id = :id;

-- name:  ACCOUNT_SCOPES
-- in:    user_id int
-- out:   organ_id int, office_id int, organ text, office text
-- scope: none(administrators)
SELECT s.organ_id, s.office_id, o.name, COALESCE(f.name, '')
  FROM user_scope s JOIN organ o ON o.id = s.organ_id LEFT JOIN office f ON f.id = s.office_id
 WHERE s.user_id = :user_id ORDER BY o.code, s.office_id;

-- name:  ACCOUNT_SCOPE_TAKE
-- in:    user_id int, organ_id int, office_id int
-- scope: none(security administrator, confirmed by a second one)
DELETE FROM user_scope WHERE user_id = :user_id AND organ_id = :organ_id AND office_id = :office_id;

-- name:  RIGHTS_ADD
-- in:    id int, ref int, user_id int, act text, role text, organ_id int, office_id int, uid int, reason text, by int, now int
-- scope: none(an administrator's request)
INSERT INTO rights_request (id, ref, user_id, act, role, organ_id, office_id, uid, reason, state, asked_by, asked_at_ms)
VALUES (:id, :ref, :user_id, :act, :role, :organ_id, :office_id, :uid, :reason, 'asked', :by, :now);

-- name:  RIGHTS_SAME
-- in:    user_id int, act text, role text, organ_id int, office_id int, uid int
-- out:   n int
-- scope: none(an administrator's request)
SELECT count(*) FROM rights_request WHERE user_id = :user_id AND act = :act AND role = :role AND organ_id = :organ_id
   AND office_id = :office_id AND uid = :uid AND state = 'asked';

-- name:  RIGHTS_LIST
-- in:    user_id int, most int
-- out:   id int, ref int, user_id int, user_ref int, login text, user_name text, act text, role text, organ_id int, office_id int, uid int, reason text, state text, asked_by int, asked_name text, asked_at_ms int, decided_name text, decided_at_ms int, organ text, office text
-- scope: none(administrators; user 0 = of everybody)
SELECT r.id, r.ref, r.user_id, u.ref, u.login, u.name, r.act, r.role, r.organ_id, r.office_id, r.uid, r.reason, r.state, r.asked_by,
       (SELECT a.name FROM app_user a WHERE a.id = r.asked_by), r.asked_at_ms,
       (SELECT a.name FROM app_user a WHERE a.id = r.decided_by), COALESCE(r.decided_at_ms, 0),
       (SELECT o.name FROM organ o WHERE o.id = r.organ_id), (SELECT f.name FROM office f WHERE f.id = r.office_id)
  FROM rights_request r JOIN app_user u ON u.id = r.user_id
 WHERE :user_id = 0 OR r.user_id = :user_id
 ORDER BY CASE WHEN r.state = 'asked' THEN 0 ELSE 1 END, r.id DESC LIMIT :most;

-- name:  RIGHTS_BY_REF
-- in:    ref int
-- out:   id int, ref int, user_id int, user_ref int, login text, user_name text, act text, role text, organ_id int, office_id int, uid int, reason text, state text, asked_by int, asked_name text, asked_at_ms int, decided_name text, decided_at_ms int, organ text, office text
-- scope: none(administrators)
SELECT r.id, r.ref, r.user_id, u.ref, u.login, u.name, r.act, r.role, r.organ_id, r.office_id, r.uid, r.reason, r.state, r.asked_by,
       (SELECT a.name FROM app_user a WHERE a.id = r.asked_by), r.asked_at_ms,
       (SELECT a.name FROM app_user a WHERE a.id = r.decided_by), COALESCE(r.decided_at_ms, 0),
       (SELECT o.name FROM organ o WHERE o.id = r.organ_id), (SELECT f.name FROM office f WHERE f.id = r.office_id)
  FROM rights_request r JOIN app_user u ON u.id = r.user_id
 WHERE r.ref = :ref;

-- name:  RIGHTS_DECIDE
-- in:    id int, state text, by int, now int
-- scope: none(an administrator's decision; only what is still asked)
UPDATE rights_request SET state = :state, decided_by = :by, decided_at_ms = :now WHERE id = :id AND state = 'asked';

-- name:  RIGHTS_WAITING
-- in:    viewer int
-- out:   n int
-- scope: none(administrators: what waits for this one to confirm)
SELECT count(*) FROM rights_request WHERE state = 'asked' AND asked_by <> :viewer AND user_id <> :viewer;
