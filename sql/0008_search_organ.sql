-- Whose records are in the index at all: who sees every row of these organs needs no scope among the words that are looked for.

CREATE INDEX search_doc_organ ON search_doc (organ_id);
