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

-- name:  PERSON_PICK
-- in:    viewer int, typed text, organ_id int, top int
-- out:   id int, ref int, canonical_id int, organ_id int, rev int, name text, id_no text, unit text, post text, rank text, party_member int, public_office int, is_organisation int, voided int
-- scope: viewer
SELECT p.id, p.ref, p.canonical_id, p.organ_id, p.rev, p.name, p.id_no, p.unit, p.post, p.rank, p.party_member, p.public_office,
       p.is_organisation, p.voided
  FROM person p
 WHERE p.organ_id = :organ_id AND p.voided = 0 AND p.canonical_id = p.id
   AND (p.name LIKE :typed OR p.initials LIKE :typed OR p.id_no LIKE :typed) AND @visible(person, p)
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
UPDATE person SET canonical_id = :into_id, rev = rev + 1 WHERE canonical_id = :from_id AND voided = 0;

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
