-- The ferry inside: the outside that is known, the bundles of both directions, and what came before its envelope.

CREATE TABLE ferry_site (                           -- one outside to an organ
    organ_id        INTEGER NOT NULL PRIMARY KEY REFERENCES organ (id),
    article15       BLOB NOT NULL,                  -- public key of the next higher organ: what article 15 sends there is closed to it
    ferry_public    BLOB,                           -- who packs outside; NULL until two persons compared it
    next_public     BLOB,                           -- the pair that comes after it: taken from its first bundle on
    ack_public      BLOB,                           -- of acknowledgements, with the organ's certificate
    ack_from        TEXT,
    ack_to          TEXT,
    ack_certificate BLOB,
    asked           BLOB,                           -- keys that wait for the second person
    asked_by        INTEGER,
    asked_anew      INTEGER NOT NULL DEFAULT 0,     -- 1 = of an outside founded anew: the old key is good for nothing
    confirmed_by    INTEGER
);
CREATE TABLE ferry_bundle (                         -- two directions, numbered apart (decisions 26)
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    outward         INTEGER NOT NULL,               -- 1 = packed here; 0 = unpacked here
    no              INTEGER NOT NULL,
    day             TEXT NOT NULL,
    hash            TEXT NOT NULL,                  -- of the whole; '' = passed over
    entries         INTEGER NOT NULL,
    made_by         INTEGER NOT NULL,               -- carried it; or asked that it be passed over
    confirmed_on    TEXT,                           -- outward: the outside has it, or passed over it
    anew            INTEGER NOT NULL DEFAULT 0,     -- outward: the outside passed over it, its messages go again
    reason          TEXT,                           -- inward: why it is passed over
    confirmed_by    INTEGER,                        -- the second person; NULL = not passed over yet
    PRIMARY KEY (organ_id, outward, no)
);
CREATE TABLE ferry_early (                          -- notes and files whose envelope comes later, because its bundle was passed over
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    kind            INTEGER NOT NULL,               -- of the entry
    id              TEXT NOT NULL,
    body            BLOB NOT NULL,                  -- the entry; of a file its head
    bytes           INTEGER NOT NULL,
    sha256          TEXT NOT NULL,
    bundle_no       INTEGER NOT NULL,
    PRIMARY KEY (organ_id, kind, id)
);
CREATE TABLE ferry_ack (                            -- envelopes whose reporter gets the organ's own acknowledgement (decisions 16)
    envelope_id     INTEGER NOT NULL PRIMARY KEY,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    day             TEXT NOT NULL,
    hash            TEXT NOT NULL,                  -- of the closed texts, as the outside's acknowledgement names it
    carried_in      INTEGER
);
CREATE INDEX ferry_ack_waits ON ferry_ack (organ_id, envelope_id) WHERE carried_in IS NULL;
