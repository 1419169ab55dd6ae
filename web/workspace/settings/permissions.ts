import type { Permission } from '#contract/permissions.ts'

/** Permissions as an administrator thinks of them; together they are all of them, which the type checks. */
export const permissionGroups = [
  {
    group: 'tickets',
    permissions: ['ticket.read', 'ticket.read_all', 'ticket.create', 'ticket.update', 'ticket.reply'],
  },
  { group: 'notes', permissions: ['note.read', 'note.write'] },
  { group: 'customers', permissions: ['customer.read', 'customer.update'] },
  { group: 'knowledge', permissions: ['article.write', 'article.publish'] },
  {
    group: 'automation',
    permissions: ['automation.manage', 'macro.share', 'webhook.manage'],
  },
  {
    group: 'administration',
    permissions: [
      'desk.manage',
      'inbox.manage',
      'portal.manage',
      'agent.manage',
      'team.manage',
      'api_key.manage',
      'audit.read',
      'system.read',
    ],
  },
] as const satisfies readonly { group: string; permissions: readonly Permission[] }[]

type Listed = (typeof permissionGroups)[number]['permissions'][number]
type Missing = Exclude<Permission, Listed>

/** The order of the list above; a permission missing there does not compile here. */
export const allPermissions: readonly (Missing extends never ? Permission : never)[] =
  permissionGroups.flatMap(({ permissions }): readonly Permission[] => permissions)

/** `ticket.read_all` → `ticketReadAll`, its key under `settings.permission` in locales/. */
export function permissionKey(permission: Permission): PermissionKey {
  return permission.replace(/[._](\w)/g, (_, letter: string) => letter.toUpperCase()) as PermissionKey
}

export type PermissionKey =
  | 'ticketRead'
  | 'ticketReadAll'
  | 'ticketCreate'
  | 'ticketUpdate'
  | 'ticketReply'
  | 'noteRead'
  | 'noteWrite'
  | 'customerRead'
  | 'customerUpdate'
  | 'articleWrite'
  | 'articlePublish'
  | 'automationManage'
  | 'macroShare'
  | 'webhookManage'
  | 'deskManage'
  | 'inboxManage'
  | 'portalManage'
  | 'agentManage'
  | 'teamManage'
  | 'apiKeyManage'
  | 'auditRead'
  | 'systemRead'
