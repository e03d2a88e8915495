-- Who is exposed to the same loss: people of one kind with the same key. The key itself is not kept, only its hash under the installation's key.
create table person_exposure (
  id uuid primary key,
  person_id uuid not null references person (id),
  kind text not null,
  key_hash bytea not null,
  since timestamptz not null,
  until timestamptz
);
create unique index ix_person_exposure_open on person_exposure (person_id, kind) where until is null;
create index ix_person_exposure_key on person_exposure (kind, key_hash);

-- People, or a whole committee, were lost at one moment; what was taken over; who came back.
create table loss (
  id uuid primary key,
  kind text not null,
  area_id uuid references area (id),
  reason text not null,
  made_at timestamptz not null,
  made_by text not null,
  returned_at timestamptz
);
create index ix_loss_made on loss (made_at);
create index ix_loss_area on loss (area_id);

create table loss_person (
  loss_id uuid not null references loss (id),
  person_id uuid not null references person (id),
  returned_at timestamptz,
  return_reason text,
  primary key (loss_id, person_id)
);
create unique index ix_loss_person_open on loss_person (person_id) where returned_at is null;

-- A place of a seat that somebody left by a loss, and who sits there instead.
create table takeover (
  id uuid primary key,
  loss_id uuid not null references loss (id),
  seat_id uuid not null references seat (id),
  place text not null,
  cause_id uuid not null references person (id),
  left_id uuid not null references person (id),
  successor_id uuid references person (id),
  way text not null,
  exposed boolean not null,
  passed text not null,
  holding_id uuid references seat_holding (id),
  delegation_id uuid references command_delegation (id),
  grant_id uuid references role_grant (id),
  undone_at timestamptz
);
create index ix_takeover_loss on takeover (loss_id);
create index ix_takeover_seat on takeover (seat_id);

-- A placement that ended because its holder was lost, so that a return can give it back.
create table lost_placement (
  placement_id uuid primary key references placement (id),
  loss_id uuid not null references loss (id),
  ends_at timestamptz,
  restored_id uuid references placement (id)
);
create index ix_lost_placement_loss on lost_placement (loss_id);

-- A turn that opened because its holder was lost.
create table lost_shift (
  shift_id uuid not null references shift (id),
  loss_id uuid not null references loss (id),
  person_id uuid not null references person (id),
  primary key (shift_id, loss_id)
);
create index ix_lost_shift_loss on lost_shift (loss_id);

-- Who read the dossier of a loss with telephones in full.
create table dossier_opening (
  id uuid primary key,
  loss_id uuid not null references loss (id),
  actor text not null,
  at timestamptz not null
);
create index ix_dossier_opening_actor on dossier_opening (actor, at);
create index ix_dossier_opening_loss on dossier_opening (loss_id);
