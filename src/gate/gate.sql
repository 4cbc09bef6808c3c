-- name:  USER_BY_LOGIN
-- in:    login text
-- out:   id int, password_hash text, password_once int, totp_secret text, totp_last int, organ_id int
-- scope: none(sign-in: nobody is known yet)
SELECT id, password_hash, password_once, totp_secret, totp_last, organ_id FROM app_user WHERE login = :login AND active = 1;

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

-- name:  USER_SIGNED_IN
-- in:    id int, now int
-- scope: none(sign-in)
UPDATE app_user SET failed = 0, last_in_ms = :now WHERE id = :id;

-- name:  USER_FAILED
-- in:    id int
-- scope: none(sign-in)
UPDATE app_user SET failed = failed + 1 WHERE id = :id;

-- name:  USER_SECOND_FACTOR_SET
-- in:    id int, secret text, step int
-- scope: none(own second factor, after a right code)
UPDATE app_user SET totp_secret = :secret, totp_last = :step, rev = rev + 1 WHERE id = :id;

-- name:  SESSION_ADD
-- in:    token_hash text, user_id int, csrf text, now int, ends int, stage text, ref int, client text, totp_new text
-- scope: none(sign-in)
INSERT INTO session (token_hash, user_id, csrf, started_at_ms, ends_at_ms, stage, ref, client, totp_new)
VALUES (:token_hash, :user_id, :csrf, :now, :ends, :stage, :ref, :client, :totp_new);

-- name:  SESSION_TOTP_NEW
-- in:    token_hash text, totp_new text
-- scope: none(the asking session itself)
UPDATE session SET totp_new = :totp_new WHERE token_hash = :token_hash;

-- name:  SESSIONS_OWN
-- in:    user_id int, now int
-- out:   ref int, token_hash text, started_at_ms int, ends_at_ms int, client text, stage text
-- scope: none(the asking user himself)
SELECT ref, token_hash, started_at_ms, ends_at_ms, client, stage FROM session
 WHERE user_id = :user_id AND ends_at_ms >= :now ORDER BY started_at_ms DESC, ref LIMIT 100;

-- name:  SESSION_END_REF
-- in:    user_id int, ref int
-- scope: none(the asking user himself)
DELETE FROM session WHERE user_id = :user_id AND ref = :ref;

-- name:  SESSION_END_OTHERS
-- in:    user_id int, token_hash text
-- scope: none(the asking user himself)
DELETE FROM session WHERE user_id = :user_id AND token_hash <> :token_hash;

-- name:  DEVICE_KNOWN
-- in:    token_hash text, user_id int
-- out:   used_at_ms int
-- scope: none(sign-in)
SELECT used_at_ms FROM known_device WHERE token_hash = :token_hash AND user_id = :user_id;

-- name:  DEVICE_SET
-- in:    token_hash text, user_id int, now int
-- scope: none(sign-in)
INSERT INTO known_device (token_hash, user_id, made_at_ms, used_at_ms) VALUES (:token_hash, :user_id, :now, :now)
    ON CONFLICT (token_hash, user_id) DO UPDATE SET used_at_ms = :now;

-- name:  DEVICE_TRIM
-- in:    user_id int, most int
-- scope: none(sign-in: the oldest go)
DELETE FROM known_device WHERE user_id = :user_id AND token_hash NOT IN
 (SELECT d.token_hash FROM known_device d WHERE d.user_id = :user_id ORDER BY d.used_at_ms DESC, d.token_hash LIMIT :most);

-- name:  DEVICE_COUNT
-- in:    user_id int
-- out:   n int
-- scope: none(the asking user himself)
SELECT count(*) FROM known_device WHERE user_id = :user_id;

