CREATE INDEX answer_scan_result ON answer_scan (result_id);

CREATE UNIQUE INDEX audit_chain ON audit (organ_id, seq);

CREATE INDEX case_lead_lead ON case_lead (lead_id);

CREATE INDEX casefile_adjudicating ON casefile (organ_id, office_id, assignee_id) WHERE state = 'adjudicating' AND voided = 0;

CREATE INDEX casefile_assignee ON casefile (assignee_id, organ_id) WHERE assignee_id IS NOT NULL;

CREATE INDEX casefile_by_state ON casefile (organ_id, voided, state, id);

CREATE INDEX casefile_filed ON casefile (organ_id, filed_on);

CREATE UNIQUE INDEX casefile_imported ON casefile (organ_id, imported_key);

CREATE INDEX casefile_investigating ON casefile (organ_id, office_id, assignee_id) WHERE state = 'investigating' AND voided = 0;

CREATE UNIQUE INDEX casefile_no ON casefile (organ_id, no);

CREATE INDEX casefile_person ON casefile (person_id);

CREATE INDEX casefile_proposed ON casefile (organ_id, voided, proposed_on, id);

CREATE INDEX casefile_shown ON casefile (organ_id, voided, filed_on, id);

CREATE INDEX casefile_state ON casefile (organ_id, voided, state, filed_on, id);

CREATE INDEX casefile_waits ON casefile (organ_id, office_id, assignee_id, proposed_by) WHERE state = 'proposed' AND voided = 0;

CREATE INDEX disposal_approved ON disposal (organ_id, approved_on);

CREATE INDEX disposal_lead ON disposal (lead_id);

CREATE INDEX disposal_to_do ON disposal (lead_id) WHERE state = 'approved' AND voided = 0;

CREATE INDEX disposal_waits ON disposal (lead_id, proposed_by) WHERE state = 'proposed' AND voided = 0;

CREATE INDEX document_record ON document (kind, record_id);

CREATE INDEX envelope_copy_of ON envelope_copy (envelope_id);

CREATE UNIQUE INDEX envelope_copy_ref ON envelope_copy (ref);

CREATE INDEX envelope_day ON envelope (organ_id, day, id);

CREATE INDEX envelope_file_of ON envelope_file (envelope_id, file);

CREATE INDEX envelope_handover_of ON envelope_handover (envelope_id, no);

CREATE INDEX envelope_message_of ON envelope_message (envelope_id, id);

CREATE INDEX envelope_message_waits ON envelope_message (id) WHERE carried_in IS NULL;

CREATE INDEX envelope_note_of ON envelope_note (envelope_id, id);

CREATE INDEX envelope_of ON envelope (petition_id);

CREATE INDEX envelope_question_of ON envelope_question (envelope_id, id);

CREATE INDEX envelope_state ON envelope (organ_id, state, day, id);

CREATE INDEX event_record ON event (kind, record_id, id);

CREATE INDEX ferry_ack_waits ON ferry_ack (organ_id, envelope_id) WHERE carried_in IS NULL;

CREATE INDEX hidden_record ON hidden (kind, record_id);

CREATE INDEX known_device_user ON known_device (user_id, used_at_ms);

CREATE INDEX lead_assignee ON lead (assignee_id, organ_id) WHERE assignee_id IS NOT NULL;

CREATE INDEX lead_by_state ON lead (organ_id, voided, state, id);

CREATE INDEX lead_campaign ON lead (organ_id, voided, campaign, registered_on, id) WHERE campaign IS NOT NULL;

CREATE INDEX lead_disposal ON lead (organ_id, voided, disposal_state, registered_on, id);

CREATE INDEX lead_due ON lead (organ_id, voided, due_on, state, id) WHERE due_on IS NOT NULL;

CREATE UNIQUE INDEX lead_imported ON lead (organ_id, imported_key);

CREATE INDEX lead_merge_a ON lead_merge (lead_a);

CREATE INDEX lead_merge_b ON lead_merge (lead_b);

CREATE INDEX lead_method ON lead (organ_id, voided, disposal_method, registered_on, id);

