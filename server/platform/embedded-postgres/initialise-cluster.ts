import { chown, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { processInfo } from './process-info.ts'
import { type Programs, runProgram } from './programs.ts'
import { StartRefused } from '#server/platform/start-refused.ts'

/** The superuser of the embedded cluster. The socket's folder keeps everybody else out. */
export const clusterUser = 'otklik'

/**
 * Makes a cluster in `clusterDir` unless one is there. It is built beside and renamed when complete, so that a
 * kill half way leaves nothing half made; two processes at once end with one cluster.
 */
export async function initialiseCluster(
  programs: Programs,
  clusterDir: string,
  settings: Record<string, string>,
): Promise<void> {
  await removeLeftovers(clusterDir)
  if (existsSync(path.join(clusterDir, 'PG_VERSION'))) return
  const partial = `${clusterDir}.init-${process.pid}`
  await mkdir(partial, { mode: 0o700 })
  const { uid, gid } = programs.identity
  if (uid !== undefined && gid !== undefined) await chown(partial, uid, gid)
  await initdb(programs, partial, settings)
  try {
    await rename(partial, clusterDir)
  } catch (error) {
    await rm(partial, { recursive: true, force: true })
    if (!existsSync(path.join(clusterDir, 'PG_VERSION'))) throw error
  }
}

/** Refuses a cluster made by another major version: its files cannot be read by this one. */
export async function refuseOtherMajor(programs: Programs, clusterDir: string): Promise<void> {
  const found = (await readFile(path.join(clusterDir, 'PG_VERSION'), 'utf8')).trim()
  const { output } = await runProgram(programs, 'postgres', ['--version'])
  const shipped = /(\d+)\./.exec(output)?.[1]
  if (found === shipped) return
  throw new StartRefused(
    `The data in ${clusterDir} was written by PostgreSQL ${found}; this Otklik brings PostgreSQL ${shipped}, which cannot read it. Nothing was changed. Go back to the Otklik that wrote it, or run a PostgreSQL ${found} on that folder, export the data, and import it into a new one.`,
  )
}

async function initdb(programs: Programs, dir: string, settings: Record<string, string>): Promise<void> {
  const chosen = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const unsafe = settings['fsync'] === 'off' ? ['--no-sync'] : []
  let output = ''
  // The character type must not be C (Cyrillic letters would not be letters); some macOS lack C.UTF-8.
  for (const locale of ['C.UTF-8', 'en_US.UTF-8']) {
    const who = ['-D', dir, '-U', clusterUser, '--auth=trust', '-E', 'UTF8', '--no-instructions']
    const language = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', `--locale=${locale}`]
    const outcome = await runProgram(programs, 'initdb', [...who, ...language, ...unsafe, ...chosen])
    if (outcome.ok) return
    output = outcome.output
  }
  await rm(dir, { recursive: true, force: true })
  throw new StartRefused(`The embedded database could not be created in ${dir}: ${output}`)
}

/** What a first start that was killed left behind. */
async function removeLeftovers(clusterDir: string): Promise<void> {
  const parent = path.dirname(clusterDir)
  const prefix = `${path.basename(clusterDir)}.init-`
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue
    const maker = await processInfo(Number(name.slice(prefix.length)))
    if (!maker) await rm(path.join(parent, name), { recursive: true, force: true })
  }
}
