-- What members handed in about who they were at other nodes: credentials, and the statements that make them theirs. Private facts, in
-- no log; they go with the member.
create table moved (
  member       bytea   not null,
  from_key     bytea   not null,
  issuer       varchar not null,
  issuer_name  varchar not null,
  words        varchar not null,  -- the description in the credential
  credential   bytea   not null,
  statement    bytea   not null,
  checked_at   bigint  not null,
  primary key (member, from_key)
);
