-- One text for SQLite, PostgreSQL and SQL Server. Tokens in braces become each engine's type (SqlDialect.TypeOf).
-- A statement ends with a semicolon at the end of its line. Once released this file never changes: a new number does.
-- Every table but the server-wide ones carries tenant_id and leads its unique keys with it.

-- Server-wide -------------------------------------------------------------------------------------------------------

CREATE TABLE tenants (
    id {uuid} NOT NULL,
    name {text:200} NOT NULL,
    unlisted_links_from_start {bool} NOT NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_tenants PRIMARY KEY {nonclustered} (id)
);

CREATE TABLE server_settings (
    name {text:100} NOT NULL,
    value {text} NOT NULL,
    CONSTRAINT pk_server_settings PRIMARY KEY (name)
);

CREATE TABLE data_protection_keys (
    name {text:200} NOT NULL,
    xml {text} NOT NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_data_protection_keys PRIMARY KEY (name)
);

CREATE TABLE lti_keys (
    kid {lmsid} NOT NULL,
    state {int} NOT NULL,
    public_jwk {text} NOT NULL,
    private_key {bytes} NOT NULL,
    created_at {instant} NOT NULL,
    activated_at {instant} NULL,
    retired_at {instant} NULL,
    CONSTRAINT pk_lti_keys PRIMARY KEY (kid)
);

-- id is the LTI registration. tenant_id is the owner; deployments may belong to other tenants (hosted LMSs share issuer and client id).
CREATE TABLE platforms (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    name {text:200} NOT NULL,
    issuer {lmsid} NOT NULL,
    client_id {lmsid} NOT NULL,
    auth_url {text:2000} NOT NULL,
    token_url {text:2000} NOT NULL,
    jwks_url {text:2000} NOT NULL,
    token_audience {text:2000} NULL,
    redirect_uri {text:2000} NULL,
    trusted_audiences {text} NOT NULL,
    state {int} NOT NULL,
    deployment_policy {int} NOT NULL,
    product_family {text:100} NULL,
    platform_version {text:100} NULL,
    scopes {text} NOT NULL,
    frame_ancestors {text} NOT NULL,
    created_at {instant} NOT NULL,
    updated_at {instant} NOT NULL,
    last_launch_at {instant} NULL,
    CONSTRAINT pk_platforms PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_platforms_client UNIQUE (issuer, client_id),
    CONSTRAINT fk_platforms_tenant FOREIGN KEY (tenant_id) REFERENCES tenants (id)
);
CREATE INDEX ix_platforms_tenant ON platforms (tenant_id);

-- tenant_id is null while an administrator has not approved the deployment.
CREATE TABLE deployments (
    platform_id {uuid} NOT NULL,
    deployment_id {lmsid} NOT NULL,
    tenant_id {uuid} NULL,
    state {int} NOT NULL,
    created_at {instant} NOT NULL,
    decided_at {instant} NULL,
    CONSTRAINT pk_deployments PRIMARY KEY (platform_id, deployment_id),
    CONSTRAINT fk_deployments_platform FOREIGN KEY (platform_id) REFERENCES platforms (id)
);

CREATE TABLE lti_logins (
    state_hash {text:64} NOT NULL,
    platform_id {uuid} NOT NULL,
    nonce_hash {text:64} NOT NULL,
    verifier_hash {text:64} NOT NULL,
    initiation {text} NOT NULL,
    held_claims {bytes} NULL,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    consumed_at {instant} NULL,
    CONSTRAINT pk_lti_logins PRIMARY KEY (state_hash)
);
CREATE INDEX ix_lti_logins_expiry ON lti_logins (expires_at);

CREATE TABLE invitations (
    code_hash {text:64} NOT NULL,
    tenant_id {uuid} NOT NULL,
    note {text:200} NULL,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant} NULL,
    platform_id {uuid} NULL,
    CONSTRAINT pk_invitations PRIMARY KEY (code_hash)
);

CREATE TABLE administrators (
    id {uuid} NOT NULL,
    login {text:200} NOT NULL,
    name {text:200} NOT NULL,
    password_hash {text:400} NULL,
    security_stamp {text:64} NOT NULL,
    failed_attempts {int} NOT NULL,
    locked_until {instant} NULL,
    locale {text:20} NULL,
    created_at {instant} NOT NULL,
    last_sign_in_at {instant} NULL,
    CONSTRAINT pk_administrators PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_administrators_login UNIQUE (login)
);

CREATE TABLE administrator_links (
    code_hash {text:64} NOT NULL,
    administrator_id {uuid} NULL,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant} NULL,
    CONSTRAINT pk_administrator_links PRIMARY KEY (code_hash)
);

