import { startMailConnection } from '#contract/mail-connections.ts'
import { call } from '../../../../api/call.ts'

const key = 'otklik.connecting'

/** Sends this browser to the provider; it comes back to `ConnectedScreen`. */
export async function goToProvider(inboxId: number): Promise<void> {
  const { url } = await call(startMailConnection, { params: { inboxId } })
  sessionStorage.setItem(key, String(inboxId))
  window.location.assign(url)
}

/** The inbox this browser set out to connect; null when it does not know. */
export function connectingInbox(): number | null {
  const id = Number(sessionStorage.getItem(key))
  return Number.isInteger(id) && id > 0 ? id : null
}
