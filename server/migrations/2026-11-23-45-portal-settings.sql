-- What Settings → Portal says besides names and colours.

alter table portal_setting
  -- The heading of the front page and a line under it, by language; the usual words where nothing is said.
  add column greetings jsonb not null default '{}',
  -- Links under every page: imprint, privacy, the shop itself.
  add column footer jsonb not null default '[]',
  -- Whether customers choose a category in a new request. Its names were written for agents, so not before somebody decides it.
  add column asks_category boolean not null default false,
  -- Whether a new request offers the desk's forms.
  add column shows_forms boolean not null default false,
  -- Whether letters to a customer say where their ticket is shown.
  add column links_letters boolean not null default true;

-- Of one sequence, so that a template that was reset and changed anew never carries a version somebody has seen before.
create sequence portal_template_version as integer;
alter table portal_template
  add column version integer not null default nextval('portal_template_version'),
  -- Of the template as it came when it was changed: an upgrade that brings another one is seen.
  add column built_in_hash text not null default '';
