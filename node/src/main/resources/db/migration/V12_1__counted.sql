-- A member brings a tally of a thread about once in a while (OQX-STA-071): until when each is not counted again, and which votes of an
-- open window bring its tally about. Rows of the past are removed.
create table counted (
  thread_key  bytea  not null,
  member      bytea  not null,
  until       bigint not null,
  primary key (thread_key, member)
);
create index counted_by_until on counted (until);
create index counted_by_member on counted (member);
alter table vote_window add column counts boolean default true not null;
