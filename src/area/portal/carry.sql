-- name:  PORTAL_CARRY_WAITING
-- in:    no int
-- out:   reports int, notes int, files int
-- scope: none(the ferry counts; it reads nothing)
SELECT (SELECT count(*) FROM report WHERE coalesce(packed_in, 0) = :no), (SELECT count(*) FROM note WHERE coalesce(packed_in, 0) = :no AND inward = 1),
       (SELECT count(*) FROM attachment WHERE coalesce(packed_in, 0) = :no);

-- name:  PORTAL_CARRY_MARK_REPORTS
-- in:    no int
-- scope: none(the ferry packs all that waits)
UPDATE report SET packed_in = :no WHERE packed_in IS NULL;

-- name:  PORTAL_CARRY_MARK_NOTES
-- in:    no int
-- scope: none(the ferry packs all that waits)
UPDATE note SET packed_in = :no WHERE packed_in IS NULL AND inward = 1;

-- name:  PORTAL_CARRY_MARK_FILES
-- in:    no int
-- scope: none(the ferry packs all that waits)
UPDATE attachment SET packed_in = :no WHERE packed_in IS NULL;

-- name:  PORTAL_CARRY_REPORTS
-- in:    no int
-- out:   id int, day text, box_public blob, note_public blob, screen blob, matter blob, identity blob
-- scope: none(the ferry carries what is closed)
SELECT id, day, box_public, note_public, screen, matter, identity FROM report WHERE packed_in = :no ORDER BY id;

-- name:  PORTAL_CARRY_NOTES
-- in:    no int
-- out:   id int, report_id int, day text, sealed blob
-- scope: none(the ferry carries what is closed)
SELECT id, report_id, day, sealed FROM note WHERE packed_in = :no AND inward = 1 ORDER BY id;

-- name:  PORTAL_CARRY_FILES
-- in:    no int
-- out:   file text, report_id int, note_id int
-- scope: none(the ferry carries what is closed)
SELECT file, report_id, note_id FROM attachment WHERE packed_in = :no ORDER BY file;

-- name:  PORTAL_CARRY_DELIVERED_REPORTS
-- in:    no int
-- scope: none(the inside has them)
UPDATE report SET screen = NULL, matter = NULL, identity = NULL, state = CASE WHEN state = 'received' THEN 'delivered' ELSE state END
 WHERE packed_in = :no;

-- name:  PORTAL_CARRY_DELIVERED_NOTES
-- in:    no int
-- scope: none(the inside has them)
UPDATE note SET sealed = NULL WHERE packed_in = :no AND inward = 1;

-- name:  PORTAL_CARRY_DELIVERED_FILES
-- in:    no int
-- scope: none(the inside has them)
UPDATE attachment SET delivered = 1 WHERE packed_in = :no;

-- name:  PORTAL_CARRY_ANEW_REPORTS
-- in:    no int
-- scope: none(the inside never had them)
UPDATE report SET packed_in = NULL WHERE packed_in = :no;

-- name:  PORTAL_CARRY_ANEW_NOTES
-- in:    no int
-- scope: none(the inside never had them)
UPDATE note SET packed_in = NULL WHERE packed_in = :no AND inward = 1;

-- name:  PORTAL_CARRY_ANEW_FILES
-- in:    no int
-- scope: none(the inside never had them)
UPDATE attachment SET packed_in = NULL WHERE packed_in = :no;

-- name:  PORTAL_CARRY_FILE_NEXT
-- out:   file text
-- scope: none(the inside has it)
SELECT file FROM attachment WHERE delivered = 1 LIMIT 1;

-- name:  PORTAL_CARRY_FILE_GONE
-- in:    file text
-- scope: none(the inside has it)
DELETE FROM attachment WHERE file = :file AND delivered = 1;

-- name:  PORTAL_CARRY_STATE
-- in:    report_id int, state text, acknowledgement text
-- scope: none(the organ says it)
UPDATE report SET state = CASE WHEN :state = '' THEN state ELSE :state END,
       acknowledgement = CASE WHEN :acknowledgement = '' THEN acknowledgement ELSE :acknowledgement END
 WHERE id = :report_id;

-- name:  PORTAL_CARRY_NOTE_ADD
-- in:    id int, report_id int, day text, sealed blob
-- scope: none(the organ says it)
INSERT INTO note (id, report_id, inward, day, sealed) VALUES (:id, :report_id, 0, :day, :sealed) ON CONFLICT (id) DO NOTHING;

-- name:  PORTAL_CARRY_BUNDLE_ADD
-- in:    outward int, no int, day text, hash text, skipped text, said blob
-- scope: none(the ferry's own)
INSERT INTO bundle (outward, no, day, hash, skipped, said) VALUES (:outward, :no, :day, :hash, :skipped, :said);

-- name:  PORTAL_CARRY_BUNDLE_HASH
-- in:    no int, hash text
-- scope: none(the ferry's own)
UPDATE bundle SET hash = :hash WHERE outward = 1 AND no = :no;

-- name:  PORTAL_CARRY_BUNDLE_CONFIRM
-- in:    no int, day text
-- scope: none(the ferry's own)
UPDATE bundle SET confirmed_on = :day WHERE outward = 1 AND no = :no AND confirmed_on IS NULL;

-- name:  PORTAL_CARRY_BUNDLE
-- in:    outward int, no int
-- out:   no int, day text, hash text, confirmed_on text, skipped text, said blob
-- scope: none(the ferry's own)
SELECT no, day, hash, confirmed_on, skipped, said FROM bundle WHERE outward = :outward AND (no = :no OR :no = 0) ORDER BY no DESC LIMIT 1;

-- name:  PORTAL_CARRY_BUNDLES
-- in:    outward int, open int, most int
-- out:   no int, day text, hash text, confirmed_on text, skipped text, said blob
-- scope: none(the ferry's own)
SELECT no, day, hash, confirmed_on, skipped, said FROM bundle
 WHERE outward = :outward AND (:open = 0 OR confirmed_on IS NULL) ORDER BY no LIMIT :most;

-- name:  PORTAL_CARRY_SKIPPED
-- in:    most int
-- out:   no int
-- scope: none(the ferry's own)
SELECT no FROM bundle WHERE outward = 0 AND skipped IS NOT NULL ORDER BY no DESC LIMIT :most;
