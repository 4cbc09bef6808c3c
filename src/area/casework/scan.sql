-- name:  ANSWER_SCAN_ADD
-- in:    id int, ref int, result_id int, name text, type text, size int, sha256 text, bytes blob, made_by int, made_at_ms int
-- scope: none(of a result that the caller loaded through its scope)
INSERT INTO answer_scan (id, ref, result_id, name, type, size, sha256, bytes, made_by, made_at_ms)
VALUES (:id, :ref, :result_id, :name, :type, :size, :sha256, :bytes, :made_by, :made_at_ms);

-- name:  ANSWER_SCANS_OF
-- in:    result_id int
-- out:   ref int, name text, type text, size int, sha256 text
-- scope: none(of a result that the caller loaded through its scope)
SELECT ref, name, type, size, sha256 FROM answer_scan WHERE result_id = :result_id ORDER BY id;

-- name:  ANSWER_SCAN_BYTES
-- in:    result_id int, ref int
-- out:   name text, type text, size int, sha256 text, bytes blob
-- scope: none(of a result that the caller loaded through its scope)
SELECT name, type, size, sha256, bytes FROM answer_scan WHERE result_id = :result_id AND ref = :ref;
