create table attendance (
  id blob primary key,
  person_id blob not null references person (id),
  emergency_id blob not null references emergency (id),
  area_id blob not null references area (id),
  post_id blob references post (id),
  shift_id blob references shift (id),
  kind text not null,
  how text not null,
  device_at integer not null,
  server_at integer not null,
  device blob,
  account_id blob,
  state text not null,
  reason text,
  answered_at integer,
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
