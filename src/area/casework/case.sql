-- name:  CASE_ADD
-- in:    id int, ref int, no text, old_no text, organ_id int, office_id int, subject text, person_id int, rank text, party_member int, public_office int, is_organisation int, party_line int, supervisory_line int, proposed_by int, proposed_on date, state text, workflow int, imported_key text, made_at_ms int
-- scope: none(made for the viewer's own organ)
INSERT INTO casefile (id, ref, no, old_no, organ_id, office_id, subject, person_id, rank, party_member, public_office, is_organisation,
       party_line, supervisory_line, proposed_by, proposed_on, state, workflow, imported_key, made_by, made_at_ms)
VALUES (:id, :ref, :no, :old_no, :organ_id, :office_id, :subject, :person_id, :rank, :party_member, :public_office, :is_organisation,
       :party_line, :supervisory_line, :proposed_by, :proposed_on, :state, :workflow, :imported_key, :proposed_by, :made_at_ms)
    ON CONFLICT (organ_id, imported_key) DO NOTHING;

-- name:  CASE_LEAD_ADD
-- in:    case_id int, lead_id int
-- scope: none(the caller loaded both through their scope)
INSERT INTO case_lead (case_id, lead_id) VALUES (:case_id, :lead_id)
    ON CONFLICT (case_id, lead_id) DO UPDATE SET parted_at_ms = NULL;

-- name:  CASE_LEAD_PART
-- in:    case_id int, lead_id int, at_ms int
-- scope: none(the caller loaded both through their scope)
UPDATE case_lead SET parted_at_ms = :at_ms WHERE case_id = :case_id AND lead_id = :lead_id AND parted_at_ms IS NULL;

-- name:  CASE_LEADS
-- in:    case_id int
-- out:   id int, ref int, no text, subject text, registered_on date
-- scope: none(part of a case that the caller loaded through its scope)
SELECT l.id, l.ref, l.no, l.subject, l.registered_on FROM case_lead k JOIN lead l ON l.id = k.lead_id
 WHERE k.case_id = :case_id AND k.parted_at_ms IS NULL ORDER BY l.registered_on, l.id;

-- name:  CASE_APPROVE
-- in:    id int, no text, party_filed_on date, supervisory_filed_on date, filed_on date, approved_by int, rank text, party_member int, public_office int
-- scope: none(the caller loaded the record through its scope)
UPDATE casefile SET no = :no, party_filed_on = :party_filed_on, supervisory_filed_on = :supervisory_filed_on, filed_on = :filed_on,
       approved_by = :approved_by, rank = :rank, party_member = :party_member, public_office = :public_office
 WHERE id = :id AND filed_on IS NULL;

-- name:  CASE_ENDED
-- in:    id int, withdrawn_on date, concluded_on date
-- scope: none(the caller loaded the record through its scope)
UPDATE casefile SET withdrawn_on = COALESCE(:withdrawn_on, withdrawn_on), concluded_on = COALESCE(:concluded_on, concluded_on) WHERE id = :id;

-- name:  CASE_VOID
-- in:    id int, rev int, reason text
-- scope: none(the caller loaded the record through its scope)
UPDATE casefile SET voided = 1, void_reason = :reason, rev = rev + 1 WHERE id = :id AND rev = :rev AND voided = 0;

-- name:  CASE_KEY_KNOWN
-- in:    organ_id int, imported_key text
-- out:   no text
-- scope: none(names a row that the importer brings again)
SELECT no FROM casefile WHERE organ_id = :organ_id AND imported_key = :imported_key;

-- name:  CASE_BY_REF
-- in:    viewer int, ref int
-- out:   id int, ref int, rev int, organ_id int, office_id int, assignee_id int, person_id int, proposed_by int, no text, old_no text, subject text, rank text, state text, party_member int, public_office int, workflow int, is_organisation int, party_line int, supervisory_line int, voided int, party_filed_on date, supervisory_filed_on date, filed_on date, proposed_on date, withdrawn_on date, concluded_on date, organ_name text, office_name text, assignee_name text, person_name text
-- scope: viewer
SELECT k.id, k.ref, k.rev, k.organ_id, k.office_id, k.assignee_id, k.person_id, k.proposed_by, k.no, k.old_no, k.subject, k.rank,
       k.state, k.party_member, k.public_office, k.workflow, k.is_organisation, k.party_line, k.supervisory_line, k.voided,
       k.party_filed_on, k.supervisory_filed_on, k.filed_on, k.proposed_on, k.withdrawn_on, k.concluded_on, o.name, f.name, u.name, p.name
  FROM casefile k JOIN organ o ON o.id = k.organ_id JOIN person p ON p.id = k.person_id
  LEFT JOIN office f ON f.id = k.office_id LEFT JOIN app_user u ON u.id = k.assignee_id
 WHERE k.ref = :ref AND @visible(casefile, k);

-- name:  CASE_OPEN_RESULTS
-- in:    case_id int
-- out:   n int
-- scope: none(asked by the guard of a case that was loaded under its scope)
SELECT count(*) FROM result WHERE case_id = :case_id AND voided = 0 AND state IN ('proposed', 'answered');

-- name:  CASE_PROPOSED_BY_LEADS
-- in:    case_id int
-- out:   on date
-- scope: none(of a case that was loaded under its scope)
SELECT max(d.ended_on) FROM case_lead x JOIN disposal d ON d.lead_id = x.lead_id
 WHERE x.case_id = :case_id AND d.outcome = 'to_case' AND d.voided = 0;

-- name:  CASE_SANCTIONS
-- in:    case_id int
-- out:   n int
-- scope: none(asked by the guard of a case that was loaded under its scope)
SELECT count(*) FROM result WHERE case_id = :case_id AND voided = 0 AND state = 'approved' AND family IN ('party', 'gov');

-- name:  CASE_OF_LEAD_LIVE
-- in:    lead_id int
-- out:   n int
-- scope: none(asked for a lead of a case that the caller loaded through its scope)
SELECT count(*) FROM case_lead j JOIN casefile k ON k.id = j.case_id
 WHERE j.lead_id = :lead_id AND j.parted_at_ms IS NULL AND k.voided = 0 AND k.state NOT IN ('rejected', 'withdrawn');
