-- What a label that was not taken is about: the erasure of a post covers labels on it, whatever became of them (OQX-ERA-001).
alter table setback add column about_key bytea;
create index setback_by_about on setback (about_key);