CREATE UNIQUE INDEX lead_no ON lead (organ_id, no);

CREATE INDEX lead_origin ON lead (origin_id);

CREATE INDEX lead_person_person ON lead_person (person_id);

CREATE INDEX lead_petition ON lead (petition_id);

CREATE INDEX lead_registered ON lead (organ_id, voided, registered_on, id, state, source, campaign);

CREATE INDEX lead_source ON lead (organ_id, voided, source, registered_on, id);

CREATE INDEX lead_state ON lead (organ_id, voided, state, registered_on, id);

CREATE INDEX lead_waits ON lead (organ_id, office_id, assignee_id) WHERE state = 'registered' AND voided = 0;

CREATE INDEX person_canonical ON person (canonical_id);

CREATE INDEX person_id_no ON person (id_no);

CREATE INDEX person_name ON person (name);

CREATE INDEX person_rank ON person (organ_id, voided, rank, name_sort, id);

CREATE INDEX person_shown ON person (organ_id, voided, name_sort, id);

CREATE INDEX petition_assignee ON petition (assignee_id, organ_id) WHERE assignee_id IS NOT NULL;

CREATE INDEX petition_by_channel ON petition (organ_id, voided, channel, id, registered_on);

CREATE INDEX petition_by_state ON petition (organ_id, voided, state, id, registered_on);

CREATE INDEX petition_channel ON petition (organ_id, voided, channel, registered_on, id, source, class, conduct, rank);

CREATE INDEX petition_class ON petition (organ_id, voided, class, registered_on, id, conduct, rank);

CREATE INDEX petition_conduct_first ON petition (organ_id, voided, conduct, registered_on, id, rank);

CREATE INDEX petition_due ON petition (organ_id, voided, due_on, state, id) WHERE due_on IS NOT NULL;

CREATE INDEX petition_fold ON petition (body_fold);

CREATE INDEX petition_handed ON petition (origin_id) WHERE origin_id <> id;

CREATE UNIQUE INDEX petition_imported ON petition (organ_id, imported_key);

CREATE UNIQUE INDEX petition_no ON petition (organ_id, no);

CREATE INDEX petition_origin ON petition (origin_id);

CREATE INDEX petition_person_as_written ON petition_person (name);

CREATE INDEX petition_person_name ON petition_person (name_fold);

CREATE INDEX petition_person_petition ON petition_person (petition_id, ord, rank);

CREATE INDEX petition_rank ON petition (organ_id, voided, rank, registered_on, id);

CREATE INDEX petition_registered ON petition (organ_id, voided, registered_on, id, state, channel, source, class, conduct, rank, place, person, ref,
    origin_id, source_organ_id);

CREATE INDEX petition_repeat ON petition (repeat_of);

CREATE INDEX petition_source ON petition (organ_id, voided, source, registered_on, id, class, conduct, rank);

CREATE INDEX petition_state ON petition (organ_id, voided, state, registered_on, id, channel, source, class, conduct, rank);

CREATE INDEX petition_waits ON petition (organ_id, office_id, assignee_id) WHERE state = 'registered' AND voided = 0;

CREATE INDEX proposal_case ON proposal (case_id);

CREATE INDEX proposal_draft ON proposal (organ_id, office_id) WHERE state = 'draft' AND voided = 0;

CREATE UNIQUE INDEX proposal_imported ON proposal (organ_id, imported_key);

CREATE INDEX proposal_issued ON proposal (organ_id, issued_on);

CREATE INDEX proposal_lead ON proposal (lead_id);

CREATE INDEX proposal_no ON proposal (organ_id, type, no);

CREATE UNIQUE INDEX report_period ON report (organ_id, from_on, to_on);

CREATE INDEX result_answered ON result (case_id, lead_id) WHERE state = 'answered' AND voided = 0;

CREATE INDEX result_by_state ON result (organ_id, voided, state, counted_on, id);

CREATE INDEX result_campaign ON result (organ_id, voided, campaign, counted_on, id) WHERE campaign IS NOT NULL;

CREATE INDEX result_case ON result (case_id);

CREATE INDEX result_code ON result (organ_id, voided, code, counted_on, id);

