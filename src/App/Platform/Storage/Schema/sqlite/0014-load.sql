-- Caps of rest that an emergency or an area has of its own; changed ones are new rows, and the old ones end.
create table area_rest (
  id blob primary key,
  emergency_id blob not null references emergency (id),
  area_id blob references area (id),
  rest_minutes integer not null,
  run_days integer not null,
  night_run integer not null,
  week_minutes integer not null,
  week_days integer not null,
  week_nights integer not null,
  reason text not null,
  set_at integer not null,
  set_by text not null,
  ended_at integer,
  ended_by text
);
create index ix_area_rest_emergency on area_rest (emergency_id) where ended_at is null;

-- A cap that is wider for one person on some days: who allowed it, and why.
create table rest_waiver (
  id blob primary key,
  emergency_id blob not null references emergency (id),
  person_id blob not null references person (id),
  cap text not null,
  widened_to integer not null,
  starts_on text not null,
  ends_on text not null,
  reason text not null,
  given_at integer not null,
  given_by text not null,
  ended_at integer,
  ended_by text,
  check (ends_on > starts_on),
  check (reason <> '')
);
create index ix_rest_waiver_emergency on rest_waiver (emergency_id, ends_on);
create index ix_rest_waiver_person on rest_waiver (person_id);

-- 今天我上岗、你休息: a day off for local staff, and who stands in.
create table relief_day (
  id blob primary key,
  emergency_id blob not null references emergency (id),
  area_id blob not null references area (id),
  person_id blob not null references person (id),
  stand_in_id blob not null references person (id),
  day text not null,
  shift_id blob not null references shift (id),
  run_days integer not null,
  given_at integer not null,
  given_by text not null,
  check (person_id <> stand_in_id)
);
create unique index ix_relief_day_person on relief_day (person_id, day);
create index ix_relief_day_area on relief_day (area_id, day);

-- 轮换: each person or agency of an area has one week of duty in turn.
create table duty_rotation (
  id blob primary key,
  emergency_id blob not null references emergency (id),
  area_id blob not null references area (id),
  name text not null,
  taken_by text not null,
  starts_on text not null,
  weeks integer not null,
  made_at integer not null,
  made_by text not null,
  ended_at integer,
  ended_by text,
  check (weeks > 0)
);
create index ix_duty_rotation_emergency on duty_rotation (emergency_id) where ended_at is null;
create index ix_duty_rotation_made on duty_rotation (made_at);

create table rotation_week (
  id blob primary key,
  rotation_id blob not null references duty_rotation (id),
  week integer not null,
  person_id blob references person (id),
  agency_id blob references agency (id),
  version integer not null,
  check ((person_id is null) <> (agency_id is null))
);
create index ix_rotation_week_rotation on rotation_week (rotation_id, week);
create index ix_rotation_week_person on rotation_week (person_id) where person_id is not null;
create index ix_rotation_week_agency on rotation_week (agency_id) where agency_id is not null;
