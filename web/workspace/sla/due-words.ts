import type { TagTone } from '../../ui/tag.tsx'

const minuteMs = 60_000

/** How near a deadline is, as a colour: over, within the hour, later. */
export function dueTone(leftMs: number): TagTone {
  if (leftMs <= 0) return 'bad'
  return leftMs < 60 * minuteMs ? 'warn' : 'plain'
}

function unit(value: number, name: string, language: string): string {
  return new Intl.NumberFormat(language === 'en' ? 'en-GB' : 'ru-RU', {
    style: 'unit',
    unit: name,
    unitDisplay: language === 'en' ? 'narrow' : 'short',
  }).format(value)
}

/** What is left, short enough for a chip: `45 с`, `32 мин`, `3 ч`, `2 дн.`; with a minus when it is over. */
export function leftText(leftMs: number, language: string): string {
  const ms = Math.abs(leftMs)
  const sign = leftMs < 0 && ms >= 1000 ? '−' : ''
  if (ms < minuteMs) return sign + unit(Math.floor(ms / 1000), 'second', language)
  const minutes = Math.floor(ms / minuteMs)
  if (minutes < 60) return sign + unit(minutes, 'minute', language)
  const hours = Math.floor(minutes / 60)
  return sign + (hours < 48 ? unit(hours, 'hour', language) : unit(Math.floor(hours / 24), 'day', language))
}

/** A span of time in full: `3 ч 10 мин`; `0 мин` for less than a minute. */
export function spanText(ms: number, language: string): string {
  const minutes = Math.round(Math.abs(ms) / minuteMs)
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  const parts = [
    ...(hours > 0 ? [unit(hours, 'hour', language)] : []),
    ...(rest > 0 || hours === 0 ? [unit(rest, 'minute', language)] : []),
  ]
  return parts.join(' ')
}

/** `+3:10`, as a ledger adds up. */
export function ledgerSum(ms: number): string {
  const minutes = Math.round(ms / minuteMs)
  return `+${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}

/** In how many ms `leftText` says something else. */
export function nextChangeMs(leftMs: number): number {
  const step = Math.abs(leftMs) < 61_000 ? 1000 : minuteMs
  const over = ((leftMs % step) + step) % step
  return Math.max(50, over + 5)
}
