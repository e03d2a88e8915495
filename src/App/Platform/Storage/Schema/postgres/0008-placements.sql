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
create index ix_plan_placement_role on plan_placement (plan_id, role) where role <> 'Member';
create index ix_plan_placement_cost on plan_placement (plan_id, cost, person_id);

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
  content_hash bytea not null,
  amended boolean not null
);
create unique index ix_publication_plan on publication (plan_id);
create index ix_publication_emergency on publication (emergency_id, at);

-- What it refers to is checked once for each statement, at the end of this script.
create table placement (
  id uuid primary key,
  emergency_id uuid not null,
  person_id uuid not null,
  area_id uuid not null,
  post_id uuid,
  seat_id uuid,
  role text not null,
  starts_at timestamptz not null,
  ends_at timestamptz,
  publication_id uuid,
  previous_id uuid,
  reason text not null,
  end_reason text,
  made_at timestamptz not null,
  check (ends_at is null or ends_at >= starts_at)
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
  sealed_content bytea,
  content_hash bytea not null,
  issued_at timestamptz not null,
  replaced_at timestamptz
);
create unique index ix_card_current on card (emergency_id, kind, subject_id) where replaced_at is null;
create unique index ix_card_number on card (emergency_id, kind, number);
create index ix_card_subject on card (subject_id, issued_at);
create index ix_card_area on card (area_id) where replaced_at is null;

-- One place at a time. An EXCLUDE constraint looks into a GiST index for each row, half a minute for a province; here each statement is checked as a
-- whole once its rows stand, and nobody else writes placements of the same people until the transaction ends: of two that would overlap the
-- second waits, then sees the first and is refused. Why: docs/decisions/0006-one-place-per-statement.md
create function one_place_at_a_time() returns trigger language plpgsql as $$
declare
  many constant integer := 1000;
  written integer;
  twice uuid;
begin
  -- With an older snapshot the check would not see what the wait was for.
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception 'one_place_at_a_time: placements are written in READ COMMITTED' using errcode = 'feature_not_supported';
  end if;
  execute 'select count(*) from (select 1 from fresh limit $1) x' into written using many + 1;
  if written = 0 then return null; end if;
  if written > many then
    perform pg_advisory_xact_lock(724002, 0);
  else
    perform pg_advisory_xact_lock_shared(724002, 0);
    execute 'select count(pg_advisory_xact_lock(724003, k)) from (select distinct hashtext(person_id::text) as k from fresh order by 1) x' into written;
  end if;
  execute 'select n.person_id from fresh n join placement o on o.person_id = n.person_id and o.id <> n.id
    where (n.ends_at is null or n.ends_at > n.starts_at) and (o.ends_at is null or o.ends_at > o.starts_at)
      and (n.ends_at is null or o.starts_at < n.ends_at) and (o.ends_at is null or o.ends_at > n.starts_at) limit 1' into twice;
  if twice is not null then
    raise exception 'one_place_at_a_time: person % would be in two places', twice using errcode = 'exclusion_violation', constraint = 'one_place_at_a_time';
  end if;
  return null;
end $$;
create trigger one_place_at_a_time_insert after insert on placement referencing new table as fresh for each statement execute function one_place_at_a_time();
create trigger one_place_at_a_time_update after update on placement referencing new table as fresh for each statement execute function one_place_at_a_time();

-- The references of a placement, checked once for a statement: a foreign key asks once for each row and column, forty seconds for a province.
-- Whoever deletes what is referred to waits for whoever refers, and the other way round. Arguments: column, table, column, table, …
create function refers() returns trigger language plpgsql as $$
declare
  joins text := '';
  missing text := 'case';
  wrong text;
begin
  perform pg_advisory_xact_lock_shared(724004, 0);
  for i in 0 .. tg_nargs - 2 by 2 loop
    joins := joins || format(' left join %2$I r%3$s on r%3$s.id = n.%1$I', tg_argv[i], tg_argv[i + 1], i);
    missing := missing || format(' when n.%1$I is not null and r%3$s.id is null then %2$L || n.%1$I', tg_argv[i], tg_argv[i] || ' ', i);
  end loop;
  execute format('select wrong from (select %s end as wrong from fresh n%s) x where wrong is not null limit 1', missing, joins) into wrong;
  if wrong is not null then
    raise exception '%.%: there is no such record', tg_table_name, wrong using errcode = 'foreign_key_violation', table = tg_table_name;
  end if;
  return null;
end $$;
-- The other side: arguments are the table and the column that may refer to the row.
create function referred() returns trigger language plpgsql as $$
declare
  held boolean;
begin
  if tg_op = 'UPDATE' and new.id = old.id then return new; end if;
  perform pg_advisory_xact_lock(724004, 0);
  execute format('select exists (select 1 from %I where %I = $1)', tg_argv[0], tg_argv[1]) into held using old.id;
  if held then
    raise exception '% % is referred to by %.%', tg_table_name, old.id, tg_argv[0], tg_argv[1] using errcode = 'foreign_key_violation', table = tg_argv[0];
  end if;
  return case when tg_op = 'UPDATE' then new else old end;
end $$;
create function never_changes() returns trigger language plpgsql as $$
begin
  raise exception '% is not changed: it ends, and another begins', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger placement_refers after insert on placement referencing new table as fresh for each statement execute function refers(
  'emergency_id', 'emergency', 'person_id', 'person', 'area_id', 'area', 'post_id', 'post', 'seat_id', 'seat', 'publication_id', 'publication', 'previous_id', 'placement');
create trigger placement_stays before update of id, emergency_id, person_id, area_id, post_id, seat_id, publication_id, previous_id on placement for each row
  when ((old.id, old.emergency_id, old.person_id, old.area_id, old.post_id, old.seat_id, old.publication_id, old.previous_id)
    is distinct from (new.id, new.emergency_id, new.person_id, new.area_id, new.post_id, new.seat_id, new.publication_id, new.previous_id)) execute function never_changes();
create trigger placement_referred before delete or update of id on emergency for each row execute function referred('placement', 'emergency_id');
create trigger placement_referred before delete or update of id on person for each row execute function referred('placement', 'person_id');
create trigger placement_referred before delete or update of id on area for each row execute function referred('placement', 'area_id');
create trigger placement_referred before delete or update of id on post for each row execute function referred('placement', 'post_id');
create trigger placement_referred before delete or update of id on seat for each row execute function referred('placement', 'seat_id');
create trigger placement_referred before delete or update of id on publication for each row execute function referred('placement', 'publication_id');
create trigger placement_referred before delete or update of id on placement for each row execute function referred('placement', 'previous_id');
