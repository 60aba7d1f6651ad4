-- What readings found that events should have told and did not, by day (UTC, yyyy-MM-dd).
CREATE TABLE recoveries (
    tenant_id {uuid} NOT NULL,
    course_id {uuid} NOT NULL,
    day {text:10} NOT NULL,
    count {bigint} NOT NULL,
    last_at {instant} NOT NULL,
    CONSTRAINT pk_recoveries PRIMARY KEY (tenant_id, course_id, day)
);

-- How far the reading of a course has come; its last one once it is finished.
CREATE TABLE reading_progress (
    tenant_id {uuid} NOT NULL,
    course_id {uuid} NOT NULL,
    started_at {instant} NOT NULL,
    is_whole {bool} NOT NULL,
    results {int} NOT NULL,
    updated_at {instant} NOT NULL,
    finished_at {instant} NULL,
    CONSTRAINT pk_reading_progress PRIMARY KEY (tenant_id, course_id)
);

-- The last change of each kind to an item of a course: 1 renamed, 2 another maximum, 3 gone, 4 back.
CREATE TABLE course_item_changes (
    tenant_id {uuid} NOT NULL,
    course_id {uuid} NOT NULL,
    item_key {lmsid} NOT NULL,
    what {int} NOT NULL,
    was {text:500} NULL,
    becomes {text:500} NULL,
    at {instant} NOT NULL,
    CONSTRAINT pk_course_item_changes PRIMARY KEY (tenant_id, course_id, item_key, what)
);

-- An id of a platform that one person has and a source says is another's; 1 open, 2 left as it is by an administrator.
CREATE TABLE identity_conflicts (
    tenant_id {uuid} NOT NULL,
    platform_id {uuid} NOT NULL,
    scheme {text:40} NOT NULL,
    value {lmsid} NOT NULL,
    claimed_by {uuid} NOT NULL,
    state {int} NOT NULL,
    seen_at {instant} NOT NULL,
    CONSTRAINT pk_identity_conflicts PRIMARY KEY {nonclustered} (tenant_id, platform_id, scheme, value, claimed_by)
);
