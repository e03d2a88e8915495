create table attendance (
  id uuid primary key,
  person_id uuid not null references person (id),
  emergency_id uuid not null references emergency (id),
  area_id uuid not null references area (id),
  post_id uuid references post (id),
  shift_id uuid references shift (id),
  kind text not null,
  how text not null,
  device_at timestamptz not null,
  server_at timestamptz not null,
  device uuid,
  account_id uuid,
  state text not null,
  reason text,
  answered_at timestamptz,
  answered_by text,
  answer text,
  check (kind in ('In', 'Out')),
  check (state <> 'Held' or reason is not null),
  check (state <> 'Dismissed' or answered_at is not null)
);
create index ix_attendance_person on attendance (person_id, device_at);
create index ix_attendance_area on attendance (area_id, device_at);
create index ix_attendance_shift on attendance (shift_id) where shift_id is not null;
create index ix_attendance_held on attendance (area_id) where state = 'Held';