-- One-time values of short life: hand-overs to a new window, downloads, one answer per Deep Linking request, seen jti and notices.
CREATE TABLE tickets (
    purpose {text:40} NOT NULL,
    code_hash {text:64} NOT NULL,
    content {text} NULL,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    used_at {instant} NULL,
    CONSTRAINT pk_tickets PRIMARY KEY (purpose, code_hash)
);
CREATE INDEX ix_tickets_expiry ON tickets (expires_at);

CREATE TABLE nodes (
    name {text:200} NOT NULL,
    role {text:20} NOT NULL,
    version {text:40} NOT NULL,
    started_at {instant} NOT NULL,
    seen_at {instant} NOT NULL,
    CONSTRAINT pk_nodes PRIMARY KEY (name)
);

-- Append-only. tenant_id is null for what concerns the whole server.
CREATE TABLE audit (
    id {uuid} NOT NULL,
    tenant_id {uuid} NULL,
    at {instant} NOT NULL,
    actor_kind {text:40} NOT NULL,
    actor {text:200} NULL,
    action {text:80} NOT NULL,
    subject {text:200} NULL,
    detail {json} NULL,
    CONSTRAINT pk_audit PRIMARY KEY {nonclustered} (id)
);
CREATE INDEX ix_audit_at ON audit (tenant_id, at);

-- People and courses -------------------------------------------------------------------------------------------------

CREATE TABLE courses (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    platform_id {uuid} NOT NULL,
    deployment_id {lmsid} NOT NULL,
    context_id {lmsid} NOT NULL,
    lms_course_id {lmsid} NOT NULL,
    title {text:500} NOT NULL,
    label {text:200} NULL,
    time_zone {text:100} NULL,
    memberships_url {text:2000} NULL,
    line_items_url {text:2000} NULL,
    service_scopes {text} NULL,
    roster_resource_link_id {lmsid} NULL,
    context_history {text} NULL,
    created_at {instant} NOT NULL,
    launched_at {instant} NOT NULL,
    read_due_at {instant} NULL,
    read_attempts {int} DEFAULT 0 NOT NULL,
    CONSTRAINT pk_courses PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_courses_context UNIQUE (tenant_id, platform_id, deployment_id, context_id)
);
CREATE INDEX ix_courses_lms ON courses (tenant_id, platform_id, lms_course_id);

CREATE TABLE resource_links (
    tenant_id {uuid} NOT NULL,
    course_id {uuid} NOT NULL,
    resource_link_id {lmsid} NOT NULL,
    title {text:500} NULL,
    line_item_url {text:2000} NULL,
    mapping_id {uuid} NULL,
    launched_at {instant} NOT NULL,
    CONSTRAINT pk_resource_links PRIMARY KEY (tenant_id, course_id, resource_link_id)
);

CREATE TABLE course_items (
    tenant_id {uuid} NOT NULL,
    course_id {uuid} NOT NULL,
    item_key {lmsid} NOT NULL,
    name {text:500} NOT NULL,
    kind {int} NOT NULL,
    maximum {score} NULL,
    pass_mark {score} NULL,
    activity_key {lmsid} NULL,
    has_completion {bool} NOT NULL,
    is_gone {bool} NOT NULL,
    position {int} NOT NULL,
    seen_at {instant} NOT NULL,
    CONSTRAINT pk_course_items PRIMARY KEY (tenant_id, course_id, item_key)
);

CREATE TABLE course_reads (
    tenant_id {uuid} NOT NULL,
    course_id {uuid} NOT NULL,
    reader {text:40} NOT NULL,
    completed_at {instant} NULL,
    tried_at {instant} NOT NULL,
    problem {text:80} NULL,
    CONSTRAINT pk_course_reads PRIMARY KEY (tenant_id, course_id, reader)
);

CREATE TABLE learners (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    subject {text:60} NOT NULL,
    name {text:400} NULL,
    given_name {text:200} NULL,
    family_name {text:200} NULL,
    email {text:320} NULL,
    locale {text:40} NULL,
    name_agreed {bool} NOT NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_learners PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_learners_subject UNIQUE (tenant_id, subject)
);

CREATE TABLE learner_identities (
    tenant_id {uuid} NOT NULL,
    issuer {lmsid} NOT NULL,
    sub {lmsid} NOT NULL,
    learner_id {uuid} NOT NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_learner_identities PRIMARY KEY {nonclustered} (tenant_id, issuer, sub)
);
CREATE INDEX ix_learner_identities_learner ON learner_identities (tenant_id, learner_id);

