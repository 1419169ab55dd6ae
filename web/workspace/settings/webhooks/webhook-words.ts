import { useTranslation } from 'react-i18next'
import type { WebhookDelivery, WebhookType } from '#contract/webhooks.ts'
import type { TagTone } from '../../../ui/tag.tsx'
import { useKnownWords } from '../frame/use-known-words.ts'

/** Events as the editor offers them. */
export const typeGroups = [
  {
    group: 'ticket',
    types: [
      'ticket.created',
      'ticket.updated',
      'ticket.reopened',
      'ticket.routed',
      'ticket.frozen',
      'ticket.unfrozen',
      'ticket.merged',
      'ticket.absorbed',
      'ticket.unmerged',
    ],
  },
  {
    group: 'post',
    types: [
      'message.received',
      'reply.created',
      'reply.sent',
      'reply.failed',
      'reply.unconfirmed',
      'reply.cancelled',
      'note.added',
    ],
  },
  { group: 'sla', types: ['sla.warned', 'sla.breached'] },
] as const

export const deliveryTones: Record<WebhookDelivery['state'], TagTone> = {
  pending: 'warn',
  delivered: 'ok',
  failed: 'bad',
}

/** Words of types and problems, which are keys of the catalogue only when spelt without dots. */
export function useWebhookWords() {
  const { t } = useTranslation()
  const known = useKnownWords()
  return {
    type: (type: WebhookType) => known(`settings.webhooks.type.${type.replace('.', '_')}`, type),
    problem: (problem: string | null, status: number | null) => {
      if (problem === null) return status === null ? '' : String(status)
      return problem === 'status'
        ? t('settings.webhooks.answered', { status })
        : known(`settings.webhooks.problem.${problem}`, problem)
    },
  }
}
