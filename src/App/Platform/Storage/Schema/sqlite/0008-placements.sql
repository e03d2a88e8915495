create table plan (
  id blob primary key,
  emergency_id blob not null references emergency (id),
  name text not null,
  state text not null,
  based_on_id blob references plan (id),
  seed integer not null,
  starts_at integer not null,
  ends_at integer,
  cost integer,
  bound integer,
  gap real,
  report text,
  note text,
  stale text,
  placed integer not null,
  reserve integer not null,
  pinned integer not null,
  gaps integer not null,
  uncovered integer not null,
  unstaffed integer not null,
  made_by text not null,
  made_at integer not null,
  solved_at integer,
  reviewed_by text,
  reviewed_at integer,
  version integer not null
);
create index ix_plan_emergency on plan (emergency_id, made_at);

create table plan_placement (
  plan_id blob not null references plan (id),
  person_id blob not null references person (id),
  id blob not null,
  area_id blob not null references area (id),
  post_id blob references post (id),
  seat_id blob references seat (id),
  role text not null,
  pinned integer not null,
  cost integer not null,
  reason text not null,
  primary key (plan_id, person_id)
) without rowid;
create index ix_plan_placement_area on plan_placement (plan_id, area_id);
create index ix_plan_placement_pinned on plan_placement (plan_id) where pinned;
create index ix_plan_placement_role on plan_placement (plan_id, role) where role <> 'Member';
create index ix_plan_placement_cost on plan_placement (plan_id, cost, person_id);

create table plan_reserve (
  plan_id blob not null references plan (id),
  person_id blob not null references person (id),
  code text not null,
  reason text not null,
  primary key (plan_id, person_id)
);

create table plan_gap (
  plan_id blob not null references plan (id),
  place_id blob not null,
  area_id blob not null references area (id),
  post_id blob references post (id),
  missing integer not null,
  reason text not null,
  owner text not null,
  primary key (plan_id, place_id)
);

create index ix_plan_gap_area on plan_gap (plan_id, area_id);

-- How many serve, and how many are missing, at a place of a plan and below it; written with the plan's rows, so that no page counts them.
create table plan_count (
  plan_id blob not null references plan (id),
  place_id blob not null,
  own integer not null,
  served integer not null,
  own_missing integer not null,
  missing integer not null,
  primary key (plan_id, place_id)
) without rowid;

create table plan_note (
  id blob primary key,
  plan_id blob not null references plan (id),
  text text not null,
  actor text not null,
  at integer not null
);

-- Changes by hand to a plan, and how each person stood before, so that the latest can be taken back.
create table plan_change (
  id blob primary key,
  plan_id blob not null references plan (id),
  kind text not null,
  people integer not null,
  reason text not null,
  actor text not null,
  at integer not null,
  cost_before integer,
  undone_at integer,
  undone_by text
);
create index ix_plan_change_plan on plan_change (plan_id, at);

create table plan_change_person (
  change_id blob not null references plan_change (id),
  person_id blob not null references person (id),
  area_id blob references area (id),
  post_id blob references post (id),
  seat_id blob references seat (id),
  role text,
  pinned integer not null,
  cost integer not null,
  code text,
  reason text not null,
  primary key (change_id, person_id)
);

create table publication (
  id blob primary key,
  plan_id blob not null references plan (id),
  emergency_id blob not null references emergency (id),
  at integer not null,
  actor text not null,
  reason text not null,
  placed integer not null,
  reserve integer not null,
  covered integer not null,
  communities integer not null,
  content_hash blob not null,
  amended integer not null
);
create unique index ix_publication_plan on publication (plan_id);
create index ix_publication_emergency on publication (emergency_id, at);

create table placement (
  id blob primary key,
  emergency_id blob not null references emergency (id),
  person_id blob not null references person (id),
  area_id blob not null references area (id),
  post_id blob references post (id),
  seat_id blob references seat (id),
  role text not null,
  starts_at integer not null,
  ends_at integer,
  publication_id blob references publication (id),
  previous_id blob references placement (id),
  reason text not null,
  end_reason text,
  made_at integer not null,
  check (ends_at is null or ends_at >= starts_at)
);
create index ix_placement_person on placement (person_id, starts_at);
create index ix_placement_area on placement (emergency_id, area_id);
create index ix_placement_post on placement (post_id) where post_id is not null;

create table reserve (
  emergency_id blob not null references emergency (id),
  person_id blob not null references person (id),
  code text not null,
  reason text not null,
  since integer not null,
  publication_id blob references publication (id),
  primary key (emergency_id, person_id)
);

create table readmission (
  id blob not null,
  emergency_id blob not null references emergency (id),
  person_id blob not null references person (id),
  code text not null,
  why text not null,
  reason text not null,
  actor text not null,
  at integer not null,
  undone_at integer,
  undone_by text,
  primary key (id, person_id)
);
create index ix_readmission_emergency on readmission (emergency_id, at);

create table gap (
  emergency_id blob not null references emergency (id),
  place_id blob not null,
  area_id blob not null references area (id),
  post_id blob references post (id),
  missing integer not null,
  reason text not null,
  owner text not null,
  since integer not null,
  publication_id blob references publication (id),
  primary key (emergency_id, place_id)
);

-- By how many those in force at a place, and below it, change at a moment; all changes up to a moment added up serve then.
create table standing_count (
  emergency_id blob not null references emergency (id),
  place_id blob not null,
  at integer not null,
  own integer not null,
  served integer not null,
  primary key (emergency_id, place_id, at)
) without rowid;

create table personal_link (
  id blob primary key,
  person_id blob not null references person (id),
  emergency_id blob not null references emergency (id),
  token_hash blob not null,
  made_at integer not null,
  revoked_at integer,
  opened_at integer
);
create unique index ix_personal_link_token on personal_link (token_hash);
create index ix_personal_link_person on personal_link (person_id);
create unique index ix_personal_link_current on personal_link (emergency_id, person_id) where revoked_at is null;

create table card (
  id blob primary key,
  emergency_id blob not null references emergency (id),
  kind text not null,
  subject_id blob not null,
  area_id blob not null references area (id),
  number text not null,
  sealed_content blob,
  content_hash blob not null,
  issued_at integer not null,
  replaced_at integer
);
create unique index ix_card_current on card (emergency_id, kind, subject_id) where replaced_at is null;
create unique index ix_card_number on card (emergency_id, kind, number);
create index ix_card_subject on card (subject_id, issued_at);
create index ix_card_area on card (area_id) where replaced_at is null;

-- PostgreSQL checks each statement as a whole; here, with one writer, each row is: one primary placement per person at any instant.
-- Periods are half-open; an empty one (start = end, recalled before it began) overlaps nothing.
create trigger one_place_at_a_time_insert before insert on placement
when new.ends_at is null or new.ends_at > new.starts_at
begin
  select raise(abort, 'one_place_at_a_time') from placement p
  where p.person_id = new.person_id
    and (p.ends_at is null or p.ends_at > new.starts_at)
    and (new.ends_at is null or p.starts_at < new.ends_at)
    and (p.ends_at is null or p.ends_at > p.starts_at);
end;
create trigger one_place_at_a_time_update before update of person_id, starts_at, ends_at on placement
when new.ends_at is null or new.ends_at > new.starts_at
begin
  select raise(abort, 'one_place_at_a_time') from placement p
  where p.person_id = new.person_id and p.id <> new.id
    and (p.ends_at is null or p.ends_at > new.starts_at)
    and (new.ends_at is null or p.starts_at < new.ends_at)
    and (p.ends_at is null or p.ends_at > p.starts_at);
end;