-- Other ids of the person at one platform, bound by launch, roster, signed event or an administrator; never by guess.
CREATE TABLE learner_keys (
    tenant_id {uuid} NOT NULL,
    platform_id {uuid} NOT NULL,
    scheme {text:40} NOT NULL,
    value {lmsid} NOT NULL,
    learner_id {uuid} NOT NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_learner_keys PRIMARY KEY (tenant_id, platform_id, scheme, value)
);
CREATE INDEX ix_learner_keys_learner ON learner_keys (tenant_id, learner_id);

CREATE TABLE course_members (
    tenant_id {uuid} NOT NULL,
    course_id {uuid} NOT NULL,
    learner_id {uuid} NOT NULL,
    roles {text} NOT NULL,
    can_earn {bool} NOT NULL,
    has_left {bool} NOT NULL,
    seen_at {instant} NOT NULL,
    CONSTRAINT pk_course_members PRIMARY KEY (tenant_id, course_id, learner_id)
);
CREATE INDEX ix_course_members_learner ON course_members (tenant_id, learner_id);

CREATE TABLE launch_sessions (
    secret_hash {text:64} NOT NULL,
    handle {text:40} NOT NULL,
    tenant_id {uuid} NOT NULL,
    platform_id {uuid} NOT NULL,
    course_id {uuid} NULL,
    learner_id {uuid} NULL,
    role {int} NOT NULL,
    content {text} NOT NULL,
    created_at {instant} NOT NULL,
    expires_at {instant} NOT NULL,
    CONSTRAINT pk_launch_sessions PRIMARY KEY (secret_hash)
);
CREATE INDEX ix_launch_sessions_expiry ON launch_sessions (expires_at);

-- Issuers and definitions --------------------------------------------------------------------------------------------

CREATE TABLE issuers (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    public_id {text:40} NOT NULL,
    url {text:500} NOT NULL,
    is_default {bool} NOT NULL,
    name {text:300} NOT NULL,
    website {text:2000} NULL,
    email {text:320} NULL,
    description {text} NULL,
    country_code {text:2} NULL,
    region {text:100} NULL,
    image_id {uuid} NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_issuers PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_issuers_public UNIQUE (public_id)
);
CREATE INDEX ix_issuers_tenant ON issuers (tenant_id);

CREATE TABLE issuer_keys (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    issuer_id {uuid} NOT NULL,
    public_id {text:40} NOT NULL,
    url {text:500} NOT NULL,
    algorithm {text:20} NOT NULL,
    public_jwk {text} NOT NULL,
    private_key {bytes} NOT NULL,
    state {int} NOT NULL,
    created_at {instant} NOT NULL,
    retired_at {instant} NULL,
    CONSTRAINT pk_issuer_keys PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_issuer_keys_public UNIQUE (public_id)
);
CREATE INDEX ix_issuer_keys_issuer ON issuer_keys (tenant_id, issuer_id);

CREATE TABLE images (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    media_type {text:60} NOT NULL,
    content {bytes} NOT NULL,
    content_hash {text:64} NOT NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_images PRIMARY KEY {nonclustered} (id)
);

CREATE TABLE micro_credentials (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    issuer_id {uuid} NOT NULL,
    draft {json} NOT NULL,
    draft_revision {int} NOT NULL,
    published_version_id {uuid} NULL,
    created_in_course_id {uuid} NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_micro_credentials PRIMARY KEY {nonclustered} (id)
);
CREATE INDEX ix_micro_credentials_tenant ON micro_credentials (tenant_id);

CREATE TABLE definition_versions (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    micro_credential_id {uuid} NOT NULL,
    number {int} NOT NULL,
    public_id {text:40} NOT NULL,
    url {text:500} NOT NULL,
    definition {json} NOT NULL,
    criteria_narrative {text} NOT NULL,
    published_at {instant} NOT NULL,
    CONSTRAINT pk_definition_versions PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_definition_versions_number UNIQUE (tenant_id, micro_credential_id, number),
    CONSTRAINT uq_definition_versions_public UNIQUE (public_id)
);

CREATE TABLE course_mappings (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    course_id {uuid} NOT NULL,
    micro_credential_id {uuid} NOT NULL,
    definition_version_id {uuid} NULL,
    state {int} NOT NULL,
    rule_version {int} NOT NULL,
    rule_json {json} NOT NULL,
    draft_rule_json {json} NULL,
    reports_to_gradebook {bool} NOT NULL,
    revision {int} NOT NULL,
    created_at {instant} NOT NULL,
    activated_at {instant} NULL,
    CONSTRAINT pk_course_mappings PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_course_mappings_course UNIQUE (tenant_id, course_id, micro_credential_id)
);

