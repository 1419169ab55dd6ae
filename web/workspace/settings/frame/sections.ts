import type { Permission } from '#contract/permissions.ts'
import type { IconName } from '../../../ui/icon.tsx'

/** The sections of Settings in the order they are shown; each names the permission it needs, if any. */
export const sectionGroups = [
  {
    group: 'channels',
    sections: [
      { name: 'inboxes', to: '/settings/inboxes', needs: 'inbox.manage', icon: 'mail' },
      { name: 'chats', to: '/settings/chats', needs: 'portal.manage', icon: 'chat' },
      { name: 'webForms', to: '/settings/web-forms', needs: 'portal.manage', icon: 'pencil' },
      { name: 'letters', to: '/settings/letters', needs: 'inbox.manage', icon: 'inbox' },
      { name: 'outbox', to: '/settings/outbox', needs: 'inbox.manage', icon: 'plane' },
      { name: 'channelHealth', to: '/settings/channel-health', needs: 'inbox.manage', icon: 'chart' },
      { name: 'mailRules', to: '/settings/mail-rules', needs: 'inbox.manage', icon: 'sort' },
      { name: 'mailboxImports', to: '/settings/mailbox-imports', needs: 'inbox.manage', icon: 'download' },
      {
        name: 'blockedAddresses',
        to: '/settings/blocked-addresses',
        needs: 'customer.update',
        icon: 'minus',
      },
    ],
  },
  {
    group: 'tickets',
    sections: [
      { name: 'desk', to: '/settings/desk', needs: 'desk.manage', icon: 'gear' },
      { name: 'statuses', to: '/settings/statuses', needs: 'desk.manage', icon: 'check' },
      { name: 'categories', to: '/settings/categories', needs: 'desk.manage', icon: 'stack' },
      { name: 'fields', to: '/settings/fields', needs: 'automation.manage', icon: 'tag' },
    ],
  },
  {
    group: 'automation',
    sections: [
      { name: 'checklists', to: '/settings/checklists', needs: 'automation.manage', icon: 'check' },
      { name: 'rules', to: '/settings/rules', needs: 'automation.manage', icon: 'bolt' },
      { name: 'routing', to: '/settings/routing', needs: 'automation.manage', icon: 'users' },
      { name: 'sla', to: '/settings/sla', needs: 'automation.manage', icon: 'clock' },
      { name: 'calendars', to: '/settings/calendars', needs: 'automation.manage', icon: 'sun' },
      { name: 'macros', to: '/settings/macros', needs: 'ticket.reply', icon: 'chat' },
      { name: 'webhooks', to: '/settings/webhooks', needs: 'webhook.manage', icon: 'globe' },
    ],
  },
  {
    group: 'customers',
    sections: [
      { name: 'satisfaction', to: '/settings/satisfaction', needs: 'portal.manage', icon: 'star' },
      { name: 'portal', to: '/settings/portal', needs: 'portal.manage', icon: 'globe' },
      { name: 'portalTemplates', to: '/settings/theme', needs: 'portal.manage', icon: 'code' },
      { name: 'customerSignIn', to: '/settings/customer-sign-in', needs: 'portal.manage', icon: 'lock' },
    ],
  },
  {
    group: 'people',
    sections: [
      { name: 'agents', to: '/settings/agents', needs: 'agent.manage', icon: 'user' },
      { name: 'teams', to: '/settings/teams', needs: 'team.manage', icon: 'users' },
      { name: 'roles', to: '/settings/roles', needs: 'agent.manage', icon: 'lock' },
    ],
  },
  {
    group: 'system',
    sections: [
      { name: 'apiKeys', to: '/settings/api-keys', needs: 'api_key.manage', icon: 'code' },
      { name: 'audit', to: '/settings/audit', needs: 'audit.read', icon: 'clock' },
      { name: 'system', to: '/settings/system', needs: 'system.read', icon: 'chart' },
    ],
  },
  {
    group: 'own',
    sections: [
      { name: 'profile', to: '/settings/profile', needs: null, icon: 'star' },
      { name: 'sessions', to: '/settings/sessions', needs: null, icon: 'globe' },
    ],
  },
] as const satisfies readonly {
  group: string
  sections: readonly { name: string; to: string; needs: Permission | null; icon: IconName }[]
}[]

export type Section = (typeof sectionGroups)[number]['sections'][number]

/** What somebody with these permissions may open; groups without anything are gone. */
export function openSections(can: (permission: Permission) => boolean) {
  return sectionGroups
    .map(({ group, sections }) => ({
      group,
      sections: (sections as readonly Section[]).filter(({ needs }) => needs === null || can(needs)),
    }))
    .filter(({ sections }) => sections.length > 0)
}
