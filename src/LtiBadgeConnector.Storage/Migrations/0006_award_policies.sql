-- What becomes of awards later: suspended, let stand, ended, awarded again.

-- As JSON; null is the program's default.
ALTER TABLE course_mappings ADD policy {json} NULL;

ALTER TABLE awards ADD valid_until {instant} NULL;

-- Taken back by the rule and not by a person.
ALTER TABLE withdrawals ADD by_rule {bool} DEFAULT {false} NOT NULL;

-- The newest word on an award whose rule is no longer met; what was before stands in the audit trail.
CREATE TABLE suspensions (
    tenant_id {uuid} NOT NULL,
    award_id {uuid} NOT NULL,
    state {int} NOT NULL,
    by_rule {bool} NOT NULL,
    reason {text:1000} NOT NULL,
    decided_at {instant} NOT NULL,
    CONSTRAINT pk_suspensions PRIMARY KEY (tenant_id, award_id)
);

-- What the learner wrote about it, for whoever decides.
CREATE TABLE appeals (
    tenant_id {uuid} NOT NULL,
    award_id {uuid} NOT NULL,
    note {text:2000} NOT NULL,
    written_at {instant} NOT NULL,
    CONSTRAINT pk_appeals PRIMARY KEY (tenant_id, award_id)
);
