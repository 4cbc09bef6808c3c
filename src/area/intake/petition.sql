-- name:  PETITION_ADD
-- in:    id int, ref int, no text, old_no text, organ_id int, office_id int, origin_id int, registered_on date, received_on date, channel text, source text, source_organ_id int, source_organ text, sender_no text, class text, conduct text, subject text, body text, body_fold text, place text, place_fold text, person text, rank text, received_at_ms int, reply text, replied_at_ms int, imported_key text, state text, workflow int, repeat_of int, made_by int, made_at_ms int
-- scope: none(registered for the viewer's own organ)
INSERT INTO petition (id, ref, no, old_no, organ_id, office_id, origin_id, registered_on, received_on, channel, source,
       source_organ_id, source_organ, sender_no, class, conduct, subject, body, body_fold, place, place_fold, person, rank, received_at_ms, reply, replied_at_ms,
       imported_key, state, workflow, repeat_of, made_by, made_at_ms)
VALUES (:id, :ref, :no, :old_no, :organ_id, :office_id, :origin_id, :registered_on, :received_on, :channel, :source,
       :source_organ_id, :source_organ, :sender_no, :class, :conduct, :subject, :body, :body_fold, :place, :place_fold, :person, :rank, :received_at_ms, :reply,
       :replied_at_ms, :imported_key, :state, :workflow, :repeat_of, :made_by, :made_at_ms)
    ON CONFLICT (organ_id, imported_key) DO NOTHING;

-- name:  PETITION_EDIT
-- in:    id int, rev int, old_no text, received_on date, channel text, source text, source_organ_id int, source_organ text, sender_no text, class text, conduct text, subject text, body text, body_fold text, place text, place_fold text, person text, rank text
-- scope: none(the caller loaded the record through its scope; the swap finds it unchanged)
UPDATE petition SET rev = rev + 1, old_no = :old_no, received_on = :received_on, channel = :channel, source = :source,
       source_organ_id = :source_organ_id, source_organ = :source_organ, sender_no = :sender_no, class = :class, conduct = :conduct,
       subject = :subject, body = :body, body_fold = :body_fold, place = :place, place_fold = :place_fold, person = :person, rank = :rank
 WHERE id = :id AND rev = :rev AND voided = 0;

-- name:  PETITION_PERSON_ADD
-- in:    id int, petition_id int, ord int, person_id int, name text, name_fold text, unit text, unit_fold text, post text, rank text
-- scope: none(part of a petition that the caller may change)
INSERT INTO petition_person (id, petition_id, ord, person_id, name, name_fold, unit, unit_fold, post, rank)
VALUES (:id, :petition_id, :ord, :person_id, :name, :name_fold, :unit, :unit_fold, :post, :rank);

-- name:  PETITION_PERSONS_CLEAR
-- in:    petition_id int
-- scope: none(part of a petition that the caller may change)
DELETE FROM petition_person WHERE petition_id = :petition_id;

-- name:  PETITION_TAG_ADD
-- in:    petition_id int, topic text
-- scope: none(part of a petition that the caller may change)
INSERT INTO petition_tag (petition_id, topic) VALUES (:petition_id, :topic) ON CONFLICT (petition_id, topic) DO NOTHING;

-- name:  PETITION_TAGS_CLEAR
-- in:    petition_id int
-- scope: none(part of a petition that the caller may change)
DELETE FROM petition_tag WHERE petition_id = :petition_id;

-- name:  PETITION_CONDUCT_ADD
-- in:    petition_id int, conduct text
-- scope: none(part of a petition that the caller may change)
INSERT INTO petition_conduct (petition_id, conduct) VALUES (:petition_id, :conduct)
    ON CONFLICT (petition_id, conduct) DO NOTHING;

-- name:  PETITION_CONDUCT_CLEAR
-- in:    petition_id int
-- scope: none(part of a petition that the caller may change)
DELETE FROM petition_conduct WHERE petition_id = :petition_id;

-- name:  PETITION_BY_REF
-- in:    viewer int, ref int
-- out:   id int, ref int, no text, old_no text, organ_id int, office_id int, assignee_id int, origin_id int, registered_on date, received_on date, channel text, source text, source_organ_id int, sender_no text, class text, subject text, body text, place text, received_at_ms int, reply text, replied_at_ms int, state text, workflow int, repeat_of int, due_on date, voided int, void_reason text, rev int, organ_name text, office_name text, assignee_name text, source_name text, source_organ text, made_by int
-- scope: viewer
SELECT p.id, p.ref, p.no, p.old_no, p.organ_id, p.office_id, p.assignee_id, p.origin_id, p.registered_on, p.received_on,
       p.channel, p.source, p.source_organ_id, p.sender_no, p.class, p.subject, p.body, p.place, p.received_at_ms, p.reply,
       p.replied_at_ms, p.state, p.workflow, p.repeat_of, p.due_on, p.voided, p.void_reason, p.rev, o.name, f.name, u.name, s.name,
       p.source_organ, p.made_by
  FROM petition p JOIN organ o ON o.id = p.organ_id LEFT JOIN office f ON f.id = p.office_id
  LEFT JOIN app_user u ON u.id = p.assignee_id LEFT JOIN organ s ON s.id = p.source_organ_id
 WHERE p.ref = :ref AND @visible(petition, p);

-- name:  PETITION_PERSONS
-- in:    petition_id int
-- out:   name text, unit text, post text, rank text, person_id int
-- scope: none(part of a petition that the caller loaded through its scope)
SELECT name, unit, post, rank, person_id FROM petition_person WHERE petition_id = :petition_id ORDER BY ord, id;

-- name:  PETITION_TAGS
-- in:    petition_id int
-- out:   topic text
-- scope: none(part of a petition that the caller loaded through its scope)
SELECT topic FROM petition_tag WHERE petition_id = :petition_id ORDER BY topic;

-- name:  PETITION_CONDUCTS
-- in:    petition_id int
-- out:   conduct text
-- scope: none(part of a petition that the caller loaded through its scope)
SELECT conduct FROM petition_conduct WHERE petition_id = :petition_id ORDER BY conduct;

-- name:  PETITION_SAME_TEXT
-- in:    viewer int, body_fold text, except_id int
-- out:   ref int, id int, no text, subject text, state text, registered_on date
-- scope: viewer
SELECT p.ref, p.id, p.no, p.subject, p.state, p.registered_on
  FROM petition p WHERE p.body_fold = :body_fold AND p.id <> :except_id AND p.voided = 0 AND @visible(petition, p)
 ORDER BY p.registered_on, p.id LIMIT 20;

-- name:  PETITION_SAME_PERSON
-- in:    viewer int, name_fold text, unit_fold text, place_fold text, except_id int
-- out:   ref int, id int, no text, subject text, state text, registered_on date
-- scope: viewer
SELECT p.ref, p.id, p.no, p.subject, p.state, p.registered_on
  FROM petition p WHERE p.id <> :except_id AND p.voided = 0 AND @visible(petition, p)
   AND p.id IN (SELECT r.petition_id FROM petition_person r JOIN petition x ON x.id = r.petition_id
                 WHERE r.name_fold = :name_fold AND ((r.unit_fold = :unit_fold AND r.unit_fold <> '')
                    OR (x.place_fold = :place_fold AND x.place_fold <> '')))
 ORDER BY p.registered_on DESC, p.id DESC LIMIT 20;

-- name:  PETITION_JOINED
-- in:    viewer int, head_id int
-- out:   ref int, id int, no text, subject text, state text, registered_on date
-- scope: viewer
SELECT p.ref, p.id, p.no, p.subject, p.state, p.registered_on
  FROM petition p WHERE (p.repeat_of = :head_id OR p.id = :head_id) AND @visible(petition, p)
 ORDER BY p.registered_on, p.id LIMIT 100;

-- name:  PETITION_HAS_REPEATS
-- in:    id int
-- out:   n int
-- scope: none(may the registration of a record that the caller loaded be taken back)
SELECT count(*) FROM petition p WHERE p.repeat_of = :id;

-- name:  PETITION_RESTORE
-- in:    id int, rev int, office_id int, assignee_id int, due_on date, repeat_of int
-- scope: none(the caller loaded the record through its scope; the swap finds it unchanged)
UPDATE petition SET office_id = :office_id, assignee_id = :assignee_id, due_on = :due_on, repeat_of = :repeat_of, rev = rev + 1
 WHERE id = :id AND rev = :rev AND voided = 0;

-- name:  BEFORE_ADD
-- in:    kind text, record_id int, rev int, body text
-- scope: none(how a record that the caller may change was before the change)
INSERT INTO before_image (kind, record_id, rev, body) VALUES (:kind, :record_id, :rev, :body)
    ON CONFLICT (kind, record_id, rev) DO NOTHING;

-- name:  BEFORE_LOAD
-- in:    kind text, record_id int, rev int
-- out:   body text
-- scope: none(part of a record that the caller loaded through its scope)
SELECT body FROM before_image WHERE kind = :kind AND record_id = :record_id AND rev = :rev;

-- name:  ORGAN_MEANT
-- out:   id int, name text, code text
-- scope: none(names of organs are no secret)
SELECT id, name, code FROM organ ORDER BY id;

-- name:  PETITION_JOIN
-- in:    id int, rev int, repeat_of int
-- scope: none(the caller loaded both records through their scope)
UPDATE petition SET repeat_of = :repeat_of, rev = rev + 1 WHERE id = :id AND rev = :rev AND voided = 0;

-- name:  PETITION_VOID
-- in:    id int, rev int, reason text
-- scope: none(the caller loaded the record through its scope)
UPDATE petition SET voided = 1, void_reason = :reason, rev = rev + 1 WHERE id = :id AND rev = :rev AND voided = 0;

-- name:  PETITION_ASSIGN
-- in:    id int, rev int, office_id int, assignee_id int, due_on date
-- scope: none(the caller loaded the record through its scope)
UPDATE petition SET office_id = :office_id, assignee_id = :assignee_id, due_on = :due_on, rev = rev + 1
 WHERE id = :id AND rev = :rev AND voided = 0;

-- name:  PETITION_KEY_KNOWN
-- in:    organ_id int, imported_key text
-- out:   no text
-- scope: none(names a row that the importer brings again)
SELECT no FROM petition WHERE organ_id = :organ_id AND imported_key = :imported_key;
