-- name:  JOB_PROGRESS
-- in:    ref int, progress int, message text, lease_until_ms int
-- scope: none(the work's own job)
UPDATE job SET state = 'running', progress = :progress, message = :message, lease_until_ms = :lease_until_ms
 WHERE ref = :ref AND state IN ('waiting', 'running');

-- name:  JOB_LEASE
-- in:    ref int, lease_until_ms int
-- scope: none(a work that waits for the one before it)
UPDATE job SET lease_until_ms = :lease_until_ms WHERE ref = :ref AND state = 'waiting';

-- name:  JOB_END
-- in:    ref int, state text, message text, done_at_ms int
-- scope: none(the work's own job)
UPDATE job SET state = :state, message = :message, progress = 1000, done_at_ms = :done_at_ms
 WHERE ref = :ref AND state IN ('waiting', 'running');

-- name:  JOB_ADD
-- in:    id int, ref int, kind text, args text, result_key text, user_id int, message text, at_ms int
-- scope: none(the importer's own job)
INSERT INTO job (id, ref, kind, args, result_key, user_id, state, progress, message, made_at_ms, done_at_ms)
VALUES (:id, :ref, :kind, :args, :result_key, :user_id, 'done', 1000, :message, :at_ms, :at_ms)
    ON CONFLICT (result_key) DO NOTHING;

-- name:  JOB_WAIT
-- in:    id int, ref int, kind text, args text, result_key text, user_id int, at_ms int, lease_until_ms int
-- scope: none(the asking user's own job)
INSERT INTO job (id, ref, kind, args, result_key, user_id, state, progress, lease_until_ms, made_at_ms)
VALUES (:id, :ref, :kind, :args, :result_key, :user_id, 'waiting', 0, :lease_until_ms, :at_ms);

-- name:  JOB_OWN
-- in:    user_id int, ref int
-- out:   kind text, state text, args text, message text, progress int, lease_until_ms int
-- scope: none(the viewer's own job)
SELECT kind, state, args, message, progress, lease_until_ms FROM job WHERE ref = :ref AND user_id = :user_id;

-- name:  JOB_STOP
-- in:    user_id int, ref int
-- scope: none(the user's own job)
UPDATE job SET state = 'stopped' WHERE ref = :ref AND user_id = :user_id AND state IN ('waiting', 'running');
