import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'
import path from 'node:path'
import { createInterface } from 'node:readline'

export type Role = 'web' | 'worker'

const main = path.join(import.meta.dirname, '../../server/main.ts')

/** A free port of this machine, kept through every restart of a desk. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** A desk of two processes over one data folder, which share the embedded database. */
export class CrashDesk {
  readonly #environment: NodeJS.ProcessEnv
  readonly #processes = new Map<Role, ChildProcess>()
  /** What the processes said last, for whoever has to find out why a test failed. */
  readonly said: string[] = []

  constructor(settings: Record<string, string>) {
    const { DATABASE_URL: _, ...environment } = process.env
    this.#environment = { ...environment, HOST: '127.0.0.1', SMTP_HOST: '127.0.0.1', ...settings }
  }

  /** Resolves when the process does its work: the web role answers, the worker role took its first look. */
  async start(role: Role): Promise<void> {
    const child = spawn(process.execPath, [main], {
      env: { ...this.#environment, ROLES: role, LOG_LEVEL: 'info' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#processes.set(role, child)
    const isReady = Promise.withResolvers<void>()
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on('line', (line) => {
        this.said.push(`${role}: ${line}`)
        if (this.said.length > 200) this.said.shift()
        if (line.includes('Otklik is ready')) isReady.resolve()
      })
    }
    child.on('exit', (code) => {
      if (code === 1) isReady.reject(new Error(this.said.slice(-20).join('\n')))
    })
    if (role === 'web') await isReady.promise
    else isReady.promise.catch(() => undefined)
  }

  async kill(role: Role, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const child = this.#processes.get(role)
    this.#processes.delete(role)
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
}
