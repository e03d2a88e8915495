create table agency (
  id uuid primary key,
  parent_id uuid references agency (id),
  name text collate "C" not null,
  short_name text not null,
  pinyin text collate "C" not null,
  initials text not null,
  level text not null,
  area_id uuid references area (id),
  headcount integer,
  minimum_stay integer not null,
  quota_percent integer not null,
  liaison_id uuid,
  source text not null,
  valid_to timestamptz,
  version integer not null,
  check (minimum_stay >= 0 and quota_percent between 0 and 100)
);
create index ix_agency_pinyin on agency (pinyin, id);
create index ix_agency_parent on agency (parent_id);
create index ix_agency_area on agency (area_id);
create unique index ix_agency_name on agency (name) where valid_to is null;

create table person (
  id uuid primary key,
  name text collate "C" not null,
  name_tail text collate "C" not null,
  pinyin text collate "C" not null,
  initials text collate "C" not null,
  sex text,
  birth_year integer,
  political_status text,
  party_member boolean not null,
  agency_id uuid references agency (id),
  origin text not null,
  job_title text,
  grade integer,
  grade_name text,
  home_area_id uuid references area (id),
  home_text text,
  team text collate "C",
  note text,
  source text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  ended_at timestamptz,
  version integer not null,
  row_hash bigint
);
create index ix_person_name on person (name, id);
create index ix_person_tail on person (name_tail, id);
-- The order of the lists, with what their filters look at: whoever is passed over costs no look at the record.
create index ix_person_pinyin on person (pinyin, id, origin, party_member, grade, home_area_id, ended_at);
create index ix_person_initials on person (initials, id);
create index ix_person_agency on person (agency_id, pinyin, id);
create index ix_person_home on person (home_area_id, id);
create index ix_person_origin on person (origin, id);
create index ix_person_changed on person (changed_at, id) where changed_at > created_at;
create index ix_person_team on person (team, pinyin, id) where team is not null;
-- From 处级 up, who are few; below it the list is walked.
create index ix_person_grade on person (grade, pinyin, id) where grade >= 130;

create table person_identity (
  person_id uuid primary key references person (id),
  data_key bytea,
  sealed_id_number bytea,
  id_hash bytea,
  sealed_phone bytea,
  phone_hash bytea
);
create unique index ix_person_identity_id on person_identity (id_hash) where id_hash is not null;
create index ix_person_identity_phone on person_identity (phone_hash) where phone_hash is not null;

create table agency_membership (
  id uuid not null,
  person_id uuid not null references person (id),
  agency_id uuid not null references agency (id),
  starts_at timestamptz not null,
  ends_at timestamptz,
  primary key (person_id, id),
  check (ends_at is null or ends_at > starts_at)
);
create unique index ix_agency_membership_open on agency_membership (person_id) where ends_at is null;

create table person_skill (
  person_id uuid not null references person (id),
  skill text not null,
  source text not null,
  expires_at timestamptz,
  primary key (person_id, skill)
);
create index ix_person_skill_skill on person_skill (skill, person_id);

create table person_limit (
  id uuid primary key,
  person_id uuid not null references person (id),
  kind text not null,
  area_id uuid references area (id),
  other_person_id uuid references person (id),
  note text,
  until timestamptz
);
create index ix_person_limit_person on person_limit (person_id);
create index ix_person_limit_kind on person_limit (kind, person_id);

create table person_history (
  id uuid primary key,
  person_id uuid not null references person (id),
  kind text not null,
  text text not null,
  at timestamptz not null
);
create index ix_person_history_person on person_history (person_id, at);

create table person_merge (
  id uuid primary key,
  kept_id uuid not null references person (id),
  gone_id uuid not null references person (id),
  before text not null,
  at timestamptz not null,
  actor text not null,
  undone_at timestamptz
);

create index ix_person_merge_gone on person_merge (gone_id);

create table person_review (
  id uuid primary key,
  kind text not null,
  person_id uuid references person (id),
  text text not null,
  candidates text not null,
  created_at timestamptz not null,
  settled_at timestamptz,
  settled text
);
create index ix_person_review_person on person_review (person_id);
create index ix_person_review_open on person_review (created_at) where settled_at is null;

create table people_import (
  id uuid primary key,
  file_name text not null,
  mapping text not null,
  rows bigint not null,
  stored bigint not null,
  updated bigint not null,
  unchanged bigint not null,
  refused bigint not null,
  first_id uuid,
  last_id uuid,
  odd text not null,
  at timestamptz not null,
  actor text not null,
  check (rows = stored + updated + unchanged + refused)
);
create table people_import_refusal (
  import_id uuid not null references people_import (id),
  sheet text not null,
  row integer not null,
  cell text not null,
  code text not null,
  zh text not null,
  en text not null,
  sealed_cells bytea,
  primary key (import_id, sheet, row)
);

create table person_unmasking (
  id uuid primary key,
  person_id uuid not null references person (id),
  actor text not null,
  reason text not null,
  at timestamptz not null
);
create index ix_person_unmasking_actor on person_unmasking (actor, at);
create index ix_person_unmasking_person on person_unmasking (person_id);

create table people_export_asked (
  id uuid primary key,
  filter text not null,
  people bigint not null,
  reason text not null,
  asked_by text not null,
  asked_by_id uuid,
  asked_at timestamptz not null,
  decided_by text,
  decided_at timestamptz,
  approved boolean,
  ends_at timestamptz not null,
  taken integer not null,
  check (decided_by is null or decided_by <> asked_by),
  check ((decided_by is null) = (approved is null))
);
create index ix_people_export_asked_at on people_export_asked (asked_at);
