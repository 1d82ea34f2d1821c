-- All addresses that a node's newest record names, not the first alone: a block by address holds for each. A projection; what
-- was taken before this has its first address until the node's next record or `guildhall rebuild`.
create table node_address (
  node     integer not null,
  address  varchar not null,
  primary key (node, address)
);
create index node_address_by_address on node_address (address);
insert into node_address (node, address) select node, address from node_profile where address is not null;
