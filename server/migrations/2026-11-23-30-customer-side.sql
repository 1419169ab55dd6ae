-- What customers meet needs two more doors, three rights, and to know which customers speak for their organization.

alter table ticket drop constraint ticket_source_check,
  add constraint ticket_source_check check (source in ('email', 'phone', 'visit', 'api', 'webform', 'portal', 'chat'));
alter table customer_message drop constraint customer_message_channel_check,
  add constraint customer_message_channel_check check (channel in ('email', 'phone', 'visit', 'api', 'webform', 'portal', 'chat'));
alter table reply drop constraint reply_channel_check,
  add constraint reply_channel_check check (channel in ('email', 'phone', 'visit', 'api', 'webform', 'portal', 'chat'));

-- By which channel replies go out for now; null for letters. A chat sets it while it goes on.
alter table ticket add column reply_channel text check (reply_channel in ('chat'));

-- To whom a reply without addresses was said: it stays theirs when its ticket goes into somebody else's.
alter table reply add column customer_id bigint references customer;

-- Sees the tickets of everybody in their organization, on the portal.
alter table customer add column is_manager boolean not null default false;

update role set permissions = permissions || array['article.write', 'article.publish', 'portal.manage']
  where key = 'administrator';
update role set permissions = permissions || array['article.write', 'article.publish'] where key = 'lead';
update role set permissions = permissions || array['article.write'] where key = 'agent';
