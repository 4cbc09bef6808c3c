-- Registers of leads, cases, results and persons: each filter and order that def/lists.yaml offers finds its rows by an index, and what a
-- list shows of another table is looked up for the rows shown, not joined to each that is counted. A petition's first person stands in the
-- index of the register, beside its place.

DROP VIEW rpt_case;
CREATE VIEW rpt_case AS
SELECT k.id, k.ref, k.organ_id, k.office_id, k.assignee_id,
       CASE WHEN k.filed_on IS NULL THEN '' ELSE k.no END AS no, k.old_no, k.subject, k.person_id, k.rank, k.party_line,
       k.supervisory_line, k.proposed_on, k.filed_on, k.concluded_on, k.state, k.voided,
       (SELECT q.name FROM person q WHERE q.id = k.person_id) AS person,
       (SELECT f.name FROM office f WHERE f.id = k.office_id) AS office,
       (SELECT u.name FROM app_user u WHERE u.id = k.assignee_id) AS assignee
  FROM casefile k;

DROP VIEW rpt_result;
CREATE VIEW rpt_result AS
SELECT r.id, r.ref, r.organ_id, r.no, r.family, r.code, r.person_id, r.lead_id, r.case_id, r.topic, r.campaign, r.decided_on,
       r.effective_on, r.counted_on, r.state, r.voided,
       (SELECT q.name FROM person q WHERE q.id = r.person_id) AS person,
       COALESCE((SELECT k.office_id FROM casefile k WHERE k.id = r.case_id), (SELECT l.office_id FROM lead l WHERE l.id = r.lead_id), 0) AS office_id,
       COALESCE((SELECT k.assignee_id FROM casefile k WHERE k.id = r.case_id), (SELECT l.assignee_id FROM lead l WHERE l.id = r.lead_id)) AS assignee_id,
       (SELECT c.no FROM casefile c WHERE c.id = r.case_id) AS case_no
  FROM result r;

CREATE INDEX lead_source ON lead (organ_id, voided, source, registered_on, id);
CREATE INDEX lead_campaign ON lead (organ_id, voided, campaign, registered_on, id) WHERE campaign IS NOT NULL;
DROP INDEX casefile_state;
CREATE INDEX casefile_state ON casefile (organ_id, voided, state, filed_on, id);
CREATE INDEX casefile_by_state ON casefile (organ_id, voided, state, id);
CREATE INDEX casefile_proposed ON casefile (organ_id, voided, proposed_on, id);
CREATE INDEX result_in_state ON result (organ_id, voided, state, id);
CREATE INDEX result_decided ON result (organ_id, voided, decided_on, id);
CREATE INDEX result_family ON result (organ_id, voided, family, counted_on, id);
CREATE INDEX result_code ON result (organ_id, voided, code, counted_on, id);
CREATE INDEX result_topic ON result (organ_id, voided, topic, counted_on, id) WHERE topic IS NOT NULL;
CREATE INDEX result_campaign ON result (organ_id, voided, campaign, counted_on, id) WHERE campaign IS NOT NULL;
CREATE INDEX person_rank ON person (organ_id, voided, rank, name_sort, id);
DROP INDEX petition_registered;
CREATE INDEX petition_registered ON petition (organ_id, voided, registered_on, id, state, channel, source, class, conduct, rank, place, person, ref,
    origin_id, source_organ_id);

-- Figures read every petition of a half-year by the index above, whether it was handed over, and the ranks of its persons.
CREATE INDEX petition_handed ON petition (origin_id) WHERE origin_id <> id;
DROP INDEX petition_person_petition;
CREATE INDEX petition_person_petition ON petition_person (petition_id, ord, rank);
