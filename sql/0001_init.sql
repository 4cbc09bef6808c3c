-- The first schema. Portable subset: INTEGER, TEXT, BLOB; *_on = ISO date text, *_at_ms = UTC milliseconds; booleans 0/1.
-- SQLite: STRICT is appended to every table. PostgreSQL: INTEGER -> BIGINT, BLOB -> BYTEA, TEXT gets COLLATE "C".
-- ids: 41-bit ms, 10-bit node, 12-bit counter (decisions.md 1). ref: random, the only name of a record in a URL.

CREATE TABLE schema_version (
    version         INTEGER NOT NULL PRIMARY KEY,   -- number of the sql/ file
    applied_at_ms   INTEGER NOT NULL
);

-- ------------------------------------------------------------------ organs and people who use the program
CREATE TABLE organ (
    id              INTEGER NOT NULL PRIMARY KEY,
    code            TEXT NOT NULL UNIQUE,           -- short code of the organ, e.g. "qy"; used by --organ
    name            TEXT NOT NULL,                  -- full name: 青原区纪委监委
    district        TEXT NOT NULL,                  -- name of the district without 区: 青原 (N01, N03)
    account         TEXT NOT NULL,                  -- WeChat account without 廉政 (N02)
    organ_type      TEXT NOT NULL,                  -- def/codes organ_type: city district town resident
    in_program      INTEGER NOT NULL                -- 1 = works in this data directory; 0 = known only as sender or receiver
);
CREATE TABLE organ_name (                           -- names and accounts over time; the row valid at a date wins
    id              INTEGER NOT NULL PRIMARY KEY,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    district        TEXT NOT NULL,
    account         TEXT NOT NULL,
    valid_from      TEXT NOT NULL,
    valid_to        TEXT                            -- last day included; NULL = still valid
);
CREATE TABLE organ_parent (                         -- the organ tree over time
    id              INTEGER NOT NULL PRIMARY KEY,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    parent_id       INTEGER NOT NULL REFERENCES organ (id),
    valid_from      TEXT NOT NULL,
    valid_to        TEXT                            -- last day included; NULL = still valid
);
CREATE TABLE office (
    id              INTEGER NOT NULL PRIMARY KEY,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    code            TEXT NOT NULL,                  -- def/codes office_kind: petition supervision investigation case_mgmt adjudication leader admin
    name            TEXT NOT NULL,
    voided          INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE app_user (
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    login           TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    office_id       INTEGER NOT NULL REFERENCES office (id),
    password_hash   TEXT NOT NULL,                  -- argon2id; "" = cannot sign in by password
    password_once   INTEGER NOT NULL,               -- 1 = one-time: must be changed at first sign-in
    totp_secret     TEXT,                           -- base32; NULL = no second factor
    totp_last       INTEGER NOT NULL DEFAULT 0,     -- last accepted step: a code works once
    uid             INTEGER,                        -- system uid that may use --as for this user
    lang            TEXT NOT NULL DEFAULT 'zh',
    active          INTEGER NOT NULL DEFAULT 1,
    rev             INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE user_role (
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    role            TEXT NOT NULL,                  -- def/roles.yaml
    given_by        INTEGER NOT NULL,               -- user id; 0 = init
    given_at_ms     INTEGER NOT NULL,
    PRIMARY KEY (user_id, role)
);
CREATE TABLE user_scope (                           -- rows a user may see, beside those assigned to him
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    office_id       INTEGER NOT NULL,               -- 0 = every office of that organ
    PRIMARY KEY (user_id, organ_id, office_id)
);
CREATE TABLE session (
    token_hash      TEXT NOT NULL PRIMARY KEY,      -- SHA-256 of the cookie's token, hex
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    csrf            TEXT NOT NULL,
    started_at_ms   INTEGER NOT NULL,
    ends_at_ms      INTEGER NOT NULL,               -- absolute limit; the idle limit is kept in memory
    stage           TEXT NOT NULL                   -- full | totp (password right, code missing) | once (must change password)
);
CREATE TABLE signin_try (                           -- throttling per login and source, without locking anybody out
    bucket          TEXT NOT NULL PRIMARY KEY,      -- keyed hash of login + client
    tries           INTEGER NOT NULL,
    next_at_ms      INTEGER NOT NULL
);
CREATE TABLE hidden (                               -- recused from, or named in: the record does not exist for this user
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    kind            TEXT NOT NULL,                  -- petition lead case proposal person
    record_id       INTEGER NOT NULL,
    reason          TEXT NOT NULL,                  -- recused | named
    by_user         INTEGER NOT NULL,               -- 0 = by rule
    at_ms           INTEGER NOT NULL,
    PRIMARY KEY (user_id, kind, record_id, reason)
);
CREATE INDEX hidden_record ON hidden (kind, record_id);

-- ------------------------------------------------------------------ machinery
CREATE TABLE counter (                              -- gap-free numbers (decisions.md 2)
    organ_id        INTEGER NOT NULL,
    kind            TEXT NOT NULL,
    year            INTEGER NOT NULL,
    value           INTEGER NOT NULL,               -- last number given
    start_set       INTEGER NOT NULL DEFAULT 0,     -- 1 = a start value was set once
    start_value     INTEGER NOT NULL DEFAULT 0,     -- last number of the register that was in use before us: ours begin after it
    PRIMARY KEY (organ_id, kind, year)
);
CREATE TABLE audit (
    id              INTEGER NOT NULL PRIMARY KEY,
    organ_id        INTEGER NOT NULL,               -- the chain
    seq             INTEGER NOT NULL,               -- 1, 2, 3 … without gap inside the chain
    at_ms           INTEGER NOT NULL,
    user_id         INTEGER NOT NULL,               -- 0 = nobody signed in
    peer_uid        INTEGER NOT NULL,               -- system uid of a command line; -1 = browser
    verb            TEXT NOT NULL,
    kind            TEXT NOT NULL,
    record_id       INTEGER NOT NULL,
    detail          TEXT NOT NULL,                  -- field names, counts, codes; never content
    refused         INTEGER NOT NULL,
    mac             BLOB NOT NULL                   -- HMAC-SHA-256(key, previous mac || row)
);
CREATE UNIQUE INDEX audit_chain ON audit (organ_id, seq);
CREATE TABLE audit_head (
    organ_id        INTEGER NOT NULL PRIMARY KEY,
    seq             INTEGER NOT NULL,
    mac             BLOB NOT NULL
);
CREATE TABLE job (                                  -- decisions.md 17
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    kind            TEXT NOT NULL,                  -- import export publish …
    args            TEXT NOT NULL,                  -- key=value lines
    result_key      TEXT NOT NULL UNIQUE,           -- idempotence: the same work has the same key
    user_id         INTEGER NOT NULL,
    state           TEXT NOT NULL,                  -- waiting running done failed stopped
    progress        INTEGER NOT NULL DEFAULT 0,     -- 0..1000
    message         TEXT NOT NULL DEFAULT '',
    file            TEXT,                           -- result file under DATA/out
    lease_until_ms  INTEGER NOT NULL DEFAULT 0,
    made_at_ms      INTEGER NOT NULL,
    done_at_ms      INTEGER
);
CREATE TABLE outbox (                               -- what other parts must hear of: text to index, people to hide
    id              INTEGER NOT NULL PRIMARY KEY,
    topic           TEXT NOT NULL,                  -- search
    kind            TEXT NOT NULL,
    record_id       INTEGER NOT NULL,
    at_ms           INTEGER NOT NULL
);
CREATE TABLE draft (                                -- typing that was not sent yet, and what an ended session left
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    form            TEXT NOT NULL,
    ref             INTEGER NOT NULL,               -- record it edits, 0 = new
    body            TEXT NOT NULL,                  -- urlencoded fields
    at_ms           INTEGER NOT NULL,
    PRIMARY KEY (user_id, form, ref)
);
CREATE TABLE sent_form (                            -- a form sent twice is taken once
    token           TEXT NOT NULL PRIMARY KEY,
    location        TEXT NOT NULL,
    at_ms           INTEGER NOT NULL
);
CREATE TABLE saved_filter (
    id              INTEGER NOT NULL PRIMARY KEY,
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    list            TEXT NOT NULL,
    name            TEXT NOT NULL,
    query           TEXT NOT NULL
);
CREATE TABLE event (                                -- history of a record; appended, never edited
    id              INTEGER NOT NULL PRIMARY KEY,
    kind            TEXT NOT NULL,                  -- petition lead disposal case result proposal person
    record_id       INTEGER NOT NULL,
    name            TEXT NOT NULL,                  -- move of def/workflow or "edit", "void", "undo", "note"
    from_state      TEXT NOT NULL,
    to_state        TEXT NOT NULL,
    user_id         INTEGER NOT NULL,
    at_ms           INTEGER NOT NULL,
    note            TEXT NOT NULL DEFAULT '',
    undone_by       INTEGER                         -- event id that took it back
);
CREATE INDEX event_record ON event (kind, record_id, id);
CREATE TABLE extra (                                -- fields that def/forms.yaml adds without a column (store: extra)
    kind            TEXT NOT NULL,
    record_id       INTEGER NOT NULL,
    field           TEXT NOT NULL,
    value           TEXT NOT NULL,
    PRIMARY KEY (kind, record_id, field)
);
CREATE TABLE document (                             -- paper made from a record
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    kind            TEXT NOT NULL,                  -- record kind
    record_id       INTEGER NOT NULL,
    template        TEXT NOT NULL,                  -- def/doc/X.md
    no              TEXT,                           -- given at signing
    made_on         TEXT NOT NULL,
    made_by         INTEGER NOT NULL,
    organ_id        INTEGER NOT NULL,
    fields          TEXT NOT NULL DEFAULT ''        -- urlencoded values that were typed for it
);
CREATE INDEX document_record ON document (kind, record_id);

-- ------------------------------------------------------------------ persons
CREATE TABLE person (
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    canonical_id    INTEGER NOT NULL,               -- = id, or the person this one was merged into
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    name            TEXT NOT NULL,
    name_sort       TEXT NOT NULL,                  -- pinyin sort key
    initials        TEXT NOT NULL,                  -- pinyin initials, lower case
    id_no           TEXT,                           -- 18 characters, check digit verified; 15 are widened
    unit            TEXT NOT NULL,
    post            TEXT NOT NULL,
    rank            TEXT,                           -- def/codes rank
    party_member    INTEGER,                        -- NULL = unknown
    public_office   INTEGER,
    is_organisation INTEGER NOT NULL DEFAULT 0,
    voided          INTEGER NOT NULL DEFAULT 0,
    rev             INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX person_name ON person (name);
CREATE INDEX person_canonical ON person (canonical_id);
CREATE INDEX person_id_no ON person (id_no);
CREATE TABLE person_merge (
    id              INTEGER NOT NULL PRIMARY KEY,
    from_id         INTEGER NOT NULL REFERENCES person (id),
    into_id         INTEGER NOT NULL REFERENCES person (id),
    by_user         INTEGER NOT NULL,
    at_ms           INTEGER NOT NULL,
    undone_at_ms    INTEGER                         -- NULL = in force
);

-- ------------------------------------------------------------------ intake: 检举控告
CREATE TABLE petition (
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    no              TEXT NOT NULL,                  -- register number 信〔2020〕0001号, gap-free per organ and year
    old_no          TEXT,                           -- number in the register used before us
    organ_id        INTEGER NOT NULL REFERENCES organ (id),  -- registered it; never re-derived
    office_id       INTEGER NOT NULL,               -- handles it now
    assignee_id     INTEGER,                        -- user responsible now
    origin_id       INTEGER NOT NULL,               -- = id, or the first registration when handed over between organs
    registered_on   TEXT NOT NULL,                  -- counting date
    received_on     TEXT NOT NULL,                  -- drives clocks only
    channel         TEXT NOT NULL,                  -- def/codes channel: letter visit phone web other
    source          TEXT NOT NULL,                  -- def/codes source: own upper lower other
    source_organ_id INTEGER REFERENCES organ (id),  -- sending organ when source is upper or lower
    sender_no       TEXT,                           -- number of the sender's letter
    class           TEXT,                           -- def/codes class; NULL = 未分类
    conduct         TEXT,                           -- (main) def/codes conduct of 检举控告类; more in petition_conduct
    subject         TEXT NOT NULL,                  -- one line
    body            TEXT NOT NULL,
    body_fold       TEXT NOT NULL,                  -- SHA-256 of the folded text, for exact repeats
    place           TEXT NOT NULL DEFAULT '',
    received_at_ms  INTEGER,                        -- exact time of arrival where known (web, imports)
    reply           TEXT NOT NULL DEFAULT '',       -- answer given (imports)
    replied_at_ms   INTEGER,
    imported_key    TEXT,                           -- file hash and row, or the number of the old system: the same row again is named
    state           TEXT NOT NULL,                  -- def/workflow petition
    workflow        INTEGER NOT NULL,               -- version it was opened under
    repeat_of       INTEGER,                        -- joined to this earlier petition (reversible); NULL = stands alone
    due_on          TEXT,
    voided          INTEGER NOT NULL DEFAULT 0,
    void_reason     TEXT,
    made_by         INTEGER NOT NULL,
    made_at_ms      INTEGER NOT NULL,
    rev             INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX petition_no ON petition (organ_id, no);
CREATE INDEX petition_registered ON petition (organ_id, registered_on, id);
CREATE INDEX petition_state ON petition (organ_id, state, registered_on, id);
CREATE INDEX petition_fold ON petition (body_fold);
CREATE INDEX petition_origin ON petition (origin_id);
CREATE UNIQUE INDEX petition_imported ON petition (organ_id, imported_key);
CREATE TABLE petition_person (                      -- reported persons, as the clerk wrote them
    id              INTEGER NOT NULL PRIMARY KEY,
    petition_id     INTEGER NOT NULL REFERENCES petition (id),
    ord             INTEGER NOT NULL,
    person_id       INTEGER REFERENCES person (id), -- chosen or made by the clerk; NULL = not resolved
    name            TEXT NOT NULL,                  -- "" = not named
    name_fold       TEXT NOT NULL,
    unit            TEXT NOT NULL,
    post            TEXT NOT NULL,
    rank            TEXT                            -- def/codes petition_rank; NULL = 未填
);
CREATE INDEX petition_person_petition ON petition_person (petition_id);
CREATE INDEX petition_person_name ON petition_person (name_fold);
CREATE TABLE petition_tag (
    petition_id     INTEGER NOT NULL REFERENCES petition (id),
    topic           TEXT NOT NULL,                  -- def/topics
    PRIMARY KEY (petition_id, topic)
);
CREATE TABLE petition_conduct (
    petition_id     INTEGER NOT NULL REFERENCES petition (id),
    conduct         TEXT NOT NULL,                  -- def/codes conduct; tags overlap
    PRIMARY KEY (petition_id, conduct)
);

-- ------------------------------------------------------------------ casework
CREATE TABLE lead (
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    no              TEXT NOT NULL,
    old_no          TEXT,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    office_id       INTEGER NOT NULL,
    assignee_id     INTEGER,
    origin_id       INTEGER NOT NULL,               -- = id, or the lead it was handed over from
    petition_id     INTEGER REFERENCES petition (id),
    source          TEXT NOT NULL,                  -- def/codes lead_source
    source_no       TEXT,
    registered_on   TEXT NOT NULL,
    received_on     TEXT NOT NULL,
    subject         TEXT NOT NULL,
    body            TEXT NOT NULL,
    campaign        TEXT,                           -- def/campaigns
    state           TEXT NOT NULL,
    workflow        INTEGER NOT NULL,
    due_on          TEXT,
    imported_key    TEXT,
    voided          INTEGER NOT NULL DEFAULT 0,
    void_reason     TEXT,
    made_by         INTEGER NOT NULL,
    made_at_ms      INTEGER NOT NULL,
    rev             INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX lead_no ON lead (organ_id, no);
CREATE INDEX lead_registered ON lead (organ_id, registered_on, id);
CREATE INDEX lead_state ON lead (organ_id, state, registered_on, id);
CREATE INDEX lead_petition ON lead (petition_id);
CREATE INDEX lead_origin ON lead (origin_id);
CREATE UNIQUE INDEX lead_imported ON lead (organ_id, imported_key);
CREATE TABLE lead_person (                          -- reported persons of a lead; attributes frozen at first disposal
    lead_id         INTEGER NOT NULL REFERENCES lead (id),
    person_id       INTEGER NOT NULL REFERENCES person (id),
    rank            TEXT,
    party_member    INTEGER,
    public_office   INTEGER,
    frozen_on       TEXT,                           -- day of the first disposal
    umbrella        INTEGER NOT NULL DEFAULT 0,     -- flag of (person, matter): 保护伞; last value counts
    gang_related    INTEGER NOT NULL DEFAULT 0,     -- 涉黑涉恶
    PRIMARY KEY (lead_id, person_id)
);
CREATE INDEX lead_person_person ON lead_person (person_id);
CREATE TABLE lead_tag (
    lead_id         INTEGER NOT NULL REFERENCES lead (id),
    topic           TEXT NOT NULL,
    PRIMARY KEY (lead_id, topic)
);
CREATE TABLE disposal (                             -- a decision how to treat a lead; counts at approved_on
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    lead_id         INTEGER NOT NULL REFERENCES lead (id),
    organ_id        INTEGER NOT NULL REFERENCES organ (id),  -- that decided: the lead's organ, stamped
    method          TEXT NOT NULL,                  -- def/codes disposal: inquiry verify hold close file
    plan            TEXT NOT NULL DEFAULT '',
    proposed_by     INTEGER NOT NULL,
    proposed_on     TEXT NOT NULL,
    approved_by     INTEGER,
    approved_on     TEXT,                           -- NULL = not approved: never counts
    approver_no     TEXT,
    state           TEXT NOT NULL,                  -- proposed approved rejected withdrawn done
    outcome         TEXT,                           -- def/codes outcome: what ended it (a result, never a disposal)
    ended_on        TEXT,
    voided          INTEGER NOT NULL DEFAULT 0,
    void_reason     TEXT,
    made_at_ms      INTEGER NOT NULL,
    rev             INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX disposal_lead ON disposal (lead_id);
CREATE INDEX disposal_approved ON disposal (organ_id, approved_on);
CREATE TABLE casefile (                             -- 立案
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    no              TEXT NOT NULL,
    old_no          TEXT,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    office_id       INTEGER NOT NULL,
    assignee_id     INTEGER,
    subject         TEXT NOT NULL,
    person_id       INTEGER NOT NULL REFERENCES person (id),  -- the one subject: a person or an organisation
    rank            TEXT,                           -- attributes frozen at filing (G7)
    party_member    INTEGER,
    public_office   INTEGER,
    is_organisation INTEGER NOT NULL,
    party_line      INTEGER NOT NULL,               -- 纪委立案
    supervisory_line INTEGER NOT NULL,              -- 监委立案
    party_filed_on  TEXT,
    supervisory_filed_on TEXT,
    filed_on        TEXT,                           -- earlier of the two; NULL = not approved yet
    proposed_by     INTEGER NOT NULL,
    proposed_on     TEXT NOT NULL,
    approved_by     INTEGER,
    state           TEXT NOT NULL,                  -- def/workflow case
    workflow        INTEGER NOT NULL,
    withdrawn_on    TEXT,                           -- 撤销案件: still counts in F31
    concluded_on    TEXT,
    imported_key    TEXT,
    voided          INTEGER NOT NULL DEFAULT 0,
    void_reason     TEXT,
    made_by         INTEGER NOT NULL,
    made_at_ms      INTEGER NOT NULL,
    rev             INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX casefile_no ON casefile (organ_id, no);
CREATE INDEX casefile_filed ON casefile (organ_id, filed_on);
CREATE INDEX casefile_state ON casefile (organ_id, state, id);
CREATE UNIQUE INDEX casefile_imported ON casefile (organ_id, imported_key);
CREATE TABLE case_lead (                            -- leads joined into a case; a matter is a connected set of leads (G6)
    case_id         INTEGER NOT NULL REFERENCES casefile (id),
    lead_id         INTEGER NOT NULL REFERENCES lead (id),
    parted_at_ms    INTEGER,                        -- NULL = joined
    PRIMARY KEY (case_id, lead_id)
);
CREATE INDEX case_lead_lead ON case_lead (lead_id);
CREATE TABLE lead_merge (                           -- leads that are one matter without a case
    id              INTEGER NOT NULL PRIMARY KEY,
    lead_a          INTEGER NOT NULL REFERENCES lead (id),
    lead_b          INTEGER NOT NULL REFERENCES lead (id),
    by_user         INTEGER NOT NULL,
    at_ms           INTEGER NOT NULL,
    undone_at_ms    INTEGER
);
CREATE TABLE result (                               -- what a person (or organisation) got, of every family
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    no              TEXT,                           -- number of the decision, given at signing
    organ_id        INTEGER NOT NULL REFERENCES organ (id),  -- that registered it
    family          TEXT NOT NULL,                  -- def/results: party gov first org_handling accountability judicial clarification closing education
    code            TEXT NOT NULL,                  -- def/results: the kind within the family; its form is a column there
    person_id       INTEGER NOT NULL REFERENCES person (id),
    lead_id         INTEGER REFERENCES lead (id),   -- of a disposal's result
    disposal_id     INTEGER REFERENCES disposal (id),
    case_id         INTEGER REFERENCES casefile (id),
    topic           TEXT,                           -- accountability carries its own
    campaign        TEXT,
    basis           TEXT NOT NULL DEFAULT '',       -- def/codes basis: '' or after_conviction
    decided_on      TEXT,                           -- NULL = not decided: never counts
    effective_on    TEXT,                           -- sanctions; equals decided_on unless stated
    counted_on      TEXT,                           -- the one counting date (G4), written when approved
    body_name       TEXT NOT NULL DEFAULT '',       -- competent body that decided (org_handling)
    body_no         TEXT NOT NULL DEFAULT '',       -- its number
    body_scan       TEXT NOT NULL DEFAULT '',       -- file name in the file store
    text            TEXT NOT NULL DEFAULT '',
    state           TEXT NOT NULL,                  -- proposed asked approved rejected withdrawn
    proposed_by     INTEGER NOT NULL,
    approved_by     INTEGER,
    revoked_on      TEXT,                           -- revoked or changed on appeal: read by no figure (G3)
    imported_key    TEXT,
    voided          INTEGER NOT NULL DEFAULT 0,
    void_reason     TEXT,
    made_at_ms      INTEGER NOT NULL,
    rev             INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX result_counted ON result (organ_id, counted_on);
CREATE INDEX result_person ON result (person_id);
CREATE INDEX result_case ON result (case_id);
CREATE INDEX result_lead ON result (lead_id);
CREATE UNIQUE INDEX result_imported ON result (organ_id, imported_key);
CREATE TABLE proposal (                             -- 建议书
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    no              TEXT,                           -- given at signing; one per (organ, type, number)
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    office_id       INTEGER NOT NULL,
    type            TEXT NOT NULL,                  -- def/codes proposal: dic sc joint
    unit            TEXT NOT NULL,                  -- addressed to
    title           TEXT NOT NULL,
    text            TEXT NOT NULL,
    reply_due_on    TEXT,
    case_id         INTEGER REFERENCES casefile (id),
    lead_id         INTEGER REFERENCES lead (id),
    issued_on       TEXT,                           -- NULL = not issued: never counts
    replied_on      TEXT,
    state           TEXT NOT NULL,
    workflow        INTEGER NOT NULL,
    proposed_by     INTEGER NOT NULL,
    approved_by     INTEGER,
    imported_key    TEXT,
    voided          INTEGER NOT NULL DEFAULT 0,
    void_reason     TEXT,
    made_at_ms      INTEGER NOT NULL,
    rev             INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX proposal_issued ON proposal (organ_id, issued_on);
CREATE UNIQUE INDEX proposal_imported ON proposal (organ_id, imported_key);

-- ------------------------------------------------------------------ figures and reports
CREATE TABLE register_opened (                      -- G8: a register's figures exist from this day on
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    register        TEXT NOT NULL,                  -- def/figures registers: petition lead case result proposal accountability …
    opened_on       TEXT NOT NULL,
    by_user         INTEGER NOT NULL,
    PRIMARY KEY (organ_id, register)
);
CREATE TABLE report (                               -- a work summary: draft, then frozen
    id              INTEGER NOT NULL PRIMARY KEY,
    ref             INTEGER NOT NULL UNIQUE,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    from_on         TEXT NOT NULL,
    to_on           TEXT NOT NULL,
    as_of           TEXT NOT NULL,
    problems        TEXT NOT NULL DEFAULT '',       -- part two, free text, one item per line
    plans           TEXT NOT NULL DEFAULT '',       -- part three
    state           TEXT NOT NULL,                  -- draft published
    published_on    TEXT,
    published_by    INTEGER,
    no              TEXT,
    def_hash        TEXT,
    figures_json    BLOB,                           -- the figures as `figures --format json` printed them
    docx            BLOB, pdf BLOB, html BLOB, md BLOB, json BLOB,  -- the rendered bytes: reprinting returns these
    sha256          TEXT,                           -- of the five, in that order
    despite         TEXT NOT NULL DEFAULT '',       -- why it was published although a check failed
    rev             INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX report_period ON report (organ_id, from_on, to_on);
CREATE TABLE report_member (                        -- the rows behind each frozen figure
    report_id       INTEGER NOT NULL REFERENCES report (id),
    figure          TEXT NOT NULL,
    kind            TEXT NOT NULL,                  -- petition lead case result proposal
    n               INTEGER NOT NULL,
    ids             BLOB NOT NULL,                  -- ids of the records, ascending, eight bytes each, the highest byte first
    PRIMARY KEY (report_id, figure)
);