CREATE INDEX result_counted ON result (organ_id, counted_on);

CREATE INDEX result_decided ON result (organ_id, voided, decided_on, id);

CREATE INDEX result_family ON result (organ_id, voided, family, counted_on, id);

CREATE UNIQUE INDEX result_imported ON result (organ_id, imported_key);

CREATE INDEX result_in_state ON result (organ_id, voided, state, id);

CREATE INDEX result_lead ON result (lead_id);

CREATE INDEX result_person ON result (person_id);

CREATE INDEX result_shown ON result (organ_id, voided, counted_on, id);

CREATE INDEX result_topic ON result (organ_id, voided, topic, counted_on, id) WHERE topic IS NOT NULL;

CREATE INDEX result_waits ON result (case_id, lead_id) WHERE state = 'proposed' AND voided = 0;

CREATE INDEX rights_request_state ON rights_request (state, id);

CREATE INDEX search_doc_organ ON search_doc (organ_id);

CREATE UNIQUE INDEX search_doc_record ON search_doc (kind, record_id);

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
) STRICT;

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
, failed INTEGER NOT NULL DEFAULT 0, last_in_ms INTEGER NOT NULL DEFAULT 0) STRICT;

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
) STRICT;

CREATE TABLE audit_head (
    organ_id        INTEGER NOT NULL PRIMARY KEY,
    seq             INTEGER NOT NULL,
    mac             BLOB NOT NULL
) STRICT;

CREATE TABLE before_image (
    kind            TEXT NOT NULL,
    record_id       INTEGER NOT NULL,
    rev             INTEGER NOT NULL,               -- revision that the change made
    body            TEXT NOT NULL,                  -- urlencoded values before it
    PRIMARY KEY (kind, record_id, rev)
) STRICT;

CREATE TABLE case_lead (                            -- leads joined into a case; a matter is a connected set of leads (G6)
    case_id         INTEGER NOT NULL REFERENCES casefile (id),
    lead_id         INTEGER NOT NULL REFERENCES lead (id),
    parted_at_ms    INTEGER,                        -- NULL = joined
    PRIMARY KEY (case_id, lead_id)
) STRICT;

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
) STRICT;

CREATE TABLE counter (                              -- gap-free numbers (decisions.md 2)
    organ_id        INTEGER NOT NULL,
    kind            TEXT NOT NULL,
    year            INTEGER NOT NULL,
    value           INTEGER NOT NULL,               -- last number given
    start_set       INTEGER NOT NULL DEFAULT 0,     -- 1 = a start value was set once
    start_value     INTEGER NOT NULL DEFAULT 0,     -- last number of the register that was in use before us: ours begin after it
    PRIMARY KEY (organ_id, kind, year)
) STRICT;

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
) STRICT;

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
) STRICT;

CREATE TABLE draft (                                -- typing that was not sent yet, and what an ended session left
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    form            TEXT NOT NULL,
    ref             INTEGER NOT NULL,               -- record it edits, 0 = new
    body            TEXT NOT NULL,                  -- urlencoded fields
    at_ms           INTEGER NOT NULL,
    PRIMARY KEY (user_id, form, ref)
) STRICT;

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
, state TEXT NOT NULL DEFAULT 'waiting', workflow INTEGER NOT NULL DEFAULT 1, rev INTEGER NOT NULL DEFAULT 1, due_on TEXT, screener_id INTEGER REFERENCES app_user (id), opened_at_ms INTEGER, petition_id INTEGER REFERENCES petition (id), said TEXT NOT NULL DEFAULT '', passed_key BLOB, passed_to TEXT NOT NULL DEFAULT '') STRICT;

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
) STRICT;

CREATE TABLE envelope_file (                        -- a closed file below DATA/envelopes
    file            TEXT NOT NULL PRIMARY KEY,
    envelope_id     INTEGER NOT NULL REFERENCES envelope (id),
    note_id         INTEGER,                        -- NULL = of the report itself
    bytes           INTEGER NOT NULL,               -- closed
    sha256          TEXT NOT NULL,                  -- of the closed bytes
    bundle_no       INTEGER NOT NULL
) STRICT;

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
) STRICT;

