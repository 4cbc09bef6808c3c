-- Screening of closed envelopes, questions to their reporters, clean copies of their files.

ALTER TABLE envelope ADD COLUMN state TEXT NOT NULL DEFAULT 'waiting';      -- def/workflow, written by flow alone
ALTER TABLE envelope ADD COLUMN workflow INTEGER NOT NULL DEFAULT 1;
ALTER TABLE envelope ADD COLUMN rev INTEGER NOT NULL DEFAULT 1;
ALTER TABLE envelope ADD COLUMN due_on TEXT;                                -- article 15: five working days from the day outside; NULL = no calendar
ALTER TABLE envelope ADD COLUMN screener_id INTEGER REFERENCES app_user (id);       -- one clerk sees rank and name, and no other
ALTER TABLE envelope ADD COLUMN opened_at_ms INTEGER;                       -- its text was shown
ALTER TABLE envelope ADD COLUMN petition_id INTEGER REFERENCES petition (id);       -- what it became
ALTER TABLE envelope ADD COLUMN said TEXT NOT NULL DEFAULT '';              -- the state that its reporter was told last
CREATE INDEX envelope_of ON envelope (petition_id);
CREATE INDEX envelope_state ON envelope (organ_id, state, day, id);

ALTER TABLE envelope_note ADD COLUMN text TEXT;                             -- once opened
ALTER TABLE envelope_note ADD COLUMN opened_by INTEGER REFERENCES app_user (id);
ALTER TABLE envelope_note ADD COLUMN opened_at_ms INTEGER;

CREATE TABLE envelope_question (                    -- to a reporter: nothing goes out before a second person released it
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL,
    envelope_id     INTEGER NOT NULL REFERENCES envelope (id),
    text            TEXT NOT NULL,
    box_public      BLOB NOT NULL,                  -- the reporter's own word of where answers are closed to
    asked_by        INTEGER NOT NULL REFERENCES app_user (id),
    asked_at_ms     INTEGER NOT NULL,
    released_by     INTEGER REFERENCES app_user (id),
    released_at_ms  INTEGER,
    message_id      INTEGER,                        -- what waits for the ferry
    withdrawn_by    INTEGER REFERENCES app_user (id),
    withdrawn_at_ms INTEGER
);
CREATE INDEX envelope_question_of ON envelope_question (envelope_id, id);

CREATE TABLE envelope_copy (                        -- what the cleaner made of a file; the sealed original stays beside it
    file            TEXT NOT NULL PRIMARY KEY REFERENCES envelope_file (file),
    envelope_id     INTEGER NOT NULL REFERENCES envelope (id),
    ref             INTEGER NOT NULL,
    outcome         TEXT NOT NULL,                  -- cleaned | pictures | sealed
    why             TEXT NOT NULL,                  -- of sealed
    scan            TEXT NOT NULL,                  -- what clamd said
    kind            TEXT NOT NULL,                  -- of the original
    copy_kind       TEXT NOT NULL,
    bytes           INTEGER NOT NULL,
    sha256          TEXT NOT NULL,                  -- of the original, opened
    copy_bytes      INTEGER NOT NULL,
    copy_sha256     TEXT NOT NULL,
    copy_file       TEXT NOT NULL,                  -- its name below DATA/copies, '' = there is none
    copy_key        BLOB NOT NULL,                  -- the copy is closed under a key of its own
    text            TEXT NOT NULL,                  -- read by a machine: an aid for searching, never the record
    made_at_ms      INTEGER NOT NULL
);
CREATE UNIQUE INDEX envelope_copy_ref ON envelope_copy (ref);
CREATE INDEX envelope_copy_of ON envelope_copy (envelope_id);

CREATE VIEW rpt_envelope AS
SELECT e.id, e.id AS ref, e.organ_id, e.screener_id AS assignee_id, e.day, e.due_on, e.state, CAST(0 AS BIGINT) AS voided,
       (SELECT count(*) FROM envelope_file f WHERE f.envelope_id = e.id AND f.note_id IS NULL) AS files,
       (SELECT u.name FROM app_user u WHERE u.id = e.screener_id) AS screener
  FROM envelope e;
