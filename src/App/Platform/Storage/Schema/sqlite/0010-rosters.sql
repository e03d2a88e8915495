create table post_time (
  id blob primary key,
  post_id blob not null references post (id),
  name text not null,
  from_minute integer not null,
  minutes integer not null,
  days integer not null,
  needed integer not null,
  target integer not null,
  leader integer not null,
  skill text,
  ended_at integer,
  version integer not null,
  check (from_minute between 0 and 1439),
  check (minutes between 15 and 1440),
  check (days between 1 and 255),
  check (needed >= 0 and target >= needed)
);
create index ix_post_time_post on post_time (post_id) where ended_at is null;

create table shift_pattern (
  id blob primary key,
  name text not null,
  area_id blob references area (id),
  kinds text not null,
  bands text not null,
  ended_at integer,
  version integer not null
);

create table holiday (
  day text primary key not null,
  name text not null,
  is_off integer not null
);

create table roster (
  id blob primary key,
  emergency_id blob not null references emergency (id),
  area_id blob not null references area (id),
  name text not null,
  starts_on text not null,
  days integer not null,
  state text not null,
  cost integer,
  bound integer,
  gap real,
  solved_at integer,
  published_at integer,
  published_by text,
  made_at integer not null,
  made_by text not null,
  version integer not null,
  check (days between 1 and 92)
);
create index ix_roster_area on roster (area_id, starts_on);
create index ix_roster_emergency on roster (emergency_id, starts_on);

create table shift (
  id blob primary key,
  roster_id blob not null references roster (id),
  emergency_id blob not null references emergency (id),
  post_id blob not null references post (id),
  post_time_id blob not null references post_time (id),
  area_id blob not null references area (id),
  person_id blob references person (id),
  day text not null,
  starts_at integer not null,
  ends_at integer not null,
  leads integer not null,
  locked integer not null,
  state text not null,
  reason text not null,
  version integer not null,
  check (ends_at > starts_at)
);
create index ix_shift_roster on shift (roster_id, day);
create index ix_shift_person on shift (person_id, starts_at) where person_id is not null;
create index ix_shift_post on shift (post_id, day);
create index ix_shift_area on shift (area_id, starts_at);
create index ix_shift_starts on shift (starts_at) where state = 'Published';

-- Changes to turns of published rosters: who had it, who has it, why.
create table shift_change (
  id blob primary key,
  roster_id blob not null references roster (id),
  shift_id blob not null references shift (id),
  from_person_id blob references person (id),
  to_person_id blob references person (id),
  reason text not null,
  actor text not null,
  at integer not null
);
create index ix_shift_change_roster on shift_change (roster_id, at);
create index ix_shift_change_shift on shift_change (shift_id);

create table leave (
  id blob primary key,
  person_id blob not null references person (id),
  starts_on text not null,
  ends_on text not null,
  kind text not null,
  state text not null,
  reason text not null,
  asked_at integer not null,
  asked_by text not null,
  answered_at integer,
  answered_by text,
  answer text,
  version integer not null,
  check (ends_on > starts_on)
);
create index ix_leave_person on leave (person_id, starts_on);
create index ix_leave_asked on leave (asked_at);

-- Nobody stands at two posts at one instant; periods are half-open. PostgreSQL checks each statement as a whole: docs/decisions/0006-one-place-per-statement.md
create trigger one_shift_at_a_time_insert before insert on shift
when new.state = 'Published' and new.person_id is not null
begin
  select raise(abort, 'one_shift_at_a_time') from shift s
  where s.person_id = new.person_id and s.state = 'Published' and s.starts_at < new.ends_at and s.ends_at > new.starts_at;
end;
create trigger one_shift_at_a_time_update before update of person_id, starts_at, ends_at, state on shift
when new.state = 'Published' and new.person_id is not null
begin
  select raise(abort, 'one_shift_at_a_time') from shift s
  where s.person_id = new.person_id and s.id <> new.id and s.state = 'Published' and s.starts_at < new.ends_at and s.ends_at > new.starts_at;
end;
