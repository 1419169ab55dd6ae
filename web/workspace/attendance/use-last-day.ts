import { useTranslation } from 'react-i18next'
import { dateTag } from '../../ui/dates.ts'
import { useAgentZone } from '../composer/use-moment.ts'

/** The day a moment lies in, by the agent's own clock: `27 ноября`. */
export function useDay(): (at: string) => string {
  const { i18n } = useTranslation()
  const timeZone = useAgentZone()
  const day = new Intl.DateTimeFormat(dateTag(i18n.language), { timeZone, day: 'numeric', month: 'long' })
  return (at) => day.format(new Date(at))
}

/** The last day of something that ends at midnight: `27 ноября` for what ends as the 28th begins. */
export function useLastDay(): (endsAt: string) => string {
  const day = useDay()
  return (endsAt) => day(new Date(Date.parse(endsAt) - 1).toISOString())
}
