-- name:  IDENTITY_USER
-- in:    id int
-- out:   name text, office text
-- scope: none(name and office of a colleague who asked or decided)
SELECT u.name, COALESCE(f.name, '') FROM app_user u LEFT JOIN office f ON f.id = u.office_id WHERE u.id = :id;

-- name:  IDENTITY_PETITION
-- in:    ref int, viewer int
-- out:   id int, no text
-- scope: viewer
SELECT p.id, p.no FROM petition p WHERE p.ref = :ref AND @visible(petition, p);

-- name:  IDENTITY_MATTER
-- in:    ref int, viewer int
-- out:   no text, state text, received_on date, repeat_of int, voided int, reported_at_ms int, leads int, open_leads int, lead_ended_on date, case_ended_on date
-- scope: viewer
SELECT p.no, p.state, p.received_on, p.repeat_of, p.voided,
       (SELECT max(e.at_ms) FROM event e WHERE e.kind = 'petition' AND e.record_id = p.id AND e.name = 'report_back' AND e.undone_by IS NULL),
       (SELECT count(*) FROM lead l WHERE l.petition_id = p.id AND l.voided = 0),
       (SELECT count(*) FROM lead l WHERE l.petition_id = p.id AND l.voided = 0 AND l.state <> 'closed'
           AND NOT EXISTS (SELECT 1 FROM case_lead x JOIN casefile k ON k.id = x.case_id
                            WHERE x.lead_id = l.id AND x.parted_at_ms IS NULL AND k.voided = 0 AND k.state IN ('concluded', 'withdrawn')
                              AND (k.concluded_on IS NOT NULL OR k.withdrawn_on IS NOT NULL))),
       (SELECT max(d.ended_on) FROM lead l JOIN disposal d ON d.lead_id = l.id
         WHERE l.petition_id = p.id AND l.voided = 0 AND l.state = 'closed' AND d.voided = 0),
       (SELECT max(COALESCE(k.concluded_on, k.withdrawn_on)) FROM lead l JOIN case_lead x ON x.lead_id = l.id
          JOIN casefile k ON k.id = x.case_id WHERE l.petition_id = p.id AND l.voided = 0 AND x.parted_at_ms IS NULL AND k.voided = 0)
  FROM petition p WHERE p.ref = :ref AND @visible(petition, p);
