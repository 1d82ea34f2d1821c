-- How much of each followed log is stored, for the bounds of its policy. A private fact.
create table log_volume (
  log        integer primary key references node (nr),
  bytes      bigint  not null,  -- in all
  on_day     bigint  not null,  -- days since 1970 by our clock: the last day on which some was stored
  day_bytes  bigint  not null   -- on that day
);
insert into log_volume (log, bytes, on_day, day_bytes)
  select e.log, 512 * count(*) + coalesce(sum(octet_length(p.bytes)), 0), 0, 0
    from log_entry e
    join peering f on f.node = e.log
    left join payload p on p.digest = e.digest and e.form = 0
   group by e.log;
