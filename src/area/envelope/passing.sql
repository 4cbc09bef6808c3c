-- name:  PASSING_CLOSED
-- in:    id int, screen blob, matter blob, identity blob, passed_key blob
-- scope: none(the caller loaded the record through its scope)
UPDATE envelope SET screen = :screen, matter = :matter, identity = :identity, passed_key = :passed_key WHERE id = :id AND passed_key IS NULL;

-- name:  PASSING_TO
-- in:    id int, organ text
-- scope: none(the caller loaded the record through its scope and moved it)
UPDATE envelope SET passed_to = :organ WHERE id = :id;

-- name:  HANDOVER_REPORT
-- in:    viewer int, id int
-- out:   id int, day text, box_public blob, note_public blob, screen blob, matter blob, identity blob
-- scope: viewer
SELECT e.id, e.day, e.box_public, e.note_public, e.screen, e.matter, e.identity FROM envelope e WHERE e.id = :id AND @visible(envelope, e);

-- name:  HANDOVER_NOTE_AFTER
-- in:    envelope_id int, day text, bundle_no int, id int
-- out:   id int, bundle_no int, day text, sealed blob
-- scope: none(of an envelope that the caller loaded through its scope)
SELECT n.id, n.bundle_no, n.day, n.sealed FROM envelope_note n
 WHERE n.envelope_id = :envelope_id AND (n.day, n.bundle_no, n.id) > (:day, :bundle_no, :id) ORDER BY n.day, n.bundle_no, n.id LIMIT 1;

-- name:  HANDOVER_FILES
-- in:    envelope_id int
-- out:   file text, note_id int, bytes int, sha256 text
-- scope: none(of an envelope that the caller loaded through its scope)
SELECT f.file, f.note_id, f.bytes, f.sha256 FROM envelope_file f WHERE f.envelope_id = :envelope_id ORDER BY f.bundle_no, f.note_id, f.file;

-- name:  HANDOVER_ARRIVED
-- in:    envelope_id int
-- out:   notes int, files int
-- scope: none(of an envelope that the caller loaded through its scope)
SELECT (SELECT count(*) FROM envelope_note n WHERE n.envelope_id = :envelope_id), (SELECT count(*) FROM envelope_file f WHERE f.envelope_id = :envelope_id);

-- name:  HANDOVER_NEXT
-- in:    organ_id int
-- out:   no int
-- scope: none(the organ's own numbers)
SELECT coalesce(max(no), 0) + 1 FROM envelope_handover WHERE organ_id = :organ_id;

-- name:  HANDOVER_ADD
-- in:    id int, organ_id int, no int, envelope_id int, day text, at_ms int, user_id int, recipient text, passed_key blob, notes int, files int, bytes int, sha256 text
-- scope: none(of an envelope that the caller loaded through its scope)
INSERT INTO envelope_handover (id, organ_id, no, envelope_id, day, at_ms, user_id, recipient, passed_key, notes, files, bytes, sha256)
VALUES (:id, :organ_id, :no, :envelope_id, :day, :at_ms, :user_id, :recipient, :passed_key, :notes, :files, :bytes, :sha256)
    ON CONFLICT (organ_id, no) DO NOTHING;

-- name:  HANDOVER_LIST
-- in:    envelope_id int
-- out:   no int, notes int, files int, bytes int, at_ms int, day text, recipient text, passed_key blob, sha256 text, by text
-- scope: none(of an envelope that the caller loaded through its scope)
SELECT h.no, h.notes, h.files, h.bytes, h.at_ms, h.day, h.recipient, h.passed_key, h.sha256, u.name
  FROM envelope_handover h JOIN app_user u ON u.id = h.user_id WHERE h.envelope_id = :envelope_id ORDER BY h.no DESC;
