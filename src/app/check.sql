-- name:  CHECK_COUNTERS
-- out:   organ_id int, kind text, year int, value int, start int
-- scope: none(check: numbers given, no record)
SELECT organ_id, kind, year, value, start_value FROM counter ORDER BY organ_id, kind, year;

-- name:  CHECK_NUMBERS
-- out:   organ_id int, kind text, no text, outside int
-- scope: none(check: numbers given, no record)
SELECT organ_id, 'petition', no, 0 FROM petition
UNION ALL SELECT organ_id, 'lead', no, 0 FROM lead
UNION ALL SELECT organ_id, 'case', no, 0 FROM casefile WHERE filed_on IS NOT NULL
UNION ALL SELECT organ_id, 'result', no, CASE WHEN imported_key IS NULL THEN 0 ELSE 1 END FROM result WHERE no IS NOT NULL
UNION ALL SELECT organ_id, 'proposal.' || type, no, 1 FROM proposal WHERE no IS NOT NULL
UNION ALL SELECT organ_id, 'document.' || template, no, 1 FROM document WHERE no IS NOT NULL;

-- name:  CHECK_STATES
-- out:   kind text, workflow int, state text, n int
-- scope: none(check: counts, no record)
SELECT 'petition', workflow, state, count(*) FROM petition GROUP BY workflow, state
UNION ALL SELECT 'lead', workflow, state, count(*) FROM lead GROUP BY workflow, state
UNION ALL SELECT 'case', workflow, state, count(*) FROM casefile GROUP BY workflow, state
UNION ALL SELECT 'proposal', workflow, state, count(*) FROM proposal GROUP BY workflow, state
UNION ALL SELECT 'envelope', workflow, state, count(*) FROM envelope GROUP BY workflow, state
UNION ALL SELECT 'disposal', 0, state, count(*) FROM disposal GROUP BY state
UNION ALL SELECT 'result', 0, state, count(*) FROM result GROUP BY state;

