-- name:  EXTRA_CLEAR
-- in:    kind text, record_id int, field text
-- scope: none(part of a record that the caller may change)
DELETE FROM extra WHERE kind = :kind AND record_id = :record_id AND field = :field;

-- name:  EXTRA_ADD
-- in:    kind text, record_id int, field text, ord int, as_text text, as_number int, as_date date
-- scope: none(part of a record that the caller may change)
INSERT INTO extra (kind, record_id, field, ord, as_text, as_number, as_date)
VALUES (:kind, :record_id, :field, :ord, :as_text, :as_number, :as_date);

-- name:  EXTRA_LOAD
-- in:    kind text, record_id int
-- out:   field text, as_text text, as_number int, as_date date
-- scope: none(part of a record that the caller loaded through its scope)
SELECT field, as_text, as_number, as_date FROM extra WHERE kind = :kind AND record_id = :record_id ORDER BY field, ord;
