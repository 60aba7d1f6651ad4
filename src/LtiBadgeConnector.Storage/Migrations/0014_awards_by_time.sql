-- Programs ask for what was awarded since they asked last.

CREATE INDEX ix_awards_recent ON awards (tenant_id, awarded_at);