CREATE TABLE envelope_message (                     -- what goes back to its reporter
    id              INTEGER NOT NULL PRIMARY KEY,
    envelope_id     INTEGER NOT NULL REFERENCES envelope (id),
    state           TEXT NOT NULL,                  -- def/codes portal_state, '' = unchanged
    day             TEXT NOT NULL,
    sealed          BLOB NOT NULL,                  -- closed to box_public; empty = only a state
    acknowledgement TEXT NOT NULL,                  -- the organ's own, '' = none
    carried_in      INTEGER                         -- number of the outward bundle; NULL = waits
) STRICT;

CREATE TABLE envelope_note (                        -- something more from its reporter
    id              INTEGER NOT NULL PRIMARY KEY,
    envelope_id     INTEGER NOT NULL REFERENCES envelope (id),
    day             TEXT NOT NULL,
    sealed          BLOB NOT NULL,
    bundle_no       INTEGER NOT NULL
, text TEXT, opened_by INTEGER REFERENCES app_user (id), opened_at_ms INTEGER) STRICT;

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
) STRICT;

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
) STRICT;

CREATE TABLE extra (
    kind            TEXT NOT NULL,                  -- record kind, which is the form's name too
    record_id       INTEGER NOT NULL,
    field           TEXT NOT NULL,
    ord             INTEGER NOT NULL,               -- of a field that takes several codes; else 0
    as_text         TEXT,                           -- one of the three slots holds the value
    as_number       INTEGER,
    as_date         TEXT,
    PRIMARY KEY (kind, record_id, field, ord)
) STRICT;

CREATE TABLE ferry_ack (                            -- envelopes whose reporter gets the organ's own acknowledgement (decisions 16)
    envelope_id     INTEGER NOT NULL PRIMARY KEY,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    day             TEXT NOT NULL,
    hash            TEXT NOT NULL,                  -- of the closed texts, as the outside's acknowledgement names it
    carried_in      INTEGER
) STRICT;

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
) STRICT;

CREATE TABLE ferry_early (                          -- notes and files whose envelope comes later, because its bundle was passed over
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    kind            INTEGER NOT NULL,               -- of the entry
    id              TEXT NOT NULL,
    body            BLOB NOT NULL,                  -- the entry; of a file its head
    bytes           INTEGER NOT NULL,
    sha256          TEXT NOT NULL,
    bundle_no       INTEGER NOT NULL,
    PRIMARY KEY (organ_id, kind, id)
) STRICT;

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
) STRICT;

CREATE TABLE hidden (                               -- recused from, or named in: the record does not exist for this user
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    kind            TEXT NOT NULL,                  -- petition lead case proposal person
    record_id       INTEGER NOT NULL,
    reason          TEXT NOT NULL,                  -- recused | named
    by_user         INTEGER NOT NULL,               -- 0 = by rule
    at_ms           INTEGER NOT NULL,
    PRIMARY KEY (user_id, kind, record_id, reason)
) STRICT;

CREATE TABLE hidden_cleared (
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    kind            TEXT NOT NULL,                  -- petition lead case proposal person
    record_id       INTEGER NOT NULL,
    by_user         INTEGER NOT NULL,
    at_ms           INTEGER NOT NULL,
    PRIMARY KEY (user_id, kind, record_id)
) STRICT;

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
) STRICT;

CREATE TABLE known_device (                         -- browsers from which a user signed in rightly: throttled apart from everybody else
    token_hash      TEXT NOT NULL,                  -- SHA-256 of the cookie, hex
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    made_at_ms      INTEGER NOT NULL,
    used_at_ms      INTEGER NOT NULL,
    PRIMARY KEY (token_hash, user_id)
) STRICT;

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
, disposal_state TEXT, disposal_method TEXT) STRICT;

CREATE TABLE lead_merge (                           -- leads that are one matter without a case
    id              INTEGER NOT NULL PRIMARY KEY,
    lead_a          INTEGER NOT NULL REFERENCES lead (id),
    lead_b          INTEGER NOT NULL REFERENCES lead (id),
    by_user         INTEGER NOT NULL,
    at_ms           INTEGER NOT NULL,
    undone_at_ms    INTEGER
) STRICT;

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
) STRICT;

