-- name:  STAT_TREE
-- in:    root int, on date
-- out:   id int
-- scope: none(official figures have organ scope, computed by the statistics role)
WITH RECURSIVE tree (id) AS (
    SELECT CAST(:root AS INTEGER)
    UNION
    SELECT p.organ_id FROM organ_parent p JOIN tree t ON p.parent_id = t.id
     WHERE p.valid_from <= :on AND (p.valid_to IS NULL OR p.valid_to >= :on))
SELECT id FROM tree ORDER BY id;

-- name:  STAT_REGISTERS
-- in:    organ_id int
-- out:   register text, opened_on date
-- scope: none(official figures have organ scope)
SELECT register, opened_on FROM register_opened WHERE organ_id = :organ_id ORDER BY register;

-- name:  STAT_ORGAN_NAME
-- in:    organ_id int, on date
-- out:   district text, account text
-- scope: none(official figures have organ scope)
SELECT district, account FROM organ_name WHERE organ_id = :organ_id AND valid_from <= :on AND (valid_to IS NULL OR valid_to >= :on)
 ORDER BY valid_from DESC, id DESC LIMIT 1;

-- name:  STAT_PETITIONS
-- in:    viewer int, organ_id int, from date, to date
-- out:   id int, ref int, origin_id int, registered_on date, channel text, source text, source_organ_id int, class text, handed int
-- scope: none(viewer 0: official figures, organ scope; else the rows he may see)
SELECT p.id, p.ref, p.origin_id, p.registered_on, p.channel, p.source, p.source_organ_id, p.class,
       p.origin_id <> p.id OR EXISTS (SELECT 1 FROM petition x WHERE x.origin_id = p.id AND x.origin_id <> x.id)
  FROM petition p WHERE p.organ_id = :organ_id AND p.registered_on >= :from AND p.registered_on <= :to AND p.voided = 0
   AND (:viewer = 0 OR @visible(petition, p))
 ORDER BY p.registered_on, p.id;

-- name:  STAT_PETITION_ORIGIN
-- in:    origin_id int
-- out:   id int, organ_id int, registered_on date
-- scope: none(official figures have organ scope)
SELECT id, organ_id, registered_on FROM petition WHERE origin_id = :origin_id AND voided = 0 ORDER BY registered_on, id;

-- name:  STAT_PETITION_TAGS
-- in:    organ_id int, from date, to date
-- out:   petition_id int, topic text
-- scope: none(official figures have organ scope)
SELECT p.id, t.topic FROM petition p JOIN petition_tag t ON t.petition_id = p.id
 WHERE p.organ_id = :organ_id AND p.registered_on >= :from AND p.registered_on <= :to AND p.voided = 0
 ORDER BY p.registered_on, p.id, t.topic;

-- name:  STAT_PETITION_CONDUCT
-- in:    organ_id int, from date, to date
-- out:   petition_id int, conduct text
-- scope: none(official figures have organ scope)
SELECT p.id, t.conduct FROM petition p JOIN petition_conduct t ON t.petition_id = p.id
 WHERE p.organ_id = :organ_id AND p.registered_on >= :from AND p.registered_on <= :to AND p.voided = 0
 ORDER BY p.registered_on, p.id, t.conduct;

-- name:  STAT_PETITION_RANKS
-- in:    organ_id int, from date, to date
-- out:   petition_id int, rank text
-- scope: none(official figures have organ scope)
SELECT p.id, r.rank FROM petition p JOIN petition_person r ON r.petition_id = p.id
 WHERE p.organ_id = :organ_id AND p.registered_on >= :from AND p.registered_on <= :to AND p.voided = 0 AND r.rank IS NOT NULL
 ORDER BY p.registered_on, p.id, r.ord;

-- name:  STAT_DISPOSALS
-- in:    viewer int, organ_id int, from date, to date
-- out:   id int, ref int, lead_id int, origin_id int, approved_on date, method text
-- scope: none(viewer 0: official figures, organ scope; else the rows he may see)
SELECT d.id, l.ref, d.lead_id, l.origin_id, d.approved_on, d.method
  FROM disposal d JOIN lead l ON l.id = d.lead_id
 WHERE d.organ_id = :organ_id AND d.approved_on >= :from AND d.approved_on <= :to AND d.voided = 0 AND l.voided = 0
   AND (:viewer = 0 OR @visible(lead, l))
 ORDER BY d.approved_on, d.id;

