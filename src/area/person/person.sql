-- name:  PERSON_ADD
-- in:    id int, ref int, organ_id int, name text, name_sort text, initials text, id_no text, unit text, post text, rank text, party_member int, public_office int, is_organisation int
-- scope: none(made for the viewer's own organ)
INSERT INTO person (id, ref, canonical_id, organ_id, name, name_sort, initials, id_no, unit, post, rank, party_member, public_office,
       is_organisation)
VALUES (:id, :ref, :id, :organ_id, :name, :name_sort, :initials, :id_no, :unit, :post, :rank, :party_member, :public_office,
       :is_organisation);

-- name:  PERSON_EDIT
-- in:    id int, rev int, name text, name_sort text, initials text, id_no text, unit text, post text, rank text, party_member int, public_office int
-- scope: none(the caller loaded the person through its scope)
UPDATE person SET name = :name, name_sort = :name_sort, initials = :initials, id_no = :id_no, unit = :unit, post = :post, rank = :rank,
       party_member = :party_member, public_office = :public_office, rev = rev + 1
 WHERE id = :id AND rev = :rev AND voided = 0;

-- name:  PERSON_BY_REF
-- in:    viewer int, ref int
-- out:   id int, ref int, canonical_id int, organ_id int, rev int, name text, id_no text, unit text, post text, rank text, party_member int, public_office int, is_organisation int, voided int
-- scope: viewer
SELECT p.id, p.ref, p.canonical_id, p.organ_id, p.rev, p.name, p.id_no, p.unit, p.post, p.rank, p.party_member, p.public_office,
       p.is_organisation, p.voided
  FROM person p WHERE p.ref = :ref AND @visible(person, p);

-- name:  PERSON_BY_ID
-- in:    id int
-- out:   id int, ref int, canonical_id int, organ_id int, rev int, name text, id_no text, unit text, post text, rank text, party_member int, public_office int, is_organisation int, voided int
-- scope: none(part of a record that the caller loaded through its scope)
SELECT p.id, p.ref, p.canonical_id, p.organ_id, p.rev, p.name, p.id_no, p.unit, p.post, p.rank, p.party_member, p.public_office,
       p.is_organisation, p.voided
  FROM person p WHERE p.id = :id;

-- name:  PERSON_CHOSEN
-- in:    viewer int, id int
-- out:   id int, ref int, canonical_id int, organ_id int, rev int, name text, id_no text, unit text, post text, rank text, party_member int, public_office int, is_organisation int, voided int
-- scope: viewer
SELECT p.id, p.ref, p.canonical_id, p.organ_id, p.rev, p.name, p.id_no, p.unit, p.post, p.rank, p.party_member, p.public_office,
       p.is_organisation, p.voided
  FROM person p WHERE p.id = :id AND @visible(person, p);

-- name:  PERSON_PICK
-- in:    viewer int, typed text, organ_id int, top int, numbers int
-- out:   id int, ref int, canonical_id int, organ_id int, rev int, name text, id_no text, unit text, post text, rank text, party_member int, public_office int, is_organisation int, voided int
-- scope: viewer
SELECT p.id, p.ref, p.canonical_id, p.organ_id, p.rev, p.name, p.id_no, p.unit, p.post, p.rank, p.party_member, p.public_office,
       p.is_organisation, p.voided
  FROM person p
 WHERE p.organ_id = :organ_id AND p.voided = 0 AND p.canonical_id = p.id
   AND (p.name LIKE :typed OR p.initials LIKE :typed OR (:numbers = 1 AND p.id_no LIKE :typed)) AND @visible(person, p)
 ORDER BY p.name_sort, p.id LIMIT :top;

-- name:  PERSON_SAME
-- in:    organ_id int, name text
-- out:   id int, ref int, canonical_id int, organ_id int, rev int, name text, id_no text, unit text, post text, rank text, party_member int, public_office int, is_organisation int, voided int
-- scope: none(finding the person that a registration means; nothing of it is shown)
SELECT p.id, p.ref, p.canonical_id, p.organ_id, p.rev, p.name, p.id_no, p.unit, p.post, p.rank, p.party_member, p.public_office,
       p.is_organisation, p.voided
  FROM person p WHERE p.organ_id = :organ_id AND p.name = :name AND p.voided = 0 ORDER BY p.id;

-- name:  PERSON_CANONICAL
-- in:    from_id int, into_id int
-- scope: none(the caller loaded both persons through their scope)
UPDATE person SET canonical_id = :into_id, rev = rev + 1 WHERE canonical_id = :from_id;

-- name:  PERSON_MERGE_ADD
-- in:    id int, from_id int, into_id int, by_user int, at_ms int
-- scope: none(the caller loaded both persons through their scope)
INSERT INTO person_merge (id, from_id, into_id, by_user, at_ms) VALUES (:id, :from_id, :into_id, :by_user, :at_ms);

-- name:  PERSON_MERGE_UNDO
-- in:    from_id int, at_ms int
-- scope: none(the caller loaded the person through its scope)
UPDATE person_merge SET undone_at_ms = :at_ms WHERE from_id = :from_id AND undone_at_ms IS NULL;

-- name:  PERSON_MERGES
-- out:   from_id int, into_id int
-- in:    into_id int
-- scope: none(merges in force below one person, to find who is whose)
SELECT from_id, into_id FROM person_merge WHERE undone_at_ms IS NULL AND (into_id = :into_id OR from_id = :into_id) ORDER BY id;

-- name:  PERSON_CANONICAL_ONE
-- in:    id int, canonical_id int
-- scope: none(the caller loaded the person through its scope)
UPDATE person SET canonical_id = :canonical_id, rev = rev + 1 WHERE id = :id;

-- name:  PERSON_ALIKE
-- in:    viewer int, canonical_id int, organ_id int, name text, id_no text
-- out:   id int, ref int, canonical_id int, organ_id int, rev int, name text, id_no text, unit text, post text, rank text, party_member int, public_office int, is_organisation int, voided int
-- scope: viewer
SELECT p.id, p.ref, p.canonical_id, p.organ_id, p.rev, p.name, p.id_no, p.unit, p.post, p.rank, p.party_member, p.public_office,
       p.is_organisation, p.voided
  FROM person p
 WHERE p.canonical_id = p.id AND p.id <> :canonical_id AND p.organ_id = :organ_id AND p.voided = 0
   AND (p.name = :name OR (:id_no <> '' AND p.id_no = :id_no)) AND @visible(person, p)
 ORDER BY p.name_sort, p.id LIMIT 50;

-- name:  PERSON_MERGED_IN
-- in:    viewer int, canonical_id int
-- out:   id int, ref int, canonical_id int, organ_id int, rev int, name text, id_no text, unit text, post text, rank text, party_member int, public_office int, is_organisation int, voided int
-- scope: viewer
SELECT p.id, p.ref, p.canonical_id, p.organ_id, p.rev, p.name, p.id_no, p.unit, p.post, p.rank, p.party_member, p.public_office,
       p.is_organisation, p.voided
  FROM person p WHERE p.canonical_id = :canonical_id AND p.id <> :canonical_id AND @visible(person, p) ORDER BY p.id LIMIT 50;

-- name:  PERSON_PETITIONS
-- in:    viewer int, canonical_id int, name_fold text, unit_fold text
-- out:   kind text, ref int, no text, subject text, state text, dated date
-- scope: viewer
SELECT 'petition', p.ref, p.no, p.subject, p.state, p.registered_on
  FROM petition p WHERE p.voided = 0 AND @visible(petition, p)
   AND p.id IN (SELECT r.petition_id FROM petition_person r
                 WHERE r.person_id IN (SELECT s.id FROM person s WHERE s.canonical_id = :canonical_id)
                    OR (r.name_fold = :name_fold AND r.unit_fold = :unit_fold AND :unit_fold <> ''))
 ORDER BY p.registered_on DESC, p.id DESC LIMIT 100;

-- name:  PERSON_LEADS
-- in:    viewer int, canonical_id int
-- out:   kind text, ref int, no text, subject text, state text, dated date
-- scope: viewer
SELECT 'lead', l.ref, l.no, l.subject, l.state, l.registered_on
  FROM lead l WHERE l.voided = 0 AND @visible(lead, l)
   AND l.id IN (SELECT r.lead_id FROM lead_person r JOIN person s ON s.id = r.person_id WHERE s.canonical_id = :canonical_id)
 ORDER BY l.registered_on DESC, l.id DESC LIMIT 100;

-- name:  PERSON_CASES
-- in:    viewer int, canonical_id int
-- out:   kind text, ref int, no text, subject text, state text, dated date
-- scope: viewer
SELECT 'case', k.ref, CASE WHEN k.filed_on IS NULL THEN '' ELSE k.no END, k.subject, k.state, COALESCE(k.filed_on, k.proposed_on)
  FROM casefile k JOIN person s ON s.id = k.person_id
 WHERE s.canonical_id = :canonical_id AND k.voided = 0 AND @visible(casefile, k)
 ORDER BY k.id DESC LIMIT 100;

-- name:  PERSON_RESULTS
-- in:    viewer int, canonical_id int
-- out:   kind text, ref int, no text, subject text, state text, dated date
-- scope: viewer
SELECT 'result', r.ref, r.no, r.code, r.state, r.decided_on
  FROM rpt_result r JOIN person s ON s.id = r.person_id
 WHERE s.canonical_id = :canonical_id AND r.voided = 0 AND @visible(result, r)
 ORDER BY r.id DESC LIMIT 100;

-- name:  PERSON_UNITS
-- in:    viewer int, organ_id int
-- out:   unit text
-- scope: viewer
SELECT u.unit FROM (
    SELECT DISTINCT p.unit AS unit FROM person p WHERE p.organ_id = :organ_id AND p.voided = 0 AND p.unit <> '' AND @visible(person, p)
    UNION SELECT r.unit FROM petition_person r WHERE r.unit <> '' AND r.petition_id IN (
        SELECT p.id FROM petition p WHERE p.organ_id = :organ_id AND p.voided = 0 AND @visible(petition, p) ORDER BY p.id DESC LIMIT 500)) u
 ORDER BY u.unit LIMIT 4000;

-- name:  ORGAN_NAMES
-- out:   name text
-- scope: none(names of organs are no secret)
SELECT o.name FROM organ o ORDER BY o.name LIMIT 4000;

-- name:  PERSON_LEAD_IDS
-- in:    person_id int
-- out:   id int
-- scope: none(what hangs on a person, for who must not see it)
SELECT lead_id FROM lead_person WHERE person_id = :person_id ORDER BY lead_id;

-- name:  PERSON_CASE_IDS
-- in:    person_id int
-- out:   id int
-- scope: none(what hangs on a person, for who must not see it)
SELECT id FROM casefile WHERE person_id = :person_id ORDER BY id;

-- name:  PERSON_PETITION_IDS
-- in:    person_id int
-- out:   id int
-- scope: none(what hangs on a person, for who must not see it)
SELECT petition_id FROM petition_person WHERE person_id = :person_id ORDER BY petition_id;
