-- A turn that nobody has, that somebody did not come to, or that was left without relief: one owner, one clock.
create table alarm (
  id uuid primary key,
  kind text not null,
  emergency_id uuid not null references emergency (id),
  area_id uuid not null references area (id),
  post_id uuid not null references post (id),
  shift_id uuid not null references shift (id),
  person_id uuid references person (id),
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  ahead integer not null,
  raised_at timestamptz not null,
  owner_id uuid references person (id),
  step integer not null,
  climbs_at timestamptz,
  taken_at timestamptz,
  taken_by text,
  closed_at timestamptz,
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
  id uuid primary key,
  alarm_id uuid not null references alarm (id),
  at timestamptz not null,
  move text not null,
  person_id uuid references person (id),
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
  id uuid primary key,
  emergency_id uuid not null references emergency (id),
  area_id uuid not null references area (id),
  post_id uuid not null references post (id),
  relieves_at timestamptz not null,
  duties text not null,
  people text not null,
  kit text not null,
  notes text not null,
  given_by uuid not null references person (id),
  given_at timestamptz not null,
  taken_by uuid references person (id),
  taken_at timestamptz,
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
  id uuid primary key,
  shift_id uuid not null references shift (id),
  at timestamptz not null,
  reason text not null
);
create index ix_departure_at on departure (at);
create index ix_departure_shift on departure (shift_id);

-- An observer saw somebody at the post, or did not; the person sees it and answers.
create table observation (
  id uuid primary key,
  emergency_id uuid not null references emergency (id),
  area_id uuid not null references area (id),
  post_id uuid not null references post (id),
  shift_id uuid not null references shift (id),
  person_id uuid not null references person (id),
  seen text not null,
  note text not null,
  at timestamptz not null,
  observer text not null,
  account_id uuid,
  answer text not null,
  answered_at timestamptz,
  check (seen in ('AtPost', 'Away')),
  check ((answered_at is null) = (answer = ''))
);
create index ix_observation_person on observation (person_id, at);
create index ix_observation_area on observation (area_id, at);
create index ix_observation_at on observation (at);
create index ix_observation_shift on observation (shift_id);
