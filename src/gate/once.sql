-- name:  SENT_FORM
-- in:    token text
-- out:   location text
-- scope: none(a random token that only its page knows)
SELECT location FROM sent_form WHERE token = :token;

-- name:  SENT_FORM_CLAIM
-- in:    token text, at_ms int
-- scope: none(a random token that only its page knows)
INSERT INTO sent_form (token, location, at_ms) VALUES (:token, '', :at_ms) ON CONFLICT (token) DO NOTHING;

-- name:  SENT_FORM_DONE
-- in:    token text, location text
-- scope: none(a random token that only its page knows)
UPDATE sent_form SET location = :location WHERE token = :token;

-- name:  SENT_FORM_FREE
-- in:    token text
-- scope: none(a random token that only its page knows)
DELETE FROM sent_form WHERE token = :token;

-- name:  SENT_FORM_SWEEP
-- in:    before int
-- scope: none(job)
DELETE FROM sent_form WHERE at_ms < :before;
