-- Leads whose disposal waits for approval are counted on every page of their register: how far the newest disposal is that is not voided
-- stands in the lead itself.

ALTER TABLE lead ADD COLUMN disposal_state TEXT;    -- NULL = none proposed yet
UPDATE lead SET disposal_state = (SELECT d.state FROM disposal d WHERE d.lead_id = lead.id AND d.voided = 0 ORDER BY d.id DESC LIMIT 1);

DROP VIEW rpt_lead;
CREATE VIEW rpt_lead AS
SELECT l.id, l.ref, l.organ_id, l.office_id, l.assignee_id, l.origin_id, l.no, l.old_no, l.registered_on, l.received_on, l.source,
       l.subject, l.campaign, l.state, l.due_on, l.voided,
       (SELECT q.name FROM lead_person r JOIN person q ON q.id = r.person_id WHERE r.lead_id = l.id ORDER BY r.person_id LIMIT 1) AS person,
       (SELECT d.method FROM disposal d WHERE d.lead_id = l.id AND d.voided = 0 ORDER BY d.id DESC LIMIT 1) AS method,
       l.disposal_state,
       (SELECT f.name FROM office f WHERE f.id = l.office_id) AS office,
       (SELECT u.name FROM app_user u WHERE u.id = l.assignee_id) AS assignee
  FROM lead l;

CREATE INDEX lead_disposal ON lead (organ_id, voided, disposal_state, registered_on, id);
