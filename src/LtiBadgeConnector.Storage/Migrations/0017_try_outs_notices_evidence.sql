-- The micro-credential of which this is the test: what an instructor issues to themselves to see it.
ALTER TABLE micro_credentials ADD test_of {uuid} NULL;
CREATE UNIQUE INDEX uq_micro_credentials_test ON micro_credentials (tenant_id, test_of) WHERE test_of IS NOT NULL;

-- Who answers for it and is written to about it; null: everybody who teaches the course.
ALTER TABLE course_mappings ADD owner_id {uuid} NULL;

CREATE INDEX ix_awards_expiry ON awards (tenant_id, mapping_id, valid_until) WHERE valid_until IS NOT NULL;

-- What instructors should know: 1 the first credential is out, 2 a connection is silent, 3 a run was stopped. Each occasion is told once.
CREATE TABLE mapping_notices (
    tenant_id {uuid} NOT NULL,
    mapping_id {uuid} NOT NULL,
    kind {int} NOT NULL,
    occasion {text:80} NOT NULL,
    connection_id {uuid} NULL,
    happened_at {instant} NOT NULL,
    ended_at {instant} NULL,
    seen_at {instant} NULL,
    CONSTRAINT pk_mapping_notices PRIMARY KEY (tenant_id, mapping_id, kind, occasion)
);

-- What was awarded before is no news.
INSERT INTO mapping_notices (tenant_id, mapping_id, kind, occasion, happened_at, seen_at)
SELECT a.tenant_id, a.mapping_id, 1, '', MIN(a.awarded_at), MIN(a.awarded_at) FROM awards a GROUP BY a.tenant_id, a.mapping_id;

CREATE TABLE notice_mails (
    tenant_id {uuid} NOT NULL,
    mapping_id {uuid} NOT NULL,
    kind {int} NOT NULL,
    occasion {text:80} NOT NULL,
    learner_id {uuid} NOT NULL,
    attempts {int} NOT NULL,
    due_at {instant} NULL,
    problem {text:80} NULL,
    sent_at {instant} NULL,
    CONSTRAINT pk_notice_mails PRIMARY KEY (tenant_id, mapping_id, kind, occasion, learner_id)
);
CREATE INDEX ix_notice_mails_due ON notice_mails (due_at);

-- Where the work is that was handed in, as the LMS links it.
ALTER TABLE results ADD work_url {text:2000} NULL;

ALTER TABLE hand_awards ADD evidence_text {text:1000} NULL;

-- What its holder lets the credential say of the work behind it; null for nothing.
ALTER TABLE awards ADD evidence {json} NULL;
