import { useQuery } from '@tanstack/react-query'
import { policiesQuery } from '../sla/queries.ts'

/** How many policies count by a calendar; 0 while that is not known. */
export function usePolicyUses(calendarId: number | null): number {
  const { data } = useQuery(policiesQuery)
  return data?.items.filter((policy) => policy.calendarId === calendarId).length ?? 0
}
