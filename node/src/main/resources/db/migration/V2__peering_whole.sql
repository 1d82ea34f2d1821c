-- Peering whole: proposals that people decide on, what a peer says of us, quotas, and nodes and addresses that are blocked.
-- Private facts, all of them: nothing here can be made again from the logs.

alter table peering add column expires_at bigint;   -- of a proposal nobody has decided on, ours or theirs
alter table peering add column report varchar;      -- what the peer last said of us: JSON
alter table peering add column report_at bigint;

-- How much of a peer's log was taken or held on its newest day, for its quotas.
create table peer_day (
  log      integer primary key references node (nr),
  on_day   bigint  not null,  -- days since 1970, as the entries of the log have it
  records  bigint  not null,
  bytes    bigint  not null
);

-- Nodes whose records stay out whichever log brings them, peers or not.
create table blocked_node (
  node  integer primary key references node (nr),
  note  varchar not null,
  at    bigint  not null
);

-- Base addresses whose nodes are blocked, whatever they call themselves.
create table blocked_address (
  address  varchar(2048) primary key,
  note     varchar not null,
  at       bigint  not null
);
