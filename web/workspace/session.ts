import { useQuery } from '@tanstack/react-query'
import type { Session } from '#contract/identity.ts'
import type { Permission } from '#contract/permissions.ts'
import { sessionQuery } from './queries.ts'

/** Who is signed in. Inside the desk the session is always there: its route waits for it. */
export function useSession(): Session {
  const { data } = useQuery(sessionQuery)
  if (!data) throw new Error('used outside the signed-in part of the app')
  return data
}

/** Whether the signed-in agent may do something; the server asks again, this only hides what would fail. */
export function useCan(): (permission: Permission) => boolean {
  const { permissions } = useSession()
  return (permission) => permissions.includes(permission)
}
