import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { agentStatusesQuery } from './queries.ts'

/** What a status is called in the agent's language. */
export function useStatusName(): (id: number) => string {
  const { i18n } = useTranslation()
  const { data } = useQuery(agentStatusesQuery)
  const language = i18n.language === 'en' ? 'en' : 'ru'
  return (id) => data?.items.find((status) => status.id === id)?.names[language] ?? '…'
}
