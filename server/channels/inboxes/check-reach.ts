import { lookup } from 'node:dns/promises'
import net from 'node:net'
import {
  ForbiddenAddress,
  refuseForbiddenHost,
} from '#server/channels/email/connections/forbidden-address.ts'
import type { Step } from './check-inbox.ts'

const connectMs = 10_000

/** Whether a name has an address and somebody answers at its port. */
export async function checkReach(side: 'imap' | 'smtp', host: string, port: number): Promise<Step[]> {
  try {
    await lookup(host)
    await refuseForbiddenHost(host)
  } catch (error) {
    const problem = error instanceof ForbiddenAddress ? 'forbidden_host' : 'unknown_host'
    return [failed(side, 'resolve', problem, error)]
  }
  const resolved = passed(side, 'resolve')
  try {
    await touch(host, port)
    return [resolved, passed(side, 'connect')]
  } catch (error) {
    const { code } = error as { code?: string }
    const problem = code === 'ECONNREFUSED' ? 'refused' : code === 'ETIMEDOUT' ? 'no_answer' : 'unreachable'
    return [resolved, failed(side, 'connect', problem, error)]
  }
}

function touch(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, timeout: connectMs }, () => {
      socket.destroy()
      resolve()
    })
    socket.once('timeout', () => {
      socket.destroy()
      reject(Object.assign(new Error(`no answer within ${connectMs / 1000} s`), { code: 'ETIMEDOUT' }))
    })
    socket.once('error', reject)
  })
}

export function passed(side: Step['side'], step: Step['step']): Step {
  return { side, step, isPassed: true, problem: null, detail: null }
}

/** `problem` is a key of `inboxCheck` in locales/; the detail is what the other server or the network said. */
export function failed(side: Step['side'], step: Step['step'], problem: string, said: unknown): Step {
  const { responseText, response, message } = (said ?? {}) as Record<string, unknown>
  const words = [responseText, response, message].find((text) => typeof text === 'string' && text !== '')
  return {
    side,
    step,
    isPassed: false,
    problem,
    detail: typeof words === 'string' ? words.slice(0, 500) : null,
  }
}