-- name:  CHECK_TIES
-- out:   tie text, n int
-- scope: none(check: counts, no record)
SELECT 'reported', count(*) FROM petition_person x WHERE NOT EXISTS (SELECT 1 FROM petition p WHERE p.id = x.petition_id)
UNION ALL SELECT 'reported_person', count(*) FROM petition_person x WHERE x.person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = x.person_id)
UNION ALL SELECT 'tag', count(*) FROM petition_tag x WHERE NOT EXISTS (SELECT 1 FROM petition p WHERE p.id = x.petition_id)
UNION ALL SELECT 'conduct', count(*) FROM petition_conduct x WHERE NOT EXISTS (SELECT 1 FROM petition p WHERE p.id = x.petition_id)
UNION ALL SELECT 'repeat', count(*) FROM petition x WHERE x.repeat_of IS NOT NULL AND NOT EXISTS (SELECT 1 FROM petition p WHERE p.id = x.repeat_of)
UNION ALL SELECT 'envelope', count(*) FROM envelope x WHERE (x.state = 'registered') <> (x.petition_id IS NOT NULL) OR x.petition_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM petition p WHERE p.id = x.petition_id)
UNION ALL SELECT 'envelope_passed', count(*) FROM envelope x WHERE (x.state = 'passed') <> (x.passed_key IS NOT NULL)
UNION ALL SELECT 'envelope_handover', count(*) FROM envelope_handover x WHERE NOT EXISTS (SELECT 1 FROM envelope p WHERE p.id = x.envelope_id AND p.state = 'passed' AND p.passed_key = x.passed_key)
UNION ALL SELECT 'envelope_note', count(*) FROM envelope_note x WHERE NOT EXISTS (SELECT 1 FROM envelope p WHERE p.id = x.envelope_id)
UNION ALL SELECT 'envelope_file', count(*) FROM envelope_file x WHERE NOT EXISTS (SELECT 1 FROM envelope p WHERE p.id = x.envelope_id) OR x.note_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM envelope_note n WHERE n.id = x.note_id)
UNION ALL SELECT 'envelope_message', count(*) FROM envelope_message x WHERE NOT EXISTS (SELECT 1 FROM envelope p WHERE p.id = x.envelope_id)
UNION ALL SELECT 'envelope_question', count(*) FROM envelope_question x WHERE NOT EXISTS (SELECT 1 FROM envelope p WHERE p.id = x.envelope_id) OR x.released_at_ms IS NOT NULL AND NOT EXISTS (SELECT 1 FROM envelope_message m WHERE m.id = x.message_id)
UNION ALL SELECT 'lead', count(*) FROM lead x WHERE x.petition_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM petition p WHERE p.id = x.petition_id)
UNION ALL SELECT 'lead_person', count(*) FROM lead_person x WHERE NOT EXISTS (SELECT 1 FROM lead p WHERE p.id = x.lead_id) OR NOT EXISTS (SELECT 1 FROM person q WHERE q.id = x.person_id)
UNION ALL SELECT 'lead_tag', count(*) FROM lead_tag x WHERE NOT EXISTS (SELECT 1 FROM lead p WHERE p.id = x.lead_id)
UNION ALL SELECT 'lead_merge', count(*) FROM lead_merge x WHERE NOT EXISTS (SELECT 1 FROM lead p WHERE p.id = x.lead_a) OR NOT EXISTS (SELECT 1 FROM lead q WHERE q.id = x.lead_b)
UNION ALL SELECT 'disposal', count(*) FROM disposal x WHERE NOT EXISTS (SELECT 1 FROM lead p WHERE p.id = x.lead_id)
UNION ALL SELECT 'lead_disposal', count(*) FROM lead x WHERE COALESCE(x.disposal_state, '') <> COALESCE((SELECT d.state FROM disposal d WHERE d.lead_id = x.id AND d.voided = 0 ORDER BY d.id DESC LIMIT 1), '') OR COALESCE(x.disposal_method, '') <> COALESCE((SELECT d.method FROM disposal d WHERE d.lead_id = x.id AND d.voided = 0 ORDER BY d.id DESC LIMIT 1), '')
UNION ALL SELECT 'case_lead', count(*) FROM case_lead x WHERE NOT EXISTS (SELECT 1 FROM casefile p WHERE p.id = x.case_id) OR NOT EXISTS (SELECT 1 FROM lead q WHERE q.id = x.lead_id)
UNION ALL SELECT 'case', count(*) FROM casefile x WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = x.person_id)
UNION ALL SELECT 'result', count(*) FROM result x WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = x.person_id) OR (x.lead_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lead l WHERE l.id = x.lead_id)) OR (x.disposal_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM disposal d WHERE d.id = x.disposal_id)) OR (x.case_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM casefile k WHERE k.id = x.case_id))
UNION ALL SELECT 'proposal', count(*) FROM proposal x WHERE (x.case_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM casefile k WHERE k.id = x.case_id)) OR (x.lead_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lead l WHERE l.id = x.lead_id))
UNION ALL SELECT 'person', count(*) FROM person x WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = x.canonical_id)
UNION ALL SELECT 'person_merge', count(*) FROM person_merge x WHERE NOT EXISTS (SELECT 1 FROM person p WHERE p.id = x.from_id) OR NOT EXISTS (SELECT 1 FROM person q WHERE q.id = x.into_id)
UNION ALL SELECT 'scope', count(*) FROM user_scope x WHERE NOT EXISTS (SELECT 1 FROM app_user u WHERE u.id = x.user_id) OR NOT EXISTS (SELECT 1 FROM organ o WHERE o.id = x.organ_id)
UNION ALL SELECT 'role', count(*) FROM user_role x WHERE NOT EXISTS (SELECT 1 FROM app_user u WHERE u.id = x.user_id)
UNION ALL SELECT 'user', count(*) FROM app_user x WHERE NOT EXISTS (SELECT 1 FROM organ o WHERE o.id = x.organ_id) OR NOT EXISTS (SELECT 1 FROM office f WHERE f.id = x.office_id)
UNION ALL SELECT 'member', count(*) FROM report_member x WHERE NOT EXISTS (SELECT 1 FROM report r WHERE r.id = x.report_id)
UNION ALL SELECT 'event', count(*) FROM event x WHERE (x.kind = 'petition' AND NOT EXISTS (SELECT 1 FROM petition p WHERE p.id = x.record_id)) OR (x.kind = 'lead' AND NOT EXISTS (SELECT 1 FROM lead p WHERE p.id = x.record_id)) OR (x.kind = 'case' AND NOT EXISTS (SELECT 1 FROM casefile p WHERE p.id = x.record_id)) OR (x.kind = 'result' AND NOT EXISTS (SELECT 1 FROM result p WHERE p.id = x.record_id)) OR (x.kind = 'proposal' AND NOT EXISTS (SELECT 1 FROM proposal p WHERE p.id = x.record_id)) OR (x.kind = 'person' AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = x.record_id)) OR (x.kind = 'disposal' AND NOT EXISTS (SELECT 1 FROM disposal p WHERE p.id = x.record_id))
UNION ALL SELECT 'document', count(*) FROM document x WHERE (x.kind = 'petition' AND NOT EXISTS (SELECT 1 FROM petition p WHERE p.id = x.record_id)) OR (x.kind = 'lead' AND NOT EXISTS (SELECT 1 FROM lead p WHERE p.id = x.record_id)) OR (x.kind = 'case' AND NOT EXISTS (SELECT 1 FROM casefile p WHERE p.id = x.record_id)) OR (x.kind = 'result' AND NOT EXISTS (SELECT 1 FROM result p WHERE p.id = x.record_id)) OR (x.kind = 'proposal' AND NOT EXISTS (SELECT 1 FROM proposal p WHERE p.id = x.record_id))
UNION ALL SELECT 'hidden', count(*) FROM hidden x WHERE NOT EXISTS (SELECT 1 FROM app_user u WHERE u.id = x.user_id) OR (x.kind = 'petition' AND NOT EXISTS (SELECT 1 FROM petition p WHERE p.id = x.record_id)) OR (x.kind = 'lead' AND NOT EXISTS (SELECT 1 FROM lead p WHERE p.id = x.record_id)) OR (x.kind = 'case' AND NOT EXISTS (SELECT 1 FROM casefile p WHERE p.id = x.record_id)) OR (x.kind = 'proposal' AND NOT EXISTS (SELECT 1 FROM proposal p WHERE p.id = x.record_id)) OR (x.kind = 'person' AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = x.record_id))
UNION ALL SELECT 'found', count(*) FROM search_doc x WHERE (x.kind = 'petition' AND NOT EXISTS (SELECT 1 FROM petition p WHERE p.id = x.record_id)) OR (x.kind = 'lead' AND NOT EXISTS (SELECT 1 FROM lead p WHERE p.id = x.record_id)) OR (x.kind = 'case' AND NOT EXISTS (SELECT 1 FROM casefile p WHERE p.id = x.record_id)) OR (x.kind = 'person' AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = x.record_id));

