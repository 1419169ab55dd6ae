import { readFile, rm } from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { processInfo } from './process-info.ts'

/** What postmaster.pid says. */
export interface Postmaster {
  pid: number
  port: number
  socketDir: string
  status: string
}

const pidFile = (clusterDir: string) => path.join(clusterDir, 'postmaster.pid')

export async function readPostmaster(clusterDir: string): Promise<Postmaster | undefined> {
  try {
    const lines = (await readFile(pidFile(clusterDir), 'utf8')).split('\n')
    return {
      pid: Math.abs(Number(lines[0])),
      port: Number(lines[3]),
      socketDir: lines[4] ?? '',
      status: (lines[7] ?? '').trim(),
    }
  } catch {
    return undefined
  }
}

/**
 * The postmaster of this cluster if one is alive. A pid that now belongs to something else does not count, least
 * of all to the postmaster of another cluster, which must never get the signals meant for ours.
 */
export async function livePostmaster(clusterDir: string): Promise<Postmaster | undefined> {
  const postmaster = await readPostmaster(clusterDir)
  if (!postmaster) return undefined
  const info = await processInfo(postmaster.pid)
  return info?.command.includes(`-D ${clusterDir}`) ? postmaster : undefined
}

/**
 * Removes a lock file left by a dead postmaster. PostgreSQL does so itself when the pid is free, but refuses
 * to start when it was reused, which is usual in containers.
 */
export async function removeStaleLock(clusterDir: string): Promise<void> {
  await rm(pidFile(clusterDir), { force: true })
}

/** Whether somebody answers on the socket: a live postmaster answers an SSL request with one byte. */
export function answers(postmaster: Postmaster): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(path.join(postmaster.socketDir, `.s.PGSQL.${postmaster.port}`))
    const end = (alive: boolean) => {
      socket.destroy()
      resolve(alive)
    }
    socket.setTimeout(1000, () => end(false))
    socket.on('error', () => end(false))
    socket.on('end', () => end(false))
    socket.on('data', () => end(true))
    socket.on('connect', () => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])))
  })
}
