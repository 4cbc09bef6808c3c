-- name:  FILTERS_OF
-- in:    viewer int, list text
-- out:   name text, query text
-- scope: none(the asking user's own)
SELECT name, query FROM saved_filter WHERE user_id = :viewer AND list = :list ORDER BY id LIMIT 10;

-- name:  FILTER_DROP
-- in:    viewer int, list text, name text
-- scope: none(the asking user's own)
DELETE FROM saved_filter WHERE user_id = :viewer AND list = :list AND name = :name;

-- name:  FILTER_ADD
-- in:    id int, viewer int, list text, name text, query text
-- scope: none(the asking user's own)
INSERT INTO saved_filter (id, user_id, list, name, query) VALUES (:id, :viewer, :list, :name, :query);

-- name:  REGISTER_ORGANS
-- in:    viewer int
-- out:   organ_id int, whole int
-- scope: none(organs of the asking user's own scope)
SELECT organ_id, max(CASE WHEN office_id = 0 AND NOT EXISTS (SELECT 1 FROM hidden WHERE user_id = :viewer) THEN 1 ELSE 0 END) AS whole
  FROM user_scope WHERE user_id = :viewer GROUP BY organ_id ORDER BY organ_id LIMIT 500;

-- name:  REGISTER_ELSEWHERE_PETITION
-- in:    viewer int
-- out:   elsewhere int
-- scope: none(whether the asking user is assigned rows of another organ, not which: one step of the index for each organ)
WITH RECURSIVE o(organ) AS
 (SELECT min(t.organ_id) FROM petition t WHERE t.assignee_id = :viewer
  UNION ALL
  SELECT (SELECT min(t.organ_id) FROM petition t WHERE t.assignee_id = :viewer AND t.organ_id > o.organ) FROM o WHERE o.organ IS NOT NULL)
SELECT 1 AS elsewhere FROM o WHERE o.organ IS NOT NULL AND o.organ NOT IN (SELECT vs.organ_id FROM user_scope vs WHERE vs.user_id = :viewer)
 LIMIT 1;

-- name:  REGISTER_ELSEWHERE_LEAD
-- in:    viewer int
-- out:   elsewhere int
-- scope: none(whether the asking user is assigned rows of another organ, not which: one step of the index for each organ)
WITH RECURSIVE o(organ) AS
 (SELECT min(t.organ_id) FROM lead t WHERE t.assignee_id = :viewer
  UNION ALL
  SELECT (SELECT min(t.organ_id) FROM lead t WHERE t.assignee_id = :viewer AND t.organ_id > o.organ) FROM o WHERE o.organ IS NOT NULL)
SELECT 1 AS elsewhere FROM o WHERE o.organ IS NOT NULL AND o.organ NOT IN (SELECT vs.organ_id FROM user_scope vs WHERE vs.user_id = :viewer)
 LIMIT 1;

-- name:  REGISTER_ELSEWHERE_CASE
-- in:    viewer int
-- out:   elsewhere int
-- scope: none(whether the asking user is assigned rows of another organ, not which: one step of the index for each organ)
WITH RECURSIVE o(organ) AS
 (SELECT min(t.organ_id) FROM casefile t WHERE t.assignee_id = :viewer
  UNION ALL
  SELECT (SELECT min(t.organ_id) FROM casefile t WHERE t.assignee_id = :viewer AND t.organ_id > o.organ) FROM o WHERE o.organ IS NOT NULL)
SELECT 1 AS elsewhere FROM o WHERE o.organ IS NOT NULL AND o.organ NOT IN (SELECT vs.organ_id FROM user_scope vs WHERE vs.user_id = :viewer)
 LIMIT 1;

-- name:  REGISTER_ORGAN_NAMES
-- in:    viewer int
-- out:   id int, name text
-- scope: none(organs of the asking user's own scope)
SELECT o.id, o.name FROM organ o WHERE o.id IN (SELECT vs.organ_id FROM user_scope vs WHERE vs.user_id = :viewer) ORDER BY o.id LIMIT 500;

-- name:  WAITING_LEADS
-- in:    viewer int
-- out:   id int
-- scope: viewer
SELECT DISTINCT l.id FROM disposal d JOIN lead l ON l.id = d.lead_id
 WHERE d.state = 'proposed' AND d.voided = 0 AND d.proposed_by <> :viewer AND l.voided = 0 AND @visible(lead, l) LIMIT 1001;

-- name:  WAITING_CASES
-- in:    viewer int
-- out:   id int
-- scope: viewer
SELECT k.id FROM casefile k WHERE k.state = 'proposed' AND k.voided = 0 AND k.proposed_by <> :viewer AND @visible(casefile, k) LIMIT 1001;

-- name:  WAITING_RESULTS
-- in:    viewer int
-- out:   id int
-- scope: viewer
SELECT r.id FROM result r JOIN rpt_result v ON v.id = r.id
 WHERE r.state IN ('proposed', 'answered') AND r.voided = 0 AND r.proposed_by <> :viewer AND @visible(result, v) LIMIT 1001;

-- name:  WAITING_PROPOSALS
-- in:    viewer int
-- out:   id int
-- scope: viewer
SELECT p.id FROM proposal p WHERE p.state = 'draft' AND p.voided = 0 AND p.proposed_by <> :viewer AND @visible(proposal, p) LIMIT 1001;
