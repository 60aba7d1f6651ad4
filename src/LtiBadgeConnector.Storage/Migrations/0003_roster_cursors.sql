-- Where a platform that offers NRPS differences goes on; everybody is read again from time to time all the same.

CREATE TABLE roster_cursors (
    tenant_id {uuid} NOT NULL,
    course_id {uuid} NOT NULL,
    cursor_url {text:2000} NULL,
    whole_at {instant} NOT NULL,
    CONSTRAINT pk_roster_cursors PRIMARY KEY (tenant_id, course_id)
);
