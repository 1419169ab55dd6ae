import type { TFunction } from 'i18next'
import type { EventItem } from './feed-items.ts'

interface Told {
  address: string
  kind: string
  status: string | null
  blockedUntil: string | null
}

function recipientsOf(data: Record<string, unknown>): Told[] {
  const list = Array.isArray(data['recipients']) ? data['recipients'] : []
  return list.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null || !('address' in each)) return []
    const { address, kind, status, blockedUntil } = each as Record<string, unknown>
    const text = (value: unknown) => (typeof value === 'string' ? value : null)
    return [
      {
        address: String(address),
        kind: String(kind),
        status: text(status),
        blockedUntil: text(blockedUntil),
      },
    ]
  })
}

/** What mail systems said of our letters, in words; null for an event that is about something else. */
export function mailEventWords(t: TFunction, language: string, event: EventItem): string[] | null {
  const recipients = recipientsOf(event.data)
  switch (event.type) {
    case 'reply.bounced':
      return recipients.length === 0
        ? [t('event.bounced')]
        : recipients.filter((one) => one.kind !== 'delayed').map((one) => bounceWords(t, language, one))
    case 'reply.delayed':
      return recipients.length === 0
        ? [t('event.delayedSomewhere')]
        : recipients.map(({ address }) => t('event.delayed', { address }))
    case 'reply.complained': {
      const { address } = event.data
      return [
        typeof address === 'string' ? t('event.complained', { address }) : t('event.complainedSomebody'),
      ]
    }
    default:
      return null
  }
}

function bounceWords(t: TFunction, language: string, { address, kind, status, blockedUntil }: Told): string {
  const what =
    kind === 'hard'
      ? t('event.bouncedHard', { address })
      : kind === 'refused'
        ? t('event.bouncedRefused', { address })
        : t('event.bouncedSoft', { address })
  const date =
    blockedUntil &&
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru-RU', { day: 'numeric', month: 'long' }).format(
      new Date(blockedUntil),
    )
  return [status ? `${what} (${status})` : what, ...(date ? [t('event.bouncedUntil', { date })] : [])].join(
    '; ',
  )
}

/** Which rules of the mail did it, and what they read from the letter. */
export function ruleWords(
  t: TFunction,
  data: Record<string, unknown>,
  list: (items: string[]) => string,
): string[] {
  const rules = Array.isArray(data['rules']) ? data['rules'].map(String) : []
  const values = Array.isArray(data['values']) ? data['values'] : []
  const facts = values.flatMap((each: unknown) => {
    if (typeof each !== 'object' || each === null || !('name' in each) || !('value' in each)) return []
    return [t('event.value', { name: String(each.name), value: String(each.value) })]
  })
  return rules.length === 0
    ? facts
    : [...facts, t('event.byRule', { list: list(rules), count: rules.length })]
}