CREATE TABLE lead_tag (
    lead_id         INTEGER NOT NULL REFERENCES lead (id),
    topic           TEXT NOT NULL,
    PRIMARY KEY (lead_id, topic)
) STRICT;

CREATE TABLE office (
    id              INTEGER NOT NULL PRIMARY KEY,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    code            TEXT NOT NULL,                  -- def/codes office_kind: petition supervision investigation case_mgmt adjudication leader admin
    name            TEXT NOT NULL,
    voided          INTEGER NOT NULL DEFAULT 0
, valid_from TEXT, valid_to TEXT) STRICT;

CREATE TABLE organ (
    id              INTEGER NOT NULL PRIMARY KEY,
    code            TEXT NOT NULL UNIQUE,           -- short code of the organ, e.g. "qy"; used by --organ
    name            TEXT NOT NULL,                  -- full name: 青原区纪委监委
    district        TEXT NOT NULL,                  -- name of the district without 区: 青原 (N01, N03)
    account         TEXT NOT NULL,                  -- WeChat account without 廉政 (N02)
    organ_type      TEXT NOT NULL,                  -- def/codes organ_type: city district town resident
    in_program      INTEGER NOT NULL                -- 1 = works in this data directory; 0 = known only as sender or receiver
) STRICT;

CREATE TABLE organ_name (                           -- names and accounts over time; the row valid at a date wins
    id              INTEGER NOT NULL PRIMARY KEY,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    district        TEXT NOT NULL,
    account         TEXT NOT NULL,
    valid_from      TEXT NOT NULL,
    valid_to        TEXT                            -- last day included; NULL = still valid
) STRICT;

CREATE TABLE organ_parent (                         -- the organ tree over time
    id              INTEGER NOT NULL PRIMARY KEY,
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    parent_id       INTEGER NOT NULL REFERENCES organ (id),
    valid_from      TEXT NOT NULL,
    valid_to        TEXT                            -- last day included; NULL = still valid
) STRICT;

CREATE TABLE outbox (                               -- what other parts must hear of: text to index, people to hide
    id              INTEGER NOT NULL PRIMARY KEY,
    topic           TEXT NOT NULL,                  -- search
    kind            TEXT NOT NULL,
    record_id       INTEGER NOT NULL,
    at_ms           INTEGER NOT NULL
) STRICT;

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
) STRICT;

CREATE TABLE person_merge (
    id              INTEGER NOT NULL PRIMARY KEY,
    from_id         INTEGER NOT NULL REFERENCES person (id),
    into_id         INTEGER NOT NULL REFERENCES person (id),
    by_user         INTEGER NOT NULL,
    at_ms           INTEGER NOT NULL,
    undone_at_ms    INTEGER                         -- NULL = in force
) STRICT;

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
, source_organ TEXT NOT NULL DEFAULT '', place_fold TEXT NOT NULL DEFAULT '', person TEXT NOT NULL DEFAULT '', rank TEXT) STRICT;

CREATE TABLE petition_conduct (
    petition_id     INTEGER NOT NULL REFERENCES petition (id),
    conduct         TEXT NOT NULL,                  -- def/codes conduct; tags overlap
    PRIMARY KEY (petition_id, conduct)
) STRICT;

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
, unit_fold TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE petition_tag (
    petition_id     INTEGER NOT NULL REFERENCES petition (id),
    topic           TEXT NOT NULL,                  -- def/topics
    PRIMARY KEY (petition_id, topic)
) STRICT;

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
) STRICT;

CREATE TABLE register_opened (                      -- G8: a register's figures exist from this day on
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    register        TEXT NOT NULL,                  -- def/figures registers: petition lead case result proposal accountability …
    opened_on       TEXT NOT NULL,
    by_user         INTEGER NOT NULL,
    PRIMARY KEY (organ_id, register)
) STRICT;

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
) STRICT;

