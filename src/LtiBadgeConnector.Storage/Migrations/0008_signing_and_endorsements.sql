-- With which kinds of keys an issuer signs, as JSON; null is the program's default.
ALTER TABLE issuers ADD signing {json} NULL;

-- What outside bodies signed about our issuers and achievements, as they signed it. subject_url is an issuer's or a version's URL.
CREATE TABLE endorsements (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    subject_url {text:500} NOT NULL,
    document {text} NOT NULL,
    is_token {bool} NOT NULL,
    endorser_url {text:500} NOT NULL,
    endorser_name {text:300} NULL,
    comment {text} NULL,
    valid_until {instant} NULL,
    added_at {instant} NOT NULL,
    CONSTRAINT pk_endorsements PRIMARY KEY {nonclustered} (id)
);
CREATE INDEX ix_endorsements_subject ON endorsements (tenant_id, subject_url);