-- name:  STAT_DISPOSAL_TAGS
-- in:    organ_id int, from date, to date
-- out:   origin_id int, topic text
-- scope: none(laid beside disposals that were found already)
SELECT DISTINCT l.origin_id, t.topic
  FROM disposal d JOIN lead l ON l.id = d.lead_id JOIN lead x ON x.origin_id = l.origin_id JOIN lead_tag t ON t.lead_id = x.id
 WHERE d.organ_id = :organ_id AND d.approved_on >= :from AND d.approved_on <= :to AND d.voided = 0 AND l.voided = 0 AND x.voided = 0
 ORDER BY l.origin_id, t.topic;

-- name:  STAT_ORIGIN_TAGS
-- in:    origin_id int
-- out:   topic text
-- scope: none(official figures have organ scope)
SELECT DISTINCT t.topic FROM lead l JOIN lead_tag t ON t.lead_id = l.id
 WHERE l.origin_id = :origin_id AND l.voided = 0 ORDER BY t.topic;

-- name:  STAT_CASES
-- in:    viewer int, organ_id int, from date, to date
-- out:   id int, ref int, filed_on date, rank text, is_organisation int
-- scope: none(viewer 0: official figures, organ scope; else the rows he may see)
SELECT k.id, k.ref, k.filed_on, k.rank, k.is_organisation
  FROM casefile k
 WHERE k.organ_id = :organ_id AND k.filed_on >= :from AND k.filed_on <= :to AND k.voided = 0
   AND (NOT EXISTS (SELECT 1 FROM case_lead c WHERE c.case_id = k.id AND c.parted_at_ms IS NULL)
        OR EXISTS (SELECT 1 FROM case_lead c JOIN lead l ON l.id = c.lead_id
                    WHERE c.case_id = k.id AND c.parted_at_ms IS NULL AND l.voided = 0))
   AND (:viewer = 0 OR @visible(casefile, k))
 ORDER BY k.filed_on, k.id;

-- name:  STAT_RESULTS
-- in:    viewer int, organ_id int, from date, to date
-- out:   id int, ref int, counted_on date, family text, code text, basis text, topic text, campaign text, lead_id int, case_id int, person_id int, is_organisation int, case_rank text, case_party_member int
-- scope: none(viewer 0: official figures, organ scope; else the rows he may see)
SELECT r.id, r.ref, r.counted_on, r.family, r.code, r.basis, r.topic, r.campaign, r.lead_id, r.case_id, q.canonical_id,
       q.is_organisation,
       CASE WHEN r.case_id IS NOT NULL THEN k.rank ELSE (SELECT max(f.rank) FROM lead_person f JOIN person z ON z.id = f.person_id
         WHERE f.lead_id = r.lead_id AND z.canonical_id = q.canonical_id) END, k.party_member
  FROM result r JOIN person q ON q.id = r.person_id LEFT JOIN casefile k ON k.id = r.case_id LEFT JOIN lead l ON l.id = r.lead_id
       LEFT JOIN disposal d ON d.id = r.disposal_id
 WHERE r.organ_id = :organ_id AND r.counted_on >= :from AND r.counted_on <= :to AND r.voided = 0
   AND (r.case_id IS NULL OR (k.voided = 0
        AND (NOT EXISTS (SELECT 1 FROM case_lead c WHERE c.case_id = r.case_id AND c.parted_at_ms IS NULL)
             OR EXISTS (SELECT 1 FROM case_lead c JOIN lead x ON x.id = c.lead_id
                         WHERE c.case_id = r.case_id AND c.parted_at_ms IS NULL AND x.voided = 0))))
   AND (r.case_id IS NOT NULL OR ((r.lead_id IS NULL OR l.voided = 0) AND (r.disposal_id IS NULL OR d.voided = 0)))
   AND (:viewer = 0 OR ((r.case_id IS NULL OR @visible(casefile, k)) AND (r.lead_id IS NULL OR @visible(lead, l))
        AND @visible(person, q)))
 ORDER BY r.counted_on, r.id;

