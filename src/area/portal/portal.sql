-- name:  PORTAL_REPORT_ADD
-- in:    id int, receipt_id blob, day text, box_public blob, note_public blob, screen blob, matter blob, identity blob
-- scope: none(a reporter writes; nobody reads here)
INSERT INTO report (id, receipt_id, day, state, box_public, note_public, screen, matter, identity)
VALUES (:id, :receipt_id, :day, 'received', :box_public, :note_public, :screen, :matter, :identity);

-- name:  PORTAL_FILE_ADD
-- in:    file text, report_id int, note_id int
-- scope: none(a reporter writes)
INSERT INTO attachment (file, report_id, note_id) VALUES (:file, :report_id, :note_id);

-- name:  PORTAL_NOTE_ADD
-- in:    id int, report_id int, day text, sealed blob
-- scope: none(a reporter writes)
INSERT INTO note (id, report_id, inward, day, sealed) VALUES (:id, :report_id, 1, :day, :sealed);

-- name:  PORTAL_FIND
-- in:    receipt_id blob
-- out:   id int, state text, day text, note_public blob, acknowledgement text
-- scope: none(who holds the receipt; without it there is no such row)
SELECT id, state, day, note_public, acknowledgement FROM report WHERE receipt_id = :receipt_id;

-- name:  PORTAL_NOTES
-- in:    report_id int
-- out:   inward int, day text, sealed blob
-- scope: none(who holds the receipt)
SELECT inward, day, sealed FROM note WHERE report_id = :report_id ORDER BY day, id;
