-- Whom the records of a node are meant for. What was taken before this was public.
alter table node_profile add column audience varchar(10) default 'public' not null;
