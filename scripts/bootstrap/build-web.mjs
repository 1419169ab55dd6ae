import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { packageFile, pinnedNode, root } from './places.mjs'
import { run } from './run.mjs'

const sources = ['web', 'contract', 'locales', 'package-lock.json']
const stamp = path.join(root, 'dist/web.stamp')

const lock = path.join(root, 'dist/web.lock')

/** Builds `dist/web` unless it was built from exactly these sources. Whoever comes while it is being built waits. */
export async function buildWebIfStale() {
  if (isFresh(hashSources())) return
  mkdirSync(path.dirname(lock), { recursive: true })
  while (!takeLock()) await delay(200)
  try {
    const hash = hashSources()
    if (!isFresh(hash)) await build(hash)
  } finally {
    rmSync(lock, { force: true })
  }
}

/** @param {string} hash */
function isFresh(hash) {
  return existsSync(path.join(root, 'dist/web/index.html')) && readIfThere(stamp) === hash
}

/** @param {string} hash */
async function build(hash) {
  process.stdout.write('Building the web apps…\n')
  const vite = packageFile('vite/bin/vite.js')
  // The second builds into a folder of the first, which empties its own before it begins.
  for (const config of ['web/vite.config.ts', 'web/customer-side.config.ts']) {
    const args = [vite, 'build', '--config', config, '--logLevel', 'warn']
    // A test run sets NODE_ENV, and would get React's development build, twice the size, for everybody after it.
    const code = await run(pinnedNode, args, { env: { ...process.env, NODE_ENV: 'production' } })
    if (code !== 0) throw new Error(`The web apps could not be built (code ${code}); the messages are above.`)
  }
  writeFileSync(stamp, hash)
}

/** Two builds at once would empty the folder under each other. A lock whose process is gone counts for nothing. */
function takeLock() {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error
    const holder = Number(readIfThere(lock))
    // Just made and not yet written, it has nobody's name in it.
    if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true })
    return false
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function hashSources() {
  const hash = createHash('sha256')
  for (const source of sources) {
    for (const file of filesOf(source))
      hash
        .update(`${file}\0`)
        .update(readFileSync(path.join(root, file)))
        .update('\0')
  }
  return hash.digest('hex')
}

/**
 * @param {string} place
 * @returns {string[]}
 */
function filesOf(place) {
  const entries = place.includes('.')
    ? undefined
    : readdirSync(path.join(root, place), { withFileTypes: true })
  if (!entries) return [place]
  return entries
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const inner = path.join(place, entry.name)
      if (entry.isDirectory()) return filesOf(inner)
      return /\.test\.tsx?$/.test(entry.name) ? [] : [inner]
    })
}

/** @param {string} file */
function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}
