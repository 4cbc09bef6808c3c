-- Registers of a million rows: the first reported person stands in the petition itself, and each filter and order that def/lists.yaml
-- offers finds its rows by an index. What most rows lack or few rows have is indexed where it is.

ALTER TABLE petition ADD COLUMN person TEXT NOT NULL DEFAULT '';    -- of petition_person: the first one's name and rank
ALTER TABLE petition ADD COLUMN rank TEXT;
UPDATE petition SET person = COALESCE((SELECT r.name FROM petition_person r WHERE r.petition_id = petition.id ORDER BY r.ord, r.id LIMIT 1), ''),
       rank = (SELECT r.rank FROM petition_person r WHERE r.petition_id = petition.id ORDER BY r.ord, r.id LIMIT 1);

DROP VIEW rpt_petition;
CREATE VIEW rpt_petition AS
SELECT p.id, p.ref, p.organ_id, p.office_id, p.assignee_id, p.origin_id, p.no, p.old_no, p.registered_on, p.received_on, p.channel,
       p.source, p.source_organ_id, p.class, p.conduct, p.subject, p.place, p.state, p.repeat_of, p.due_on, p.voided, p.person, p.rank,
       (SELECT f.name FROM office f WHERE f.id = p.office_id) AS office,
       (SELECT u.name FROM app_user u WHERE u.id = p.assignee_id) AS assignee
  FROM petition p;

DROP INDEX petition_registered;
CREATE INDEX petition_registered ON petition (organ_id, voided, registered_on, id, state, channel, source, class, conduct, rank);
DROP INDEX petition_state;
CREATE INDEX petition_state ON petition (organ_id, voided, state, registered_on, id);
CREATE INDEX petition_channel ON petition (organ_id, voided, channel, registered_on, id);
CREATE INDEX petition_source ON petition (organ_id, voided, source, registered_on, id);
CREATE INDEX petition_class ON petition (organ_id, voided, class, registered_on, id);
CREATE INDEX petition_conduct_first ON petition (organ_id, voided, conduct, registered_on, id);
CREATE INDEX petition_rank ON petition (organ_id, voided, rank, registered_on, id);
CREATE INDEX petition_by_state ON petition (organ_id, voided, state, id);
CREATE INDEX petition_by_channel ON petition (organ_id, voided, channel, id);
CREATE INDEX petition_due ON petition (organ_id, voided, due_on) WHERE due_on IS NOT NULL;
CREATE INDEX petition_assignee ON petition (assignee_id, organ_id) WHERE assignee_id IS NOT NULL;
DROP INDEX lead_registered;
CREATE INDEX lead_registered ON lead (organ_id, voided, registered_on, id, state, source, campaign);
DROP INDEX lead_state;
CREATE INDEX lead_state ON lead (organ_id, voided, state, registered_on, id);
CREATE INDEX lead_by_state ON lead (organ_id, voided, state, id);
CREATE INDEX lead_due ON lead (organ_id, voided, due_on) WHERE due_on IS NOT NULL;
CREATE INDEX lead_assignee ON lead (assignee_id, organ_id) WHERE assignee_id IS NOT NULL;
CREATE INDEX casefile_assignee ON casefile (assignee_id, organ_id) WHERE assignee_id IS NOT NULL;

-- What waits for somebody: asked for by every page's menu.
CREATE INDEX petition_waits ON petition (organ_id, office_id, assignee_id) WHERE state = 'registered' AND voided = 0;
CREATE INDEX lead_waits ON lead (organ_id, office_id, assignee_id) WHERE state = 'registered' AND voided = 0;
CREATE INDEX disposal_waits ON disposal (lead_id, proposed_by) WHERE state = 'proposed' AND voided = 0;
CREATE INDEX casefile_waits ON casefile (organ_id, office_id, assignee_id, proposed_by) WHERE state = 'proposed' AND voided = 0;
CREATE INDEX result_waits ON result (case_id, lead_id) WHERE state = 'proposed' AND voided = 0;
