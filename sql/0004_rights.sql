-- Signing in from a desk that is known, rights that two persons change, and which records are one matter for who must not see it.

ALTER TABLE app_user ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;              -- wrong passwords since the last right one
ALTER TABLE app_user ADD COLUMN last_in_ms INTEGER NOT NULL DEFAULT 0;          -- last right sign-in
ALTER TABLE session ADD COLUMN ref INTEGER NOT NULL DEFAULT 0;                  -- its name on the page of one's own sessions
ALTER TABLE session ADD COLUMN client TEXT NOT NULL DEFAULT '';                 -- address that signed in
ALTER TABLE session ADD COLUMN totp_new TEXT;                                   -- second factor being set up, not yet in force
ALTER TABLE office ADD COLUMN valid_from TEXT;                                  -- NULL = always
ALTER TABLE office ADD COLUMN valid_to TEXT;                                    -- last day included; NULL = still valid

CREATE TABLE known_device (                         -- browsers from which a user signed in rightly: throttled apart from everybody else
    token_hash      TEXT NOT NULL,                  -- SHA-256 of the cookie, hex
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    made_at_ms      INTEGER NOT NULL,
    used_at_ms      INTEGER NOT NULL,
    PRIMARY KEY (token_hash, user_id)
);
CREATE INDEX known_device_user ON known_device (user_id, used_at_ms);

CREATE TABLE rights_request (                       -- one administrator asks, another one confirms; nothing changes before
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    act             TEXT NOT NULL,                  -- role_give role_take scope_give scope_take uid totp_off
    role            TEXT NOT NULL DEFAULT '',
    organ_id        INTEGER NOT NULL DEFAULT 0,
    office_id       INTEGER NOT NULL DEFAULT 0,
    uid             INTEGER NOT NULL DEFAULT -1,    -- -1 = no longer mapped
    reason          TEXT NOT NULL,
    state           TEXT NOT NULL,                  -- asked done refused withdrawn; written by area/admin alone
    asked_by        INTEGER NOT NULL,
    asked_at_ms     INTEGER NOT NULL,
    decided_by      INTEGER,
    decided_at_ms   INTEGER
);
CREATE INDEX rights_request_state ON rights_request (state, id);

-- What is asked when a matter is hidden from a person (gate.sql RECORD_LINKS, RECORDS_NAMED).
CREATE INDEX petition_repeat ON petition (repeat_of);
CREATE INDEX proposal_case ON proposal (case_id);
CREATE INDEX proposal_lead ON proposal (lead_id);
CREATE INDEX petition_person_as_written ON petition_person (name);
CREATE INDEX casefile_person ON casefile (person_id);
