-- name:  LEAD_ADD
-- in:    id int, ref int, no text, old_no text, organ_id int, office_id int, origin_id int, petition_id int, source text, source_no text, registered_on date, received_on date, subject text, body text, campaign text, state text, workflow int, imported_key text, made_by int, made_at_ms int
-- scope: none(registered for the viewer's own organ)
INSERT INTO lead (id, ref, no, old_no, organ_id, office_id, origin_id, petition_id, source, source_no, registered_on, received_on,
       subject, body, campaign, state, workflow, imported_key, made_by, made_at_ms)
VALUES (:id, :ref, :no, :old_no, :organ_id, :office_id, :origin_id, :petition_id, :source, :source_no, :registered_on, :received_on,
       :subject, :body, :campaign, :state, :workflow, :imported_key, :made_by, :made_at_ms)
    ON CONFLICT (organ_id, imported_key) DO NOTHING;

-- name:  LEAD_BY_REF
-- in:    viewer int, ref int
-- out:   id int, ref int, rev int, organ_id int, office_id int, assignee_id int, origin_id int, petition_id int, no text, old_no text, source text, source_no text, subject text, body text, campaign text, state text, registered_on date, received_on date, due_on date, workflow int, voided int, organ_name text, office_name text, assignee_name text, petition_no text, petition_ref int
-- scope: viewer
SELECT l.id, l.ref, l.rev, l.organ_id, l.office_id, l.assignee_id, l.origin_id, l.petition_id, l.no, l.old_no, l.source, l.source_no,
       l.subject, l.body, l.campaign, l.state, l.registered_on, l.received_on, l.due_on, l.workflow, l.voided, o.name, f.name, u.name,
       p.no, p.ref
  FROM lead l JOIN organ o ON o.id = l.organ_id LEFT JOIN office f ON f.id = l.office_id
  LEFT JOIN app_user u ON u.id = l.assignee_id LEFT JOIN petition p ON p.id = l.petition_id
 WHERE l.ref = :ref AND @visible(lead, l);

-- name:  LEAD_PERSON_ADD
-- in:    lead_id int, person_id int, rank text, party_member int, public_office int
-- scope: none(part of a lead that the caller may change)
INSERT INTO lead_person (lead_id, person_id, rank, party_member, public_office)
VALUES (:lead_id, :person_id, :rank, :party_member, :public_office) ON CONFLICT (lead_id, person_id) DO NOTHING;

-- name:  LEAD_PERSONS
-- in:    lead_id int
-- out:   person_id int, rank text, party_member int, public_office int, umbrella int, gang_related int, frozen_on date
-- scope: none(part of a lead that the caller loaded through its scope)
SELECT person_id, rank, party_member, public_office, umbrella, gang_related, frozen_on
  FROM lead_person WHERE lead_id = :lead_id ORDER BY person_id;

-- name:  LEAD_PERSONS_FREEZE
-- in:    lead_id int, on date
-- scope: none(part of a lead that the caller may change)
UPDATE lead_person SET frozen_on = :on,
       rank = COALESCE(rank, (SELECT p.rank FROM person p WHERE p.id = lead_person.person_id)),
       party_member = COALESCE(party_member, (SELECT p.party_member FROM person p WHERE p.id = lead_person.person_id)),
       public_office = COALESCE(public_office, (SELECT p.public_office FROM person p WHERE p.id = lead_person.person_id))
 WHERE lead_id = :lead_id AND frozen_on IS NULL;

-- name:  LEAD_FLAG
-- in:    lead_id int, person_id int, umbrella int, gang_related int
-- scope: none(part of a lead that the caller loaded through its scope)
UPDATE lead_person SET umbrella = :umbrella, gang_related = :gang_related WHERE lead_id = :lead_id AND person_id = :person_id;

-- name:  LEAD_TAG_ADD
-- in:    lead_id int, topic text
-- scope: none(part of a lead that the caller may change)
INSERT INTO lead_tag (lead_id, topic) VALUES (:lead_id, :topic) ON CONFLICT (lead_id, topic) DO NOTHING;

-- name:  LEAD_TAGS_CLEAR
-- in:    lead_id int
-- scope: none(part of a lead that the caller may change)
DELETE FROM lead_tag WHERE lead_id = :lead_id;

-- name:  LEAD_TAGS
-- in:    lead_id int
-- out:   topic text
-- scope: none(part of a lead that the caller loaded through its scope)
SELECT topic FROM lead_tag WHERE lead_id = :lead_id ORDER BY topic;

-- name:  LEAD_MERGE_ADD
-- in:    id int, lead_a int, lead_b int, by_user int, at_ms int
-- scope: none(the caller loaded both leads through their scope)
INSERT INTO lead_merge (id, lead_a, lead_b, by_user, at_ms) VALUES (:id, :lead_a, :lead_b, :by_user, :at_ms);

-- name:  LEAD_MERGE_UNDO
-- in:    lead_a int, lead_b int, at_ms int
-- scope: none(the caller loaded both leads through their scope)
UPDATE lead_merge SET undone_at_ms = :at_ms WHERE undone_at_ms IS NULL
   AND ((lead_a = :lead_a AND lead_b = :lead_b) OR (lead_a = :lead_b AND lead_b = :lead_a));

-- name:  LEAD_VOID
-- in:    id int, rev int, reason text
-- scope: none(the caller loaded the record through its scope)
UPDATE lead SET voided = 1, void_reason = :reason, rev = rev + 1 WHERE id = :id AND rev = :rev AND voided = 0;

-- name:  LEAD_KEY_KNOWN
-- in:    organ_id int, imported_key text
-- out:   no text
-- scope: none(names a row that the importer brings again)
SELECT no FROM lead WHERE organ_id = :organ_id AND imported_key = :imported_key;

-- name:  DISPOSAL_ADD
-- in:    id int, ref int, lead_id int, organ_id int, method text, plan text, proposed_by int, proposed_on date, state text, made_at_ms int
-- scope: none(on a lead that the caller loaded through its scope)
INSERT INTO disposal (id, ref, lead_id, organ_id, method, plan, proposed_by, proposed_on, state, made_at_ms)
VALUES (:id, :ref, :lead_id, :organ_id, :method, :plan, :proposed_by, :proposed_on, :state, :made_at_ms);

-- name:  DISPOSAL_APPROVE
-- in:    id int, approved_by int, approved_on date, approver_no text
-- scope: none(the caller loaded the record through its lead's scope)
UPDATE disposal SET approved_by = :approved_by, approved_on = :approved_on, approver_no = :approver_no
 WHERE id = :id AND approved_on IS NULL;

-- name:  DISPOSAL_END
-- in:    id int, outcome text, ended_on date
-- scope: none(the caller loaded the record through its lead's scope)
UPDATE disposal SET outcome = :outcome, ended_on = :ended_on WHERE id = :id AND outcome IS NULL;

-- name:  DISPOSAL_BY_REF
-- in:    viewer int, ref int
-- out:   id int, ref int, rev int, lead_id int, organ_id int, proposed_by int, approved_by int, method text, plan text, approver_no text, state text, outcome text, proposed_on date, approved_on date, ended_on date, voided int, lead_ref int, proposer text, approver text
-- scope: viewer
SELECT d.id, d.ref, d.rev, d.lead_id, d.organ_id, d.proposed_by, d.approved_by, d.method, d.plan, d.approver_no, d.state, d.outcome,
       d.proposed_on, d.approved_on, d.ended_on, d.voided, l.ref, u.name, v.name
  FROM disposal d JOIN lead l ON l.id = d.lead_id LEFT JOIN app_user u ON u.id = d.proposed_by
  LEFT JOIN app_user v ON v.id = d.approved_by
 WHERE d.ref = :ref AND @visible(lead, l);

-- name:  DISPOSALS_OF
-- in:    lead_id int
-- out:   id int, ref int, rev int, lead_id int, organ_id int, proposed_by int, approved_by int, method text, plan text, approver_no text, state text, outcome text, proposed_on date, approved_on date, ended_on date, voided int, lead_ref int, proposer text, approver text
-- scope: none(part of a lead that the caller loaded through its scope)
SELECT d.id, d.ref, d.rev, d.lead_id, d.organ_id, d.proposed_by, d.approved_by, d.method, d.plan, d.approver_no, d.state, d.outcome,
       d.proposed_on, d.approved_on, d.ended_on, d.voided, l.ref, u.name, v.name
  FROM disposal d JOIN lead l ON l.id = d.lead_id LEFT JOIN app_user u ON u.id = d.proposed_by
  LEFT JOIN app_user v ON v.id = d.approved_by
 WHERE d.lead_id = :lead_id ORDER BY d.id;

-- name:  LEAD_FLOW
-- in:    id int
-- out:   state text, rev int, workflow int
-- scope: none(the caller holds a disposal of this lead)
SELECT state, rev, workflow FROM lead WHERE id = :id;

-- name:  LEAD_DISPOSALS_OPEN
-- in:    lead_id int
-- out:   waiting int, approved int
-- scope: none(asked for a lead that the caller loaded through its scope)
SELECT COALESCE(sum(CASE WHEN state IN ('proposed', 'approved') THEN 1 ELSE 0 END), 0),
       COALESCE(sum(CASE WHEN approved_on IS NOT NULL THEN 1 ELSE 0 END), 0)
  FROM disposal WHERE lead_id = :lead_id AND voided = 0;

-- name:  DISPOSAL_VOID
-- in:    id int, rev int, reason text
-- scope: none(the caller loaded the record through its lead's scope)
UPDATE disposal SET voided = 1, void_reason = :reason, rev = rev + 1 WHERE id = :id AND rev = :rev AND voided = 0;

-- name:  LEAD_REF_BY_NO
-- in:    viewer int, no text
-- out:   ref int
-- scope: viewer
SELECT l.ref FROM lead l WHERE l.no = :no AND l.voided = 0 AND @visible(lead, l) ORDER BY l.id LIMIT 1;

-- name:  LEAD_CASES
-- in:    viewer int, lead_id int
-- out:   ref int, no text, filed_on date, subject text
-- scope: viewer
SELECT k.ref, k.no, k.filed_on, k.subject FROM case_lead j JOIN casefile k ON k.id = j.case_id
 WHERE j.lead_id = :lead_id AND j.parted_at_ms IS NULL AND k.voided = 0 AND @visible(casefile, k) ORDER BY k.id;

-- name:  LEAD_MERGED
-- in:    viewer int, lead_id int
-- out:   ref int, no text, subject text
-- scope: viewer
SELECT l.ref, l.no, l.subject FROM lead_merge m JOIN lead l ON l.id = CASE WHEN m.lead_a = :lead_id THEN m.lead_b ELSE m.lead_a END
 WHERE (m.lead_a = :lead_id OR m.lead_b = :lead_id) AND m.undone_at_ms IS NULL AND l.voided = 0 AND @visible(lead, l) ORDER BY l.id;
