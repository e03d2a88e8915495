create table audit_entry (
  seq integer primary key autoincrement,
  id blob not null,
  at integer not null,
  actor_id blob,
  actor text not null,
  origin text not null,
  act text not null,
  subject_kind text,
  subject_id blob,
  write_id blob not null,
  content_hash blob not null,
  details text not null,
  outcome text not null
);
create unique index ix_audit_entry_write on audit_entry (write_id);
create index ix_audit_entry_subject on audit_entry (subject_kind, subject_id);

create table account (
  id blob primary key,
  name text not null,
  display_name text not null,
  password_hash text,
  language text,
  created_at integer not null,
  ended_at integer
);
create unique index ix_account_name on account (name);

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
