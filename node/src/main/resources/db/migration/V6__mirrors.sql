-- The newest checkpoint of a followed log of which everything is stored: what a mirror serves. The one in "checkpoint" may be
-- ahead of the entries while a long log is being read.
alter table log_state add column mirrored varchar;
update log_state set mirrored = checkpoint;
