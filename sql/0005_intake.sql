-- Intake: the sender by name, folds for finding repeats, and how a record was before a change, so that the change can be taken back.

ALTER TABLE petition ADD COLUMN source_organ TEXT NOT NULL DEFAULT '';      -- the sender as the clerk wrote it; source_organ_id where it is known
ALTER TABLE petition ADD COLUMN place_fold TEXT NOT NULL DEFAULT '';
ALTER TABLE petition_person ADD COLUMN unit_fold TEXT NOT NULL DEFAULT '';

CREATE TABLE before_image (
    kind            TEXT NOT NULL,
    record_id       INTEGER NOT NULL,
    rev             INTEGER NOT NULL,               -- revision that the change made
    body            TEXT NOT NULL,                  -- urlencoded values before it
    PRIMARY KEY (kind, record_id, rev)
);
