-- Who changes a field or a checklist says what they have seen of it, so that two at once lose nothing.
alter table custom_field add column version integer not null default 1;
alter table checklist add column version integer not null default 1;
