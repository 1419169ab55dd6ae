import { useQuery } from '@tanstack/react-query'
import type { WaitingMacro } from '#contract/macros.ts'
import { queryClient } from '../../query-client.ts'
import { waitingMacrosQuery } from './queries.ts'

function statusOf(uses: readonly WaitingMacro[] | undefined): number | undefined {
  const actions = (uses ?? []).filter((use) => use.kind === 'reply').flatMap((use) => use.actions)
  return actions.findLast((action) => action.type === 'set_status')?.statusId
}

/** The status the macros in an unfinished reply would set: the send button says it, and sends it. */
export function useStatusByMacros(ticketId: number, isOn: boolean): number | undefined {
  const { data } = useQuery({ ...waitingMacrosQuery(ticketId), enabled: isOn })
  return isOn ? statusOf(data?.items) : undefined
}

/** The same for a reply that is being sent, asked for where it is not known yet. */
export async function readStatusByMacros(ticketId: number): Promise<number | undefined> {
  const query = { ...waitingMacrosQuery(ticketId), staleTime: Infinity }
  return statusOf((await queryClient.fetchQuery(query).catch(() => undefined))?.items)
}
