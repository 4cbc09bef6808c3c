-- Menu, home and registers ask only what is open: each kind of waiting work has its own small index, and the registers of results,
-- cases and persons are read in the order that they are shown in.

CREATE INDEX casefile_investigating ON casefile (organ_id, office_id, assignee_id) WHERE state = 'investigating' AND voided = 0;
CREATE INDEX casefile_adjudicating ON casefile (organ_id, office_id, assignee_id) WHERE state = 'adjudicating' AND voided = 0;
CREATE INDEX result_answered ON result (case_id, lead_id) WHERE state = 'answered' AND voided = 0;
CREATE INDEX disposal_to_do ON disposal (lead_id) WHERE state = 'approved' AND voided = 0;
CREATE INDEX proposal_draft ON proposal (organ_id, office_id) WHERE state = 'draft' AND voided = 0;
CREATE INDEX result_shown ON result (organ_id, voided, counted_on, id);
CREATE INDEX result_by_state ON result (organ_id, voided, state, counted_on, id);
CREATE INDEX casefile_shown ON casefile (organ_id, voided, filed_on, id);
CREATE INDEX person_shown ON person (organ_id, voided, name_sort, id);

DROP INDEX petition_by_state;
CREATE INDEX petition_by_state ON petition (organ_id, voided, state, id, registered_on);
DROP INDEX petition_by_channel;
CREATE INDEX petition_by_channel ON petition (organ_id, voided, channel, id, registered_on);
DROP INDEX petition_registered;
CREATE INDEX petition_registered ON petition (organ_id, voided, registered_on, id, state, channel, source, class, conduct, rank, place);
