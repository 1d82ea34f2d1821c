-- What standing is computed from (spec, chapter Standing), made from tallies, acceptances and attestations. A fact is what one
-- record says of one member; it goes and comes with its origin, and the sums change by what changed of the facts. What age,
-- weights and caps make of the sums is computed when somebody asks.
create table standing_fact (
  origin_key   bytea    not null,      -- the thread, or the attestation itself
  subject_key  bytea    not null,      -- the answer; of an attestation the member
  issuer       integer  not null,      -- whose word it is
  basis        smallint not null,      -- 1 votes, 2 acceptance, 3 a period of an attestation
  period       integer  not null,      -- the quarter that an attestation names; 0 for others
  quarter      integer  not null,      -- the one it ages from
  member_key   bytea    not null,
  home         boolean  not null,      -- the word of the member's own node
  source       varchar(36) not null,   -- facts of one source are added up: an attestation's id, or empty
  topics       varchar(400) not null,  -- separated by blanks; votes and acceptances are in all topics besides
  up           bigint   not null,
  down         bigint   not null,
  answers      bigint   not null,
  accepted     bigint   not null,
  primary key (origin_key, subject_key, issuer, basis, period)
);
create index standing_fact_by_member on standing_fact (member_key);

-- Points before they age: of all facts of one source about a member in a topic ('' is all topics).
create table standing_sum (
  member_key  bytea       not null,
  topic       varchar(40) not null,
  issuer      integer     not null,
  source      varchar(36) not null,
  quarter     integer     not null,
  home        boolean     not null,
  points      bigint      not null,
  primary key (member_key, topic, issuer, source, quarter)
);
create index standing_sum_by_topic on standing_sum (topic, member_key);

-- The same of those sources that count, added up over all members of other nodes than the issuer.
create table standing_total (
  topic    varchar(40) not null,
  issuer   integer     not null,
  quarter  integer     not null,
  points   bigint      not null,
  primary key (topic, issuer, quarter)
);
