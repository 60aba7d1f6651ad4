-- Copies of files that learners handed in and let a credential carry, each at an address of its own. A copy goes when the credential no longer carries it.
CREATE TABLE evidence_files (
    tenant_id {uuid} NOT NULL,
    award_id {uuid} NOT NULL,
    piece {text:80} NOT NULL,
    public_id {text:40} NOT NULL,
    name {text:255} NOT NULL,
    media_type {text:120} NOT NULL,
    content {bytes} NOT NULL,
    content_hash {text:64} NOT NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_evidence_files PRIMARY KEY (tenant_id, award_id, piece),
    CONSTRAINT uq_evidence_files_public UNIQUE (public_id)
);
