import * as z from 'zod'

/** Everything a role or an API key can be allowed. A key's scopes are permissions too. */
export const Permission = z.enum([
  'ticket.read',
  'ticket.read_all',
  'ticket.create',
  'ticket.update',
  'ticket.reply',
  'note.read',
  'note.write',
  'customer.read',
  'customer.update',
  'desk.manage',
  'team.manage',
  'agent.manage',
  'inbox.manage',
  'automation.manage',
  'macro.share',
  'webhook.manage',
  'article.write',
  'article.publish',
  'portal.manage',
  'api_key.manage',
  'audit.read',
  'system.read',
])
export type Permission = z.infer<typeof Permission>
