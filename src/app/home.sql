-- Asked by every page's menu: whole organs are counted without asking each row, then what else the viewer sees.
-- name:  HOME_PETITIONS
-- in:    viewer int, top int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM @whole(petition) w CROSS JOIN petition p WHERE p.organ_id = w.organ_id AND p.state = 'registered' AND p.voided = 0
 UNION ALL
 SELECT 1 AS one FROM petition p WHERE p.state = 'registered' AND p.voided = 0 AND p.organ_id NOT IN (SELECT w.organ_id FROM @whole(petition) w)
   AND @visible(petition, p) LIMIT :top) AS w;

-- name:  HOME_ENVELOPES
-- in:    viewer int, top int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM envelope e WHERE e.state = 'waiting' AND @visible(envelope, e) LIMIT :top) AS w;

-- name:  HOME_LEADS
-- in:    viewer int, top int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM @whole(lead) w CROSS JOIN lead l WHERE l.organ_id = w.organ_id AND l.state = 'registered' AND l.voided = 0
 UNION ALL
 SELECT 1 AS one FROM lead l WHERE l.state = 'registered' AND l.voided = 0 AND l.organ_id NOT IN (SELECT w.organ_id FROM @whole(lead) w)
   AND @visible(lead, l) LIMIT :top) AS w;

-- name:  HOME_DISPOSALS
-- in:    viewer int, top int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT DISTINCT l.id FROM disposal d JOIN lead l ON l.id = d.lead_id
 WHERE d.state = 'proposed' AND d.voided = 0 AND d.proposed_by <> :viewer AND l.voided = 0 AND @visible(lead, l) LIMIT :top) AS w;

-- name:  HOME_CASES
-- in:    viewer int, top int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM casefile k WHERE k.state = 'proposed' AND k.voided = 0 AND k.proposed_by <> :viewer
   AND @visible(casefile, k) LIMIT :top) AS w;

-- name:  HOME_RESULTS
-- in:    viewer int, top int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM result r JOIN rpt_result v ON v.id = r.id
 WHERE r.state = 'proposed' AND r.voided = 0 AND r.proposed_by <> :viewer AND @visible(result, v) LIMIT :top) AS w;

-- name:  HOME_OVERDUE
-- in:    viewer int, today date, top int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM petition p WHERE p.state = 'assigned' AND p.due_on < :today AND p.voided = 0
   AND @visible(petition, p) LIMIT :top) AS w;

-- name:  HOME_DISPOSING
-- in:    viewer int, top int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM lead l WHERE l.voided = 0 AND @visible(lead, l)
   AND l.id IN (SELECT d.lead_id FROM disposal d WHERE d.state = 'approved' AND d.voided = 0) LIMIT :top) AS w;

-- name:  HOME_INVESTIGATING
-- in:    viewer int, top int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM casefile k WHERE k.state = 'investigating' AND k.voided = 0 AND @visible(casefile, k) LIMIT :top) AS w;

-- name:  HOME_ADJUDICATING
-- in:    viewer int, top int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM casefile k WHERE k.state = 'adjudicating' AND k.voided = 0 AND @visible(casefile, k) LIMIT :top) AS w;

-- name:  HOME_ANSWERED
-- in:    viewer int, top int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM result r JOIN rpt_result v ON v.id = r.id
 WHERE r.state = 'answered' AND r.voided = 0 AND r.proposed_by <> :viewer AND @visible(result, v) LIMIT :top) AS w;

-- name:  HOME_DRAFTS
-- in:    viewer int, top int
-- out:   n int
-- scope: viewer
SELECT count(*) FROM (SELECT 1 AS one FROM proposal p WHERE p.state = 'draft' AND p.voided = 0 AND p.proposed_by <> :viewer
   AND @visible(proposal, p) LIMIT :top) AS w;

-- name:  HOME_RIGHTS
-- in:    viewer int, top int
-- out:   n int
-- scope: none(security administrator; changes of rights that another person asked for)
SELECT count(*) FROM (SELECT 1 AS one FROM rights_request r WHERE r.state = 'asked' AND r.asked_by <> :viewer LIMIT :top) AS w;
