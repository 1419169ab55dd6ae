import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../session.ts'

/** The zone the agent lives by: the one of their profile, else the computer's. */
export function useAgentZone(): string {
  const { agent } = useSession()
  return agent.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** A moment ahead, as the agent's own clock will show it: `пн, 23 нояб., 09:00`. */
export function useMoment(): (at: string) => string {
  const { i18n } = useTranslation()
  const timeZone = useAgentZone()
  const { language } = i18n
  return useCallback(
    (at) =>
      new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru-RU', {
        timeZone,
        weekday: 'short',
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
      }).format(new Date(at)),
    [language, timeZone],
  )
}
