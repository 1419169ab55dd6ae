import net from 'node:net'
import type { Platform } from '#server/platform/platform.ts'
import type { Step } from './check-inbox.ts'
import { failed, passed } from './check-reach.ts'

const answerMs = 5_000

/**
 * Whether the desk's own SMTP listener answers on this machine. Whether the world's mail for the address comes
 * here is for the domain's MX record to say.
 */
export async function checkListener({ config }: Platform, address: string): Promise<Step[]> {
  const { port, host } = config.smtp
  if (port === 'off') return [failed('listener', 'connect', 'listener_off', null)]
  const isEverywhere = host === '0.0.0.0' || host === '::'
  try {
    const greeting = await readGreeting(isEverywhere ? '127.0.0.1' : host, port)
    if (!greeting.startsWith('220')) {
      return [failed('listener', 'connect', 'no_greeting', { message: greeting.trim() })]
    }
    const isAddress = /^[^@\s]+@[^@\s]+$/.test(address)
    return [
      passed('listener', 'connect'),
      isAddress
        ? passed('listener', 'accept_recipient')
        : failed('listener', 'accept_recipient', 'bad_address', null),
    ]
  } catch (error) {
    return [failed('listener', 'connect', 'listener_down', error)]
  }
}

function readGreeting(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ host, port, timeout: answerMs })
    socket.once('data', (data: Buffer) => {
      socket.end('QUIT\r\n')
      resolve(data.toString('latin1'))
    })
    socket.once('timeout', () => {
      socket.destroy()
      reject(new Error(`no answer within ${answerMs / 1000} s`))
    })
    socket.once('error', reject)
  })
}
