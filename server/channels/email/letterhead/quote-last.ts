import type { Language } from '#contract/common.ts'
import { words } from '#server/platform/words.ts'
import type { QuotedMessage } from '../reading/letter-layout.ts'
import type { LastMessage } from './last-message.ts'

/** What the customer said last, under our answer: whoever reads the letter on a phone sees what it is about. */
export function quoteMessage(last: LastMessage, language: Language, timeZone: string): QuotedMessage {
  return {
    introduction: words(language).t('letter.wrote', {
      name: last.from_name || last.name || last.from_address || '',
      when: momentIn(writtenAt(last), language, timeZone),
    }),
    // Pictures of the customer's letter are not sent back, so neither is HTML that would show holes.
    html: last.html?.includes('<img') ? null : last.html,
    text: last.text,
    isEncrypted: last.protection?.isEncrypted ?? false,
  }
}

/** "5 апреля 2026 г. в 12:30 GMT+3": the zone is named, because the reader's may be another. */
export function momentIn(at: Date, language: Language, timeZone: string): string {
  const { day, time } = formatsFor(language, timeZone)
  const hour = time.format(at).replace(/GMT\+0$/, 'GMT')
  return `${day.format(at)}${language === 'ru' ? ' в ' : ' at '}${hour}`
}

type Formats = Record<'day' | 'time', Intl.DateTimeFormat>
/** Making a format takes longer than all else about a letter's text; there are as many as agents have time zones. */
const formats = new Map<string, Formats>()

function formatsFor(language: Language, timeZone: string): Formats {
  const key = `${language} ${timeZone}`
  const known = formats.get(key)
  if (known) return known
  const made = {
    day: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }),
    time: new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
      hour: '2-digit',
      minute: '2-digit',
      timeZone,
      timeZoneName: 'shortOffset',
    }),
  }
  formats.set(key, made)
  return made
}

const mostDelayMs = 48 * 3600_000

/** When it was written: what its Date says, unless that is nonsense beside the moment it came. */
function writtenAt({ sent_at, created_at }: LastMessage): Date {
  if (sent_at === null) return created_at
  const delayMs = created_at.getTime() - sent_at.getTime()
  return delayMs >= 0 && delayMs < mostDelayMs ? sent_at : created_at
}
