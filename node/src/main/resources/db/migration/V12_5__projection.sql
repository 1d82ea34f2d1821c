-- By which version of the projections the tables were made: those of an older one are made again when the node starts. One row, or
-- none when it is not known. A new node has nothing to make.
create table projection (
  version  integer  not null
);
insert into projection (version) select 1 from (values (1)) as once (one) where not exists (select 1 from log_entry);
