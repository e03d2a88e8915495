create extension if not exists btree_gist;

create table plan (
  id uuid primary key,
  emergency_id uuid not null references emergency (id),
  name text not null,
  state text not null,
  based_on_id uuid references plan (id),
  seed bigint not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  cost bigint,
  bound bigint,
  gap double precision,
  report text,
  note text,
  stale text,
  placed bigint not null,
  reserve bigint not null,
  pinned bigint not null,
  gaps bigint not null,
  uncovered bigint not null,
  unstaffed bigint not null,
  made_by text not null,
  made_at timestamptz not null,
  solved_at timestamptz,
  reviewed_by text,
  reviewed_at timestamptz,
  version integer not null
);
create index ix_plan_emergency on plan (emergency_id, made_at);

create table plan_placement (
  plan_id uuid not null references plan (id),
  person_id uuid not null references person (id),
  id uuid not null,
  area_id uuid not null references area (id),
  post_id uuid references post (id),
  seat_id uuid references seat (id),
  role text not null,
  pinned boolean not null,
  cost bigint not null,
  reason text not null,
  primary key (plan_id, person_id)
);
create index ix_plan_placement_area on plan_placement (plan_id, area_id);
create index ix_plan_placement_pinned on plan_placement (plan_id) where pinned;

create table plan_reserve (
  plan_id uuid not null references plan (id),
  person_id uuid not null references person (id),
  code text not null,
  reason text not null,
  primary key (plan_id, person_id)
);

create table plan_gap (
  plan_id uuid not null references plan (id),
  place_id uuid not null,
  area_id uuid not null references area (id),
  post_id uuid references post (id),
  missing integer not null,
  reason text not null,
  owner text not null,
  primary key (plan_id, place_id)
);

create index ix_plan_gap_area on plan_gap (plan_id, area_id);

-- How many serve, and how many are missing, at a place of a plan and below it; written with the plan's rows, so that no page counts them.
create table plan_count (
  plan_id uuid not null references plan (id),
  place_id uuid not null,
  own bigint not null,
  served bigint not null,
  own_missing bigint not null,
  missing bigint not null,
  primary key (plan_id, place_id)
);

create table plan_note (
  id uuid primary key,
  plan_id uuid not null references plan (id),
  text text not null,
  actor text not null,
  at timestamptz not null
);

-- Changes by hand to a plan, and how each person stood before, so that the latest can be taken back.
create table plan_change (
  id uuid primary key,
  plan_id uuid not null references plan (id),
  kind text not null,
  people integer not null,
  reason text not null,
  actor text not null,
  at timestamptz not null,
  cost_before bigint,
  undone_at timestamptz,
  undone_by text
);
create index ix_plan_change_plan on plan_change (plan_id, at);

create table plan_change_person (
  change_id uuid not null references plan_change (id),
  person_id uuid not null references person (id),
  area_id uuid references area (id),
  post_id uuid references post (id),
  seat_id uuid references seat (id),
  role text,
  pinned boolean not null,
  cost bigint not null,
  code text,
  reason text not null,
  primary key (change_id, person_id)
);

create table publication (
  id uuid primary key,
  plan_id uuid not null references plan (id),
  emergency_id uuid not null references emergency (id),
  at timestamptz not null,
  actor text not null,
  reason text not null,
  placed bigint not null,
  reserve bigint not null,
  covered bigint not null,
  communities bigint not null,
  content_hash bytea not null
);
create unique index ix_publication_plan on publication (plan_id);
create index ix_publication_emergency on publication (emergency_id, at);

create table placement (
  id uuid primary key,
  emergency_id uuid not null references emergency (id),
  person_id uuid not null references person (id),
  area_id uuid not null references area (id),
  post_id uuid references post (id),
  seat_id uuid references seat (id),
  role text not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  publication_id uuid references publication (id),
  previous_id uuid references placement (id),
  reason text not null,
  end_reason text,
  made_at timestamptz not null,
  check (ends_at is null or ends_at >= starts_at),
  constraint one_place_at_a_time exclude using gist (person_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index ix_placement_person on placement (person_id, starts_at);
create index ix_placement_area on placement (emergency_id, area_id);
create index ix_placement_post on placement (post_id) where post_id is not null;

create table reserve (
  emergency_id uuid not null references emergency (id),
  person_id uuid not null references person (id),
  code text not null,
  reason text not null,
  since timestamptz not null,
  publication_id uuid references publication (id),
  primary key (emergency_id, person_id)
);

create table readmission (
  id uuid not null,
  emergency_id uuid not null references emergency (id),
  person_id uuid not null references person (id),
  code text not null,
  why text not null,
  reason text not null,
  actor text not null,
  at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  primary key (id, person_id)
);
create index ix_readmission_emergency on readmission (emergency_id, at);

create table gap (
  emergency_id uuid not null references emergency (id),
  place_id uuid not null,
  area_id uuid not null references area (id),
  post_id uuid references post (id),
  missing integer not null,
  reason text not null,
  owner text not null,
  since timestamptz not null,
  publication_id uuid references publication (id),
  primary key (emergency_id, place_id)
);

-- By how many those in force at a place, and below it, change at a moment; all changes up to a moment added up serve then.
create table standing_count (
  emergency_id uuid not null references emergency (id),
  place_id uuid not null,
  at timestamptz not null,
  own bigint not null,
  served bigint not null,
  primary key (emergency_id, place_id, at)
);

create table personal_link (
  id uuid primary key,
  person_id uuid not null references person (id),
  emergency_id uuid not null references emergency (id),
  token_hash bytea not null,
  made_at timestamptz not null,
  revoked_at timestamptz,
  opened_at timestamptz
);
create unique index ix_personal_link_token on personal_link (token_hash);
create index ix_personal_link_person on personal_link (person_id);
create unique index ix_personal_link_current on personal_link (emergency_id, person_id) where revoked_at is null;

create table card (
  id uuid primary key,
  emergency_id uuid not null references emergency (id),
  kind text not null,
  subject_id uuid not null,
  area_id uuid not null references area (id),
  number text not null,
  content text not null,
  content_hash bytea not null,
  issued_at timestamptz not null,
  replaced_at timestamptz
);
create unique index ix_card_current on card (emergency_id, kind, subject_id) where replaced_at is null;
create unique index ix_card_number on card (emergency_id, kind, number);
create index ix_card_subject on card (subject_id, issued_at);
create index ix_card_area on card (area_id) where replaced_at is null;
