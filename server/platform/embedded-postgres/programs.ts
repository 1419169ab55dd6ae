import { execFile } from 'node:child_process'
import path from 'node:path'
import type { Identity } from './identity.ts'

/** How to run PostgreSQL's programs on one cluster. */
export interface Programs {
  bin: string
  identity: Identity
}

export interface Outcome {
  ok: boolean
  output: string
}

/**
 * Our environment without PG* (PGDATA, PGPORT… must not leak in) and with messages in English, which the
 * launcher reads.
 */
export function programEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))
  return { ...Object.fromEntries(entries), LC_ALL: 'C', LC_MESSAGES: 'C' }
}

/** Runs `initdb`, `pg_ctl` or `postgres` to its end. Never rejects: failure is in the outcome. */
export function runProgram(programs: Programs, name: string, args: string[]): Promise<Outcome> {
  const options = { ...programs.identity, env: programEnvironment(), cwd: '/' }
  return new Promise((resolve) => {
    execFile(path.join(programs.bin, name), args, options, (error, stdout, stderr) => {
      resolve({ ok: !error, output: `${stdout}${stderr}`.trim() || (error?.message ?? '') })
    })
  })
}