-- name:  STAT_PERSON_SANCTIONS
-- in:    viewer int, canonical_id int, to date
-- out:   lead_id int, case_id int
-- scope: none(official figures have organ scope; by any organ)
SELECT r.lead_id, r.case_id
  FROM person q JOIN result r ON r.person_id = q.id LEFT JOIN casefile k ON k.id = r.case_id LEFT JOIN lead l ON l.id = r.lead_id
       LEFT JOIN disposal d ON d.id = r.disposal_id
 WHERE q.canonical_id = :canonical_id AND r.family IN ('party', 'gov') AND r.counted_on <= :to AND r.voided = 0
   AND (r.case_id IS NULL OR (k.voided = 0
        AND (NOT EXISTS (SELECT 1 FROM case_lead c WHERE c.case_id = r.case_id AND c.parted_at_ms IS NULL)
             OR EXISTS (SELECT 1 FROM case_lead c JOIN lead x ON x.id = c.lead_id
                         WHERE c.case_id = r.case_id AND c.parted_at_ms IS NULL AND x.voided = 0))))
   AND (r.case_id IS NOT NULL OR ((r.lead_id IS NULL OR l.voided = 0) AND (r.disposal_id IS NULL OR d.voided = 0)))
   AND (:viewer = 0 OR ((r.case_id IS NULL OR @visible(casefile, k)) AND (r.lead_id IS NULL OR @visible(lead, l))))
 ORDER BY r.id;

-- name:  STAT_CASE_LEADS
-- in:    case_id int
-- out:   lead_id int
-- scope: none(official figures have organ scope)
SELECT c.lead_id FROM case_lead c JOIN lead l ON l.id = c.lead_id
 WHERE c.case_id = :case_id AND c.parted_at_ms IS NULL AND l.voided = 0 ORDER BY c.lead_id;

-- name:  STAT_LEAD
-- in:    lead_id int
-- out:   origin_id int, voided int
-- scope: none(official figures have organ scope)
SELECT origin_id, voided FROM lead WHERE id = :lead_id;

-- name:  STAT_LEAD_CASES
-- in:    lead_id int
-- out:   case_id int, person_id int, filed_on date
-- scope: none(official figures have organ scope)
SELECT k.id, q.canonical_id, k.filed_on
  FROM case_lead c JOIN casefile k ON k.id = c.case_id JOIN person q ON q.id = k.person_id
 WHERE c.lead_id = :lead_id AND c.parted_at_ms IS NULL AND k.voided = 0 ORDER BY k.id;

-- name:  STAT_LEAD_BESIDE
-- in:    lead_id int, origin_id int
-- out:   other int
-- scope: none(official figures have organ scope)
SELECT m.lead_b FROM lead_merge m JOIN lead x ON x.id = m.lead_b WHERE m.lead_a = :lead_id AND m.undone_at_ms IS NULL AND x.voided = 0
UNION
SELECT m.lead_a FROM lead_merge m JOIN lead x ON x.id = m.lead_a WHERE m.lead_b = :lead_id AND m.undone_at_ms IS NULL AND x.voided = 0
UNION
SELECT id FROM lead WHERE origin_id = :origin_id AND voided = 0 AND id <> :lead_id
 ORDER BY 1;

-- name:  STAT_LEAD_FLAGS
-- in:    lead_id int
-- out:   person_id int, umbrella int, gang_related int, party_member int
-- scope: none(official figures have organ scope)
SELECT q.canonical_id, f.umbrella, f.gang_related, f.party_member
  FROM lead_person f JOIN person q ON q.id = f.person_id WHERE f.lead_id = :lead_id ORDER BY q.canonical_id;

-- name:  STAT_PROPOSALS
-- in:    viewer int, organ_id int, from date, to date
-- out:   id int, ref int, issued_on date, type text
-- scope: none(viewer 0: official figures, organ scope; else the rows he may see)
SELECT p.id, p.ref, p.issued_on, p.type
  FROM proposal p LEFT JOIN casefile k ON k.id = p.case_id LEFT JOIN lead l ON l.id = p.lead_id
 WHERE p.organ_id = :organ_id AND p.issued_on >= :from AND p.issued_on <= :to AND p.voided = 0
   AND (p.case_id IS NULL OR (k.voided = 0
        AND (NOT EXISTS (SELECT 1 FROM case_lead c WHERE c.case_id = p.case_id AND c.parted_at_ms IS NULL)
             OR EXISTS (SELECT 1 FROM case_lead c JOIN lead y ON y.id = c.lead_id
                         WHERE c.case_id = p.case_id AND c.parted_at_ms IS NULL AND y.voided = 0))))
   AND (p.case_id IS NOT NULL OR p.lead_id IS NULL OR l.voided = 0)
   AND NOT EXISTS (SELECT 1 FROM proposal x LEFT JOIN casefile xk ON xk.id = x.case_id LEFT JOIN lead xl ON xl.id = x.lead_id
      WHERE x.organ_id = p.organ_id AND x.type = p.type AND x.no = p.no AND x.voided = 0
        AND (x.issued_on < p.issued_on OR (x.issued_on = p.issued_on AND x.id < p.id))
        AND (x.case_id IS NULL OR (xk.voided = 0
             AND (NOT EXISTS (SELECT 1 FROM case_lead xc WHERE xc.case_id = x.case_id AND xc.parted_at_ms IS NULL)
                  OR EXISTS (SELECT 1 FROM case_lead xc JOIN lead xy ON xy.id = xc.lead_id
                              WHERE xc.case_id = x.case_id AND xc.parted_at_ms IS NULL AND xy.voided = 0))))
        AND (x.case_id IS NOT NULL OR x.lead_id IS NULL OR xl.voided = 0))
   AND (:viewer = 0 OR @visible(proposal, p))
 ORDER BY p.issued_on, p.id;

