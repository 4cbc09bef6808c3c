CREATE TABLE public.answer_scan (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    result_id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    type text NOT NULL COLLATE pg_catalog."C",
    size bigint NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    bytes bytea NOT NULL,
    made_by bigint NOT NULL,
    made_at_ms bigint NOT NULL
);
CREATE TABLE public.app_user (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    login text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    organ_id bigint NOT NULL,
    office_id bigint NOT NULL,
    password_hash text NOT NULL COLLATE pg_catalog."C",
    password_once bigint NOT NULL,
    totp_secret text COLLATE pg_catalog."C",
    totp_last bigint DEFAULT 0 NOT NULL,
    uid bigint,
    lang text DEFAULT 'zh'::text NOT NULL COLLATE pg_catalog."C",
    active bigint DEFAULT 1 NOT NULL,
    rev bigint DEFAULT 0 NOT NULL,
    failed bigint DEFAULT 0 NOT NULL,
    last_in_ms bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.audit (
    id bigint NOT NULL,
    organ_id bigint NOT NULL,
    seq bigint NOT NULL,
    at_ms bigint NOT NULL,
    user_id bigint NOT NULL,
    peer_uid bigint NOT NULL,
    verb text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    record_id bigint NOT NULL,
    detail text NOT NULL COLLATE pg_catalog."C",
    refused bigint NOT NULL,
    mac bytea NOT NULL
);
CREATE TABLE public.audit_head (
    organ_id bigint NOT NULL,
    seq bigint NOT NULL,
    mac bytea NOT NULL
);
CREATE TABLE public.before_image (
    kind text NOT NULL COLLATE pg_catalog."C",
    record_id bigint NOT NULL,
    rev bigint NOT NULL,
    body text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.case_lead (
    case_id bigint NOT NULL,
    lead_id bigint NOT NULL,
    parted_at_ms bigint
);
CREATE TABLE public.casefile (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    no text NOT NULL COLLATE pg_catalog."C",
    old_no text COLLATE pg_catalog."C",
    organ_id bigint NOT NULL,
    office_id bigint NOT NULL,
    assignee_id bigint,
    subject text NOT NULL COLLATE pg_catalog."C",
    person_id bigint NOT NULL,
    rank text COLLATE pg_catalog."C",
    party_member bigint,
    public_office bigint,
    is_organisation bigint NOT NULL,
    party_line bigint NOT NULL,
    supervisory_line bigint NOT NULL,
    party_filed_on text COLLATE pg_catalog."C",
    supervisory_filed_on text COLLATE pg_catalog."C",
    filed_on text COLLATE pg_catalog."C",
    proposed_by bigint NOT NULL,
    proposed_on text NOT NULL COLLATE pg_catalog."C",
    approved_by bigint,
    state text NOT NULL COLLATE pg_catalog."C",
    workflow bigint NOT NULL,
    withdrawn_on text COLLATE pg_catalog."C",
    concluded_on text COLLATE pg_catalog."C",
    imported_key text COLLATE pg_catalog."C",
    voided bigint DEFAULT 0 NOT NULL,
    void_reason text COLLATE pg_catalog."C",
    made_by bigint NOT NULL,
    made_at_ms bigint NOT NULL,
    rev bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.counter (
    organ_id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    year bigint NOT NULL,
    value bigint NOT NULL,
    start_set bigint DEFAULT 0 NOT NULL,
    start_value bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.disposal (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    lead_id bigint NOT NULL,
    organ_id bigint NOT NULL,
    method text NOT NULL COLLATE pg_catalog."C",
    plan text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    proposed_by bigint NOT NULL,
    proposed_on text NOT NULL COLLATE pg_catalog."C",
    approved_by bigint,
    approved_on text COLLATE pg_catalog."C",
    approver_no text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    outcome text COLLATE pg_catalog."C",
    ended_on text COLLATE pg_catalog."C",
    voided bigint DEFAULT 0 NOT NULL,
    void_reason text COLLATE pg_catalog."C",
    made_at_ms bigint NOT NULL,
    rev bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.document (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    record_id bigint NOT NULL,
    template text NOT NULL COLLATE pg_catalog."C",
    no text COLLATE pg_catalog."C",
    made_on text NOT NULL COLLATE pg_catalog."C",
    made_by bigint NOT NULL,
    organ_id bigint NOT NULL,
    fields text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.draft (
    user_id bigint NOT NULL,
    form text NOT NULL COLLATE pg_catalog."C",
    ref bigint NOT NULL,
    body text NOT NULL COLLATE pg_catalog."C",
    at_ms bigint NOT NULL
);
CREATE TABLE public.envelope (
    id bigint NOT NULL,
    organ_id bigint NOT NULL,
    day text NOT NULL COLLATE pg_catalog."C",
    box_public bytea NOT NULL,
    note_public bytea NOT NULL,
    screen bytea NOT NULL,
    matter bytea NOT NULL,
    identity bytea NOT NULL,
    bundle_no bigint NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL COLLATE pg_catalog."C",
    workflow bigint DEFAULT 1 NOT NULL,
    rev bigint DEFAULT 1 NOT NULL,
    due_on text COLLATE pg_catalog."C",
    screener_id bigint,
    opened_at_ms bigint,
    petition_id bigint,
    said text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    passed_key bytea,
    passed_to text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.envelope_copy (
    file text NOT NULL COLLATE pg_catalog."C",
    envelope_id bigint NOT NULL,
    ref bigint NOT NULL,
    outcome text NOT NULL COLLATE pg_catalog."C",
    why text NOT NULL COLLATE pg_catalog."C",
    scan text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    copy_kind text NOT NULL COLLATE pg_catalog."C",
    bytes bigint NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    copy_bytes bigint NOT NULL,
    copy_sha256 text NOT NULL COLLATE pg_catalog."C",
    copy_file text NOT NULL COLLATE pg_catalog."C",
    copy_key bytea NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    made_at_ms bigint NOT NULL
);
CREATE TABLE public.envelope_file (
    file text NOT NULL COLLATE pg_catalog."C",
    envelope_id bigint NOT NULL,
    note_id bigint,
    bytes bigint NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    bundle_no bigint NOT NULL
);
CREATE TABLE public.envelope_handover (
    id bigint NOT NULL,
    organ_id bigint NOT NULL,
    no bigint NOT NULL,
    envelope_id bigint NOT NULL,
    day text NOT NULL COLLATE pg_catalog."C",
    at_ms bigint NOT NULL,
    user_id bigint NOT NULL,
    recipient text NOT NULL COLLATE pg_catalog."C",
    passed_key bytea NOT NULL,
    notes bigint NOT NULL,
    files bigint NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.envelope_message (
    id bigint NOT NULL,
    envelope_id bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    day text NOT NULL COLLATE pg_catalog."C",
    sealed bytea NOT NULL,
    acknowledgement text NOT NULL COLLATE pg_catalog."C",
    carried_in bigint
);
CREATE TABLE public.envelope_note (
    id bigint NOT NULL,
    envelope_id bigint NOT NULL,
    day text NOT NULL COLLATE pg_catalog."C",
    sealed bytea NOT NULL,
    bundle_no bigint NOT NULL,
    text text COLLATE pg_catalog."C",
    opened_by bigint,
    opened_at_ms bigint
);
CREATE TABLE public.envelope_question (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    envelope_id bigint NOT NULL,
    text text NOT NULL COLLATE pg_catalog."C",
    box_public bytea NOT NULL,
    asked_by bigint NOT NULL,
    asked_at_ms bigint NOT NULL,
    released_by bigint,
    released_at_ms bigint,
    message_id bigint,
    withdrawn_by bigint,
    withdrawn_at_ms bigint
);
CREATE TABLE public.event (
    id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    record_id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    from_state text NOT NULL COLLATE pg_catalog."C",
    to_state text NOT NULL COLLATE pg_catalog."C",
    user_id bigint NOT NULL,
    at_ms bigint NOT NULL,
    note text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    undone_by bigint
);
CREATE TABLE public.extra (
    kind text NOT NULL COLLATE pg_catalog."C",
    record_id bigint NOT NULL,
    field text NOT NULL COLLATE pg_catalog."C",
    ord bigint NOT NULL,
    as_text text COLLATE pg_catalog."C",
    as_number bigint,
    as_date text COLLATE pg_catalog."C"
);
CREATE TABLE public.ferry_ack (
    envelope_id bigint NOT NULL,
    organ_id bigint NOT NULL,
    day text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    carried_in bigint
);
CREATE TABLE public.ferry_bundle (
    organ_id bigint NOT NULL,
    outward bigint NOT NULL,
    no bigint NOT NULL,
    day text NOT NULL COLLATE pg_catalog."C",
    hash text NOT NULL COLLATE pg_catalog."C",
    entries bigint NOT NULL,
    made_by bigint NOT NULL,
    confirmed_on text COLLATE pg_catalog."C",
    anew bigint DEFAULT 0 NOT NULL,
    reason text COLLATE pg_catalog."C",
    confirmed_by bigint
);
CREATE TABLE public.ferry_early (
    organ_id bigint NOT NULL,
    kind bigint NOT NULL,
    id text NOT NULL COLLATE pg_catalog."C",
    body bytea NOT NULL,
    bytes bigint NOT NULL,
    sha256 text NOT NULL COLLATE pg_catalog."C",
    bundle_no bigint NOT NULL
);
CREATE TABLE public.ferry_site (
    organ_id bigint NOT NULL,
    article15 bytea NOT NULL,
    ferry_public bytea,
    next_public bytea,
    ack_public bytea,
    ack_from text COLLATE pg_catalog."C",
    ack_to text COLLATE pg_catalog."C",
    ack_certificate bytea,
    asked bytea,
    asked_by bigint,
    asked_anew bigint DEFAULT 0 NOT NULL,
    confirmed_by bigint
);
CREATE TABLE public.hidden (
    user_id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    record_id bigint NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    by_user bigint NOT NULL,
    at_ms bigint NOT NULL
);
CREATE TABLE public.hidden_cleared (
    user_id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    record_id bigint NOT NULL,
    by_user bigint NOT NULL,
    at_ms bigint NOT NULL
);
CREATE TABLE public.job (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    args text NOT NULL COLLATE pg_catalog."C",
    result_key text NOT NULL COLLATE pg_catalog."C",
    user_id bigint NOT NULL,
    state text NOT NULL COLLATE pg_catalog."C",
    progress bigint DEFAULT 0 NOT NULL,
    message text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    file text COLLATE pg_catalog."C",
    lease_until_ms bigint DEFAULT 0 NOT NULL,
    made_at_ms bigint NOT NULL,
    done_at_ms bigint
);
CREATE TABLE public.known_device (
    token_hash text NOT NULL COLLATE pg_catalog."C",
    user_id bigint NOT NULL,
    made_at_ms bigint NOT NULL,
    used_at_ms bigint NOT NULL
);
CREATE TABLE public.lead (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    no text NOT NULL COLLATE pg_catalog."C",
    old_no text COLLATE pg_catalog."C",
    organ_id bigint NOT NULL,
    office_id bigint NOT NULL,
    assignee_id bigint,
    origin_id bigint NOT NULL,
    petition_id bigint,
    source text NOT NULL COLLATE pg_catalog."C",
    source_no text COLLATE pg_catalog."C",
    registered_on text NOT NULL COLLATE pg_catalog."C",
    received_on text NOT NULL COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    campaign text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    workflow bigint NOT NULL,
    due_on text COLLATE pg_catalog."C",
    imported_key text COLLATE pg_catalog."C",
    voided bigint DEFAULT 0 NOT NULL,
    void_reason text COLLATE pg_catalog."C",
    made_by bigint NOT NULL,
    made_at_ms bigint NOT NULL,
    rev bigint DEFAULT 0 NOT NULL,
    disposal_state text COLLATE pg_catalog."C",
    disposal_method text COLLATE pg_catalog."C"
);
CREATE TABLE public.lead_merge (
    id bigint NOT NULL,
    lead_a bigint NOT NULL,
    lead_b bigint NOT NULL,
    by_user bigint NOT NULL,
    at_ms bigint NOT NULL,
    undone_at_ms bigint
);
CREATE TABLE public.lead_person (
    lead_id bigint NOT NULL,
    person_id bigint NOT NULL,
    rank text COLLATE pg_catalog."C",
    party_member bigint,
    public_office bigint,
    frozen_on text COLLATE pg_catalog."C",
    umbrella bigint DEFAULT 0 NOT NULL,
    gang_related bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.lead_tag (
    lead_id bigint NOT NULL,
    topic text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.office (
    id bigint NOT NULL,
    organ_id bigint NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    voided bigint DEFAULT 0 NOT NULL,
    valid_from text COLLATE pg_catalog."C",
    valid_to text COLLATE pg_catalog."C"
);
CREATE TABLE public.organ (
    id bigint NOT NULL,
    code text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    district text NOT NULL COLLATE pg_catalog."C",
    account text NOT NULL COLLATE pg_catalog."C",
    organ_type text NOT NULL COLLATE pg_catalog."C",
    in_program bigint NOT NULL
);
CREATE TABLE public.organ_name (
    id bigint NOT NULL,
    organ_id bigint NOT NULL,
    district text NOT NULL COLLATE pg_catalog."C",
    account text NOT NULL COLLATE pg_catalog."C",
    valid_from text NOT NULL COLLATE pg_catalog."C",
    valid_to text COLLATE pg_catalog."C"
);
CREATE TABLE public.organ_parent (
    id bigint NOT NULL,
    organ_id bigint NOT NULL,
    parent_id bigint NOT NULL,
    valid_from text NOT NULL COLLATE pg_catalog."C",
    valid_to text COLLATE pg_catalog."C"
);
CREATE TABLE public.outbox (
    id bigint NOT NULL,
    topic text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    record_id bigint NOT NULL,
    at_ms bigint NOT NULL
);
CREATE TABLE public.person (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    canonical_id bigint NOT NULL,
    organ_id bigint NOT NULL,
    name text NOT NULL COLLATE pg_catalog."C",
    name_sort text NOT NULL COLLATE pg_catalog."C",
    initials text NOT NULL COLLATE pg_catalog."C",
    id_no text COLLATE pg_catalog."C",
    unit text NOT NULL COLLATE pg_catalog."C",
    post text NOT NULL COLLATE pg_catalog."C",
    rank text COLLATE pg_catalog."C",
    party_member bigint,
    public_office bigint,
    is_organisation bigint DEFAULT 0 NOT NULL,
    voided bigint DEFAULT 0 NOT NULL,
    rev bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.person_merge (
    id bigint NOT NULL,
    from_id bigint NOT NULL,
    into_id bigint NOT NULL,
    by_user bigint NOT NULL,
    at_ms bigint NOT NULL,
    undone_at_ms bigint
);
CREATE TABLE public.petition (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    no text NOT NULL COLLATE pg_catalog."C",
    old_no text COLLATE pg_catalog."C",
    organ_id bigint NOT NULL,
    office_id bigint NOT NULL,
    assignee_id bigint,
    origin_id bigint NOT NULL,
    registered_on text NOT NULL COLLATE pg_catalog."C",
    received_on text NOT NULL COLLATE pg_catalog."C",
    channel text NOT NULL COLLATE pg_catalog."C",
    source text NOT NULL COLLATE pg_catalog."C",
    source_organ_id bigint,
    sender_no text COLLATE pg_catalog."C",
    class text COLLATE pg_catalog."C",
    conduct text COLLATE pg_catalog."C",
    subject text NOT NULL COLLATE pg_catalog."C",
    body text NOT NULL COLLATE pg_catalog."C",
    body_fold text NOT NULL COLLATE pg_catalog."C",
    place text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    received_at_ms bigint,
    reply text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    replied_at_ms bigint,
    imported_key text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    workflow bigint NOT NULL,
    repeat_of bigint,
    due_on text COLLATE pg_catalog."C",
    voided bigint DEFAULT 0 NOT NULL,
    void_reason text COLLATE pg_catalog."C",
    made_by bigint NOT NULL,
    made_at_ms bigint NOT NULL,
    rev bigint DEFAULT 0 NOT NULL,
    source_organ text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    place_fold text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    person text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    rank text COLLATE pg_catalog."C"
);
CREATE TABLE public.petition_conduct (
    petition_id bigint NOT NULL,
    conduct text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.petition_person (
    id bigint NOT NULL,
    petition_id bigint NOT NULL,
    ord bigint NOT NULL,
    person_id bigint,
    name text NOT NULL COLLATE pg_catalog."C",
    name_fold text NOT NULL COLLATE pg_catalog."C",
    unit text NOT NULL COLLATE pg_catalog."C",
    post text NOT NULL COLLATE pg_catalog."C",
    rank text COLLATE pg_catalog."C",
    unit_fold text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.petition_tag (
    petition_id bigint NOT NULL,
    topic text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.proposal (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    no text COLLATE pg_catalog."C",
    organ_id bigint NOT NULL,
    office_id bigint NOT NULL,
    type text NOT NULL COLLATE pg_catalog."C",
    unit text NOT NULL COLLATE pg_catalog."C",
    title text NOT NULL COLLATE pg_catalog."C",
    text text NOT NULL COLLATE pg_catalog."C",
    reply_due_on text COLLATE pg_catalog."C",
    case_id bigint,
    lead_id bigint,
    issued_on text COLLATE pg_catalog."C",
    replied_on text COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    workflow bigint NOT NULL,
    proposed_by bigint NOT NULL,
    approved_by bigint,
    imported_key text COLLATE pg_catalog."C",
    voided bigint DEFAULT 0 NOT NULL,
    void_reason text COLLATE pg_catalog."C",
    made_at_ms bigint NOT NULL,
    rev bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.register_opened (
    organ_id bigint NOT NULL,
    register text NOT NULL COLLATE pg_catalog."C",
    opened_on text NOT NULL COLLATE pg_catalog."C",
    by_user bigint NOT NULL
);
CREATE TABLE public.report (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    organ_id bigint NOT NULL,
    from_on text NOT NULL COLLATE pg_catalog."C",
    to_on text NOT NULL COLLATE pg_catalog."C",
    as_of text NOT NULL COLLATE pg_catalog."C",
    problems text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    plans text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    published_on text COLLATE pg_catalog."C",
    published_by bigint,
    no text COLLATE pg_catalog."C",
    def_hash text COLLATE pg_catalog."C",
    figures_json bytea,
    docx bytea,
    pdf bytea,
    html bytea,
    md bytea,
    json bytea,
    sha256 text COLLATE pg_catalog."C",
    despite text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    rev bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.report_member (
    report_id bigint NOT NULL,
    figure text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    n bigint NOT NULL,
    ids bytea NOT NULL
);
CREATE TABLE public.result (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    no text COLLATE pg_catalog."C",
    organ_id bigint NOT NULL,
    family text NOT NULL COLLATE pg_catalog."C",
    code text NOT NULL COLLATE pg_catalog."C",
    person_id bigint NOT NULL,
    lead_id bigint,
    disposal_id bigint,
    case_id bigint,
    topic text COLLATE pg_catalog."C",
    campaign text COLLATE pg_catalog."C",
    basis text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    decided_on text COLLATE pg_catalog."C",
    effective_on text COLLATE pg_catalog."C",
    counted_on text COLLATE pg_catalog."C",
    body_name text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    body_no text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    body_scan text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    text text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    proposed_by bigint NOT NULL,
    approved_by bigint,
    revoked_on text COLLATE pg_catalog."C",
    imported_key text COLLATE pg_catalog."C",
    voided bigint DEFAULT 0 NOT NULL,
    void_reason text COLLATE pg_catalog."C",
    made_at_ms bigint NOT NULL,
    rev bigint DEFAULT 0 NOT NULL
);
CREATE TABLE public.rights_request (
    id bigint NOT NULL,
    ref bigint NOT NULL,
    user_id bigint NOT NULL,
    act text NOT NULL COLLATE pg_catalog."C",
    role text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    organ_id bigint DEFAULT 0 NOT NULL,
    office_id bigint DEFAULT 0 NOT NULL,
    uid bigint DEFAULT '-1'::integer NOT NULL,
    reason text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    asked_by bigint NOT NULL,
    asked_at_ms bigint NOT NULL,
    decided_by bigint,
    decided_at_ms bigint
);
CREATE VIEW public.rpt_case AS
 SELECT k.id,
    k.ref,
    k.organ_id,
    k.office_id,
    k.assignee_id,
        CASE
            WHEN (k.filed_on IS NULL) THEN ''::text
            ELSE k.no
        END AS no,
    k.old_no,
    k.subject,
    k.person_id,
    k.rank,
    k.party_line,
    k.supervisory_line,
    k.proposed_on,
    k.filed_on,
    k.concluded_on,
    k.state,
    k.voided,
    ( SELECT q.name
           FROM public.person q
          WHERE (q.id = k.person_id)) AS person,
    ( SELECT f.name
           FROM public.office f
          WHERE (f.id = k.office_id)) AS office,
    ( SELECT u.name
           FROM public.app_user u
          WHERE (u.id = k.assignee_id)) AS assignee
   FROM public.casefile k;
CREATE VIEW public.rpt_envelope AS
 SELECT e.id,
    e.id AS ref,
    e.organ_id,
    e.screener_id AS assignee_id,
    e.day,
    e.due_on,
    e.state,
    (0)::bigint AS voided,
    ( SELECT count(*) AS count
           FROM public.envelope_file f
          WHERE ((f.envelope_id = e.id) AND (f.note_id IS NULL))) AS files,
    ( SELECT u.name
           FROM public.app_user u
          WHERE (u.id = e.screener_id)) AS screener
   FROM public.envelope e;
CREATE VIEW public.rpt_lead AS
 SELECT l.id,
    l.ref,
    l.organ_id,
    l.office_id,
    l.assignee_id,
    l.origin_id,
    l.no,
    l.old_no,
    l.registered_on,
    l.received_on,
    l.source,
    l.subject,
    l.campaign,
    l.state,
    l.due_on,
    l.voided,
    ( SELECT q.name
           FROM (public.lead_person r
             JOIN public.person q ON ((q.id = r.person_id)))
          WHERE (r.lead_id = l.id)
          ORDER BY r.person_id
         LIMIT 1) AS person,
    l.disposal_method AS method,
    l.disposal_state,
    ( SELECT f.name
           FROM public.office f
          WHERE (f.id = l.office_id)) AS office,
    ( SELECT u.name
           FROM public.app_user u
          WHERE (u.id = l.assignee_id)) AS assignee
   FROM public.lead l;
CREATE VIEW public.rpt_person AS
 SELECT p.id,
    p.ref,
    p.organ_id,
    p.canonical_id,
    p.name,
    p.name_sort,
    p.initials,
    p.unit,
    p.post,
    p.rank,
    p.is_organisation,
    p.voided
   FROM public.person p
  WHERE (p.canonical_id = p.id);
CREATE VIEW public.rpt_petition AS
 SELECT p.id,
    p.ref,
    p.organ_id,
    p.office_id,
    p.assignee_id,
    p.origin_id,
    p.no,
    p.old_no,
    p.registered_on,
    p.received_on,
    p.channel,
    p.source,
    p.source_organ_id,
    p.class,
    p.conduct,
    p.subject,
    p.place,
    p.state,
    p.repeat_of,
    p.due_on,
    p.voided,
    p.person,
    p.rank,
    ( SELECT f.name
           FROM public.office f
          WHERE (f.id = p.office_id)) AS office,
    ( SELECT u.name
           FROM public.app_user u
          WHERE (u.id = p.assignee_id)) AS assignee
   FROM public.petition p;
CREATE VIEW public.rpt_proposal AS
 SELECT p.id,
    p.ref,
    p.organ_id,
    p.office_id,
    p.no,
    p.type,
    p.unit,
    p.title,
    p.issued_on,
    p.reply_due_on,
    p.replied_on,
    p.state,
    p.voided
   FROM public.proposal p;
CREATE VIEW public.rpt_result AS
 SELECT r.id,
    r.ref,
    r.organ_id,
    r.no,
    r.family,
    r.code,
    r.person_id,
    r.lead_id,
    r.case_id,
    r.topic,
    r.campaign,
    r.decided_on,
    r.effective_on,
    r.counted_on,
    r.state,
    r.voided,
    ( SELECT q.name
           FROM public.person q
          WHERE (q.id = r.person_id)) AS person,
    COALESCE(( SELECT k.office_id
           FROM public.casefile k
          WHERE (k.id = r.case_id)), ( SELECT l.office_id
           FROM public.lead l
          WHERE (l.id = r.lead_id)), (0)::bigint) AS office_id,
    COALESCE(( SELECT k.assignee_id
           FROM public.casefile k
          WHERE (k.id = r.case_id)), ( SELECT l.assignee_id
           FROM public.lead l
          WHERE (l.id = r.lead_id))) AS assignee_id,
    ( SELECT c.no
           FROM public.casefile c
          WHERE (c.id = r.case_id)) AS case_no
   FROM public.result r;
CREATE TABLE public.saved_filter (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    list text NOT NULL COLLATE pg_catalog."C",
    name text NOT NULL COLLATE pg_catalog."C",
    query text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.schema_version (
    version bigint NOT NULL,
    applied_at_ms bigint NOT NULL
);
CREATE TABLE public.search_asked (
    ref bigint NOT NULL,
    user_id bigint NOT NULL,
    words text NOT NULL COLLATE pg_catalog."C",
    kind text NOT NULL COLLATE pg_catalog."C",
    state text NOT NULL COLLATE pg_catalog."C",
    organ text NOT NULL COLLATE pg_catalog."C",
    from_on text COLLATE pg_catalog."C",
    to_on text COLLATE pg_catalog."C",
    at_ms bigint NOT NULL
);
CREATE TABLE public.search_doc (
    id bigint NOT NULL,
    kind text NOT NULL COLLATE pg_catalog."C",
    record_id bigint NOT NULL,
    organ_id bigint NOT NULL,
    office_id bigint NOT NULL,
    assignee_id bigint,
    state text NOT NULL COLLATE pg_catalog."C"
);
CREATE TABLE public.search_text (
    id bigint NOT NULL,
    body text NOT NULL COLLATE pg_catalog."C",
    num text NOT NULL COLLATE pg_catalog."C",
    tags text NOT NULL COLLATE pg_catalog."C",
    fold text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    num_fold text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    grams text[] DEFAULT '{}'::text[] NOT NULL
);
CREATE TABLE public.sent_form (
    token text NOT NULL COLLATE pg_catalog."C",
    location text NOT NULL COLLATE pg_catalog."C",
    at_ms bigint NOT NULL
);
CREATE TABLE public.session (
    token_hash text NOT NULL COLLATE pg_catalog."C",
    user_id bigint NOT NULL,
    csrf text NOT NULL COLLATE pg_catalog."C",
    started_at_ms bigint NOT NULL,
    ends_at_ms bigint NOT NULL,
    stage text NOT NULL COLLATE pg_catalog."C",
    ref bigint DEFAULT 0 NOT NULL,
    client text DEFAULT ''::text NOT NULL COLLATE pg_catalog."C",
    totp_new text COLLATE pg_catalog."C"
);
CREATE TABLE public.signin_try (
    bucket text NOT NULL COLLATE pg_catalog."C",
    tries bigint NOT NULL,
    next_at_ms bigint NOT NULL
);
CREATE TABLE public.user_role (
    user_id bigint NOT NULL,
    role text NOT NULL COLLATE pg_catalog."C",
    given_by bigint NOT NULL,
    given_at_ms bigint NOT NULL
);
CREATE TABLE public.user_scope (
    user_id bigint NOT NULL,
    organ_id bigint NOT NULL,
    office_id bigint NOT NULL
);
ALTER TABLE ONLY public.answer_scan
    ADD CONSTRAINT answer_scan_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.answer_scan
    ADD CONSTRAINT answer_scan_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT app_user_login_key UNIQUE (login);
ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT app_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT app_user_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.audit_head
    ADD CONSTRAINT audit_head_pkey PRIMARY KEY (organ_id);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.before_image
    ADD CONSTRAINT before_image_pkey PRIMARY KEY (kind, record_id, rev);
ALTER TABLE ONLY public.case_lead
    ADD CONSTRAINT case_lead_pkey PRIMARY KEY (case_id, lead_id);
ALTER TABLE ONLY public.casefile
    ADD CONSTRAINT casefile_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.casefile
    ADD CONSTRAINT casefile_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.counter
    ADD CONSTRAINT counter_pkey PRIMARY KEY (organ_id, kind, year);
ALTER TABLE ONLY public.disposal
    ADD CONSTRAINT disposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.disposal
    ADD CONSTRAINT disposal_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.document
    ADD CONSTRAINT document_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_pkey PRIMARY KEY (user_id, form, ref);
ALTER TABLE ONLY public.envelope_copy
    ADD CONSTRAINT envelope_copy_pkey PRIMARY KEY (file);
ALTER TABLE ONLY public.envelope_file
    ADD CONSTRAINT envelope_file_pkey PRIMARY KEY (file);
ALTER TABLE ONLY public.envelope_handover
    ADD CONSTRAINT envelope_handover_organ_id_no_key UNIQUE (organ_id, no);
ALTER TABLE ONLY public.envelope_handover
    ADD CONSTRAINT envelope_handover_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.envelope_message
    ADD CONSTRAINT envelope_message_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.envelope_note
    ADD CONSTRAINT envelope_note_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.envelope
    ADD CONSTRAINT envelope_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.envelope_question
    ADD CONSTRAINT envelope_question_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.event
    ADD CONSTRAINT event_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.extra
    ADD CONSTRAINT extra_pkey PRIMARY KEY (kind, record_id, field, ord);
ALTER TABLE ONLY public.ferry_ack
    ADD CONSTRAINT ferry_ack_pkey PRIMARY KEY (envelope_id);
ALTER TABLE ONLY public.ferry_bundle
    ADD CONSTRAINT ferry_bundle_pkey PRIMARY KEY (organ_id, outward, no);
ALTER TABLE ONLY public.ferry_early
    ADD CONSTRAINT ferry_early_pkey PRIMARY KEY (organ_id, kind, id);
ALTER TABLE ONLY public.ferry_site
    ADD CONSTRAINT ferry_site_pkey PRIMARY KEY (organ_id);
ALTER TABLE ONLY public.hidden_cleared
    ADD CONSTRAINT hidden_cleared_pkey PRIMARY KEY (user_id, kind, record_id);
ALTER TABLE ONLY public.hidden
    ADD CONSTRAINT hidden_pkey PRIMARY KEY (user_id, kind, record_id, reason);
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.job
    ADD CONSTRAINT job_result_key_key UNIQUE (result_key);
ALTER TABLE ONLY public.known_device
    ADD CONSTRAINT known_device_pkey PRIMARY KEY (token_hash, user_id);
ALTER TABLE ONLY public.lead_merge
    ADD CONSTRAINT lead_merge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.lead_person
    ADD CONSTRAINT lead_person_pkey PRIMARY KEY (lead_id, person_id);
ALTER TABLE ONLY public.lead
    ADD CONSTRAINT lead_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.lead
    ADD CONSTRAINT lead_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.lead_tag
    ADD CONSTRAINT lead_tag_pkey PRIMARY KEY (lead_id, topic);
ALTER TABLE ONLY public.office
    ADD CONSTRAINT office_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organ
    ADD CONSTRAINT organ_code_key UNIQUE (code);
ALTER TABLE ONLY public.organ_name
    ADD CONSTRAINT organ_name_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organ_parent
    ADD CONSTRAINT organ_parent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.organ
    ADD CONSTRAINT organ_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.petition_conduct
    ADD CONSTRAINT petition_conduct_pkey PRIMARY KEY (petition_id, conduct);
ALTER TABLE ONLY public.petition_person
    ADD CONSTRAINT petition_person_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.petition
    ADD CONSTRAINT petition_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.petition
    ADD CONSTRAINT petition_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.petition_tag
    ADD CONSTRAINT petition_tag_pkey PRIMARY KEY (petition_id, topic);
ALTER TABLE ONLY public.proposal
    ADD CONSTRAINT proposal_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.proposal
    ADD CONSTRAINT proposal_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.register_opened
    ADD CONSTRAINT register_opened_pkey PRIMARY KEY (organ_id, register);
ALTER TABLE ONLY public.report_member
    ADD CONSTRAINT report_member_pkey PRIMARY KEY (report_id, figure);
ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.rights_request
    ADD CONSTRAINT rights_request_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.rights_request
    ADD CONSTRAINT rights_request_ref_key UNIQUE (ref);
ALTER TABLE ONLY public.saved_filter
    ADD CONSTRAINT saved_filter_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.schema_version
    ADD CONSTRAINT schema_version_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.search_asked
    ADD CONSTRAINT search_asked_pkey PRIMARY KEY (ref);
ALTER TABLE ONLY public.search_doc
    ADD CONSTRAINT search_doc_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.search_text
    ADD CONSTRAINT search_text_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.sent_form
    ADD CONSTRAINT sent_form_pkey PRIMARY KEY (token);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (token_hash);
ALTER TABLE ONLY public.signin_try
    ADD CONSTRAINT signin_try_pkey PRIMARY KEY (bucket);
ALTER TABLE ONLY public.user_role
    ADD CONSTRAINT user_role_pkey PRIMARY KEY (user_id, role);
ALTER TABLE ONLY public.user_scope
    ADD CONSTRAINT user_scope_pkey PRIMARY KEY (user_id, organ_id, office_id);
CREATE INDEX answer_scan_result ON public.answer_scan USING btree (result_id);
CREATE UNIQUE INDEX audit_chain ON public.audit USING btree (organ_id, seq);
CREATE INDEX case_lead_lead ON public.case_lead USING btree (lead_id);
CREATE INDEX casefile_adjudicating ON public.casefile USING btree (organ_id, office_id, assignee_id) WHERE ((state = 'adjudicating'::text) AND (voided = 0));
CREATE INDEX casefile_assignee ON public.casefile USING btree (assignee_id, organ_id) WHERE (assignee_id IS NOT NULL);
CREATE INDEX casefile_by_state ON public.casefile USING btree (organ_id, voided, state, id);
CREATE INDEX casefile_filed ON public.casefile USING btree (organ_id, filed_on);
CREATE UNIQUE INDEX casefile_imported ON public.casefile USING btree (organ_id, imported_key);
CREATE INDEX casefile_investigating ON public.casefile USING btree (organ_id, office_id, assignee_id) WHERE ((state = 'investigating'::text) AND (voided = 0));
CREATE UNIQUE INDEX casefile_no ON public.casefile USING btree (organ_id, no);
CREATE INDEX casefile_person ON public.casefile USING btree (person_id);
CREATE INDEX casefile_proposed ON public.casefile USING btree (organ_id, voided, proposed_on, id);
CREATE INDEX casefile_shown ON public.casefile USING btree (organ_id, voided, filed_on, id);
CREATE INDEX casefile_state ON public.casefile USING btree (organ_id, voided, state, filed_on, id);
CREATE INDEX casefile_waits ON public.casefile USING btree (organ_id, office_id, assignee_id, proposed_by) WHERE ((state = 'proposed'::text) AND (voided = 0));
CREATE INDEX disposal_approved ON public.disposal USING btree (organ_id, approved_on);
CREATE INDEX disposal_lead ON public.disposal USING btree (lead_id);
CREATE INDEX disposal_to_do ON public.disposal USING btree (lead_id) WHERE ((state = 'approved'::text) AND (voided = 0));
CREATE INDEX disposal_waits ON public.disposal USING btree (lead_id, proposed_by) WHERE ((state = 'proposed'::text) AND (voided = 0));
CREATE INDEX document_record ON public.document USING btree (kind, record_id);
CREATE INDEX envelope_copy_of ON public.envelope_copy USING btree (envelope_id);
CREATE UNIQUE INDEX envelope_copy_ref ON public.envelope_copy USING btree (ref);
CREATE INDEX envelope_day ON public.envelope USING btree (organ_id, day, id);
CREATE INDEX envelope_file_of ON public.envelope_file USING btree (envelope_id, file);
CREATE INDEX envelope_handover_of ON public.envelope_handover USING btree (envelope_id, no);
CREATE INDEX envelope_message_of ON public.envelope_message USING btree (envelope_id, id);
CREATE INDEX envelope_message_waits ON public.envelope_message USING btree (id) WHERE (carried_in IS NULL);
CREATE INDEX envelope_note_of ON public.envelope_note USING btree (envelope_id, id);
CREATE INDEX envelope_of ON public.envelope USING btree (petition_id);
CREATE INDEX envelope_question_of ON public.envelope_question USING btree (envelope_id, id);
CREATE INDEX envelope_state ON public.envelope USING btree (organ_id, state, day, id);
CREATE INDEX event_record ON public.event USING btree (kind, record_id, id);
CREATE INDEX ferry_ack_waits ON public.ferry_ack USING btree (organ_id, envelope_id) WHERE (carried_in IS NULL);
CREATE INDEX hidden_record ON public.hidden USING btree (kind, record_id);
CREATE INDEX known_device_user ON public.known_device USING btree (user_id, used_at_ms);
CREATE INDEX lead_assignee ON public.lead USING btree (assignee_id, organ_id) WHERE (assignee_id IS NOT NULL);
CREATE INDEX lead_by_state ON public.lead USING btree (organ_id, voided, state, id);
CREATE INDEX lead_campaign ON public.lead USING btree (organ_id, voided, campaign, registered_on, id) WHERE (campaign IS NOT NULL);
CREATE INDEX lead_disposal ON public.lead USING btree (organ_id, voided, disposal_state, registered_on, id);
CREATE INDEX lead_due ON public.lead USING btree (organ_id, voided, due_on, state, id) WHERE (due_on IS NOT NULL);
CREATE UNIQUE INDEX lead_imported ON public.lead USING btree (organ_id, imported_key);
CREATE INDEX lead_merge_a ON public.lead_merge USING btree (lead_a);
CREATE INDEX lead_merge_b ON public.lead_merge USING btree (lead_b);
CREATE INDEX lead_method ON public.lead USING btree (organ_id, voided, disposal_method, registered_on, id);
CREATE UNIQUE INDEX lead_no ON public.lead USING btree (organ_id, no);
CREATE INDEX lead_origin ON public.lead USING btree (origin_id);
CREATE INDEX lead_person_person ON public.lead_person USING btree (person_id);
CREATE INDEX lead_petition ON public.lead USING btree (petition_id);
CREATE INDEX lead_registered ON public.lead USING btree (organ_id, voided, registered_on, id, state, source, campaign);
CREATE INDEX lead_source ON public.lead USING btree (organ_id, voided, source, registered_on, id);
CREATE INDEX lead_state ON public.lead USING btree (organ_id, voided, state, registered_on, id);
CREATE INDEX lead_waits ON public.lead USING btree (organ_id, office_id, assignee_id) WHERE ((state = 'registered'::text) AND (voided = 0));
CREATE INDEX person_canonical ON public.person USING btree (canonical_id);
CREATE INDEX person_id_no ON public.person USING btree (id_no);
CREATE INDEX person_name ON public.person USING btree (name);
CREATE INDEX person_rank ON public.person USING btree (organ_id, voided, rank, name_sort, id);
CREATE INDEX person_shown ON public.person USING btree (organ_id, voided, name_sort, id);
CREATE INDEX petition_assignee ON public.petition USING btree (assignee_id, organ_id) WHERE (assignee_id IS NOT NULL);
CREATE INDEX petition_by_channel ON public.petition USING btree (organ_id, voided, channel, id, registered_on);
CREATE INDEX petition_by_state ON public.petition USING btree (organ_id, voided, state, id, registered_on);
CREATE INDEX petition_channel ON public.petition USING btree (organ_id, voided, channel, registered_on, id, source, class, conduct, rank);
CREATE INDEX petition_class ON public.petition USING btree (organ_id, voided, class, registered_on, id, conduct, rank);
CREATE INDEX petition_conduct_first ON public.petition USING btree (organ_id, voided, conduct, registered_on, id, rank);
CREATE INDEX petition_due ON public.petition USING btree (organ_id, voided, due_on, state, id) WHERE (due_on IS NOT NULL);
CREATE INDEX petition_fold ON public.petition USING btree (body_fold);
CREATE INDEX petition_handed ON public.petition USING btree (origin_id) WHERE (origin_id <> id);
CREATE UNIQUE INDEX petition_imported ON public.petition USING btree (organ_id, imported_key);
CREATE UNIQUE INDEX petition_no ON public.petition USING btree (organ_id, no);
CREATE INDEX petition_origin ON public.petition USING btree (origin_id);
CREATE INDEX petition_person_as_written ON public.petition_person USING btree (name);
CREATE INDEX petition_person_name ON public.petition_person USING btree (name_fold);
CREATE INDEX petition_person_petition ON public.petition_person USING btree (petition_id, ord, rank);
CREATE INDEX petition_rank ON public.petition USING btree (organ_id, voided, rank, registered_on, id);
CREATE INDEX petition_registered ON public.petition USING btree (organ_id, voided, registered_on, id, state, channel, source, class, conduct, rank, place, person, ref, origin_id, source_organ_id);
CREATE INDEX petition_repeat ON public.petition USING btree (repeat_of);
CREATE INDEX petition_source ON public.petition USING btree (organ_id, voided, source, registered_on, id, class, conduct, rank);
CREATE INDEX petition_state ON public.petition USING btree (organ_id, voided, state, registered_on, id, channel, source, class, conduct, rank);
CREATE INDEX petition_waits ON public.petition USING btree (organ_id, office_id, assignee_id) WHERE ((state = 'registered'::text) AND (voided = 0));
CREATE INDEX proposal_case ON public.proposal USING btree (case_id);
CREATE INDEX proposal_draft ON public.proposal USING btree (organ_id, office_id) WHERE ((state = 'draft'::text) AND (voided = 0));
CREATE UNIQUE INDEX proposal_imported ON public.proposal USING btree (organ_id, imported_key);
CREATE INDEX proposal_issued ON public.proposal USING btree (organ_id, issued_on);
CREATE INDEX proposal_lead ON public.proposal USING btree (lead_id);
CREATE INDEX proposal_no ON public.proposal USING btree (organ_id, type, no);
CREATE UNIQUE INDEX report_period ON public.report USING btree (organ_id, from_on, to_on);
CREATE INDEX result_answered ON public.result USING btree (case_id, lead_id) WHERE ((state = 'answered'::text) AND (voided = 0));
CREATE INDEX result_by_state ON public.result USING btree (organ_id, voided, state, counted_on, id);
CREATE INDEX result_campaign ON public.result USING btree (organ_id, voided, campaign, counted_on, id) WHERE (campaign IS NOT NULL);
CREATE INDEX result_case ON public.result USING btree (case_id);
CREATE INDEX result_code ON public.result USING btree (organ_id, voided, code, counted_on, id);
CREATE INDEX result_counted ON public.result USING btree (organ_id, counted_on);
CREATE INDEX result_decided ON public.result USING btree (organ_id, voided, decided_on, id);
CREATE INDEX result_family ON public.result USING btree (organ_id, voided, family, counted_on, id);
CREATE UNIQUE INDEX result_imported ON public.result USING btree (organ_id, imported_key);
CREATE INDEX result_in_state ON public.result USING btree (organ_id, voided, state, id);
CREATE INDEX result_lead ON public.result USING btree (lead_id);
CREATE INDEX result_person ON public.result USING btree (person_id);
CREATE INDEX result_shown ON public.result USING btree (organ_id, voided, counted_on, id);
CREATE INDEX result_topic ON public.result USING btree (organ_id, voided, topic, counted_on, id) WHERE (topic IS NOT NULL);
CREATE INDEX result_waits ON public.result USING btree (case_id, lead_id) WHERE ((state = 'proposed'::text) AND (voided = 0));
CREATE INDEX rights_request_state ON public.rights_request USING btree (state, id);
CREATE INDEX search_doc_organ ON public.search_doc USING btree (organ_id);
CREATE UNIQUE INDEX search_doc_record ON public.search_doc USING btree (kind, record_id);
CREATE INDEX search_grams ON public.search_text USING gin (grams);
ALTER TABLE ONLY public.answer_scan
    ADD CONSTRAINT answer_scan_result_id_fkey FOREIGN KEY (result_id) REFERENCES public.result(id);
ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT app_user_office_id_fkey FOREIGN KEY (office_id) REFERENCES public.office(id);
ALTER TABLE ONLY public.app_user
    ADD CONSTRAINT app_user_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.case_lead
    ADD CONSTRAINT case_lead_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.casefile(id);
ALTER TABLE ONLY public.case_lead
    ADD CONSTRAINT case_lead_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES public.lead(id);
ALTER TABLE ONLY public.casefile
    ADD CONSTRAINT casefile_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.casefile
    ADD CONSTRAINT casefile_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.disposal
    ADD CONSTRAINT disposal_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES public.lead(id);
ALTER TABLE ONLY public.disposal
    ADD CONSTRAINT disposal_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.draft
    ADD CONSTRAINT draft_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.envelope_copy
    ADD CONSTRAINT envelope_copy_envelope_id_fkey FOREIGN KEY (envelope_id) REFERENCES public.envelope(id);
ALTER TABLE ONLY public.envelope_copy
    ADD CONSTRAINT envelope_copy_file_fkey FOREIGN KEY (file) REFERENCES public.envelope_file(file);
ALTER TABLE ONLY public.envelope_file
    ADD CONSTRAINT envelope_file_envelope_id_fkey FOREIGN KEY (envelope_id) REFERENCES public.envelope(id);
ALTER TABLE ONLY public.envelope_handover
    ADD CONSTRAINT envelope_handover_envelope_id_fkey FOREIGN KEY (envelope_id) REFERENCES public.envelope(id);
ALTER TABLE ONLY public.envelope_handover
    ADD CONSTRAINT envelope_handover_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.envelope_handover
    ADD CONSTRAINT envelope_handover_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.envelope_message
    ADD CONSTRAINT envelope_message_envelope_id_fkey FOREIGN KEY (envelope_id) REFERENCES public.envelope(id);
ALTER TABLE ONLY public.envelope_note
    ADD CONSTRAINT envelope_note_envelope_id_fkey FOREIGN KEY (envelope_id) REFERENCES public.envelope(id);
ALTER TABLE ONLY public.envelope_note
    ADD CONSTRAINT envelope_note_opened_by_fkey FOREIGN KEY (opened_by) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.envelope
    ADD CONSTRAINT envelope_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.envelope
    ADD CONSTRAINT envelope_petition_id_fkey FOREIGN KEY (petition_id) REFERENCES public.petition(id);
ALTER TABLE ONLY public.envelope_question
    ADD CONSTRAINT envelope_question_asked_by_fkey FOREIGN KEY (asked_by) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.envelope_question
    ADD CONSTRAINT envelope_question_envelope_id_fkey FOREIGN KEY (envelope_id) REFERENCES public.envelope(id);
ALTER TABLE ONLY public.envelope_question
    ADD CONSTRAINT envelope_question_released_by_fkey FOREIGN KEY (released_by) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.envelope_question
    ADD CONSTRAINT envelope_question_withdrawn_by_fkey FOREIGN KEY (withdrawn_by) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.envelope
    ADD CONSTRAINT envelope_screener_id_fkey FOREIGN KEY (screener_id) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.ferry_ack
    ADD CONSTRAINT ferry_ack_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.ferry_bundle
    ADD CONSTRAINT ferry_bundle_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.ferry_early
    ADD CONSTRAINT ferry_early_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.ferry_site
    ADD CONSTRAINT ferry_site_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.hidden_cleared
    ADD CONSTRAINT hidden_cleared_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.hidden
    ADD CONSTRAINT hidden_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.known_device
    ADD CONSTRAINT known_device_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.lead_merge
    ADD CONSTRAINT lead_merge_lead_a_fkey FOREIGN KEY (lead_a) REFERENCES public.lead(id);
ALTER TABLE ONLY public.lead_merge
    ADD CONSTRAINT lead_merge_lead_b_fkey FOREIGN KEY (lead_b) REFERENCES public.lead(id);
ALTER TABLE ONLY public.lead
    ADD CONSTRAINT lead_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.lead_person
    ADD CONSTRAINT lead_person_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES public.lead(id);
ALTER TABLE ONLY public.lead_person
    ADD CONSTRAINT lead_person_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.lead
    ADD CONSTRAINT lead_petition_id_fkey FOREIGN KEY (petition_id) REFERENCES public.petition(id);
ALTER TABLE ONLY public.lead_tag
    ADD CONSTRAINT lead_tag_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES public.lead(id);
ALTER TABLE ONLY public.office
    ADD CONSTRAINT office_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.organ_name
    ADD CONSTRAINT organ_name_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.organ_parent
    ADD CONSTRAINT organ_parent_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.organ_parent
    ADD CONSTRAINT organ_parent_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_from_id_fkey FOREIGN KEY (from_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person_merge
    ADD CONSTRAINT person_merge_into_id_fkey FOREIGN KEY (into_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.person
    ADD CONSTRAINT person_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.petition_conduct
    ADD CONSTRAINT petition_conduct_petition_id_fkey FOREIGN KEY (petition_id) REFERENCES public.petition(id);
ALTER TABLE ONLY public.petition
    ADD CONSTRAINT petition_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.petition_person
    ADD CONSTRAINT petition_person_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.petition_person
    ADD CONSTRAINT petition_person_petition_id_fkey FOREIGN KEY (petition_id) REFERENCES public.petition(id);
ALTER TABLE ONLY public.petition
    ADD CONSTRAINT petition_source_organ_id_fkey FOREIGN KEY (source_organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.petition_tag
    ADD CONSTRAINT petition_tag_petition_id_fkey FOREIGN KEY (petition_id) REFERENCES public.petition(id);
ALTER TABLE ONLY public.proposal
    ADD CONSTRAINT proposal_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.casefile(id);
ALTER TABLE ONLY public.proposal
    ADD CONSTRAINT proposal_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES public.lead(id);
ALTER TABLE ONLY public.proposal
    ADD CONSTRAINT proposal_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.register_opened
    ADD CONSTRAINT register_opened_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.report_member
    ADD CONSTRAINT report_member_report_id_fkey FOREIGN KEY (report_id) REFERENCES public.report(id);
ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_case_id_fkey FOREIGN KEY (case_id) REFERENCES public.casefile(id);
ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_disposal_id_fkey FOREIGN KEY (disposal_id) REFERENCES public.disposal(id);
ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_lead_id_fkey FOREIGN KEY (lead_id) REFERENCES public.lead(id);
ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.result
    ADD CONSTRAINT result_person_id_fkey FOREIGN KEY (person_id) REFERENCES public.person(id);
ALTER TABLE ONLY public.rights_request
    ADD CONSTRAINT rights_request_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.saved_filter
    ADD CONSTRAINT saved_filter_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.search_asked
    ADD CONSTRAINT search_asked_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.session
    ADD CONSTRAINT session_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.user_role
    ADD CONSTRAINT user_role_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);
ALTER TABLE ONLY public.user_scope
    ADD CONSTRAINT user_scope_organ_id_fkey FOREIGN KEY (organ_id) REFERENCES public.organ(id);
ALTER TABLE ONLY public.user_scope
    ADD CONSTRAINT user_scope_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.app_user(id);