-- Every rule that was ever in force.
CREATE TABLE mapping_rules (
    tenant_id {uuid} NOT NULL,
    mapping_id {uuid} NOT NULL,
    version {int} NOT NULL,
    rule_json {json} NOT NULL,
    definition_version_id {uuid} NOT NULL,
    in_force_at {instant} NOT NULL,
    CONSTRAINT pk_mapping_rules PRIMARY KEY (tenant_id, mapping_id, version)
);

-- What the rule in force looks at: finds the mappings that a changed result concerns. item_key is '' for the course itself.
CREATE TABLE mapping_inputs (
    tenant_id {uuid} NOT NULL,
    course_id {uuid} NOT NULL,
    kind {int} NOT NULL,
    item_key {lmsid} NOT NULL,
    mapping_id {uuid} NOT NULL,
    CONSTRAINT pk_mapping_inputs PRIMARY KEY (tenant_id, course_id, kind, item_key, mapping_id)
);

-- The road -----------------------------------------------------------------------------------------------------------

CREATE TABLE connections (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    platform_id {uuid} NOT NULL,
    kind {text:40} NOT NULL,
    name {text:200} NOT NULL,
    webhook_key {text:64} NULL,
    secrets {bytes} NULL,
    settings {bytes} NULL,
    is_enabled {bool} NOT NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_connections PRIMARY KEY {nonclustered} (id)
);
CREATE UNIQUE INDEX uq_connections_key ON connections (webhook_key) WHERE webhook_key IS NOT NULL;
CREATE INDEX ix_connections_platform ON connections (tenant_id, platform_id);

CREATE TABLE connection_refusals (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    connection_id {uuid} NOT NULL,
    at {instant} NOT NULL,
    problem {text:80} NOT NULL,
    detail {text:1000} NULL,
    CONSTRAINT pk_connection_refusals PRIMARY KEY {nonclustered} (id)
);
CREATE INDEX ix_connection_refusals_at ON connection_refusals (tenant_id, connection_id, at);

CREATE TABLE connection_counters (
    tenant_id {uuid} NOT NULL,
    connection_id {uuid} NOT NULL,
    day {text:10} NOT NULL,
    what {text:120} NOT NULL,
    count {bigint} NOT NULL,
    CONSTRAINT pk_connection_counters PRIMARY KEY (tenant_id, connection_id, day, what)
);

CREATE TABLE inbox (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    connection_id {uuid} NOT NULL,
    dedupe_key {lmsid} NOT NULL,
    content_hash {bytes} NOT NULL,
    body {bytes} NULL,
    type {text:80} NULL,
    received_at {instant} NOT NULL,
    state {int} NOT NULL,
    claimed_until {instant} NULL,
    claimed_by {uuid} NULL,
    attempts {int} NOT NULL,
    due_at {instant} NULL,
    problem {text:80} NULL,
    learner_id {uuid} NULL,
    finished_at {instant} NULL,
    CONSTRAINT pk_inbox PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_inbox_delivery UNIQUE (tenant_id, connection_id, dedupe_key)
);
-- due_at is when the row is worked on next; of a finished row it is when that ended, until the purge has taken its body.
CREATE INDEX ix_inbox_due ON inbox (state, due_at);
CREATE INDEX ix_inbox_recent ON inbox (tenant_id, connection_id, received_at);
CREATE INDEX ix_inbox_learner ON inbox (tenant_id, learner_id, received_at) WHERE learner_id IS NOT NULL;

CREATE TABLE inbox_waits (
    tenant_id {uuid} NOT NULL,
    platform_id {uuid} NOT NULL,
    learner_key {text:300} NOT NULL,
    inbox_id {uuid} NOT NULL,
    CONSTRAINT pk_inbox_waits PRIMARY KEY (tenant_id, platform_id, learner_key, inbox_id)
);

-- version counts changes: a writer that decided on an older one finds its update without effect and decides again.
CREATE TABLE results (
    tenant_id {uuid} NOT NULL,
    course_id {uuid} NOT NULL,
    learner_id {uuid} NOT NULL,
    kind {int} NOT NULL,
    item_key {lmsid} NOT NULL,
    given {score} NULL,
    minimum {score} NULL,
    maximum {score} NULL,
    completion {int} NULL,
    is_final {bool} NOT NULL,
    is_released {bool} NOT NULL,
    occurred_at {instant} NOT NULL,
    source {int} NOT NULL,
    arrived_at {instant} NOT NULL,
    stored_at {instant} NOT NULL,
    version {int} NOT NULL,
    CONSTRAINT pk_results PRIMARY KEY (tenant_id, course_id, learner_id, kind, item_key)
);

