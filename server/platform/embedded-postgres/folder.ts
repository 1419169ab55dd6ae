import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, mkdtemp, readFile, realpath, rmdir, stat, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { pickIdentity, type Identity } from './identity.ts'
import { StartRefused } from '#server/platform/start-refused.ts'

const execFileAsync = promisify(execFile)

export interface Folder {
  /** The folder that holds the cluster, its socket and its owner's mark. */
  home: string
  clusterDir: string
  identity: Identity
  /** True when `home` is not the data folder, because PostgreSQL's account cannot enter that. */
  isElsewhere: boolean
}

/** Where root's database goes when the account it runs under cannot enter the data folder. */
const systemFolder = '/var/lib/otklik'

/**
 * Decides where the cluster lives: in the data folder; or, when we are root and the data folder stands in one
 * that others cannot enter (root's home), in a folder of its own under /var/lib/otklik. A file in the data
 * folder then points there: the data folder keeps its database when it is moved, and a new one gets a new one.
 */
export async function chooseFolder(dataPath: string, fallback = systemFolder): Promise<Folder> {
  const isRoot = process.getuid?.() === 0
  await mkdir(dataPath, { recursive: true, mode: isRoot ? 0o711 : 0o700 })
  // One spelling of the path, whatever links lead to it: a live postmaster is recognised by it.
  const dataDir = await realpath(dataPath)
  const here = { home: dataDir, clusterDir: path.join(dataDir, 'postgres') }
  const identity = pickIdentity(here.clusterDir)
  if (!isRoot) return { ...here, identity, isElsewhere: false }

  const pointer = path.join(dataDir, 'postgres-location')
  if (!existsSync(pointer)) {
    // Others may pass through the data folder, not list it; what is secret in it has its own mode.
    await chmod(dataDir, ((await stat(dataDir)).mode & 0o777) | 0o011)
    if (await canEnter(dataDir, identity)) return { ...here, identity, isElsewhere: false }
    await makeHomeElsewhere(pointer, fallback)
  }
  const home = (await readFile(pointer, 'utf8')).trim()
  const clusterDir = path.join(home, 'postgres')
  await mkdir(home, { recursive: true })
  if (await canEnter(home, identity)) {
    return { home, clusterDir, identity: pickIdentity(clusterDir), isElsewhere: true }
  }
  throw new StartRefused(
    `PostgreSQL's account can enter neither ${dataDir} nor ${home}. Set DATA_DIR to a folder that other users may pass through, or set DATABASE_URL.`,
  )
}

async function makeHomeElsewhere(pointer: string, parent: string): Promise<void> {
  await mkdir(parent, { recursive: true })
  await chmod(parent, 0o711)
  const home = await mkdtemp(path.join(parent, 'desk-'))
  await chmod(home, 0o711)
  try {
    await writeFile(pointer, `${home}\n`, { flag: 'wx' })
  } catch (error) {
    // Another process starting on this data folder was first.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    await rmdir(home)
  }
}

/**
 * The folder for the socket, which only PostgreSQL's account may enter. A socket's path may have 107 bytes at
 * most, so a deep data folder sends it to the temporary one.
 */
export function socketFolder(home: string): string {
  const beside = path.join(home, 'postgres-socket')
  if (Buffer.byteLength(beside) <= 85) return beside
  return path.join(os.tmpdir(), `otklik-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`)
}

async function canEnter(dir: string, identity: Identity): Promise<boolean> {
  return execFileAsync('/bin/sh', ['-c', 'cd "$0"', dir], { ...identity, cwd: '/' }).then(
    () => true,
    () => false,
  )
}
