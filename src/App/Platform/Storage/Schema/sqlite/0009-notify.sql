-- Who was told what; account_id or person_id, one of the two. A channel that sends them further keeps what it delivered in a table of its own.
create table notice (
  id blob primary key,
  account_id blob references account (id),
  person_id blob,
  kind text not null,
  zh text not null,
  en text not null,
  link text,
  loud integer not null,
  made_at integer not null,
  read_at integer,
  check ((account_id is null) <> (person_id is null))
);
create index ix_notice_account on notice (account_id, made_at);
create index ix_notice_person on notice (person_id, made_at);
create index ix_notice_made on notice (made_at);
