-- name:  DOCUMENT_ADD
-- in:    id int, ref int, kind text, record_id int, template text, no text, made_on date, made_by int, organ_id int, fields text
-- scope: none(the caller loaded the record through its scope)
INSERT INTO document (id, ref, kind, record_id, template, no, made_on, made_by, organ_id, fields)
VALUES (:id, :ref, :kind, :record_id, :template, :no, :made_on, :made_by, :organ_id, :fields);

-- name:  DOCUMENT_BY_REF
-- in:    ref int
-- out:   id int, ref int, kind text, record_id int, template text, no text, made_on date, fields text, maker text
-- scope: none(the page loads its record through the record's scope before anything is shown)
SELECT d.id, d.ref, d.kind, d.record_id, d.template, d.no, d.made_on, d.fields, u.name
  FROM document d LEFT JOIN app_user u ON u.id = d.made_by WHERE d.ref = :ref;

-- name:  DOCUMENTS_OF
-- in:    kind text, record_id int
-- out:   id int, ref int, kind text, record_id int, template text, no text, made_on date, fields text, maker text
-- scope: none(part of a record that the caller loaded through its scope)
SELECT d.id, d.ref, d.kind, d.record_id, d.template, d.no, d.made_on, d.fields, u.name
  FROM document d LEFT JOIN app_user u ON u.id = d.made_by WHERE d.kind = :kind AND d.record_id = :record_id ORDER BY d.id;
