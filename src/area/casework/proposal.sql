-- name:  PROPOSAL_ADD
-- in:    id int, ref int, no text, organ_id int, office_id int, type text, unit text, title text, text text, reply_due_on date, case_id int, lead_id int, state text, workflow int, proposed_by int, imported_key text, made_at_ms int
-- scope: none(made for the viewer's own organ)
INSERT INTO proposal (id, ref, no, organ_id, office_id, type, unit, title, text, reply_due_on, case_id, lead_id, state, workflow,
       proposed_by, imported_key, made_at_ms)
VALUES (:id, :ref, :no, :organ_id, :office_id, :type, :unit, :title, :text, :reply_due_on, :case_id, :lead_id, :state, :workflow,
       :proposed_by, :imported_key, :made_at_ms)
    ON CONFLICT (organ_id, imported_key) DO NOTHING;

-- name:  PROPOSAL_ISSUE
-- in:    id int, no text, issued_on date, approved_by int
-- scope: none(the caller loaded the record through its scope)
UPDATE proposal SET no = :no, issued_on = :issued_on, approved_by = :approved_by WHERE id = :id AND issued_on IS NULL;

-- name:  PROPOSAL_REPLY
-- in:    id int, replied_on date
-- scope: none(the caller loaded the record through its scope)
UPDATE proposal SET replied_on = :replied_on WHERE id = :id;

-- name:  PROPOSAL_VOID
-- in:    id int, rev int, reason text
-- scope: none(the caller loaded the record through its scope)
UPDATE proposal SET voided = 1, void_reason = :reason, rev = rev + 1 WHERE id = :id AND rev = :rev AND voided = 0;

-- name:  PROPOSAL_BY_REF
-- in:    viewer int, ref int
-- out:   id int, ref int, rev int, organ_id int, office_id int, case_id int, lead_id int, proposed_by int, no text, type text, unit text, title text, text text, state text, organ_name text, issued_on date, reply_due_on date, replied_on date, workflow int, voided int, case_ref int, lead_ref int
-- scope: viewer
SELECT p.id, p.ref, p.rev, p.organ_id, p.office_id, p.case_id, p.lead_id, p.proposed_by, p.no, p.type, p.unit, p.title, p.text, p.state,
       o.name, p.issued_on, p.reply_due_on, p.replied_on, p.workflow, p.voided, k.ref, l.ref
  FROM proposal p JOIN organ o ON o.id = p.organ_id LEFT JOIN casefile k ON k.id = p.case_id LEFT JOIN lead l ON l.id = p.lead_id
 WHERE p.ref = :ref AND @visible(proposal, p);
