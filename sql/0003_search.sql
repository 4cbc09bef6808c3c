-- Full text (decisions.md 23): filled from the outbox by a job, never in the transaction of the change itself.

CREATE TABLE search_doc (                           -- one row per record that can be found
    id              INTEGER NOT NULL PRIMARY KEY,   -- day << 20 | place within the day: newest first is the order of this key
    kind            TEXT NOT NULL,                  -- petition lead case person
    record_id       INTEGER NOT NULL,
    organ_id        INTEGER NOT NULL,
    office_id       INTEGER NOT NULL,
    assignee_id     INTEGER,
    state           TEXT NOT NULL
);
CREATE UNIQUE INDEX search_doc_record ON search_doc (kind, record_id);
CREATE TABLE search_text (                          -- what was indexed: taken out again by these very words
    id              INTEGER NOT NULL PRIMARY KEY,   -- of search_doc
    body            TEXT NOT NULL,                  -- subject, text, place, persons, answer; invisible characters left out
    num             TEXT NOT NULL,                  -- register numbers, found by those with register scope only
    tags            TEXT NOT NULL                   -- zo organ, zf office, za assignee, zk kind, zs state, zp organ of a person
);
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
);

-- only: sqlite
CREATE VIRTUAL TABLE search_fts USING fts5 (body, num, tags, content='search_text', content_rowid='id', tokenize='bigram', prefix='1');
-- end
-- only: pg
ALTER TABLE search_text ADD COLUMN fold text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE search_text ADD COLUMN num_fold text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE search_text ADD COLUMN grams text[] NOT NULL DEFAULT '{}';
CREATE INDEX search_grams ON search_text USING gin (grams);
-- end
