-- What lists and figures may read: one view per kind, the whitelist of the query builder (def/views.yaml). No view shows a reporter.

CREATE VIEW rpt_petition AS
SELECT p.id, p.ref, p.organ_id, p.office_id, p.assignee_id, p.origin_id, p.no, p.old_no, p.registered_on, p.received_on, p.channel,
       p.source, p.source_organ_id, p.class, p.conduct, p.subject, p.place, p.state, p.repeat_of, p.due_on, p.voided,
       (SELECT r.name FROM petition_person r WHERE r.petition_id = p.id ORDER BY r.ord, r.id LIMIT 1) AS person,
       (SELECT r.rank FROM petition_person r WHERE r.petition_id = p.id ORDER BY r.ord, r.id LIMIT 1) AS rank,
       (SELECT f.name FROM office f WHERE f.id = p.office_id) AS office,
       (SELECT u.name FROM app_user u WHERE u.id = p.assignee_id) AS assignee
  FROM petition p;

CREATE VIEW rpt_lead AS
SELECT l.id, l.ref, l.organ_id, l.office_id, l.assignee_id, l.origin_id, l.no, l.old_no, l.registered_on, l.received_on, l.source,
       l.subject, l.campaign, l.state, l.due_on, l.voided,
       (SELECT q.name FROM lead_person r JOIN person q ON q.id = r.person_id WHERE r.lead_id = l.id ORDER BY r.person_id LIMIT 1) AS person,
       (SELECT d.method FROM disposal d WHERE d.lead_id = l.id AND d.voided = 0 ORDER BY d.id DESC LIMIT 1) AS method,
       (SELECT d.state FROM disposal d WHERE d.lead_id = l.id AND d.voided = 0 ORDER BY d.id DESC LIMIT 1) AS disposal_state,
       (SELECT f.name FROM office f WHERE f.id = l.office_id) AS office,
       (SELECT u.name FROM app_user u WHERE u.id = l.assignee_id) AS assignee
  FROM lead l;

CREATE VIEW rpt_case AS
SELECT k.id, k.ref, k.organ_id, k.office_id, k.assignee_id,
       CASE WHEN k.filed_on IS NULL THEN '' ELSE k.no END AS no, k.old_no, k.subject, k.person_id, k.rank, k.party_line,
       k.supervisory_line, k.proposed_on, k.filed_on, k.concluded_on, k.state, k.voided, q.name AS person,
       (SELECT f.name FROM office f WHERE f.id = k.office_id) AS office,
       (SELECT u.name FROM app_user u WHERE u.id = k.assignee_id) AS assignee
  FROM casefile k JOIN person q ON q.id = k.person_id;

CREATE VIEW rpt_result AS
SELECT r.id, r.ref, r.organ_id, r.no, r.family, r.code, r.person_id, r.lead_id, r.case_id, r.topic, r.campaign, r.decided_on,
       r.effective_on, r.counted_on, r.state, r.voided, q.name AS person,
       COALESCE(k.office_id, l.office_id, 0) AS office_id, COALESCE(k.assignee_id, l.assignee_id) AS assignee_id,
       (SELECT c.no FROM casefile c WHERE c.id = r.case_id) AS case_no
  FROM result r JOIN person q ON q.id = r.person_id LEFT JOIN casefile k ON k.id = r.case_id LEFT JOIN lead l ON l.id = r.lead_id;

CREATE VIEW rpt_proposal AS
SELECT p.id, p.ref, p.organ_id, p.office_id, p.no, p.type, p.unit, p.title, p.issued_on, p.reply_due_on, p.replied_on, p.state, p.voided
  FROM proposal p;

CREATE VIEW rpt_person AS
SELECT p.id, p.ref, p.organ_id, p.canonical_id, p.name, p.name_sort, p.initials, p.unit, p.post, p.rank, p.is_organisation, p.voided
  FROM person p;

CREATE INDEX lead_merge_a ON lead_merge (lead_a);
CREATE INDEX lead_merge_b ON lead_merge (lead_b);
CREATE INDEX proposal_no ON proposal (organ_id, type, no);
