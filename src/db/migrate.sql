-- name:  SCHEMA_LOCK
-- only: pg
-- scope: none(start of the program: two servers do not build the schema at once)
SELECT pg_advisory_xact_lock(7166183054017221);

-- name:  SCHEMA_LOCK
-- only: sqlite
-- scope: none(the writing transaction is the lock)
SELECT 1;

-- name:  SCHEMA_KNOWN
-- only: sqlite
-- out:   tables int
-- scope: none(start of the program)
SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version';

-- name:  SCHEMA_KNOWN
-- only: pg
-- out:   tables int
-- scope: none(start of the program)
SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version';

-- name:  SCHEMA_VERSION
-- out:   version int
-- scope: none(start of the program)
SELECT coalesce(max(version), 0) FROM schema_version;

-- name:  SCHEMA_APPLIED
-- in:    version int, now int
-- scope: none(start of the program)
INSERT INTO schema_version (version, applied_at_ms) VALUES (:version, :now);
