-- Our own column of a mapping in the gradebook of its course, found or made by AGS. line_item_hash finds it by its URL, which
-- is longer than an index of SQL Server may be.

CREATE TABLE gradebook_columns (
    tenant_id {uuid} NOT NULL,
    mapping_id {uuid} NOT NULL,
    line_item_url {text:2000} NOT NULL,
    line_item_hash {text:64} NOT NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_gradebook_columns PRIMARY KEY (tenant_id, mapping_id)
);
CREATE INDEX ix_gradebook_columns_hash ON gradebook_columns (tenant_id, line_item_hash);
