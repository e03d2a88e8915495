create table post_time (
  id uuid primary key,
  post_id uuid not null references post (id),
  name text not null,
  from_minute integer not null,
  minutes integer not null,
  days integer not null,
  needed integer not null,
  target integer not null,
  leader boolean not null,
  skill text,
  ended_at timestamptz,
  version integer not null,
  check (from_minute between 0 and 1439),
  check (minutes between 15 and 1440),
  check (days between 1 and 255),
  check (needed >= 0 and target >= needed)
);
create index ix_post_time_post on post_time (post_id) where ended_at is null;

create table shift_pattern (
  id uuid primary key,
  name text not null,
  area_id uuid references area (id),
  kinds text not null,
  bands text not null,
  ended_at timestamptz,
  version integer not null
);

create table holiday (
  day date primary key,
  name text not null,
  is_off boolean not null
);

create table roster (
  id uuid primary key,
  emergency_id uuid not null references emergency (id),
  area_id uuid not null references area (id),
  name text not null,
  starts_on date not null,
  days integer not null,
  state text not null,
  cost bigint,
  bound bigint,
  gap double precision,
  solved_at timestamptz,
  published_at timestamptz,
  published_by text,
  made_at timestamptz not null,
  made_by text not null,
  version integer not null,
  check (days between 1 and 92)
);
create index ix_roster_area on roster (area_id, starts_on);
create index ix_roster_emergency on roster (emergency_id, starts_on);

create table shift (
  id uuid primary key,
  roster_id uuid not null references roster (id),
  emergency_id uuid not null references emergency (id),
  post_id uuid not null references post (id),
  post_time_id uuid not null references post_time (id),
  area_id uuid not null references area (id),
  person_id uuid references person (id),
  day date not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  leads boolean not null,
  locked boolean not null,
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
  id uuid primary key,
  roster_id uuid not null references roster (id),
  shift_id uuid not null references shift (id),
  from_person_id uuid references person (id),
  to_person_id uuid references person (id),
  reason text not null,
  actor text not null,
  at timestamptz not null
);
create index ix_shift_change_roster on shift_change (roster_id, at);
create index ix_shift_change_shift on shift_change (shift_id);

create table leave (
  id uuid primary key,
  person_id uuid not null references person (id),
  starts_on date not null,
  ends_on date not null,
  kind text not null,
  state text not null,
  reason text not null,
  asked_at timestamptz not null,
  asked_by text not null,
  answered_at timestamptz,
  answered_by text,
  answer text,
  version integer not null,
  check (ends_on > starts_on)
);
create index ix_leave_person on leave (person_id, starts_on);
create index ix_leave_asked on leave (asked_at);

-- Nobody stands at two posts at one instant. As for placements (0008), each statement is checked as a whole once its rows stand, and nobody else
-- writes published shifts of the same people until the transaction ends. Why: docs/decisions/0006-one-place-per-statement.md
create function one_shift_at_a_time() returns trigger language plpgsql as $$
declare
  many constant integer := 1000;
  written integer;
  twice uuid;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'one_shift_at_a_time: shifts are written in READ COMMITTED' using errcode = 'feature_not_supported';
  end if;
  execute 'select count(*) from (select 1 from fresh where state = ''Published'' and person_id is not null limit $1) x' into written using many + 1;
  if written = 0 then return null; end if;
  if written > many then
    perform pg_advisory_xact_lock(724010, 0);
  else
    perform pg_advisory_xact_lock_shared(724010, 0);
    execute 'select count(pg_advisory_xact_lock(724011, k)) from (select distinct hashtext(person_id::text) as k from fresh
      where state = ''Published'' and person_id is not null order by 1) x' into written;
  end if;
  execute 'select n.person_id from fresh n join shift o on o.person_id = n.person_id and o.id <> n.id
    where n.state = ''Published'' and o.state = ''Published'' and o.starts_at < n.ends_at and o.ends_at > n.starts_at limit 1' into twice;
  if twice is not null then
    raise exception 'one_shift_at_a_time: person % would stand at two posts', twice using errcode = 'exclusion_violation', constraint = 'one_shift_at_a_time';
  end if;
  return null;
end $$;
create trigger one_shift_at_a_time_insert after insert on shift referencing new table as fresh for each statement execute function one_shift_at_a_time();
create trigger one_shift_at_a_time_update after update on shift referencing new table as fresh for each statement execute function one_shift_at_a_time();
