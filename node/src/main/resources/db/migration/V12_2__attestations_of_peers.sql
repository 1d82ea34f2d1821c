-- How many attestations of a peer's log entered on its newest day; and the word of a peer whom nobody chose counts for nothing
-- (OQX-STA-030): such peerings have the policy that an open node gives to strangers.
alter table peer_day add column attestations bigint default 0 not null;

update peering set policy = replace(policy, '"voteWeight":100', '"voteWeight":0')
  where policy like '{"questions":"hold","answers":"hold","comments":"hold","tallies":"decline"%';
update peering set policy = replace(policy, '"tallies":"decline"', '"tallies":"decline","voteWeight":0')
  where policy like '{"questions":"hold","answers":"hold","comments":"hold","tallies":"decline"%'
  and policy not like '%"voteWeight"%';
