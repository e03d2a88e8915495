create extension if not exists btree_gist;

create table audit_entry (
  id uuid primary key,
  node uuid not null,
  link bigint not null,
  place integer not null,
  at timestamptz not null,
  actor_id uuid,
  actor text not null,
  origin text not null,
  address text,
  act text not null,
  result text not null,
  subject_kind text,
  subject_id uuid,
  write_id uuid,
  content_hash bytea not null,
  details text not null,
  outcome text not null
);
create unique index ix_audit_entry_write on audit_entry (write_id);
create unique index ix_audit_entry_place on audit_entry (node, link, place);
create index ix_audit_entry_at on audit_entry (at, id);
create index ix_audit_entry_subject on audit_entry (subject_id);

create table audit_link (
  node uuid not null,
  number bigint not null,
  at timestamptz not null,
  entries integer not null,
  root bytea not null,
  previous bytea not null,
  hash bytea not null,
  primary key (node, number)
);

create table audit_seal (
  id uuid primary key,
  number bigint not null,
  at timestamptz not null,
  up_to timestamptz not null,
  heads text not null,
  links bigint not null,
  previous bytea not null,
  hash bytea not null
);
create unique index ix_audit_seal_number on audit_seal (number);
create unique index ix_audit_seal_up_to on audit_seal (up_to);

-- The trail is added to and never changed, whoever asks.
create function audit_is_kept() returns trigger language plpgsql as $$ begin raise exception 'audit_is_kept'; end $$;
create trigger audit_entry_kept before update or delete or truncate on audit_entry for each statement execute function audit_is_kept();
create trigger audit_link_kept before update or delete or truncate on audit_link for each statement execute function audit_is_kept();
create trigger audit_seal_kept before update or delete or truncate on audit_seal for each statement execute function audit_is_kept();

create table account (
  id uuid primary key,
  name text not null,
  display_name text not null,
  password_hash text,
  password_at timestamptz,
  person_id uuid,
  totp_key text,
  totp_step bigint not null,
  language text,
  created_at timestamptz not null,
  ended_at timestamptz
);
create unique index ix_account_name on account (name);
create unique index ix_account_person on account (person_id);

create table setup_link (
  id uuid primary key,
  token_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create unique index ix_setup_link_token on setup_link (token_hash);

create table job_run (
  id uuid primary key,
  kind text not null,
  label text not null,
  state text not null,
  stage text not null,
  done bigint not null,
  total bigint not null,
  message text,
  result text,
  actor text not null,
  account_id uuid,
  started_at timestamptz not null,
  ended_at timestamptz
);
create index ix_job_run_started on job_run (started_at);

create table kept_file (
  id uuid primary key,
  name text not null,
  content_type text not null,
  bytes bigint not null,
  sha256 bytea not null,
  created_at timestamptz not null,
  keep_until timestamptz not null
);

create table protection_key (
  id uuid primary key,
  name text not null,
  xml text not null,
  created_at timestamptz not null
);

create table header_mapping (
  signature text not null,
  agency text not null,
  mapping text not null,
  changed_at timestamptz not null,
  primary key (signature, agency)
);

create table signed_in (
  id uuid primary key,
  account_id uuid not null references account (id),
  kind text not null,
  device text not null,
  address text,
  created_at timestamptz not null,
  ends_at timestamptz not null,
  ended_at timestamptz,
  two_factors boolean not null,
  proved_at timestamptz not null
);
create index ix_signed_in_account on signed_in (account_id);

create table passkey (
  id uuid primary key,
  account_id uuid not null references account (id),
  credential_id bytea not null,
  public_key bytea not null,
  name text not null,
  sign_count bigint not null,
  transports text not null,
  backup_eligible boolean not null,
  backed_up boolean not null,
  created_at timestamptz not null,
  last_at timestamptz
);
create unique index ix_passkey_credential on passkey (credential_id);
create index ix_passkey_account on passkey (account_id);

create table api_token (
  id uuid primary key,
  account_id uuid not null references account (id),
  name text not null,
  secret_hash bytea not null,
  scope text not null,
  area_id uuid,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  ended_at timestamptz
);
create unique index ix_api_token_secret on api_token (secret_hash);
create index ix_api_token_account on api_token (account_id);

create table outside_identity (
  id uuid primary key,
  account_id uuid not null references account (id),
  subject_hash bytea not null,
  created_at timestamptz not null
);
create unique index ix_outside_identity_subject on outside_identity (subject_hash);
create index ix_outside_identity_account on outside_identity (account_id);

create table setting (
  key text primary key,
  value text not null,
  changed_at timestamptz not null
);

create table sign_in_lock (
  key text primary key,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz
);

create table activation (
  id uuid primary key,
  account_id uuid not null references account (id),
  code_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);
create unique index ix_activation_code on activation (code_hash);
create index ix_activation_account on activation (account_id);

create table recovery_code (
  id uuid primary key,
  account_id uuid not null references account (id),
  code_hash bytea not null,
  used_at timestamptz
);
create index ix_recovery_code_account on recovery_code (account_id);

-- The area is one of a later script; a grant for one that is no more gives nothing.
create table role_grant (
  id uuid primary key,
  account_id uuid not null references account (id),
  role text not null,
  kind text not null check ((kind = 'Field') = (role not in ('SystemAdministrator', 'SecurityAdministrator', 'AuditAdministrator')) and (kind = 'Field' or kind || 'Administrator' = role)),
  area_id uuid,
  agency_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz,
  given_by text not null,
  reason text not null,
  ended_by text,
  constraint administrators_apart exclude using gist (account_id with =, kind with <>, tstzrange(starts_at, ends_at) with &&)
);
create index ix_role_grant_account on role_grant (account_id);

create table data_key (
  kind text not null,
  subject_id uuid not null,
  secret bytea,
  made_at timestamptz not null,
  destroyed_at timestamptz,
  primary key (kind, subject_id),
  check (destroyed_at is null or secret is null)
);

-- Personal data that somebody asked to be destroyed, and somebody else confirmed; confirmed, once for each subject.
create table destruction (
  id uuid primary key,
  kind text not null,
  subject_id uuid not null,
  reason text not null,
  asked_by text not null,
  asked_at timestamptz not null,
  ends_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  confirmed boolean,
  check (decided_by is null or decided_by <> asked_by)
);
create index ix_destruction_asked on destruction (asked_at);
create unique index ix_destruction_subject on destruction (kind, subject_id) where confirmed;
