-- name:  HOME_PETITIONS
-- in:    viewer int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM petition p WHERE p.state = 'registered' AND p.voided = 0 AND @visible(petition, p) LIMIT 1001) AS w;

-- name:  HOME_LEADS
-- in:    viewer int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM lead l WHERE l.state = 'registered' AND l.voided = 0 AND @visible(lead, l) LIMIT 1001) AS w;

-- name:  HOME_DISPOSALS
-- in:    viewer int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM disposal d JOIN lead l ON l.id = d.lead_id
 WHERE d.state = 'proposed' AND d.voided = 0 AND d.proposed_by <> :viewer AND @visible(lead, l) LIMIT 1001) AS w;

-- name:  HOME_CASES
-- in:    viewer int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM casefile k WHERE k.state = 'proposed' AND k.voided = 0 AND k.proposed_by <> :viewer
   AND @visible(casefile, k) LIMIT 1001) AS w;

-- name:  HOME_RESULTS
-- in:    viewer int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM result r LEFT JOIN casefile k ON k.id = r.case_id LEFT JOIN lead l ON l.id = r.lead_id
 WHERE r.state = 'proposed' AND r.voided = 0 AND r.proposed_by <> :viewer
   AND (r.case_id IS NULL OR @visible(casefile, k)) AND (r.lead_id IS NULL OR r.case_id IS NOT NULL OR @visible(lead, l)) LIMIT 1001) AS w;
