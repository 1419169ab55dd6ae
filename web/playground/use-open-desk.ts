import { useMutation } from '@tanstack/react-query'
import { getSession, signIn } from '#contract/identity.ts'
import type { PlaygroundAgent } from '#contract/playground.ts'
import { call } from '../api/call.ts'
import { isFailure } from '../api/failure.ts'

/** One tab holds the desk, however often it is opened from here. */
const deskTab = 'otklik-desk'

async function beSignedIn({ email, password }: PlaygroundAgent): Promise<void> {
  try {
    const { agent } = await call(getSession, {})
    if (agent.email === email) return
  } catch (error) {
    if (!isFailure(error, 'not_signed_in')) throw error
  }
  await call(signIn, { body: { email, password } })
}

/** Opens a page of the desk in its own tab, signed in as the chosen agent. */
export function useOpenDesk(agent: PlaygroundAgent | undefined) {
  return useMutation({
    mutationFn: async (path: string) => {
      if (!agent) return
      // Before anything is awaited: a browser lets a click open a tab, and nothing that comes later.
      const tab = window.open('', deskTab)
      try {
        await beSignedIn(agent)
      } catch (error) {
        tab?.close()
        throw error
      }
      if (tab) tab.location.href = new URL(path, location.href).href
      else location.href = path
    },
  })
}
