-- The scan of the letter by which another body decided: organisational handling is proposed here and decided there.

CREATE TABLE answer_scan (
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    result_id       INTEGER NOT NULL REFERENCES result (id),
    name            TEXT NOT NULL,                  -- of the file, as it was sent
    type            TEXT NOT NULL,                  -- by its first bytes: pdf jpg png
    size            INTEGER NOT NULL,
    sha256          TEXT NOT NULL,
    bytes           BLOB NOT NULL,
    made_by         INTEGER NOT NULL,
    made_at_ms      INTEGER NOT NULL
);
CREATE INDEX answer_scan_result ON answer_scan (result_id);
