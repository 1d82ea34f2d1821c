-- Which revision of its Node record says so: the keys of all revisions before it are given up (OQX-WIT-051).
alter table continuation rename to continuation_size;
create table continuation (
  node      integer not null,
  size      bigint  not null,
  revision  integer not null,
  primary key (node, size)
);
-- What came by another log alone has no place yet: no revision that is known is newer.
insert into continuation (node, size, revision)
  select c.node, c.size, coalesce(
      (select min(k.revision) from node_key k where k.node = c.node and k.idx = c.size),
      (select max(k.revision) from node_key k where k.node = c.node))
    from continuation_size c
    where exists (select 1 from node_key k where k.node = c.node);
drop table continuation_size;
