import { queryClient } from '../query-client.ts'

/** Asks anew for what an answer sent, stopped or taken back makes stale. */
export function refreshTicket(id: number): void {
  for (const queryKey of [['feed', id], ['ticket', id], ['recipients', id], ['tickets'], ['counts']]) {
    void queryClient.invalidateQueries({ queryKey })
  }
}
