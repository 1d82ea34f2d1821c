-- What we cosigned last of each log, as a witness; never a smaller one, nor another of one size.
create table witnessed (
  log        integer primary key references node (nr),
  size       bigint  not null,
  root       bytea   not null,
  note       varchar not null, -- with the log's own line
  cosigned   varchar not null  -- with ours
);

-- Peers that are asked to cosign our checkpoints.
create table witness (
  node         integer primary key references node (nr),
  since        bigint not null,
  size         bigint not null, -- of ours that it cosigned last, 0 before the first
  cosigned_at  bigint,
  fault        varchar
);
