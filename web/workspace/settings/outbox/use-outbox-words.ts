import { useTranslation } from 'react-i18next'
import type { OutboxLetter, OutboxState } from '#contract/outbox.ts'
import type { TagTone } from '../../../ui/tag.tsx'
import { useDates } from '../../../ui/use-dates.ts'
import { useKnownWords } from '../frame/use-known-words.ts'

export const outboxTones: Record<OutboxState, TagTone> = {
  scheduled: 'accent',
  held: 'warn',
  queued: 'accent',
  handing_over: 'accent',
  sent: 'ok',
  failed: 'bad',
  unconfirmed: 'warn',
  cancelled: 'plain',
}

/** What a letter is called, and how it stands, in words. */
export function useOutboxWords() {
  const { t } = useTranslation()
  const dates = useDates()
  const known = useKnownWords()
  return {
    title: (letter: OutboxLetter): string =>
      letter.kind === 'system'
        ? known(`settings.outbox.template.${letter.template}`, t('settings.outbox.systemLetter'))
        : letter.subject || t('list.noSubject'),
    /** Why it is not gone yet, or did not go. */
    why: (letter: OutboxLetter): string | null => {
      if (letter.state === 'unconfirmed') return t('settings.outbox.doubt')
      const reason = letter.error ? known(`delivery.${letter.error}`, letter.error) : null
      if (letter.state === 'queued' && letter.nextTryAt) {
        const when = dates.sentence(letter.nextTryAt)
        if (letter.attempts === 0) return null
        return reason
          ? t('settings.outbox.waitsBecause', { why: reason, when })
          : t('settings.outbox.nextTry', { when })
      }
      if (letter.state === 'scheduled' && letter.nextTryAt) {
        return t('settings.outbox.leavesAt', { when: dates.sentence(letter.nextTryAt) })
      }
      if (letter.kind === 'system' && letter.state !== 'sent') return letter.detail
      return letter.state === 'sent' ? null : reason
    },
  }
}
