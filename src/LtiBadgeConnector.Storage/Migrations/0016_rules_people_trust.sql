-- What people confirmed of learners, for rules that ask for it.
CREATE TABLE confirmations (
    tenant_id {uuid} NOT NULL,
    mapping_id {uuid} NOT NULL,
    learner_id {uuid} NOT NULL,
    criterion {text:40} NOT NULL,
    confirmed_by {uuid} NOT NULL,
    note {text:500} NULL,
    confirmed_at {instant} NOT NULL,
    CONSTRAINT pk_confirmations PRIMARY KEY (tenant_id, mapping_id, learner_id, criterion, confirmed_by)
);

-- Every decision that changed something, with all it looked at: append-only, so that it can be explained and made again.
CREATE TABLE decisions (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    mapping_id {uuid} NOT NULL,
    learner_id {uuid} NOT NULL,
    rule_version {int} NOT NULL,
    evaluation {json} NOT NULL,
    inputs {json} NOT NULL,
    followed {int} NOT NULL,
    decided_at {instant} NOT NULL,
    CONSTRAINT pk_decisions PRIMARY KEY {nonclustered} (id)
);
CREATE INDEX ix_decisions_learner ON decisions (tenant_id, learner_id, mapping_id, decided_at);

-- What stands between an earned credential and its being issued. A null leaves everything as it was before there was a gate.
ALTER TABLE course_mappings ADD asks_approval {bool} NULL;
ALTER TABLE course_mappings ADD approved_at {instant} NULL;
ALTER TABLE course_mappings ADD hold_until {instant} NULL;
ALTER TABLE course_mappings ADD has_brake {bool} NULL;
ALTER TABLE course_mappings ADD braked_at {instant} NULL;
ALTER TABLE course_mappings ADD released_at {instant} NULL;

-- Why an earned credential waits; null when it does not.
ALTER TABLE evaluations ADD hold {int} NULL;

-- Awards that were made together carry one name, by which they can be taken back together.
ALTER TABLE awards ADD run {text:60} NULL;
CREATE INDEX ix_awards_run ON awards (tenant_id, mapping_id, run);

CREATE TABLE undone_runs (
    tenant_id {uuid} NOT NULL,
    mapping_id {uuid} NOT NULL,
    run {text:60} NOT NULL,
    reason {text:500} NOT NULL,
    asked_by {uuid} NULL,
    asked_at {instant} NOT NULL,
    finished_at {instant} NULL,
    CONSTRAINT pk_undone_runs PRIMARY KEY (tenant_id, mapping_id, run)
);

CREATE TABLE hand_awards (
    tenant_id {uuid} NOT NULL,
    award_id {uuid} NOT NULL,
    given_by {uuid} NULL,
    reason {text:500} NOT NULL,
    evidence_url {text:2000} NULL,
    CONSTRAINT pk_hand_awards PRIMARY KEY (tenant_id, award_id)
);

-- A rule tried over a whole class; nothing is sent. rule_json is the rule as it was when somebody asked.
CREATE TABLE dry_runs (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    mapping_id {uuid} NOT NULL,
    rule_json {json} NOT NULL,
    state {int} NOT NULL,
    done {int} NOT NULL,
    total {int} NOT NULL,
    problem {text:80} NULL,
    counts {json} NULL,
    asked_at {instant} NOT NULL,
    claimed_until {instant} NULL,
    finished_at {instant} NULL,
    CONSTRAINT pk_dry_runs PRIMARY KEY {nonclustered} (id)
);
CREATE INDEX ix_dry_runs_mapping ON dry_runs (tenant_id, mapping_id, asked_at);
CREATE INDEX ix_dry_runs_state ON dry_runs (state, asked_at);

-- before_standing is what the last dry run found, in_force what the rule in force finds; both null where there is nothing to compare.
CREATE TABLE dry_run_learners (
    tenant_id {uuid} NOT NULL,
    dry_run_id {uuid} NOT NULL,
    learner_id {uuid} NOT NULL,
    standing {int} NOT NULL,
    permille {int} NOT NULL,
    has_award {bool} NOT NULL,
    before_standing {int} NULL,
    in_force {int} NULL,
    evaluation {json} NOT NULL,
    CONSTRAINT pk_dry_run_learners PRIMARY KEY (tenant_id, dry_run_id, learner_id)
);
CREATE INDEX ix_dry_run_learners_standing ON dry_run_learners (tenant_id, dry_run_id, has_award, standing, permille);
