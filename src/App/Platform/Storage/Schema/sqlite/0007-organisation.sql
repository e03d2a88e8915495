create table formation (
  id blob primary key,
  emergency_id blob not null references emergency (id),
  parent_id blob references formation (id),
  kind text not null,
  name text not null,
  area_id blob references area (id),
  post_id blob references post (id),
  starts_at integer not null,
  ends_at integer,
  end_reason text,
  version integer not null,
  check (ends_at is null or ends_at >= starts_at)
);
create index ix_formation_emergency on formation (emergency_id, parent_id);
create index ix_formation_area on formation (area_id);

create table formation_area (
  formation_id blob not null references formation (id),
  area_id blob not null references area (id),
  primary key (formation_id, area_id)
);

create table seat (
  id blob primary key,
  emergency_id blob references emergency (id),
  formation_id blob references formation (id),
  area_id blob references area (id),
  kind text not null,
  title text not null,
  minimum_grade integer,
  party_member integer not null,
  from_alternates integer not null,
  commands integer not null,
  ends_at integer,
  version integer not null
);
create index ix_seat_formation on seat (formation_id);
create index ix_seat_area on seat (emergency_id, area_id);
create index ix_seat_place on seat (area_id, emergency_id);
create unique index ix_seat_commander on seat (area_id) where commands and ends_at is null;

create table seat_holding (
  id blob primary key,
  seat_id blob not null references seat (id),
  person_id blob not null references person (id),
  place text not null,
  starts_at integer not null,
  ends_at integer,
  reason text not null,
  check (ends_at is null or ends_at >= starts_at)
);
create unique index ix_seat_holding_open on seat_holding (seat_id, place) where ends_at is null;
create index ix_seat_holding_person on seat_holding (person_id);

create table formation_member (
  formation_id blob not null references formation (id),
  person_id blob not null references person (id),
  role text not null,
  starts_at integer not null,
  ends_at integer,
  primary key (formation_id, person_id, starts_at)
);
create index ix_formation_member_person on formation_member (person_id);

create table area_owner (
  id blob primary key,
  area_id blob not null references area (id),
  person_id blob not null references person (id),
  starts_at integer not null,
  ends_at integer,
  reason text not null,
  check (ends_at is null or ends_at >= starts_at)
);
create unique index ix_area_owner_open on area_owner (area_id) where ends_at is null;
create index ix_area_owner_person on area_owner (person_id);

-- Somebody commands an area instead of its host, for a period; at any instant one at most.
create table command_delegation (
  id blob primary key,
  area_id blob not null references area (id),
  person_id blob not null references person (id),
  host_id blob not null references person (id),
  starts_at integer not null,
  ends_at integer not null,
  reason text not null,
  given_by text not null,
  end_reason text,
  ended_by text,
  check (ends_at >= starts_at)
);
create index ix_command_delegation_area on command_delegation (area_id, starts_at);
create index ix_command_delegation_person on command_delegation (person_id);
create trigger one_commander_at_a_time_insert before insert on command_delegation when new.ends_at > new.starts_at
begin
  select raise(abort, 'one_commander_at_a_time') from command_delegation d
  where d.area_id = new.area_id and d.ends_at > new.starts_at and d.starts_at < new.ends_at and d.ends_at > d.starts_at;
end;
create trigger one_commander_at_a_time_update before update of area_id, starts_at, ends_at on command_delegation when new.ends_at > new.starts_at
begin
  select raise(abort, 'one_commander_at_a_time') from command_delegation d
  where d.area_id = new.area_id and d.id <> new.id and d.ends_at > new.starts_at and d.starts_at < new.ends_at and d.ends_at > d.starts_at;
end;
