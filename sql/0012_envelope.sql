-- Closed envelopes that the ferry brought inside: nothing in them is readable here; what they say is the vault's to open.

CREATE TABLE envelope (
    id              INTEGER NOT NULL PRIMARY KEY,   -- the name under which it crossed, random
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    day             TEXT NOT NULL,                  -- on which the outside took it
    box_public      BLOB NOT NULL,                  -- answers are closed to it
    note_public     BLOB NOT NULL,
    screen          BLOB NOT NULL,                  -- closed: rank, name, unit
    matter          BLOB NOT NULL,                  -- closed: the text, and the keys of its files
    identity        BLOB NOT NULL,                  -- closed: who reports, or that nobody says so
    bundle_no       INTEGER NOT NULL
);
CREATE INDEX envelope_day ON envelope (organ_id, day, id);
CREATE TABLE envelope_note (                        -- something more from its reporter
    id              INTEGER NOT NULL PRIMARY KEY,
    envelope_id     INTEGER NOT NULL REFERENCES envelope (id),
    day             TEXT NOT NULL,
    sealed          BLOB NOT NULL,
    bundle_no       INTEGER NOT NULL
);
CREATE INDEX envelope_note_of ON envelope_note (envelope_id, id);
CREATE TABLE envelope_file (                        -- a closed file below DATA/envelopes
    file            TEXT NOT NULL PRIMARY KEY,
    envelope_id     INTEGER NOT NULL REFERENCES envelope (id),
    note_id         INTEGER,                        -- NULL = of the report itself
    bytes           INTEGER NOT NULL,               -- closed
    sha256          TEXT NOT NULL,                  -- of the closed bytes
    bundle_no       INTEGER NOT NULL
);
CREATE INDEX envelope_file_of ON envelope_file (envelope_id, file);
CREATE TABLE envelope_message (                     -- what goes back to its reporter
    id              INTEGER NOT NULL PRIMARY KEY,
    envelope_id     INTEGER NOT NULL REFERENCES envelope (id),
    state           TEXT NOT NULL,                  -- def/codes portal_state, '' = unchanged
    day             TEXT NOT NULL,
    sealed          BLOB NOT NULL,                  -- closed to box_public; empty = only a state
    acknowledgement TEXT NOT NULL,                  -- the organ's own, '' = none
    carried_in      INTEGER                         -- number of the outward bundle; NULL = waits
);
CREATE INDEX envelope_message_waits ON envelope_message (id) WHERE carried_in IS NULL;
CREATE INDEX envelope_message_of ON envelope_message (envelope_id, id);
