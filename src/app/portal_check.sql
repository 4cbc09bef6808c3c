-- name:  PORTAL_CHECK_STATES
-- out:   state text, n int
-- scope: none(the site's check: counts)
SELECT state, count(*) FROM report GROUP BY state;

-- name:  PORTAL_CHECK_ROWS
-- in:    today text, seal int, screen int, matter int, identity int, note int
-- out:   rule text, n int
-- scope: none(the site's check: counts)
SELECT 'day', (SELECT count(*) FROM report WHERE day NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' OR day > :today)
            + (SELECT count(*) FROM note WHERE day NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]' OR day > :today)
UNION ALL SELECT 'part', count(*) FROM report WHERE (screen IS NULL) <> (matter IS NULL) OR (matter IS NULL) <> (identity IS NULL)
UNION ALL SELECT 'size', (SELECT count(*) FROM report WHERE (length(screen) - :seal) % :screen <> 0 OR (length(matter) - :seal) % :matter <> 0
                                 OR (length(identity) - :seal) % :identity <> 0 OR length(screen) <= :seal OR length(matter) <= :seal OR length(identity) <= :seal)
            + (SELECT count(*) FROM note WHERE inward = 1 AND ((length(sealed) - :seal) % :note <> 0 OR length(sealed) <= :seal))
UNION ALL SELECT 'note', count(*) FROM note n WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.id = n.report_id)
UNION ALL SELECT 'file', count(*) FROM attachment a WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.id = a.report_id)
                  OR (a.note_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM note n WHERE n.id = a.note_id AND n.report_id = a.report_id))
UNION ALL SELECT 'answer', count(*) FROM note WHERE inward = 0 AND (sealed IS NULL OR packed_in IS NOT NULL);

-- name:  PORTAL_CHECK_CARRIED
-- out:   rule text, n int
-- scope: none(the site's check: counts)
WITH packed (no, gone) AS (
    SELECT packed_in, matter IS NULL FROM report
    UNION ALL SELECT packed_in, sealed IS NULL FROM note WHERE inward = 1
    UNION ALL SELECT packed_in, delivered FROM attachment)
SELECT 'unpacked', count(*) FROM packed WHERE no IS NOT NULL AND NOT EXISTS (SELECT 1 FROM bundle b WHERE b.outward = 1 AND b.no = packed.no)
UNION ALL SELECT 'emptied', count(*) FROM packed
           WHERE gone = 1 AND NOT EXISTS (SELECT 1 FROM bundle b WHERE b.outward = 1 AND b.no = packed.no AND b.confirmed_on IS NOT NULL)
UNION ALL SELECT 'kept', count(*) FROM packed
           WHERE gone = 0 AND EXISTS (SELECT 1 FROM bundle b WHERE b.outward = 1 AND b.no = packed.no AND b.confirmed_on IS NOT NULL)
UNION ALL SELECT 'received', count(*) FROM report WHERE (state = 'received') <> (matter IS NOT NULL) AND state IN ('received', 'delivered')
UNION ALL SELECT 'gap', count(*) FROM bundle b WHERE b.no > 1 AND NOT (b.hash = '-' AND b.skipped IS NULL)
           AND NOT EXISTS (SELECT 1 FROM bundle x WHERE x.outward = b.outward AND x.no = b.no - 1);

-- name:  PORTAL_CHECK_BUNDLES
-- out:   out int, open int, back int
-- scope: none(the site's check: counts)
SELECT (SELECT count(*) FROM bundle WHERE outward = 1), (SELECT count(*) FROM bundle WHERE outward = 1 AND confirmed_on IS NULL),
       (SELECT count(*) FROM bundle WHERE outward = 0);

-- name:  PORTAL_CHECK_ACKNOWLEDGEMENTS
-- out:   acknowledgement text
-- scope: none(the site's check: signed by the organ, without content)
SELECT acknowledgement FROM report WHERE acknowledgement <> '';

-- name:  PORTAL_CHECK_FILES
-- out:   file text, delivered int
-- scope: none(the site's check: names of closed files)
SELECT file, delivered FROM attachment;

-- name:  PORTAL_CHECK_FILE
-- in:    file text
-- out:   n int
-- scope: none(the site's check: names of closed files)
SELECT count(*) FROM attachment WHERE file = :file;