-- name:  CHECK_SEARCH_WAITING
-- out:   n int
-- scope: none(check: counts, no record)
SELECT count(*) FROM outbox WHERE topic = 'search';

-- name:  CHECK_SEARCH_MISSED
-- out:   n int
-- scope: none(check: counts, no record)
SELECT count(*) FROM (
SELECT id FROM petition x WHERE voided = 0 AND NOT EXISTS (SELECT 1 FROM search_doc d WHERE d.kind = 'petition' AND d.record_id = x.id)
   AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.topic = 'search' AND o.kind = 'petition' AND o.record_id = x.id)
UNION ALL
SELECT id FROM lead x WHERE voided = 0 AND NOT EXISTS (SELECT 1 FROM search_doc d WHERE d.kind = 'lead' AND d.record_id = x.id)
   AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.topic = 'search' AND o.kind = 'lead' AND o.record_id = x.id)
UNION ALL
SELECT id FROM casefile x WHERE voided = 0 AND NOT EXISTS (SELECT 1 FROM search_doc d WHERE d.kind = 'case' AND d.record_id = x.id)
   AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.topic = 'search' AND o.kind = 'case' AND o.record_id = x.id)) missed;

-- name:  CHECK_FILES
-- out:   file text
-- scope: none(check: names of files, no record)
SELECT file FROM job WHERE file IS NOT NULL AND state = 'done';

-- name:  CHECK_CLOSED
-- out:   folder text, file text, bytes int
-- scope: none(check: files, no record)
SELECT 'envelopes', file, bytes FROM envelope_file
UNION ALL SELECT 'copies/files', copy_file, 0 FROM envelope_copy WHERE copy_file <> '';
