import { useTranslation } from 'react-i18next'
import type { WebhookEventType, WebhookType } from '#contract/webhook-events.ts'
import type { WebhookDelivery } from '#contract/webhooks.ts'
import type { TagTone } from '../../../ui/tag.tsx'
import { useKnownWords } from '../frame/use-known-words.ts'

/** Events as the editor offers them, in two columns of like length. */
export const typeColumns = [
  [
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
        'ticket.kept_closed',
      ],
    },
    { group: 'checklist', types: ['checklist.started', 'checklist.finished', 'checklist.removed'] },
    { group: 'sla', types: ['sla.warned', 'sla.breached'] },
  ],
  [
    {
      group: 'post',
      types: [
        'message.received',
        'message.moved',
        'note.added',
        'reply.scheduled',
        'reply.held',
        'reply.created',
        'reply.cancelled',
      ],
    },
    {
      group: 'delivery',
      types: [
        'reply.sent',
        'reply.unconfirmed',
        'reply.delayed',
        'reply.failed',
        'reply.bounced',
        'reply.complained',
        'reply.queued',
      ],
    },
  ],
] as const satisfies { group: string; types: readonly WebhookEventType[] }[][]

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
