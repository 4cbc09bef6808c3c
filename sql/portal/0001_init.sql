-- The reporting site's own database: sealed texts, days, and nothing that says who, from where, or when exactly. Always SQLite.

CREATE TABLE schema_version (
    version         INTEGER NOT NULL PRIMARY KEY,
    applied_at_ms   INTEGER NOT NULL                -- of the program's installation, not of a report
);
CREATE TABLE report (
    id              INTEGER NOT NULL PRIMARY KEY,   -- random; the name under which it crosses
    receipt_id      BLOB NOT NULL UNIQUE,           -- derived from the receipt, which is not kept
    day             TEXT NOT NULL,                  -- arrived; nothing finer
    state           TEXT NOT NULL,                  -- def/codes portal_state: received delivered handling asked finished
    box_public      BLOB NOT NULL,                  -- answers are closed to it; the receipt yields the other half
    note_public     BLOB NOT NULL,                  -- what the reporter says later is closed to it; the other half lies in `matter`
    screen          BLOB,                           -- sealed: rank, name, unit of the reported person; NULL once the inside has it
    matter          BLOB,                           -- sealed: the text, and the keys of its files
    identity        BLOB,                           -- sealed: who reports, or that nobody says so; the same length
    packed_in       INTEGER                         -- number of the bundle that carries it; NULL = not packed
);
CREATE INDEX report_packed ON report (packed_in);
CREATE TABLE note (                                 -- what is said later, both ways
    id              INTEGER NOT NULL PRIMARY KEY,
    report_id       INTEGER NOT NULL REFERENCES report (id),
    inward          INTEGER NOT NULL,               -- 1 = the reporter's, closed to the organ; 0 = the organ's, closed to the receipt
    day             TEXT NOT NULL,
    sealed          BLOB,                           -- inward: NULL once the inside has it
    packed_in       INTEGER
);
CREATE INDEX note_report ON note (report_id, id);
CREATE INDEX note_packed ON note (packed_in);
CREATE TABLE attachment (                           -- closed files; what each is called, and its key, lies in the sealed text
    file            TEXT NOT NULL PRIMARY KEY,      -- name below files/
    report_id       INTEGER NOT NULL REFERENCES report (id),
    note_id         INTEGER REFERENCES note (id),
    packed_in       INTEGER
);
CREATE INDEX attachment_packed ON attachment (packed_in);
CREATE TABLE bundle (                               -- two directions, numbered apart (decisions 26)
    outward         INTEGER NOT NULL,               -- 1 = packed here; 0 = unpacked here
    no              INTEGER NOT NULL,
    day             TEXT NOT NULL,
    sha256          TEXT NOT NULL,
    confirmed_on    TEXT,                           -- outward: the inside has it
    skipped         TEXT,                           -- reason and the two persons, when a lost one was passed over
    PRIMARY KEY (outward, no)
);
