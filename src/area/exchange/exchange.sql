-- name:  EXCHANGE_PETITION_KEY
-- in:    viewer int, organ_id int, imported_key text
-- out:   no text
-- scope: viewer
SELECT CASE WHEN @visible(petition, t) THEN t.no ELSE '' END
  FROM petition t WHERE t.organ_id = :organ_id AND t.imported_key = :imported_key;

-- name:  EXCHANGE_LEAD_KEY
-- in:    viewer int, organ_id int, imported_key text
-- out:   no text
-- scope: viewer
SELECT CASE WHEN @visible(lead, t) THEN t.no ELSE '' END
  FROM lead t WHERE t.organ_id = :organ_id AND t.imported_key = :imported_key;

-- name:  EXCHANGE_CASE_KEY
-- in:    viewer int, organ_id int, imported_key text
-- out:   no text
-- scope: viewer
SELECT CASE WHEN t.filed_on IS NOT NULL AND @visible(casefile, t) THEN t.no ELSE '' END
  FROM casefile t WHERE t.organ_id = :organ_id AND t.imported_key = :imported_key;

-- name:  EXCHANGE_RESULT_KEY
-- in:    viewer int, organ_id int, imported_key text
-- out:   no text
-- scope: viewer
SELECT CASE WHEN @visible(result, v) THEN r.no ELSE '' END
  FROM result r JOIN rpt_result v ON v.id = r.id WHERE r.organ_id = :organ_id AND r.imported_key = :imported_key;

-- name:  EXCHANGE_PROPOSAL_KEY
-- in:    viewer int, organ_id int, imported_key text
-- out:   no text
-- scope: viewer
SELECT CASE WHEN @visible(proposal, t) THEN t.no ELSE '' END
  FROM proposal t WHERE t.organ_id = :organ_id AND t.imported_key = :imported_key;

-- name:  EXCHANGE_LEAD_BY_NO
-- in:    viewer int, organ_id int, no text
-- out:   ref int
-- scope: viewer
SELECT l.ref FROM lead l
 WHERE l.organ_id = :organ_id AND (l.no = :no OR l.old_no = :no) AND l.voided = 0 AND @visible(lead, l) ORDER BY l.id LIMIT 2;

-- name:  EXCHANGE_CASE_BY_NO
-- in:    viewer int, organ_id int, no text
-- out:   ref int
-- scope: viewer
SELECT k.ref FROM casefile k
 WHERE k.organ_id = :organ_id AND (k.no = :no OR k.old_no = :no) AND k.voided = 0 AND @visible(casefile, k) ORDER BY k.id LIMIT 2;

-- name:  EXCHANGE_SAME_TEXT
-- in:    viewer int, body_fold text
-- out:   no text
-- scope: viewer
SELECT p.no FROM petition p WHERE p.body_fold = :body_fold AND p.voided = 0 AND @visible(petition, p) ORDER BY p.registered_on, p.id LIMIT 1;

-- name:  EXCHANGE_JOB_BY_KEY
-- in:    result_key text
-- out:   ref int, user_id int, at_ms int, user text, args text, state text, message text
-- scope: none(the key holds the viewer's organ)
SELECT j.ref, j.user_id, j.made_at_ms, u.name, j.args, j.state, j.message FROM job j JOIN app_user u ON u.id = j.user_id
 WHERE j.result_key = :result_key;

-- name:  EXCHANGE_JOBS
-- in:    organ_id int, max int
-- out:   ref int, user_id int, at_ms int, user text, args text, state text, message text
-- scope: none(the importers of the viewer's organ; counts and file names, no record)
SELECT j.ref, j.user_id, j.made_at_ms, u.name, j.args, j.state, j.message FROM job j JOIN app_user u ON u.id = j.user_id
 WHERE j.kind = 'import' AND j.state = 'done' AND u.organ_id = :organ_id AND j.args LIKE '%rows=%' ORDER BY j.id DESC LIMIT :max;

-- name:  EXCHANGE_JOB_BY_REF
-- in:    organ_id int, ref int
-- out:   ref int, user_id int, at_ms int, user text, args text, state text, message text
-- scope: none(the importers of the viewer's organ; counts, numbers and file names, no record)
SELECT j.ref, j.user_id, j.made_at_ms, u.name, j.args, j.state, j.message FROM job j JOIN app_user u ON u.id = j.user_id
 WHERE j.kind = 'import' AND j.ref = :ref AND u.organ_id = :organ_id;

-- name:  EXCHANGE_SIGHT
-- in:    viewer int
-- out:   hidden int, hidden_at_ms int, cleared int, scopes int, organs int
-- scope: none(what the viewer himself may see, as numbers)
SELECT (SELECT count(*) FROM hidden WHERE user_id = :viewer), (SELECT COALESCE(max(at_ms), 0) FROM hidden WHERE user_id = :viewer),
       (SELECT count(*) FROM hidden_cleared WHERE user_id = :viewer), count(*), CAST(COALESCE(sum(organ_id % 1000003 + office_id % 1000033), 0) AS BIGINT)
  FROM user_scope WHERE user_id = :viewer;
