-- Which peer told us of a contradiction; null when we found it ourselves.
alter table evidence add column told_by integer references node (nr);
