import { chown, chmod, mkdir, readFile, rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { answers, livePostmaster, type Postmaster, readPostmaster, removeStaleLock } from './postmaster.ts'
import { type Programs, runProgram } from './programs.ts'
import { commandLineSettings } from './settings.ts'
import { StartRefused } from '#server/platform/start-refused.ts'

export interface Attached {
  postmaster: Postmaster
  how: 'started' | 'reattached'
}

/** A postmaster that neither answers nor goes away for this long is stopped at once; recovery follows. */
const patienceMs = 30_000
const giveUpMs = 90_000

/**
 * Joins the postmaster that already serves this cluster (left by a killed process, or started by another one),
 * else starts one. Tries again while the last one is still going down.
 */
export async function attachOrStart(
  programs: Programs,
  clusterDir: string,
  socketDir: string,
  log: (message: string) => void,
): Promise<Attached> {
  const begunAt = Date.now()
  let wasStopped = false
  for (;;) {
    const live = await livePostmaster(clusterDir)
    if (live?.status === 'ready' && (await answers(live))) return { postmaster: live, how: 'reattached' }
    const elapsedMs = Date.now() - begunAt
    if (elapsedMs > giveUpMs) throw new StartRefused(await explain(clusterDir, 'it does not answer'))
    if (live) {
      if (elapsedMs > patienceMs && !wasStopped) {
        log(`the database process ${live.pid} is "${live.status}" for 30 s and does not answer: stopping it`)
        await stopCluster(programs, clusterDir, 'immediate')
        wasStopped = true
      }
      await delay(100)
      continue
    }
    if (await readPostmaster(clusterDir)) await removeStaleLock(clusterDir)
    const started = await start(programs, clusterDir, socketDir)
    const postmaster = await livePostmaster(clusterDir)
    if (started.ok && postmaster) return { postmaster, how: 'started' }
    // Another process may have started it in the same moment, or the last one's children may still be exiting
    // ("shared memory block is still in use").
    const isOnItsWay = (await livePostmaster(clusterDir)) ?? (await isWorthRetrying(clusterDir))
    if (!isOnItsWay) throw new StartRefused(await explain(clusterDir, started.output))
    await delay(250)
  }
}

/** Stops the cluster and waits for it; false when it was not running or did not stop in time. */
export async function stopCluster(
  programs: Programs,
  clusterDir: string,
  mode: 'fast' | 'immediate',
): Promise<boolean> {
  const args = ['-D', clusterDir, '-m', mode, '-w', '-t', '20', 'stop']
  return (await runProgram(programs, 'pg_ctl', args)).ok
}

async function start(programs: Programs, clusterDir: string, socketDir: string) {
  await mkdir(socketDir, { recursive: true })
  await chmod(socketDir, 0o700)
  const { uid, gid } = programs.identity
  if (uid !== undefined && gid !== undefined) await chown(socketDir, uid, gid)
  const logFile = logPath(clusterDir)
  const size = (await stat(logFile).catch(() => undefined))?.size ?? 0
  if (size > 5_000_000) await rename(logFile, `${logFile}.1`)
  const options = Object.entries(commandLineSettings(socketDir))
    .map(([name, value]) => `-c ${quote(`${name}=${value}`)}`)
    .join(' ')
  // A crash recovery may take its time; pg_ctl returns as soon as connections are accepted.
  const args = ['-D', clusterDir, '-w', '-t', '300', '-s', '-l', logFile, '-o', options, 'start']
  return runProgram(programs, 'pg_ctl', args)
}

const logPath = (clusterDir: string) => path.join(clusterDir, 'server.log')

/** pg_ctl hands its options to a shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}

async function logTail(clusterDir: string): Promise<string> {
  const text = await readFile(logPath(clusterDir), 'utf8').catch(() => '')
  return text.trim().split('\n').slice(-4).join('\n')
}

async function isWorthRetrying(clusterDir: string): Promise<boolean> {
  const tail = await logTail(clusterDir)
  return /shared memory block|lock file|is still in use|shutting down|starting up/.test(tail)
}

async function explain(clusterDir: string, reason: string): Promise<string> {
  return `The embedded database in ${clusterDir} does not start: ${reason}\n${await logTail(clusterDir)}`
}
