create table emergency (
  id blob primary key,
  name text not null,
  kind text not null,
  document_number text,
  area_id blob not null references area (id),
  covered_level integer not null,
  opened_at integer not null,
  closed_at integer,
  close_reason text,
  version integer not null,
  check (kind <> 'Urgent' or document_number is not null),
  check (closed_at is null or closed_at >= opened_at)
);
create index ix_emergency_area on emergency (area_id);
