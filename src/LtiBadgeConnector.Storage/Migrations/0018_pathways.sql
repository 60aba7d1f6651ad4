-- Whether a micro-credential is for whoever learns anywhere in the institution, not only for members of its course.
ALTER TABLE course_mappings ADD for_institution {bool} NULL;

-- Of what a published version is made up, and its criteria in the other language of the pages.
ALTER TABLE definition_versions ADD parts {json} NULL;
ALTER TABLE definition_versions ADD other_narrative {text} NULL;

-- What learners submit in place of a requirement: a badge of another issuer, or earlier learning. badge_key keeps one badge from
-- being given twice; of the badge only what it says is kept. decided_by is null for what a rule decided.
CREATE TABLE recognitions (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    mapping_id {uuid} NOT NULL,
    learner_id {uuid} NOT NULL,
    criterion {text:40} NOT NULL,
    badge_key {text:64} NOT NULL,
    state {int} NOT NULL,
    statement {text} NULL,
    evidence_url {text:2000} NULL,
    badge {json} NULL,
    valid_until {instant} NULL,
    submitted_at {instant} NOT NULL,
    decided_at {instant} NULL,
    decided_by {uuid} NULL,
    reason {text:500} NULL,
    CONSTRAINT pk_recognitions PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_recognitions_badge UNIQUE (tenant_id, mapping_id, badge_key)
);
CREATE INDEX ix_recognitions_learner ON recognitions (tenant_id, mapping_id, learner_id);
CREATE INDEX ix_recognitions_state ON recognitions (mapping_id, state);

-- The review that an endorsement came with; null for those that an administrator added.
ALTER TABLE endorsements ADD review_id {uuid} NULL;
