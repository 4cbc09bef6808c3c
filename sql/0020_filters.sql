-- Two filters of the petitions' register together: the index of each holds the codes of those after it, so that one of the two names the rows
-- and answers for the other, and no row is looked at. State first, because it changes oftenest and so stands in the fewest.

DROP INDEX petition_state;
CREATE INDEX petition_state ON petition (organ_id, voided, state, registered_on, id, channel, source, class, conduct, rank);
DROP INDEX petition_channel;
CREATE INDEX petition_channel ON petition (organ_id, voided, channel, registered_on, id, source, class, conduct, rank);
DROP INDEX petition_source;
CREATE INDEX petition_source ON petition (organ_id, voided, source, registered_on, id, class, conduct, rank);
DROP INDEX petition_class;
CREATE INDEX petition_class ON petition (organ_id, voided, class, registered_on, id, conduct, rank);
DROP INDEX petition_conduct_first;
CREATE INDEX petition_conduct_first ON petition (organ_id, voided, conduct, registered_on, id, rank);

-- Leads by the method of their disposal: that of the newest one that is not voided stands in the lead, as its state does.

ALTER TABLE lead ADD COLUMN disposal_method TEXT;   -- NULL = none proposed yet
UPDATE lead SET disposal_method = (SELECT d.method FROM disposal d WHERE d.lead_id = lead.id AND d.voided = 0 ORDER BY d.id DESC LIMIT 1);

DROP VIEW rpt_lead;
CREATE VIEW rpt_lead AS
SELECT l.id, l.ref, l.organ_id, l.office_id, l.assignee_id, l.origin_id, l.no, l.old_no, l.registered_on, l.received_on, l.source,
       l.subject, l.campaign, l.state, l.due_on, l.voided,
       (SELECT q.name FROM lead_person r JOIN person q ON q.id = r.person_id WHERE r.lead_id = l.id ORDER BY r.person_id LIMIT 1) AS person,
       l.disposal_method AS method, l.disposal_state,
       (SELECT f.name FROM office f WHERE f.id = l.office_id) AS office,
       (SELECT u.name FROM app_user u WHERE u.id = l.assignee_id) AS assignee
  FROM lead l;

CREATE INDEX lead_method ON lead (organ_id, voided, disposal_method, registered_on, id);