CREATE TABLE report_member (                        -- the rows behind each frozen figure
    report_id       INTEGER NOT NULL REFERENCES report (id),
    figure          TEXT NOT NULL,
    kind            TEXT NOT NULL,                  -- petition lead case result proposal
    n               INTEGER NOT NULL,
    ids             BLOB NOT NULL,                  -- ids of the records, ascending, eight bytes each, the highest byte first
    PRIMARY KEY (report_id, figure)
) STRICT;

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
) STRICT;

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
) STRICT;

CREATE TABLE saved_filter (
    id              INTEGER NOT NULL PRIMARY KEY,
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    list            TEXT NOT NULL,
    name            TEXT NOT NULL,
    query           TEXT NOT NULL
) STRICT;

CREATE TABLE schema_version (
    version         INTEGER NOT NULL PRIMARY KEY,   -- number of the sql/ file
    applied_at_ms   INTEGER NOT NULL
) STRICT;

CREATE TABLE search_asked (                         -- what somebody looks for: words stand in no address and no log
    ref             INTEGER NOT NULL PRIMARY KEY,
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    words           TEXT NOT NULL,
    kind            TEXT NOT NULL,
    state           TEXT NOT NULL,
    organ           TEXT NOT NULL,                  -- code
    from_on         TEXT,
    to_on           TEXT,
    at_ms           INTEGER NOT NULL                -- swept after half a day
) STRICT;

CREATE TABLE search_doc (                           -- one row per record that can be found
    id              INTEGER NOT NULL PRIMARY KEY,   -- day << 20 | place within the day: newest first is the order of this key
    kind            TEXT NOT NULL,                  -- petition lead case person
    record_id       INTEGER NOT NULL,
    organ_id        INTEGER NOT NULL,
    office_id       INTEGER NOT NULL,
    assignee_id     INTEGER,
    state           TEXT NOT NULL
) STRICT;

CREATE VIRTUAL TABLE search_fts USING fts5 (body, num, tags, content='search_text', content_rowid='id', tokenize='bigram', prefix='1');

CREATE TABLE 'search_fts_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'search_fts_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'search_fts_docsize'(id INTEGER PRIMARY KEY, sz BLOB);

CREATE TABLE 'search_fts_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE search_text (                          -- what was indexed: taken out again by these very words
    id              INTEGER NOT NULL PRIMARY KEY,   -- of search_doc
    body            TEXT NOT NULL,                  -- subject, text, place, persons, answer; invisible characters left out
    num             TEXT NOT NULL,                  -- register numbers, found by those with register scope only
    tags            TEXT NOT NULL                   -- zo organ, zf office, za assignee, zk kind, zs state, zp organ of a person
) STRICT;

CREATE TABLE sent_form (                            -- a form sent twice is taken once
    token           TEXT NOT NULL PRIMARY KEY,
    location        TEXT NOT NULL,
    at_ms           INTEGER NOT NULL
) STRICT;

CREATE TABLE session (
    token_hash      TEXT NOT NULL PRIMARY KEY,      -- SHA-256 of the cookie's token, hex
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    csrf            TEXT NOT NULL,
    started_at_ms   INTEGER NOT NULL,
    ends_at_ms      INTEGER NOT NULL,               -- absolute limit; the idle limit is kept in memory
    stage           TEXT NOT NULL                   -- full | totp (password right, code missing) | once (must change password)
, ref INTEGER NOT NULL DEFAULT 0, client TEXT NOT NULL DEFAULT '', totp_new TEXT) STRICT;

CREATE TABLE signin_try (                           -- throttling per login and source, without locking anybody out
    bucket          TEXT NOT NULL PRIMARY KEY,      -- keyed hash of login + client
    tries           INTEGER NOT NULL,
    next_at_ms      INTEGER NOT NULL
) STRICT;

CREATE TABLE user_role (
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    role            TEXT NOT NULL,                  -- def/roles.yaml
    given_by        INTEGER NOT NULL,               -- user id; 0 = init
    given_at_ms     INTEGER NOT NULL,
    PRIMARY KEY (user_id, role)
) STRICT;

