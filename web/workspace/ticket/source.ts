import type { Source } from '#contract/tickets.ts'
import type { IconName } from '../../ui/icon.tsx'

const icons: Record<Source, IconName> = {
  email: 'mail',
  phone: 'phone',
  visit: 'visit',
  webform: 'globe',
  portal: 'globe',
  chat: 'chat',
  api: 'code',
}

/** The picture of a channel; a channel newer than this page shows as a speech bubble. */
export function sourceIcon(source: Source): IconName {
  return icons[source] ?? 'chat'
}
