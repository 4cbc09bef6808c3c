-- name:  SEARCH_WAITING
-- in:    top int
-- out:   id int, kind text, record_id int
-- scope: none(job)
-- only:  sqlite
SELECT id, kind, record_id FROM outbox WHERE topic = 'search' ORDER BY id LIMIT :top;

-- name:  SEARCH_WAITING
-- in:    top int
-- out:   id int, kind text, record_id int
-- scope: none(job)
-- only:  pg
SELECT id, kind, record_id FROM outbox WHERE topic = 'search' ORDER BY id LIMIT :top FOR UPDATE;

-- name:  SEARCH_DONE
-- in:    id int
-- scope: none(job)
DELETE FROM outbox WHERE id = :id;

-- name:  SEARCH_DOC
-- in:    kind text, record_id int
-- out:   id int, body text, num text, tags text
-- scope: none(job)
SELECT d.id, t.body, t.num, t.tags FROM search_doc d JOIN search_text t ON t.id = d.id
 WHERE d.kind = :kind AND d.record_id = :record_id;

-- name:  SEARCH_LAST_OF
-- in:    low int, high int
-- out:   id int
-- scope: none(job)
SELECT max(id) FROM search_doc WHERE id >= :low AND id < :high;

-- name:  SEARCH_DOC_ADD
-- in:    id int, kind text, record_id int, organ_id int, office_id int, assignee_id int, state text
-- scope: none(job)
INSERT INTO search_doc (id, kind, record_id, organ_id, office_id, assignee_id, state)
VALUES (:id, :kind, :record_id, :organ_id, :office_id, :assignee_id, :state);

-- name:  SEARCH_DOC_DROP
-- in:    id int
-- scope: none(job)
DELETE FROM search_doc WHERE id = :id;

-- name:  SEARCH_TEXT_ADD
-- in:    id int, body text, num text, tags text
-- scope: none(job)
INSERT INTO search_text (id, body, num, tags) VALUES (:id, :body, :num, :tags);

-- name:  SEARCH_TEXT_DROP
-- in:    id int
-- scope: none(job)
DELETE FROM search_text WHERE id = :id;

-- name:  SEARCH_FTS_ADD
-- in:    id int, body text, num text, tags text
-- scope: none(job)
-- only:  sqlite
INSERT INTO search_fts (rowid, body, num, tags) VALUES (:id, :body, :num, :tags);

-- name:  SEARCH_FTS_DROP
-- in:    id int, body text, num text, tags text
-- scope: none(job)
-- only:  sqlite
INSERT INTO search_fts (search_fts, rowid, body, num, tags) VALUES ('delete', :id, :body, :num, :tags);

-- name:  SEARCH_GRAMS_SET
-- in:    id int, fold text, num_fold text, grams text
-- scope: none(job)
-- only:  pg
UPDATE search_text SET fold = :fold, num_fold = :num_fold, grams = string_to_array(:grams, ' ') WHERE id = :id;

-- name:  SEARCH_OF_PETITION
-- in:    id int
-- out:   voided int, organ_id int, office_id int, assignee_id int, state text, on date, no text, old_no text, more_no text, subject text, body text, place text, reply text
-- scope: none(job)
SELECT voided, organ_id, office_id, assignee_id, state, registered_on, no, old_no, sender_no, subject, body, place, reply
  FROM petition WHERE id = :id;

-- name:  SEARCH_OF_LEAD
-- in:    id int
-- out:   voided int, organ_id int, office_id int, assignee_id int, state text, on date, no text, old_no text, more_no text, subject text, body text, place text, reply text
-- scope: none(job)
SELECT voided, organ_id, office_id, assignee_id, state, registered_on, no, old_no, source_no, subject, body, '', '' FROM lead WHERE id = :id;

-- name:  SEARCH_OF_CASE
-- in:    id int
-- out:   voided int, organ_id int, office_id int, assignee_id int, state text, on date, no text, old_no text, more_no text, subject text, body text, place text, reply text
-- scope: none(job)
SELECT voided, organ_id, office_id, assignee_id, state, COALESCE(filed_on, proposed_on), CASE WHEN filed_on IS NULL THEN '' ELSE no END,
       old_no, '', subject, '', '', '' FROM casefile WHERE id = :id;

-- name:  SEARCH_OF_PERSON
-- in:    id int
-- out:   voided int, organ_id int, office_id int, assignee_id int, state text, on date, no text, old_no text, more_no text, subject text, body text, place text, reply text
-- scope: none(job)
SELECT CASE WHEN canonical_id = id THEN voided ELSE 1 END, organ_id, 0, NULL, '', NULL, '', '', '', '', '', '', '' FROM person WHERE id = :id;

-- name:  SEARCH_NAMES_PETITION
-- in:    id int
-- out:   name text, unit text, post text
-- scope: none(job)
SELECT x.name, x.unit, x.post FROM (
SELECT r.name, r.unit, r.post, r.ord AS ord, r.id AS id FROM petition_person r WHERE r.petition_id = :id
UNION ALL SELECT n.text, '', '', 1000, n.id FROM envelope e JOIN envelope_note n ON n.envelope_id = e.id WHERE e.petition_id = :id AND n.text IS NOT NULL
UNION ALL SELECT k.text, '', '', 2000, k.ref FROM envelope e JOIN envelope_copy k ON k.envelope_id = e.id WHERE e.petition_id = :id AND k.text <> ''
) x ORDER BY x.ord, x.id;

-- name:  SEARCH_NAMES_LEAD
-- in:    id int
-- out:   name text, unit text, post text
-- scope: none(job)
SELECT q.name, q.unit, q.post FROM lead_person r JOIN person q ON q.id = r.person_id WHERE r.lead_id = :id ORDER BY r.person_id;

-- name:  SEARCH_NAMES_CASE
-- in:    id int
-- out:   name text, unit text, post text
-- scope: none(job)
SELECT q.name, q.unit, q.post FROM casefile k JOIN person q ON q.id = k.person_id WHERE k.id = :id;

-- name:  SEARCH_NAMES_PERSON
-- in:    id int
-- out:   name text, unit text, post text
-- scope: none(job)
SELECT name, unit, post FROM person WHERE canonical_id = :id AND voided = 0 ORDER BY CASE WHEN id = :id THEN 0 ELSE 1 END, id;

-- name:  SEARCH_WITH_PERSON
-- in:    id int
-- out:   kind text, record_id int
-- scope: none(job: what shows this person's name)
SELECT 'lead', lead_id FROM lead_person WHERE person_id = :id
UNION SELECT 'case', id FROM casefile WHERE person_id = :id
UNION SELECT 'person', canonical_id FROM person WHERE id = :id
UNION SELECT 'person', into_id FROM person_merge WHERE from_id = :id
UNION SELECT 'person', from_id FROM person_merge WHERE into_id = :id;
