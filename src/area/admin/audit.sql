-- name:  AUDIT_LIST
-- in:    organ_id int, user_id int, verb text, kind text, record_id int, refused int, from_ms int, to_ms int, before int, most int
-- out:   id int, at_ms int, user_id int, login text, name text, peer_uid int, verb text, kind text, record_id int, detail text, refused int, seq int, whom_login text, whom text
-- scope: none(audit administrator: who and when, never content; his organ's chain and that of who was nobody)
SELECT a.id, a.at_ms, a.user_id, u.login, u.name, a.peer_uid, a.verb, a.kind, a.record_id, a.detail, a.refused, a.seq, w.login, w.name
  FROM audit a LEFT JOIN app_user u ON u.id = a.user_id LEFT JOIN app_user w ON a.kind = 'user' AND w.id = a.record_id
 WHERE (a.organ_id = :organ_id OR a.organ_id = 0) AND a.id < :before AND a.at_ms >= :from_ms AND a.at_ms < :to_ms
   AND (:user_id = 0 OR a.user_id = :user_id) AND (:verb = '' OR a.verb = :verb) AND (:kind = '' OR a.kind = :kind)
   AND (:record_id = 0 OR a.record_id = :record_id) AND (:refused = 0 OR a.refused = 1)
 ORDER BY a.id DESC LIMIT :most;
