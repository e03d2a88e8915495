-- Ids grow with time: a table kept in their order is only appended to, and needs no second look-up by rowid.
create table agency (
  id blob primary key,
  parent_id blob references agency (id),
  name text not null,
  short_name text not null,
  pinyin text not null,
  initials text not null,
  level text not null,
  area_id blob references area (id),
  headcount integer,
  minimum_stay integer not null,
  quota_percent integer not null,
  liaison_id blob,
  source text not null,
  valid_to integer,
  version integer not null,
  check (minimum_stay >= 0 and quota_percent between 0 and 100)
);
create index ix_agency_pinyin on agency (pinyin, id);
create index ix_agency_parent on agency (parent_id);
create index ix_agency_area on agency (area_id);
create unique index ix_agency_name on agency (name) where valid_to is null;

create table person (
  id blob primary key,
  name text not null,
  name_tail text not null,
  pinyin text not null,
  initials text not null,
  sex text,
  birth_year integer,
  political_status text,
  party_member integer not null,
  agency_id blob references agency (id),
  origin text not null,
  job_title text,
  grade integer,
  grade_name text,
  home_area_id blob references area (id),
  home_text text,
  team text,
  note text,
  source text not null,
  created_at integer not null,
  changed_at integer not null,
  ended_at integer,
  version integer not null,
  row_hash integer
) without rowid;
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
  person_id blob primary key references person (id),
  data_key blob,
  sealed_id_number blob,
  id_hash blob,
  sealed_phone blob,
  phone_hash blob
) without rowid;
create unique index ix_person_identity_id on person_identity (id_hash) where id_hash is not null;
create index ix_person_identity_phone on person_identity (phone_hash) where phone_hash is not null;

create table agency_membership (
  id blob not null,
  person_id blob not null references person (id),
  agency_id blob not null references agency (id),
  starts_at integer not null,
  ends_at integer,
  primary key (person_id, id),
  check (ends_at is null or ends_at > starts_at)
) without rowid;
create unique index ix_agency_membership_open on agency_membership (person_id) where ends_at is null;

create table person_skill (
  person_id blob not null references person (id),
  skill text not null,
  source text not null,
  expires_at integer,
  primary key (person_id, skill)
) without rowid;
create index ix_person_skill_skill on person_skill (skill, person_id);

create table person_limit (
  id blob primary key,
  person_id blob not null references person (id),
  kind text not null,
  area_id blob references area (id),
  other_person_id blob references person (id),
  note text,
  until integer
) without rowid;
create index ix_person_limit_person on person_limit (person_id);
create index ix_person_limit_kind on person_limit (kind, person_id);

create table person_history (
  id blob primary key,
  person_id blob not null references person (id),
  kind text not null,
  text text not null,
  at integer not null
) without rowid;
create index ix_person_history_person on person_history (person_id, at);

create table person_merge (
  id blob primary key,
  kept_id blob not null references person (id),
  gone_id blob not null references person (id),
  before text not null,
  at integer not null,
  actor text not null,
  undone_at integer
);

create index ix_person_merge_gone on person_merge (gone_id);

create table person_review (
  id blob primary key,
  kind text not null,
  person_id blob references person (id),
  text text not null,
  candidates text not null,
  created_at integer not null,
  settled_at integer,
  settled text
);
create index ix_person_review_person on person_review (person_id);
create index ix_person_review_open on person_review (created_at) where settled_at is null;

create table people_import (
  id blob primary key,
  file_name text not null,
  mapping text not null,
  rows integer not null,
  stored integer not null,
  updated integer not null,
  unchanged integer not null,
  refused integer not null,
  first_id blob,
  last_id blob,
  odd text not null,
  at integer not null,
  actor text not null,
  check (rows = stored + updated + unchanged + refused)
);
create table people_import_refusal (
  import_id blob not null references people_import (id),
  sheet text not null,
  row integer not null,
  cell text not null,
  code text not null,
  zh text not null,
  en text not null,
  sealed_cells blob,
  primary key (import_id, sheet, row)
);

create table person_unmasking (
  id blob primary key,
  person_id blob not null references person (id),
  actor text not null,
  reason text not null,
  at integer not null
);
create index ix_person_unmasking_actor on person_unmasking (actor, at);
create index ix_person_unmasking_person on person_unmasking (person_id);

create table people_export_asked (
  id blob primary key,
  filter text not null,
  people integer not null,
  reason text not null,
  asked_by text not null,
  asked_by_id blob,
  asked_at integer not null,
  decided_by text,
  decided_at integer,
  approved integer,
  ends_at integer not null,
  taken integer not null,
  check (decided_by is null or decided_by <> asked_by),
  check ((decided_by is null) = (approved is null))
);
create index ix_people_export_asked_at on people_export_asked (asked_at);
