-- name:  FERRY_SITE
-- in:    organ_id int
-- out:   article15 blob, ferry_public blob, next_public blob, ack_public blob, ack_from date, ack_to date, ack_certificate blob, asked blob, asked_by int, asked_anew int
-- scope: none(the ferry's own keys)
SELECT article15, ferry_public, next_public, ack_public, ack_from, ack_to, ack_certificate, asked, asked_by, asked_anew
  FROM ferry_site WHERE organ_id = :organ_id;

-- name:  FERRY_SITE_SET
-- in:    organ_id int, article15 blob, ferry_public blob, next_public blob, ack_public blob, ack_from date, ack_to date, ack_certificate blob, asked blob, asked_by int, asked_anew int, confirmed_by int
-- scope: none(the ferry's own keys)
INSERT INTO ferry_site (organ_id, article15, ferry_public, next_public, ack_public, ack_from, ack_to, ack_certificate, asked, asked_by, asked_anew, confirmed_by)
VALUES (:organ_id, :article15, :ferry_public, :next_public, :ack_public, :ack_from, :ack_to, :ack_certificate, :asked, :asked_by, :asked_anew, :confirmed_by)
    ON CONFLICT (organ_id) DO UPDATE SET article15 = excluded.article15, ferry_public = excluded.ferry_public, next_public = excluded.next_public,
       ack_public = excluded.ack_public, ack_from = excluded.ack_from, ack_to = excluded.ack_to, ack_certificate = excluded.ack_certificate,
       asked = excluded.asked, asked_by = excluded.asked_by, asked_anew = excluded.asked_anew, confirmed_by = excluded.confirmed_by;

-- name:  FERRY_BUNDLE_ADD
-- in:    organ_id int, outward int, no int, day text, hash text, entries int, made_by int, reason text
-- scope: none(the ferry's own numbers)
INSERT INTO ferry_bundle (organ_id, outward, no, day, hash, entries, made_by, reason)
VALUES (:organ_id, :outward, :no, :day, :hash, :entries, :made_by, :reason);

-- name:  FERRY_BUNDLE_DROP_ASKED
-- in:    organ_id int, no int
-- scope: none(it came after all)
DELETE FROM ferry_bundle WHERE organ_id = :organ_id AND outward = 0 AND no = :no AND reason IS NOT NULL AND confirmed_by IS NULL;

-- name:  FERRY_SKIP_CONFIRM
-- in:    organ_id int, no int, user_id int
-- scope: none(the ferry's own numbers; never who asked)
UPDATE ferry_bundle SET confirmed_by = :user_id
 WHERE organ_id = :organ_id AND outward = 0 AND no = :no AND reason IS NOT NULL AND confirmed_by IS NULL AND made_by <> :user_id;

-- name:  FERRY_LAST
-- in:    organ_id int, outward int
-- out:   no int
-- scope: none(the ferry's own numbers)
SELECT coalesce(max(no), 0) FROM ferry_bundle
 WHERE organ_id = :organ_id AND outward = :outward AND (reason IS NULL OR confirmed_by IS NOT NULL);

-- name:  FERRY_SKIPPED
-- in:    organ_id int, most int
-- out:   no int
-- scope: none(the ferry's own numbers)
SELECT no FROM ferry_bundle WHERE organ_id = :organ_id AND outward = 0 AND confirmed_by IS NOT NULL ORDER BY no DESC LIMIT :most;

-- name:  FERRY_CONFIRM
-- in:    organ_id int, no int, day text, anew int
-- scope: none(the ferry's own numbers)
UPDATE ferry_bundle SET confirmed_on = :day, anew = :anew WHERE organ_id = :organ_id AND outward = 1 AND no = :no AND confirmed_on IS NULL;

-- name:  FERRY_ANEW_DONE
-- in:    organ_id int, no int
-- scope: none(the ferry's own numbers)
UPDATE ferry_bundle SET anew = 0 WHERE organ_id = :organ_id AND outward = 1 AND no = :no AND anew = 1;

-- name:  FERRY_BUNDLES
-- in:    organ_id int, most int
-- out:   outward int, no int, day text, hash text, entries int, made_by int, confirmed_on text, anew int, reason text, confirmed_by int
-- scope: none(the ferry's own numbers)
SELECT outward, no, day, hash, entries, made_by, confirmed_on, anew, reason, confirmed_by FROM ferry_bundle
 WHERE organ_id = :organ_id ORDER BY day DESC, outward, no DESC LIMIT :most;

-- name:  FERRY_BUNDLE
-- in:    organ_id int, outward int, no int
-- out:   outward int, no int, day text, hash text, entries int, made_by int, confirmed_on text, anew int, reason text, confirmed_by int
-- scope: none(the ferry's own numbers)
SELECT outward, no, day, hash, entries, made_by, confirmed_on, anew, reason, confirmed_by FROM ferry_bundle
 WHERE organ_id = :organ_id AND outward = :outward AND no = :no;

-- name:  FERRY_OPEN
-- in:    organ_id int, anew int, most int
-- out:   outward int, no int, day text, hash text, entries int, made_by int, confirmed_on text, anew int, reason text, confirmed_by int
-- scope: none(the ferry's own numbers)
SELECT outward, no, day, hash, entries, made_by, confirmed_on, anew, reason, confirmed_by FROM ferry_bundle
 WHERE organ_id = :organ_id AND outward = 1 AND ((:anew = 0 AND confirmed_on IS NULL) OR (:anew = 1 AND anew = 1)) ORDER BY no LIMIT :most;

-- name:  FERRY_EARLY_ADD
-- in:    organ_id int, kind int, id text, body blob, bytes int, sha256 text, bundle_no int
-- scope: none(closed; its envelope has not come)
INSERT INTO ferry_early (organ_id, kind, id, body, bytes, sha256, bundle_no)
VALUES (:organ_id, :kind, :id, :body, :bytes, :sha256, :bundle_no) ON CONFLICT (organ_id, kind, id) DO NOTHING;

-- name:  FERRY_EARLY
-- in:    organ_id int
-- out:   kind int, id text, body blob, bytes int, sha256 text, bundle_no int
-- scope: none(closed; its envelope has not come)
SELECT kind, id, body, bytes, sha256, bundle_no FROM ferry_early WHERE organ_id = :organ_id ORDER BY kind, id;

-- name:  FERRY_EARLY_DROP
-- in:    organ_id int, kind int, id text
-- scope: none(its envelope came)
DELETE FROM ferry_early WHERE organ_id = :organ_id AND kind = :kind AND id = :id;

-- name:  FERRY_ACK_ADD
-- in:    envelope_id int, organ_id int, day text, hash text
-- scope: none(the reporter gets it)
INSERT INTO ferry_ack (envelope_id, organ_id, day, hash) VALUES (:envelope_id, :organ_id, :day, :hash) ON CONFLICT (envelope_id) DO NOTHING;

-- name:  FERRY_ACKS
-- in:    organ_id int
-- out:   envelope_id int, day text, hash text
-- scope: none(the reporter gets it)
SELECT envelope_id, day, hash FROM ferry_ack WHERE organ_id = :organ_id AND carried_in IS NULL ORDER BY envelope_id;

-- name:  FERRY_ACKS_WAIT
-- in:    organ_id int
-- out:   n int
-- scope: none(a count for who carries)
SELECT count(*) FROM ferry_ack WHERE organ_id = :organ_id AND carried_in IS NULL;

-- name:  FERRY_ACK_CARRIED
-- in:    envelope_id int, no int
-- scope: none(the ferry carries it)
UPDATE ferry_ack SET carried_in = :no WHERE envelope_id = :envelope_id AND carried_in IS NULL;
