-- When something was last counted: a sign of the connection that leaves no row behind.
ALTER TABLE connection_counters ADD last_at {instant} NULL;

-- Whether the column in the gradebook shows how far everybody is, not only who has earned it.
ALTER TABLE course_mappings ADD reports_progress {bool} NULL;

-- What stands in that column: the share that was written last, and what is still to be written.
CREATE TABLE progress_reports (
    tenant_id {uuid} NOT NULL,
    mapping_id {uuid} NOT NULL,
    learner_id {uuid} NOT NULL,
    permille {int} NULL,
    attempts {int} NOT NULL,
    due_at {instant} NULL,
    problem {text:80} NULL,
    CONSTRAINT pk_progress_reports PRIMARY KEY (tenant_id, mapping_id, learner_id)
);