-- due_at is null when nothing is to be decided; due_version counts requests. standing is what lists of a class filter by.
CREATE TABLE evaluations (
    tenant_id {uuid} NOT NULL,
    mapping_id {uuid} NOT NULL,
    learner_id {uuid} NOT NULL,
    verdict {int} NOT NULL,
    permille {int} NOT NULL,
    standing {int} DEFAULT 0 NOT NULL,
    rule_version {int} NOT NULL,
    evaluation {json} NULL,
    needs_decision {bool} NOT NULL,
    decided_at {instant} NULL,
    due_at {instant} NULL,
    due_version {int} NOT NULL,
    problem {text:80} NULL,
    CONSTRAINT pk_evaluations PRIMARY KEY (tenant_id, mapping_id, learner_id)
);
CREATE INDEX ix_evaluations_due ON evaluations (due_at);
CREATE INDEX ix_evaluations_verdict ON evaluations (tenant_id, mapping_id, verdict);

CREATE TABLE awards (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    micro_credential_id {uuid} NOT NULL,
    learner_id {uuid} NOT NULL,
    cycle {int} NOT NULL,
    mapping_id {uuid} NOT NULL,
    rule_version {int} NOT NULL,
    definition_version_id {uuid} NOT NULL,
    public_id {text:40} NOT NULL,
    url {text:500} NOT NULL,
    share_key {text:40} NOT NULL,
    visibility {int} NOT NULL,
    state {int} NOT NULL,
    attempts {int} NOT NULL,
    due_at {instant} NULL,
    problem {text:80} NULL,
    evaluation {json} NOT NULL,
    awarded_at {instant} NOT NULL,
    CONSTRAINT pk_awards PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_awards_once UNIQUE (tenant_id, micro_credential_id, learner_id, cycle),
    CONSTRAINT uq_awards_public UNIQUE (public_id)
);
CREATE INDEX ix_awards_due ON awards (due_at, state);
CREATE INDEX ix_awards_mapping ON awards (tenant_id, mapping_id, awarded_at);
CREATE INDEX ix_awards_learner ON awards (tenant_id, learner_id);

-- holder_binding is '' unless a copy is bound to a wallet's key.
CREATE TABLE credentials (
    id {uuid} NOT NULL,
    tenant_id {uuid} NOT NULL,
    award_id {uuid} NOT NULL,
    format {text:40} NOT NULL,
    holder_binding {text:200} NOT NULL,
    public_id {text:40} NOT NULL,
    url {text:500} NOT NULL,
    media_type {text:100} NOT NULL,
    document {bytes} NOT NULL,
    key_id {text:500} NOT NULL,
    valid_from {instant} NOT NULL,
    created_at {instant} NOT NULL,
    CONSTRAINT pk_credentials PRIMARY KEY {nonclustered} (id),
    CONSTRAINT uq_credentials_once UNIQUE (tenant_id, award_id, format, holder_binding),
    CONSTRAINT uq_credentials_public UNIQUE (public_id)
);

CREATE TABLE deliveries (
    tenant_id {uuid} NOT NULL,
    award_id {uuid} NOT NULL,
    channel {text:40} NOT NULL,
    state {int} NOT NULL,
    attempts {int} NOT NULL,
    due_at {instant} NULL,
    problem {text:80} NULL,
    opened_at {instant} NOT NULL,
    sent_at {instant} NULL,
    CONSTRAINT pk_deliveries PRIMARY KEY (tenant_id, award_id, channel)
);
CREATE INDEX ix_deliveries_due ON deliveries (due_at);

-- The last timestamp sent per column and person: the next one must be later (AGS answers 409 otherwise).
CREATE TABLE sent_scores (
    tenant_id {uuid} NOT NULL,
    line_item_hash {text:64} NOT NULL,
    sub {lmsid} NOT NULL,
    sent_timestamp {instant} NOT NULL,
    score {score} NULL,
    CONSTRAINT pk_sent_scores PRIMARY KEY (tenant_id, line_item_hash, sub)
);

CREATE TABLE api_tokens (
    token_hash {text:64} NOT NULL,
    tenant_id {uuid} NOT NULL,
    name {text:200} NOT NULL,
    scopes {text:400} NOT NULL,
    created_at {instant} NOT NULL,
    expires_at {instant} NULL,
    revoked_at {instant} NULL,
    last_used_at {instant} NULL,
    CONSTRAINT pk_api_tokens PRIMARY KEY (token_hash)
);
CREATE INDEX ix_api_tokens_tenant ON api_tokens (tenant_id);
