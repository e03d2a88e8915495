create table audit_entry (
  id blob primary key,
  node blob not null,
  link integer not null,
  place integer not null,
  at integer not null,
  actor_id blob,
  actor text not null,
  origin text not null,
  address text,
  act text not null,
  result text not null,
  subject_kind text,
  subject_id blob,
  write_id blob,
  content_hash blob not null,
  details text not null,
  outcome text not null
);
create unique index ix_audit_entry_write on audit_entry (write_id);
create unique index ix_audit_entry_place on audit_entry (node, link, place);
create index ix_audit_entry_at on audit_entry (at, id);
create index ix_audit_entry_subject on audit_entry (subject_id);

create table audit_link (
  node blob not null,
  number integer not null,
  at integer not null,
  entries integer not null,
  root blob not null,
  previous blob not null,
  hash blob not null,
  primary key (node, number)
);

create table audit_seal (
  id blob primary key,
  number integer not null,
  at integer not null,
  up_to integer not null,
  heads text not null,
  links integer not null,
  previous blob not null,
  hash blob not null
);
create unique index ix_audit_seal_number on audit_seal (number);
create unique index ix_audit_seal_up_to on audit_seal (up_to);

-- The trail is added to and never changed, whoever asks.
create trigger audit_entry_no_update before update on audit_entry begin select raise(abort, 'audit_is_kept'); end;
create trigger audit_entry_no_delete before delete on audit_entry begin select raise(abort, 'audit_is_kept'); end;
create trigger audit_link_no_update before update on audit_link begin select raise(abort, 'audit_is_kept'); end;
create trigger audit_link_no_delete before delete on audit_link begin select raise(abort, 'audit_is_kept'); end;
create trigger audit_seal_no_update before update on audit_seal begin select raise(abort, 'audit_is_kept'); end;
create trigger audit_seal_no_delete before delete on audit_seal begin select raise(abort, 'audit_is_kept'); end;

create table account (
  id blob primary key,
  name text not null,
  display_name text not null,
  password_hash text,
  password_at integer,
  person_id blob,
  totp_key text,
  totp_step integer not null,
  language text,
  created_at integer not null,
  ended_at integer
);
create unique index ix_account_name on account (name);
create unique index ix_account_person on account (person_id);

create table setup_link (
  id blob primary key,
  token_hash blob not null,
  created_at integer not null,
  expires_at integer not null,
  used_at integer
);
create unique index ix_setup_link_token on setup_link (token_hash);

create table job_run (
  id blob primary key,
  kind text not null,
  label text not null,
  state text not null,
  stage text not null,
  done integer not null,
  total integer not null,
  message text,
  result text,
  actor text not null,
  account_id blob,
  started_at integer not null,
  ended_at integer
);
create index ix_job_run_started on job_run (started_at);

create table kept_file (
  id blob primary key,
  name text not null,
  content_type text not null,
  bytes integer not null,
  sha256 blob not null,
  created_at integer not null,
  keep_until integer not null
);

create table protection_key (
  id blob primary key,
  name text not null,
  xml text not null,
  created_at integer not null
);

create table header_mapping (
  signature text not null,
  agency text not null,
  mapping text not null,
  changed_at integer not null,
  primary key (signature, agency)
);

create table signed_in (
  id blob primary key,
  account_id blob not null references account (id),
  kind text not null,
  device text not null,
  address text,
  created_at integer not null,
  ends_at integer not null,
  ended_at integer,
  two_factors integer not null,
  proved_at integer not null
);
create index ix_signed_in_account on signed_in (account_id);

create table passkey (
  id blob primary key,
  account_id blob not null references account (id),
  credential_id blob not null,
  public_key blob not null,
  name text not null,
  sign_count integer not null,
  transports text not null,
  backup_eligible integer not null,
  backed_up integer not null,
  created_at integer not null,
  last_at integer
);
create unique index ix_passkey_credential on passkey (credential_id);
create index ix_passkey_account on passkey (account_id);

create table api_token (
  id blob primary key,
  account_id blob not null references account (id),
  name text not null,
  secret_hash blob not null,
  scope text not null,
  area_id blob,
  created_at integer not null,
  expires_at integer not null,
  ended_at integer
);
create unique index ix_api_token_secret on api_token (secret_hash);
create index ix_api_token_account on api_token (account_id);

create table outside_identity (
  id blob primary key,
  account_id blob not null references account (id),
  subject_hash blob not null,
  created_at integer not null
);
create unique index ix_outside_identity_subject on outside_identity (subject_hash);
create index ix_outside_identity_account on outside_identity (account_id);

create table setting (
  key text primary key,
  value text not null,
  changed_at integer not null
);

create table sign_in_lock (
  key text primary key,
  failures integer not null,
  last_at integer not null,
  locked_until integer
);

create table activation (
  id blob primary key,
  account_id blob not null references account (id),
  code_hash blob not null,
  created_at integer not null,
  expires_at integer not null,
  used_at integer
);
create unique index ix_activation_code on activation (code_hash);
create index ix_activation_account on activation (account_id);

create table recovery_code (
  id blob primary key,
  account_id blob not null references account (id),
  code_hash blob not null,
  used_at integer
);
create index ix_recovery_code_account on recovery_code (account_id);

-- The area is one of a later script; a grant for one that is no more gives nothing.
create table role_grant (
  id blob primary key,
  account_id blob not null references account (id),
  role text not null,
  kind text not null check ((kind = 'Field') = (role not in ('SystemAdministrator', 'SecurityAdministrator', 'AuditAdministrator')) and (kind = 'Field' or kind || 'Administrator' = role)),
  area_id blob,
  agency_id blob,
  starts_at integer not null,
  ends_at integer,
  given_by text not null,
  reason text not null,
  ended_by text
);
create index ix_role_grant_account on role_grant (account_id);
create trigger administrators_apart_insert before insert on role_grant
when new.ends_at is null or new.ends_at > new.starts_at
begin
  select raise(abort, 'administrators_apart') from role_grant g
  where g.account_id = new.account_id and g.id <> new.id and g.kind <> new.kind
    and (g.ends_at is null or g.ends_at > new.starts_at)
    and (new.ends_at is null or g.starts_at < new.ends_at)
    and (g.ends_at is null or g.ends_at > g.starts_at);
end;
create trigger administrators_apart_update before update of account_id, kind, starts_at, ends_at on role_grant
when new.ends_at is null or new.ends_at > new.starts_at
begin
  select raise(abort, 'administrators_apart') from role_grant g
  where g.account_id = new.account_id and g.id <> new.id and g.kind <> new.kind
    and (g.ends_at is null or g.ends_at > new.starts_at)
    and (new.ends_at is null or g.starts_at < new.ends_at)
    and (g.ends_at is null or g.ends_at > g.starts_at);
end;

create table data_key (
  kind text not null,
  subject_id blob not null,
  secret blob,
  made_at integer not null,
  destroyed_at integer,
  primary key (kind, subject_id),
  check (destroyed_at is null or secret is null)
);

-- Personal data that somebody asked to be destroyed, and somebody else confirmed; confirmed, once for each subject.
create table destruction (
  id blob primary key,
  kind text not null,
  subject_id blob not null,
  reason text not null,
  asked_by text not null,
  asked_at integer not null,
  ends_at integer not null,
  decided_by text,
  decided_at integer,
  confirmed integer,
  check (decided_by is null or decided_by <> asked_by)
);
create index ix_destruction_asked on destruction (asked_at);
create unique index ix_destruction_subject on destruction (kind, subject_id) where confirmed;
