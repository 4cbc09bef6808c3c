-- name:  ENVELOPE_BY_ID
-- in:    viewer int, id int
-- out:   id int, organ_id int, rev int, screener_id int, petition_id int, opened_at_ms int, workflow int, state text, day date, due_on date, screener text, screen blob, matter blob, passed_key blob, passed_to text, files int
-- scope: viewer
SELECT e.id, e.organ_id, e.rev, e.screener_id, e.petition_id, e.opened_at_ms, e.workflow, e.state, e.day, e.due_on, u.name, e.screen, e.matter, e.passed_key, e.passed_to,
       (SELECT count(*) FROM envelope_file f WHERE f.envelope_id = e.id AND f.note_id IS NULL)
  FROM envelope e LEFT JOIN app_user u ON u.id = e.screener_id
 WHERE e.id = :id AND @visible(envelope, e);

-- name:  ENVELOPE_IDENTITY
-- in:    viewer int, id int
-- out:   identity blob
-- scope: viewer
SELECT e.identity FROM envelope e WHERE e.id = :id AND @visible(envelope, e);

-- name:  ENVELOPE_SCREENER
-- in:    id int, user_id int
-- scope: none(the caller loaded the record through its scope and moved it)
UPDATE envelope SET screener_id = :user_id WHERE id = :id;

-- name:  ENVELOPE_OPENED
-- in:    id int, at_ms int
-- scope: none(the caller loaded the record through its scope)
UPDATE envelope SET opened_at_ms = :at_ms WHERE id = :id AND opened_at_ms IS NULL AND state = 'screening';

-- name:  ENVELOPE_BECAME
-- in:    id int, petition_id int
-- scope: none(the caller loaded the record through its scope and moved it)
UPDATE envelope SET petition_id = :petition_id WHERE id = :id AND petition_id IS NULL;

-- name:  ENVELOPE_IS_OPENED
-- in:    id int
-- out:   opened_at_ms int
-- scope: none(a guard asks of a record that the caller loaded through its scope)
SELECT opened_at_ms FROM envelope WHERE id = :id;

-- name:  ENVELOPE_PETITION
-- in:    viewer int, petition_id int
-- out:   ref int
-- scope: viewer
SELECT p.ref FROM petition p WHERE p.id = :petition_id AND @visible(petition, p);
