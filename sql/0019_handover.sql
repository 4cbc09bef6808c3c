-- Reports that went on sealed (article 15): closed to the next higher organ's key alone, and the files that were made for it.

ALTER TABLE envelope ADD COLUMN passed_key BLOB;                    -- to which its texts are closed since it was passed on; NULL = to whom nobody here asked
ALTER TABLE envelope ADD COLUMN passed_to TEXT NOT NULL DEFAULT ''; -- the organ, as the clerk named it

CREATE TABLE envelope_handover (                    -- a file that was made to be handed over; nothing of it is ever deleted
    id              INTEGER NOT NULL PRIMARY KEY,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    no              INTEGER NOT NULL,               -- of the organ, from 1
    envelope_id     INTEGER NOT NULL REFERENCES envelope (id),
    day             TEXT NOT NULL,                  -- as the file says
    at_ms           INTEGER NOT NULL,
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    recipient       TEXT NOT NULL,
    passed_key      BLOB NOT NULL,
    notes           INTEGER NOT NULL,
    files           INTEGER NOT NULL,
    bytes           INTEGER NOT NULL,               -- of the file
    sha256          TEXT NOT NULL,                  -- of the file
    UNIQUE (organ_id, no)
);
CREATE INDEX envelope_handover_of ON envelope_handover (envelope_id, no);