-- name:  DEVICE_FORGET
-- in:    user_id int
-- scope: none(own devices, or the system administrator's act)
DELETE FROM known_device WHERE user_id = :user_id;

-- name:  DEVICE_SWEEP
-- in:    before int
-- scope: none(job)
DELETE FROM known_device WHERE used_at_ms < :before;

-- name:  USER_ACCOUNT
-- in:    id int
-- out:   failed int, last_in_ms int, totp int, password_hash text
-- scope: none(the asking user himself)
SELECT failed, last_in_ms, CASE WHEN totp_secret IS NULL THEN 0 ELSE 1 END, password_hash FROM app_user WHERE id = :id;

-- name:  SESSION_BY_HASH
-- in:    token_hash text
-- out:   user_id int, csrf text, ends_at_ms int, stage text, started_at_ms int, totp_new text
-- scope: none(the asking session itself)
SELECT user_id, csrf, ends_at_ms, stage, started_at_ms, totp_new FROM session WHERE token_hash = :token_hash;

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
-- in:    bucket text, now int, forget int
-- out:   tries int
-- scope: none(sign-in; one statement, so that tries at the same moment all count)
INSERT INTO signin_try (bucket, tries, next_at_ms) VALUES (:bucket, 1, :now)
    ON CONFLICT (bucket) DO UPDATE SET tries = CASE WHEN signin_try.next_at_ms < :forget THEN 1 ELSE signin_try.tries + 1 END
 RETURNING tries;

-- name:  TRY_NEXT
-- in:    bucket text, next int
-- scope: none(sign-in)
UPDATE signin_try SET next_at_ms = :next WHERE bucket = :bucket;

-- name:  TRY_SWEEP
-- in:    before int
-- scope: none(job)
DELETE FROM signin_try WHERE next_at_ms < :before;

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
-- in:    name text, fold text
-- out:   id int
-- scope: none(a user whose own name equals a reported name counts as named, whatever blanks or unseen characters stand in it)
SELECT id FROM app_user
 WHERE name = :name OR (:fold <> '' AND lower(replace(replace(replace(name, ' ', ''), '·', ''), '•', '')) = :fold);

-- name:  RECORD_LINKS
-- in:    kind text, id int
-- out:   kind text, id int
-- scope: none(which records are one matter, for who must not see it: from one to the other, both ways)
SELECT 'lead', l.id FROM lead l WHERE :kind = 'petition' AND l.petition_id = :id
UNION ALL SELECT 'petition', l.petition_id FROM lead l WHERE :kind = 'lead' AND l.id = :id AND l.petition_id IS NOT NULL
UNION ALL SELECT 'case', k.case_id FROM case_lead k WHERE :kind = 'lead' AND k.lead_id = :id
UNION ALL SELECT 'lead', k.lead_id FROM case_lead k WHERE :kind = 'case' AND k.case_id = :id
UNION ALL SELECT 'lead', m.lead_b FROM lead_merge m WHERE :kind = 'lead' AND m.lead_a = :id AND m.undone_at_ms IS NULL
UNION ALL SELECT 'lead', m.lead_a FROM lead_merge m WHERE :kind = 'lead' AND m.lead_b = :id AND m.undone_at_ms IS NULL
UNION ALL SELECT 'lead', l.origin_id FROM lead l WHERE :kind = 'lead' AND l.id = :id
UNION ALL SELECT 'lead', l.id FROM lead l WHERE :kind = 'lead' AND l.origin_id = :id
UNION ALL SELECT 'petition', p.repeat_of FROM petition p WHERE :kind = 'petition' AND p.id = :id AND p.repeat_of IS NOT NULL
UNION ALL SELECT 'petition', p.id FROM petition p WHERE :kind = 'petition' AND p.repeat_of = :id
UNION ALL SELECT 'petition', p.origin_id FROM petition p WHERE :kind = 'petition' AND p.id = :id
UNION ALL SELECT 'petition', p.id FROM petition p WHERE :kind = 'petition' AND p.origin_id = :id
UNION ALL SELECT 'petition', e.petition_id FROM envelope e WHERE :kind = 'envelope' AND e.id = :id AND e.petition_id IS NOT NULL
UNION ALL SELECT 'envelope', e.id FROM envelope e WHERE :kind = 'petition' AND e.petition_id = :id
UNION ALL SELECT 'proposal', b.id FROM proposal b WHERE :kind = 'case' AND b.case_id = :id
UNION ALL SELECT 'case', b.case_id FROM proposal b WHERE :kind = 'proposal' AND b.id = :id AND b.case_id IS NOT NULL
UNION ALL SELECT 'proposal', b.id FROM proposal b WHERE :kind = 'lead' AND b.lead_id = :id
UNION ALL SELECT 'lead', b.lead_id FROM proposal b WHERE :kind = 'proposal' AND b.id = :id AND b.lead_id IS NOT NULL;

-- name:  HIDDEN_RECORD
-- in:    kind text, id int
-- out:   n int
-- scope: none(is anybody kept away from this record)
SELECT count(*) FROM hidden WHERE kind = :kind AND record_id = :id;

-- name:  RECORDS_NAMED
-- in:    name text, fold text, user_id int
-- out:   kind text, id int
-- scope: none(a new account, or a new name of one: what it must not see)
SELECT n.kind, n.id FROM (
    SELECT 'petition' AS kind, r.petition_id AS id FROM petition_person r WHERE r.name = :name OR (:fold <> '' AND r.name_fold = :fold)
    UNION ALL SELECT 'person', q.id FROM person q WHERE q.name = :name OR (:fold <> '' AND lower(replace(replace(replace(q.name, ' ', ''), '·', ''), '•', '')) = :fold)
    UNION ALL SELECT 'lead', r.lead_id FROM lead_person r JOIN person q ON q.id = r.person_id
     WHERE q.name = :name OR (:fold <> '' AND lower(replace(replace(replace(q.name, ' ', ''), '·', ''), '•', '')) = :fold)
    UNION ALL SELECT 'case', k.id FROM casefile k JOIN person q ON q.id = k.person_id
     WHERE q.name = :name OR (:fold <> '' AND lower(replace(replace(replace(q.name, ' ', ''), '·', ''), '•', '')) = :fold)) n
 WHERE NOT EXISTS (SELECT 1 FROM hidden h WHERE h.user_id = :user_id AND h.kind = n.kind AND h.record_id = n.id)
   AND NOT EXISTS (SELECT 1 FROM hidden_cleared h WHERE h.user_id = :user_id AND h.kind = n.kind AND h.record_id = n.id)
 LIMIT 1;

-- name:  HIDE_CLEAR
-- in:    user_id int, kind text, record_id int, by_user int, at_ms int
-- scope: none(a name was found to be another person's)
INSERT INTO hidden_cleared (user_id, kind, record_id, by_user, at_ms)
VALUES (:user_id, :kind, :record_id, :by_user, :at_ms)
    ON CONFLICT (user_id, kind, record_id) DO NOTHING;

-- name:  HIDE_LIFT
-- in:    user_id int, kind text, record_id int, reason text
-- scope: none(a recusal is lifted; its history stays)
DELETE FROM hidden WHERE user_id = :user_id AND kind = :kind AND record_id = :record_id AND reason = :reason;

-- name:  HIDE_CLEARED
-- in:    user_id int, kind text, record_id int
-- out:   n int
-- scope: none(is this name known to be another person's here)
SELECT count(*) FROM hidden_cleared WHERE user_id = :user_id AND kind = :kind AND record_id = :record_id;

-- name:  HIDE_PERSONS
-- in:    kind text, id int
-- out:   id int
-- scope: none(the persons of a record, for who must not see it)
SELECT r.person_id FROM petition_person r WHERE :kind = 'petition' AND r.petition_id = :id AND r.person_id IS NOT NULL
UNION SELECT r.person_id FROM lead_person r WHERE :kind = 'lead' AND r.lead_id = :id
UNION SELECT k.person_id FROM casefile k WHERE :kind = 'case' AND k.id = :id;

-- name:  HIDDEN_OF
-- in:    kind text, id int
-- out:   user_id int, reason text
-- scope: none(who is kept away from a person's entry, for what the person is written into)
SELECT user_id, reason FROM hidden WHERE kind = :kind AND record_id = :id ORDER BY user_id, reason;
