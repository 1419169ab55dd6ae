import { useRouter } from '@tanstack/react-router'
import type { Session } from '#contract/identity.ts'
import { sessionQuery } from '../queries.ts'
import { queryClient } from '../query-client.ts'

/** Steps into the desk as whoever the server has just let in. Nothing cached for a stranger may stay. */
export function useEnter(): (session: Session, to: string) => void {
  const router = useRouter()
  return (session, to) => {
    queryClient.clear()
    queryClient.setQueryData(sessionQuery.queryKey, session)
    router.history.push(to)
  }
}
