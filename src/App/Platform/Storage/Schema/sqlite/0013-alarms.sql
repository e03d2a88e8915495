-- A turn that nobody has, that somebody did not come to, or that was left without relief: one owner, one clock.
create table alarm (
  id blob primary key,
  kind text not null,
  emergency_id blob not null references emergency (id),
  area_id blob not null references area (id),
  post_id blob not null references post (id),
  shift_id blob not null references shift (id),
  person_id blob references person (id),
  starts_at integer not null,
  ends_at integer not null,
  ahead integer not null,
  raised_at integer not null,
  owner_id blob references person (id),
  step integer not null,
  climbs_at integer,
  taken_at integer,
  taken_by text,
  closed_at integer,
  closed_by text,
  outcome text,
  done text not null,
  version integer not null,
  check (kind <> 'NoShow' or person_id is not null),
  check ((closed_at is null) = (outcome is null)),
  check (climbs_at is null or (taken_at is null and closed_at is null))
);
create unique index ix_alarm_open on alarm (shift_id, kind) where closed_at is null;
create index ix_alarm_shift on alarm (shift_id);
create index ix_alarm_area on alarm (area_id, raised_at);
create index ix_alarm_unopened on alarm (post_id) where kind = 'Unopened';
create index ix_alarm_raised on alarm (raised_at);
create index ix_alarm_owner on alarm (owner_id) where closed_at is null;
create index ix_alarm_climbs on alarm (climbs_at) where climbs_at is not null;

-- Whose an alarm was, and what was done about it, in order.
create table alarm_step (
  id blob primary key,
  alarm_id blob not null references alarm (id),
  at integer not null,
  move text not null,
  person_id blob references person (id),
  actor text not null,
  note text not null
);
create index ix_alarm_step_alarm on alarm_step (alarm_id, at);

-- Turns that nobody has are few among all.
create index ix_shift_open on shift (starts_at) where state = 'Published' and person_id is null;
-- Turns end in the order of their ends.
create index ix_shift_ends on shift (ends_at) where state = 'Published' and person_id is not null;

-- What one relief leaves to the next at a post, at one hour; both sides confirm.
create table handover_note (
  id blob primary key,
  emergency_id blob not null references emergency (id),
  area_id blob not null references area (id),
  post_id blob not null references post (id),
  relieves_at integer not null,
  duties text not null,
  people text not null,
  kit text not null,
  notes text not null,
  given_by blob not null references person (id),
  given_at integer not null,
  taken_by blob references person (id),
  taken_at integer,
  remark text not null,
  version integer not null,
  check ((taken_by is null) = (taken_at is null)),
  check (taken_by is null or taken_by <> given_by)
);
create unique index ix_handover_note_post on handover_note (post_id, relieves_at);
create index ix_handover_note_relieves on handover_note (relieves_at);
create index ix_handover_note_area on handover_note (area_id, relieves_at);

-- Somebody went before the relief came, and why; empty where the phone said it later. The id is the check-out's.
create table departure (
  id blob primary key,
  shift_id blob not null references shift (id),
  at integer not null,
  reason text not null
);
create index ix_departure_at on departure (at);
create index ix_departure_shift on departure (shift_id);

-- An observer saw somebody at the post, or did not; the person sees it and answers.
create table observation (
  id blob primary key,
  emergency_id blob not null references emergency (id),
  area_id blob not null references area (id),
  post_id blob not null references post (id),
  shift_id blob not null references shift (id),
  person_id blob not null references person (id),
  seen text not null,
  note text not null,
  at integer not null,
  observer text not null,
  account_id blob,
  answer text not null,
  answered_at integer,
  check (seen in ('AtPost', 'Away')),
  check ((answered_at is null) = (answer = ''))
);
create index ix_observation_person on observation (person_id, at);
create index ix_observation_area on observation (area_id, at);
create index ix_observation_at on observation (at);
create index ix_observation_shift on observation (shift_id);
