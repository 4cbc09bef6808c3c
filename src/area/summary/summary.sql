-- name:  REPORT_BY_REF
-- in:    organ_id int, ref int
-- out:   id int, ref int, organ_id int, from_on date, to_on date, as_of date, problems text, plans text, state text, published_on date, no text, def_hash text, sha256 text, rev int, publisher text, despite text
-- scope: none(reports of the viewer's own organ; frozen text stays readable, decisions.md 3)
SELECT r.id, r.ref, r.organ_id, r.from_on, r.to_on, r.as_of, r.problems, r.plans, r.state, r.published_on, r.no, r.def_hash, r.sha256,
       r.rev, u.name, r.despite
  FROM report r LEFT JOIN app_user u ON u.id = r.published_by WHERE r.organ_id = :organ_id AND r.ref = :ref;

-- name:  REPORT_BY_PERIOD
-- in:    organ_id int, from date, to date
-- out:   id int, ref int, organ_id int, from_on date, to_on date, as_of date, problems text, plans text, state text, published_on date, no text, def_hash text, sha256 text, rev int, publisher text, despite text
-- scope: none(reports of the viewer's own organ; frozen text stays readable, decisions.md 3)
SELECT r.id, r.ref, r.organ_id, r.from_on, r.to_on, r.as_of, r.problems, r.plans, r.state, r.published_on, r.no, r.def_hash, r.sha256,
       r.rev, u.name, r.despite
  FROM report r LEFT JOIN app_user u ON u.id = r.published_by
 WHERE r.organ_id = :organ_id AND r.from_on = :from AND r.to_on = :to;

-- name:  REPORT_LIST
-- in:    organ_id int
-- out:   id int, ref int, organ_id int, from_on date, to_on date, as_of date, problems text, plans text, state text, published_on date, no text, def_hash text, sha256 text, rev int, publisher text, despite text
-- scope: none(reports of the viewer's own organ; frozen text stays readable, decisions.md 3)
SELECT r.id, r.ref, r.organ_id, r.from_on, r.to_on, r.as_of, '', '', r.state, r.published_on, r.no, r.def_hash, r.sha256,
       r.rev, u.name, r.despite
  FROM report r LEFT JOIN app_user u ON u.id = r.published_by WHERE r.organ_id = :organ_id ORDER BY r.to_on DESC, r.from_on DESC;

-- name:  REPORT_ADD
-- in:    id int, ref int, organ_id int, from date, to date, as_of date
-- scope: none(a draft of the viewer's own organ)
INSERT INTO report (id, ref, organ_id, from_on, to_on, as_of, state) VALUES (:id, :ref, :organ_id, :from, :to, :as_of, 'draft')
    ON CONFLICT (organ_id, from_on, to_on) DO NOTHING;

-- name:  REPORT_EDIT
-- in:    id int, rev int, problems text, plans text
-- scope: none(a draft of the viewer's own organ)
UPDATE report SET problems = :problems, plans = :plans, rev = rev + 1 WHERE id = :id AND rev = :rev AND state = 'draft';

-- name:  REPORT_PUBLISH
-- in:    id int, rev int, published_on date, published_by int, def_hash text, figures_json blob, docx blob, pdf blob, html blob, md blob, json blob, sha256 text, despite text
-- scope: none(a draft of the viewer's own organ)
UPDATE report SET state = 'published', published_on = :published_on, published_by = :published_by, def_hash = :def_hash,
       figures_json = :figures_json, docx = :docx, pdf = :pdf, html = :html, md = :md, json = :json, sha256 = :sha256,
       despite = :despite, rev = rev + 1
 WHERE id = :id AND rev = :rev AND state = 'draft';

-- name:  REPORT_MEMBER_ADD
-- in:    report_id int, figure text, kind text, n int, ids blob
-- scope: none(the rows behind a frozen figure)
INSERT INTO report_member (report_id, figure, kind, n, ids) VALUES (:report_id, :figure, :kind, :n, :ids);

-- name:  REPORT_MEMBERS
-- in:    report_id int, figure text
-- out:   kind text, n int, ids blob
-- scope: none(ids only; each row is read in the viewer's scope)
SELECT kind, n, ids FROM report_member WHERE report_id = :report_id AND figure = :figure;

-- name:  REPORT_BYTES
-- in:    id int
-- out:   docx blob, pdf blob, html blob, md blob, json blob, figures_json blob
-- scope: none(frozen text of the viewer's own organ)
SELECT docx, pdf, html, md, json, figures_json FROM report WHERE id = :id AND state = 'published';
