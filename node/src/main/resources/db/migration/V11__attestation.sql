-- The newest revision of each node's word about a member. What it says is in the payload with this digest.
create table attestation (
  object_key  bytea primary key,
  node        integer not null,
  about_key   bytea   not null,
  digest      bytea   not null,
  holds       boolean not null
);
create index attestation_by_about on attestation (about_key);
