-- Relaying: how far each peer's log was gone through for what we log of it for others. Private facts; what was relayed is in
-- our log.

create table relay (
  log      integer primary key references node (nr),
  topics   varchar not null,  -- as they were when idx began at 0: tags between blanks, * for all, - for none any more
  idx      bigint  not null,  -- entries below were looked at
  on_day   bigint  not null,  -- days since 1970
  records  bigint  not null   -- logged on that day
);

-- Entries of threads whose question we do not relay, or not yet.
create table relay_waiting (
  log         integer not null,
  idx         bigint  not null,
  thread_key  bytea   not null,
  primary key (log, idx)
);
create index relay_waiting_by_thread on relay_waiting (thread_key);

-- A person declined it: so it stays, whichever log it is read from next.
alter table setback add column by_person boolean default false not null;
