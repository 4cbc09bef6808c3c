-- name:  SEARCH_HITS
-- in:    viewer int, petition int, lead int, case int, person int, state text, organ_id int, low int, high int, top int, match text
-- out:   doc int, kind text, id int
-- scope: viewer
-- only:  sqlite
SELECT d.doc, d.kind, d.id
  FROM search_fts f CROSS JOIN (SELECT s.id AS doc, s.kind, s.record_id AS id, s.organ_id, s.office_id, s.assignee_id, s.state FROM search_doc s) d ON d.doc = f.rowid
 WHERE search_fts MATCH :match AND f.rowid >= :low AND f.rowid < :high
   AND ((:petition = 1 AND d.kind = 'petition' AND @visible(petition, d)) OR (:lead = 1 AND d.kind = 'lead' AND @visible(lead, d))
     OR (:case = 1 AND d.kind = 'case' AND @visible(casefile, d)) OR (:person = 1 AND d.kind = 'person' AND @visible(person, d)))
   AND (:state = '' OR d.state = :state) AND (:organ_id = 0 OR d.organ_id = :organ_id)
 ORDER BY f.rowid DESC LIMIT :top;

-- name:  SEARCH_HITS_TEXT
-- in:    viewer int, petition int, lead int, case int, person int, state text, organ_id int, low int, high int, top int, match text
-- out:   doc int, kind text, id int, body text, num text
-- scope: viewer
-- only:  sqlite
SELECT d.doc, d.kind, d.id, t.body, t.num
  FROM search_fts f CROSS JOIN (SELECT s.id AS doc, s.kind, s.record_id AS id, s.organ_id, s.office_id, s.assignee_id, s.state FROM search_doc s) d ON d.doc = f.rowid
  CROSS JOIN search_text t ON t.id = f.rowid
 WHERE search_fts MATCH :match AND f.rowid >= :low AND f.rowid < :high
   AND ((:petition = 1 AND d.kind = 'petition' AND @visible(petition, d)) OR (:lead = 1 AND d.kind = 'lead' AND @visible(lead, d))
     OR (:case = 1 AND d.kind = 'case' AND @visible(casefile, d)) OR (:person = 1 AND d.kind = 'person' AND @visible(person, d)))
   AND (:state = '' OR d.state = :state) AND (:organ_id = 0 OR d.organ_id = :organ_id)
 ORDER BY f.rowid DESC LIMIT :top;

-- name:  SEARCH_HITS_PG
-- in:    viewer int, petition int, lead int, case int, person int, state text, organ_id int, low int, high int, top int, grams text, words text, numbers text
-- out:   doc int, kind text, id int, body text, num text
-- scope: viewer
-- only:  pg
SELECT d.doc, d.kind, d.id, t.body, t.num
  FROM (SELECT s.id AS doc, s.kind, s.record_id AS id, s.organ_id, s.office_id, s.assignee_id, s.state FROM search_doc s) d JOIN search_text t ON t.id = d.doc
 WHERE t.grams @> string_to_array(:grams, ' ') AND d.doc >= :low AND d.doc < :high
   AND NOT EXISTS (SELECT 1 FROM unnest(string_to_array(:words, chr(10)), string_to_array(:numbers, chr(10))) AS w (word, num)
                   WHERE strpos(t.fold, w.word) = 0 AND (COALESCE(w.num, '') = '' OR strpos(t.num_fold, w.num) = 0))
   AND ((:petition = 1 AND d.kind = 'petition' AND @visible(petition, d)) OR (:lead = 1 AND d.kind = 'lead' AND @visible(lead, d))
     OR (:case = 1 AND d.kind = 'case' AND @visible(casefile, d)) OR (:person = 1 AND d.kind = 'person' AND @visible(person, d)))
   AND (:state = '' OR d.state = :state) AND (:organ_id = 0 OR d.organ_id = :organ_id)
 ORDER BY d.doc DESC LIMIT :top;

-- name:  SEARCH_WAITING_OF
-- in:    kind text, top int
-- out:   record_id int
-- scope: none(candidates for a list, whose own statement asks the row scope)
SELECT DISTINCT record_id FROM outbox WHERE topic = 'search' AND kind = :kind LIMIT :top;

-- name:  SEARCH_CANDIDATES
-- in:    kind text, match text, top int
-- out:   record_id int
-- scope: none(candidates for a list, whose own statement asks the row scope)
-- only:  sqlite
SELECT d.record_id FROM search_fts f CROSS JOIN search_doc d ON d.id = f.rowid
 WHERE search_fts MATCH :match AND d.kind = :kind LIMIT :top;

