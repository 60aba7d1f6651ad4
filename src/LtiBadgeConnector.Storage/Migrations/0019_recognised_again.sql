-- The requirement as it was when something was taken for it, in the stored form of rules, and the version of its rule.
ALTER TABLE recognitions ADD asked {json} NULL;
ALTER TABLE recognitions ADD rule_version {int} NULL;

-- Whether a submitted badge still holds: where its issuer tells it (nothing of the person is in it), what it told last, and when to ask again.
ALTER TABLE recognitions ADD status_reference {json} NULL;
ALTER TABLE recognitions ADD standing {int} NULL;
ALTER TABLE recognitions ADD checked_at {instant} NULL;
ALTER TABLE recognitions ADD check_at {instant} NULL;
CREATE INDEX ix_recognitions_check ON recognitions (check_at);
