-- name:  ORPHAN_KNOWN
-- in:    ref int
-- out:   n int
-- scope: none(the program itself: is this reference in the register)
SELECT count(*) FROM petition WHERE ref = :ref;

-- name:  ORPHAN_ORGAN
-- out:   id int
-- scope: none(the program itself: whose chain tells of what it did)
SELECT min(id) FROM organ WHERE in_program = 1;
