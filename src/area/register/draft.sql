-- name:  DRAFT_SAVE
-- in:    user_id int, form text, ref int, body text, at_ms int
-- scope: none(the asking user's own typing)
INSERT INTO draft (user_id, form, ref, body, at_ms) VALUES (:user_id, :form, :ref, :body, :at_ms)
    ON CONFLICT (user_id, form, ref) DO UPDATE SET body = :body, at_ms = :at_ms;

-- name:  DRAFT_LOAD
-- in:    user_id int, form text, ref int
-- out:   body text, at_ms int
-- scope: none(the asking user's own typing)
SELECT body, at_ms FROM draft WHERE user_id = :user_id AND form = :form AND ref = :ref;

-- name:  DRAFT_DROP
-- in:    user_id int, form text, ref int
-- scope: none(the asking user's own typing)
DELETE FROM draft WHERE user_id = :user_id AND form = :form AND ref = :ref;

-- name:  DRAFT_SWEEP
-- in:    before int
-- scope: none(job)
DELETE FROM draft WHERE at_ms < :before AND form NOT LIKE '%.keep';
