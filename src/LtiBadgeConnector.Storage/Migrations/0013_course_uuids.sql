-- The second id that some LMSs give a course, by which some of their events name it, and the account that a deployment's launches
-- come from, by which events of other institutions are told apart.

ALTER TABLE courses ADD lms_course_uuid {lmsid} NULL;
CREATE INDEX ix_courses_uuid ON courses (tenant_id, platform_id, lms_course_uuid);
ALTER TABLE deployments ADD account_uuid {lmsid} NULL;
