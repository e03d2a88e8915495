create table demand_rule (
  id blob primary key,
  emergency_id blob not null references emergency (id),
  level integer not null,
  minimum_base integer not null,
  minimum_per_thousand_residents real not null,
  target_base integer not null,
  target_per_thousand_residents real not null,
  absorption_base integer not null,
  absorption_per_local_staff real not null,
  version integer not null
);
create unique index ix_demand_rule_level on demand_rule (emergency_id, level);

create table demand (
  emergency_id blob not null references emergency (id),
  place_id blob not null,
  place_kind text not null,
  area_id blob not null references area (id),
  post_id blob references post (id),
  minimum integer not null,
  target integer not null,
  absorption integer not null,
  source text not null,
  reason text,
  version integer not null,
  primary key (emergency_id, place_id),
  check (minimum >= 0 and target >= minimum and absorption >= minimum)
);
create index ix_demand_area on demand (area_id, emergency_id, place_id);
create index ix_demand_post on demand (emergency_id, post_id) where post_id is not null;
