-- name:  RECUSED_LIST
-- in:    kind text, id int, max int
-- out:   user_id int, ref int, at_ms int, name text, office text, reason text, by text
-- scope: none(who is kept away from a record that the viewer sees)
SELECT u.id, u.ref, min(h.at_ms), u.name, f.name, h.reason, COALESCE(max(b.name), '')
  FROM hidden h JOIN app_user u ON u.id = h.user_id JOIN office f ON f.id = u.office_id LEFT JOIN app_user b ON b.id = h.by_user
 WHERE (h.kind = :kind AND h.record_id = :id)
    OR (h.kind = 'person' AND h.reason = 'named' AND h.record_id IN (
        SELECT r.person_id FROM petition_person r WHERE :kind = 'petition' AND r.petition_id = :id AND r.person_id IS NOT NULL
        UNION SELECT r.person_id FROM lead_person r WHERE :kind = 'lead' AND r.lead_id = :id
        UNION SELECT k.person_id FROM casefile k WHERE :kind = 'case' AND k.id = :id))
 GROUP BY u.id, u.ref, u.name, f.name, h.reason ORDER BY min(h.at_ms), u.id, h.reason LIMIT :max;

-- name:  RECUSAL_CANDIDATES
-- in:    kind text, id int, organ_id int, viewer int, max int
-- out:   id int, ref int, name text, office text
-- scope: none(colleagues who could see a record that the viewer sees; names and offices)
SELECT u.id, u.ref, u.name, f.name FROM app_user u JOIN office f ON f.id = u.office_id
 WHERE u.active = 1 AND u.id <> :viewer
   AND EXISTS (SELECT 1 FROM user_scope s WHERE s.user_id = u.id AND s.organ_id = :organ_id)
   AND NOT EXISTS (SELECT 1 FROM hidden h WHERE h.user_id = u.id AND h.kind = :kind AND h.record_id = :id)
 ORDER BY f.id, u.id LIMIT :max;
