-- name:  RESULT_ADD
-- in:    id int, ref int, no text, organ_id int, family text, code text, person_id int, lead_id int, disposal_id int, case_id int, topic text, campaign text, basis text, decided_on date, effective_on date, counted_on date, text text, state text, proposed_by int, approved_by int, imported_key text, made_at_ms int
-- scope: none(on a lead or case that the caller loaded through its scope)
INSERT INTO result (id, ref, no, organ_id, family, code, person_id, lead_id, disposal_id, case_id, topic, campaign, basis, decided_on,
       effective_on, counted_on, text, state, proposed_by, approved_by, imported_key, made_at_ms)
VALUES (:id, :ref, :no, :organ_id, :family, :code, :person_id, :lead_id, :disposal_id, :case_id, :topic, :campaign, :basis, :decided_on,
       :effective_on, :counted_on, :text, :state, :proposed_by, :approved_by, :imported_key, :made_at_ms)
    ON CONFLICT (organ_id, imported_key) DO NOTHING;

-- name:  RESULT_APPROVE
-- in:    id int, no text, decided_on date, effective_on date, counted_on date, approved_by int
-- scope: none(the caller loaded the record through its scope)
UPDATE result SET no = :no, decided_on = :decided_on, effective_on = :effective_on, counted_on = :counted_on, approved_by = :approved_by
 WHERE id = :id AND counted_on IS NULL;

-- name:  RESULT_ANSWER
-- in:    id int, body_name text, body_no text, body_scan text, decided_on date
-- scope: none(the caller loaded the record through its scope)
UPDATE result SET body_name = :body_name, body_no = :body_no, body_scan = :body_scan, decided_on = :decided_on
 WHERE id = :id AND counted_on IS NULL;

-- name:  RESULT_REVOKE
-- in:    id int, revoked_on date
-- scope: none(the caller loaded the record through its scope)
UPDATE result SET revoked_on = :revoked_on, rev = rev + 1 WHERE id = :id AND revoked_on IS NULL AND counted_on IS NOT NULL;

-- name:  RESULT_VOID
-- in:    id int, rev int, reason text
-- scope: none(the caller loaded the record through its scope)
UPDATE result SET voided = 1, void_reason = :reason, rev = rev + 1 WHERE id = :id AND rev = :rev AND voided = 0;

-- name:  RESULT_BY_REF
-- in:    viewer int, ref int
-- out:   id int, ref int, rev int, organ_id int, person_id int, lead_id int, disposal_id int, case_id int, proposed_by int, approved_by int, no text, family text, code text, topic text, campaign text, basis text, text text, body_name text, body_no text, state text, decided_on date, effective_on date, counted_on date, revoked_on date, voided int, person_name text, case_no text, case_ref int, lead_ref int, proposer text, approver text, made_at_ms int
-- scope: viewer
SELECT r.id, r.ref, r.rev, r.organ_id, r.person_id, r.lead_id, r.disposal_id, r.case_id, r.proposed_by, r.approved_by, r.no, r.family,
       r.code, r.topic, r.campaign, r.basis, r.text, r.body_name, r.body_no, r.state, r.decided_on, r.effective_on, r.counted_on,
       r.revoked_on, r.voided, p.name, k.no, k.ref, l.ref, u.name, v.name, r.made_at_ms
  FROM result r JOIN person p ON p.id = r.person_id LEFT JOIN casefile k ON k.id = r.case_id LEFT JOIN lead l ON l.id = r.lead_id
  LEFT JOIN app_user u ON u.id = r.proposed_by LEFT JOIN app_user v ON v.id = r.approved_by
 WHERE r.ref = :ref
   AND (r.case_id IS NULL OR @visible(casefile, k)) AND (r.lead_id IS NULL OR r.case_id IS NOT NULL OR @visible(lead, l))
   AND @visible(person, p);

-- name:  RESULTS_OF
-- in:    case_id int, lead_id int
-- out:   id int, ref int, rev int, organ_id int, person_id int, lead_id int, disposal_id int, case_id int, proposed_by int, approved_by int, no text, family text, code text, topic text, campaign text, basis text, text text, body_name text, body_no text, state text, decided_on date, effective_on date, counted_on date, revoked_on date, voided int, person_name text, case_no text, case_ref int, lead_ref int, proposer text, approver text, made_at_ms int
-- scope: none(part of a lead or case that the caller loaded through its scope)
SELECT r.id, r.ref, r.rev, r.organ_id, r.person_id, r.lead_id, r.disposal_id, r.case_id, r.proposed_by, r.approved_by, r.no, r.family,
       r.code, r.topic, r.campaign, r.basis, r.text, r.body_name, r.body_no, r.state, r.decided_on, r.effective_on, r.counted_on,
       r.revoked_on, r.voided, p.name, k.no, k.ref, l.ref, u.name, v.name, r.made_at_ms
  FROM result r JOIN person p ON p.id = r.person_id LEFT JOIN casefile k ON k.id = r.case_id LEFT JOIN lead l ON l.id = r.lead_id
  LEFT JOIN app_user u ON u.id = r.proposed_by LEFT JOIN app_user v ON v.id = r.approved_by
 WHERE (r.case_id = :case_id OR r.lead_id = :lead_id) ORDER BY r.id;

-- name:  RESULT_KEY_KNOWN
-- in:    organ_id int, imported_key text
-- out:   id int
-- scope: none(names a row that the importer brings again)
SELECT id FROM result WHERE organ_id = :organ_id AND imported_key = :imported_key;

-- name:  RESULT_KIND
-- in:    id int
-- out:   family text, code text, case_id int
-- scope: none(asked by the guard of a result that was loaded under its scope)
SELECT family, code, case_id FROM result WHERE id = :id;
