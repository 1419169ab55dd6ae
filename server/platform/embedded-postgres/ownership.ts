import { spawn } from 'node:child_process'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { processInfo } from './process-info.ts'
import { type Programs, programEnvironment } from './programs.ts'

/** A process named so that a later one with the same pid is not taken for it. */
interface Mark {
  pid: number
  startedAt: string
}

interface Owner extends Mark {
  watchdog?: Mark
}

/** The right to stop the database: exactly one of the processes that use it has it. */
export interface Ownership {
  release(): Promise<void>
}

const ownerFile = (home: string) => path.join(home, 'postgres-owner.json')

/**
 * Takes the ownership unless another live process has it, and posts the watchdog: a shell whose input closes
 * when we die, however we die, and that then stops the database, at once if it does not stop in order (a fast
 * stop can hang while a crash is being recovered from).
 */
export async function claimOwnership(
  home: string,
  programs: Programs,
  clusterDir: string,
): Promise<Ownership | undefined> {
  const former = await readOwner(home)
  if (former && (await isAlive(former))) return undefined
  if (former?.watchdog) await waitForEnd(former.watchdog)

  const script = `
    while read -r _; do :; done
    "$0" -D "$1" -m fast -w -t 20 stop || exec "$0" -D "$1" -m immediate -w -t 20 stop`
  const watchdog = spawn('/bin/sh', ['-c', script, path.join(programs.bin, 'pg_ctl'), clusterDir], {
    ...programs.identity,
    env: programEnvironment(),
    cwd: '/',
    // A group of its own: Ctrl+C reaches us, and we decide when the database goes.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  watchdog.unref()
  const input = watchdog.stdin as typeof watchdog.stdin & { unref?: () => void }
  input.unref?.()
  input.on('error', () => undefined)
  await writeOwner(home, { ...(await markOf(process.pid)), watchdog: await markOf(watchdog.pid ?? 0) })
  return {
    release: async () => {
      watchdog.kill('SIGKILL')
      const owner = await readOwner(home)
      if (owner?.pid === process.pid) await rm(ownerFile(home), { force: true })
    },
  }
}

async function markOf(pid: number): Promise<Mark> {
  return { pid, startedAt: (await processInfo(pid))?.startedAt ?? '' }
}

async function isAlive(mark: Mark): Promise<boolean> {
  return (await processInfo(mark.pid))?.startedAt === mark.startedAt
}

/** A watchdog still stopping its database must not stop the one we are about to start. */
async function waitForEnd(mark: Mark): Promise<void> {
  while (await isAlive(mark)) await delay(20)
}

async function readOwner(home: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(ownerFile(home), 'utf8')) as Owner
  } catch {
    return undefined
  }
}

async function writeOwner(home: string, owner: Owner): Promise<void> {
  const partial = `${ownerFile(home)}.${process.pid}`
  await writeFile(partial, JSON.stringify(owner))
  await rename(partial, ownerFile(home))
}
