create table area (
  id uuid primary key,
  parent_id uuid references area (id),
  level integer not null,
  name text not null,
  short_name text not null,
  pinyin text not null,
  initials text not null,
  code text,
  path text collate "C" not null,
  children_made integer not null,
  assumed boolean not null,
  valid_from timestamptz not null,
  valid_to timestamptz,
  emergency_id uuid,
  latitude double precision,
  longitude double precision,
  datum text,
  approximate boolean not null,
  residents integer,
  households integer,
  buildings integer,
  local_staff integer,
  facts_source text,
  facts_at timestamptz,
  version integer not null,
  check (valid_to is null or valid_to > valid_from)
);
create unique index ix_area_path on area (path);
create index ix_area_parent on area (parent_id, path);
-- Counting and listing what is below an area, level by level, reads this index alone.
create index ix_area_level on area (level, path) where valid_to is null;
create unique index ix_area_code on area (code, level) where valid_to is null and code is not null;
create index ix_area_closed on area (code) where valid_to is not null;

-- Derived from names and rewritten with them; no foreign key, because checking five million rows would double a load.
create table area_key (
  level integer not null,
  key text collate "C" not null,
  area_id uuid not null,
  primary key (level, key, area_id)
);

create table area_change (
  id uuid primary key,
  area_id uuid not null references area (id),
  kind text not null,
  at timestamptz not null,
  reason text not null,
  actor text not null
);
create index ix_area_change_area on area_change (area_id);
-- What stood before a change: the name, code and parent that the area had until then.
create table area_past (
  change_id uuid not null references area_change (id),
  area_id uuid not null references area (id),
  parent_id uuid references area (id),
  name text not null,
  short_name text not null,
  code text,
  primary key (change_id, area_id)
);
create index ix_area_past_area on area_past (area_id);
create table area_succession (
  change_id uuid not null references area_change (id),
  from_id uuid not null references area (id),
  to_id uuid not null references area (id),
  primary key (change_id, from_id, to_id)
);
create index ix_area_succession_from on area_succession (from_id);
create index ix_area_succession_to on area_succession (to_id);

create table post (
  id uuid primary key,
  area_id uuid not null references area (id),
  name text not null,
  kind text not null,
  number text,
  minimum integer not null,
  target integer not null,
  absorption integer,
  duty text not null,
  rules text not null,
  kit text not null,
  address text not null,
  contact text not null,
  latitude double precision,
  longitude double precision,
  datum text,
  valid_from timestamptz not null,
  valid_to timestamptz,
  successor_id uuid references post (id),
  version integer not null,
  check (minimum >= 0 and target >= minimum),
  check (valid_to is null or valid_to > valid_from)
);
create index ix_post_area on post (area_id, name);

-- What a post was until a change of it; the last row of a closed post says why.
create table post_past (
  id uuid primary key,
  post_id uuid not null references post (id),
  until timestamptz not null,
  change text not null,
  area_id uuid not null references area (id),
  name text not null,
  kind text not null,
  number text,
  minimum integer not null,
  target integer not null,
  absorption integer,
  duty text not null,
  rules text not null,
  kit text not null,
  address text not null,
  contact text not null,
  reason text not null,
  actor text not null
);
create index ix_post_past_post on post_past (post_id);
