-- A name in a matter was found to be another person's: the user of that name sees it again, and later entries do not hide it anew.

CREATE TABLE hidden_cleared (
    user_id         INTEGER NOT NULL REFERENCES app_user (id),
    kind            TEXT NOT NULL,                  -- petition lead case proposal person
    record_id       INTEGER NOT NULL,
    by_user         INTEGER NOT NULL,
    at_ms           INTEGER NOT NULL,
    PRIMARY KEY (user_id, kind, record_id)
);
