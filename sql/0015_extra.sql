-- Fields that def/forms.yaml adds without a column (store: extra): typed slots, so that dates and numbers sort and compare as such.
-- Nothing was ever kept in the table of 0001, which held texts only.

DROP TABLE extra;
CREATE TABLE extra (
    kind            TEXT NOT NULL,                  -- record kind, which is the form's name too
    record_id       INTEGER NOT NULL,
    field           TEXT NOT NULL,
    ord             INTEGER NOT NULL,               -- of a field that takes several codes; else 0
    as_text         TEXT,                           -- one of the three slots holds the value
    as_number       INTEGER,
    as_date         TEXT,
    PRIMARY KEY (kind, record_id, field, ord)
);
