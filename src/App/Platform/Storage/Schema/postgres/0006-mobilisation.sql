create table mustered (
  emergency_id uuid not null references emergency (id),
  person_id uuid not null references person (id),
  agency_id uuid references agency (id),
  origin text not null,
  source text not null,
  at timestamptz not null,
  primary key (emergency_id, person_id)
);
create index ix_mustered_agency on mustered (emergency_id, agency_id);
create index ix_mustered_origin on mustered (emergency_id, origin);

create table quota (
  emergency_id uuid not null references emergency (id),
  agency_id uuid not null references agency (id),
  headcount integer not null,
  minimum_sent integer not null,
  minimum_stay integer not null,
  reason text,
  version integer not null,
  primary key (emergency_id, agency_id),
  check (minimum_sent >= 0 and minimum_stay >= 0)
);

create table pairing (
  emergency_id uuid not null references emergency (id),
  agency_id uuid not null references agency (id),
  area_id uuid not null references area (id),
  hard boolean not null,
  primary key (emergency_id, agency_id, area_id)
);
