-- name:  COUNTER_NEXT
-- in:    organ_id int, kind text, year int
-- out:   value int
-- scope: none(numbers of the organ that registers)
INSERT INTO counter (organ_id, kind, year, value) VALUES (:organ_id, :kind, :year, 1)
    ON CONFLICT (organ_id, kind, year) DO UPDATE SET value = counter.value + 1
RETURNING value;

-- name:  COUNTER_START
-- in:    organ_id int, kind text, year int, last int
-- scope: none(a stored act of the organ)
INSERT INTO counter (organ_id, kind, year, value, start_set, start_value) VALUES (:organ_id, :kind, :year, :last, 1, :last)
    ON CONFLICT (organ_id, kind, year) DO UPDATE SET value = :last, start_set = 1, start_value = :last
    WHERE counter.start_set = 0 AND counter.value = 0;
