-- -------------------------------------------------------------------------------------------------- Projections
-- Where nodes went on after two histories of their log were shown: sizes of the history that stands.
create table continuation (
  node  integer not null,
  size  bigint  not null,
  primary key (node, size)
);
