-- The register of persons shows each person once: entries that were joined to another one are found on its page.
DROP VIEW rpt_person;
CREATE VIEW rpt_person AS
SELECT p.id, p.ref, p.organ_id, p.canonical_id, p.name, p.name_sort, p.initials, p.unit, p.post, p.rank, p.is_organisation, p.voided
  FROM person p WHERE p.canonical_id = p.id;
