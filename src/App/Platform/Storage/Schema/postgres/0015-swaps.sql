-- What an emergency asks of swaps; without a row: half a day ahead, and the host answers.
create table swap_terms (
  emergency_id uuid primary key references emergency (id),
  lead_minutes integer not null,
  approval text not null,
  set_at timestamptz not null,
  set_by text not null,
  version integer not null,
  check (lead_minutes between 0 and 10080)
);

create table swap (
  id uuid primary key,
  emergency_id uuid not null references emergency (id),
  area_id uuid not null references area (id),
  shift_id uuid not null references shift (id),
  from_person_id uuid not null references person (id),
  to_person_id uuid references person (id),
  exchange boolean not null,
  back_shift_id uuid references shift (id),
  taken_by_id uuid references person (id),
  state text not null,
  reason text not null,
  asked_at timestamptz not null,
  taken_at timestamptz,
  settled_at timestamptz,
  settled_by text,
  answer text,
  version integer not null,
  check (exchange or back_shift_id is null),
  check (state <> 'Accepted' and state <> 'Done' or taken_by_id is not null),
  check ((state = 'Asked' or state = 'Accepted') = (settled_at is null))
);
create unique index ix_swap_shift on swap (shift_id) where settled_at is null;
create index ix_swap_from on swap (from_person_id, asked_at);
create index ix_swap_to on swap (to_person_id) where state = 'Asked';
create index ix_swap_area on swap (area_id, asked_at);
create index ix_swap_asked on swap (asked_at);

-- Days on which somebody would like turns, or would rather not have them.
create table wish (
  id uuid primary key,
  person_id uuid not null references person (id),
  starts_on date not null,
  ends_on date not null,
  part text not null,
  wanted boolean not null,
  made_at timestamptz not null,
  ended_at timestamptz,
  version integer not null,
  check (ends_on > starts_on)
);
create index ix_wish_person on wish (person_id, starts_on) where ended_at is null;
create index ix_wish_made on wish (made_at);

-- Turns missed without leave: owed until a later one is served, or written off.
create table owed_duty (
  id uuid primary key,
  person_id uuid not null references person (id),
  emergency_id uuid not null references emergency (id),
  area_id uuid not null references area (id),
  shift_id uuid not null references shift (id),
  by_shift_id uuid references shift (id),
  state text not null,
  recorded_at timestamptz not null,
  settled_at timestamptz,
  settled_by text,
  reason text,
  version integer not null,
  check (state <> 'WrittenOff' or reason is not null)
);
create unique index ix_owed_duty_shift on owed_duty (shift_id);
create unique index ix_owed_duty_by on owed_duty (by_shift_id) where by_shift_id is not null and state = 'Owed';
create index ix_owed_duty_person on owed_duty (person_id) where state = 'Owed';
create index ix_owed_duty_recorded on owed_duty (recorded_at);

-- What must be there before a post opens, and what is said there first: of a kind of post, or of one post in its place.
create table kit_list (
  id uuid primary key,
  kind text,
  post_id uuid references post (id),
  items text not null,
  briefing text not null,
  set_at timestamptz not null,
  set_by text not null,
  version integer not null,
  check ((kind is null) <> (post_id is null))
);
create unique index ix_kit_list_kind on kit_list (kind) where kind is not null;
create unique index ix_kit_list_post on kit_list (post_id) where post_id is not null;

-- A post was opened; one stands at a time. What opens short says why.
create table post_opening (
  id uuid primary key,
  post_id uuid not null references post (id),
  emergency_id uuid not null references emergency (id),
  area_id uuid not null references area (id),
  opened_at timestamptz not null,
  opened_by text not null,
  there text not null,
  missing text not null,
  briefed boolean not null,
  reason text not null,
  closed_at timestamptz,
  closed_by text,
  version integer not null,
  check (missing = '' or reason <> '')
);
create unique index ix_post_opening_open on post_opening (post_id) where closed_at is null;
create index ix_post_opening_post on post_opening (post_id, opened_at);

create table post_briefing (
  post_id uuid not null references post (id),
  person_id uuid not null references person (id),
  at timestamptz not null,
  given_by text not null,
  primary key (post_id, person_id)
);
create index ix_post_briefing_person on post_briefing (person_id);
