-- Awards whose documents are to be signed anew: something they say became known later, or the key that signed them is void.

ALTER TABLE awards ADD reissue_due_at {instant} NULL;
CREATE INDEX ix_awards_reissue ON awards (reissue_due_at) WHERE reissue_due_at IS NOT NULL;
CREATE INDEX ix_credentials_key ON credentials (tenant_id, key_id);