CREATE TABLE user_scope (                           -- rows a user may see, beside those assigned to him
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    organ_id        INTEGER NOT NULL REFERENCES organ (id),
    office_id       INTEGER NOT NULL,               -- 0 = every office of that organ
    PRIMARY KEY (user_id, organ_id, office_id)
) STRICT;

CREATE VIEW rpt_case AS
SELECT k.id, k.ref, k.organ_id, k.office_id, k.assignee_id,
       CASE WHEN k.filed_on IS NULL THEN '' ELSE k.no END AS no, k.old_no, k.subject, k.person_id, k.rank, k.party_line,
       k.supervisory_line, k.proposed_on, k.filed_on, k.concluded_on, k.state, k.voided,
       (SELECT q.name FROM person q WHERE q.id = k.person_id) AS person,
       (SELECT f.name FROM office f WHERE f.id = k.office_id) AS office,
       (SELECT u.name FROM app_user u WHERE u.id = k.assignee_id) AS assignee
  FROM casefile k;

CREATE VIEW rpt_envelope AS
SELECT e.id, e.id AS ref, e.organ_id, e.screener_id AS assignee_id, e.day, e.due_on, e.state, CAST(0 AS BIGINT) AS voided,
       (SELECT count(*) FROM envelope_file f WHERE f.envelope_id = e.id AND f.note_id IS NULL) AS files,
       (SELECT u.name FROM app_user u WHERE u.id = e.screener_id) AS screener
  FROM envelope e;

CREATE VIEW rpt_lead AS
SELECT l.id, l.ref, l.organ_id, l.office_id, l.assignee_id, l.origin_id, l.no, l.old_no, l.registered_on, l.received_on, l.source,
       l.subject, l.campaign, l.state, l.due_on, l.voided,
       (SELECT q.name FROM lead_person r JOIN person q ON q.id = r.person_id WHERE r.lead_id = l.id ORDER BY r.person_id LIMIT 1) AS person,
       l.disposal_method AS method, l.disposal_state,
       (SELECT f.name FROM office f WHERE f.id = l.office_id) AS office,
       (SELECT u.name FROM app_user u WHERE u.id = l.assignee_id) AS assignee
  FROM lead l;

CREATE VIEW rpt_person AS
SELECT p.id, p.ref, p.organ_id, p.canonical_id, p.name, p.name_sort, p.initials, p.unit, p.post, p.rank, p.is_organisation, p.voided
  FROM person p WHERE p.canonical_id = p.id;

CREATE VIEW rpt_petition AS
SELECT p.id, p.ref, p.organ_id, p.office_id, p.assignee_id, p.origin_id, p.no, p.old_no, p.registered_on, p.received_on, p.channel,
       p.source, p.source_organ_id, p.class, p.conduct, p.subject, p.place, p.state, p.repeat_of, p.due_on, p.voided, p.person, p.rank,
       (SELECT f.name FROM office f WHERE f.id = p.office_id) AS office,
       (SELECT u.name FROM app_user u WHERE u.id = p.assignee_id) AS assignee
  FROM petition p;

CREATE VIEW rpt_proposal AS
SELECT p.id, p.ref, p.organ_id, p.office_id, p.no, p.type, p.unit, p.title, p.issued_on, p.reply_due_on, p.replied_on, p.state, p.voided
  FROM proposal p;

CREATE VIEW rpt_result AS
SELECT r.id, r.ref, r.organ_id, r.no, r.family, r.code, r.person_id, r.lead_id, r.case_id, r.topic, r.campaign, r.decided_on,
       r.effective_on, r.counted_on, r.state, r.voided,
       (SELECT q.name FROM person q WHERE q.id = r.person_id) AS person,
       COALESCE((SELECT k.office_id FROM casefile k WHERE k.id = r.case_id), (SELECT l.office_id FROM lead l WHERE l.id = r.lead_id), 0) AS office_id,
       COALESCE((SELECT k.assignee_id FROM casefile k WHERE k.id = r.case_id), (SELECT l.assignee_id FROM lead l WHERE l.id = r.lead_id)) AS assignee_id,
       (SELECT c.no FROM casefile c WHERE c.id = r.case_id) AS case_no
  FROM result r;
