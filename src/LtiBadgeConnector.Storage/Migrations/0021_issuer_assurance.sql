-- What assures the quality of the institution: a JSON list; null while nobody has said it.
ALTER TABLE issuers ADD assurance {json} NULL;
