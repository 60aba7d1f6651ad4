-- Reviews of a description before it is published. content_hash says which text was reviewed: a later change makes the
-- decision one about another text. key_hash opens the review to whoever has its link.

CREATE TABLE reviews (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    micro_credential_id {uuid} NOT NULL,
    key_hash {text:64} NOT NULL,
    reviewer {text:200} NOT NULL,
    is_external {bool} NOT NULL,
    content_hash {text:64} NOT NULL,
    definition {json} NOT NULL,
    criteria_narrative {text} NOT NULL,
    state {int} NOT NULL,
    confirmed {text:400} NOT NULL,
    comment {text} NULL,
    asked_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    decided_at {instant} NULL,
    CONSTRAINT pk_reviews PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_reviews_key UNIQUE (key_hash)
);
CREATE INDEX ix_reviews_of ON reviews (tenant_id, micro_credential_id, asked_at);

-- Whether the issuer publishes only what was reviewed.
ALTER TABLE issuers ADD requires_review {bool} NULL;
