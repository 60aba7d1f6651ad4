-- The rule in the other language of the pages, for a reviewer who reads that; null for reviews from before it was kept.
ALTER TABLE reviews ADD other_narrative {text} NULL;
