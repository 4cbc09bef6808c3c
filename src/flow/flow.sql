-- name:  FLOW_PETITION
-- in:    id int, from text, rev int, to text
-- scope: none(the caller loaded the record through its scope; the swap finds it unchanged)
UPDATE petition SET state = :to, rev = rev + 1 WHERE id = :id AND state = :from AND rev = :rev AND voided = 0;

-- name:  FLOW_LEAD
-- in:    id int, from text, rev int, to text
-- scope: none(the caller loaded the record through its scope; the swap finds it unchanged)
UPDATE lead SET state = :to, rev = rev + 1 WHERE id = :id AND state = :from AND rev = :rev AND voided = 0;

-- name:  FLOW_DISPOSAL
-- in:    id int, from text, rev int, to text
-- scope: none(the caller loaded the record through its scope; the swap finds it unchanged)
UPDATE disposal SET state = :to, rev = rev + 1 WHERE id = :id AND state = :from AND rev = :rev AND voided = 0;

-- name:  FLOW_DISPOSAL_STANDS
-- in:    id int
-- scope: none(the lead of a disposal that the caller may change)
UPDATE lead SET disposal_state = (SELECT d.state FROM disposal d WHERE d.lead_id = lead.id AND d.voided = 0 ORDER BY d.id DESC LIMIT 1),
       disposal_method = (SELECT d.method FROM disposal d WHERE d.lead_id = lead.id AND d.voided = 0 ORDER BY d.id DESC LIMIT 1)
 WHERE id = (SELECT x.lead_id FROM disposal x WHERE x.id = :id);

-- name:  FLOW_CASE
-- in:    id int, from text, rev int, to text
-- scope: none(the caller loaded the record through its scope; the swap finds it unchanged)
UPDATE casefile SET state = :to, rev = rev + 1 WHERE id = :id AND state = :from AND rev = :rev AND voided = 0;

-- name:  FLOW_RESULT
-- in:    id int, from text, rev int, to text
-- scope: none(the caller loaded the record through its scope; the swap finds it unchanged)
UPDATE result SET state = :to, rev = rev + 1 WHERE id = :id AND state = :from AND rev = :rev AND voided = 0;

-- name:  FLOW_PROPOSAL
-- in:    id int, from text, rev int, to text
-- scope: none(the caller loaded the record through its scope; the swap finds it unchanged)
UPDATE proposal SET state = :to, rev = rev + 1 WHERE id = :id AND state = :from AND rev = :rev AND voided = 0;

-- name:  FLOW_ENVELOPE
-- in:    id int, from text, rev int, to text
-- scope: none(the caller loaded the record through its scope; the swap finds it unchanged)
UPDATE envelope SET state = :to, rev = rev + 1 WHERE id = :id AND state = :from AND rev = :rev;

-- name:  EVENT_ADD
-- in:    id int, kind text, record_id int, name text, from_state text, to_state text, user_id int, at_ms int, note text
-- scope: none(history of a record that the caller loaded through its scope)
INSERT INTO event (id, kind, record_id, name, from_state, to_state, user_id, at_ms, note)
VALUES (:id, :kind, :record_id, :name, :from_state, :to_state, :user_id, :at_ms, :note);

-- name:  EVENT_BY
-- in:    kind text, record_id int, user_id int
-- out:   name text
-- scope: none(who acted on a record that the caller loaded through its scope)
SELECT e.name FROM event e WHERE e.kind = :kind AND e.record_id = :record_id AND e.user_id = :user_id AND e.undone_by IS NULL;

-- name:  EVENT_LIST
-- in:    kind text, record_id int
-- out:   id int, name text, from_state text, to_state text, user_name text, at_ms int, note text, undone_by int, user_id int
-- scope: none(history of a record that the caller loaded through its scope)
SELECT e.id, e.name, e.from_state, e.to_state, u.name, e.at_ms, e.note, e.undone_by, e.user_id
  FROM event e LEFT JOIN app_user u ON u.id = e.user_id
 WHERE e.kind = :kind AND e.record_id = :record_id ORDER BY e.id DESC;

-- name:  EVENT_UNDONE
-- in:    id int, undone_by int
-- scope: none(history of a record that the caller loaded through its scope)
UPDATE event SET undone_by = :undone_by WHERE id = :id AND undone_by IS NULL;

-- name:  OUTBOX_ADD
-- in:    id int, topic text, kind text, record_id int, at_ms int
-- scope: none(the program's own list of what is to be indexed)
INSERT INTO outbox (id, topic, kind, record_id, at_ms) VALUES (:id, :topic, :kind, :record_id, :at_ms);