-- name:  SEARCH_CANDIDATES_PG
-- in:    kind text, grams text, top int
-- out:   record_id int
-- scope: none(candidates for a list, whose own statement asks the row scope)
-- only:  pg
SELECT d.record_id FROM search_doc d JOIN search_text t ON t.id = d.id
 WHERE t.grams @> string_to_array(:grams, ' ') AND d.kind = :kind LIMIT :top;

-- name:  SEARCH_BODY
-- in:    id int
-- out:   body text
-- scope: none(of a hit that was found within the viewer's scope)
SELECT body FROM search_text WHERE id = :id;

-- name:  SEARCH_SCOPE
-- in:    viewer int
-- out:   organ_id int, office_id int
-- scope: none(the asking user's own)
SELECT organ_id, office_id FROM user_scope WHERE user_id = :viewer ORDER BY organ_id, office_id;

-- name:  SEARCH_SCOPE_LACKS
-- in:    viewer int
-- out:   n int
-- scope: none(organs whose every row this user may not see)
SELECT count(*) FROM organ o WHERE o.in_program = 1
   AND NOT EXISTS (SELECT 1 FROM user_scope s WHERE s.user_id = :viewer AND s.organ_id = o.id AND s.office_id = 0)
   AND EXISTS (SELECT 1 FROM search_doc d WHERE d.organ_id = o.id);

-- name:  SEARCH_ORGANS
-- in:    viewer int
-- out:   code text, name text, id int
-- scope: none(organs of the asking user's own scope)
SELECT o.code, o.name, o.id FROM organ o WHERE o.in_program = 1
   AND EXISTS (SELECT 1 FROM user_scope s WHERE s.user_id = :viewer AND s.organ_id = o.id) ORDER BY o.code;

-- name:  SEARCH_ROW_PETITION
-- in:    viewer int, id int
-- out:   ref int, no text, title text, state text, workflow int, on date, person text
-- scope: viewer
SELECT p.ref, p.no, p.subject, p.state, p.workflow, p.registered_on,
       (SELECT r.name FROM petition_person r WHERE r.petition_id = p.id ORDER BY r.ord, r.id LIMIT 1)
  FROM petition p WHERE p.id = :id AND p.voided = 0 AND @visible(petition, p);

-- name:  SEARCH_ROW_LEAD
-- in:    viewer int, id int
-- out:   ref int, no text, title text, state text, workflow int, on date, person text
-- scope: viewer
SELECT l.ref, l.no, l.subject, l.state, l.workflow, l.registered_on,
       (SELECT q.name FROM lead_person r JOIN person q ON q.id = r.person_id WHERE r.lead_id = l.id ORDER BY r.person_id LIMIT 1)
  FROM lead l WHERE l.id = :id AND l.voided = 0 AND @visible(lead, l);

-- name:  SEARCH_ROW_CASE
-- in:    viewer int, id int
-- out:   ref int, no text, title text, state text, workflow int, on date, person text
-- scope: viewer
SELECT k.ref, CASE WHEN k.filed_on IS NULL THEN '' ELSE k.no END, k.subject, k.state, k.workflow, COALESCE(k.filed_on, k.proposed_on), q.name
  FROM casefile k JOIN person q ON q.id = k.person_id WHERE k.id = :id AND k.voided = 0 AND @visible(casefile, k);

-- name:  SEARCH_ROW_PERSON
-- in:    viewer int, id int
-- out:   ref int, no text, title text, state text, workflow int, on date, person text
-- scope: viewer
SELECT p.ref, '', p.name, '', 0, NULL, p.unit || ' ' || p.post
  FROM person p WHERE p.id = :id AND p.voided = 0 AND p.canonical_id = p.id AND @visible(person, p);

-- name:  SEARCH_LAG
-- out:   at_ms int
-- scope: none(how far the index is behind; no record is named)
SELECT COALESCE(min(at_ms), 0) FROM (SELECT at_ms FROM outbox WHERE topic = 'search' ORDER BY id LIMIT 1) AS oldest;

-- name:  SEARCH_ASKED_ADD
-- in:    ref int, user_id int, words text, kind text, state text, organ text, from_on date, to_on date, at_ms int
-- scope: none(the asking user's own)
INSERT INTO search_asked (ref, user_id, words, kind, state, organ, from_on, to_on, at_ms)
VALUES (:ref, :user_id, :words, :kind, :state, :organ, :from_on, :to_on, :at_ms);

-- name:  SEARCH_ASKED
-- in:    ref int, user_id int
-- out:   words text, kind text, state text, organ text, from_on date, to_on date
-- scope: none(the asking user's own)
SELECT words, kind, state, organ, from_on, to_on FROM search_asked WHERE ref = :ref AND user_id = :user_id;

-- name:  SEARCH_ASKED_SWEEP
-- in:    before int
-- scope: none(words are not kept)
DELETE FROM search_asked WHERE at_ms < :before;
