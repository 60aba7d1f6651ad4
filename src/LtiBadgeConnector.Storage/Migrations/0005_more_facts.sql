-- What LMSs say beside a score. A try at an item (kind 8) has the item's key with '#' and its number.
ALTER TABLE results ADD letter {text:100} NULL;
ALTER TABLE results ADD pass_mark {score} NULL;
ALTER TABLE results ADD is_excused {bool} NULL;
ALTER TABLE results ADD holds {bool} NULL;
ALTER TABLE results ADD hours {score} NULL;
ALTER TABLE results ADD done_at {instant} NULL;

-- A rule may look at other courses and at other awards.
CREATE INDEX ix_mapping_inputs_mapping ON mapping_inputs (tenant_id, mapping_id);
CREATE INDEX ix_mapping_inputs_kind ON mapping_inputs (tenant_id, kind, item_key);
