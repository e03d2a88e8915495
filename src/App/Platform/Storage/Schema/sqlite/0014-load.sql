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
