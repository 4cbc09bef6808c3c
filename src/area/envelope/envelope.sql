-- name:  ENVELOPE_ADD
-- in:    id int, organ_id int, day text, due_on date, box_public blob, note_public blob, screen blob, matter blob, identity blob, bundle_no int
-- scope: none(the ferry brings it; closed)
INSERT INTO envelope (id, organ_id, day, due_on, box_public, note_public, screen, matter, identity, bundle_no)
VALUES (:id, :organ_id, :day, :due_on, :box_public, :note_public, :screen, :matter, :identity, :bundle_no) ON CONFLICT (id) DO NOTHING;

-- name:  ENVELOPE_NOTE_ADD
-- in:    id int, envelope_id int, day text, sealed blob, bundle_no int
-- scope: none(the ferry brings it; closed)
INSERT INTO envelope_note (id, envelope_id, day, sealed, bundle_no)
VALUES (:id, :envelope_id, :day, :sealed, :bundle_no) ON CONFLICT (id) DO NOTHING;

-- name:  ENVELOPE_FILE_ADD
-- in:    file text, envelope_id int, note_id int, bytes int, sha256 text, bundle_no int
-- scope: none(the ferry brings it; closed)
INSERT INTO envelope_file (file, envelope_id, note_id, bytes, sha256, bundle_no)
VALUES (:file, :envelope_id, :note_id, :bytes, :sha256, :bundle_no) ON CONFLICT (file) DO NOTHING;

-- name:  ENVELOPE_THERE
-- in:    id int
-- out:   id int
-- scope: none(the ferry asks whether it came)
SELECT id FROM envelope WHERE id = :id;

-- name:  ENVELOPE_SAY
-- in:    id int, envelope_id int, state text, day text, sealed blob, acknowledgement text
-- scope: none(the caller may say it)
INSERT INTO envelope_message (id, envelope_id, state, day, sealed, acknowledgement)
VALUES (:id, :envelope_id, :state, :day, :sealed, :acknowledgement);

-- name:  ENVELOPE_TO_CARRY
-- in:    organ_id int
-- out:   id int, envelope_id int, state text, day text, sealed blob, acknowledgement text
-- scope: none(the ferry carries what was released; closed)
SELECT m.id, m.envelope_id, m.state, m.day, m.sealed, m.acknowledgement
  FROM envelope_message m JOIN envelope e ON e.id = m.envelope_id
 WHERE m.carried_in IS NULL AND e.organ_id = :organ_id ORDER BY m.id;

-- name:  ENVELOPE_CARRIED
-- in:    id int, bundle_no int
-- scope: none(the ferry carries it)
UPDATE envelope_message SET carried_in = :bundle_no WHERE id = :id AND carried_in IS NULL;

-- name:  ENVELOPE_COUNTS
-- in:    organ_id int
-- out:   envelopes int, notes int, files int, waiting int
-- scope: none(counts for who carries)
SELECT (SELECT count(*) FROM envelope WHERE organ_id = :organ_id),
       (SELECT count(*) FROM envelope_note n JOIN envelope e ON e.id = n.envelope_id WHERE e.organ_id = :organ_id),
       (SELECT count(*) FROM envelope_file f JOIN envelope e ON e.id = f.envelope_id WHERE e.organ_id = :organ_id),
       (SELECT count(*) FROM envelope_message m JOIN envelope e ON e.id = m.envelope_id WHERE m.carried_in IS NULL AND e.organ_id = :organ_id);
