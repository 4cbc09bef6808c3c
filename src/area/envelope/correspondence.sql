-- name:  CORRESPONDENCE
-- in:    petition_id int
-- out:   id int, matter blob
-- scope: none(of a petition that the caller loaded through its scope)
SELECT e.id, e.matter FROM envelope e WHERE e.petition_id = :petition_id;

-- name:  CORRESPONDENCE_THERE
-- in:    petition_id int
-- out:   id int
-- scope: none(of a petition that the caller loaded through its scope)
SELECT e.id FROM envelope e WHERE e.petition_id = :petition_id;

-- name:  CORRESPONDENCE_NOTES
-- in:    envelope_id int
-- out:   id int, day text, text text, opened_at_ms int, sealed blob, opener text
-- scope: none(of a petition that the caller loaded through its scope)
SELECT n.id, n.day, n.text, n.opened_at_ms, CASE WHEN n.opened_at_ms IS NULL THEN n.sealed END, u.name
  FROM envelope_note n LEFT JOIN app_user u ON u.id = n.opened_by
 WHERE n.envelope_id = :envelope_id ORDER BY n.day, n.bundle_no, n.id;

-- name:  CORRESPONDENCE_NOTE_OPENED
-- in:    id int, text text, user_id int, at_ms int
-- scope: none(of a petition that the caller loaded through its scope)
UPDATE envelope_note SET text = :text, opened_by = :user_id, opened_at_ms = :at_ms WHERE id = :id AND opened_at_ms IS NULL;

-- name:  CORRESPONDENCE_QUESTIONS
-- in:    envelope_id int
-- out:   id int, ref int, text text, box_public blob, asked_by int, asked_at_ms int, released_by int, released_at_ms int, withdrawn_at_ms int, asker text, releaser text, carried_in int
-- scope: none(of a petition that the caller loaded through its scope)
SELECT q.id, q.ref, q.text, q.box_public, q.asked_by, q.asked_at_ms, q.released_by, q.released_at_ms, q.withdrawn_at_ms, a.name, r.name, m.carried_in
  FROM envelope_question q JOIN app_user a ON a.id = q.asked_by LEFT JOIN app_user r ON r.id = q.released_by
  LEFT JOIN envelope_message m ON m.id = q.message_id
 WHERE q.envelope_id = :envelope_id ORDER BY q.id;

-- name:  CORRESPONDENCE_ASK
-- in:    id int, ref int, envelope_id int, text text, box_public blob, user_id int, at_ms int
-- scope: none(of a petition that the caller loaded through its scope)
INSERT INTO envelope_question (id, ref, envelope_id, text, box_public, asked_by, asked_at_ms)
VALUES (:id, :ref, :envelope_id, :text, :box_public, :user_id, :at_ms);

-- name:  CORRESPONDENCE_RELEASE
-- in:    id int, user_id int, at_ms int, message_id int
-- scope: none(of a petition that the caller loaded through its scope; never by who asked)
UPDATE envelope_question SET released_by = :user_id, released_at_ms = :at_ms, message_id = :message_id
 WHERE id = :id AND released_at_ms IS NULL AND withdrawn_at_ms IS NULL AND asked_by <> :user_id;

-- name:  CORRESPONDENCE_WITHDRAW
-- in:    id int, user_id int, at_ms int
-- scope: none(of a petition that the caller loaded through its scope)
UPDATE envelope_question SET withdrawn_by = :user_id, withdrawn_at_ms = :at_ms WHERE id = :id AND released_at_ms IS NULL AND withdrawn_at_ms IS NULL;

-- name:  CORRESPONDENCE_COPIES
-- in:    envelope_id int
-- out:   file text, note_id int, closed_bytes int, ref int, outcome text, why text, scan text, kind text, copy_kind text, bytes int, sha256 text, copy_bytes int, copy_sha256 text, copy_file text, copy_key blob, text text, made_at_ms int
-- scope: none(of a petition that the caller loaded through its scope)
SELECT f.file, f.note_id, f.bytes, k.ref, k.outcome, k.why, k.scan, k.kind, k.copy_kind, k.bytes, k.sha256, k.copy_bytes, k.copy_sha256, k.copy_file, k.copy_key,
       k.text, k.made_at_ms
  FROM envelope_file f LEFT JOIN envelope_copy k ON k.file = f.file
 WHERE f.envelope_id = :envelope_id ORDER BY f.bundle_no, f.note_id, f.file;

-- name:  COPY_DUE
-- in:    after text
-- out:   file text, envelope_id int, matter blob, note_id int, note blob, petition_id int
-- scope: none(job)
SELECT f.file, f.envelope_id, e.matter, f.note_id, n.sealed, e.petition_id
  FROM envelope_file f JOIN envelope e ON e.id = f.envelope_id LEFT JOIN envelope_note n ON n.id = f.note_id LEFT JOIN envelope_copy k ON k.file = f.file
 WHERE f.file > :after AND e.state = 'registered' AND k.file IS NULL AND (f.note_id IS NULL OR n.opened_at_ms IS NOT NULL) ORDER BY f.file LIMIT 1;

-- name:  COPY_ADD
-- in:    file text, envelope_id int, ref int, outcome text, why text, scan text, kind text, copy_kind text, bytes int, sha256 text, copy_bytes int, copy_sha256 text, copy_file text, copy_key blob, text text, at_ms int
-- scope: none(job)
INSERT INTO envelope_copy (file, envelope_id, ref, outcome, why, scan, kind, copy_kind, bytes, sha256, copy_bytes, copy_sha256, copy_file, copy_key, text, made_at_ms)
VALUES (:file, :envelope_id, :ref, :outcome, :why, :scan, :kind, :copy_kind, :bytes, :sha256, :copy_bytes, :copy_sha256, :copy_file, :copy_key, :text, :at_ms)
    ON CONFLICT (file) DO NOTHING;

-- name:  PROGRESS_PAGE
-- in:    after int, top int
-- out:   id int, said text, envelope text, petition text, lead text, casefile text, asked_on int, answered_on text
-- scope: none(job)
SELECT e.id, e.said, e.state, p.state,
       (SELECT l.state FROM lead l WHERE l.petition_id = p.id AND l.voided = 0 ORDER BY l.id DESC LIMIT 1),
       (SELECT k.state FROM casefile k JOIN case_lead kl ON kl.case_id = k.id JOIN lead l ON l.id = kl.lead_id
         WHERE l.petition_id = p.id AND k.voided = 0 ORDER BY k.id DESC LIMIT 1),
       (SELECT max(q.released_at_ms) FROM envelope_question q WHERE q.envelope_id = e.id),
       (SELECT max(n.day) FROM envelope_note n WHERE n.envelope_id = e.id)
  FROM envelope e LEFT JOIN petition p ON p.id = e.petition_id
 WHERE e.id > :after AND e.state IN ('registered', 'closed', 'passed') ORDER BY e.id LIMIT :top;

-- name:  PROGRESS_SAID
-- in:    id int, was text, said text
-- scope: none(job)
UPDATE envelope SET said = :said WHERE id = :id AND said = :was;

-- name:  PROGRESS_ASKED
-- in:    id int
-- scope: none(of a petition that the caller loaded through its scope)
UPDATE envelope SET said = 'asked' WHERE id = :id;
