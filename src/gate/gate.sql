-- name:  USER_BY_LOGIN
-- in:    login text
-- out:   id int, password_hash text, password_once int, totp_secret text, totp_last int
-- scope: none(sign-in: nobody is known yet)
SELECT id, password_hash, password_once, totp_secret, totp_last FROM app_user WHERE login = :login AND active = 1;

-- name:  USER_LOAD
-- in:    id int
-- out:   id int, login text, name text, organ_id int, office_id int, organ_name text, office_name text, lang text, ref int
-- scope: none(the asking user himself)
SELECT u.id, u.login, u.name, u.organ_id, u.office_id, o.name, f.name, u.lang, u.ref
  FROM app_user u JOIN organ o ON o.id = u.organ_id JOIN office f ON f.id = u.office_id
 WHERE u.id = :id AND u.active = 1;

-- name:  USER_ROLES
-- in:    id int
-- out:   role text
-- scope: none(the asking user himself)
SELECT role FROM user_role WHERE user_id = :id ORDER BY role;

-- name:  USER_BY_UID
-- in:    uid int
-- out:   id int, login text
-- scope: none(command line: the mapped users of a system uid)
SELECT id, login FROM app_user WHERE uid = :uid AND active = 1 ORDER BY id;

-- name:  USER_PASSWORD_SET
-- in:    id int, hash text, once int
-- scope: none(own password, or the system administrator's act)
UPDATE app_user SET password_hash = :hash, password_once = :once, rev = rev + 1 WHERE id = :id;

-- name:  USER_TOTP_USED
-- in:    id int, step int
-- scope: none(sign-in)
UPDATE app_user SET totp_last = :step WHERE id = :id AND totp_last < :step;

-- name:  USER_LANG_SET
-- in:    id int, lang text
-- scope: none(own setting)
UPDATE app_user SET lang = :lang WHERE id = :id;

-- name:  SESSION_ADD
-- in:    token_hash text, user_id int, csrf text, now int, ends int, stage text
-- scope: none(sign-in)
INSERT INTO session (token_hash, user_id, csrf, started_at_ms, ends_at_ms, stage)
VALUES (:token_hash, :user_id, :csrf, :now, :ends, :stage);

-- name:  SESSION_BY_HASH
-- in:    token_hash text
-- out:   user_id int, csrf text, ends_at_ms int, stage text
-- scope: none(the asking session itself)
SELECT user_id, csrf, ends_at_ms, stage FROM session WHERE token_hash = :token_hash;

-- name:  SESSION_STAGE
-- in:    token_hash text, stage text
-- scope: none(the asking session itself)
UPDATE session SET stage = :stage WHERE token_hash = :token_hash;

-- name:  SESSION_END
-- in:    token_hash text
-- scope: none(the asking session itself)
DELETE FROM session WHERE token_hash = :token_hash;

-- name:  SESSION_END_USER
-- in:    user_id int
-- scope: none(after a change of password or rights)
DELETE FROM session WHERE user_id = :user_id;

-- name:  SESSION_SWEEP
-- in:    now int
-- scope: none(job)
DELETE FROM session WHERE ends_at_ms < :now;

-- name:  TRY_LOAD
-- in:    bucket text
-- out:   tries int, next_at_ms int
-- scope: none(sign-in)
SELECT tries, next_at_ms FROM signin_try WHERE bucket = :bucket;

-- name:  TRY_FAILED
-- in:    bucket text, next int
-- scope: none(sign-in)
INSERT INTO signin_try (bucket, tries, next_at_ms) VALUES (:bucket, 1, :next)
    ON CONFLICT (bucket) DO UPDATE SET tries = signin_try.tries + 1, next_at_ms = :next;

-- name:  TRY_CLEAR
-- in:    bucket text
-- scope: none(sign-in)
DELETE FROM signin_try WHERE bucket = :bucket;

-- name:  AUDIT_HEAD_LOCK
-- in:    organ_id int
-- out:   seq int, mac blob
-- scope: none(the chain of the asking user's organ)
-- only:  sqlite
SELECT seq, mac FROM audit_head WHERE organ_id = :organ_id;

-- name:  AUDIT_HEAD_LOCK
-- in:    organ_id int
-- out:   seq int, mac blob
-- scope: none(the chain of the asking user's organ)
-- only:  pg
SELECT seq, mac FROM audit_head WHERE organ_id = :organ_id FOR UPDATE;

-- name:  AUDIT_HEAD_NEW
-- in:    organ_id int, mac blob
-- scope: none(the first row of a chain)
INSERT INTO audit_head (organ_id, seq, mac) VALUES (:organ_id, 0, :mac) ON CONFLICT (organ_id) DO NOTHING;

-- name:  AUDIT_HEAD_SET
-- in:    organ_id int, seq int, mac blob
-- scope: none(the chain of the asking user's organ)
UPDATE audit_head SET seq = :seq, mac = :mac WHERE organ_id = :organ_id;

-- name:  AUDIT_ADD
-- in:    id int, organ_id int, seq int, at_ms int, user_id int, peer_uid int, verb text, kind text, record_id int, detail text, refused int, mac blob
-- scope: none(every act is written down)
INSERT INTO audit (id, organ_id, seq, at_ms, user_id, peer_uid, verb, kind, record_id, detail, refused, mac)
VALUES (:id, :organ_id, :seq, :at_ms, :user_id, :peer_uid, :verb, :kind, :record_id, :detail, :refused, :mac);

-- name:  AUDIT_CHAINS
-- out:   organ_id int, seq int, mac blob
-- scope: none(audit verify)
SELECT organ_id, seq, mac FROM audit_head ORDER BY organ_id;

-- name:  AUDIT_WALK
-- in:    organ_id int
-- out:   seq int, at_ms int, user_id int, peer_uid int, verb text, kind text, record_id int, detail text, refused int, mac blob, id int
-- scope: none(audit verify)
SELECT seq, at_ms, user_id, peer_uid, verb, kind, record_id, detail, refused, mac, id
  FROM audit WHERE organ_id = :organ_id ORDER BY seq;

-- name:  AUDIT_STRAY
-- out:   organ_id int, seq int
-- scope: none(audit verify: rows of a chain that has no head)
SELECT a.organ_id, min(a.seq) FROM audit a LEFT JOIN audit_head h ON h.organ_id = a.organ_id
 WHERE h.organ_id IS NULL GROUP BY a.organ_id ORDER BY a.organ_id;

-- name:  HIDE
-- in:    user_id int, kind text, record_id int, reason text, by_user int, at_ms int
-- scope: none(recusal, or being named)
INSERT INTO hidden (user_id, kind, record_id, reason, by_user, at_ms)
VALUES (:user_id, :kind, :record_id, :reason, :by_user, :at_ms)
    ON CONFLICT (user_id, kind, record_id, reason) DO NOTHING;

-- name:  HIDDEN_COPY
-- in:    from_kind text, from_id int, to_kind text, to_id int
-- scope: none(what hides a record hides what grows from it)
INSERT INTO hidden (user_id, kind, record_id, reason, by_user, at_ms)
SELECT user_id, CAST(:to_kind AS TEXT), CAST(:to_id AS INTEGER), reason, by_user, at_ms
  FROM hidden WHERE kind = :from_kind AND record_id = :from_id
    ON CONFLICT (user_id, kind, record_id, reason) DO NOTHING;

-- name:  HIDDEN_ANY
-- in:    user_id int
-- out:   n int
-- scope: none(does this user lose full scope)
SELECT count(*) FROM (SELECT 1 AS one FROM hidden WHERE user_id = :user_id LIMIT 1) AS h;

-- name:  USERS_NAMED
-- in:    name text
-- out:   id int
-- scope: none(a user whose own name equals a reported name counts as named)
SELECT id FROM app_user WHERE name = :name;
