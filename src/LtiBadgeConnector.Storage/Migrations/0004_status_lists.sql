-- Which credentials are withdrawn, and the signed lists that tell everybody.

-- Lists of one issuer and purpose are numbered; positions are taken from the last one until it is nearly full. taken counts
-- them, of size; secret (encrypted) turns the count into a position that says nothing.
-- version counts changes; due_at is when the list is signed anew, null never.
CREATE TABLE status_lists (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    issuer_id {uuid} NOT NULL,
    purpose {int} NOT NULL,
    number {int} NOT NULL,
    public_id {text:40} NOT NULL,
    url {text:500} NOT NULL,
    size {int} NOT NULL,
    taken {int} NOT NULL,
    secret {bytes} NOT NULL,
    version {int} NOT NULL,
    signed_version {int} NOT NULL,
    due_at {instant} NULL,
    problem {text:80} NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_status_lists PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_status_lists_number UNIQUE (tenant_id, issuer_id, purpose, number),
    CONSTRAINT uq_status_lists_public UNIQUE (public_id)
);
CREATE INDEX ix_status_lists_due ON status_lists (due_at);

-- One list in each form it is signed in, exactly as served.
CREATE TABLE status_list_documents (
    tenant_id {uuid} NOT NULL,
    list_id {uuid} NOT NULL,
    format {text:40} NOT NULL,
    media_type {text:100} NOT NULL,
    document {bytes} NOT NULL,
    content_hash {text:64} NOT NULL,
    signed_at {instant} NOT NULL,
    CONSTRAINT pk_status_list_documents PRIMARY KEY (tenant_id, list_id, format)
);

-- A position belongs to one credential for ever: the primary key forbids a second use.
CREATE TABLE status_entries (
    tenant_id {uuid} NOT NULL,
    list_id {uuid} NOT NULL,
    position {int} NOT NULL,
    credential_id {uuid} NOT NULL,
    award_id {uuid} NOT NULL,
    is_set {bool} NOT NULL,
    CONSTRAINT pk_status_entries PRIMARY KEY (tenant_id, list_id, position),
    CONSTRAINT uq_status_entries_credential UNIQUE (tenant_id, credential_id)
);
CREATE INDEX ix_status_entries_award ON status_entries (tenant_id, award_id);

-- Awards that were taken back, for good: a row here is never changed.
CREATE TABLE withdrawals (
    tenant_id {uuid} NOT NULL,
    award_id {uuid} NOT NULL,
    reason {text:1000} NOT NULL,
    withdrawn_at {instant} NOT NULL,
    CONSTRAINT pk_withdrawals PRIMARY KEY (tenant_id, award_id)
);
