import { useTranslation } from 'react-i18next'
import type { TicketClocks } from '#contract/sla.ts'
import { spanText } from './due-words.ts'
import type { Line } from './lines.ts'

/** What a stretch was, for the line above it, and why, for the table. */
export function useLedgerWords(policy: TicketClocks['policy']) {
  const { t, i18n } = useTranslation()
  const language = i18n.language === 'en' ? 'en' : 'ru'
  const status = (line: Line) => line.cause?.about.status?.[language]

  const short = (line: Line): string => {
    const time = spanText(line.countedMs, language)
    switch (line.kind) {
      case 'run':
        return t('clocks.ran', { time })
      case 'ahead':
        return t(line.isRest ? 'clocks.left' : 'clocks.leftThen', { time })
      case 'pause':
        return t('clocks.paused')
      case 'stop':
        return t('clocks.stopped')
      case 'off':
      case 'aheadOff':
        return t('clocks.offCell')
    }
  }
  const why = (line: Line): string => {
    if (line.kind === 'ahead') return t('clocks.ahead')
    if (line.isContinued) return t('clocks.continued')
    if (line.kind !== 'off' && line.kind !== 'aheadOff') return causeWords(line)
    const off = policy?.calendar ? t('clocks.calendar', { name: policy.calendar.name }) : t('clocks.off')
    // What happened at night is said although the clock does not run.
    return line.isBegun ? `${causeWords(line)} · ${off}` : off
  }
  const causeWords = (line: Line): string => {
    const { cause } = line
    if (!cause) return ''
    const { about, actor } = cause
    const name = about.team ?? about.policy ?? (about.priority && t(`priority.${about.priority}`)) ?? ''
    const what = reasonWords(line, name)
    return actor && cause.reason !== 'created' && cause.reason !== 'customer_wrote'
      ? t('clocks.by', { who: actor.name, what })
      : what
  }
  const reasonWords = (line: Line, name: string): string => {
    const reason = line.cause?.reason ?? 'created'
    if (reason === 'status' || reason === 'solved' || reason === 'reopened') {
      const to = status(line)
      if (to)
        return t(
          line.kind === 'pause'
            ? 'clocks.status.pause'
            : line.kind === 'stop'
              ? 'clocks.status.stop'
              : 'clocks.status.run',
          { status: to },
        )
    }
    if (reason === 'priority' || reason === 'team' || reason === 'policy')
      return name ? t(`clocks.named.${reason}`, { name }) : t(`clocks.reason.${reason}`)
    return t(`clocks.reason.${reason}`)
  }
  return { short, why }
}
