-- Who was told what; account_id or person_id, one of the two. A channel that sends them further keeps what it delivered in a table of its own.
create table notice (
  id uuid primary key,
  account_id uuid references account (id),
  person_id uuid,
  kind text not null,
  zh text not null,
  en text not null,
  link text,
  loud boolean not null,
  made_at timestamptz not null,
  read_at timestamptz,
  check ((account_id is null) <> (person_id is null))
);
create index ix_notice_account on notice (account_id, made_at);
create index ix_notice_person on notice (person_id, made_at);
create index ix_notice_made on notice (made_at);
