import { useTranslation } from 'react-i18next'
import type { Notification } from '#contract/notifications.ts'

const clocks = ['first_reply', 'next_reply', 'update', 'solution', 'stage'] as const
const reasons = ['gone', 'failing', 'hand'] as const

/** What a notice says: a line for everybody, and what else there is to it. */
export function useNoticeWords() {
  const { t } = useTranslation()
  return {
    title: ({ kind, by, facts }: Notification): string => {
      const cause = facts['cause'] as { name?: unknown } | undefined
      switch (kind) {
        case 'assigned':
        case 'mentioned':
        case 'customer_wrote':
          return by ? t(`notice.said.${kind}By`, { name: by.name }) : t(`notice.said.${kind}`)
        case 'sla_warned':
        case 'sla_breached': {
          const clock = clocks.find((each) => each === facts['clock']) ?? 'any'
          return t(`notice.said.${kind}`, { clock: t(`notice.clock.${clock}`) })
        }
        case 'rated_low':
          return t('notice.said.rated_low', { score: facts['score'], scale: facts['scale'] })
        case 'rule':
          return typeof cause?.name === 'string'
            ? t('notice.said.rule', { name: cause.name })
            : t('notice.said.ruleUnnamed')
        case 'webhook_disabled':
        case 'webhook_gave_up':
          return t(`notice.said.${kind}`, {
            name: typeof facts['name'] === 'string' ? facts['name'] : '',
          })
      }
    },
    more: ({ kind, text, facts }: Notification): string => {
      if (kind === 'webhook_gave_up') return t('notice.because.gaveUp')
      if (kind !== 'webhook_disabled') return text
      const because = reasons.find((each) => each === facts['because'])
      return because ? t(`notice.because.${because}`) : ''
    },
  }
}