-- name:  STAT_REPORT
-- in:    organ_id int, from date, to date
-- out:   problems text, plans text
-- scope: none(official figures have organ scope)
SELECT problems, plans FROM report WHERE organ_id = :organ_id AND from_on = :from AND to_on = :to;

-- name:  STAT_LATEST
-- in:    organ_id int
-- out:   last date
-- scope: none(only a day: the page opens on the latest period with records)
SELECT max(registered_on) FROM petition WHERE organ_id = :organ_id AND voided = 0;

-- name:  STAT_ROW_PETITION
-- in:    viewer int, id int
-- out:   ref int, no text, subject text, on date, code text
-- scope: viewer
SELECT p.ref, p.no, p.subject, p.registered_on, p.class FROM petition p WHERE p.id = :id AND @visible(petition, p);

-- name:  STAT_ROW_LEAD
-- in:    viewer int, id int
-- out:   ref int, no text, subject text, on date, code text
-- scope: viewer
SELECT l.ref, l.no, l.subject, l.registered_on, '' FROM lead l WHERE l.id = :id AND @visible(lead, l);

-- name:  STAT_ROW_CASE
-- in:    viewer int, id int
-- out:   ref int, no text, subject text, on date, code text
-- scope: viewer
SELECT k.ref, k.no, k.subject, k.filed_on, '' FROM casefile k WHERE k.id = :id AND @visible(casefile, k);

-- name:  STAT_ROW_RESULT
-- in:    viewer int, id int
-- out:   ref int, no text, subject text, on date, code text
-- scope: viewer
SELECT r.ref, COALESCE(r.no, k.no, l.no, ''), p.name, r.counted_on, r.code
  FROM result r JOIN person p ON p.id = r.person_id LEFT JOIN casefile k ON k.id = r.case_id LEFT JOIN lead l ON l.id = r.lead_id
 WHERE r.id = :id AND (r.case_id IS NULL OR @visible(casefile, k)) AND (r.lead_id IS NULL OR r.case_id IS NOT NULL OR @visible(lead, l))
   AND @visible(person, p);

-- name:  STAT_ROW_PROPOSAL
-- in:    viewer int, id int
-- out:   ref int, no text, subject text, on date, code text
-- scope: viewer
SELECT p.ref, p.no, p.title, p.issued_on, p.type FROM proposal p WHERE p.id = :id AND @visible(proposal, p);

-- name:  STAT_IN_TREE
-- in:    root int, organ_id int, on date
-- out:   id int
-- scope: none(the organ tree is public inside)
WITH RECURSIVE tree (id) AS (
    SELECT CAST(:root AS INTEGER)
    UNION
    SELECT p.organ_id FROM organ_parent p JOIN tree t ON p.parent_id = t.id
     WHERE p.valid_from <= :on AND (p.valid_to IS NULL OR p.valid_to >= :on))
SELECT id FROM tree WHERE id = :organ_id;

-- name:  STAT_PUBLISHED_OVER
-- in:    organ_id int, from date, to date
-- out:   ref int, from_on date, to_on date
-- scope: none(which periods are published is no secret inside)
SELECT ref, from_on, to_on FROM report WHERE organ_id = :organ_id AND state = 'published' AND from_on <= :to AND to_on >= :from
 ORDER BY from_on, to_on DESC LIMIT 1;

-- name:  STAT_ORGANS_BELOW
-- in:    root int, on date
-- out:   id int, code text, name text
-- scope: none(the organ tree is public inside)
WITH RECURSIVE tree (id) AS (
    SELECT CAST(:root AS INTEGER)
    UNION
    SELECT p.organ_id FROM organ_parent p JOIN tree t ON p.parent_id = t.id
     WHERE p.valid_from <= :on AND (p.valid_to IS NULL OR p.valid_to >= :on))
SELECT o.id, o.code, o.name FROM organ o JOIN tree t ON t.id = o.id WHERE o.in_program = 1 OR o.id = CAST(:root AS INTEGER)
 ORDER BY o.id;
