-- What kind of provider an issuer is: some frameworks ask it. And which version a version follows.

ALTER TABLE issuers ADD provider_kind {text:40} NULL;
ALTER TABLE definition_versions ADD former_url {text:500} NULL;
