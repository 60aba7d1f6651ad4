-- What a learner decided about the connector itself. Without a row: the LMS's language, mails, and no link to the collection.
CREATE TABLE learner_preferences (
    tenant_id {uuid} NOT NULL,
    learner_id {uuid} NOT NULL,
    language {text:20} NULL,
    mails_stopped_at {instant} NULL,
    collection_key {text:40} NULL,
    CONSTRAINT pk_learner_preferences PRIMARY KEY (tenant_id, learner_id)
);
CREATE UNIQUE INDEX uq_learner_preferences_collection ON learner_preferences (collection_key) WHERE collection_key IS NOT NULL;

-- An institution's own words for its mails; kind is the name of the delivery channel. Without a row ours are used.
CREATE TABLE mail_templates (
    tenant_id {uuid} NOT NULL,
    kind {text:40} NOT NULL,
    language {text:20} NOT NULL,
    subject {text:300} NOT NULL,
    body {text} NOT NULL,
    updated_at {instant} NOT NULL,
    CONSTRAINT pk_mail_templates PRIMARY KEY (tenant_id, kind, language)
);
