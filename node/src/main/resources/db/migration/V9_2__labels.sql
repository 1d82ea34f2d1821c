-- What labels of peers do here, as the policy with each peer says.

-- The label that hid the post; null when a person did.
alter table hidden add column label_key bytea;
create index hidden_by_label on hidden (label_key);

-- The node whose label the moderators are told of; null when a member flagged the post.
alter table flag add column node integer;
