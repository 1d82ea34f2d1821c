-- Which keys each Node record lists, and where its node's own log holds that record. It used to be a span of indexes for each
-- key, which forgot a key that came back, and believed what others claim about the place.
alter table node_key rename to node_key_span;
create table node_key (
  node        integer not null,
  revision    integer not null,      -- of the Node record
  key_text    varchar(60) not null,
  idx         bigint,                -- of the record in its node's own log; null while that was not read so far
  revoked_at  bigint,                -- not believed from this log size on
  primary key (node, revision, key_text)
);
create index node_key_by_text on node_key (key_text);
insert into node_key (node, revision, key_text, idx, revoked_at)
  select k.node, r.revision, k.key_text, o.idx, k.revoked_at
    from node_key_span k
    join object_revision r on r.node = k.node and r.kind = 1
    left join log_entry o on o.log = r.node and o.digest = r.digest and o.origin = -1
   where coalesce(o.idx, (select min(e.origin) from log_entry e where e.digest = r.digest and e.origin >= 0))
         >= k.from_index
     and (k.until_index is null
         or coalesce(o.idx, (select min(e.origin) from log_entry e where e.digest = r.digest and e.origin >= 0))
         < k.until_index);
drop table node_key_span;
